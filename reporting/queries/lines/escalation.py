"""What a row of work says where it is about a disagreement."""

from collections.abc import Callable

from reporting.queries.lines.line import Line
from reporting.queries.worklist import Item

HOLDERS = "/rules/escalation-policies/holders"


def _disagreement(item: Item) -> Line:
    page = f"/escalations/{item.public_id}"
    if item.more == "silent":
        return Line(
            item.what, page, "Take it up a stage", f"{page}/escalate", note=f"stage {item.state}: no outcome yet"
        )
    if item.more == "nobody":
        note = f"stage {item.state}: nobody holds it"
        return Line(item.what, page, "See who could answer", HOLDERS, note=note, tag="No holder", shape="stop")
    if item.more == "top":
        return Line(item.what, page, "Read it", note=f"stage {item.state}, the last one: open until somebody ends it")
    return Line(item.what, page, "Answer", f"{page}/respond", note=f"a disagreement, stage {item.state}")


def _satisfied(item: Item) -> Line:
    page = f"/escalations/{item.public_id}"
    return Line(f"What came of it: {item.what}", page, "Say whether it settles it", f"{page}/answer_feedback")


def _dispute(item: Item) -> Line:
    page = f"/escalations/iro/{item.public_id}"
    if item.more == "end":
        return Line(f"The dispute {item.reference} is answered or late", page, "Say what comes of it")
    return Line(f"The dispute {item.reference} of a reviewing officer waits for the authority", page, "Answer")


SAYS: dict[str, Callable[[Item], Line]] = {
    "disagreement": _disagreement,
    "satisfied": _satisfied,
    "dispute": _dispute,
}
