"""The case summary, and what we think is happening."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms import AnalysisForm, SummaryForm, chosen
from children.models import CONFIDENCE, THINKING, Child
from children.views.blueprint import done, found, paged, pages, show, tried
from children.views.chronology import short
from foundation.database import db
from people.sign_in import me

OF_SUMMARY = ("who", "risks", "steps_taken", "what_is_different", "needs_next")


@pages.route("/children/<child_id>/summary", methods=["GET", "POST"])
def summary(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = SummaryForm()
    if request.method == "GET":
        return _summary(child, form)
    if not form.validate_on_submit():
        return _summary(child, form, 422)
    status, _ = tried(form, lambda: commands.write_summary(me(), child, **chosen(form, *OF_SUMMARY)))
    if status:
        return _summary(child, form, status)
    flash("The summary stands on the child’s page under today’s date; the one before is kept.", "success")
    return done("summary", child)


@pages.route("/children/<child_id>/analyses", methods=["GET", "POST"])
def analyses(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = AnalysisForm()
    rows = db.session.execute(queries.analyses(me(), child).limit(50)).all()
    form.replaces.choices = [("", "Nothing: it stands beside the others")] + [
        (row.public_id, f"{THINKING[row.kind]} of {row.written_at:%d %b %Y}") for row in rows if not row.replaced_by
    ]
    entries = db.session.execute(queries.chronology(me(), child).limit(100)).all()
    form.rests_on.choices = [(row.public_id, short(row)) for row in entries]
    if request.method == "GET":
        return _analyses(child, form)
    if not form.validate_on_submit():
        return _analyses(child, form, 422)
    given = chosen(form, "kind", "thinking", "alternatives", "rests_on", "confidence", "would_change")
    replaces = queries.analysis(me(), child, form.replaces.data) if form.replaces.data else None
    status, _ = tried(form, lambda: commands.analyse(me(), child, replaces=replaces, **given))
    if status:
        return _analyses(child, form, status)
    flash("It stands on the child’s page with its date. Nobody was told.", "success")
    return done("analyses", child)


def _summary(child: Child, form: SummaryForm, status: int = 200) -> ResponseReturnValue:
    page = paged(queries.summaries(me(), child), "summary", child)
    latest = page.items[0] if page.items and page.number == 1 else None
    may_write = bool(queries.roles_in(me(), child.id) & commands.WRITES)
    return show(
        "summary",
        child,
        "summary",
        status,
        form=form,
        page=page,
        is_stale=latest is not None and queries.is_stale(latest.written_at),
        stale_after=queries.stale_after(),
        may_write=may_write,
    )


def _analyses(child: Child, form: AnalysisForm, status: int = 200) -> ResponseReturnValue:
    page = paged(queries.analyses(me(), child), "analyses", child)
    named = {public_id for row in page.items for public_id in row.rests_on}
    return show(
        "analyses",
        child,
        "analyses",
        status,
        form=form,
        page=page,
        kinds=THINKING,
        sure=CONFIDENCE,
        entries={key: short(row) for key, row in queries.entries_named(me(), child, named).items()},
        may_write=bool(queries.roles_in(me(), child.id) & commands.WRITES),
    )
