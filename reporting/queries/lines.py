"""What a row of work says, where it leads, and the one act that it asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import rulebook
import working_time
from foundation import clock
from reporting.queries.waiting import LATER, OVERDUE, TODAY, WEEK
from reporting.queries.worklist import Item

PAPERS = {"decision_letter": "decision letter", "minutes": "record"}
BUCKETS = {OVERDUE: "Overdue", TODAY: "Today", WEEK: "This week", LATER: "Later"}
THEIRS_ALONE = ("answer", "run", "report", "do", "take_over", "lead")
HOLDERS = "/rules/escalation-policies/holders"
RANKS = ("A child’s safety", "Dates that are owed", "Plans and invitations", "Administration")


@dataclass(frozen=True)
class Line:
    """`act` is the words of the one act and `act_href` its address; `note` says who waits for whom; `disagree` leads to a
    disagreement about what somebody else has not done in time."""

    text: str
    href: str
    act: str
    act_href: str = ""
    note: str = ""
    tag: str = ""
    shape: str = ""
    disagree: str = ""

    @property
    def leads_to(self) -> str:
        return self.act_href or self.href


def line_of(item: Item) -> Line:
    """The words for one row."""
    said = SAYS[item.kind](item)
    tag, shape = (said.tag, said.shape) if said.tag else _tag(item)
    notes = [said.note, _names(item)]
    # What only one person can do leads whoever manages them to look, not to act in their place.
    act = (said.act, said.act_href) if item.mine or item.kind not in THEIRS_ALONE else ("Look at it", "")
    return Line(said.text, said.href, *act, " · ".join(filter(None, notes)), tag, shape, _disagree(item))


def group_title(item: Item, by: str) -> str:
    """The heading of the group that `item` stands in."""
    if by == "priority":
        return RANKS[item.group]
    if by == "person":
        return item.group or "Nobody in particular"
    if by == "household":
        return _names(item) or "No child whom you work with"
    return BUCKETS[item.group]


def _answer(item: Item) -> Line:
    asked = "will you come?" if item.mine else "no answer yet"
    return Line(f"{_type(item)}, {_start(item)}: {asked}", _meeting(item), "Answer", note=_asks(item))


def _run(item: Item) -> Line:
    room = f"{_meeting(item)}/room"
    if item.state == "in_progress":
        return Line(f"{_type(item)} is in progress", room, "Go on", tag="In progress", shape="ok")
    if item.state == "inquorate":
        return Line(f"{_type(item)} cannot decide: it is not quorate", room, "Reconvene", tag="Inquorate", shape="stop")
    chairs = "You chair the" if item.mine else "Chairs the"
    return Line(f"{chairs} {_type(item, lower=True)}, {_start(item)}", _meeting(item), "Open it", room)


def _risk(item: Item) -> Line:
    others = int(item.state) - 1
    also = f" and {others} other {'agency' if others == 1 else 'agencies'}" if others else ""
    has = "have" if others else "has"
    return Line(
        f"{_type(item)}, {_start(item)}: {item.more}{also} {has} not said that somebody comes",
        _meeting(item),
        "See whom to ring",
        tag="At risk",
        shape="late" if item.bucket == TODAY else "soon",
    )


def _schedule(item: Item) -> Line:
    put_off = " again" if item.state == "postponed" else ""
    return Line(f"{_type(item)} has no date: schedule it{put_off}", _meeting(item), "Schedule", note=_asks(item))


def _invite(item: Item) -> Line:
    return Line(f"{_type(item)}, {_start(item)}: nobody has been invited", _meeting(item), "Invite")


def _report(item: Item) -> Line:
    whose = "Your report" if item.mine else "Report"
    return Line(f"{whose} to the {_type(item, lower=True)}", _meeting(item), "Hand it in")


def _paper(item: Item) -> Line:
    paper = f"{PAPERS[item.more]} of the {_type(item, lower=True)}"
    if item.state == "approved":
        return Line(
            f"Issue the {paper}", _meeting(item), "Issue", note=f"approved by {item.other}" if item.other else ""
        )
    if item.state == "drafted":
        return Line(f"Approve the {paper}", _meeting(item), "Read and approve")
    return Line(f"Draft the {paper}", _meeting(item), "Draft")


def _owed(item: Item) -> Line:
    wanted = [("type", rulebook.book().rule(item.more).holds), *(("child", child.public_id) for child in item.children)]
    page = f"/meetings/propose?{urlencode([pair for pair in wanted if pair[1]])}"
    return Line(item.what, _meeting(item), "Propose it", page, note="nobody has asked for it yet")


def _correction(item: Item) -> Line:
    text = f"A correction of the record of the {_type(item, lower=True)} is asked for"
    return Line(text, _meeting(item), "Decide", note=_asks(item), tag="To decide", shape="wait")


def _close(item: Item) -> Line:
    return Line(
        f"{_type(item)}: see what is open, then close it", _meeting(item), "Close", tag="Record issued", shape="plain"
    )


def _mail(item: Item) -> Line:
    return Line(
        f"A mail to {item.other} could not be delivered", _meeting(item), "See why", tag="Not sent", shape="stop"
    )


def _proposal(item: Item) -> Line:
    return Line(f"{item.other} proposes another time", _meeting(item), "Decide", f"{_meeting(item)}/came-back")


def _doubt(item: Item) -> Line:
    sender = f" from {item.more}" if item.more else ""
    return Line(f"An answer{sender} is in doubt", _meeting(item), "Judge it", f"{_meeting(item)}/came-back")


def _unknown(item: Item) -> Line:
    sender = f" from {item.more}" if item.more else ""
    return Line(f"An answer{sender} is about no meeting that is known here", "/came-back", "Look at it")


def _do(item: Item) -> Line:
    note = f"set by {item.other}" if item.other_id != item.owner_id else ""
    if item.more == "new":
        return Line(item.what, _action(item), "Accept or decline", note=note)
    return Line(item.what, _action(item), "It is done", f"{_action(item)}/claim_done", note=note)


def _take_over(item: Item) -> Line:
    return Line(item.what, _action(item), "Take it over, or not", note=f"{item.other} asks you to take it over")


def _check(item: Item) -> Line:
    if item.state == "declined":
        return Line(
            item.what, _action(item), "Find an owner", note=f"{item.other} declined it", tag="Declined", shape="stop"
        )
    note = f"{item.other} says that it is done"
    return Line(item.what, _action(item), "Look at it", note=note, tag="To check", shape="wait")


def _lead(item: Item) -> Line:
    page = f"{_child(item)}/lead-professional"
    if item.state == "handover_proposed":
        text = (
            "You are asked to take over as lead professional"
            if item.mine
            else "Asked to take over as lead professional"
        )
        return Line(text, page, "Take over", note=_asks(item))
    return Line("You are nominated to lead" if item.mine else "Nominated to lead", page, "Answer", note=_asks(item))


def _gap(item: Item) -> Line:
    since = clock.local(item.due_at)
    text = f"Nobody leads since {_short(since)}"
    return Line(text, _child(item), "Name a lead", f"{_child(item)}/lead-professional", tag="No lead", shape="stop")


def _summary(item: Item) -> Line:
    return Line(
        "The case summary is old", _child(item), "Write it anew", f"{_child(item)}/summary", tag="Old", shape="wait"
    )


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


def _referral(item: Item) -> Line:
    words = {
        "answers": (f"A referral to {item.what}: the referrer waits for the answer", "Answer it"),
        "untold": (f"A referral to {item.what}: the referrer has not been told the answer", "See who tells them"),
    }
    text, act = words.get(item.more, (f"Your referral to {item.what}: no answer yet", "Write down the answer"))
    return Line(text, _referral_page(item), act)


def _referral_answered(item: Item) -> Line:
    return Line(f"What came of your referral to {item.what}", _referral_page(item), "Say whether it settles it")


def _ask_again(item: Item) -> Line:
    return Line(f"Ask again? Your referral to {item.what} was not taken up", _referral_page(item), "Look again")


def _look(item: Item) -> Line:
    return Line("A pattern exists: look at it together", _child(item), "Look together", f"{_child(item)}/joint-look")


def _satisfied(item: Item) -> Line:
    page = f"/escalations/{item.public_id}"
    return Line(f"What came of it: {item.what}", page, "Say whether it settles it", f"{page}/answer_feedback")


def _dispute(item: Item) -> Line:
    page = f"/escalations/iro/{item.public_id}"
    if item.more == "end":
        return Line(f"The dispute {item.reference} is answered or late", page, "Say what comes of it")
    return Line(f"The dispute {item.reference} of a reviewing officer waits for the authority", page, "Answer")


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
    "do": _do,
    "take_over": _take_over,
    "check": _check,
    "lead": _lead,
    "gap": _gap,
    "summary": _summary,
    "disagreement": _disagreement,
    "satisfied": _satisfied,
    "dispute": _dispute,
    "referral": _referral,
    "referral_answered": _referral_answered,
    "ask_again": _ask_again,
    "look": _look,
}


# Kinds of work that others owe, and what a disagreement about each is about.
OWED_BY_OTHERS = {"owed": "timeliness", "schedule": "timeliness", "gap": "timeliness", "referral": "referral"}


def _disagree(item: Item) -> str:
    """Where a disagreement about a thing that is late, or that was declined, begins."""
    if item.kind == "check" and item.state == "declined":
        return f"/escalations/raise?{urlencode({'about': 'action', 'about_id': item.public_id})}"
    about = OWED_BY_OTHERS.get(item.kind)
    if not about or not item.is_overdue or item.more == "answers":
        return ""
    if item.kind == "gap":
        child = item.children[0].public_id if item.children else ""
        text = f"Nobody leads for the child since {_short(clock.local(item.due_at))}"
        return f"/escalations/raise?{urlencode({'about': about, 'child': child, 'text': text})}"
    return f"/escalations/raise?{urlencode({'about': about, 'about_id': item.public_id})}"


def _tag(item: Item) -> tuple[str, str]:
    """When it is due, as a word with its shape."""
    due = item.due
    if due is None:
        return ("Today", "soon") if item.bucket == TODAY else ("No date", "wait")
    instant = due if isinstance(due, datetime) else None
    day = clock.local(instant).date() if instant else due
    if item.bucket == OVERDUE:
        late = working_time.england_and_wales().working_days_between(min(day, clock.today()), clock.today())
        return (f"{late} day{'' if late == 1 else 's'} late" if late else "Late"), "late"
    if item.bucket == TODAY:
        return (f"Today {clock.local(instant):%H:%M}" if instant and day == clock.today() else "Today"), "soon"
    if item.bucket == WEEK:
        return f"{day:%A}", "plain"
    return f"{day.day} {day:%B}", "plain"


def _start(item: Item) -> str:
    start = clock.local(item.due_at)
    if start.date() == clock.today():
        return f"today at {start:%H:%M}"
    return f"{_short(start)} at {start:%H:%M}"


def _short(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _type(item: Item, *, lower: bool = False) -> str:
    name = rulebook.book().meeting_type(item.what).name
    return name if not lower or name[1].isupper() else name[0].lower() + name[1:]


def _asks(item: Item) -> str:
    return f"{item.other}, {item.other_agency}, asks" if item.other else ""


def _names(item: Item) -> str:
    return ", ".join(dict.fromkeys(child.name for child in item.children))


def _meeting(item: Item) -> str:
    return f"/meetings/{item.public_id}"


def _action(item: Item) -> str:
    return f"/actions/{item.public_id}"


def _referral_page(item: Item) -> str:
    return f"{_child(item)}/referrals/{item.public_id}"


def _child(item: Item) -> Any:
    return f"/children/{item.children[0].public_id}" if item.children else "/children"
