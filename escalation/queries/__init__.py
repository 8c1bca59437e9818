"""Reads of professional disagreements: the list and one of them, the ladder, who answers, and the moves of a reader."""

from escalation.queries.counterparts import can_answer, counterpart
from escalation.queries.find import (
    coordinators,
    entries_of,
    escalation_for,
    escalation_rows,
    is_overdue,
    may_know_the_raiser,
    open_stage,
    partners,
    stages_of,
)
from escalation.queries.ladder import frozen, limit_of, projection, rung_of, stage_numbers
from escalation.queries.moves import ROLE_WORDS, WHO, Moves, facts_of, moves_of, roles_of

__all__ = [
    "ROLE_WORDS",
    "WHO",
    "Moves",
    "can_answer",
    "coordinators",
    "counterpart",
    "entries_of",
    "escalation_for",
    "escalation_rows",
    "facts_of",
    "frozen",
    "is_overdue",
    "limit_of",
    "may_know_the_raiser",
    "moves_of",
    "open_stage",
    "partners",
    "projection",
    "roles_of",
    "rung_of",
    "stage_numbers",
    "stages_of",
]
