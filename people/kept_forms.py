"""What was typed survives the end of a session: a form that comes too late is kept on the server for the same person.

Public: `keep`, `kept_for`, `forget`.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from foundation import clock, sealing
from foundation.database import db
from foundation.identifiers import new_public_id
from people.models import KeptForm, Person
from people.queries import person_by_session
from people.visibility import visible_to

KEPT_FOR = timedelta(hours=24)
NEVER_KEPT = {"csrf_token", "form_id", "kept_form", "password", "old", "new", "new_again"}
MOST = 20  # forms of one person; the oldest go first

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """One form as it was sent: where to, and its fields in their order."""

    id: str
    path: str
    fields: Fields
    kept_at: datetime

    @property
    def texts(self) -> list[str]:
        """What somebody wrote, without the small values of ticks and choices."""
        return [value for _, value in self.fields if len(value) > 20 or " " in value]


def keep(token: str, path: str, fields: Iterable[tuple[str, str]]) -> bool:
    """Keep a form for whoever the ended session of `token` belonged to. Says whether it was kept."""
    found = person_by_session(token)
    typed = [(name, value) for name, value in fields if name not in NEVER_KEPT and value]
    if found is None or not found[0].is_active or not typed:
        return False
    person, content = found[0], json.dumps(typed).encode()
    _tidy(person)
    sealed = sealing.has_key()
    db.session.add(
        KeptForm(
            public_id=new_public_id(),
            person_id=person.id,
            path=path,
            typed=sealing.seal(content) if sealed else content,
            sealed=sealed,
            kept_at=clock.now(),
        )
    )
    return True


def kept_for(person: Person) -> list[Kept]:
    """The forms of `person` that wait to be sent again, the newest first."""
    rows = db.session.scalars(
        select(KeptForm)
        .where(visible_to(person, KeptForm), KeptForm.kept_at >= clock.now() - KEPT_FOR)
        .order_by(KeptForm.id.desc())
    )
    found = []
    for row in rows:
        with suppress(sealing.CannotUnseal):  # the key was changed meanwhile: it is lost to everybody
            found.append(Kept(row.public_id, row.path, _typed(row), row.kept_at))
    return found


def forget(person: Person, public_id: str) -> None:
    """It was sent, or thrown away."""
    db.session.execute(delete(KeptForm).where(KeptForm.person_id == person.id, KeptForm.public_id == public_id))


def _typed(row: KeptForm) -> Fields:
    content = sealing.unseal(row.typed) if row.sealed else row.typed
    return [(name, value) for name, value in json.loads(content)]


def _tidy(person: Person) -> None:
    held = select(KeptForm.id).where(KeptForm.person_id == person.id).order_by(KeptForm.id.desc()).offset(MOST - 1)
    too_many = list(db.session.scalars(held))
    db.session.execute(
        delete(KeptForm).where((KeptForm.id.in_(too_many)) | (KeptForm.kept_at < clock.now() - KEPT_FOR))
    )
