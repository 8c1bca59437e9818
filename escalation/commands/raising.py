"""Writing a disagreement down and raising it. Nobody's leave is needed; the raiser's own manager is told, not asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import audit
import rulebook
import working_time
from children.models import Child
from children.queries import roles_in
from escalation import queries
from escalation.commands.stages import enter, permitted
from escalation.models import ABOUT, Escalation, EscalationChild
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id, next_reference
from foundation.lifecycles import BadInput, NotPermitted, Refusal, Refused, move, require
from foundation.text import clean
from notifications.commands import plan_reminders
from people.models import Agency, Person

WITHOUT_CASES = ("system_admin", "auditor", "agency_admin")
TEXTS = ("about_text", "concern", "outcome_sought", "effect_on_child", "interim_safety")


def draft(
    person: Person,
    *,
    children: Sequence[Child],
    about_kind: str,
    about_text: str,
    theme: str,
    against_agency: Agency,
    immediate_risk: bool | None,
    concern: str = "",
    outcome_sought: str = "",
    effect_on_child: str = "",
    about_id: str | None = None,
    decision_maker: Person | None = None,
    decided_on: date | None = None,
    name_held_back: bool = False,
    interim_safety: str = "",
    at_the_table: bool = False,
    policy: str = "",
) -> Escalation:
    """A draft, seen by its raiser alone. The immediate-risk question is answered first; a practitioner of any agency with a
    role in the case may raise, whoever was refused when they referred the child, and whoever sat `at_the_table`."""
    if person.role in WITHOUT_CASES:
        raise NotPermitted("A disagreement is raised by professionals who work with the child.")
    errors = {}
    if about_kind not in ABOUT:
        errors["about.kind"] = f"Choose one of: {', '.join(ABOUT)}."
    themes = rulebook.book().themes
    if theme not in themes:
        errors["theme"] = f"Choose one of: {', '.join(themes)}."
    if immediate_risk is None:
        errors["immediate_risk"] = "Say first whether a child is in immediate danger. If so, telephone 999 now."
    if not children:
        errors["children"] = "Say whose safety it is about."
    if against_agency.id == person.agency_id:
        errors["against_agency"] = "Choose the other agency. A disagreement within your own goes to your manager."
    if decision_maker is not None and decision_maker.agency_id != against_agency.id:
        errors["decision_maker"] = "Name somebody of the agency that you disagree with."
    if errors:
        raise BadInput(errors)
    for child in () if at_the_table else children:
        works_with = roles_in(person, child.id) - {"family"}
        permitted = works_with or queries.is_the_referrer(person, child, about_kind, about_id)
        require(permitted, "Those who work with the child raise a disagreement about it.")
    made = Escalation(
        public_id=new_public_id(),
        reference=next_reference("E"),
        state="draft",
        policy=queries.policy_on(clock.today(), policy),
        ladder=[],
        raiser=person,
        raiser_agency_id=person.agency_id,
        name_held_back=name_held_back,
        against_agency=against_agency,
        decision_maker=decision_maker,
        decided_on=decided_on,
        about_kind=about_kind,
        about_id=about_id,
        about_text=clean(about_text),
        theme=theme,
        concern=clean(concern),
        outcome_sought=clean(outcome_sought),
        effect_on_child=clean(effect_on_child),
        immediate_risk=bool(immediate_risk),
        interim_safety=clean(interim_safety),
        drafted_at=clock.now(),
        fast_tracked=False,
        reopened=0,
        copied_by={},
    )
    db.session.add(made)
    db.session.flush()
    db.session.add_all(EscalationChild(escalation_id=made.id, child_id=child.id) for child in children)
    audit.record(person, "escalation.drafted", made, children=children, theme=theme, about=about_kind)
    db.session.flush()
    return made


def edit_draft(person: Person, public_id: str, **texts: Any) -> Escalation:
    """The raiser goes on writing; nothing is shown to anybody else yet."""
    made = queries.escalation_for(person, public_id, held=True)
    require(made.raiser_id == person.id, "Only the person who raises it writes it.")
    if made.state != "draft":
        message = "It has been raised, and its words stay as they are. Add what was said since as an entry."
        raise Refused([Refusal("what_was_raised_stays", message, "The 10 Principles, 4")])
    for name in TEXTS:
        if texts.get(name) is not None:
            setattr(made, name, clean(texts[name]))
    audit.record(person, "escalation.edited", made, children=made.children)
    return made


def raise_disagreement(person: Person, public_id: str, responder: Person | None = None) -> Escalation:
    """From now on the ladder runs, frozen as the policy stands today. A dissent at a conference that is challenged begins at
    stage 2: practitioners have spoken about it at the table."""
    number = 2 if queries.escalation_for(person, public_id).about_kind == "dissent" else 1
    made, _, facts = permitted(person, public_id, "raise_", responder)
    move(made, "raise_", facts)
    begin(made)
    enter(person, made, number, responder)
    audit.record(person, "escalation.raised", made, children=made.children, stage=made.stage, policy=made.policy)
    return made


def begin(made: Escalation) -> None:
    """Freeze the ladder and start the clock of the cap."""
    made.policy = queries.policy_on(clock.today(), made.policy)
    made.ladder = queries.frozen(made.policy)
    made.raised_at = clock.now()
    made.cap_on = working_time.england_and_wales().add(clock.today(), queries.cap_of(made.policy))
    plan_reminders("escalation.cap", made, made.cap_on)
