"""Who works with the child, and who is kept from the record."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms import ConflictForm, InvolvementForm
from children.models import INVOLVEMENT_ROLES, Child
from children.views.blueprint import done, found, pages, show, somebody, tried
from foundation.database import db
from foundation.text import clean
from people.sign_in import me


@pages.route("/children/<child_id>/involvements", methods=["GET", "POST"])
def involvements(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = InvolvementForm()
    if request.method == "GET":
        return _page(child, form)
    if not form.validate_on_submit():
        return _page(child, form, 422)
    told: list[str] = []
    status, _ = tried(form, lambda: told.append(_involve(child, form)), to="to_on")
    if status:
        return _page(child, form, status)
    flash(f"{told[0]} is involved, and finds the child under “My children” for that time.", "success")
    return done("involvements", child)


@pages.post("/children/<child_id>/involvements/<involvement_id>/end")
def end_involvement(child_id: str, involvement_id: str) -> ResponseReturnValue:
    child = found(child_id)
    works = queries.involvement(me(), child, involvement_id)
    reason = clean(request.form.get("reason", ""))
    commands.end_involvement(me(), child, works, reason=reason)
    flash("The involvement has ended; the record is closed to them from now on.", "success")
    if works.person_id == me().id:
        return redirect(url_for("children.mine"), 303)
    return done("involvements", child)


@pages.route("/children/<child_id>/conflicts", methods=["GET", "POST"])
def conflicts(child_id: str) -> ResponseReturnValue:
    """Somebody is related to the child, or is the subject of the case: they see nothing from this second on."""
    child = found(child_id)
    form = ConflictForm()
    if request.method == "GET":
        form.person.data = me().email
        return show("conflict", child, "child", form=form)
    if not form.validate_on_submit():
        return show("conflict", child, "child", 422, form=form)
    barred: list[int] = []

    def declare() -> None:
        other = somebody(form)
        commands.declare_conflict(me(), child, other, form.reason.data)
        barred.append(other.id)

    status, _ = tried(form, declare)
    if status:
        return show("conflict", child, "child", status, form=form)
    flash(
        "The conflict of interest is recorded. From now on there is nothing of this record to be seen for them.",
        "success",
    )
    if barred == [me().id]:
        return redirect(url_for("children.mine"), 303)
    return done("show_child", child)


def _involve(child: Child, form: InvolvementForm) -> str:
    other = somebody(form)
    commands.involve(
        me(),
        child,
        other,
        form.role.data,
        form.from_on.data,
        form.to_on.data,
        direct_contact=form.direct_contact.data,
        what=form.what.data,
        holiday_cover=form.holiday_cover.data or "",
    )
    return other.name


def _page(child: Child, form: InvolvementForm, status: int = 200) -> ResponseReturnValue:
    rows = db.session.execute(queries.involvements(me(), child)).all()
    roles = queries.roles_in(me(), child.id)
    return show(
        "involvements",
        child,
        "involvements",
        status,
        form=form,
        current=[row for row in rows if row.is_current],
        past=[row for row in rows if not row.is_current],
        roles_words=INVOLVEMENT_ROLES,
        may_add=bool(roles & commands.INVOLVES),
        may_end=bool(roles & commands.ENDS),
    )
