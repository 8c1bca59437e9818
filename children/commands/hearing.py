"""Hearing this child: the nine needs, what was explained, whom the child trusts, drawings and letters."""

from datetime import date

import audit
from children import queries
from children.commands.writing import HEARS, MAY_WRITE, WRITES
from children.models import ADVOCACY, NEED_STATES, NEEDS, Child, Explanation, Listening, NeedSeen, VoiceEntry, VoiceFile
from foundation import clock, sealing
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean
from foundation.uploads import Upload
from people.models import Person

FUTURE = "The day cannot be in the future."


def record_need(
    person: Person, child: Child, *, need: str, state: str, evidence: str, seen_on: date | None = None
) -> NeedSeen:
    """Whether one of the nine things that children say they need is met for this child, and how one knows."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    seen_on = seen_on or clock.today()
    errors = {}
    if need not in NEEDS:
        errors["need"] = f"Choose one of: {', '.join(NEEDS)}."
    if state not in NEED_STATES:
        errors["state"] = f"Choose one of: {', '.join(NEED_STATES)}."
    if not clean(evidence):
        errors["evidence"] = "Say how you know it; for what is not known, who finds out and how."
    if seen_on > clock.today():
        errors["seen_on"] = FUTURE
    if errors:
        raise BadInput(errors)
    seen = NeedSeen(
        public_id=new_public_id(),
        child_id=child.id,
        need=need,
        state=state,
        evidence=clean(evidence),
        seen_on=seen_on,
        recorded_by_id=person.id,
        entered_at=clock.now(),
    )
    db.session.add(seen)
    audit.record(person, "need.recorded", seen, children=[child], need=need, state=state)
    db.session.flush()
    return seen


def record_explanation(
    person: Person,
    child: Child,
    *,
    about: str,
    explained: bool,
    how: str,
    explained_on: date | None = None,
    child_said: str = "",
    about_id: str | None = None,
) -> Explanation:
    """A decision was explained to the child: how, when, and what the child said to it; or why it was not."""
    require(queries.roles_in(person, child.id) & HEARS, MAY_WRITE)
    explained_on = explained_on or clock.today()
    errors = {}
    if not clean(about):
        errors["about"] = "Say which decision it is about."
    if not clean(how):
        errors["how"] = "Say how it was explained to the child, or why it was not."
    if explained_on > clock.today():
        errors["explained_on"] = FUTURE
    if errors:
        raise BadInput(errors)
    told = Explanation(
        public_id=new_public_id(),
        child_id=child.id,
        about_id=about_id,
        about=clean(about),
        explained=explained,
        how=clean(how),
        explained_on=explained_on,
        child_said=clean(child_said),
        recorded_by_id=person.id,
        entered_at=clock.now(),
    )
    db.session.add(told)
    audit.record(person, "decision.explained", told, children=[child], explained=explained)
    db.session.flush()
    return told


def record_listening(
    person: Person,
    child: Child,
    *,
    trusts: str,
    advocacy: str,
    aids: str = "",
    advocacy_on: date | None = None,
    advocacy_note: str = "",
) -> Listening:
    """Whom the child trusts, which aids and people help the child to say it, whether an advocate was offered, and when."""
    require(queries.roles_in(person, child.id) & HEARS, MAY_WRITE)
    errors = {}
    if not clean(trusts):
        errors["trusts"] = "Name whom the child trusts; or say that nobody knows, and who asks."
    if advocacy not in ADVOCACY:
        errors["advocacy"] = f"Choose one of: {', '.join(ADVOCACY)}."
    if advocacy in ("accepted", "refused") and advocacy_on is None:
        errors["advocacy_on"] = "Say when an advocate was offered."
    if advocacy_on and advocacy_on > clock.today():
        errors["advocacy_on"] = FUTURE
    if errors:
        raise BadInput(errors)
    listening = Listening(
        public_id=new_public_id(),
        child_id=child.id,
        trusts=clean(trusts),
        aids=clean(aids),
        advocacy=advocacy,
        advocacy_on=advocacy_on,
        advocacy_note=clean(advocacy_note),
        recorded_by_id=person.id,
        entered_at=clock.now(),
    )
    db.session.add(listening)
    audit.record(person, "listening.recorded", listening, children=[child], advocacy=advocacy)
    db.session.flush()
    return listening


def keep_file(person: Person, child: Child, entry: VoiceEntry, file: Upload, explanation: str) -> VoiceFile:
    """A drawing or a letter beside what the child said, with what it shows. Sealed where this installation has a key."""
    require(queries.roles_in(person, child.id) & HEARS, MAY_WRITE)
    if not clean(explanation):
        raise BadInput({"explanation": "Say what it shows, in the child's words where they said it."})
    kept = VoiceFile(
        public_id=new_public_id(),
        child_id=child.id,
        voice_entry_id=entry.id,
        kind=file.kind,
        size=len(file.content),
        fingerprint=file.fingerprint,
        sealed=sealing.has_key(),
        content=sealing.seal(file.content) if sealing.has_key() else file.content,
        explanation=clean(explanation),
        handed_in_by_id=person.id,
        handed_in_at=clock.now(),
    )
    db.session.add(kept)
    audit.record(person, "voice.file_kept", kept, children=[child], kept_as=file.kind)
    db.session.flush()
    return kept
