"""Raising a disagreement: the doors of what is none, three short steps, and a draft that is gone on with."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import queries as children
from escalation import commands, forms, queries
from escalation.models import ABOUT, Escalation
from escalation.views import pages
from foundation.database import db
from foundation.lifecycles import BadInput, NotVisible, Refused
from foundation.unit_of_work import current_unit
from people import queries as people
from people.models import Person
from people.sign_in import me


@pages.route("/escalations/raise", methods=["GET", "POST"])
def raising() -> ResponseReturnValue:
    """Three short steps. It is raised at once, or kept as a draft that nobody else sees."""
    form = forms.RaiseForm()
    if request.method == "GET":
        _begin(form)
    about = form.about_kind.data or "", form.about_id.data
    known = queries.children_at_stake(me(), form.children.data, *about) if form.children.data else []
    form.children.choices = [(child.public_id, child.name) for child in _my_children(known)]
    form.against_agency.choices = [(agency.key, agency.name) for agency in _agencies() if agency.id != me().agency_id]
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template("escalation/raise.html", form=form), status
    try:
        made = _written(form, known)
        if request.form.get("go") == "raise":
            commands.raise_disagreement(me(), made.public_id)
    except BadInput as wrong:
        current_unit().abandon()
        put_beside(form, wrong)
        return render_template("escalation/raise.html", form=form), 422
    except Refused as refused:
        current_unit().abandon()
        return render_template("escalation/raise.html", form=form, refused=refused.refusals), 409
    if made.state == "draft":
        flash("Saved as a draft. Only you can see it until you raise it.", "success")
    else:
        flash("It is raised. The other agency and both line managers have been told.", "success")
    return redirect(url_for(".show", escalation_id=made.public_id), 303)


@pages.route("/escalations/<escalation_id>/draft", methods=["GET", "POST"])
def writing(escalation_id: str) -> ResponseReturnValue:
    """The raiser goes on with a draft; nobody else has this page, and once it is raised it leads to the ladder."""
    made = queries.escalation_for(me(), escalation_id)
    if made.raiser_id != me().id:
        raise NotVisible("draft")
    if made.state != "draft" and request.method == "GET":
        return redirect(url_for(".show", escalation_id=escalation_id), 303)
    form = forms.DraftForm(obj=made)
    audit.read(me(), "escalation", made, children=made.children)
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template("escalation/draft.html", form=form, made=made), status
    texts = {field.name: field.data or "" for field in form if field.name in commands.TEXTS}
    try:
        commands.edit_draft(me(), escalation_id, **texts)
        if request.form.get("go") == "raise":
            commands.raise_disagreement(me(), escalation_id)
    except Refused as refused:
        current_unit().abandon()
        made = queries.escalation_for(me(), escalation_id)
        return render_template("escalation/draft.html", form=form, made=made, refused=refused.refusals), 409
    raised = made.state != "draft"
    flash("It is raised. Everybody concerned has been told." if raised else "Saved. Only you can see it.", "success")
    return redirect(url_for(".show", escalation_id=escalation_id), 303)


def put_beside(form: Any, wrong: BadInput) -> None:
    """Each message beside its field; what has no field stands at the top."""
    for name, message in wrong.errors.items():
        field = getattr(form, name.replace(".", "_"), None)
        if field is not None:
            field.errors = [message]
        else:
            form.form_errors.append(message)


def _written(form: forms.RaiseForm, known: list[Any]) -> Escalation:
    return commands.draft(
        me(),
        children=known,
        about_kind=form.about_kind.data,
        about_id=form.about_id.data or None,
        about_text=form.about_text.data or "",
        theme=form.theme.data,
        against_agency=people.agency_by_key(form.against_agency.data),
        decision_maker=_by_address(form.decision_maker.data or ""),
        decided_on=form.decided_on.data,
        immediate_risk=form.immediate_risk.data == "yes",
        concern=form.concern.data or "",
        outcome_sought=form.outcome_sought.data or "",
        effect_on_child=form.effect_on_child.data or "",
        interim_safety=form.interim_safety.data or "",
        name_held_back=form.name_held_back.data,
    )


def _my_children(known: list[Any]) -> list[Any]:
    rows = db.session.execute(children.search(me(), "").limit(200)).all()
    return [*known, *(row for row in rows if row.public_id not in {child.public_id for child in known})]


def _begin(form: forms.RaiseForm) -> None:
    """What the link says, and what the record holds of the thing it names."""
    kind = request.args.get("about", "")
    form.about_kind.data = kind if kind in ABOUT else "other"
    form.about_id.data = request.args.get("about_id", "")
    begun = queries.begun_about(me(), kind, form.about_id.data)
    form.children.data = _may_be_meant(request.args.get("child", "")) or list(begun.children)
    form.about_text.data = request.args.get("text", "") or begun.text
    form.against_agency.data = begun.agency or form.against_agency.data
    form.decision_maker.data = begun.decision_maker if begun.agency != me().agency.key else ""
    form.decided_on.process(None, begun.decided_on)
    form.theme.data = begun.theme or form.theme.data
    form.concern.data = begun.concern


def _may_be_meant(public_id: str) -> list[str]:
    """The child that a link names, where the reader works with it; a link that leads here never ends at a locked door."""
    try:
        return [child.public_id for child in children.children_by_ids(me(), [public_id])] if public_id else []
    except NotVisible:
        return []


def _agencies() -> list[Any]:
    return list(db.session.scalars(people.agencies(me())))


def _by_address(email: str) -> Person | None:
    if not email:
        return None
    found = people.person_by_email(email)
    if found is None:
        raise BadInput({"decision_maker": "Nobody has this address. Leave it empty if you do not know it."})
    return found
