"""Tables of the meetings' room: the meeting and its dates, who is asked and who comes, what is said and decided, papers."""

from meetings.models.invitation import (
    ATTENDANCE,
    MEANS,
    RESPONSES,
    SOURCES,
    Answer,
    Attendance,
    Invitation,
    OfferedTime,
    ReportFile,
)
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
from meetings.models.replies import DOUBTS, PROPOSAL_STATES, SETTLED, Doubt, Proposal
from meetings.models.series import MeetingSeries, Seat

__all__ = [
    "ATTENDANCE",
    "DOUBTS",
    "HARMS",
    "KINDS",
    "MEANS",
    "POSITIONS",
    "PROPOSAL_STATES",
    "RESPONSES",
    "SETTLED",
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
    "Doubt",
    "Invitation",
    "Meeting",
    "MeetingChild",
    "MeetingDue",
    "MeetingSeries",
    "OfferedTime",
    "Paper",
    "Position",
    "Proposal",
    "ProtectiveStep",
    "Recipient",
    "ReportFile",
    "RoomDraft",
    "Seat",
    "Statement",
]
