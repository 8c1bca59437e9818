"""Reads of the meetings' room."""

from meetings.queries.afterwards import Afterwards, afterwards_of
from meetings.queries.around import AnswerLine, Around, MailLine, around, mails_about
from meetings.queries.best_time import BestTime, best_times, offers_of
from meetings.queries.brake import Unmet, unmet_of
from meetings.queries.chairs import Chairs, chairs_for
from meetings.queries.facts import Moves, convenes, facts_of, moves_of, roles_of
from meetings.queries.find import (
    at_risk_among,
    convened_from,
    decision_of,
    invitation_of,
    meeting_for,
    meeting_rows,
    statement_of,
)
from meetings.queries.judging import Judging, doubts_of, judging_of, proposals_of, unknown_answers
from meetings.queries.leaning import invitations_that_lean
from meetings.queries.links import (
    InvitationLink,
    invitation_by_token,
    invitation_link_is_in_use,
    report_due_of,
    report_file,
    report_files_of,
)
from meetings.queries.outlook import AgencyLine, Outlook, outlook_of
from meetings.queries.room import Agreed, Room, Said, Stands, room_of
from meetings.queries.series import SeriesLine, line_of, places_of, series_line
from meetings.queries.sheet import ChildLine, Sheet, sheet_of
from meetings.queries.suggest import Preview, Suggestion, people_near, preview_of

__all__ = [
    "Afterwards",
    "AgencyLine",
    "Agreed",
    "AnswerLine",
    "Around",
    "BestTime",
    "Chairs",
    "ChildLine",
    "InvitationLink",
    "Judging",
    "MailLine",
    "Moves",
    "Outlook",
    "Preview",
    "Room",
    "Said",
    "SeriesLine",
    "Sheet",
    "Stands",
    "Suggestion",
    "Unmet",
    "afterwards_of",
    "around",
    "at_risk_among",
    "best_times",
    "chairs_for",
    "convened_from",
    "convenes",
    "decision_of",
    "doubts_of",
    "facts_of",
    "invitation_by_token",
    "invitation_link_is_in_use",
    "invitation_of",
    "invitations_that_lean",
    "judging_of",
    "line_of",
    "mails_about",
    "meeting_for",
    "meeting_rows",
    "moves_of",
    "offers_of",
    "outlook_of",
    "people_near",
    "places_of",
    "preview_of",
    "proposals_of",
    "report_due_of",
    "report_file",
    "report_files_of",
    "roles_of",
    "room_of",
    "series_line",
    "sheet_of",
    "statement_of",
    "unknown_answers",
    "unmet_of",
]
