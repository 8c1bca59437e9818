"""Pages of professional disagreements: the list, raising one, the ladder, and each move."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

import audit
import rulebook
import working_time
from children import queries as children
from escalation import commands, forms, queries
from escalation.models import STATES, Escalation
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput, NotVisible, Refused
from foundation.paging import page_of
from foundation.unit_of_work import current_unit
from people import queries as people
from people.models import Person
from people.sign_in import me

pages = Blueprint("escalation", __name__)


@dataclass(frozen=True)
class Asked:
    """A move as a person asks for it: its words, the form it needs, what its button does, what is said afterwards."""

    label: str
    said: str
    button: str = ""
    form: type[FlaskForm] = forms.MoveForm
    hint: str = ""
    warning: bool = False


MOVES = {
    "raise_": Asked("Raise it", "It is raised. The other agency and both line managers have been told."),
    "respond": Asked("Answer, or add what was said", "Added. The other side has been told.", "Add it, and tell the other side",
                     forms.RespondForm, "No clock is stopped by an answer."),
    "resolve": Asked("Agreed: record how", "Recorded. It is settled once both sides have said so.",
                     "Record it, and ask the other side", forms.ResolveForm, "Both sides have to say so."),
    "escalate": Asked("Take it up a stage", "It has gone up. Everybody concerned has been told.",
                      "Take it up, and tell everybody concerned", forms.TakeUpForm, "The next stage has its full time from now."),
    "skip_stage": Asked("Leave out a stage", "The stage is left out; the history shows it.", "Leave it out",
                        forms.SkipForm, "The history shows which stage was left out, and why."),
    "fast_track": Asked("Waiting is not safe: fast track", "It is before the senior managers now, with 24 hours.",
                        "Put it before the senior managers now", forms.FastTrackForm,
                        "In immediate danger telephone 999 first. The fast track runs through nights and weekends.", True),
    "pause": Asked("Pause", "It is paused. Both sides have been told.", "Pause it, and tell both sides", forms.PauseForm),
    "resume": Asked("Go on", "It goes on. The paused days are not counted."),
    "give_feedback": Asked("Tell the raiser what came of it", "The raiser has been told, and is asked whether they are satisfied.",
                           "Tell the raiser", forms.FeedbackForm),
    "answer_feedback": Asked("Say whether you are satisfied", "Thank you. Where it is not settled, it can go on from here.",
                             "Send my answer", forms.SatisfactionForm),
    "close": Asked("Close", "It is closed. The lesson, without names, stands before the partnership.", "Close it", forms.CloseForm),
    "withdraw": Asked("Withdraw", "It is withdrawn, and stays in the record.", "Withdraw it", forms.ReasonForm,
                      "Only the person who raised it, or their manager. It stays in the record.", True),
    "reopen": Asked("Open it again", "It is open again, at the next stage.", "Open it again, and tell everybody concerned",
                    forms.ReasonForm),
}  # fmt: skip


@pages.get("/escalations")
def listing() -> ResponseReturnValue:
    """The disagreements that the reader may see."""
    state = request.args.get("state", "")
    mine = request.args.get("mine") == "1"
    rows = queries.escalation_rows(me(), state=state if state in STATES else "", mine=mine)
    page = page_of(
        rows,
        request.args.get("page", 1, int),
        lambda n: url_for(".listing", state=state, mine="1" if mine else None, page=n),
    )
    audit.read(me(), "escalations", me())
    themes = {key: theme.text for key, theme in rulebook.book().themes.items()}
    return render_template("escalation/list.html", page=page, state=state, mine=mine, states=STATES, themes=themes)


@pages.route("/escalations/raise", methods=["GET", "POST"])
def raising() -> ResponseReturnValue:
    """A draft, in three short steps. Nobody else sees it until it is raised."""
    form = forms.RaiseForm()
    if request.method == "GET":
        form.children.data = _may_be_meant(request.args.get("child", ""))
        form.about_kind.data = request.args.get("about", "other")
        form.about_id.data = request.args.get("about_id", "")
        form.about_text.data = request.args.get("text", "")
    known = children.children_by_ids(me(), form.children.data) if form.children.data else []
    form.children.choices = [(child.public_id, child.name) for child in _my_children(known)]
    form.against_agency.choices = [(agency.key, agency.name) for agency in _agencies() if agency.id != me().agency_id]
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template("escalation/raise.html", form=form), status
    try:
        made = commands.draft(
            me(),
            children=known,
            about_kind=form.about_kind.data,
            about_id=form.about_id.data or None,
            about_text=form.about_text.data or "",
            theme=form.theme.data,
            against_agency=people.agency_by_key(form.against_agency.data),
            decision_maker=_by_address(form.decision_maker.data or ""),
            decided_on=form.decided_on.data,
            immediate_risk=form.immediate_risk.data == "yes",
            concern=form.concern.data or "",
            outcome_sought=form.outcome_sought.data or "",
            effect_on_child=form.effect_on_child.data or "",
            name_held_back=form.name_held_back.data,
        )
    except BadInput as wrong:
        current_unit().abandon()
        _put_beside(form, wrong)
        return render_template("escalation/raise.html", form=form), 422
    flash("Saved as a draft. Only you can see it until you raise it.", "success")
    return redirect(url_for(".show", escalation_id=made.public_id), 303)


@pages.get("/escalations/<escalation_id>")
def show(escalation_id: str) -> ResponseReturnValue:
    """The ladder."""
    return _page(queries.escalation_for(me(), escalation_id))


@pages.route("/escalations/<escalation_id>/<event>", methods=["GET", "POST"])
def moving(escalation_id: str, event: str) -> ResponseReturnValue:
    """One move, with what it asks for."""
    made = queries.escalation_for(me(), escalation_id)
    if event not in MOVES:
        raise NotVisible("move")
    asked = MOVES[event]
    form: Any = asked.form()
    if event == "skip_stage":
        later = [n for n in queries.stage_numbers(made) if n > (made.stage or 0) + 1]
        form.to_stage.choices = [(n, f"stage {n}: {queries.rung_of(made, n)['name']}") for n in later]
    if event == "escalate" and request.method == "GET":
        form.from_stage.data = made.stage
    if request.method == "GET":
        audit.read(me(), "escalation", made, children=made.children)
        return render_template("escalation/move.html", made=made, asked=asked, form=form, event=event)
    if not form.validate_on_submit():
        return render_template("escalation/move.html", made=made, asked=asked, form=form, event=event), 422
    try:
        _DO[event](me(), escalation_id, form)
    except BadInput as wrong:
        current_unit().abandon()
        _put_beside(form, wrong)
        return render_template("escalation/move.html", made=made, asked=asked, form=form, event=event), 422
    except Refused as refused:
        current_unit().abandon()
        made = queries.escalation_for(me(), escalation_id)
        answer = render_template(
            "escalation/move.html", made=made, asked=asked, form=form, event=event, refused=refused.refusals
        )
        return answer, 409
    flash(asked.said, "success")
    return redirect(url_for(".show", escalation_id=escalation_id), 303)


@pages.post("/escalations/<escalation_id>/copied")
def copied(escalation_id: str) -> ResponseReturnValue:
    """The reader's agency copied the outcome to its own record."""
    commands.confirm_copied(me(), escalation_id)
    flash("Confirmed: the outcome stands in your agency’s own record.", "success")
    return redirect(url_for(".show", escalation_id=escalation_id), 303)


