"""Why a move of the lead professional is refused, each rule with the document that asks for it."""

from dataclasses import dataclass
from datetime import date

from children.models import AreaMove, LeadProfessional
from foundation.lifecycles import rules_of

WORKING_TOGETHER = "Working Together to Safeguard Children 2023, lead practitioner"
PRINCIPLE_8A = "The 10 Principles, principle 8a: caseload and fragmentation"
PRINCIPLE_5C = "The 10 Principles, principle 5c: the key contact who co-ordinates and holds the full picture"

PRINCIPLE_3 = "The 10 Principles, principle 3.5: across boundaries, and families that move"

rule = rules_of(LeadProfessional).rule
of_move = rules_of(AreaMove).rule


@dataclass(frozen=True)
class LeadFacts:
    """What the rules look at: who is to lead (or stand in), the child's plan, and what is given with the event."""

    in_service: bool = True
    agency_works_with_child: bool = True
    may_see_the_record: bool = True
    registered_social_worker: bool = True
    under_protection: bool = False
    somebody_else_leads: bool = False
    nomination_stands: bool = False
    successor_is_nominated: bool = True
    reason: str = ""
    handover_note: str = ""
    introduction: str = ""
    is_the_lead: bool = False
    above_the_line: str = ""
    a_manager_agrees: bool = False
    from_on: date | None = None
    to_on: date | None = None


@rule("nominate", "activate", "take_over", "appoint_deputy", source=PRINCIPLE_5C, asks=True)
def the_lead_is_in_service(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    return None if facts.in_service else "Name somebody who is in service and has an account."


@rule("nominate", "activate", "take_over", "appoint_deputy", source=WORKING_TOGETHER, asks=True)
def the_leads_agency_works_with_the_child(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    """A conflict of interest is answered in the same words: the marker is for the keeper of the record alone."""
    if facts.agency_works_with_child and facts.may_see_the_record:
        return None
    return "Name somebody whose agency works with the child and who is free to; record the agency's involvement first."


@rule("nominate", "activate", "take_over", "appoint_deputy", source=WORKING_TOGETHER, asks=True)
def a_social_worker_leads_under_protection(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    if facts.registered_social_worker or not facts.under_protection:
        return None
    return "During a section 47 enquiry or a child protection plan, name a registered social worker."


@rule("nominate", source=PRINCIPLE_5C)
def one_nomination_stands_at_a_time(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    return (
        "Somebody is nominated already. Wait for the answer, or withdraw that first."
        if facts.nomination_stands
        else None
    )


@rule("nominate", source=PRINCIPLE_8A, asks=True)
def a_manager_agrees_to_a_load_above_the_line(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    """An interim lead is never held up by it."""
    if facts.a_manager_agrees or not facts.above_the_line:
        return None
    return f"{facts.above_the_line}. Name the manager who agrees to it, and why it can be carried; or nominate somebody else."


@rule("activate", "take_over", source=PRINCIPLE_5C)
def nobody_else_leads(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    """Exactly one lead at every instant; a change is a handover."""
    return "Somebody else leads for this child. Propose a handover." if facts.somebody_else_leads else None


@rule("decline", "withdraw_handover", "end", "lapse", source="Local procedure: reasons are written down", asks=True)
def a_reason_is_given(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    return None if facts.reason else "Say why."


@rule("propose_handover", source=PRINCIPLE_5C)
def a_successor_is_nominated(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    return None if facts.successor_is_nominated else "Nominate who takes over first."


@rule("propose_handover", source=PRINCIPLE_5C, asks=True)
def the_handover_note_is_written(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    if facts.handover_note:
        return None
    return "Write the handover note: the story so far, the child's voice, risks, open actions, dates, who to tell."


@rule("accept_handover", source=PRINCIPLE_5C, asks=True)
def the_family_met_both(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    if facts.introduction:
        return None
    return "Record the joint introduction to the child and the family, or say why there was none."


@rule("appoint_deputy", source=PRINCIPLE_5C, asks=True)
def the_deputy_is_somebody_else(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    return "The deputy has to be somebody else than the lead professional." if facts.is_the_lead else None


@rule("appoint_deputy", source=PRINCIPLE_5C, asks=True)
def the_deputy_has_dates(lead: LeadProfessional, facts: LeadFacts) -> str | None:
    if facts.from_on and facts.to_on and facts.from_on <= facts.to_on:
        return None
    return "Give the first and the last day of the cover, in that order."


@dataclass(frozen=True)
class MoveFacts:
    """What is given with the answer to a notice. `said_by_them`: the receiving lead answers themselves."""

    said_by_them: bool = True
    told_how: str = ""
    reason: str = ""


@of_move("accept", "decline", source=PRINCIPLE_3, asks=True)
def it_is_said_how_the_answer_came(one: AreaMove, facts: MoveFacts) -> str | None:
    if facts.said_by_them or facts.told_how:
        return None
    return "Say how the receiving lead told you, and when: the answer is theirs."


@of_move("decline", "withdraw", source="Local procedure: reasons are written down", asks=True)
def a_reason_for_the_move_is_given(one: AreaMove, facts: MoveFacts) -> str | None:
    return None if facts.reason else "Say why."
