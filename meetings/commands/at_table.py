"""Whom and what a command at the table means: an invitation, a child, who runs the meeting."""

from foundation.lifecycles import BadInput
from meetings import queries
from meetings.models import Invitation
from meetings.queries import Sheet
from people.models import Person

RUNS = {"chair", "coordinator", "convenor"}


def invitation_by(sheet: Sheet, public_id: str) -> Invitation | None:
    """The invitation named by its own identifier or by that of the person invited."""
    return next((i for i in sheet.invitations if public_id in (i.public_id, i.person.public_id)), None)


def own_invitation(sheet: Sheet, person: Person) -> Invitation | None:
    """The invitation of `person` to this meeting, where they have one."""
    return next((i for i in sheet.invitations if i.person_id == person.id), None)


def child_line(sheet: Sheet, public_id: str) -> queries.ChildLine:
    """One of the children whom the meeting is about; raises `BadInput` for any other."""
    line = next((child for child in sheet.children if child.public_id == public_id), None)
    if line is None:
        raise BadInput({"child": "Choose one of the children whom this meeting is about."})
    return line


def id_of_child(sheet: Sheet, public_id: str) -> int | None:
    """The child meant; with one child on the list that one, unless another is named."""
    if public_id:
        return child_line(sheet, public_id).id
    return sheet.children[0].id if len(sheet.children) == 1 else None
