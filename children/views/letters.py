"""A letter to the child in plain words: looked at with its reading age, printed, and written down once it was given."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms.letters import FORMATS, LetterForm
from children.models import Child
from children.views.blueprint import found, pages, show, tried
from foundation.reading import reading_age
from foundation.text import clean
from people.sign_in import me


@pages.route("/children/<child_id>/letter", methods=["GET", "POST"])
def letter(child_id: str) -> ResponseReturnValue:
    """`given` in what is sent: the child has it; without it the letter is only shown."""
    child = found(child_id)
    form = LetterForm()
    if request.method == "GET":
        return _page(child, form)
    if not form.validate_on_submit():
        return _page(child, form, 422)
    if "given" not in request.form:
        return _page(child, form)
    status, _ = tried(
        form,
        lambda: commands.record_explanation(
            me(),
            child,
            about=form.about.data,
            explained=True,
            how=f"By letter for the age of {form.for_age.data}, {FORMATS[form.format.data].lower()}:\n{form.text.data}",
            child_said=form.child_said.data,
        ),
    )
    if status:
        return _page(child, form, status)
    flash("That the child has the letter stands among what was explained. Nobody was told.", "success")
    return redirect(f"/children/{child.public_id}/explanations", 303)


def _page(child: Child, form: LetterForm, status: int = 200) -> ResponseReturnValue:
    text = clean(form.text.data or "")
    language = child.first_language if child.first_language.casefold() not in ("", "english") else ""
    return show(
        "letter",
        child,
        "letter",
        status,
        form=form,
        text=text,
        reads=reading_age(text),
        language=language,
        needs_format=bool(form.format.data == "written" and (language or child.communication_needs)),
        formats=FORMATS,
        may_write=bool(queries.roles_in(me(), child.id) & commands.HEARS),
    )
