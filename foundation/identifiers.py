"""Identifiers: random ones for addresses, short references for people, secret tokens kept only as hashes."""

import hashlib
import secrets
from base64 import b32encode

from sqlalchemy import Integer, String
from sqlalchemy.dialects import postgresql, sqlite
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
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    counted = dialect.insert(ReferenceCounter).values(letter=letter, year=year, last=1)
    number = db.session.scalar(
        counted.on_conflict_do_update(
            index_elements=["letter", "year"], set_={"last": ReferenceCounter.last + 1}
        ).returning(ReferenceCounter.last)
    )
    return f"{letter}-{year}-{number:04d}"
