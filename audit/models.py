"""One chain for the whole record. What an entry says is kept apart from its place in the chain, so that the content of
a child's record can be erased at the end of its retention and the chain still verifies.

The database itself refuses UPDATE and DELETE on all of these but the head (`audit/triggers.py`).
"""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base


class AuditEntry(Base):
    """One link: who did or read what, when. `hash` covers the link before it and the hash of the payload.

    An act that concerns several children has a link for each; only the first of them counts as the change.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_kind", "subject_id", "seq"),
        Index("ix_audit_entry_child", "child_id", "seq"),
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str | None] = mapped_column(String(20))  # public id of a person; None: the system
    acting_for: Mapped[str | None] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(20))
    child_id: Mapped[str | None] = mapped_column(String(20))
    changes: Mapped[bool] = mapped_column(Boolean)
    request_id: Mapped[str] = mapped_column(String(32))
    payload_hash: Mapped[str] = mapped_column(String(64))
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditPayload(Base):
    """What an entry says, as canonical JSON, with a random salt so that short contents cannot be guessed from the hash."""

    __tablename__ = "audit_payload"

    seq: Mapped[int] = mapped_column(ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)


class AuditHead(Base):
    """The one row that every append locks: the newest link. A trigger moves it on, and refuses a link that does not follow."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime | None]