def _page(made: Escalation) -> ResponseReturnValue:
    stages = queries.stages_of(made)
    moves = queries.moves_of(me(), made, stages)
    entered = {stage.number: stage for stage in stages}
    dates = queries.outlook(made, queries.open_stage(made))
    rungs = [
        {
            **rung,
            "stage": entered.get(rung["number"]),
            "projected": dates.get(rung["number"]),
            "overdue": queries.is_overdue(entered.get(rung["number"])),
            "used": _used(entered.get(rung["number"])),
        }
        for rung in reversed(made.ladder or queries.frozen(made.policy))
    ]
    audit.read(me(), "escalation", made, children=made.children)
    buttons = [
        {"event": event, "label": MOVES[event].label, "refusals": reasons, "warning": MOVES[event].warning,
         "href": url_for(".moving", escalation_id=made.public_id, event=event)}
        for event, reasons in [*((event, []) for event in moves.allowed), *moves.blocked]
    ]  # fmt: skip
    return render_template(
        "escalation/show.html",
        made=made,
        rungs=rungs,
        moves=buttons,
        entries=queries.entries_of(me(), made),
        theme=rulebook.book().themes[made.theme].text,
        states=STATES,
        hidden=not queries.may_know_the_raiser(me(), made),
        side=me().agency_id in (made.raiser_agency_id, made.against_agency_id),
        copied=me().agency.key in made.copied_by,
    )


