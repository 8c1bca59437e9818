"""What a row of work says where it is about an action."""

from collections.abc import Callable

from reporting.queries.lines.line import Line, action_page
from reporting.queries.worklist import Item


def _do(item: Item) -> Line:
    note = f"set by {item.other}" if item.other_id != item.owner_id else ""
    if item.more == "new":
        return Line(item.what, action_page(item), "Accept or decline", note=note)
    return Line(item.what, action_page(item), "It is done", f"{action_page(item)}/claim_done", note=note)


def _take_over(item: Item) -> Line:
    return Line(item.what, action_page(item), "Take it over, or not", note=f"{item.other} asks you to take it over")


def _check(item: Item) -> Line:
    if item.state == "declined":
        return Line(
            item.what,
            action_page(item),
            "Find an owner",
            note=f"{item.other} declined it",
            tag="Declined",
            shape="stop",
        )
    note = f"{item.other} says that it is done"
    return Line(item.what, action_page(item), "Look at it", note=note, tag="To check", shape="wait")


SAYS: dict[str, Callable[[Item], Line]] = {
    "do": _do,
    "take_over": _take_over,
    "check": _check,
}
