"""A small room of its own for the mail's tests: letters that somebody is reminded of and told about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from foundation import clock as the_clock
from notifications import composing
from notifications.calendar import CalendarEntry
from notifications.composing import CANCELLATION, INVITATION, Message, Moot, Notice, composes, fires, rendered


@dataclass
class Subject:
    """Something that mail is about."""

    public_id: str
    __tablename__ = "subject"


@dataclass
class Room:
    """What the room above would say, to be changed by a test: who hears of a timer, and what is moot."""

    told: list[int] = field(default_factory=list)
    moot: str = ""
    stumbles: set[str] = field(default_factory=set)
    subjects: dict[str, str] = field(default_factory=dict)  # the mail's subject, by what it is about
    entry: dict[str, Any] = field(default_factory=dict)
    fired: list[Any] = field(default_factory=list)


def an_entry(**changes: Any) -> CalendarEntry:
    """A meeting on Wednesday 4 March 2026, 14:00 to 15:30, as it stands in one invitee's calendar."""
    starts = datetime(2026, 3, 4, 14, tzinfo=the_clock.LONDON)
    made = datetime(2026, 2, 26, 16, 40, tzinfo=the_clock.LONDON)
    given: dict[str, Any] = dict(
        method="REQUEST",
        uid="k3m5q7r2t4v6x8z2b4d6f8h2j4@convenor.example.uk",
        sequence=0,
        created=made,
        modified=made,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=90),
        summary="Multi-agency meeting – ref M-2026-0412",
        description="OFFICIAL-SENSITIVE\nOpen the meeting page for everything else: https://convenor.example.uk/meetings/abc",
        location="Online – join from the meeting page",
        url="https://convenor.example.uk/meetings/abc",
        organizer="rsvp-mfrggzdfmztwq2lkmfrggzdf@convenor.example.uk",
        organizer_name="Northshire Safeguarding Partnership",
        attendee="tia.teacher@school.example.uk",
        attendee_name="Tia Teacher",
    )
    return CalendarEntry(**{**given, **changes})


@pytest.fixture
def subject() -> Subject:
    return Subject("s" * 20)


@pytest.fixture
def room() -> Iterator[Room]:
    """Registers the kinds of this room, and takes them back."""
    before = dict(composing._firings), dict(composing._composers)
    here = Room()

    @fires("letter.due", "action.due", "lead.gap")
    def letter_due(timer: Any) -> Any:
        here.fired.append((timer.step, timer.planned_for))
        if here.moot:
            return Moot(here.moot)
        if timer.subject_id in here.stumbles:
            raise RuntimeError("The room stumbled.")
        return [Notice(person_id, "letter_reminder") for person_id in here.told]

    def letter(row: Any) -> Message | Moot:
        if here.moot:
            return Moot(here.moot)
        if row.about_id in here.stumbles:
            raise RuntimeError("The room stumbled.")
        subject = here.subjects.get(row.about_id, f"Letter {row.about_id[:4]}")
        return Message(subject, **rendered("digest", reminders=[{"subject": subject, "link": row.details.get("link")}]))

    composes("letter_reminder", folds=True)(letter)
    composes("letter_notice")(letter)
    composes("letter_cancelled", priority=CANCELLATION, always_sent=True)(letter)

    @composes("letter_invitation", priority=INVITATION)
    def invitation(row: Any) -> Message | Moot:
        if here.moot:
            return Moot(here.moot)
        entry = an_entry(**{"attendee": composing.reached(row.recipient_id).email, **here.entry})
        return Message(entry.summary, entry=entry, **rendered("digest", reminders=[]))

    yield here
    composing._firings.clear()
    composing._firings.update(before[0])
    composing._composers.clear()
    composing._composers.update(before[1])
