"""The chronology, and the notes that wait to be written up in it."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import commands, queries
from children.forms import ChronologyForm, DraftForm, DropForm, chosen
from children.models import ACCOUNTS, CONFIDENCE, INCIDENTS, SHOWS, STATEMENT_KINDS, Child, Draft
from children.views.blueprint import done, found, paged, pages, show, tried
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.text import clean
from people.sign_in import me

EARLIER = 200  # entries that a new one may rest on or differ from
OF_AN_ENTRY = (
    "happened_on", "happened_to", "about", "kind", "incident", "text", "source", "significance", "effect_on_child", "rests_on",
    "reason", "confidence", "would_change", "what_else", "serious_incident", "linked_causes", "safety_plan", "shows",
    "account_of", "differs_from",
)  # fmt: skip


@pages.route("/children/<child_id>/chronology", methods=["GET", "POST"])
def chronology(child_id: str) -> ResponseReturnValue:
    """What happened, by its day. With `draft` in the address the writer's own notes stand in the form already."""
    child = found(child_id)
    named = request.args.get("draft", "")
    draft = queries.draft(me(), child, named) if named else None
    form = ChronologyForm(data={"text": draft.text, "happened_on": draft.happened_on} if draft else None)
    entries = db.session.execute(queries.chronology(me(), child).limit(EARLIER)).all()
    form.rests_on.choices = [(row.public_id, short(row)) for row in entries]
    form.differs_from.choices = [("", "No other entry"), *form.rests_on.choices]
    if request.method == "GET":
        return _chronology(child, form, draft)
    if not form.validate_on_submit():
        return _chronology(child, form, draft, 422)
    status, _ = tried(form, lambda: _add(child, form, draft))
    if status:
        return _chronology(child, form, draft, status)
    flash("The entry stands in the chronology under the day it happened.", "success")
    return done("chronology", child)


@pages.route("/children/<child_id>/drafts", methods=["GET", "POST"])
def drafts(child_id: str) -> ResponseReturnValue:
    """Keep notes of a visit, or the time to write it up."""
    child = found(child_id)
    form = DraftForm()
    if request.method == "GET" or not form.validate_on_submit():
        return _drafts(child, form, 200 if request.method == "GET" else 422)
    status, _ = tried(form, lambda: commands.keep_draft(me(), child, **chosen(form, "happened_on", "text", "plan")))
    if status:
        return _drafts(child, form, status)
    words = "The time to write it up stands among your work today." if form.plan.data else "Your notes are kept."
    flash(f"{words} Nobody else sees them.", "success")
    return done("drafts", child)


@pages.route("/children/<child_id>/drafts/<draft_id>", methods=["GET", "POST"])
def drop_draft(child_id: str, draft_id: str) -> ResponseReturnValue:
    """Notes that will never be written up, with the reason."""
    child = found(child_id)
    draft = queries.draft(me(), child, draft_id)
    form = DropForm()
    if request.method == "GET" or not form.validate_on_submit():
        return show("draft", child, "draft", 200 if request.method == "GET" else 422, form=form, draft=draft)
    status, _ = tried(form, lambda: commands.finish_draft(me(), draft, child, because=form.because.data))
    if status:
        return show("draft", child, "draft", status, form=form, draft=draft)
    flash("The draft is put away, with the reason.", "success")
    return redirect(url_for("children.my_drafts"), 303)


@pages.get("/children/drafts")
def my_drafts() -> ResponseReturnValue:
    """Everything that I have still to write up."""
    rows = queries.drafts(me())
    audit.read(me(), "drafts", me(), children=[SimpleNamespace(public_id=row.child) for row in rows])
    return render_template("children/my_drafts.html", rows=rows, old=_old(rows), days=queries.figure("draft.old"))


def _add(child: Child, form: ChronologyForm, draft: Draft | None) -> None:
    before = queries.said_before(me(), child, clean(form.text.data or ""))
    if before and not form.again.data:
        day = f"{before.happened_on:%-d %B %Y}"
        words = f"The very same words stand there already, under {day}. Change them, or tick that it happened again."
        raise BadInput({"text": words, "again": "Tick this if it happened again."})
    entry = commands.add_chronology(me(), child, **chosen(form, *OF_AN_ENTRY))
    if draft is not None:
        commands.finish_draft(me(), draft, child, became=entry.public_id)
    if form.plan.data:
        commands.keep_draft(me(), child, happened_on=entry.happened_on, plan=True)


def _chronology(child: Child, form: ChronologyForm, draft: Draft | None, status: int = 200) -> ResponseReturnValue:
    page = paged(queries.chronology(me(), child), "chronology", child)
    may_write = bool(queries.roles_in(me(), child.id) & commands.WRITES)
    return show(
        "chronology",
        child,
        "chronology",
        status,
        form=form,
        page=page,
        draft=draft,
        kinds=STATEMENT_KINDS,
        late=queries.days_late,
        words={"incident": INCIDENTS, "shows": SHOWS, "account_of": ACCOUNTS, "confidence": CONFIDENCE},
        family_views=queries.family_views(me(), child),
        may_write=may_write,
        texts=dict(form.rests_on.choices or ()),
    )


def _drafts(child: Child, form: DraftForm, status: int = 200) -> ResponseReturnValue:
    rows = [row for row in queries.drafts(me()) if row.child == child.public_id]
    may_write = bool(queries.roles_in(me(), child.id) & commands.WRITES)
    return show("drafts", child, "drafts", status, form=form, rows=rows, old=_old(rows), may_write=may_write)


def _old(rows: Any) -> set[str]:
    """Those that have waited for longer than they should."""
    days = queries.figure("draft.old")
    return {row.public_id for row in rows if (clock.today() - clock.local(row.started_at).date()).days > days}


def short(row: Any) -> str:
    """An entry of the chronology in one line."""
    text = row.text if len(row.text) <= 80 else f"{row.text[:79]}…"
    return f"{row.happened_on:%d %b %Y} · {STATEMENT_KINDS[row.kind]}: {text}"
