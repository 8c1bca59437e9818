"""What a row of work says, where it leads, and the one act that it asks for."""

from datetime import datetime
from urllib.parse import urlencode

import working_time
from foundation import clock
from reporting.queries.lines import actions, children, escalation, meetings, people
from reporting.queries.lines.line import Line, names_of, short_day
from reporting.queries.waiting import LATER, OVERDUE, TODAY, WEEK
from reporting.queries.worklist import Item

__all__ = ["BUCKETS", "Line", "group_title", "line_of"]

BUCKETS = {OVERDUE: "Overdue", TODAY: "Today", WEEK: "This week", LATER: "Later"}
THEIRS_ALONE = ("answer", "run", "report", "do", "take_over", "lead")
RANKS = ("A child’s safety", "Dates that are owed", "Plans and invitations", "Administration")
# Kinds of work that others owe, and what a disagreement about each is about.
OWED_BY_OTHERS = {"owed": "timeliness", "schedule": "timeliness", "gap": "timeliness", "referral": "referral"}
SAYS = meetings.SAYS | actions.SAYS | children.SAYS | escalation.SAYS | people.SAYS


def line_of(item: Item) -> Line:
    """The words for one row."""
    said = SAYS[item.kind](item)
    tag, shape = (said.tag, said.shape) if said.tag else _tag(item)
    notes = [said.note, names_of(item)]
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
        return names_of(item) or "No child whom you work with"
    return BUCKETS[item.group]


def _disagree(item: Item) -> str:
    """Where a disagreement about a thing that is late, or that was declined, begins."""
    if item.kind == "check" and item.state == "declined":
        return f"/escalations/raise?{urlencode({'about': 'action', 'about_id': item.public_id})}"
    about = OWED_BY_OTHERS.get(item.kind)
    if not about or not item.is_overdue or item.more == "answers":
        return ""
    if item.kind == "gap":
        child = item.children[0].public_id if item.children else ""
        text = f"Nobody leads for the child since {short_day(clock.local(item.due_at))}"
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
