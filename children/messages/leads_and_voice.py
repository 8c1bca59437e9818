"""What is mailed about leading for a child: a link, never a name."""

from collections.abc import Collection

from sqlalchemy import select

from children import commands, queries
from children.models import Child, LeadGap, LeadProfessional
from foundation import clock
from foundation.database import db
from notifications.commands import morning_of, plan
from notifications.composing import Message, Moot, Notice, composes, fires, rendered
from notifications.models import Outbox, Timer
from people.models import Absence, Person

# Kind of mail: its subject, and what it says.
WORDS = {
    "lead.nominated": (
        "You are asked to lead for a child",
        "You are nominated as lead professional. Please accept or decline within one working day.",
    ),
    "lead.accept": (
        "Lead professional: an answer is waited for",
        "A nomination as lead professional has not been answered yet. Please accept or decline, or speak "
        "with whoever nominated.",
    ),
    "lead.accepted": (
        "Lead professional: the nomination is accepted",
        "The person you nominated as lead professional has accepted.",
    ),
    "lead.declined": (
        "Lead professional: the nomination is declined",
        "The person you nominated as lead professional cannot lead. Please nominate somebody else.",
    ),
    "lead.active": (
        "A lead professional has started",
        "A child you work with has a lead professional from today. The child's page shows how to reach them.",
    ),
    "lead.interim": (
        "You are interim lead for a child",
        "You are named as interim lead professional, from now, for two working days at most. Please see "
        "that a lead is nominated.",
    ),
    "lead.interim_over": (
        "An interim lead's two days are over",
        "A child has an interim lead professional whose two working days are over. Please nominate a lead professional today.",
    ),
    "lead.absence": (
        "Nobody stands in for a lead professional who will be away",
        "A lead professional will be away, and no deputy is named for every child for whom they lead. Please appoint one.",
    ),
    "lead.load_agreed": (
        "You are named as agreeing to an allocation",
        "Somebody is nominated as lead professional though they carry more than the line allows, and you are named as the "
        "manager who agrees. Where this is not so, please speak with whoever nominated them today.",
    ),
    "lead.taken_over": (
        "You lead for another child from today",
        "You take over as lead professional from somebody who left. The child's page holds the story so far.",
    ),
    "lead.handover_proposed": (
        "A handover to you is proposed",
        "A lead professional proposes to hand over to you. The handover note is on the child's page. "
        "They go on leading until you accept.",
    ),
    "lead.ended": (
        "Your time as lead professional has ended",
        "You no longer lead for this child. The reason stands on the child's page.",
    ),
    "lead.deputy": (
        "You stand in for a lead professional",
        "You are appointed to stand in for a lead professional. The child's page shows the days.",
    ),
    "lead.gap": (
        "No lead professional: please nominate",
        "Nobody leads for a child with an open plan or meeting. Please nominate a lead professional today. "
        "Where the page is not open to you, ask the team manager, who hears of it too.",
    ),
    "voice.missing": (
        "A child has not been heard for 20 working days",
        "No contact with the child's own views is recorded for 20 working days. Please see the child, or "
        "record what was heard.",
    ),
    "summary.stale": (
        "A child’s summary is old",
        "The summary on a child's page has not been written anew for 60 working days. Please write what is different now.",
    ),
    "voice.told_not_to_talk": (
        "Please read a new entry in a child's own words",
        "Somebody recorded that the child may have been told not to talk. Please read the entry today.",
    ),
}
OF_LEADS = [kind for kind in WORDS if kind.startswith("lead.") and kind not in ("lead.gap", "lead.absence")]


@fires("lead.accept")
def nomination_unanswered(timer: Timer) -> list[Notice] | Moot:
    """The nominee is reminded; from the second working day on their manager hears of it too."""
    lead = _lead(timer.subject_id)
    if lead.state != "nominated":
        return Moot(lead.state)
    told = {lead.person_id, lead.person.manager_id if timer.offset >= 2 else None}
    return _to(told, "lead.accept", timer)


@fires("lead.start")
def first_day(timer: Timer) -> list[Notice] | Moot:
    """The first day of an accepted nomination: they lead from now. Who is told is told by the command."""
    lead = _lead(timer.subject_id)
    if commands.activate_due(lead) is None:
        return Moot(f"{lead.state}, or somebody else leads")
    return []


@fires("lead.interim_over")
def interim_is_over(timer: Timer) -> list[Notice] | Moot:
    """The two working days are over: the interim lead, their manager and whoever named them, each working day until
    somebody is nominated and leads. The interim lead goes on meanwhile: nobody is left without."""
    lead = _lead(timer.subject_id)
    if not lead.leads:
        return Moot(lead.state)
    tomorrow = morning_of(clock.today(), 1)
    plan("lead.interim_over", lead, tomorrow, step=f"{clock.local(tomorrow).date()}")
    return _to({lead.person_id, lead.person.manager_id, lead.nominated_by_id}, "lead.interim_over", timer)


