"""Positions, decisions and dissent."""

from flask import request
from flask.typing import ResponseReturnValue

from foundation.lifecycles import BadInput
from meetings import commands
from meetings.views import pages
from meetings.views.room.desk import Desk


@pages.post("/meetings/<meeting_id>/room/positions/<child_id>")
def give_position(meeting_id: str, child_id: str) -> ResponseReturnValue:
    """An agency's own, or as whoever runs the meeting takes it down."""
    desk = Desk(meeting_id)
    desk.subject(child_id)
    form = desk.sent(f"position-{child_id}")

    def act() -> str:
        agency = form.agency.data if desk.keeps else None
        commands.give_position(
            desk.person,
            meeting_id,
            position=form.position.data or "",
            child="" if child_id == "-" else child_id,
            words=form.words.data or "",
            agency_id=int(agency) if agency and agency.isdigit() else None,
        )
        return "The position is recorded. You now see those of the others."

    return desk.enter(form, "decisions", act)


@pages.post("/meetings/<meeting_id>/room/decisions/<child_id>")
def decide(meeting_id: str, child_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    desk.subject(child_id)
    form = desk.sent(f"decision-{child_id}")

    def act() -> str:
        made = commands.decide(
            desk.person,
            meeting_id,
            decision=form.decision.data or "",
            rationale=form.rationale.data or "",
            child="" if child_id == "-" else child_id,
            text=form.text.data or "",
            alternatives=form.alternatives.data or "",
            category=form.category.data or "",
            next_dates=form.next_dates,
            what_is_different=form.what_is_different.data or "",
            optimism=form.optimism,
            unmet_reason=form.unmet_reason.data or "",
            supervision_on=form.supervision_on.data,
            no_supervision_reason=form.no_supervision_reason.data or "",
        )
        return f"The decision is recorded. {made.quorum['explanation']}"

    return desk.enter(form, "decisions", act, next_dates="decision")


@pages.post("/meetings/<meeting_id>/room/dissents")
def dissent(meeting_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    form = desk.sent("dissent")

    def act() -> str:
        by = desk.invitation(form.by.data).person if desk.chairs and form.by.data else None
        made = commands.dissent(
            desk.person,
            meeting_id,
            reasons=form.reasons.data or "",
            wish=form.wish.data or "",
            decision=form.decision.data or "",
            by=by,
            challenge={
                "immediate_risk": {"yes": True, "no": False}.get(form.immediate_risk.data or ""),
                "outcome_sought": form.outcome_sought.data or "",
                "effect_on_child": form.effect_on_child.data or "",
                "interim_safety": form.interim_safety.data or "",
            },
        )
        if made.wish == "challenge":
            return "The dissent is recorded. It is to be challenged; the decision stands meanwhile."
        return "The dissent is recorded. Within 72 hours of the conclusion it may still become a challenge."

    return desk.enter(form, "dissent", act)


@pages.post("/meetings/<meeting_id>/room/dissent-asked")
def ask_dissent(meeting_id: str) -> ResponseReturnValue:
    """“None” is an answer; silence is not."""
    desk = Desk(meeting_id)
    agency = request.form.get("agency", type=int)

    def act() -> str:
        if agency not in desk.agencies:
            raise BadInput({"agency": "Choose an agency that is at the table."})
        commands.ask_dissent(desk.person, meeting_id, agency, request.form.get("dissents") == "yes")
        return ""

    return desk.enter(None, "dissent", act)
