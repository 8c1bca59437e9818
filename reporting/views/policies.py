"""The policy for disagreements: what is in force, its versions, what it would give today, who holds its stages; and the page on
which a coordinator writes the locality's own."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import rulebook
from escalation import commands, queries
from escalation.models import LOCAL
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput, NotVisible, Refused, require
from foundation.unit_of_work import current_unit
from people.queries import agency_list
from people.sign_in import me
from reporting.forms import PolicyForm
from reporting.views.blueprint import pages

MAKES = "coordinator"


@pages.get("/rules/escalation-policies")
def policies() -> ResponseReturnValue:
    """What is in force and the versions before it, with the dates that a disagreement raised now would have."""
    key = queries.policy_on(clock.today())
    return _page(key, versions=queries.policy_versions(me()), book=rulebook.book().policies.values())


@pages.get("/rules/escalation-policies/<key>")
def policy(key: str) -> ResponseReturnValue:
    """One policy: a version of the locality's own, by its number, or one of the rule book."""
    known = key in rulebook.book().policies
    if not known and not key.isdecimal():
        raise NotVisible()
    return _page(key if known else f"{LOCAL}{key}", versions=(), book=())


@pages.get("/rules/escalation-policies/holders")
def holders() -> ResponseReturnValue:
    """Who holds each stage in each agency, and where nobody does: seen before a disagreement passes such a stage."""
    ladder = queries.frozen(queries.policy_on(clock.today()))
    return render_template(
        "reporting/holders.html",
        ladder=ladder,
        held=queries.stage_holders(me(), ladder),
        agencies=db.session.execute(agency_list(me())).all(),
    )


@pages.route("/rules/escalation-policies/new", methods=["GET", "POST"])
def new_policy() -> ResponseReturnValue:
    """Write the next version, from one that stands; look at its dates as often as wanted before it is saved."""
    require(me().role == MAKES, "A coordinator of the partnership changes its policy.")
    versions = queries.policy_versions(me())
    form = PolicyForm()
    if request.method == "GET":
        _fill(
            form,
            request.args.get("from", "") or queries.policy_on(clock.today()),
            versions[0].number if versions else 0,
        )
        return render_template("reporting/policy_form.html", form=form, preview=())
    valid = form.validate_on_submit()
    try:
        if not valid:
            raise BadInput({})
        made = commands.adopt_policy(
            me(),
            name=form.name.data or "",
            stages=form.given,
            cap_working_days=form.cap_working_days.data,
            cap_reason=form.cap_reason.data or "",
            source=form.source.data or "",
            effective_from=form.effective_from.data,
            based_on=form.based_on.data or "default",
            seen=int(form.seen.data) if (form.seen.data or "").isdecimal() else 0,
        )
        if "preview" in request.form:  # checked as it would be saved, and then not saved
            current_unit().abandon()
            return render_template("reporting/policy_form.html", form=form, preview=_preview(made.ladder))
    except BadInput as wrong:
        current_unit().abandon()
        form.blame(wrong.errors)
        return render_template("reporting/policy_form.html", form=form, preview=()), 422
    except Refused as refused:
        current_unit().abandon()
        newest = queries.policy_versions(me())[0]
        form.seen.data = str(newest.number)
        return render_template("reporting/policy_form.html", form=form, preview=(), refused=refused, other=newest), 409
    flash(
        f"Version {made.number} is saved. What runs keeps the version it began under. Nobody was told.",
        "success",
    )
    return redirect(url_for(".policies"), 303)


def _page(key: str, **more: Any) -> ResponseReturnValue:
    local = queries.policy_version(me(), int(key.removeprefix(LOCAL))) if key.startswith(LOCAL) else None
    ladder = queries.frozen(key)
    return render_template(
        "reporting/policy.html",
        key=key,
        name=local.name if local else rulebook.book().policy(key).name,
        local=local,
        ladder=list(zip(ladder, _preview(ladder), strict=True)),
        cap=queries.cap_of(key),
        in_force=queries.policy_on(clock.today()) == key,
        may_write=me().role == MAKES,
        units=commands.UNITS,
        **more,
    )


def _preview(ladder: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Raised now, these would be the dates, each with its working."""
    return [
        {"by": day, "working": due.working, "source": rung["source"], "name": rung["name"], "number": rung["number"]}
        for rung, (_, day, due) in zip(ladder, queries.projection(ladder, clock.today()), strict=True)
    ]


def _fill(form: PolicyForm, key: str, seen: int) -> None:
    """Begin with what stands; raises `NotVisible` for a policy that is not there."""
    if not key.startswith(LOCAL) and key not in rulebook.book().policies:
        raise NotVisible()
    local = queries.policy_version(me(), int(key.removeprefix(LOCAL))) if key.startswith(LOCAL) else None
    form.name.data = local.name if local else rulebook.book().policy(key).name
    form.source.data = local.source if local else ""
    form.cap_working_days.data = queries.cap_of(key)
    form.cap_reason.data = local.cap_reason if local else ""
    form.based_on.data, form.seen.data = key, str(seen)
    for part, rung in zip(form.stages, queries.frozen(key), strict=False):
        stage = part.form
        stage.name.data, stage.between.data = rung["name"], rung["between"]
        stage.holder.data = rung["role"] or rung["seniority"]
        stage.amount.data, stage.unit.data, stage.meeting.data = rung["amount"], rung["unit"], bool(rung["meeting"])
