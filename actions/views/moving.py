"""Each move of an action."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from actions import queries
from actions.forms import OwnerFields
from actions.views.blueprint import pages
from actions.views.moves import MOVES
from actions.views.showing import page_of_one
from actions.views.trying import make, owners, put_beside, warn_if_not_reached
from foundation.lifecycles import BadInput, NotVisible, Refused
from foundation.unit_of_work import current_unit
from people.sign_in import me


@pages.post("/actions/<action_id>/events")
def move_at_once(action_id: str) -> ResponseReturnValue:
    """A move that needs nothing but the press of its button."""
    event = request.form.get("event", "")
    if event not in MOVES or MOVES[event].form is not None:
        raise NotVisible("event")
    try:
        make(me(), action_id, event, None, request.form.get("version", type=int))
    except Refused as refused:
        current_unit().abandon()
        return render_template("actions/show.html", **page_of_one(action_id), refused=refused.refusals), 409
    flash(MOVES[event].said, "success")
    return redirect(url_for("actions.show", action_id=action_id), 303)


@pages.route("/actions/<action_id>/<event>", methods=["GET", "POST"])
def move(action_id: str, event: str) -> ResponseReturnValue:
    """A move with what has to be said for it."""
    asked = MOVES.get(event)
    if asked is None or asked.form is None:
        raise NotVisible("event")
    person, form = me(), asked.form()
    seen = request.form.get("version", type=int)

    def page(refused: list[Any], status: int) -> ResponseReturnValue:
        row = queries.one_row(person, action_id)
        audit.read(person, "action", row, children=row.children, kind="action")
        if isinstance(form, OwnerFields):
            form.owner.choices = owners(queries.action_visible_to(person, action_id).children)
        return render_template(
            "actions/move.html",
            row=row,
            form=form,
            asked=asked,
            event=event,
            version=row.version if seen is None else seen,
            refused=refused,
        ), status

    if request.method == "GET":
        return page([], 200)
    if not form.validate_on_submit():
        return page([], 422)
    try:
        action = make(person, action_id, event, form, seen)
    except BadInput as wrong:
        put_beside(form, wrong)
        return page([], 422)
    except Refused as refused:
        current_unit().abandon()
        seen = None
        return page(refused.refusals, 409)
    flash(asked.said, "success")
    warn_if_not_reached(action)
    return redirect(url_for("actions.show", action_id=action_id), 303)
