"""Deciding to share what is known, or not to, with the reasons."""

import audit
from children import queries
from children.commands.writing import MAY_WRITE, WRITES
from children.models import CONSENTS, WITHOUT_CONSENT, Child, SharingDecision
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean, clean_line
from people.models import Person


def record_sharing_decision(
    person: Person,
    child: Child,
    *,
    shared: bool,
    what: str,
    with_whom: str,
    purpose: str,
    lawful_basis: str,
    reasons: str = "",
    special_category_condition: str = "",
    consent: str = "",
    urgent: bool = False,
    copy_kept_at: str = "",
) -> SharingDecision:
    """Information was shared, or was not; not sharing needs its reasons.

    Source: HM Government, Information sharing advice 2024: record what was shared, with whom and for what purpose, or why not.
    """
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    given = {"what": what, "with": with_whom, "purpose": purpose, "lawful_basis": lawful_basis}
    asked = {
        "what": "Say what the information is, in a few words.",
        "with": "Name the person and the agency.",
        "purpose": "Say what it is for.",
        "lawful_basis": "Name the lawful basis.",
    }
    errors = {field: asked[field] for field, value in given.items() if not clean(value)}
    if not shared and not clean(reasons):
        errors["reasons"] = "Say why the information was not shared."
    if consent in WITHOUT_CONSENT and not clean(reasons):
        errors["reasons"] = "Say why consent was not asked for or could not be had. Sharing stays possible."
    if consent and consent not in CONSENTS:
        errors["consent"] = f"Choose one of: {', '.join(CONSENTS)}."
    if errors:
        raise BadInput(errors)
    decision = SharingDecision(
        public_id=new_public_id(),
        child_id=child.id,
        shared=shared,
        what=clean(what),
        with_whom=clean_line(with_whom),
        purpose=clean(purpose),
        lawful_basis=clean_line(lawful_basis),
        special_category_condition=clean_line(special_category_condition),
        consent=consent,
        reasons=clean(reasons),
        urgent=urgent,
        copy_kept_at=clean_line(copy_kept_at),
        decided_by_id=person.id,
        decided_at=clock.now(),
    )
    db.session.add(decision)
    audit.record(person, "sharing.decided", decision, children=[child], shared=shared)
    db.session.flush()
    return decision
