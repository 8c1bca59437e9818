"""Away for a while with a deputy, or for good with whoever takes over."""

from datetime import date

from sqlalchemy import update

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, Refusal, Refused, require
from foundation.signals import absence_planned, person_leaving
from people import links, queries
from people.commands.signing_in import end_all_sessions
from people.commands.supervision import hand_over_supervision
from people.models import Absence, ApiToken, Person


def plan_absence(actor: Person, person: Person, from_on: date, to_on: date, deputy: Person | None) -> Absence:
    """`person` is away, both days included; `deputy` stands in and is reminded too. Themselves or their manager says so."""
    if actor.id not in (person.id, person.manager_id):
        raise BadInput({"person": "Only the person or their line manager plans an absence."})
    if to_on < from_on:
        raise BadInput({"to_on": "The last day must not be before the first."})
    if deputy is not None and deputy.id == person.id:
        raise BadInput({"deputy": "Somebody else has to stand in."})
    absence = Absence(
        public_id=new_public_id(),
        person_id=person.id,
        from_on=from_on,
        to_on=to_on,
        deputy_id=deputy.id if deputy else None,
    )
    db.session.add(absence)
    audit.record(actor, "absence.planned", absence, person=person.public_id, from_on=from_on, to_on=to_on)
    db.session.flush()
    absence_planned.send(None, absence=absence)
    return absence


def withdraw_absence(actor: Person, absence: Absence) -> None:
    """They are not away after all; whoever planned it, or might have, takes it back."""
    person = db.session.get_one(Person, absence.person_id)
    require(actor.id in (person.id, person.manager_id), "The person or their line manager takes an absence back.")
    if absence.withdrawn_at is None:
        absence.withdrawn_at = clock.now()
        audit.record(actor, "absence.withdrawn", absence, person=person.public_id)


def leave(actor: Person | None, person: Person, hand_over_to: Person | None) -> list[str]:
    """End the account, its sessions and tokens at once, and hand over everything it holds; says what was handed over.

    The rooms above answer `person_leaving` with what the person holds: with a receiver they hand it over, without one
    the leaving is refused. Nothing is left without an owner at any instant (PEERS: leaver's tasks in limbo).
    """
    permitted = actor is None or queries.administers(actor, person.agency)
    require(permitted, "A system administrator ends accounts, or the agency's own administrator.")
    if person.left_on is not None:
        raise Refused([Refusal("still_in_service", f"{person.name} has left already.", "The account")])
    if hand_over_to is not None and (hand_over_to.left_on is not None or hand_over_to.id == person.id):
        raise BadInput({"hand_over_to": "Name somebody else, who is in service."})
    held = held_by(person) if hand_over_to is None else _handed_over(actor, person, hand_over_to)
    if held and hand_over_to is None:
        raise Refused(
            [
                Refusal(
                    "nothing_is_left_without_an_owner",
                    f"{person.name} still holds: {'; '.join(held)}. Name who takes this over.",
                    "Learning from reviews: a leaver's actions are handed over before the account ends",
                )
            ]
        )
    person.left_on = clock.today()
    end_all_sessions(person)
    db.session.execute(
        update(ApiToken)
        .where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    links.revoke_all(person)
    audit.record(actor, "person.left", person, handed_over_to=hand_over_to.public_id if hand_over_to else None)
    return held


def held_by(person: Person) -> list[str]:
    """What `person` holds, as the rooms above say; nothing is changed by asking."""
    held = [text for _, texts in person_leaving.send(person, to=None, actor=None) for text in texts]
    return [*held, *hand_over_supervision(None, person, None)]


def _handed_over(actor: Person | None, person: Person, to: Person) -> list[str]:
    held = [text for _, texts in person_leaving.send(person, to=to, actor=actor) for text in texts]
    return [*held, *hand_over_supervision(actor, person, to)]
