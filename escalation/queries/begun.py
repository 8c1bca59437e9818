"""What stands about a decision already, so that whoever disagrees with it need not write it again."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from actions.models import STATES, Action, ActionChild
from children.models import (
    REFERRAL_OUTCOMES,
    STATEMENT_KINDS,
    THINKING,
    Analysis,
    Child,
    ChronologyEntry,
    Involvement,
    Referral,
)
from children.queries import children_by_ids
from foundation import clock
from foundation.database import db
from meetings.models import ADVICE, KINDS, Decision, Invitation, Meeting, MeetingChild, Statement
from people.models import Agency, Person
from people.visibility import visible_to


@dataclass(frozen=True)
class Begun:
    """The fields of a disagreement that the record answers; empty where it does not."""

    children: tuple[str, ...] = ()
    text: str = ""
    agency: str = ""
    decision_maker: str = ""  # their address
    decided_on: date | None = None
    theme: str = ""
    concern: str = ""


def begun_about(person: Person, kind: str, public_id: str) -> Begun:
    """What `person` may see of the thing that they disagree with; nothing at all of what they may not."""
    for reads in _READS.get(kind, ()) if public_id else ():
        if (found := reads(person, public_id)) is not None:
            return found
    return Begun()


def children_at_stake(person: Person, public_ids: Collection[str], kind: str, about_id: str | None) -> list[Child]:
    """The children named, each of whom `person` works with; or the child whom they referred, though their role with it has
    ended. Raises `NotVisible`."""
    referred = _own_referral(person, kind, about_id)
    if referred is not None and set(public_ids) == {referred.child.public_id}:
        return [referred.child]
    return children_by_ids(person, public_ids)


def is_the_referrer(person: Person, child: Child, kind: str, about_id: str | None) -> bool:
    """Whether it is about a referral of the child that `person` follows up (DOMAIN §4.4: the refused referrer)."""
    referred = _own_referral(person, kind, about_id)
    return referred is not None and referred.child_id == child.id


def _own_referral(person: Person, kind: str, about_id: str | None) -> Referral | None:
    if kind != "referral" or not about_id:
        return None
    own = Referral.public_id == about_id, Referral.followed_by_id == person.id, visible_to(person, Referral)
    return db.session.scalar(select(Referral).where(*own))


def _referral(person: Person, public_id: str) -> Begun | None:
    row = _first(
        select(Referral, Child.public_id, Agency.key, Agency.name)
        .join(Child, Child.id == Referral.child_id)
        .join(Agency, Agency.id == Referral.to_agency_id)
        .where(Referral.public_id == public_id, visible_to(person, Referral))
    )
    if row is None:
        return None
    made = row.Referral
    became = REFERRAL_OUTCOMES[made.outcome].lower() if made.outcome else "no answer"
    return Begun(
        (row.public_id,),
        f"Referral {made.reference} of {_day(made.made_on)} to {row.name}: {became}",
        row.key,
        decided_on=made.answered_on,
        theme="thresholds" if made.is_answered else "timeliness",
        concern=made.concern,
    )


def _judgement(person: Person, public_id: str) -> Begun | None:
    row = _first(
        select(ChronologyEntry.kind, ChronologyEntry.happened_on, Child.public_id, Agency.key, Person.email)
        .join(Child, Child.id == ChronologyEntry.child_id)
        .join(Person, Person.id == ChronologyEntry.entered_by_id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(ChronologyEntry.public_id == public_id, visible_to(person, ChronologyEntry))
    )
    if row is None:
        return None
    text = f"{STATEMENT_KINDS[row.kind]} of {_day(row.happened_on)} in the chronology"
    return Begun((row.public_id,), text, row.key, row.email, row.happened_on, "assessment_outcome")


def _advice(person: Person, public_id: str) -> Begun | None:
    """A judgement that was given in a meeting: legal advice and medical opinions among them."""
    row = _first(
        select(Statement, Meeting.id.label("meeting"), Meeting.reference, Agency.key)
        .join(Meeting, Meeting.id == Statement.meeting_id)
        .outerjoin(Invitation, Invitation.id == Statement.invitation_id)
        .outerjoin(Agency, Agency.id == Invitation.agency_id)
        .where(Statement.public_id == public_id, visible_to(person, Statement), Statement.kind != "child_voice")
    )
    if row is None:
        return None
    made = row.Statement
    wanted = select(MeetingChild.child_id).where(MeetingChild.meeting_id == row.meeting)
    if made.child_id is not None:
        wanted = wanted.where(MeetingChild.child_id == made.child_id)
    text = f"{ADVICE.get(made.advice) or KINDS[made.kind]} in {row.reference}"
    given_on = _london(made.entered_at)
    return Begun(_children(person, wanted), text, row.key or "", decided_on=given_on, theme="assessment_outcome")


def _analysis(person: Person, public_id: str) -> Begun | None:
    row = _first(
        select(Analysis.kind, Analysis.written_at, Child.public_id, Agency.key, Person.email)
        .join(Child, Child.id == Analysis.child_id)
        .join(Person, Person.id == Analysis.written_by_id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(Analysis.public_id == public_id, visible_to(person, Analysis))
    )
    if row is None:
        return None
    written_on = _london(row.written_at)
    text = f"{THINKING[row.kind]} of {_day(written_on)}"
    return Begun((row.public_id,), text, row.key, row.email, written_on, "assessment_outcome")


def _service(person: Person, public_id: str) -> Begun | None:
    row = _first(
        select(Involvement.to_on, Involvement.what, Child.public_id, Agency.key, Agency.name)
        .join(Child, Child.id == Involvement.child_id)
        .join(Agency, Agency.id == Involvement.agency_id)
        .where(Involvement.public_id == public_id, visible_to(person, Involvement))
    )
    if row is None:
        return None
    what = f", {row.what}," if row.what else ""
    ended = f" ended on {_day(row.to_on)}" if row.to_on else " ends"
    text = f"The work of {row.name}{what}{ended}"
    return Begun((row.public_id,), text, row.key, decided_on=row.to_on, theme="service_provision")


def _action(person: Person, public_id: str) -> Begun | None:
    row = _first(
        select(Action.id, Action.reference, Action.state, Agency.key, Person.email)
        .join(Person, Person.id == Action.owner_id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(Action.public_id == public_id, visible_to(person, Action))
    )
    if row is None:
        return None
    children = _children(person, select(ActionChild.child_id).where(ActionChild.action_id == row.id))
    late = "is not done in time" if row.state == "open" else f": {STATES[row.state].lower()}"
    return Begun(children, f"Action {row.reference} {late}", row.key, row.email, theme="need_for_action")


def _decision(person: Person, public_id: str) -> Begun | None:
    row = _first(
        select(Decision.child_id, Decision.meeting_id, Decision.decided_at, Meeting.reference, Agency.key, Person.email)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .join(Person, Person.id == Decision.decided_by_id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(Decision.public_id == public_id, visible_to(person, Decision))
    )
    if row is None:
        return None
    wanted = select(MeetingChild.child_id).where(MeetingChild.meeting_id == row.meeting_id)
    if row.child_id is not None:
        wanted = wanted.where(MeetingChild.child_id == row.child_id)
    text = f"Decision of {row.reference}"
    return Begun(_children(person, wanted), text, row.key, row.email, _london(row.decided_at))


def _meeting(theme: str, words: str) -> Callable[[Person, str], Begun | None]:
    """What whoever convenes or chairs owes: the agency is the chair's, or the coordinator's where nobody chairs yet."""

    def reads(person: Person, public_id: str) -> Begun | None:
        row = _first(
            select(Meeting.id, Meeting.reference, Meeting.opened_at, Agency.key)
            .outerjoin(Person, Person.id == Meeting.chair_id)
            .outerjoin(Agency, Agency.id == Person.agency_id)
            .where(Meeting.public_id == public_id, visible_to(person, Meeting))
        )
        if row is None:
            return None
        children = _children(person, select(MeetingChild.child_id).where(MeetingChild.meeting_id == row.id))
        return Begun(children, words.format(row.reference), row.key or "", theme=theme)

    return reads


_READS: dict[str, tuple[Callable[[Person, str], Begun | None], ...]] = {
    "referral": (_referral,),
    "assessment": (_judgement, _analysis, _advice, _meeting("assessment_outcome", "Analysis of {}")),
    "service": (_service,),
    "action": (_action,),
    "decision": (_decision,),
    "meeting_declined": (_meeting("need_for_action", "Meeting {} was declined"),),
    "timeliness": (_meeting("timeliness", "{} is past a date that is owed"),),
}


def _children(person: Person, ids: Any) -> tuple[str, ...]:
    found = select(Child.public_id).where(Child.id.in_(ids), visible_to(person, Child)).order_by(Child.id)
    return tuple(db.session.scalars(found))


def _first(asked: Select[*tuple[Any, ...]]) -> Any:
    return db.session.execute(asked.limit(1)).first()


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _london(moment: datetime) -> date:
    return clock.local(moment).date()
