"""What somebody types in the room and has not entered yet: kept for them alone, so that no dead session, lost connection
or closed page takes it away."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.text import clean
from meetings import queries
from meetings.commands.hearing import TwoTexts
from meetings.models import Meeting, RoomDraft
from people.models import Person

LONGEST = 60


def keep_draft(
    person: Person, public_id: str, form: str, typed: Mapping[str, Sequence[str]], version: int | None = None
) -> RoomDraft:
    """Keep what `person` has typed into `form` so far. `version` is that of the draft they began from: where they write in
    the same box on another machine too, both texts are kept in view (`TwoTexts`). It is no part of the record yet, so
    the audit chain does not have it either."""
    meeting = queries.meeting_for(person, public_id)
    if not form or len(form) > LONGEST:
        raise BadInput({"form": "There is no such form."})
    given = {name: [clean(value) for value in values] for name, values in typed.items()}
    kept = db.session.scalar(
        select(RoomDraft)
        .where(RoomDraft.meeting_id == meeting.id, RoomDraft.person_id == person.id, RoomDraft.form == form)
        .with_for_update()
    )
    if kept is None:
        kept = RoomDraft(meeting_id=meeting.id, person_id=person.id, form=form, typed=given, version=(version or 0) + 1)
        db.session.add(kept)
    elif version is not None and version != kept.version and given != kept.typed:
        raise TwoTexts(yours=_words(given), theirs=_words(kept.typed), version=kept.version)
    else:
        kept.typed, kept.version = given, kept.version + 1
    kept.saved_at = clock.now()
    db.session.flush()
    return kept


def drop_draft(person: Person, meeting: Meeting, form: str) -> None:
    """It was entered, or thrown away by whoever typed it."""
    db.session.execute(
        delete(RoomDraft).where(
            RoomDraft.meeting_id == meeting.id, RoomDraft.person_id == person.id, RoomDraft.form == form
        )
    )


def _words(typed: Mapping[str, Sequence[str]]) -> str:
    return "\n\n".join(value for values in typed.values() for value in values if value)
