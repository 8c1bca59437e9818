"""Who challenged a decision, legal advice or a medical opinion, and what came of it."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import aliased

from escalation.models import OUTCOMES, STATES, Escalation
from foundation.database import db
from meetings.challenged import Challenge
from meetings.models import Decision, Dissent
from people.models import Agency, Person
from people.visibility import visible_to


def challenges(person: Person, public_ids: Collection[str]) -> dict[str, list[Challenge]]:
    """By what they are about; a dissent that became a challenge counts for its decision. One query."""
    raiser, agency = aliased(Person), aliased(Agency)
    rows = db.session.execute(
        select(
            Escalation, raiser.name.label("raiser"), agency.name.label("agency"), Decision.public_id.label("decision")
        )
        .join(raiser, raiser.id == Escalation.raiser_id)
        .join(agency, agency.id == Escalation.raiser_agency_id)
        .outerjoin(Dissent, Dissent.escalation_id == Escalation.id)
        .outerjoin(Decision, Decision.id == Dissent.decision_id)
        .where(
            visible_to(person, Escalation),
            Escalation.state != "draft",
            Escalation.about_id.in_(public_ids) | Decision.public_id.in_(public_ids),
        )
        .order_by(Escalation.id)
    ).all()
    found: dict[str, list[Challenge]] = defaultdict(list)
    for made, name, of, decision in rows:
        answer = f"{OUTCOMES.get(made.outcome, '')}. {made.rationale}".strip(". ") if made.outcome else ""
        by = of if made.name_held_back else f"{name}, {of}"
        about = decision if decision in public_ids else str(made.about_id)
        href = f"/escalations/{made.public_id}"
        found[about].append(Challenge(made.reference, href, by, STATES[made.state], answer))
    return dict(found)
