"""Why a debrief is not taken up or held, each rule with the document that asks for it."""

from dataclasses import dataclass

from foundation.lifecycles import rules_of
from people.models import Debrief

PRINCIPLE_8 = "The 10 Principles, principle 8c/8d: support after a serious incident"

rule = rules_of(Debrief).rule


@dataclass(frozen=True)
class DebriefFacts:
    """What is given with the event."""

    debriefer_id: int | None = None
    debriefer_in_service: bool = True
    lies_ahead: bool = False


@rule("take", source=PRINCIPLE_8, asks=True)
def somebody_else_debriefs(debrief: Debrief, facts: DebriefFacts) -> str | None:
    if facts.debriefer_id is None or not facts.debriefer_in_service:
        return "Name whom you would like to talk to: somebody in service."
    return "Name somebody else to talk to." if facts.debriefer_id == debrief.person_id else None


@rule("hold", source=PRINCIPLE_8, asks=True)
def it_has_been_held(debrief: Debrief, facts: DebriefFacts) -> str | None:
    return "Record it once you have talked; that day is still to come." if facts.lies_ahead else None
