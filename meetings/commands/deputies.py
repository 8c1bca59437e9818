"""Who comes in place of an invitee: how they may be named."""

from dataclasses import dataclass

from foundation.lifecycles import BadInput
from foundation.text import clean_line, search_key
from meetings.models import Invitation, Meeting
from meetings.rules import the_deputy_may_decide
from people import commands as people_commands
from people import queries as people_queries
from people.models import SENIORITIES


@dataclass(frozen=True)
class Deputy:
    """Somebody who is named to come instead. They are not invited by that: whoever convenes decides."""

    name: str
    email: str
    seniority: str = ""

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email, "seniority": self.seniority}


def checked_deputy(meeting: Meeting, asked: Invitation, deputy: Deputy | None) -> Deputy:
    """The deputy as they may be named, with the seniority of the record where they stand in it. Raises `BadInput`."""
    name, email = clean_line(deputy.name if deputy else "")[:200], clean_line(deputy.email if deputy else "")[:254]
    seniority = deputy.seniority if deputy else ""
    errors = {}
    if not name:
        errors["deputy_name"] = "Enter the name of the person who comes in your place."
    if not people_commands.is_address(email):
        errors["deputy_email"] = "Enter their e-mail address, like name@agency.example.uk."
    elif search_key(email) == asked.person.email_key:
        errors["deputy_email"] = "This is your own address. Enter theirs."
    if seniority not in SENIORITIES:
        errors["deputy_seniority"] = "Choose how senior they are."
    if asked.person_id == meeting.chair_id:
        errors["deputy_name"] = "The chair's deputy is named by whoever convenes the meeting. Telephone them."
    if errors:
        raise BadInput(errors)
    known = people_queries.person_by_email(email)
    if known is not None:
        if known.left_on is not None or known.agency_id != asked.agency_id:
            raise BadInput({"deputy_email": "Name somebody of your own agency who is in service."})
        seniority = known.seniority
    if refusal := the_deputy_may_decide(meeting, asked, seniority):
        raise BadInput({"deputy_seniority": refusal})
    return Deputy(name, email, seniority)
