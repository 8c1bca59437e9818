"""People and agencies, who holds which role, and for administrators: opening and ending accounts."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import rulebook
from foundation.database import db
from foundation.lifecycles import BadInput, Refused, require
from foundation.paging import page_of
from foundation.text import clean_line
from foundation.unit_of_work import current_unit
from people import commands, queries
from people.forms import AddressForm, AgencyForm, LeavingForm, PersonForm
from people.models import ROLES, SENIORITIES, Agency, Person
from people.sign_in import me
from people.views.blueprint import pages

# Somebody has to hold these in every agency: its line is marked where nobody does.
EXPECTED = ("manager", "safeguarding_lead", "agency_admin")


@pages.get("/people")
def people() -> ResponseReturnValue:
    text, agency = clean_line(request.args.get("q", "")), clean_line(request.args.get("agency", ""))
    page = page_of(
        queries.directory(me(), text, agency),
        request.args.get("page", 1, type=int),
        lambda number: url_for("people.people", q=text or None, agency=agency or None, page=number),
    )
    agencies = db.session.execute(queries.agency_list(me())).all()
    return render_template(
        "people/people.html",
        page=page,
        text=text,
        agency=agency,
        agencies=[("", "Every agency"), *((row.key, row.name) for row in agencies)],
        roles=ROLES,
        disciplines=rulebook.book().discipline_name,
        may_add=me().role in ("system_admin", "agency_admin"),
    )


@pages.get("/agencies")
def agencies() -> ResponseReturnValue:
    text = clean_line(request.args.get("q", ""))
    page = page_of(
        queries.agency_list(me(), text),
        request.args.get("page", 1, type=int),
        lambda number: url_for("people.agencies", q=text or None, page=number),
    )
    kinds = rulebook.book().agency_name
    return render_template("people/agencies.html", page=page, text=text, kinds=kinds, may_add=queries.administers(me()))


@pages.get("/roles")
def roles() -> ResponseReturnValue:
    """Who holds what in each agency, and which of the roles that every agency needs nobody holds."""
    held: dict[int, dict[str, list[Any]]] = {}
    for row in queries.role_holders(me()):
        held.setdefault(row.agency_id, {}).setdefault(row.role, []).append(row)
    agencies = db.session.execute(queries.agency_list(me())).all()
    return render_template("people/roles.html", agencies=agencies, held=held, roles=ROLES, expected=EXPECTED)


@pages.route("/agencies/new", methods=["GET", "POST"])
def add_agency() -> ResponseReturnValue:
    require(queries.administers(me()), "A system administrator adds agencies.")
    form = AgencyForm()
    form.kind.choices = [(kind.key, kind.name) for kind in rulebook.book().agencies.values()]
    if request.method == "GET" or not form.validate_on_submit():
        return render_template("people/agency.html", form=form), 200 if request.method == "GET" else 422
    try:
        agency = commands.add_agency(me(), form.key.data, form.name.data, form.kind.data, form.telephone.data)
    except BadInput as wrong:
        current_unit().abandon()
        form.blame(wrong.errors)
        return render_template("people/agency.html", form=form), 422
    flash(f"{agency.name} is added.", "success")
    return redirect(url_for("people.agencies"), 303)


@pages.route("/people/new", methods=["GET", "POST"])
def add_person() -> ResponseReturnValue:
    require(me().role in ("system_admin", "agency_admin"), "An administrator opens accounts.")
    form = _person_form()
    if request.method == "GET" or not form.validate_on_submit():
        return render_template("people/new.html", form=form), 200 if request.method == "GET" else 422
    try:
        added = _add(form)
    except BadInput as wrong:
        current_unit().abandon()
        form.blame(wrong.errors)
        return render_template("people/new.html", form=form), 422
    flash(f"{added.name} is added and can sign in. Nobody was told.", "success")
    return redirect(url_for("people.people", q=added.email), 303)


@pages.route("/people/<person_id>/address", methods=["GET", "POST"])
def correct_address(person_id: str) -> ResponseReturnValue:
    """The address that mail goes to from now on; what could not reach them is open again."""
    reached = queries.person(me(), person_id)
    commands.may_correct_address(me(), reached)
    form = AddressForm(email=reached.email)
    if request.method == "POST" and form.validate_on_submit():
        try:
            commands.correct_address(me(), reached, form.email.data or "")
        except BadInput as wrong:
            current_unit().abandon()
            form.blame(wrong.errors)
            reached = queries.person(me(), person_id)
    if request.method == "GET" or form.errors:
        status = 200 if request.method == "GET" else 422
        return render_template("people/address.html", reached=reached, form=form), status
    flash(
        f"Mail to {reached.name} goes to {reached.email} from now on. Nothing was sent by this: ask them again.",
        "success",
    )
    return redirect(url_for("people.people", q=reached.email), 303)


@pages.route("/people/<person_id>/leaving", methods=["GET", "POST"])
def leave(person_id: str) -> ResponseReturnValue:
    """What somebody holds, and who takes it over; then the account ends."""
    leaver = queries.person(me(), person_id)
    require(queries.administers(me(), leaver.agency), "A system administrator ends accounts, or the agency's own.")
    form = LeavingForm()
    if request.method == "GET":
        return _leaving(leaver, form)
    if not form.validate_on_submit():
        return _leaving(leaver, form, 422)
    refusals: list[Any] = []
    try:
        receiver = queries.person_named(me(), form.hand_over_to.data) if form.hand_over_to.data else None
        if form.hand_over_to.data and receiver is None:
            raise BadInput({"hand_over_to": "Nobody in service goes by this. Use their e-mail address."})
        commands.leave(me(), leaver, receiver)
    except BadInput as wrong:
        current_unit().abandon()
        form.blame(wrong.errors)
        return _leaving(queries.person(me(), person_id), form, 422)
    except Refused as refused:
        current_unit().abandon()
        refusals = refused.refusals
        return _leaving(queries.person(me(), person_id), form, 409, refusals)
    taken = f" {receiver.name} has taken over what they held, and is told." if receiver else ""
    flash(f"{leaver.name} has left: the account, its sessions and tokens have ended.{taken}", "success")
    return redirect(url_for("people.people"), 303)


@pages.post("/people/<person_id>/calendar/off")
def close_calendar_of(person_id: str) -> ResponseReturnValue:
    """An administrator turns off a private calendar whose address got into other hands."""
    other = queries.person(me(), person_id)
    commands.close_feed(me(), other)
    flash(f"The private calendar of {other.name} is off: its address opens nothing any more.", "success")
    return redirect(url_for("people.leave", person_id=person_id), 303)


def _leaving(leaver: Person, form: LeavingForm, status: int = 200, refusals: Any = ()) -> ResponseReturnValue:
    held = commands.held_by(leaver)
    return render_template(
        "people/leaving.html", leaver=leaver, held=held, form=form, refusals=refusals, feed=queries.feed_of(leaver)
    ), status


def _person_form() -> PersonForm:
    form = PersonForm()
    rows: list[Any] = list(db.session.execute(queries.agency_list(me())))
    if me().role == "agency_admin":
        rows = [row for row in rows if row.id == me().agency_id]
    form.agency.choices = [(row.key, row.name) for row in rows]
    kinds = rulebook.book().agencies.values()
    form.discipline.choices = [("", "None"), *((k, words) for kind in kinds for k, words in kind.disciplines.items())]
    over_all = () if queries.administers(me()) else commands.OVER_ALL
    form.role.choices = [(key, words) for key, words in ROLES.items() if key not in over_all]
    form.seniority.choices = list(SENIORITIES.items())
    return form


def _add(form: PersonForm) -> Person:
    agency: Agency = queries.agency_by_key(form.agency.data)
    manager = queries.person_named(me(), form.manager.data) if form.manager.data else None
    if form.manager.data and manager is None:
        raise BadInput({"manager": "Nobody in service goes by this. Use their e-mail address."})
    return commands.add_person(
        me(),
        name=form.name.data,
        email=form.email.data,
        agency=agency,
        role=form.role.data,
        discipline=form.discipline.data or None,
        seniority=form.seniority.data,
        manager=manager,
        registered_social_worker=form.registered_social_worker.data,
        password=form.password.data,
        telephone=form.telephone.data,
    )
