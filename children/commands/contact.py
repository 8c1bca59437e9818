"""Safe contact: whom nothing may be sent to about a child, and who is met apart."""

import audit
from children import queries
from children.commands.writing import WRITES
from children.models import CONTACT_RULES, Child, ContactRule
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean, clean_line, search_key
from people.commands import is_address
from people.models import Person

KEEPS_SAFE = WRITES | {"line_manager", "manager", "chair", "coordinator"}
WHO_KEEPS_SAFE = (
    "Those who work with the child, and those who lead, manage, chair or coordinate, set who is not written to."
)


def set_contact_rule(
    person: Person, child: Child, *, name: str, kind: str, reason: str, email: str = ""
) -> ContactRule:
    """From this second nothing about the children of this household goes to that person, or they are met apart.

    Source: the 10 Principles, 9.7 (domestic abuse, also where it is control and not blows).
    """
    require(queries.roles_in(person, child.id) & KEEPS_SAFE, WHO_KEEPS_SAFE)
    name, email = clean_line(name), clean_line(email)
    errors = {}
    if not name:
        errors["name"] = "Name the person."
    if kind not in CONTACT_RULES:
        errors["kind"] = f"Choose one of: {', '.join(CONTACT_RULES)}."
    if not clean(reason):
        errors["reason"] = "Say why, for whoever writes to the family next."
    if email and not is_address(email):
        errors["email"] = "Enter an e-mail address in the form name@example.org."
    if errors:
        raise BadInput(errors)
    rule = ContactRule(
        public_id=new_public_id(),
        household_id=child.household_id,
        name=name,
        name_key=search_key(name)[:200],
        email_key=search_key(email),
        kind=kind,
        reason=clean(reason),
        recorded_by_id=person.id,
        recorded_at=clock.now(),
    )
    db.session.add(rule)
    audit.record(person, "contact_rule.set", rule, children=[child], rule=kind)
    db.session.flush()
    return rule


def end_contact_rule(person: Person, child: Child, rule: ContactRule, reason: str) -> ContactRule:
    """It no longer holds, and why; the rule stays to be read."""
    require(queries.roles_in(person, child.id) & KEEPS_SAFE, WHO_KEEPS_SAFE)
    if not clean(reason):
        raise BadInput({"end_reason": "Say why it is safe now."})
    if rule.ended_at is None:
        rule.ended_at, rule.end_reason = clock.now(), clean(reason)
        audit.record(person, "contact_rule.ended", rule, children=[child], reason=rule.end_reason)
        db.session.flush()
    return rule
