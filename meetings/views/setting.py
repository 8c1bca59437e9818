"""How a family can take part, and each agency's part: pages of their own, before the meeting and while it runs."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation.lifecycles import NotVisible
from meetings import commands, queries
from meetings.forms.setting import InterpreterForm, PartForm, PlainWordsForm, SettingForm
from meetings.forms.typed import Typed
from meetings.models import ATTENDANCE, BOOKED, RESPONSES
from meetings.models.meeting import BEFORE, RUNNING
from meetings.models.setting import AGREED
from meetings.queries import Sheet
from meetings.queries.expected import school_cover
from meetings.queries.setting import bookings_of, languages_of, parts_of, without_a_part
from meetings.views import pages
from meetings.views.trying import sheet_of_meeting, tried, was_shown
from people.sign_in import me


@pages.get("/meetings/<meeting_id>/setting")
def setting(meeting_id: str) -> ResponseReturnValue:
    return _setting(sheet_of_meeting(meeting_id))


@pages.post("/meetings/<meeting_id>/setting")
def note_setting(meeting_id: str) -> ResponseReturnValue:
    form = SettingForm()
    given = form.given("private", "private_reason", "children_present", "children_reason")
    given = {name: value or "" for name, value in given.items()}
    done = "It is on record where the family can speak, and who hears what."
    return _enter(meeting_id, form, lambda: commands.note_setting(me(), meeting_id, **given), done)


@pages.post("/meetings/<meeting_id>/interpreters")
def book_interpreter(meeting_id: str) -> ResponseReturnValue:
    form = InterpreterForm()
    given = {name: value or "" for name, value in form.given(*_BOOKING).items()}
    return _enter(meeting_id, form, lambda: commands.book_interpreter(me(), meeting_id, **given), "It is written down.")


_BOOKING = ("language", "for_whom", "name", "who", "from_where", "state")


@pages.post("/meetings/<meeting_id>/interpreters/<booking_id>/<event>")
def settle_booking(meeting_id: str, booking_id: str, event: str) -> ResponseReturnValue:
    if event not in ("confirmed", "withdrawn"):
        raise NotVisible("event")
    commands.settle_booking(me(), meeting_id, booking_id, confirmed=event == "confirmed")
    flash("The booking is confirmed." if event == "confirmed" else "The booking is taken back.", "success")
    return redirect(url_for("meetings.setting", meeting_id=meeting_id), 303)


@pages.post("/meetings/<meeting_id>/plain-words")
def say_plainly(meeting_id: str) -> ResponseReturnValue:
    form = PlainWordsForm()
    given = {name: value or "" for name, value in form.given("agreement", "heard", "agreed").items()}
    done = "The agreement stands in plain words, and goes into the family’s edition."
    return _enter(meeting_id, form, lambda: commands.say_plainly(me(), meeting_id, **given), done)


def _enter(meeting_id: str, form: Typed, act: Callable[[], object], done: str) -> ResponseReturnValue:
    if not form.validate():
        return _setting(sheet_of_meeting(meeting_id), form, 422)
    status, refusals = tried(form, act)
    if status:
        return _setting(sheet_of_meeting(meeting_id), form, status, refusals)
    flash(done, "success")
    return redirect(url_for("meetings.setting", meeting_id=meeting_id), 303)


def _setting(
    sheet: Sheet, typed: Typed | None = None, status: int = 200, refusals: list[Any] | None = None
) -> ResponseReturnValue:
    meeting, person = sheet.meeting, me()
    roles = queries.roles_of(person, meeting, sheet)
    was_shown(sheet, "meeting_setting")
    kinds: tuple[type[Typed], ...] = (InterpreterForm, SettingForm, PlainWordsForm)
    kept: dict[type[Typed], dict[str, Any]] = {SettingForm: meeting.setting, PlainWordsForm: meeting.plain_words}
    shown = {kind: typed if isinstance(typed, kind) else kind(formdata=None, data=kept.get(kind, {})) for kind in kinds}
    return render_template(
        "meetings/setting.html",
        meeting=meeting,
        sheet=sheet,
        speaks=languages_of(person, meeting),
        bookings=bookings_of(person, meeting),
        booked_words=BOOKED,
        agreed_words=AGREED,
        interpreter=shown[InterpreterForm],
        form=shown[SettingForm],
        plain=shown[PlainWordsForm],
        typed=typed,
        refusals=refusals or [],
        may_write=bool(roles & commands.RUNS) and meeting.state in (*BEFORE, *RUNNING),
        may_say=bool(roles & commands.RUNS) and meeting.state in RUNNING,
    ), status


@pages.route("/meetings/<meeting_id>/agencies", methods=["GET", "POST"])
def agencies(meeting_id: str) -> ResponseReturnValue:
    """What was asked of each agency and came, who was there, and what each takes on in the plan."""
    form = PartForm()
    if request.method == "GET":
        return _agencies(sheet_of_meeting(meeting_id), form)
    chosen = form.agency.data or ""
    if not form.validate():
        return _agencies(sheet_of_meeting(meeting_id), form, 422)
    agency = int(chosen) if chosen.isdigit() else 0
    status, refusals = tried(form, lambda: commands.say_no_part(me(), meeting_id, agency, form.because.data or ""))
    if status:
        return _agencies(sheet_of_meeting(meeting_id), form, status, refusals)
    flash("It is on record why this agency has no part in the plan.", "success")
    return redirect(url_for("meetings.agencies", meeting_id=meeting_id), 303)


def _agencies(
    sheet: Sheet, form: PartForm, status: int = 200, refusals: list[Any] | None = None
) -> ResponseReturnValue:
    meeting, person = sheet.meeting, me()
    parts = parts_of(person, sheet)
    form.agency.choices = [(str(part.id), part.name) for part in parts if part.counts]
    roles = queries.roles_of(person, meeting, sheet)
    was_shown(sheet, "meeting_agencies")
    return render_template(
        "meetings/agencies.html",
        meeting=meeting,
        sheet=sheet,
        parts=parts,
        without=without_a_part(parts),
        covers=school_cover(sheet),
        form=form,
        refusals=refusals or [],
        responses=RESPONSES,
        attendance=ATTENDANCE,
        may_write=bool(roles & commands.RUNS) and meeting.state in RUNNING,
    ), status
