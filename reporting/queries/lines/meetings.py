"""What a row of work says where it is about a meeting."""

from collections.abc import Callable
from urllib.parse import urlencode

import rulebook
from reporting.queries.lines.line import Line, asks_of, meeting_page, start_of, type_of
from reporting.queries.waiting import TODAY
from reporting.queries.worklist import Item

PAPERS = {"decision_letter": "decision letter", "minutes": "record"}


def _answer(item: Item) -> Line:
    asked = "will you come?" if item.mine else "no answer yet"
    return Line(f"{type_of(item)}, {start_of(item)}: {asked}", meeting_page(item), "Answer", note=asks_of(item))


def _run(item: Item) -> Line:
    room = f"{meeting_page(item)}/room"
    if item.state == "in_progress":
        return Line(f"{type_of(item)} is in progress", room, "Go on", tag="In progress", shape="ok")
    if item.state == "inquorate":
        return Line(
            f"{type_of(item)} cannot decide: it is not quorate", room, "Reconvene", tag="Inquorate", shape="stop"
        )
    chairs = "You chair the" if item.mine else "Chairs the"
    return Line(f"{chairs} {type_of(item, lower=True)}, {start_of(item)}", meeting_page(item), "Open it", room)


def _risk(item: Item) -> Line:
    others = int(item.state) - 1
    also = f" and {others} other {'agency' if others == 1 else 'agencies'}" if others else ""
    has = "have" if others else "has"
    return Line(
        f"{type_of(item)}, {start_of(item)}: {item.more}{also} {has} not said that somebody comes",
        meeting_page(item),
        "See whom to ring",
        tag="At risk",
        shape="late" if item.bucket == TODAY else "soon",
    )


def _schedule(item: Item) -> Line:
    put_off = " again" if item.state == "postponed" else ""
    return Line(
        f"{type_of(item)} has no date: schedule it{put_off}", meeting_page(item), "Schedule", note=asks_of(item)
    )


def _invite(item: Item) -> Line:
    return Line(f"{type_of(item)}, {start_of(item)}: nobody has been invited", meeting_page(item), "Invite")


def _report(item: Item) -> Line:
    whose = "Your report" if item.mine else "Report"
    return Line(f"{whose} to the {type_of(item, lower=True)}", meeting_page(item), "Hand it in")


def _paper(item: Item) -> Line:
    paper = f"{PAPERS[item.more]} of the {type_of(item, lower=True)}"
    if item.state == "approved":
        return Line(
            f"Issue the {paper}", meeting_page(item), "Issue", note=f"approved by {item.other}" if item.other else ""
        )
    if item.state == "drafted":
        return Line(f"Approve the {paper}", meeting_page(item), "Read and approve")
    return Line(f"Draft the {paper}", meeting_page(item), "Draft")


def _owed(item: Item) -> Line:
    wanted = [("type", rulebook.book().rule(item.more).holds), *(("child", child.public_id) for child in item.children)]
    page = f"/meetings/propose?{urlencode([pair for pair in wanted if pair[1]])}"
    return Line(item.what, meeting_page(item), "Propose it", page, note="nobody has asked for it yet")


def _correction(item: Item) -> Line:
    text = f"A correction of the record of the {type_of(item, lower=True)} is asked for"
    return Line(text, meeting_page(item), "Decide", note=asks_of(item), tag="To decide", shape="wait")


def _close(item: Item) -> Line:
    return Line(
        f"{type_of(item)}: see what is open, then close it",
        meeting_page(item),
        "Close",
        tag="Record issued",
        shape="plain",
    )


def _mail(item: Item) -> Line:
    return Line(
        f"A mail to {item.other} could not be delivered", meeting_page(item), "See why", tag="Not sent", shape="stop"
    )


def _proposal(item: Item) -> Line:
    return Line(f"{item.other} proposes another time", meeting_page(item), "Decide", f"{meeting_page(item)}/came-back")


def _doubt(item: Item) -> Line:
    sender = f" from {item.more}" if item.more else ""
    return Line(f"An answer{sender} is in doubt", meeting_page(item), "Judge it", f"{meeting_page(item)}/came-back")


def _unknown(item: Item) -> Line:
    sender = f" from {item.more}" if item.more else ""
    return Line(f"An answer{sender} is about no meeting that is known here", "/came-back", "Look at it")


SAYS: dict[str, Callable[[Item], Line]] = {
    "answer": _answer,
    "run": _run,
    "risk": _risk,
    "schedule": _schedule,
    "invite": _invite,
    "report": _report,
    "paper": _paper,
    "owed": _owed,
    "correction": _correction,
    "close": _close,
    "mail": _mail,
    "proposal": _proposal,
    "doubt": _doubt,
    "unknown": _unknown,
}
