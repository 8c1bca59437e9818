"""A chronology read as a whole: the questions that it raises, the six signs, and what was made of them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import commands
from children import queries as children
from children.forms import IndicatorForm, SettleForm, chosen
from children.models import CHANGES_FOR_CHILD, ENGAGEMENTS, INCIDENTS, INDICATORS, SHOWS, Child
from foundation.database import db
from foundation.lifecycles import BadInput
from people.sign_in import me
from reporting.queries.patterns import Patterns, patterns
from reporting.views.blueprint import pages

ENTRIES = 100  # that a sign may rest on


@pages.get("/children/<child_id>/patterns")
def patterns_of_child(child_id: str) -> ResponseReturnValue:
    """Questions with their entries, in words; nothing is added up."""
    child = children.child(me(), child_id)
    return _page(child, patterns(me(), child))


@pages.post("/children/<child_id>/patterns/settled")
def settle_pattern(child_id: str) -> ResponseReturnValue:
    """Somebody looked and says why a question does not stand; it holds for the entries that stand there today."""
    child = children.child(me(), child_id)
    seen, form = patterns(me(), child), SettleForm()
    if not form.validate_on_submit():
        return _page(child, seen, 422, settling=form)

    def settle() -> None:
        one = seen.open_question(form.pattern.data or "")
        if one is None:
            raise BadInput({"reason": "This question does not stand open. Look again."})
        commands.settle_pattern(
            me(), child, pattern=one.question.pattern, entries=one.question.entries, reason=form.reason.data
        )

    status, _ = form.tried(settle)
    if status:
        return _page(child, seen, status, settling=form)
    flash("The reason stands beside the question. A further entry asks it again.", "success")
    return redirect(url_for("reporting.patterns_of_child", child_id=child.public_id), 303)


@pages.post("/children/<child_id>/patterns/signs")
def mark_sign(child_id: str) -> ResponseReturnValue:
    """One of the six signs, with its evidence and its day."""
    child = children.child(me(), child_id)
    seen, form = patterns(me(), child), IndicatorForm()
    form.rests_on.choices = _choices(seen)
    if not form.validate_on_submit():
        return _page(child, seen, 422, marking=form)
    given = chosen(form, "indicator", "evidence", "rests_on", "seen_on")
    status, _ = form.tried(lambda: commands.mark_indicator(me(), child, marked=form.marked.data == "yes", **given))
    if status:
        return _page(child, seen, status, marking=form)
    flash("It stands with its evidence and its day; what stood before is kept.", "success")
    return redirect(url_for("reporting.patterns_of_child", child_id=child.public_id, _anchor="signs"), 303)


def _page(
    child: Child, seen: Patterns, status: int = 200, marking: Any = None, settling: Any = None
) -> ResponseReturnValue:
    audit.read(me(), "patterns", child, children=[child])
    if marking is None:
        marking = IndicatorForm(formdata=None, indicator=request.args.get("sign"))
        marking.rests_on.choices = _choices(seen)
    signs = children.indicators(me(), child)
    latest = db.session.execute(children.engagements(me(), child).limit(1)).first()
    return (
        render_template(
            "reporting/patterns.html",
            child=child,
            seen=seen,
            signs=signs,
            marked=sum(bool(one and one.marked) for one in signs.values()),
            prompt=children.figure("pattern.prompt"),
            sign_words=INDICATORS,
            incidents=INCIDENTS,
            shows=SHOWS,
            engagement=latest,
            engagements=ENGAGEMENTS,
            changes=CHANGES_FOR_CHILD,
            marking=marking,
            settling=settling or SettleForm(formdata=None),
            may_write=bool(children.roles_in(me(), child.id) & commands.HEARS),
        ),
        status,
    )


def _choices(seen: Patterns) -> list[tuple[str, str]]:
    return [(row.public_id, f"{row.happened_on:%d %b %Y} · {row.text[:80]}") for row in reversed(seen.marks[-ENTRIES:])]
