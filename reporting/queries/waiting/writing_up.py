"""What is still to be written up: the time planned for it today, and notes that have grown old."""

from typing import Any

from sqlalchemy import Select, case, literal, or_

from children.models import Draft
from reporting.queries.waiting.asked import DUTY, OVERDUE, TODAY, Asked, question


def _drafts(asked: Asked) -> Select[Any]:
    """Notes are their writer's alone: no manager's worklist shows them."""
    is_old = Draft.started_at < asked.drafts_old_since
    return question(
        asked,
        "write_up",
        DUTY,
        public_id=Draft.public_id,
        state=case((is_old, "old"), else_=literal("planned")),
        due_on=Draft.happened_on,
        bucket=case((is_old, OVERDUE), else_=literal(TODAY)),
        owner_id=Draft.person_id,
        child_id=Draft.child_id,
    ).where(
        literal(not asked.team),
        asked.whose(Draft.person_id),
        Draft.finished_at.is_(None),
        or_(is_old, Draft.write_up_on.is_not(None)),
    )


QUESTIONS = (_drafts,)
