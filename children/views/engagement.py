"""How the family is with those who work with them; and, apart from it, what has changed for the child."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms import EngagementForm, chosen
from children.models import CHANGES_FOR_CHILD, ENGAGEMENTS, Child
from children.views.blueprint import done, found, paged, pages, show, tried
from people.sign_in import me


@pages.route("/children/<child_id>/engagement", methods=["GET", "POST"])
def engagement(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = EngagementForm()
    if request.method == "GET":
        return _page(child, form)
    if not form.validate_on_submit():
        return _page(child, form, 422)
    given = chosen(form, "engagement", "change", "evidence", "fear", "safety", "seen_on")
    status, _ = tried(form, lambda: commands.record_engagement(me(), child, **given))
    if status:
        return _page(child, form, status)
    flash("Both stand under their day. The note for visits is shown to those who visit, and to nobody else.", "success")
    return done("engagement", child)


def _page(child: Child, form: EngagementForm, status: int = 200) -> ResponseReturnValue:
    return show(
        "engagement",
        child,
        "engagement",
        status,
        form=form,
        page=paged(queries.engagements(me(), child), "engagement", child),
        safety=queries.safety_note(me(), child),
        engagements=ENGAGEMENTS,
        changes=CHANGES_FOR_CHILD,
        may_write=bool(queries.roles_in(me(), child.id) & commands.WRITES),
    )
