"""The child's own page: what one needs to know first, then the history; the family; who looked at the record."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

import audit
import working_time
from children import commands, queries
from children.forms import BirthForm, DischargeForm, FamilyMemberForm, chosen
from children.models import (
    CATEGORIES,
    HOW_HEARD,
    INCIDENTS,
    INVOLVEMENT_ROLES,
    LEAD_STATES,
    PARENTAL_RESPONSIBILITY,
    PLANS,
    STATEMENT_KINDS,
    Child,
)
from children.panels import panels_for, pictures
from children.views.blueprint import done, found, paged, pages, show, tried
from foundation import clock
from foundation.database import db
from foundation.lifecycles import require
from people.sign_in import me

QUIET_AFTER = 20  # working days without a word in the chronology make an agency a silent one
WORDS: dict[str, Any] = {
    "plans": PLANS,
    "categories": CATEGORIES,
    "kinds": STATEMENT_KINDS,
    "incidents": INCIDENTS,
    "ways": HOW_HEARD,
    "roles_words": INVOLVEMENT_ROLES,
    "lead_states": LEAD_STATES,
    "responsibility": PARENTAL_RESPONSIBILITY,
}


@dataclass(frozen=True)
class AgencyAtWork:
    """An agency with those of its people who work with the child now."""

    name: str
    people: list[Any]
    silent_since: date | None
    in_contact: bool


@pages.get("/children/<child_id>")
def show_child(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    first = queries.first_things(me(), child)
    roles = first.roles
    leads, gap_from, glance = queries.leads_gap_and_referrals(me(), child)
    leading = queries.leading_of(me(), roles, leads)
    open_address = queries.may_see_where_they_live(me(), roles, child, leading.lead)
    if child.household.restricted_address and open_address:
        audit.read(me(), "address", child.household, children=[child])
    involved = db.session.execute(queries.involvements(me(), child)).all()
    siblings = queries.siblings(me(), child)
    members = queries.family(me(), child)
    panels = panels_for(me(), child)
    today = clock.today()
    days = sorted(row.on for panel in panels for row in panel.rows if row.on and row.on >= today)
    voice = db.session.execute(queries.voice(me(), child).limit(queries.SHOWN)).all()
    return show(
        "child",
        child,
        "child",
        also=siblings,
        roles=roles,
        leading=leading,
        gap_from=None if leading.lead else gap_from,
        open_address=open_address,
        agencies=agencies_at_work([row for row in involved if row.is_current]),
        was_involved=[row for row in involved if not row.is_current],
        siblings=siblings,
        family=members,
        voice=voice,
        heard_days=working_days_since(voice[0].expressed_on) if voice else None,
        quiet_after=QUIET_AFTER,
        first=first,
        around_birth=queries.around_birth(child),
        gaps=[adult for adult in queries.adults_of(members, first.asked) if adult.is_gap],
        late=queries.days_late,
        panels=panels,
        pictures=pictures(),
        glance=glance,
        may_look=bool(roles & commands.LOOKS),
        next_on=days[0] if days else None,
        may_look_back=bool(roles & {"lead", "line_manager", "manager"}),
        **WORDS,
    )


@pages.get("/children/<child_id>/access")
def access(child_id: str) -> ResponseReturnValue:
    """Who looked at this record and who changed it; for whoever leads or manages the case."""
    child = found(child_id)
    permitted = queries.roles_in(me(), child.id) & {"lead", "line_manager", "manager"}
    require(permitted, "Whoever leads or manages the case sees who looked at the record.")
    page = paged(queries.looked_at(child), "access", child)
    return show("access", child, "access_log", page=page, conflicts=queries.conflicts(me(), child))


@pages.route("/children/<child_id>/family", methods=["GET", "POST"])
def family(child_id: str) -> ResponseReturnValue:
    """Add somebody of the family."""
    child = found(child_id)
    form = FamilyMemberForm()
    if request.method == "GET" or not form.validate_on_submit():
        return show("family", child, "family", 200 if request.method == "GET" else 422, form=form)
    given = chosen(
        form,
        *("name", "relation", "parental_responsibility", "lives_here", "email", "telephone", "contact_is_safe", "note"),
    )
    status, _ = tried(form, lambda: commands.add_family_member(me(), child, **given))
    if status:
        return show("family", child, "family", status, form=form)
    flash("The family member is added. Nobody was told.", "success")
    return done("show_child", child)


@pages.route("/children/<child_id>/birth", methods=["GET", "POST"])
def birth(child_id: str) -> ResponseReturnValue:
    """What is planned around the birth, and that the child was born."""
    child, form = found(child_id), BirthForm()
    if request.method == "GET":
        return _birth(child, form)
    if not form.validate_on_submit():
        return _birth(child, form, status=422)
    status, _ = tried(form, lambda: commands.record_birth(me(), child, form.date_of_birth.data, form.name.data))
    if status:
        return _birth(child, form, status=status)
    flash("The birth is recorded.", "success")
    return done("show_child", child)


@pages.post("/children/<child_id>/discharge")
def discharge(child_id: str) -> ResponseReturnValue:
    """The day on which the child is to leave hospital."""
    child, form = found(child_id), DischargeForm()
    if not form.validate_on_submit():
        return _birth(child, BirthForm(formdata=None), form, 422)
    status, _ = tried(form, lambda: commands.plan_discharge(me(), child, form.planned_discharge_on.data))
    if status:
        return _birth(child, BirthForm(formdata=None), form, status)
    flash("The day is kept. The page says by when the meeting that plans it is held. Nobody was told.", "success")
    return done("birth", child)


def _birth(
    child: Child, form: BirthForm, leaves: DischargeForm | None = None, status: int = 200
) -> ResponseReturnValue:
    leaves = leaves or DischargeForm(formdata=None, planned_discharge_on=child.planned_discharge_on)
    return show("birth", child, "child", status, form=form, leaves=leaves, dates=queries.around_birth(child))


def agencies_at_work(rows: list[Any]) -> list[AgencyAtWork]:
    """Who works with the child, by agency; an agency in touch that has written nothing for long is marked."""
    by_agency: dict[str, list[Any]] = {}
    for row in rows:
        by_agency.setdefault(row.agency_name, []).append(row)
    return [
        AgencyAtWork(name, people, _silent_since(people), any(row.direct_contact for row in people))
        for name, people in by_agency.items()
    ]


def _silent_since(people: list[Any]) -> date | None:
    in_touch = [row for row in people if row.direct_contact and row.role == "professional"]
    if not in_touch:
        return None
    wrote = people[0].last_wrote_at
    since = clock.local(wrote).date() if wrote else min(row.from_on for row in in_touch)
    return since if working_days_since(since) > QUIET_AFTER else None


def working_days_since(day: date) -> int:
    today = clock.today()
    calendar = working_time.england_and_wales()
    return calendar.working_days_between(max(min(day, today), calendar.first), today)
