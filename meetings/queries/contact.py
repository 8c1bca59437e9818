"""To whom of the family it is not safe to write about a meeting."""

from children.queries import safe_contact
from meetings.models import Meeting
from people.models import Person

SAFE_CONTACT = "The 10 Principles, 9.7: domestic abuse, also where it is control"


def unsafe_to_write(meeting: Meeting, other: Person) -> str:
    """Why nothing about this meeting's children may go to `other`, in a sentence; '' where nothing speaks against it. Whoever
    has an account is kept from a case by a conflict of interest, not by this."""
    if other.role is not None or not meeting.children:
        return ""
    return safe_contact([child.id for child in meeting.children]).against(other)
