"""Setting, changing, putting off, calling off and refusing a meeting; holding it at once; and protecting a child now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

import rulebook
import working_time
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotPermitted, Refusal, Refused, possible
from meetings import commands, queries
from meetings.forms.moving import CancelForm, DeclineForm, HoldNowForm, PostponeForm, ProtectForm, ScheduleForm
from meetings.models import STATES, Meeting, MeetingDue
from meetings.queries import Sheet
from meetings.queries.facts import may, who_may
from meetings.queries.sheet import first_limit
from meetings.views import pages
from meetings.views.trying import people, to_meeting, tried, was_shown
from people import queries as people_queries
from people.models import Absence, Agency, Person
from people.sign_in import me
from people.visibility import visible_to

STRIP_DAYS = 32
USUAL_MINUTES = 60


@dataclass(frozen=True)
class Day:
    """One day of the calendar strip."""

    on: date
    closed: str
    is_last: bool
    is_after: bool
    away: tuple[str, ...]


@pages.route("/meetings/<meeting_id>/schedule", methods=["GET", "POST"])
def schedule(meeting_id: str) -> ResponseReturnValue:
    """Date, chair and place, for the first time or anew."""
    sheet = _sheet(meeting_id)
    meeting = sheet.meeting
    event = "schedule" if meeting.state in ("proposed", "postponed") else "change"
    _require(sheet, event)
    form = ScheduleForm()
    if request.method == "GET":
        _as_it_stands(form, meeting, _wished())
    if request.method == "GET":
        return _schedule_page(sheet, form, event)
    if not form.validate_on_submit():
        return _schedule_page(sheet, form, event, 422)
    told: list[int] = []
    status, refusals = tried(form, lambda: told.append(_set(meeting_id, event, form)))
    if status:
        return _schedule_page(_sheet(meeting_id), form, event, status, refusals)
    flash(_said(event, meeting, told[0]), "success")
    if event == "schedule":
        return redirect(url_for("meetings.invite", meeting_id=meeting_id), 303)
    return to_meeting(meeting_id)


def _said(event: str, meeting: Meeting, told: int) -> str:
    if event == "schedule":
        return f"{meeting.reference} has its time. No mail was sent. Look at the invitations now."
    if told:
        return (
            f"Saved. {people(told).capitalize()} will be told in a moment, together with what you change until then. "
            "Their calendars take it over, and they are asked again."
        )
    return "Saved, no mail."


def _set(meeting_id: str, event: str, form: ScheduleForm) -> int:
    given = form.given(
        "starts_at", "minutes_long", "place", "online_url", "closed_day_reason", "late_reason", "chair_training_reason"
    )
    given["version"] = request.form.get("version", type=int)
    for name in ("chair", "late_agreed_by"):
        given[name] = people_queries.person(me(), form[name].data) if form[name].data else None
    if event == "schedule":
        commands.schedule(me(), meeting_id, siblings_considered=form.siblings_considered.data, **given)
        return 0
    return commands.change_some(me(), meeting_id, form.scope.data or "one", reason=form.reason.data, **given)[1]


def _wished() -> datetime | None:
    """A time that the address brings along, such as one that invitees offer."""
    try:
        wished = datetime.fromisoformat(request.args.get("starts_at", ""))
    except ValueError:
        return None
    return wished if wished.tzinfo else None


def _as_it_stands(form: ScheduleForm, meeting: Meeting, wished: datetime | None) -> None:
    form.starts_at.data = wished or meeting.starts_at
    form.starts_at.raw = form.starts_at.split(form.starts_at.data)
    form.minutes_long.data = meeting.minutes_long or USUAL_MINUTES
    form.chair.data = meeting.chair.public_id if meeting.chair else ""
    form.late_agreed_by.data = meeting.late_agreed_by.public_id if meeting.late_agreed_by else ""
    for name in (
        "place",
        "online_url",
        "closed_day_reason",
        "late_reason",
        "chair_training_reason",
        "siblings_considered",
    ):
        form[name].data = getattr(meeting, name)


def _schedule_page(
    sheet: Sheet, form: ScheduleForm, event: str, status: int = 200, refusals: list[Any] | None = None
) -> ResponseReturnValue:
    meeting, person = sheet.meeting, me()
    chairs = _offer_chairs(form, sheet)
    form.late_agreed_by.choices = [("", "Nobody has agreed"), *_managers(person)]
    limit = first_limit(sheet.dues)
    days = _days(limit, _away(sheet))
    was_shown(sheet)
    return render_template(
        "meetings/schedule.html",
        meeting=meeting,
        form=form,
        event=event,
        line=_line(meeting) if event == "change" else None,
        chairs=chairs,
        limit=limit,
        days=days,
        forces=rulebook.book().words.forces,
        refusals=refusals or [],
        told=len(sheet.invitations) if meeting.state == "invited" else 0,
        soon=_is_soon(meeting),
    ), status


def _offer_chairs(form: Any, sheet: Sheet) -> queries.Chairs:
    """Only those whom the rules let chair can be chosen."""
    chairs = queries.chairs_for(me(), sheet)
    form.chair.description = f"{sheet.meeting.kind.chair.rule}. Only those who may chair are offered."
    groups = {"Near the case": chairs.near, "Others": chairs.others}
    form.chair.choices = {
        "": [("", "Choose who chairs")],
        **{title: found for title, found in groups.items() if found},
    }
    return chairs


def _managers(person: Person) -> list[tuple[str, str]]:
    """Those who may agree to a late date."""
    rows = db.session.execute(
        select(Person.public_id, Person.name, Agency.name.label("agency"))
        .join(Agency, Agency.id == Person.agency_id)
        .where(
            Person.left_on.is_(None),
            Person.role.is_not(None),
            Person.seniority.in_(("manager", "senior_manager", "executive")),
            visible_to(person, Person),
        )
        .order_by(Person.name_key)
        .limit(300)
    )
    return [(row.public_id, f"{row.name} · {row.agency}") for row in rows]


def _line(meeting: Meeting) -> queries.SeriesLine | None:
    """The series, where more of it than this meeting is still to come."""
    line = queries.series_line(me(), meeting)
    return line if line is not None and line.to_come > 1 else None


def _is_soon(meeting: Meeting) -> bool:
    """Within two working days of the start a change needs its reason."""
    if meeting.state != "invited" or meeting.starts_at is None:
        return False
    start = clock.local(meeting.starts_at).date()
    today = clock.today()
    return start < today or working_time.england_and_wales().working_days_between(today, start) <= 2


def _away(sheet: Sheet) -> dict[date, list[str]]:
    """Who of those on the list is known to be away, by day."""
    names = {one.person_id: one.person.name for one in sheet.invitations}
    first, last = clock.today(), clock.today() + timedelta(days=STRIP_DAYS)
    rows = db.session.execute(
        select(Absence.person_id, Absence.from_on, Absence.to_on).where(
            Absence.person_id.in_(names),
            Absence.withdrawn_at.is_(None),
            Absence.to_on >= first,
            Absence.from_on <= last,
        )
    )
    away: dict[date, list[str]] = {}
    for row in rows:
        day = max(first, row.from_on)
        while day <= min(last, row.to_on):
            away.setdefault(day, []).append(names[row.person_id])
            day += timedelta(days=1)
    return away


def _days(limit: MeetingDue | None, away: dict[date, list[str]]) -> list[Day]:
    """The days from today to a few after the last lawful one; two weeks where none counts."""
    calendar, first = working_time.england_and_wales(), clock.today()
    last = (limit.due_on or (clock.local(limit.due_at).date() if limit.due_at else None)) if limit else None
    end = min(first + timedelta(days=STRIP_DAYS), (last or first + timedelta(days=11)) + timedelta(days=3))
    count = max(0, (end - first).days)
    return [
        Day(
            day,
            calendar.why_closed(day) or "",
            day == last,
            last is not None and day > last,
            tuple(away.get(day, ())),
        )
        for day in (first + timedelta(days=number) for number in range(count + 1))
    ]


@pages.route("/meetings/<meeting_id>/postpone", methods=["GET", "POST"])
def postpone(meeting_id: str) -> ResponseReturnValue:
    def act(form: PostponeForm) -> str:
        given = form.given("reason", "starts_at", "by", "interim_plan")
        _, told = commands.postpone(me(), meeting_id, version=request.form.get("version", type=int), **given)
        return f"Postponed. {_told(told)} The limits run on."

    return _one_move(meeting_id, "postpone", PostponeForm(), act)


@pages.route("/meetings/<meeting_id>/cancel", methods=["GET", "POST"])
def cancel(meeting_id: str) -> ResponseReturnValue:
    def act(form: CancelForm) -> str:
        scope = form.scope.data or "one"
        _, told = commands.cancel_some(me(), meeting_id, scope, form.reason.data or "", form.text.data or "")
        return f"Cancelled. {_told(told)} What it was owed for goes on alerting."

    return _one_move(meeting_id, "cancel", CancelForm(), act)


@pages.route("/meetings/<meeting_id>/decline", methods=["GET", "POST"])
def decline(meeting_id: str) -> ResponseReturnValue:
    def act(form: DeclineForm) -> str:
        meeting = commands.decline(me(), meeting_id, form.reason.data or "")
        return f"Declined. {meeting.asked_by.name} has been told the reason."

    return _one_move(meeting_id, "decline", DeclineForm(), act)


@pages.route("/meetings/<meeting_id>/hold-now", methods=["GET", "POST"])
def hold_now(meeting_id: str) -> ResponseReturnValue:
    def act(form: HoldNowForm) -> str:
        chair = people_queries.person(me(), form.chair.data) if form.chair.data else None
        commands.hold_now(me(), meeting_id, chair)
        return "The meeting is in progress. Add people as they join; nobody counts as absent."

    return _one_move(meeting_id, "hold_now", HoldNowForm(), act, then="meetings.room")


def _told(told: int) -> str:
    return (
        f"{people(told).capitalize()} will be told, and the entry leaves their calendars."
        if told
        else "No mail was sent."
    )


def _one_move(meeting_id: str, event: str, form: Any, act: Any, then: str = "meetings.show") -> ResponseReturnValue:
    """A move with a page of its own: what has to be said for it, and a button that says who is told."""
    sheet = _sheet(meeting_id)
    _require(sheet, event)

    def page(sheet: Sheet, status: int = 200, refusals: list[Any] | None = None) -> ResponseReturnValue:
        meeting = sheet.meeting
        chairs = _offer_chairs(form, sheet) if event == "hold_now" else None
        if event == "hold_now" and request.method == "GET" and meeting.chair:
            form.chair.data = meeting.chair.public_id
        was_shown(sheet)
        return render_template(
            "meetings/move.html",
            meeting=meeting,
            form=form,
            event=event,
            line=_line(meeting) if event == "cancel" else None,
            chairs=chairs,
            told=len(sheet.invitations) if meeting.state == "invited" else 0,
            limit=first_limit(sheet.dues),
            refusals=refusals or [],
        ), status

    if request.method == "GET":
        return page(sheet)
    if not form.validate_on_submit():
        return page(sheet, 422)
    said: list[str] = []
    status, refusals = tried(form, lambda: said.append(act(form)))
    if status:
        return page(_sheet(meeting_id), status, refusals)
    flash(said[0], "success")
    return redirect(url_for(then, meeting_id=meeting_id), 303)


@pages.route("/meetings/<meeting_id>/protect", methods=["GET", "POST"])
def record_protection(meeting_id: str) -> ResponseReturnValue:
    """A protective step, in any state, by anybody who may see the meeting: nothing refuses it."""
    form = ProtectForm()

    def page(status: int = 200) -> ResponseReturnValue:
        sheet = _sheet(meeting_id)
        was_shown(sheet)
        return render_template(
            "meetings/protect.html", meeting=sheet.meeting, form=form, steps=sheet.steps, words=commands.STEPS
        ), status

    if request.method == "GET":
        return page()
    if not form.validate_on_submit():
        return page(422)
    status, _ = tried(form, lambda: commands.protect(me(), meeting_id, form.kind.data or "", form.text.data or ""))
    if status:
        return page(status)
    flash("The protective step is recorded. It stands on the meeting's page. No mail was sent.", "success")
    return to_meeting(meeting_id, "steps")


def _sheet(meeting_id: str) -> Sheet:
    return queries.sheet_of(me(), queries.meeting_for(me(), meeting_id))


def _require(sheet: Sheet, event: str) -> None:
    """Whoever may not make the move, or comes too late for it, gets no form for it."""
    meeting = sheet.meeting
    if not may(queries.roles_of(me(), meeting, sheet), meeting, event):
        raise NotPermitted(who_may(meeting, event))
    if event not in possible(meeting):
        message = f"The meeting is {STATES[meeting.state].lower()}: this is done no longer, or not yet."
        raise Refused([Refusal("no_such_move", message, "The lifecycle of a meeting")])
