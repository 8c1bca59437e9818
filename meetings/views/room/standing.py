"""What stands in the meeting: who is here, what is known of each child, quorum, positions, decisions."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import rulebook
from children.models import CATEGORIES
from foundation import clock
from foundation.lifecycles import NotVisible
from meetings import commands, queries
from meetings.challenged import Challenge, challenges_of
from meetings.forms.deciding import day_in_words
from meetings.forms.room import RoomForm
from meetings.models import Invitation, Meeting
from meetings.models.invitation import CAPACITIES
from meetings.models.meeting import AFTER, RUNNING
from meetings.queries import ChildLine, Room, Sheet
from meetings.queries.facts import reconvene_by
from people.models import Person
from people.sign_in import me

HERE = ("attended", "deputy_attended")


@dataclass(frozen=True)
class QuorumLine:
    """One agency (or discipline) as the quorum counts it."""

    name: str
    word: str
    kind: str
    note: str


class Standing:
    """What stands in the meeting, as `me()` may see it."""

    def __init__(self, public_id: str, tried: RoomForm | None = None) -> None:
        self.person: Person = me()
        self.room: Room = queries.room_of(self.person, queries.meeting_for(self.person, public_id))
        self.tried = tried

    @property
    def meeting(self) -> Meeting:
        return self.room.meeting

    @property
    def sheet(self) -> Sheet:
        return self.room.sheet

    @property
    def children(self) -> list[ChildLine]:
        return self.sheet.children

    def name(self, child_id: int | None) -> str:
        """A child as this reader may know it; what is about no single child is about the meeting."""
        line = next((child for child in self.children if child.id == child_id), None)
        if line is None:
            return "everybody" if self.children else "this meeting"
        return line.name or line.label(len(self.children)).capitalize()

    @property
    def runs(self) -> bool:
        return self.meeting.state in RUNNING

    @property
    def is_over(self) -> bool:
        return self.meeting.state in (*AFTER, "reconvened")

    @property
    def chairs(self) -> bool:
        return self.runs and "chair" in self.room.roles

    @property
    def keeps(self) -> bool:
        """Whoever chairs or convenes writes down attendance, and what others say."""
        return self.runs and bool(self.room.roles & commands.RUNS)

    @property
    def takes_part(self) -> bool:
        return self.keeps or (self.runs and "asked" in self.room.roles)

    @cached_property
    def quorum(self) -> Any:
        return self.sheet.quorum() if self.sheet.attendance else None

    @cached_property
    def own(self) -> Invitation | None:
        return next((one for one in self.sheet.invitations if one.person_id == self.person.id), None)

    @cached_property
    def here(self) -> list[Invitation]:
        """Those who are in the room now, or were."""
        return [one for one in self.sheet.invitations if self._status(one) in HERE]

    def _status(self, invitation: Invitation) -> str:
        row = self.sheet.attendance.get(invitation.id)
        return row.status if row else ""

    @cached_property
    def agencies(self) -> dict[int, str]:
        """The agencies that are here and count, by name."""
        return dict(sorted(self.sheet.agencies_present().items(), key=lambda one: one[1]))

    @property
    def subjects(self) -> list[int | None]:
        """What is decided on, one by one: each child, or the meeting's subject."""
        return [child.id for child in self.children] or [None]

    def subject(self, child: str) -> int | None:
        """The child of an address; `-` is the meeting's subject. Raises `NotVisible`."""
        if child == "-" and not self.children:
            return None
        return self.child(child).id

    def child(self, public_id: str) -> ChildLine:
        found = next((line for line in self.children if line.public_id == public_id), None)
        if found is None:
            raise NotVisible("child")
        return found

    def child_key(self, child_id: int | None) -> str:
        return next((line.public_id for line in self.children if line.id == child_id), "-")

    def decision_for(self, child_id: int | None) -> Any:
        return next((made for made in self.sheet.decisions if made.child_id == child_id), None)

    def positions_on(self, child_id: int | None) -> list[Any]:
        return [one for one in self.room.positions if one.child_id == child_id]

    def own_position_on(self, child_id: int | None) -> Any:
        return next((one for one in self.positions_on(child_id) if one.agency_id == self.person.agency_id), None)

    @cached_property
    def latest(self) -> dict[str, date]:
        """The last lawful day of each meeting that a decision of today would start."""
        book, today = rulebook.book(), clock.today()
        last = {}
        for start in self.meeting.kind.starts:
            due = book.due_for(start.timer, today)
            last[start.timer] = due.by or (clock.local(due.at).date() if due.at else today)
        return last

    def starts(self, decision: str) -> list[tuple[str, date]]:
        """What a decision would start, with the last lawful day of each."""
        book = rulebook.book()
        follows = self.meeting.kind.follow_ups(decision)
        return [(book.rule(start.timer).what, self.latest[start.timer]) for start in follows]

    @cached_property
    def challenges(self) -> dict[str, list[Challenge]]:
        """Who challenged a decision or a judgement that stands here. While it runs, the chair has the dissents in view."""
        if self.chairs:
            return {}
        judged = [line.public_id for line in self.room.said if line.kind == "professional_judgement"]
        return challenges_of(self.person, [*judged, *(made.public_id for made in self.sheet.decisions)])

    @cached_property
    def unmet(self) -> dict[int, list[queries.Unmet]]:
        """What stands against ending a plan, where this meeting may end one."""
        return queries.unmet_of(self.person, self.meeting) if self.chairs and self.meeting.kind.reviews_a_plan else {}

    @cached_property
    def without_a_part(self) -> list[str]:
        """Agencies that are here and take nothing on; asked only where a plan is made or kept."""
        if not any(one.makes_plan or one.keeps_plan for one in self.meeting.kind.decisions):
            return []
        busy = {one.agency for one in self.room.actions}
        there = {
            one.agency_id: one.agency.name
            for one in self.sheet.invitations
            if one.capacity in ("professional", "legal")
        }
        return sorted(name for key, name in there.items() if name not in busy and key not in self.sheet.no_part)

    @cached_property
    def silent(self) -> list[str]:
        """The agencies that are here and have said nothing yet."""
        spoke = {line.agency_id for line in self.room.said}
        return [name for agency, name in self.agencies.items() if agency not in spoke]

    @cached_property
    def quorum_lines(self) -> list[QuorumLine]:
        """Each agency that the quorum asks for or counts, with the names behind it."""
        book, outcome = rulebook.book(), self.quorum
        asked = list(self.meeting.kind.quorum.required_agencies)
        lines = []
        for key in dict.fromkeys([*asked, *outcome.counted]):
            names = ", ".join(outcome.counted.get(key, ()))
            gone = key in outcome.missing
            word = ("here, may not decide" if names else "missing") if gone else "here"
            name = book.agency_name(key)
            lines.append(
                QuorumLine(name if name != key else book.discipline_name(key), word, "stop" if gone else "ok", names)
            )
        if outcome.short:
            lines.append(
                QuorumLine(counted(outcome.short, "other agency").replace("agencys", "agencies"), "needed", "stop", "")
            )
        return lines

    @property
    def missing_agencies(self) -> str:
        """In words, those whose absence the quorum feels."""
        return " and ".join(rulebook.book().agency_name(key) for key in self.quorum.missing) if self.quorum else ""

    @property
    def reconvene_by(self) -> date:
        by = reconvene_by(self.meeting, clock.today())
        return by or clock.today()

    @property
    def owners_to_tell(self) -> list[str]:
        return list(dict.fromkeys(one.owner for one in self.room.actions if one.noted))

    @property
    def needs_category(self) -> bool:
        return any(one.needs_category for one in self.meeting.kind.decisions)

    @cached_property
    def decision_hints(self) -> dict[str, str]:
        """What each decision starts, and by when at the latest."""
        hints = {}
        for one in self.meeting.kind.decisions:
            starts = [f"{what}, by {day_in_words(day)}" for what, day in self.starts(one.key)]
            if starts:
                hints[one.key] = f"Starts: {'; '.join(starts)}."
        return hints

    def dates_of(self, made: Any) -> list[tuple[str, str]]:
        """What a decision starts, with the date that was set or the last lawful one."""
        lines = []
        for start in self.meeting.kind.follow_ups(made.decision):
            on = made.next_dates.get(start.timer)
            day = date.fromisoformat(on) if on else self.latest[start.timer]
            words = f"{'on' if on else 'by'} {day_in_words(day)}"
            lines.append((rulebook.book().rule(start.timer).what, words))
        return lines

    @staticmethod
    def initials(invitation: Invitation) -> str:
        return initials(invitation.person.name)

    @staticmethod
    def capacity(invitation: Invitation) -> str:
        return CAPACITIES[invitation.capacity]

    @staticmethod
    def category(key: str) -> str:
        return CATEGORIES[key]


def initials(name: str) -> str:
    """The first letters of first and last name."""
    words = name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""


def counted(number: int, noun: str) -> str:
    """1 action, 2 actions."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
