"""Who leads, and the moves from one to the next."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms import FamilyViewForm, LeadForm
from children.models import LEAD_STATES, PLANS, Child
from children.views.blueprint import done, found, pages, show, somebody, tried
from foundation.lifecycles import BadInput
from people import queries as people
from people.sign_in import me

SAID = {
    "nominate": "The nomination is made. The nominee is told by mail and answers within one working day.",
    "accept": "You have accepted. Whoever nominated you is told.",
    "decline": "You have declined. Whoever nominated you is told.",
    "propose_handover": "The handover is proposed. The successor is told; until they accept, the lead stays.",
    "accept_handover": "You lead from now on. Everybody involved is told.",
    "withdraw_handover": "The handover is withdrawn. The lead stays.",
    "appoint_deputy": "The deputy is appointed, and told.",
    "end": "The lead has ended.",
}


@pages.get("/children/<child_id>/lead-professional")
def lead_professional(child_id: str) -> ResponseReturnValue:
    return _page(found(child_id), LeadForm())


@pages.post("/children/<child_id>/lead-professional/events")
def lead_event(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = LeadForm()
    if not form.validate_on_submit():
        return _page(child, form, 422)
    status, refusals = tried(form, lambda: make_move(child, form))
    if status:
        return _page(child, form, status, refusals)
    flash(SAID[form.event.data], "success")
    return done("lead_professional", child)


@pages.post("/children/<child_id>/lead-professional/family-view")
def family_view(child_id: str) -> ResponseReturnValue:
    child, form = found(child_id), FamilyViewForm()
    if not form.validate_on_submit():
        return _page(child, LeadForm(formdata=None), 422, said=form)
    status, refusals = tried(form, lambda: commands.record_family_view(me(), child, form.family_view.data or ""))
    if status:
        return _page(child, LeadForm(formdata=None), status, refusals, said=form)
    flash("What the family says stands beside who leads. Nobody was told.", "success")
    return done("lead_professional", child)


def make_move(child: Child, form: LeadForm) -> None:
    """The move that the form names. Raises `BadInput` for one that there is not."""
    moves = {
        "nominate": lambda: commands.nominate(
            me(), child, somebody(form), form.starts_on.data, form.interim.data, **_agreed(form)
        ),
        "accept": lambda: commands.accept(me(), child),
        "decline": lambda: commands.decline(me(), child, form.reason.data),
        "propose_handover": lambda: commands.propose_handover(
            me(), child, form.handover_note.data, somebody(form) if form.person.data else None, **_agreed(form)
        ),
        "accept_handover": lambda: commands.accept_handover(
            me(), child, form.introduction.data, form.introduction_skipped_reason.data
        ),
        "withdraw_handover": lambda: commands.withdraw_handover(me(), child, form.reason.data),
        "appoint_deputy": lambda: commands.appoint_deputy(
            me(), child, somebody(form), form.from_on.data, form.to_on.data
        ),
        "end": lambda: commands.end(me(), child, form.reason.data),
    }
    if form.event.data not in moves:
        raise BadInput({"event": "There is no such move."})
    moves[form.event.data]()


def _agreed(form: LeadForm) -> dict[str, Any]:
    """Who agrees to a load above the line, and why. Raises `BadInput` where nobody goes by that name."""
    named = form.load_agreed_by.data
    manager = people.person_named(me(), named) if named else None
    if named and manager is None:
        raise BadInput({"load_agreed_by": "Nobody in service goes by this. Use their e-mail address."})
    return {"load_agreed_by": manager, "load_reason": form.load_reason.data}


def _page(
    child: Child, form: LeadForm, status: int = 200, refusals: Any = (), said: FamilyViewForm | None = None
) -> ResponseReturnValue:
    rows = queries.leads_for(me(), child)
    roles = queries.roles_in(me(), child.id)
    leading = queries.leading_of(me(), roles, rows)
    names_somebody = {"nominate", "appoint_deputy"} & set(leading.allowed)
    involved = [one for one in queries.people_involved([child]) if one.has_account] if names_somebody else []
    return show(
        "lead",
        child,
        "lead_professional",
        status,
        form=form,
        forms_of={move.event: _own(form, move.event) for move in leading.moves},
        leading=leading,
        said=said or FamilyViewForm(formdata=None),
        may_say=bool(roles & (queries.NOMINATES | commands.WRITES)),
        refusals=refusals,
        gap_from=queries.open_gaps([child.id]).get(child.id),
        lead_states=LEAD_STATES,
        plans=PLANS,
        candidates=involved,
        loads=queries.loads_of([one.person_id for one in involved]) if involved else {},
    )


def _own(sent: LeadForm, event: str) -> LeadForm:
    """The form of one move: what was sent, where it was this move, else empty; with ids of its own on the page."""
    form = sent if sent.event.data == event else LeadForm(formdata=None)
    for field in form:
        field.id = f"{event}-{field.name}"
    return form
