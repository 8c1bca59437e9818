"""Who may see the people's room: names, agencies and ways to reach them are open to everybody who is signed in."""

from sqlalchemy import ColumnElement, true

from people.models import Absence, Agency, Alias, ApiToken, KeptForm, Person, PrivateLink
from people.visibility import answers_for


@answers_for(Agency)
def agencies(person: Person) -> ColumnElement[bool]:
    return true()


@answers_for(Person)
def people(person: Person) -> ColumnElement[bool]:
    return true()


@answers_for(Absence)
def absences(person: Person) -> ColumnElement[bool]:
    """When somebody is away, and who stands in, is what colleagues need to reach them."""
    return true()


@answers_for(ApiToken)
def tokens(person: Person) -> ColumnElement[bool]:
    return ApiToken.person_id == person.id


@answers_for(PrivateLink)
def links(person: Person) -> ColumnElement[bool]:
    """A link is its owner's alone, and even they are shown only what it opens."""
    return PrivateLink.person_id == person.id


@answers_for(KeptForm)
def kept_forms(person: Person) -> ColumnElement[bool]:
    """What somebody typed and has not sent is theirs alone."""
    return KeptForm.person_id == person.id


@answers_for(Alias)
def aliases(person: Person) -> ColumnElement[bool]:
    """Under which addresses somebody answers is what colleagues know of each other."""
    return true()
