"""Notes that wait to be written up, and the time that is kept free for it."""

from datetime import date

import audit
from children import queries
from children.commands.writing import MAY_WRITE, WRITES
from children.models import Child, Draft
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, Refusal, Refused, require
from foundation.text import clean
from people.models import Person

PRINCIPLE_1A = "The 10 Principles, principle 1a: recording is planned and does not pile up"


def keep_draft(
    person: Person, child: Child, *, text: str = "", happened_on: date | None = None, plan: bool = False
) -> Draft:
    """Notes of what happened on the London date `happened_on` (today unless told), theirs alone until they are written up.
    With `plan` the time to write it up stands among today's work."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    happened_on = happened_on or clock.today()
    errors = {}
    if happened_on > clock.today():
        errors["happened_on"] = "The day cannot be in the future."
    if not clean(text) and not plan:
        errors["text"] = "Write your notes, or plan the time to write them up."
    if errors:
        raise BadInput(errors)
    draft = Draft(
        public_id=new_public_id(),
        child_id=child.id,
        person_id=person.id,
        text=clean(text),
        happened_on=happened_on,
        write_up_on=clock.today() if plan else None,
        started_at=clock.now(),
    )
    db.session.add(draft)
    audit.record(person, "draft.kept", draft, children=[child])
    db.session.flush()
    return draft


def finish_draft(person: Person, draft: Draft, child: Child, *, became: str = "", because: str = "") -> Draft:
    """It stands in the chronology as `became` (a public id), or it never will, and why."""
    if draft.finished_at is not None:
        raise Refused(
            [Refusal("a_draft_is_finished_once", "This draft is written up or put away already.", PRINCIPLE_1A)]
        )
    if not became and not clean(because):
        raise BadInput({"because": "Say why it will not be written up."})
    draft.finished_at, draft.became, draft.dropped_because = clock.now(), became, clean(because)
    audit.record(person, "draft.finished", draft, children=[child], became=became or None)
    return draft
