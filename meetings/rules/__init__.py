"""Why a move of a meeting is refused: one function for one rule, each with its source (DOMAIN §3.2, rule book).

A rule looks only at the meeting and at the facts that were gathered for it. What a person gives with the event is in
`facts.given`; rules about that are marked `asks`, since a page cannot know it yet.
"""

from meetings.rules.afterwards import (
    the_chair_approved_the_letter,
    the_chair_approved_the_minutes,
    the_decision_letter_went_first,
)
from meetings.rules.arranging import (
    CANCEL_REASONS,
    is_short_notice,
    the_chair_is_independent,
    the_chair_is_senior_enough,
    the_deputy_may_decide,
)
from meetings.rules.facts import DISSENT, LETTERS, SENIORITY, ChairFacts, ChildFacts, Facts
from meetings.rules.sitting import opening_of

__all__ = [
    "CANCEL_REASONS",
    "DISSENT",
    "LETTERS",
    "SENIORITY",
    "ChairFacts",
    "ChildFacts",
    "Facts",
    "is_short_notice",
    "opening_of",
    "the_chair_approved_the_letter",
    "the_chair_approved_the_minutes",
    "the_chair_is_independent",
    "the_chair_is_senior_enough",
    "the_decision_letter_went_first",
    "the_deputy_may_decide",
]
