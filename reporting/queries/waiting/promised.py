"""Actions: to do, to take over, to check."""

from typing import Any

from sqlalchemy import Select, and_, case, func, or_

from actions.models import Action
from reporting.queries.waiting.asked import ADMINISTRATION, PLAN, SAFETY, Asked, question


def _about_action(asked: Asked, kind: str, **given: Any) -> Select[Any]:
    here = {
        "public_id": Action.public_id,
        "reference": Action.reference,
        "what": Action.text,
        "state": Action.state,
        "due_on": Action.due_on,
        "action_id": Action.id,
        "owner_id": Action.owner_id,
    }
    rank = case((Action.priority == "safety", SAFETY), (Action.priority == "plan", PLAN), else_=ADMINISTRATION)
    return question(asked, kind, rank, **{**here, **given}).where(Action.opened_at.is_not(None))


def _actions(asked: Asked) -> Select[Any]:
    """What somebody owns and has not done; `more` says whether they have taken it on."""
    return _about_action(
        asked, "do", other_id=Action.set_by_id, more=case((Action.accepted_at.is_(None), "new"), else_="accepted")
    ).where(asked.whose(Action.owner_id), Action.state == "open")


def _takeovers(asked: Asked) -> Select[Any]:
    return _about_action(asked, "take_over", owner_id=Action.proposed_owner_id, other_id=Action.owner_id).where(
        asked.whose(Action.proposed_owner_id), Action.state == "open"
    )


def _to_check(asked: Asked) -> Select[Any]:
    """Claimed done, or declined and without an owner who does it: it waits for whoever checks it or set it."""
    checker = func.coalesce(Action.checker_id, Action.set_by_id)
    named = or_(asked.whose(Action.checker_id), and_(Action.checker_id.is_(None), asked.whose(Action.set_by_id)))
    return _about_action(asked, "check", owner_id=checker, other_id=Action.owner_id).where(
        named, Action.state.in_(("done_claimed", "declined"))
    )


QUESTIONS = (
    _actions,
    _takeovers,
    _to_check,
)
