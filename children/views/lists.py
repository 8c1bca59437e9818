"""My children, and adding one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import commands, queries
from children.forms import ChildForm, chosen
from children.models import PLANS, Child
from children.views.blueprint import pages, tried
from foundation.database import db
from foundation.paging import page_of
from foundation.text import clean_line
from people.sign_in import me


@pages.get("/children")
def mine() -> ResponseReturnValue:
    """The children whom the reader works with."""
    text = clean_line(request.args.get("q", ""))
    page = page_of(
        queries.search(me(), text),
        request.args.get("page", 1, type=int),
        lambda number: url_for("children.mine", q=text or None, page=number),
    )
    audit.read(me(), "children", me(), children=page.items)
    return render_template("children/list.html", page=page, text=text, plans=PLANS)


@pages.route("/children/new", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """A child, or an unborn child. Children who may be the same, among those whom the reader sees, are shown first."""
    form = ChildForm()
    form.sibling.choices = [("", "Nobody who is here already"), *_siblings()]
    if request.method == "GET":
        form.sibling.data = request.args.get("sibling", "")
        return render_template("children/new.html", form=form, alike=[])
    if not form.validate_on_submit():
        return render_template("children/new.html", form=form, alike=[]), 422
    born = form.date_of_birth.data or form.expected_date_of_birth.data
    if not form.looked.data and (alike := queries.likely_the_same(me(), form.name.data, born)):
        audit.read(me(), "children", me(), children=alike)
        return render_template("children/new.html", form=form, alike=alike), 422
    added: list[Child] = []
    status, _ = tried(form, lambda: added.append(_add(form)))
    if status:
        return render_template("children/new.html", form=form, alike=[]), status
    flash("The child is added, and you are involved from today. Say who else works with the child.", "success")
    return redirect(url_for("children.show_child", child_id=added[0].public_id), 303)


def _add(form: ChildForm) -> Child:
    given = chosen(
        form,
        *("name", "date_of_birth", "expected_date_of_birth", "first_language", "interpreter_needed"),
        *("communication_needs", "school", "address", "restricted_address", "relation", "same_household", "what"),
    )
    sibling = queries.child(me(), form.sibling.data) if form.sibling.data else None
    return commands.add_child(me(), sibling=sibling, **given)


def _siblings() -> list[tuple[str, str]]:
    rows: Any = db.session.execute(queries.search(me()).limit(200)).all()
    return [(row.public_id, row.name) for row in rows]
