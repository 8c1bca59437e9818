"""Tables of the meetings' room: the meeting and its dates, who is asked and who comes, what is said and decided, papers."""

from meetings.models.invitation import ATTENDANCE, MEANS, RESPONSES, SOURCES, Answer, Attendance, Invitation, ReportFile
from meetings.models.meeting import STATES, Meeting, MeetingChild, MeetingDue, ProtectiveStep
from meetings.models.papers import Correction, Paper, Recipient
from meetings.models.record import (
    HARMS,
    KINDS,
    POSITIONS,
    WISHES,
    ChildHeard,
    Decision,
    Dissent,
    DissentAsked,
    Position,
    RoomDraft,
    Statement,
)

__all__ = [
    "ATTENDANCE",
    "HARMS",
    "KINDS",
    "MEANS",
    "POSITIONS",
    "RESPONSES",
    "SOURCES",
    "STATES",
    "WISHES",
    "Answer",
    "Attendance",
    "ChildHeard",
    "Correction",
    "Decision",
    "Dissent",
    "DissentAsked",
    "Invitation",
    "Meeting",
    "MeetingChild",
    "MeetingDue",
    "Paper",
    "Position",
    "ProtectiveStep",
    "Recipient",
    "ReportFile",
    "RoomDraft",
    "Statement",
]
