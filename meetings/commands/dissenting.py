"""Dissent: asked of every agency, recorded in the dissenter's words, challenged."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, NotVisible, Refusal, Refused, require
from foundation.signals import dissent_recorded
from foundation.text import clean, clean_line
from meetings import queries
from meetings.commands.moving import running
from meetings.models import WISHES, Dissent, DissentAsked
from meetings.rules import DISSENT
from people.models import Person


def ask_dissent(person: Person, public_id: str, agency_id: int, dissents: bool) -> DissentAsked:
    """An agency was asked whether it dissents: "none" is an answer, silence is not."""
    meeting, sheet, roles = running(person, public_id)
    require("chair" in roles, "Only the chair asks for dissent.")
    asked = sheet.asked.get(agency_id)
    if asked is None:
        asked = DissentAsked(meeting_id=meeting.id, agency_id=agency_id)
        db.session.add(asked)
    asked.dissents, asked.asked_by_id, asked.asked_at = dissents, person.id, clock.now()
    audit.record(person, "meeting.dissent_asked", meeting, children=meeting.children, dissents=dissents)
    return asked


def dissent(
    person: Person,
    public_id: str,
    *,
    reasons: str,
    wish: str = "record_only",
    decision: str = "",
    by: Person | None = None,
    challenge: Mapping[str, Any] | None = None,
) -> Dissent:
    """A formal disagreement, in the dissenter's own words: recorded only, or to be challenged. The decision stands.

    `challenge`: what a challenge says at once (`outcome_sought`, `effect_on_child`, `immediate_risk`, `interim_safety`); the
    disagreement is opened with it in this unit of work.
    """
    meeting, sheet, roles = running(person, public_id)
    who = by or person
    require(
        who.id == person.id or "chair" in roles,
        "A dissent is recorded by the dissenter, or by the chair in their words.",
    )
    errors = {}
    if not clean(reasons):
        errors["reasons"] = "Write the reasons in the dissenter's own words."
    if wish not in WISHES:
        errors["wish"] = f"Choose one of: {', '.join(WISHES)}."
    invitation = next((i for i in sheet.invitations if i.person_id == who.id), None)
    if invitation is None:
        errors["by"] = "Only somebody who is at the table dissents here."
    if errors or invitation is None:
        raise BadInput(errors)
    made = Dissent(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        decision_id=queries.decision_of(person, meeting, decision).id if decision else None,
        person_id=who.id,
        agency_id=invitation.agency_id,
        reasons=clean(reasons),
        wish=wish,
        recorded_at=clock.now(),
        challenged_at=clock.now() if wish == "challenge" else None,
    )
    db.session.add(made)
    asked = sheet.asked.get(invitation.agency_id)
    if asked is None:
        db.session.add(
            DissentAsked(
                meeting_id=meeting.id,
                agency_id=invitation.agency_id,
                dissents=True,
                asked_by_id=person.id,
                asked_at=clock.now(),
            )
        )
    else:
        asked.dissents = True
    audit.record(person, "dissent.recorded", made, children=meeting.children, meeting=meeting.public_id, wish=wish)
    db.session.flush()
    dissent_recorded.send(made, person=who, by=person, challenge=dict(challenge or {}))
    return made


def challenge(
    person: Person, public_id: str, dissent_id: str, *, consulted: str = "", answers: Mapping[str, Any] | None = None
) -> Dissent:
    """Within 72 hours of the conclusion a dissent that was recorded only may become a challenge, once the dissenter has
    consulted the safeguarding lead of their agency. `answers` as those of a dissent: with them the disagreement opens at once.
    """
    meeting = queries.meeting_for(person, public_id)
    made = db.session.scalar(select(Dissent).where(Dissent.public_id == dissent_id, Dissent.meeting_id == meeting.id))
    if made is None:
        raise NotVisible("dissent")
    require(made.person_id == person.id, "Only the dissenter turns their dissent into a challenge.")
    if made.wish == "challenge":
        return made
    sheet = queries.sheet_of(person, meeting)
    window = next((due for due in sheet.dues if due.duty == "window"), None)
    if window and window.due_at and clock.now() > window.due_at:
        message = (
            "The 72 hours for a challenge have passed. Raise a professional disagreement instead: it has no such limit."
        )
        raise Refused([Refusal("the_window_is_open", message, DISSENT)])
    if not clean_line(consulted) and person.role != "safeguarding_lead":
        raise BadInput({"consulted": "Name the safeguarding lead of your agency whom you consulted."})
    made.wish, made.challenged_at = "challenge", clock.now()
    audit.record(person, "dissent.challenged", made, children=meeting.children, meeting=meeting.public_id)
    challenge = {**(answers or {}), "consulted": clean_line(consulted)}
    dissent_recorded.send(made, person=person, by=person, challenge=challenge)
    return made
