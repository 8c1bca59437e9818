"""How this child is heard: the nine needs, whom the child trusts, drawings and letters."""

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

import audit
from children import commands, queries
from children.forms import FileForm, ListeningForm, NeedForm, chosen
from children.models import ADVOCACY, NEED_STATES, NEEDS, Child
from children.views.blueprint import done, found, paged, pages, show, tried
from foundation import drawings, uploads
from foundation.database import db
from foundation.lifecycles import BadInput
from people.sign_in import me

KINDS = {**uploads.KINDS, **drawings.KINDS}
SHAPES = {"met": "ok", "not_met": "late", "unknown": "wait"}


@pages.route("/children/<child_id>/needs", methods=["GET", "POST"])
def needs(child_id: str) -> ResponseReturnValue:
    """The nine things that children say they need."""
    child = found(child_id)
    form = NeedForm()
    if request.method == "GET":
        return _needs(child, form)
    if not form.validate_on_submit():
        return _needs(child, form, 422)
    given = chosen(form, "need", "state", "evidence", "seen_on")
    status, _ = tried(form, lambda: commands.record_need(me(), child, **given))
    if status:
        return _needs(child, form, status)
    flash("It stands with its evidence and its date; what stood before is kept.", "success")
    return done("needs", child)


@pages.route("/children/<child_id>/listening", methods=["GET", "POST"])
def listening(child_id: str) -> ResponseReturnValue:
    """Whom the child trusts, what helps the child to say it, whether an advocate was offered."""
    child = found(child_id)
    latest = db.session.execute(queries.listening(me(), child).limit(1)).first()
    form = ListeningForm(obj=latest)
    if request.method == "GET":
        return _listening(child, form)
    if not form.validate_on_submit():
        return _listening(child, form, 422)
    given = chosen(form, "trusts", "aids", "advocacy", "advocacy_on", "advocacy_note")
    status, _ = tried(form, lambda: commands.record_listening(me(), child, **given))
    if status:
        return _listening(child, form, status)
    flash("It stands at the top of every page on which the child is heard.", "success")
    return done("listening", child)


@pages.route("/children/<child_id>/voice/<entry_id>/files", methods=["GET", "POST"])
def add_file(child_id: str, entry_id: str) -> ResponseReturnValue:
    """A drawing or a letter beside what the child said."""
    child = found(child_id)
    entry = queries.voice_entry(me(), child, entry_id)
    form = FileForm()
    if request.method == "GET" or not form.validate_on_submit():
        return show("voice_file", child, "voice", 200 if request.method == "GET" else 422, form=form, entry=entry)

    def keep() -> None:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise BadInput({"file": "Choose a file."})
        upload = uploads.picture_or_document(sent.stream, "file")
        commands.keep_file(me(), child, entry, upload, form.explanation.data)

    status, _ = tried(form, keep)
    if status:
        return show("voice_file", child, "voice", status, form=form, entry=entry)
    flash("It is kept beside what the child said. Choose the file again to add another.", "success")
    return done("voice", child)


@pages.get("/children/<child_id>/voice/<entry_id>/files/<file_id>")
def voice_file(child_id: str, entry_id: str, file_id: str) -> ResponseReturnValue:
    """A picture is shown; anything else is handed over under a name of ours, and never opened in the browser."""
    child = found(child_id)
    kept, content = queries.voice_file(me(), child, queries.voice_entry(me(), child, entry_id), file_id)
    audit.read(me(), "voice_file", kept, children=[child])
    way = "inline" if kept.kind in drawings.KINDS else "attachment"
    return Response(
        content,
        content_type=KINDS[kept.kind],
        headers={
            "Content-Disposition": f'{way}; filename="drawing-{kept.public_id}.{kept.kind}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _needs(child: Child, form: NeedForm, status: int = 200) -> ResponseReturnValue:
    return show(
        "needs",
        child,
        "needs",
        status,
        form=form,
        nine=queries.needs(me(), child),
        page=paged(queries.needs_seen(me(), child), "needs", child),
        states=NEED_STATES,
        shapes=SHAPES,
        words=NEEDS,
        may_write=bool(queries.roles_in(me(), child.id) & commands.WRITES),
    )


def _listening(child: Child, form: ListeningForm, status: int = 200) -> ResponseReturnValue:
    page = paged(queries.listening(me(), child), "listening", child)
    may_write = bool(queries.roles_in(me(), child.id) & commands.HEARS)
    return show("listening", child, "listening", status, form=form, page=page, advocacy=ADVOCACY, may_write=may_write)
