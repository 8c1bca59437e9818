"""The adults of the family and the services of the parents, as far as a meeting has to think of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from children.queries import adult_gaps, adult_services
from meetings.models import Meeting
from meetings.models.meeting import RUNNING
from meetings.queries.sheet import Sheet

FATHERS = "fathers_and_partners"  # a field of the record, and the key of the reason why it is not filled
OF_PARENTS = "adult_services_working_with_a_parent"  # a role of the rule book
IN_RECORD = ("father", "partner")


@dataclass(frozen=True)
class Gap:
    """Somebody who is missing in the file of a child, and who sees that somebody asks."""

    child: str
    words: str
    owner: str


def gaps_of(sheet: Sheet) -> list[Gap]:
    """For the agenda: the gaps of those children whose record the reader of the sheet may open. One query."""
    children = [child for child in sheet.children if child.may_open]
    found = adult_gaps([child.id for child in children]) if children else {}
    return [
        Gap(child.name, adult.words, child.lead_name if child.lead_state == "active" else "")
        for child in children
        for adult in found[child.id]
    ]


def adults_missing(sheet: Sheet) -> tuple[str, ...]:
    """Which adults a meeting that has to record them still lacks: in words, without a name. One query for such a meeting while
    it runs."""
    meeting = sheet.meeting
    if meeting.state not in RUNNING or not any(one.key == FATHERS for one in meeting.kind.record_fields):
        return ()
    found = adult_gaps([child.id for child in sheet.children])
    return tuple(dict.fromkeys(one.label.lower() for gaps in found.values() for one in gaps if one.key in IN_RECORD))


def services_not_asked(sheet: Sheet) -> list[str]:
    """Services that a parent uses, with nobody of their agency on the list and no reason why. One query, for types that ask."""
    if not asks_services_of_parents(sheet.meeting) or sheet.meeting.missing_reasons.get(OF_PARENTS):
        return []
    asked = {invitation.agency_id for invitation in sheet.invitations}
    return [f"{row.service} of {row.name}" for row in services_of_parents(sheet) if row.id not in asked]


def services_of_parents(sheet: Sheet) -> Sequence[Any]:
    return adult_services([child.id for child in sheet.children]) if sheet.children else []


def asks_services_of_parents(meeting: Meeting) -> bool:
    return any(role.key == OF_PARENTS for role in meeting.kind.invitees.professionals)