@fires("lead.absence")
def lead_will_be_away(timer: Timer) -> list[Notice] | Moot:
    """Two working days before, and on the day: the lead and their manager, unless deputies stand in for every child."""
    absence = _absence(timer.subject_id)
    person = db.session.scalars(select(Person).where(Person.id == absence.person_id)).one()
    if (reason := _covered(absence, person)) is not None:
        return reason
    return _to({person.id, person.manager_id}, "lead.absence", timer)


@fires("lead.gap")
def nobody_leads(timer: Timer) -> list[Notice] | Moot:
    """Team manager and coordinator at once, service manager from the next working day, until somebody leads."""
    gap = db.session.scalars(select(LeadGap).where(LeadGap.public_id == timer.subject_id)).one()
    if gap.to_at is not None:
        return Moot("a lead is active")
    team_managers = queries.line_managers_of_case([gap.child_id])
    told: set[int | None] = {*team_managers, *queries.people_in_role([gap.child_id], "coordinator")}
    if timer.offset >= 1:
        told |= set(db.session.scalars(select(Person.manager_id).where(Person.id.in_(team_managers))))
    return _to(told, "lead.gap", timer)


@fires("voice.missing")
def child_not_heard(timer: Timer) -> list[Notice] | Moot:
    """Whoever leads, and their manager, twenty working days after the child was last heard."""
    child = db.session.scalars(select(Child).where(Child.public_id == timer.subject_id)).one()
    lead = queries.leads_of([child.id]).get(child.id)
    if child.plan == "none":
        return Moot("the plan ended")
    return _to(
        {lead.person_id, lead.manager_id} if lead else queries.line_managers_of_case([child.id]), "voice.missing", timer
    )


@fires("summary.stale")
def summary_is_old(timer: Timer) -> list[Notice] | Moot:
    """Whoever leads, and a week later their manager too."""
    child = db.session.scalars(select(Child).where(Child.public_id == timer.subject_id)).one()
    if child.plan == "none":
        return Moot("the plan ended")
    lead = queries.leads_of([child.id]).get(child.id)
    if lead is None:
        return _to(queries.line_managers_of_case([child.id]), "summary.stale", timer)
    return _to(
        {lead.person_id, lead.manager_id if timer.offset > queries.stale_after() else None}, "summary.stale", timer
    )


@composes(*OF_LEADS, folds=True)
def about_a_lead(row: Outbox) -> Message | Moot:
    lead = _lead(row.about_id)
    if row.kind in ("lead.nominated", "lead.accept") and lead.state != "nominated":
        return Moot(lead.state)
    if row.kind == "lead.handover_proposed" and lead.state not in ("nominated", "accepted"):
        return Moot(lead.state)
    if row.kind == "lead.load_agreed":
        return _mail(row, lead.child.public_id)  # a manager whose name is used has to know, and need not see the record
    return _message(row, lead.child.public_id)


@composes("lead.absence", folds=True)
def about_an_absence(row: Outbox) -> Message | Moot:
    absence = _absence(row.about_id)
    person = db.session.scalars(select(Person).where(Person.id == absence.person_id)).one()
    if (reason := _covered(absence, person)) is not None:
        return reason
    subject, words = WORDS[row.kind]
    return Message(subject, **rendered("child", words=words, path="/children"))


@composes("lead.gap", folds=True)
def about_a_gap(row: Outbox) -> Message | Moot:
    gap = db.session.scalars(select(LeadGap).where(LeadGap.public_id == row.about_id)).one()
    if gap.to_at is not None:
        return Moot("a lead is active")
    reader = db.session.scalars(select(Person).where(Person.id == row.recipient_id)).one()
    if queries.is_barred(reader, gap.child_id):
        return Moot("not for this person")
    return _mail(row, gap.child.public_id)  # a service manager has to know, and need not see the record for it


@composes("voice.missing", "voice.told_not_to_talk", "summary.stale", folds=True)
def about_a_voice(row: Outbox) -> Message | Moot:
    return _message(row, row.about_id)


def _message(row: Outbox, child: str) -> Message | Moot:
    """A link to the child's page, for whoever may still open it at the moment of sending."""
    reader = db.session.scalars(select(Person).where(Person.id == row.recipient_id)).one()
    if not queries.may_see(reader, child):
        return Moot("no longer works with the child")
    return _mail(row, child)


def _mail(row: Outbox, child: str) -> Message:
    subject, words = WORDS[row.kind]
    return Message(subject, **rendered("child", words=words, path=f"/children/{child}"))


def _absence(public_id: str) -> Absence:
    return db.session.scalars(select(Absence).where(Absence.public_id == public_id)).one()


def _covered(absence: Absence, person: Person) -> Moot | None:
    if absence.withdrawn_at is not None:
        return Moot("the absence was cancelled")
    if absence.deputy_id is not None or not queries.uncovered_leads(person, absence.from_on, absence.to_on):
        return Moot("deputy cover is recorded")
    return None


def _lead(public_id: str) -> LeadProfessional:
    return db.session.scalars(select(LeadProfessional).where(LeadProfessional.public_id == public_id)).one()


def _to(recipients: Collection[int | None], kind: str, timer: Timer) -> list[Notice]:
    return [Notice(recipient_id, kind, step=timer.step) for recipient_id in sorted({one for one in recipients if one})]
