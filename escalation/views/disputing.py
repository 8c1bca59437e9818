"""The dispute of an independent reviewing officer: a kind of its own, with its own two dates and its own way out."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import queries as children
from escalation import commands, forms, queries
from escalation.models import IroDispute
from escalation.views import pages
from escalation.views.raising import put_beside
from foundation.database import db
from foundation.lifecycles import BadInput, NotVisible, require
from foundation.unit_of_work import current_unit
from people import queries as people
from people.sign_in import me

MOVES: dict[str, tuple[str, str, Callable[..., IroDispute]]] = {
    "answer": ("Answer for the authority", "Answered. The reviewing officer has been told.", commands.answer_dispute),
    "refer": (
        "Refer it to Cafcass",
        "Referred. The authority has been told; the dates run on.",
        commands.refer_dispute,
    ),
    "settle": ("Say how it ended", "It is settled. The authority has been told.", commands.settle_dispute),
}


@pages.get("/escalations/iro")
def disputes() -> ResponseReturnValue:
    """Those that the reader may see."""
    audit.read(me(), "iro_disputes", me())
    return render_template(
        "escalation/disputes.html",
        rows=queries.dispute_rows(me()),
        dates=queries.dispute_dates(),
        may_raise=me().agency.kind == "childrens_social_care",
    )


@pages.route("/escalations/iro/raise", methods=["GET", "POST"])
def raise_dispute() -> ResponseReturnValue:
    """The reviewing officer begins the authority's own procedure."""
    require(
        me().agency.kind == "childrens_social_care",
        "The child’s independent reviewing officer, who works for the local authority, raises this.",
    )
    form = forms.DisputeForm()
    rows = db.session.execute(children.search(me(), "").limit(200)).all()
    form.child.choices = [(row.public_id, row.name) for row in rows]
    form.answers.choices = [(one.public_id, one.name) for one in queries.may_answer_a_dispute(me())]
    if request.method == "GET":
        form.child.data = request.args.get("child") or None
    if form.validate_on_submit():
        try:
            made = commands.raise_dispute(
                me(),
                child=children.child(me(), form.child.data or ""),
                answers=people.person(me(), form.answers.data or ""),
                about=form.about.data or "",
                wanted=form.wanted.data or "",
            )
        except BadInput as wrong:
            current_unit().abandon()
            put_beside(form, wrong)
        else:
            flash(f"It is raised. {made.answers.name} has been told.", "success")
            return redirect(url_for(".dispute", dispute_id=made.public_id), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("escalation/dispute_raise.html", form=form, dates=queries.dispute_dates()), status


@pages.get("/escalations/iro/<dispute_id>")
def dispute(dispute_id: str) -> ResponseReturnValue:
    """One dispute with its two dates."""
    return _page(queries.dispute_for(me(), dispute_id)), 200


@pages.post("/escalations/iro/<dispute_id>/<event>")
def move_dispute(dispute_id: str, event: str) -> ResponseReturnValue:
    """Answer, refer or settle."""
    made = queries.dispute_for(me(), dispute_id)
    if event not in MOVES:
        raise NotVisible("move")
    form = forms.DisputeMoveForm(prefix=event)
    if not form.validate_on_submit():
        return _page(made, **{event: form}), 422
    _, said, act = MOVES[event]
    act(me(), dispute_id, form.text.data)
    flash(said, "success")
    return redirect(url_for(".dispute", dispute_id=dispute_id), 303)


def _page(made: IroDispute, **sent: Any) -> str:
    audit.read(me(), "iro_dispute", made, children=[made.child])
    mine = me().id == made.raised_by_id
    answers = me().id in (made.answers_id, made.answers.manager_id)
    offered = [event for event in MOVES if made.state == "open" and (answers if event == "answer" else mine)]
    moves = [
        (event, MOVES[event][0], sent.get(event) or forms.DisputeMoveForm(prefix=event, formdata=None))
        for event in offered
    ]
    return render_template("escalation/dispute.html", made=made, moves=moves)
