"""Referrals: answers that are owed, answers to judge, refusals to look at again, and patterns to look at together."""

from typing import Any

from sqlalchemy import Select, and_, case, exists, literal, or_

from children.access import is_current
from children.models import LEADING, NO_ANSWER, Involvement, JointLook, LeadProfessional, Referral
from people.models import Agency
from reporting.queries.waiting.asked import DUTY, OVERDUE, PLAN, SAFETY, TODAY, Asked, question


def _about_referral(asked: Asked, kind: str, rank: Any, **given: Any) -> Select[Any]:
    here = {
        "public_id": Referral.public_id,
        "reference": Referral.reference,
        "what": Agency.name,
        "state": Referral.outcome,
        "child_id": Referral.child_id,
        "owner_id": Referral.followed_by_id,
    }
    return question(asked, kind, rank, **{**here, **given}).join_from(
        Referral, Agency, Agency.id == Referral.to_agency_id
    )


def _owed(asked: Asked) -> Select[Any]:
    """For whoever waits, and for those of the agency who work with the child; once it is late for the coordinator too."""
    works = exists().where(
        Involvement.child_id == Referral.child_id,
        is_current(),
        Involvement.role == "professional",
        Involvement.agency_id == Referral.to_agency_id,
        asked.whose(Involvement.person_id),
    )
    coordinates = exists().where(
        Involvement.child_id == Referral.child_id,
        is_current(),
        Involvement.role == "coordinator",
        asked.whose(Involvement.person_id),
    )
    unanswered = Referral.outcome.in_(("", NO_ANSWER))
    untold = Referral.told_on.is_(None)
    late = Referral.answer_due_on < asked.today
    mine = and_(asked.whose(Referral.followed_by_id), unanswered)
    return _about_referral(
        asked,
        "referral",
        case((late, SAFETY), else_=DUTY),
        due_on=Referral.answer_due_on,
        more=case((mine, literal("waits")), (and_(works, unanswered), literal("answers")), else_=literal("untold")),
    ).where(or_(mine, and_(unanswered, works), and_(or_(unanswered, untold), late, coordinates)))


def _answered(asked: Asked) -> Select[Any]:
    """Answers of which the referrer has not said whether they settle the matter."""
    return _about_referral(
        asked, "referral_answered", PLAN, due_on=Referral.answer_due_on, bucket=literal(TODAY)
    ).where(
        asked.whose(Referral.followed_by_id), Referral.outcome.not_in(("", NO_ANSWER)), Referral.satisfied.is_(None)
    )


def _ask_again(asked: Asked) -> Select[Any]:
    """Refusals whose day to look again has come."""
    return _about_referral(asked, "ask_again", DUTY, due_on=Referral.review_on).where(
        asked.whose(Referral.followed_by_id), Referral.review_on <= asked.today
    )


def _looks(asked: Asked) -> Select[Any]:
    """Patterns: for whoever leads, coordinates or manages the case."""
    runs = exists().where(
        Involvement.child_id == JointLook.child_id,
        is_current(),
        Involvement.role.in_(("coordinator", "manager")),
        asked.whose(Involvement.person_id),
    )
    leads = exists().where(
        LeadProfessional.child_id == JointLook.child_id,
        LeadProfessional.state.in_(LEADING),
        asked.whose(LeadProfessional.person_id),
    )
    return question(
        asked, "look", SAFETY, due_at=JointLook.raised_at, bucket=literal(OVERDUE), child_id=JointLook.child_id
    ).where(JointLook.looked_at.is_(None), or_(runs, leads))


QUESTIONS = (
    _owed,
    _answered,
    _ask_again,
    _looks,
)
