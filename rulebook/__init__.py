"""The rule book, read-only: meeting types, time limits, escalation policies and reminders as data, with sources.

Public: `book()` gives the one `RuleBook`; `RuleBookError` stops a start with faulty files; `NoSuchRule` answers an
unknown key with the nearest. `rulebook.dates` stands behind `convenor due`.
"""

from rulebook.book import CrossTypeRule, Reason, RuleBook, book, read_book
from rulebook.dated_rules import DatedRule, NoSuchRule
from rulebook.entries import RuleBookError
from rulebook.escalation import EscalationPolicy, FastTrack, PauseRule, Stage, Theme
from rulebook.everyone import Card, Link, Threat
from rulebook.meeting_types import ChairRule, Decision, FollowUp, Invitees, LabelledKey, MeetingType, Quorum
from rulebook.processes import MachineRule, SeparateProcess
from rulebook.reminders import Recipient, Reminder
from rulebook.sources import Document, Source
from rulebook.staff import Ceiling, Course, Standard
from rulebook.words import Agency, Role, Words

__all__ = [
    "Agency",
    "Card",
    "Ceiling",
    "ChairRule",
    "Course",
    "CrossTypeRule",
    "DatedRule",
    "Decision",
    "Document",
    "EscalationPolicy",
    "FastTrack",
    "FollowUp",
    "Invitees",
    "LabelledKey",
    "Link",
    "MachineRule",
    "MeetingType",
    "NoSuchRule",
    "PauseRule",
    "Quorum",
    "Reason",
    "Recipient",
    "Reminder",
    "Role",
    "RuleBook",
    "RuleBookError",
    "SeparateProcess",
    "Source",
    "Stage",
    "Standard",
    "Theme",
    "Threat",
    "Words",
    "book",
    "read_book",
]
