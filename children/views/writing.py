"""The child's own words, and what was shared."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms import RetractionForm, SharingForm, VoiceForm, chosen, truth
from children.models import ADVOCACY, CONSENTS, HOW_HEARD, LAWFUL_BASES, Child
from children.views.blueprint import done, found, paged, pages, show, tried
from foundation.database import db
from people.sign_in import me


@pages.route("/children/<child_id>/voice", methods=["GET", "POST"])
def voice(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = VoiceForm()
    if request.method == "GET":
        return _voice(child, form)
    if not form.validate_on_submit():
        return _voice(child, form, 422)
    given = chosen(
        form,
        *("views", "daily_life", "feelings", "expressed_on", "place", "how", "tool", "tool_explanation", "present"),
        *("told_what_next", "what_changed"),
    )
    given |= {name: truth(getattr(form, name).data) for name in ("told_outcome", "told_not_to_talk")}
    status, _ = tried(form, lambda: commands.record_voice(me(), child, **given))
    if status:
        return _voice(child, form, status)
    flash("What the child said is recorded.", "success")
    return done("voice", child)


@pages.route("/children/<child_id>/voice/<entry_id>/retraction", methods=["GET", "POST"])
def retract(child_id: str, entry_id: str) -> ResponseReturnValue:
    """The child took something back; the first entry stays."""
    child = found(child_id)
    entry = queries.voice_entry(me(), child, entry_id)
    form = RetractionForm()
    if request.method == "GET" or not form.validate_on_submit():
        return show("retraction", child, "voice", 200 if request.method == "GET" else 422, form=form, entry=entry)
    given = chosen(
        form, "views", "expressed_on", "how", "present", "why_retracted", "discussed", "means_for_seeking_help"
    )
    status, _ = tried(form, lambda: commands.retract_voice(me(), child, entry, **given))
    if status:
        return show("retraction", child, "voice", status, form=form, entry=entry)
    flash("The retraction is recorded beside the first entry, which stays.", "success")
    return done("voice", child)


@pages.route("/children/<child_id>/sharing-decisions", methods=["GET", "POST"])
def sharing_decisions(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = SharingForm()
    if request.method == "GET":
        return _sharing(child, form)
    if not form.validate_on_submit():
        return _sharing(child, form, 422)
    given = chosen(
        form,
        *("what", "with_whom", "purpose", "lawful_basis", "special_category_condition", "consent", "reasons"),
        *("urgent", "copy_kept_at"),
    )
    given["shared"] = form.shared.data == "yes"
    status, _ = tried(form, lambda: commands.record_sharing_decision(me(), child, **given), **{"with": "with_whom"})
    if status:
        return _sharing(child, form, status)
    flash("The decision is recorded. Nobody was told.", "success")
    return done("sharing_decisions", child)


def _voice(child: Child, form: VoiceForm, status: int = 200) -> ResponseReturnValue:
    page = paged(queries.voice(me(), child), "voice", child)
    may_write = bool(queries.roles_in(me(), child.id) & commands.HEARS)
    return show(
        "voice",
        child,
        "voice",
        status,
        form=form,
        page=page,
        ways=HOW_HEARD,
        advocacy=ADVOCACY,
        may_write=may_write,
        is_baby=queries.is_baby(child),
        files=queries.files_of(me(), child, [row.id for row in page.items]),
        listening=db.session.execute(queries.listening(me(), child).limit(1)).first(),
    )


def _sharing(child: Child, form: SharingForm, status: int = 200) -> ResponseReturnValue:
    page = paged(queries.sharing_decisions(me(), child), "sharing_decisions", child)
    may_write = bool(queries.roles_in(me(), child.id) & commands.WRITES)
    return show(
        "sharing",
        child,
        "sharing_decisions",
        status,
        form=form,
        page=page,
        bases=LAWFUL_BASES,
        consents=CONSENTS,
        may_write=may_write,
    )
