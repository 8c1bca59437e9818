"""What a row of work says where it is about a child."""

from collections.abc import Callable

from foundation import clock
from reporting.queries.lines.line import Line, asks_of, child_page, short_day
from reporting.queries.worklist import Item


def _lead(item: Item) -> Line:
    page = f"{child_page(item)}/lead-professional"
    if item.state == "handover_proposed":
        text = (
            "You are asked to take over as lead professional"
            if item.mine
            else "Asked to take over as lead professional"
        )
        return Line(text, page, "Take over", note=asks_of(item))
    return Line("You are nominated to lead" if item.mine else "Nominated to lead", page, "Answer", note=asks_of(item))


def _gap(item: Item) -> Line:
    since = clock.local(item.due_at)
    text = f"Nobody leads since {short_day(since)}"
    return Line(
        text, child_page(item), "Name a lead", f"{child_page(item)}/lead-professional", tag="No lead", shape="stop"
    )


def _area_move(item: Item) -> Line:
    page = f"{child_page(item)}/areas/{item.public_id}"
    if item.more == "answers":
        return Line("A child moves here: will you take over?", page, "Answer", note=asks_of(item))
    return Line("A child has moved, and the other area has not answered", page, "Speak with them")


def _information(item: Item) -> Line:
    words = "You are asked what you know" if item.mine else "Asked what they know"
    return Line(words, f"{child_page(item)}/contributions", "Answer", note=asks_of(item))


def _fresh_eyes(item: Item) -> Line:
    page = f"{child_page(item)}/fresh-eyes"
    return Line("A look with fresh eyes is due", page, "Look", tag="Fresh eyes", shape="wait")


def _court_review(item: Item) -> Line:
    page = f"{child_page(item)}/court-outcomes"
    return Line("A court decided otherwise than planned: look at this child", page, "Look", tag="Court", shape="late")


def _summary(item: Item) -> Line:
    return Line(
        "The case summary is old",
        child_page(item),
        "Write it anew",
        f"{child_page(item)}/summary",
        tag="Old",
        shape="wait",
    )


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
    return Line(
        "A pattern exists: look at it together", child_page(item), "Look together", f"{child_page(item)}/joint-look"
    )


def _change(item: Item) -> Line:
    text = {
        "service_stops": f"{item.what} stops: what takes its place?",
        "service_changes": f"{item.what} changes: what does it mean for the plan?",
        "tenancy_ends": "A tenancy is ending: what is done for the child?",
    }[item.more]
    return Line(text, f"{child_page(item)}/services#change-{item.public_id}", "Answer")


def _write_up(item: Item) -> Line:
    page = f"{child_page(item)}/chronology?draft={item.public_id}"
    day = f"{item.due_on.day} {item.due_on:%B}"
    if item.state == "old":
        text = f"Your notes of {day} are not written up"
        return Line(text, "/children/drafts", "Write them up", page, tag="Old draft", shape="late")
    text = f"Write up {day}: 30 minutes are planned"
    return Line(text, "/children/drafts", "Write it up", page, tag="Today", shape="soon")


def _referral_page(item: Item) -> str:
    return f"{child_page(item)}/referrals/{item.public_id}"


SAYS: dict[str, Callable[[Item], Line]] = {
    "lead": _lead,
    "gap": _gap,
    "area_move": _area_move,
    "court_review": _court_review,
    "information": _information,
    "fresh_eyes": _fresh_eyes,
    "summary": _summary,
    "referral": _referral,
    "referral_answered": _referral_answered,
    "ask_again": _ask_again,
    "look": _look,
    "change": _change,
    "write_up": _write_up,
}
