"""Supervision and debriefs: my own, what I give, and for those who answer for others, that it was held."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
import rulebook
from foundation import clock
from foundation.lifecycles import BadInput
from foundation.paging import page_of
from people import commands, queries
from people.brought import brought_to
from people.forms import DebriefForm, SupervisionForm, SupervisorForm
from people.models import DEBRIEF_STATES, RECORDS_LOOKED_AT, Person, SupervisionLine
from people.sign_in import me
from people.views.blueprint import pages

NUMBERS = ("coordinator", "partner")  # they read how many offers wait, and not whose
ANSWERED = {
    "take": "You have taken it up. Whoever you named is told.",
    "decline": "You have declined. Nobody asks why, and you can still take it up.",
    "hold": "It is recorded that you have talked. Nobody else reads what you wrote.",
}


@pages.get("/supervision")
def supervision() -> ResponseReturnValue:
    return _supervision(_supervisor_form())


@pages.post("/supervision")
def arrange_supervision() -> ResponseReturnValue:
    form = _supervisor_form()
    if not form.validate_on_submit():
        return _supervision(form, 422)
    status, _ = form.tried(lambda: _arrange(form))
    if status:
        return _supervision(form, status)
    flash("Supervision is arranged. Both are told.", "success")
    return redirect(url_for("people.supervision"), 303)


@pages.get("/supervision/<line_id>")
def supervision_line(line_id: str) -> ResponseReturnValue:
    return _line(queries.supervision_line(me(), line_id), SupervisionForm())


@pages.post("/supervision/<line_id>")
def record_supervision(line_id: str) -> ResponseReturnValue:
    form = SupervisionForm()
    if not form.validate_on_submit():
        return _line(queries.supervision_line(me(), line_id), form, 422)
    given = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
    status, _ = form.tried(lambda: commands.record_supervision(me(), queries.supervision_line(me(), line_id), **given))
    if status:
        return _line(queries.supervision_line(me(), line_id), form, status)
    flash(
        "It is recorded. What you wrote is for the two of you alone; the next date is counted from that day.", "success"
    )
    return redirect(url_for("people.supervision_line", line_id=line_id), 303)


@pages.post("/supervision/<line_id>/end")
def end_supervision(line_id: str) -> ResponseReturnValue:
    commands.end_supervision(me(), queries.supervision_line(me(), line_id))
    flash("This supervision has ended. What was said stays with the two.", "success")
    return redirect(url_for("people.supervision"), 303)


@pages.get("/debriefs")
def debriefs() -> ResponseReturnValue:
    return _debriefs()


@pages.post("/debriefs/<debrief_id>/events")
def debrief_event(debrief_id: str) -> ResponseReturnValue:
    form = DebriefForm(prefix=debrief_id)
    if not form.validate_on_submit():
        return _debriefs(debrief_id, form, 422)
    status, refusals = form.tried(lambda: _answer(debrief_id, form))
    if status:
        return _debriefs(debrief_id, form, status, refusals)
    flash(ANSWERED[form.event.data], "success")
    return redirect(url_for("people.debriefs"), 303)


def _supervisor_form() -> SupervisorForm:
    form = SupervisorForm()
    form.supervisee.choices = [(row.public_id, row.name) for row in queries.team_of(me())]
    return form


def _arrange(form: SupervisorForm) -> None:
    supervisor = queries.person_named(me(), form.supervisor.data) if form.supervisor.data else me()
    if supervisor is None:
        raise BadInput({"supervisor": "Nobody in service goes by this. Use their e-mail address."})
    commands.arrange_supervision(me(), queries.person(me(), form.supervisee.data), supervisor)


def _supervision(form: SupervisorForm, status: int = 200) -> ResponseReturnValue:
    audit.read(me(), "supervision", me())
    return render_template(
        "people/supervision.html",
        form=form,
        mine=queries.supervision_lines(me(), mine=True),
        team=queries.supervision_lines(me(), mine=False),
        today=clock.today(),
        rule=rulebook.book().rule("supervision.next"),
    ), status


def _line(line: SupervisionLine, form: SupervisionForm, status: int = 200) -> ResponseReturnValue:
    page = page_of(
        queries.supervisions(me(), line),
        request.args.get("page", 1, type=int),
        lambda number: url_for("people.supervision_line", line_id=line.public_id, page=number),
    )
    audit.read(me(), "supervision", line)
    one_of_them = me().id in (line.supervisee_id, line.supervisor_id)
    return render_template(
        "people/supervision_line.html",
        line=line,
        form=form if one_of_them and line.ended_on is None else None,
        one_of_them=one_of_them,
        brought=brought_to(me(), line.supervisee) if one_of_them and line.ended_on is None else [],
        may_end=line.ended_on is None and _answers_for(line.supervisee),
        page=page,
        looked_at=RECORDS_LOOKED_AT,
        today=clock.today(),
    ), status


def _answers_for(supervisee: Person) -> bool:
    leads = me().role == "safeguarding_lead" and me().agency_id == supervisee.agency_id
    return supervisee.manager_id == me().id or leads


def _answer(debrief_id: str, form: DebriefForm) -> None:
    debrief = queries.debrief(me(), debrief_id)
    if form.event.data == "take":
        debriefer = queries.person_named(me(), form.debriefer.data) if form.debriefer.data else None
        if form.debriefer.data and debriefer is None:
            raise BadInput({"debriefer": "Nobody in service goes by this. Use their e-mail address."})
        commands.take_debrief(me(), debrief, debriefer, form.arranged_for.data)
    elif form.event.data == "decline":
        commands.decline_debrief(me(), debrief)
    elif form.event.data == "hold":
        if form.held_on.data is None:
            raise BadInput({"held_on": "Give the day on which you talked."})
        commands.hold_debrief(me(), debrief, form.held_on.data, form.note.data)
    else:
        raise BadInput({"event": "There is no such step."})


def _blank(debrief_id: str) -> DebriefForm:
    """Several stand on one page: each names its fields after its debrief."""
    return DebriefForm(formdata=None, prefix=debrief_id)


def _debriefs(
    debrief_id: str = "", form: DebriefForm | None = None, status: int = 200, refusals: Any = ()
) -> ResponseReturnValue:
    audit.read(me(), "debriefs", me())
    mine = queries.debriefs(me(), mine=True)
    forms = {row.public_id: form if row.public_id == debrief_id else _blank(row.public_id) for row in mine}
    return render_template(
        "people/debriefs.html",
        mine=mine,
        typed=forms,
        form=form,
        refusals=refusals,
        team=queries.debriefs(me(), mine=False),
        states=DEBRIEF_STATES,
        unanswered=queries.unanswered_debriefs() if me().role in NUMBERS else None,
        rule=rulebook.book().rule("debrief.offer"),
    ), status
