"""After something serious everybody who took part is offered a debrief: it stands with them, and not in the record."""

from children import queries as cases
from meetings.commands import dates
from meetings.commands.calendars import listed
from meetings.models import Meeting
from people.commands import offer_debrief
from people.models import Person

OUTSIDE = ("family", "advocate", "interpreter")  # those who help the family have support of their own


def offer_debriefs(person: Person, meeting: Meeting) -> None:
    """For a type whose rules ask for it: offered to those on the list, and to those who work with the children. Asked
    again it offers nothing twice. Source: the 10 Principles, principle 8c/8d."""
    rule = next((rule for rule in meeting.kind.outputs if rule.key.endswith(".debrief")), None)
    if rule is None or meeting.opened_at is None:
        return
    on_the_list = {one.person_id for one in listed(meeting) if one.capacity not in OUTSIDE}
    work_with = {one.person_id for one in cases.people_involved(meeting.children) if one.role not in OUTSIDE}
    offer_debrief(
        person,
        on_the_list | work_with,
        about=meeting.public_id,
        since=meeting.opened_at,
        coordinator_id=meeting.coordinator_id,
        rule=rule.key,
    )
    if meeting.ended_at is not None:
        dates.meet_duty(meeting, "output", "a debrief was offered to everybody", ".debrief")
