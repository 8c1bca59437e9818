"""The meeting's page: before it starts dates, people, answers and moves; afterwards decisions, papers and what is owed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

import rulebook
import working_time
from actions.models import STATES as ACTION_STATES
from foundation import clock
from foundation.lifecycles import NotVisible, Refusal, Refused
from foundation.unit_of_work import current_unit
from meetings import commands, queries
from meetings.challenged import challenges_of
from meetings.commands import PAPERS, RUNS, STEPS
from meetings.forms.answering import OwnAnswerForm
from meetings.models import OPTIMISM, RESPONSES, SOURCES, STATES, WISHES, Meeting, MeetingDue
from meetings.models.invitation import CAPACITIES
from meetings.models.meeting import AFTER, RUNNING
from meetings.models.record import HARMS
from meetings.pattern import limit_of
from meetings.queries import Afterwards, Around, ChildLine, Moves, Sheet
from meetings.queries.around import ENTRIES
from meetings.queries.expected import closed_school, not_asked
from meetings.queries.facts import may, must_unfilled
from meetings.rules import CANCEL_REASONS
from meetings.views import pages
from meetings.views.trying import people, to_meeting, was_shown
from people.models import Person
from people.sign_in import me

# The life as the strip shows it; what leaves it shows a banner instead.
STRIP = ("proposed", "scheduled", "invited", "in_progress", "concluded", "decision_issued", "minutes_issued", "closed")
KINDS_OF_PATH = {"minutes": "minutes", "decision-letter": "decision_letter"}
PATHS = {kind: path for path, kind in KINDS_OF_PATH.items()}
LABELS = {
    "decline": "Decline",
    "postpone": "Postpone",
    "cancel": "Cancel the meeting",
    "open": "Open the meeting",
    "hold_now": "Hold it now, without inviting",
    "find_inquorate": "Find it inquorate",
    "proceed_inquorate": "Go ahead inquorate",
    "reconvene": "Reconvene",
    "conclude": "Conclude",
    "issue_decision": "Issue the decision letter",
    "issue_minutes": "Issue the minutes",
    "correct": "Ask for a correction",
    "close": "Close the meeting, no mail",
}
PAGES = {
    "schedule": "meetings.schedule",
    "change": "meetings.schedule",
    "invite": "meetings.invite",
    "postpone": "meetings.postpone",
    "cancel": "meetings.cancel",
    "decline": "meetings.decline",
    "hold_now": "meetings.hold_now",
    "correct": "meetings.corrections",
    **dict.fromkeys(("open", "find_inquorate", "proceed_inquorate", "reconvene", "conclude"), "meetings.room"),
}
# What these are refused for is put right on their own pages, so the way there stays open.
PUT_RIGHT_THERE = {"schedule", "invite"}
ORDER = ("open", "invite", "schedule", "issue_decision", "issue_minutes", "close", "conclude", "hold_now", "change")


@dataclass(frozen=True)
class Late:
    """How far past its first limit the meeting lies, or was held."""

    days: int
    limit: date
    reason: str
    agreed_by: str


@pages.get("/meetings/<meeting_id>")
def show(meeting_id: str) -> ResponseReturnValue:
    return page_of_meeting(meeting_id)


@pages.post("/meetings/<meeting_id>/events")
def close(meeting_id: str) -> ResponseReturnValue:
    """The one move that needs nothing but the press of its button."""
    if request.form.get("event") != "close":
        raise NotVisible("event")
    try:
        meeting = commands.close(me(), meeting_id, request.form.get("version", type=int))
    except Refused as refused:
        current_unit().abandon()
        return page_of_meeting(meeting_id, refused.refusals, 409)
    flash(f"{meeting.reference} is closed. Nobody was told.", "success")
    return to_meeting(meeting)


def page_of_meeting(
    meeting_id: str, refused: list[Any] | None = None, status: int = 200, *, answer: OwnAnswerForm | None = None
) -> ResponseReturnValue:
    person = me()
    meeting = queries.meeting_for(person, meeting_id)
    if meeting.state in AFTER:
        found = queries.afterwards_of(person, meeting)
        sheet, around = found.sheet, Around(sittings=found.sittings)
    else:
        found = None
        sheet, around = queries.sheet_of(person, meeting), queries.around(person, meeting)
    roles = queries.roles_of(person, meeting, sheet)
    was_shown(sheet)
    common = {
        "meeting": meeting,
        "sheet": sheet,
        "around": around,
        "roles": roles,
        "runs": bool(roles & RUNS),
        "line": queries.series_line(person, meeting) if found else queries.line_of(meeting, around.series),
        "may_plan": may_plan(meeting, roles),
        "moves": moves_for(sheet, queries.moves_of(person, sheet)),
        "refused": refused or [],
        "answer": answer or OwnAnswerForm(formdata=None),
        "states": STATES,
        "strip": strip_of(meeting),
        "steps_words": STEPS,
        "forces": rulebook.book().words.forces,
        "late": _late(sheet),
        "asked_because": rulebook.book().trigger_words(meeting.trigger_kind),
        "cancel_reasons": CANCEL_REASONS,
        "convened_from": queries.convened_from(person, meeting),
    }
    if found:
        said = challenges_of(person, [one.public_id for one in sheet.decisions])
        common |= {"challenges": said, "optimism": OPTIMISM}
        return render_template("meetings/after.html", **common, **_after(found, bool(roles & RUNS))), status
    return render_template("meetings/show.html", **common, **_before(person, sheet, around, bool(roles & RUNS))), status


def may_plan(meeting: Meeting, roles: set[str]) -> bool:
    """Whether a series may be planned from this meeting now, by somebody who holds `roles` in it."""
    alone = meeting.state == "scheduled" and meeting.series_id is None
    return alone and may(roles, meeting, "change") and limit_of(meeting.kind) is not None


def _before(person: Person, sheet: Sheet, around: Around, runs: bool) -> dict[str, Any]:
    outlook = queries.outlook_of(sheet, around)
    meeting = sheet.meeting
    return {
        "outlook": outlook,
        "best_times": queries.best_times(sheet) if runs and meeting.state == "invited" else [],
        "mine": next((one for one in sheet.invitations if one.person_id == person.id), None),
        "unfilled": must_unfilled(sheet) if meeting.state in ("proposed", "scheduled", "invited", "postponed") else [],
        "not_asked": not_asked(sheet),
        "closed_school": closed_school(sheet),
        "responses": RESPONSES,
        "sources": SOURCES,
        "capacities": CAPACITIES,
        "mail_kinds": ENTRIES,
        "must_names": {role.key: role.name for role in meeting.kind.invitees.professionals},
        "trouble": around.trouble(clock.now()),
        "reports_due": [due for due in sheet.dues if due.duty == "report"],
        "dates": [due for due in sheet.dues if due.duty != "report"],
        "running": meeting.state in RUNNING,
        "listable": meeting.state in ("proposed", "scheduled", "invited", "postponed"),
    }


def _after(found: Afterwards, runs: bool) -> dict[str, Any]:
    sheet, meeting = found.sheet, found.sheet.meeting
    names = {child.id: child for child in sheet.children}
    papers = {one.kind: one for one in sheet.papers if one.proposal_to is None and (runs or one.issued_at)}
    window = next((due for due in sheet.dues if due.duty == "window"), None)
    return {
        "decisions": [(one, names.get(one.child_id or 0)) for one in sheet.decisions],
        "harms": HARMS,
        "wishes": WISHES,
        "window": window,
        "window_open": bool(window and window.due_at and clock.now() <= window.due_at),
        "actions": found.actions,
        "action_states": ACTION_STATES,
        "today": clock.today(),
        "papers": papers,
        "paper_kinds": [
            (PATHS[kind], kind, words)
            for kind, words in PAPERS.items()
            if kind == "minutes" or meeting.kind.has_decision_letter
        ],
        "follows": _follows(sheet),
        "owed": [due for due in sheet.dues if due.duty == "output"],
        "corrections": found.corrections,
        "corrections_open": found.corrections_open,
    }


@dataclass(frozen=True)
class FollowUp:
    """A meeting that this one's decisions started, with the children whom it is for."""

    due: MeetingDue
    children: list[ChildLine]
    way: str


