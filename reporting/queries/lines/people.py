"""What a row of work says where it is about those who do the work, and not a child."""

from collections.abc import Callable

from reporting.queries.lines.line import Line
from reporting.queries.worklist import Item


def _supervision(item: Item) -> Line:
    page = f"/supervision/{item.public_id}"
    return Line(f"Supervision of {item.owner} with {item.other}", page, "Record it" if item.mine else "Look at it")


def _debrief(item: Item) -> Line:
    if item.state == "taken":
        return Line(f"{item.owner} asks you for a debrief", "/debriefs", "Talk, then say so")
    who = "" if item.mine else f" to {item.owner}"
    return Line(f"A debrief is offered{who}", "/debriefs", "Answer" if item.mine else "Look at it")


def _case_audit(item: Item) -> Line:
    return Line("A record to look at and to grade", f"/case-audits/{item.public_id}", "Grade it")


SAYS: dict[str, Callable[[Item], Line]] = {
    "supervision": _supervision,
    "debrief": _debrief,
    "case_audit": _case_audit,
}
