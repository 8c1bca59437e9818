"""Which moves of the lead professional a person may make now, which are refused and why; and what is shown to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from children.models import Child, LeadProfessional
from children.rules import LeadFacts
from foundation import clock
from foundation.lifecycles import Refusal, refusals
from people.models import Person

MANAGES = frozenset({"line_manager", "manager"})
SKIPPED = "None: "  # how the record of an introduction begins that was not made
YEAR = timedelta(days=365)
NOMINATES = MANAGES | {"chair", "coordinator", "lead"}
LABELS = {
    "nominate": "Nominate a lead professional",
    "accept": "Accept: I lead for this child",
    "decline": "Decline",
    "propose_handover": "Propose a handover",
    "accept_handover": "Take over now",
    "withdraw_handover": "Withdraw the handover",
    "appoint_deputy": "Appoint a deputy",
    "end": "End the lead",
}


@dataclass(frozen=True)
class Move:
    """One thing that this person may do about the lead; greyed out where there are `refusals`."""

    event: str
    label: str
    refusals: Sequence[Refusal] = ()


@dataclass(frozen=True)
class Leading:
    """Everything about who leads: the one who does, the one who is to, and what the reader may do about it."""

    lead: LeadProfessional | None
    nomination: LeadProfessional | None
    past: list[LeadProfessional]
    moves: list[Move]

    @property
    def allowed(self) -> list[str]:
        return [move.event for move in self.moves if not move.refusals]

    @property
    def workers_in_a_year(self) -> int:
        """How many different people have led for the child within the last 365 days, the present one included."""
        since = clock.now() - YEAR
        led = [row for row in (self.lead, *self.past) if row is not None and row.started_at is not None]
        return len({row.person_id for row in led if row.ended_at is None or row.ended_at >= since})

    @property
    def worker_words(self) -> str:
        """As "4th worker in 12 months"; '' for the first."""
        number = self.workers_in_a_year
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending} worker in 12 months" if number > 1 else ""

    @property
    def introductions(self) -> tuple[int, int]:
        """How many handovers came with an introduction to the child, of how many."""
        handed = [row for row in self.past if row.state == "handed_over"]
        return sum(not row.introduction.startswith(SKIPPED) for row in handed), len(handed)

    @property
    def blocked(self) -> list[Move]:
        return [move for move in self.moves if move.refusals]


def leading_of(person: Person, roles: frozenset[str], rows: list[LeadProfessional]) -> Leading:
    """What `rows`, all leads of one child, say to `person`, whose roles in the case are `roles`. Asks the database nothing."""
    lead = next((row for row in rows if row.leads), None)
    nomination = next((row for row in rows if row.state in ("nominated", "accepted")), None)
    asked = nomination is not None and nomination.person_id == person.id
    permitted = {
        "nominate": roles & NOMINATES,
        "accept": asked and nomination is not None and nomination.state == "nominated",
        "decline": asked and nomination is not None and nomination.state == "nominated",
        "propose_handover": lead and lead.state == "active" and roles & (MANAGES | {"lead"}),
        "accept_handover": asked and lead and lead.state == "handover_proposed",
        "withdraw_handover": lead and lead.state == "handover_proposed" and (asked or roles & (MANAGES | {"lead"})),
        "appoint_deputy": lead and roles & MANAGES,
        "end": (lead or nomination) and roles & MANAGES,
    }
    facts = LeadFacts(nomination_stands=nomination is not None, successor_is_nominated=nomination is not None)
    subjects = {"nominate": LeadProfessional(state="named"), "accept": nomination, "decline": nomination}
    moves = []
    for event, may in permitted.items():
        if may:
            subject = subjects.get(event, lead)
            reasons = refusals(subject, event, facts, asked=False) if subject is not None else []
            moves.append(Move(event, LABELS[event], reasons))
    past = [row for row in rows if row is not lead and row is not nomination]
    return Leading(lead, nomination, past, moves)


def may_see_where_they_live(person: Person, roles: frozenset[str], child: Child, lead: LeadProfessional | None) -> bool:
    """A restricted address, and what gives it away, is for the lead professional; where nobody leads yet, for the
    social workers in the case."""
    if not child.household.restricted_address or "lead" in roles:
        return True
    return lead is None and "professional" in roles and person.registered_social_worker