def _follows(sheet: Sheet) -> list[FollowUp]:
    """One line for each meeting that is owed; brothers and sisters decided alike have it together."""
    names = {child.id: child for child in sheet.children}
    together: dict[tuple[str, Any], list[MeetingDue]] = {}
    for due in sheet.dues:
        if due.duty == "follow_up":
            together.setdefault((due.rule, due.due_on), []).append(due)
    found = []
    for dues in together.values():
        children = [names[due.child_id] for due in dues if due.child_id in names]
        wanted = rulebook.book().rule(dues[0].rule).holds or ""
        ids = [child.public_id for child in children if child.may_open]
        way = url_for("meetings.propose", type=wanted, child=ids) if wanted and ids and not dues[0].met_at else ""
        found.append(FollowUp(dues[0], children, way))
    return found


def moves_for(sheet: Sheet, moves: Moves) -> list[dict[str, Any]]:
    """The moves of the page in the order of the procedure, each with its words, its way and its reasons."""
    found: dict[str, list[Refusal]] = {**{event: [] for event in moves.allowed}, **dict(moves.blocked)}
    if not sheet.meeting.kind.has_decision_letter:
        found.pop("issue_decision", None)
    return [
        {
            "event": event,
            "label": _label(event, sheet),
            "href": _way(event, sheet.meeting),
            "refusals": [] if event in PUT_RIGHT_THERE else found[event],
            "warning": event in ("cancel", "decline"),
        }
        for event in sorted(found, key=lambda event: ORDER.index(event) if event in ORDER else len(ORDER))
    ]


