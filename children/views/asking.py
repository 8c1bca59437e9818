"""A look at the case with fresh eyes."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms.asking import FreshEyesForm
from children.models import EYES_BECAUSE
from children.views.blueprint import done, found, pages, show
from foundation.lifecycles import Refused
from foundation.unit_of_work import current_unit
from people.sign_in import me


@pages.route("/children/<child_id>/fresh-eyes", methods=["GET", "POST"])
def fresh_eyes(child_id: str) -> ResponseReturnValue:
    """What earlier looks saw, and whether one is due; whoever does not lead writes the next."""
    child = found(child_id)
    form = FreshEyesForm()
    refusals: list[object] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate_on_submit():
            try:
                commands.look_with_fresh_eyes(
                    me(), child, seen=form.seen.data or "", different=form.different.data or ""
                )
            except Refused as refused:
                current_unit().abandon()
                child, refusals, status = found(child_id), list(refused.refusals), 409
            else:
                flash("What you see stands in the record, beside earlier looks.", "success")
                return done("fresh_eyes", child)
    looks = queries.looks_at(me(), child)
    return show(
        "fresh_eyes", child, "fresh_eyes", status, form=form, looks=looks, refusals=refusals,
        due=queries.eyes_are_due(child, looks), because=EYES_BECAUSE,
    )  # fmt: skip
