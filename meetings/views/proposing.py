"""Proposing a meeting, with the panel that fills itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
import rulebook
from children import queries as children_queries
from children.models import Child
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from meetings import commands, queries
from meetings.commands.proposing import WITHOUT_CASES, WITHOUT_CHILD, convenors, triggers_of
from meetings.forms.proposing import ProposalForm
from meetings.models import Meeting
from meetings.queries import Preview
from meetings.views import pages
from meetings.views.trying import to_meeting, tried
from people import queries as people_queries
from people.models import Person
from people.sign_in import me

MOST_FOUND = 12  # children offered at once: more than that are for the search


@dataclass
class Proposal:
    """The proposal as it stands in the form: what was chosen so far, and what follows from it."""

    person: Person
    children: list[Child]
    kind: rulebook.MeetingType | None
    found: Sequence[Any]
    siblings: list[Child]
    preview: Preview | None
    may_convene: bool
    told: int

    @property
    def about_a_child(self) -> bool:
        return (
            self.kind is None or self.kind.subject.key not in WITHOUT_CHILD or self.kind.subject.key == "child_or_place"
        )


@pages.route("/meetings/propose", methods=["GET", "POST"])
def propose() -> ResponseReturnValue:
    person, form = me(), ProposalForm()
    if person.role in WITHOUT_CASES:
        return render_template(
            "errors/403.html", message="Meetings are proposed by professionals who work with the child."
        ), 403
    if request.method == "GET":
        _begin(form)
    if f"{form.trigger_at.name}-day" not in request.form:
        _count_from_now(form)
    wanted = request.args.get("do", "panel")
    seen = _read(person, form)
    if request.method == "GET" or wanted not in ("draft", "schedule"):
        return _page(form, seen)
    if not form.validate_on_submit():
        return _page(form, seen, 422)
    made: list[Meeting] = []
    status, _ = tried(
        form, lambda: made.append(_propose(form)), **{"trigger.kind": "trigger", "trigger.at": "trigger_at"}
    )
    if status:
        return _page(form, _read(person, form), status)
    meeting = made[0]
    flash(f"{meeting.reference} is saved as a draft. {_who_was_told(seen.told)}", "success")
    if wanted == "schedule" and seen.may_convene:
        return redirect(url_for("meetings.schedule", meeting_id=meeting.public_id), 303)
    return to_meeting(meeting)


def _who_was_told(told: int) -> str:
    if not told:
        return "Nobody was told."
    return (
        "The person who convenes it has been told."
        if told == 1
        else f"The {told} people who convene it have been told."
    )


def _begin(form: ProposalForm) -> None:
    form.children.data = request.args.getlist("child")
    form.type.data = request.args.get("type", "")


def _count_from_now(form: ProposalForm) -> None:
    """What it counts from is most often of this hour, unless the page that leads here says since which day."""
    form.trigger_at.data = _since(request.args.get("since", "")) or clock.now()
    form.trigger_at.raw = form.trigger_at.split(form.trigger_at.data)


def _since(day: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(day), time(9), clock.LONDON)
    except ValueError:
        return None


def _read(person: Person, form: ProposalForm) -> Proposal:
    """What stands in the form, with the choices that follow from it."""
    chosen = children_queries.children_by_ids(person, form.children.data or [])
    kind = rulebook.book().meeting_types.get(form.type.data or "")
    # A type that cannot be, or none yet: nothing is chosen.
    form.type.data = kind.key if kind else None
    form.type.choices = [(one.key, one.name) for one in rulebook.book().meeting_types.values()]
    triggers = triggers_of(kind) if kind else {}
    form.trigger.choices = list(triggers.items())
    if form.trigger.data not in triggers:
        form.trigger.data = next(iter(triggers), None)
    form.coordinator.choices = _coordinators(person)
    form.named_agency.choices = [("", "Choose"), *_agencies(person)] if kind and _names_agency(kind) else []
    found = _found(person, form.q.data or "", chosen)
    siblings = children_queries.siblings_of(person, chosen) if chosen else []
    preview = _preview(form, kind, chosen)
    may_convene = kind is not None and queries.convenes(person, kind, chosen, {"asker"})
    may_convene = may_convene or form.coordinator.data == person.public_id
    coordinator = _coordinator(person, form)
    told = len(convenors(person, kind, chosen, coordinator)) if kind and (chosen or coordinator) else 0
    _offer(form, preview)
    return Proposal(person, chosen, kind, found, siblings, preview, may_convene, told)


def _preview(form: ProposalForm, kind: rulebook.MeetingType | None, chosen: list[Child]) -> Preview | None:
    if kind is None or not form.trigger.data:
        return None
    return queries.preview_of(kind, form.trigger.data, form.trigger_at.data, chosen)


def _offer(form: ProposalForm, preview: Preview | None) -> None:
    """Whoever is suggested for the first time is ticked; who was offered before stays as the reader left it."""
    before = set((form.offered.data or "").split())
    now = [one.person_id for one in preview.suggestions] if preview else []
    ticked = set(form.invitees.data or [])
    form.invitees.data = [one for one in now if one in ticked or one not in before]
    form.offered.data = " ".join(now)


def _found(person: Person, text: str, chosen: list[Child]) -> Sequence[Any]:
    """Children to choose from besides those who are chosen."""
    ids = [one.id for one in chosen]
    query = (
        children_queries.search(person, text).where(Child.id.not_in(ids))
        if ids
        else children_queries.search(person, text)
    )
    return db.session.execute(query.limit(MOST_FOUND + 1)).all()


def _coordinators(person: Person) -> list[tuple[str, str]]:
    named = db.session.scalars(
        people_queries.colleagues(person).where(Person.role == "coordinator", Person.id != person.id).limit(100)
    )
    return [
        ("", "Nobody is named: whoever convenes it"),
        (person.public_id, f"{person.name} (you)"),
        *((one.public_id, f"{one.name} · {one.agency.name}") for one in named),
    ]


def _coordinator(person: Person, form: ProposalForm) -> Person | None:
    if not form.coordinator.data:
        return None
    return (
        person
        if form.coordinator.data == person.public_id
        else people_queries.person_or_none(person, form.coordinator.data)
    )


def _agencies(person: Person) -> list[tuple[str, str]]:
    return [(one.key, one.name) for one in db.session.scalars(people_queries.agencies(person))]


def _names_agency(kind: rulebook.MeetingType) -> bool:
    return any(role.kind == "named_for_meeting" and role.names_agency for role in kind.invitees.must)


def _propose(form: ProposalForm) -> Meeting:
    """The proposal, and the people who were ticked where the asker may set the list."""
    person = me()
    chosen = children_queries.children_by_ids(person, form.children.data or [])
    hidden = set(form.restricted.data or [])
    meeting = commands.propose(
        person,
        type_key=form.type.data or "",
        children=chosen,
        trigger_kind=form.trigger.data or "",
        trigger_at=form.trigger_at.data,
        purpose=form.purpose.data or "",
        subject=form.subject.data or "",
        named_agency=people_queries.agency_by_key(form.named_agency.data) if form.named_agency.data else None,
        coordinator=_coordinator(person, form),
        siblings_considered=form.siblings_considered.data,
        restricted_children=[child for child in chosen if child.public_id in hidden],
    )
    if queries.roles_of(person, meeting) & commands.RUNS:
        preview = queries.preview_of(meeting.kind, meeting.trigger_kind, meeting.trigger_at, chosen)
        ticked = set(form.invitees.data or [])
        for one in preview.suggestions:
            if one.person_id in ticked:
                _ask(person, meeting, one)
    return meeting


def _ask(person: Person, meeting: Meeting, one: queries.Suggestion) -> None:
    commands.add_invitee(
        person,
        meeting.public_id,
        people_queries.person(person, one.person_id),
        required=one.required,
        role=one.role,
        why=one.why,
        direct_contact=one.direct_contact,
    )


def _page(form: ProposalForm, seen: Proposal, status: int = 200) -> ResponseReturnValue:
    audit.read(seen.person, "children", seen.person, children=[*seen.children, *seen.siblings, *seen.found])
    return render_template(
        "meetings/propose.html",
        form=form,
        seen=seen,
        # Only what saves carries a one-time id: the panel may be asked for as often as the reader likes.
        form_id=new_public_id(),
        most=MOST_FOUND,
        groups=_groups(),
        types={one.key: one for one in rulebook.book().meeting_types.values()},
        forces=rulebook.book().words.forces,
    ), status


def _groups() -> list[tuple[str, list[rulebook.MeetingType]]]:
    """The types as people look for them, by what the rule book says of each."""
    groups: dict[str, list[rulebook.MeetingType]] = {
        "When it cannot wait": [],
        "Child protection conferences": [],
        "Plans, help and what comes after court": [],
        "About an adult, a place, an incident or an organisation": [],
    }
    at_once, conferences, plans, others = groups.values()
    for kind in rulebook.book().meeting_types.values():
        if kind.subject.key in WITHOUT_CHILD:
            others.append(kind)
        elif kind.may_be_held_at_once:
            at_once.append(kind)
        elif kind.is_conference:
            conferences.append(kind)
        else:
            plans.append(kind)
    return list(groups.items())
