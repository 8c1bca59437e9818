"""Reads of professional disagreements: the list and one of them, the ladder, who answers, and the moves of a reader."""

from escalation.queries.counterparts import can_answer, counterpart
from escalation.queries.find import (
    coordinators,
    entries_of,
    escalation_for,
    escalation_rows,
    is_overdue,
    last_responder,
    may_know_the_raiser,
    open_stage,
    partners,
    stages_of,
)
from escalation.queries.ladder import (
    alarms_of,
    counted,
    fast_track_stage,
    frozen,
    limit_of,
    pauses_of,
    projection,
    rung_of,
    runs_by_hours,
    stage_numbers,
)
from escalation.queries.moves import ROLE_WORDS, WHO, Moves, facts_of, moves_of, roles_of

__all__ = [
    "ROLE_WORDS",
    "WHO",
    "Moves",
    "alarms_of",
    "can_answer",
    "coordinators",
    "counted",
    "counterpart",
    "entries_of",
    "escalation_for",
    "escalation_rows",
    "facts_of",
    "fast_track_stage",
    "frozen",
    "is_overdue",
    "last_responder",
    "limit_of",
    "may_know_the_raiser",
    "moves_of",
    "open_stage",
    "partners",
    "pauses_of",
    "projection",
    "roles_of",
    "rung_of",
    "runs_by_hours",
    "stage_numbers",
    "stages_of",
]
