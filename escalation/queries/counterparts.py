"""Who answers at a stage: somebody of the other agency who holds it, and never whoever decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, select

from children.models import ConflictOfInterest
from children.queries import people_involved
from escalation.access import WITHOUT_CASES
from escalation.models import Escalation, EscalationChild
from escalation.queries.find import stages_of
from escalation.queries.ladder import rung_of
from foundation import clock
from foundation.database import db
from people.models import Absence, Agency, Person
from people.queries import deputies_of
from people.visibility import visible_to


def counterpart(escalation: Escalation, number: int, *, leaving: Person | None = None) -> Person | None:
    """Who would answer at stage `number`: of the other agency, of the stage's seniority or role, never whoever decided, nor
    somebody who reports to an earlier responder or is barred from a child; whoever is away is stood in for. None: nobody
    holds the stage. `leaving` is somebody who still is in service, and is no answer any more."""
    holders = _holders(escalation, rung_of(escalation, number), leaving)
    barred = _barred(escalation) | ({leaving.id} if leaving else set())
    above = lines_above([one.id for one in holders])
    answered = _answered(escalation)

    def may_answer(person: Person) -> bool:
        decided = number > 1 and person.id == escalation.decision_maker_id
        return person.id not in barred | {escalation.raiser_id} and not decided and not answered & above[person.id]

    chosen = next((one for one in holders if may_answer(one)), None)
    return None if chosen is None else _deputy(escalation, chosen, barred) or chosen


def answers_to_an_earlier_one(escalation: Escalation, person: Person) -> bool:
    """Whether `person` reports, over however many steps, to somebody who has answered already."""
    return bool(_answered(escalation) & lines_above([person.id])[person.id])


def can_answer(escalation: Escalation, person: Person) -> bool:
    """Whether `person` is in service, with an account that may see it."""
    return person.is_active and person.role not in WITHOUT_CASES and person.id not in _barred(escalation)


def lines_above(person_ids: Sequence[int]) -> dict[int, set[int]]:
    """For each of `person_ids` the managers above, up to the top. One query, however long the lines are."""
    line = (
        select(Person.id.label("start"), Person.manager_id.label("above"))
        .where(Person.id.in_(person_ids), Person.manager_id.is_not(None))
        .cte("line", recursive=True)
    )
    higher = select(line.c.start, Person.manager_id).join(Person, Person.id == line.c.above)
    line = line.union(higher.where(Person.manager_id.is_not(None)))
    found: dict[int, set[int]] = {one: set() for one in person_ids}
    for start, above in db.session.execute(select(line.c.start, line.c.above)):
        found[start].add(above)
    return found


def stage_holders(person: Person, ladder: Sequence[Mapping[str, Any]]) -> dict[int, dict[int, list[Any]]]:
    """Who could answer at each stage of `ladder`, by agency and stage, for the page that shows vacancies beforehand; a stage
    of the partners has them at agency 0. Rows have `name`, `agency_id` and `away_until` (None: in service today). One query.
    """
    today = clock.today()
    away = and_(
        Absence.person_id == Person.id,
        Absence.from_on <= today,
        Absence.to_on >= today,
        Absence.withdrawn_at.is_(None),
    )
    rows = db.session.execute(
        select(
            Person.name, Person.agency_id, Person.role, Person.seniority, func.max(Absence.to_on).label("away_until")
        )
        .outerjoin(Absence, away)
        .where(visible_to(person, Person), Person.left_on.is_(None), Person.role.is_not(None))
        .group_by(Person.id, Person.name, Person.agency_id, Person.role, Person.seniority)
        .order_by(Person.name)
    ).all()
    held: dict[int, dict[int, list[Any]]] = {}
    for rung in ladder:
        for row in rows:
            answers = row.role not in (*WITHOUT_CASES, "coordinator") and row.seniority == rung["seniority"]
            if row.role == rung["role"] if rung["role"] else answers:
                where = 0 if rung["role"] else row.agency_id
                held.setdefault(where, {}).setdefault(int(rung["number"]), []).append(row)
    return held


def _answered(escalation: Escalation) -> set[int]:
    return {stage.responder_id for stage in stages_of(escalation) if stage.responder_id}


def _barred(escalation: Escalation) -> set[int]:
    """Those who could not see it: a conflict of interest with one of the children."""
    conflicts = select(ConflictOfInterest.person_id).join(
        EscalationChild, EscalationChild.child_id == ConflictOfInterest.child_id
    )
    return set(db.session.scalars(conflicts.where(EscalationChild.escalation_id == escalation.id)))


def _deputy(escalation: Escalation, person: Person, barred: set[int]) -> Person | None:
    """Whoever stands in for `person` today; nobody where that is one of those who must not answer."""
    deputy = deputies_of([person.id], clock.today()).get(person.id)
    if deputy is None or deputy in barred | {escalation.raiser_id, escalation.decision_maker_id}:
        return None
    found = db.session.get_one(Person, deputy)
    return found if can_answer(escalation, found) else None


def _holders(escalation: Escalation, rung: Mapping[str, Any], leaving: Person | None) -> Sequence[Person]:
    """Those who hold the stage in the other agency, the nearest first: the decision maker's own line, then others."""
    decided = escalation.decision_maker
    if rung["number"] == 1 and decided is not None and decided.is_active and decided is not leaving:
        return [decided]
    people = (
        select(Person)
        .join(Agency, Agency.id == Person.agency_id)
        .where(Person.left_on.is_(None), Person.role.is_not(None))
        .order_by(Person.id)
    )
    if rung["role"]:
        wanted = people.where(Person.role == rung["role"]).order_by(None)
        return list(
            db.session.scalars(wanted.order_by(Person.agency_id != escalation.against_agency_id, Person.id)).unique()
        )
    people = people.where(Person.role.not_in((*WITHOUT_CASES, "coordinator")), Person.seniority == rung["seniority"])
    held = list(db.session.scalars(people.where(Person.agency_id == escalation.against_agency_id)).unique())
    if rung["number"] == 1:
        involved = {one.person_id for one in people_involved(escalation.children)}
        return sorted(held, key=lambda one: one.id not in involved)
    above = lines_above([decided.id])[decided.id] if decided is not None else set()
    return sorted(held, key=lambda one: one.id not in above)