def _used(stage: Any) -> tuple[int, int] | None:
    """Working days used and given, for the picture; None for a stage in hours."""
    if stage is None or stage.due_on is None or stage.ended_at is not None:
        return None
    calendar = working_time.england_and_wales()
    begun = clock.local(stage.entered_at).date()
    given = calendar.working_days_between(begun, stage.due_on)
    return min(given, calendar.working_days_between(begun, max(begun, clock.today()))), given


def _my_children(known: list[Any]) -> list[Any]:
    rows = db.session.execute(children.search(me(), "").limit(200)).all()
    return [*known, *(row for row in rows if row.public_id not in {child.public_id for child in known})]


def _may_be_meant(public_id: str) -> list[str]:
    """The child that a link names, where the reader works with it; a link that leads here never ends at a locked door."""
    try:
        return [child.public_id for child in children.children_by_ids(me(), [public_id])] if public_id else []
    except NotVisible:
        return []


def _agencies() -> list[Any]:
    return list(db.session.scalars(people.agencies(me())))


def _by_address(email: str) -> Person | None:
    if not email:
        return None
    found = people.person_by_email(email)
    if found is None:
        raise BadInput({"decision_maker": "Nobody has this address. Leave it empty if you do not know it."})
    return found


def _put_beside(form: Any, wrong: BadInput) -> None:
    """Each message beside its field; what has no field stands at the top."""
    for name, message in wrong.errors.items():
        field = getattr(form, name.replace(".", "_"), None)
        if field is not None:
            field.errors = [message]
        else:
            form.form_errors.append(message)


_DO: dict[str, Callable[[Person, str, Any], Any]] = {
    "raise_": lambda p, i, f: commands.raise_disagreement(p, i),
    "respond": lambda p, i, f: commands.respond(p, i, kind=f.kind.data, text=f.text.data, offer=f.offer.data or ""),
    "resolve": lambda p, i, f: commands.resolve(
        p, i, agreed_statement=f.agreed_statement.data, rationale=f.rationale.data, outcome=f.outcome.data
    ),
    "escalate": lambda p, i, f: commands.escalate(
        p, i, what_was_tried=f.what_was_tried.data, from_stage=int(f.from_stage.data) if f.from_stage.data else None
    ),
    "skip_stage": lambda p, i, f: commands.skip_stage(p, i, to_stage=f.to_stage.data, reason=f.reason.data),
    "fast_track": lambda p, i, f: commands.fast_track(
        p, i, reason=f.reason.data, consulted=f.consulted.data, child_safe_tonight=f.child_safe_tonight.data == "yes"
    ),
    "pause": lambda p, i, f: commands.pause(p, i, until=f.until.data, reason=f.reason.data),
    "resume": lambda p, i, f: commands.resume(p, i),
    "give_feedback": lambda p, i, f: commands.give_feedback(p, i, f.text.data),
    "answer_feedback": lambda p, i, f: commands.answer_feedback(p, i, f.satisfaction.data, f.text.data or ""),
    "close": lambda p, i, f: commands.close(
        p, i, outcome=f.outcome.data or "", learning=f.learning.data, no_actions_because=f.no_actions_because.data or ""
    ),
    "withdraw": lambda p, i, f: commands.withdraw(p, i, f.reason.data),
    "reopen": lambda p, i, f: commands.reopen(p, i, f.reason.data),
}
