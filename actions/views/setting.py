"""A new action."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from actions import commands, queries
from actions.forms import ActionForm
from actions.views.blueprint import pages
from actions.views.trying import owner_of, owners, put_beside, warn_if_not_reached
from children import queries as children
from foundation.database import db
from foundation.lifecycles import BadInput
from people.sign_in import me


@pages.route("/actions/new", methods=["GET", "POST"])
def set_one() -> ResponseReturnValue:
    person = me()
    form = ActionForm()
    if request.method == "GET":
        form.children.data = request.args.getlist("child")
        form.meeting.data, form.escalation.data = request.args.get("meeting", ""), request.args.get("escalation", "")
        form.priority.data = request.args.get("priority") or form.priority.data
    ids = list(dict.fromkeys(form.children.data or []))
    named = children.children_by_ids(person, ids) if ids else []
    offered = list(
        {one.id: one for one in [*named, *(s for c in named for s in children.siblings(person, c))]}.values()
    )
    if not offered and not (form.meeting.data or form.escalation.data):
        found = db.session.execute(children.search(person).limit(100)).all()
        audit.read(person, "children", person, children=found)
        return render_template("actions/for_whom.html", found=found)
    form.children.choices = [(one.public_id, one.name) for one in offered]
    form.owner.choices = owners(named)
    grounds = queries.grounds_of(person, named)
    form.rests_on.choices = [("", "No"), *((one.public_id, one.text) for one in grounds)]
    audit.read(person, "child", person, children=offered, kind="child")
    if request.method == "GET":
        return render_template("actions/new.html", form=form)
    if not form.validate_on_submit():
        return render_template("actions/new.html", form=form), 422
    try:
        action = commands.set_action(
            person,
            text=form.text.data or "",
            outcome_wanted=form.outcome_wanted.data or "",
            owner=owner_of(form),
            due_on=form.due_on.data,
            child_ids=ids,
            meeting=form.meeting.data or "",
            escalation=form.escalation.data or "",
            priority=form.priority.data or "plan",
            evidence_wanted=form.evidence_wanted.data or "",
            belongs_to_lead=form.belongs_to_lead.data,
            confidential=form.confidential.data,
            rests_on=form.rests_on.data or "",
        )
    except BadInput as wrong:
        put_beside(form, wrong)
        return render_template("actions/new.html", form=form), 422
    flash(f"{action.reference} is set. {action.owner.name} has been told.", "success")
    warn_if_not_reached(action)
    return redirect(url_for("actions.show", action_id=action.public_id), 303)
