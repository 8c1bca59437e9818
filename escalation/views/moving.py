"""Each move of a disagreement, with what it asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

import audit
from escalation import commands, forms, queries
from escalation.models import Escalation
from escalation.views import pages
from escalation.views.raising import put_beside
from foundation.lifecycles import BadInput, NotVisible, Refused
from foundation.unit_of_work import current_unit
from people.models import Person
from people.sign_in import me


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
                    forms.ReopenForm),
}  # fmt: skip


@pages.route("/escalations/<escalation_id>/<event>", methods=["GET", "POST"])
def moving(escalation_id: str, event: str) -> ResponseReturnValue:
    """One move, with what it asks for."""
    made = queries.escalation_for(me(), escalation_id)
    if event not in MOVES:
        raise NotVisible("move")
    form = _asked_of(made, event)
    if request.method == "GET":
        audit.read(me(), "escalation", made, children=made.children)
        return _page(made, event, form), 200
    if not form.validate_on_submit():
        return _page(made, event, form), 422
    try:
        _DO[event](me(), escalation_id, form)
    except BadInput as wrong:
        current_unit().abandon()
        put_beside(form, wrong)
        return _page(queries.escalation_for(me(), escalation_id), event, form), 422
    except Refused as refused:
        current_unit().abandon()
        return _page(queries.escalation_for(me(), escalation_id), event, form, refused.refusals), 409
    flash(MOVES[event].said, "success")
    return redirect(url_for(".show", escalation_id=escalation_id), 303)


def _page(made: Escalation, event: str, form: Any, refused: Any = ()) -> str:
    return render_template(
        "escalation/move.html", made=made, asked=MOVES[event], form=form, event=event, refused=refused
    )


def _asked_of(made: Escalation, event: str) -> Any:
    """The form of a move, with what stands already and what may be chosen here."""
    form: Any = MOVES[event].form()
    fresh = request.method == "GET"
    rungs = [(n, f"stage {n}: {queries.rung_of(made, n)['name']}") for n in queries.stage_numbers(made)]
    if event == "skip_stage":
        form.to_stage.choices = [(n, words) for n, words in rungs if n > (made.stage or 0) + 1]
    if event == "reopen":
        form.stage.choices = [(0, "the next stage"), *rungs]
    if event == "respond" and made.raiser_id != me().id:
        del form.settles
    if event == "escalate" and fresh:
        form.from_stage.data = made.stage
    if event == "close":
        _ask_who_copied(made, form)
    if event in ("resolve", "close") and fresh:
        for name in ("agreed_statement", "rationale", "outcome", "learning"):
            if name in form:
                form[name].data = getattr(made, name) or None
    return form


def _ask_who_copied(made: Escalation, form: Any) -> None:
    """Of the agencies that have not confirmed it: one's own, and for a coordinator, who was told, the others."""
    owing = {one.key: one.name for one in (made.raiser_agency, made.against_agency) if one.key not in made.copied_by}
    coordinates = me().role == "coordinator"
    form.copied_by.choices = [(key, name) for key, name in owing.items() if coordinates or key == me().agency.key]
    if not form.copied_by.choices:
        del form.copied_by
    if not coordinates or not set(owing) - {me().agency.key}:
        del form.copied_told_by


@pages.post("/escalations/<escalation_id>/copied")
def copied(escalation_id: str) -> ResponseReturnValue:
    """The reader's agency copied the outcome to its own record."""
    commands.confirm_copied(me(), escalation_id)
    flash("Confirmed: the outcome stands in your agency’s own record.", "success")
    return redirect(url_for(".show", escalation_id=escalation_id), 303)


_DO: dict[str, Callable[[Person, str, Any], Any]] = {
    "raise_": lambda p, i, f: commands.raise_disagreement(p, i),
    "respond": lambda p, i, f: commands.respond(
        p,
        i,
        kind=f.kind.data,
        text=f.text.data,
        offer=f.offer.data or "",
        settles=(f.settles.data or "") if "settles" in f else "",
    ),
    "resolve": lambda p, i, f: commands.resolve(
        p, i, agreed_statement=f.agreed_statement.data, rationale=f.rationale.data, outcome=f.outcome.data or ""
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
        p,
        i,
        outcome=f.outcome.data or "",
        learning=f.learning.data or "",
        no_actions_because=f.no_actions_because.data or "",
        copied_by=f.copied_by.data or () if "copied_by" in f else (),
        copied_told_by=(f.copied_told_by.data or "") if "copied_told_by" in f else "",
    ),
    "withdraw": lambda p, i, f: commands.withdraw(p, i, f.reason.data),
    "reopen": lambda p, i, f: commands.reopen(p, i, f.reason.data, f.stage.data or None),
}
