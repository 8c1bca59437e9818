"""Identifiers: random ones for addresses, short references for people, secret tokens kept only as hashes."""

import hashlib
import secrets
from base64 import b32encode

from sqlalchemy import Integer, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.database import Base, db


class ReferenceCounter(Base):
    """The last number given under a letter in a year; references are never used twice."""

    __tablename__ = "reference_counter"

    letter: Mapped[str] = mapped_column(String(2), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer, default=0)


def new_public_id() -> str:
    """A name for an address: 100 random bits, lower case, saying nothing about what it names."""
    return b32encode(secrets.token_bytes(13)).decode().lower().rstrip("=")[:20]


def new_token() -> str:
    """A secret of 160 random bits in lower-case base32, so that no mail system changes it by changing case."""
    return b32encode(secrets.token_bytes(20)).decode().lower()


def hash_of(token: str) -> str:
    """What is stored of a secret: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.strip().lower().encode()).hexdigest()


def next_reference(letter: str) -> str:
    """The next reference for people, such as `M-2026-0412`; counted within the London year, in this unit of work."""
    year = clock.today().year
    here = (ReferenceCounter.letter == letter, ReferenceCounter.year == year)
    taken = db.session.execute(
        update(ReferenceCounter).where(*here).values(last=ReferenceCounter.last + 1),
        execution_options={"synchronize_session": False},
    )
    if taken.rowcount == 0:  # type: ignore[attr-defined]
        db.session.add(ReferenceCounter(letter=letter, year=year, last=1))
        db.session.flush()
    number = db.session.scalar(select(ReferenceCounter.last).where(*here))
    return f"{letter}-{year}-{number:04d}"
