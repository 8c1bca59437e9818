"""Who may see who trained: their own, and for those who answer for somebody. Which agencies trained together is open."""

from sqlalchemy import ColumnElement, or_

from people.access.supervision import answers_for_them
from people.models import Person, Training
from people.visibility import answers_for


@answers_for(Training)
def training(person: Person) -> ColumnElement[bool]:
    return or_(Training.person_id == person.id, answers_for_them(person, Training.person_id))
