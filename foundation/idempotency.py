"""The same request sent twice does its work once: `Idempotency-Key` of the API, and the one-time id in every form.

The key is written in the unit of work of the command: no key without its effect, no effect without its key.
"""

import hashlib
from datetime import datetime, timedelta

from flask import Request, Response
from sqlalchemy import Integer, String, Text, UniqueConstraint, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.database import Base, db
from foundation.lifecycles import BadInput

KEPT_FOR = timedelta(hours=24)


class IdempotencyKey(Base):
    """A key that a client has used, the body it came with, and the answer it was given."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("client", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200))
    body_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime]
    status: Mapped[int] = mapped_column(Integer, default=0)
    answer: Mapped[str] = mapped_column(Text, default="")
    location: Mapped[str] = mapped_column(Text, default="")
    content_type: Mapped[str] = mapped_column(String(80), default="")


def replay(client: str, key: str, request: Request) -> Response | None:
    """The answer that was given to this key before, or None, and the key is taken.

    Raises `BadInput` where the same key comes with another body.
    """
    body_hash = _hash_of(request)
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    taken = db.session.scalar(
        dialect.insert(IdempotencyKey)
        .values(
            client=client,
            key=key[:200],
            body_hash=body_hash,
            used_at=clock.now(),
            status=0,
            answer="",
            location="",
            content_type="",
        )
        .on_conflict_do_nothing(index_elements=["client", "key"])
        .returning(IdempotencyKey.id)
    )
    if taken is not None:
        return None
    here = IdempotencyKey.client == client, IdempotencyKey.key == key[:200]
    known = db.session.execute(select(IdempotencyKey).where(*here)).scalar_one()
    if known.used_at < clock.now() - KEPT_FOR:
        db.session.execute(update(IdempotencyKey).where(*here).values(used_at=clock.now(), body_hash=body_hash))
        return None
    if known.body_hash != body_hash:
        raise BadInput({"Idempotency-Key": "This key was used with another body. Use a new key for a new request."})
    answer = Response(known.answer, known.status, content_type=known.content_type)
    if known.location:
        answer.headers["Location"] = known.location
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def keep(client: str, key: str, answer: Response) -> None:
    """Keep `answer` with the key, in the same unit of work as what was done."""
    db.session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.client == client, IdempotencyKey.key == key[:200])
        .values(
            status=answer.status_code,
            answer=answer.get_data(as_text=True),
            location=answer.headers.get("Location", ""),
            content_type=answer.content_type or "",
        )
    )


def _hash_of(request: Request) -> str:
    """What was sent, and to where. A form is taken by its fields: reading them has used up the body."""
    found = hashlib.sha256(request.path.encode())
    if request.form or request.files:
        fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
        found.update(repr(sorted(fields)).encode())
        for name, file in sorted(request.files.items(multi=True), key=lambda sent: (sent[0], sent[1].filename or "")):
            found.update(repr((name, file.filename)).encode())
            found.update(hashlib.file_digest(file.stream, "sha256").digest())  # type: ignore[arg-type]
            file.stream.seek(0)
    else:
        found.update(b"\0" + request.get_data(cache=True))
    return found.hexdigest()


def forget(client: str, key: str) -> None:
    """Give the key free again: what it came with was refused."""
    db.session.execute(delete(IdempotencyKey).where(IdempotencyKey.client == client, IdempotencyKey.key == key[:200]))