def _label(event: str, sheet: Sheet) -> str:
    asked = len(sheet.invitations)
    if event == "invite":
        return f"Preview {'the invitation' if asked == 1 else f'{asked} invitations'}" if asked else "Invite people"
    if event == "schedule":
        return "Set a new date" if sheet.meeting.state == "postponed" else "Set date and chair"
    if event == "change":
        return "Change date, place or chair"
    if event in ("postpone", "cancel") and sheet.meeting.state == "invited":
        return f"{LABELS[event].removesuffix(' the meeting')} and tell {people(asked)}"
    return LABELS[event]


def _way(event: str, meeting: Meeting) -> str:
    if event in ("issue_decision", "issue_minutes"):
        path = "decision-letter" if event == "issue_decision" else "minutes"
        return url_for("meetings.paper", meeting_id=meeting.public_id, path=path, _anchor="issue")
    return url_for(PAGES[event], meeting_id=meeting.public_id) if event in PAGES else ""


def strip_of(meeting: Meeting) -> list[dict[str, str]]:
    """The states in order, as far as this type has them; a state off the way stands where it left it."""
    names = [name for name in STRIP if name != "decision_issued" or meeting.kind.has_decision_letter]
    aside = {"postponed": "scheduled", "inquorate": "in_progress", "reconvened": "concluded"}
    if meeting.state in aside:
        names[names.index(aside[meeting.state])] = meeting.state
    elif meeting.state in ("declined", "cancelled"):
        names = ["proposed", meeting.state]
    return [{"name": name, "label": STATES[name]} for name in names]


def _late(sheet: Sheet) -> Late | None:
    """Counted from the first date by which it had to be held; for a meeting without a date from today."""
    meeting = sheet.meeting
    limits = [due.due_on for due in sheet.dues if due.duty == "hold" and due.due_on and not due.warning_only]
    if not limits or meeting.state in ("declined", "cancelled", "closed"):
        return None
    start = meeting.opened_at or meeting.starts_at
    day = clock.local(start).date() if start else clock.today()
    if day <= min(limits):
        return None
    days = working_time.england_and_wales().working_days_between(min(limits), day)
    agreed = meeting.late_agreed_by.name if meeting.late_agreed_by else ""
    return Late(days, min(limits), meeting.late_reason, agreed)
