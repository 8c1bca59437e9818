"""Conversations as each side has them, and what keeps the child safe meanwhile."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from escalation import commands, forms, queries
from escalation.views import pages
from escalation.views.raising import put_beside
from foundation.lifecycles import BadInput, NotVisible, Refused
from foundation.unit_of_work import current_unit
from people.sign_in import me


@pages.route("/escalations/<escalation_id>/conversation", methods=["GET", "POST"])
def conversation(escalation_id: str) -> ResponseReturnValue:
    """Who spoke, when, and what was said."""
    return _written(
        escalation_id,
        forms.ConversationForm(),
        "Record a conversation",
        "Who, when, what was said. The other side puts its version beside yours; neither is changed.",
        lambda form: commands.record_conversation(
            me(), escalation_id, held_at=form.held_at.data, with_whom=form.with_.data, text=form.text.data
        ),
    )


@pages.route("/escalations/<escalation_id>/conversation/<entry_id>/version", methods=["GET", "POST"])
def version(escalation_id: str, entry_id: str) -> ResponseReturnValue:
    """The other side's version."""
    made = queries.escalation_for(me(), escalation_id)
    first = next((one for one, _ in queries.said_in(me(), made) if one.public_id == entry_id), None)
    if first is None:
        raise NotVisible("conversation")
    return _written(
        escalation_id,
        forms.VersionForm(),
        "Add your side’s version",
        "It stands beside what is recorded. Neither is changed.",
        lambda form: commands.add_version(me(), escalation_id, entry_id, form.text.data),
        beside=first,
    )


@pages.route("/escalations/<escalation_id>/safety", methods=["GET", "POST"])
def safety(escalation_id: str) -> ResponseReturnValue:
    """What both sides hold to until it is settled."""
    form = forms.SafetyForm()
    if request.method == "GET":
        form.interim_safety.data = queries.escalation_for(me(), escalation_id).interim_safety
    return _written(
        escalation_id,
        form,
        "What keeps the child safe until it is settled",
        "What somebody does by a date is an action with an owner: set it from the page of the disagreement.",
        lambda form: commands.agree_safety(me(), escalation_id, form.interim_safety.data),
    )


def _written(
    escalation_id: str, form: Any, label: str, hint: str, act: Callable[[Any], Any], beside: Any = None
) -> ResponseReturnValue:
    made = queries.escalation_for(me(), escalation_id)

    def page(status: int, refused: Any = ()) -> ResponseReturnValue:
        made = queries.escalation_for(me(), escalation_id)
        asked = {"label": label, "hint": hint, "button": "Record it, and tell the other side"}
        audit.read(me(), "escalation", made, children=made.children)
        hidden = not queries.may_know_the_raiser(me(), made)
        words = {"made": made, "asked": asked, "form": form, "refused": refused, "beside": beside, "hidden": hidden}
        return render_template("escalation/move.html", **words), status

    if not form.validate_on_submit():
        return page(422 if request.method == "POST" else 200)
    try:
        act(form)
    except BadInput as wrong:
        current_unit().abandon()
        put_beside(form, wrong)
        return page(422)
    except Refused as refused:
        current_unit().abandon()
        return page(409, refused.refusals)
    flash("Recorded. The other side has been told.", "success")
    return redirect(url_for(".show", escalation_id=made.public_id), 303)
