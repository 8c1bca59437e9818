"""Who sees what was made of a chronology, the note for those who visit, and notes not written up yet."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from children.access.record import children_visible_to, covered_by, is_current, leads_today
from children.models import (
    LEADING,
    Draft,
    Engagement,
    IndicatorSeen,
    Involvement,
    LeadProfessional,
    PatternSettled,
    SafetyNote,
)
from people.models import Person
from people.visibility import answers_for


def _with_the_record(model: type[Any]) -> None:
    """Everybody who sees the child sees these."""
    answers_for(model)(lambda person: model.child_id.in_(children_visible_to(person)))


for _model in (Engagement, IndicatorSeen, PatternSettled):
    _with_the_record(_model)


@answers_for(SafetyNote)
def safety_notes(person: Person) -> ColumnElement[bool]:
    """For those who visit: who works with the child and sees the family, who leads, and who stands in for them."""
    theirs = or_(Involvement.person_id == person.id, Involvement.person_id.in_(covered_by(person)))
    visits = select(Involvement.child_id).where(
        is_current(), Involvement.role == "professional", Involvement.direct_contact.is_(True), theirs
    )
    leads = select(LeadProfessional.child_id).where(LeadProfessional.state.in_(LEADING), leads_today(person))
    return and_(
        SafetyNote.child_id.in_(children_visible_to(person)),
        or_(SafetyNote.child_id.in_(visits), SafetyNote.child_id.in_(leads)),
    )


@answers_for(Draft)
def drafts(person: Person) -> ColumnElement[bool]:
    """Its writer's alone, and only while they may see the child."""
    return and_(Draft.person_id == person.id, Draft.child_id.in_(children_visible_to(person)))
