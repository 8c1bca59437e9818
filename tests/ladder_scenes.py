"""Disagreements, for the tests that need one at some stage; and the working days of 2026 as a wall calendar has them."""

from datetime import date

from scenes import a_child, involved

from convenor.invariants import findings
from escalation import commands

# England and Wales, from the published list.
HOLIDAYS = {
    "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28",
    "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31",
}  # fmt: skip
# Monday is 1: the first day of the calendar was one.
WORKING_DAYS = [
    day
    for day in map(date.fromordinal, range(date(2026, 1, 1).toordinal(), date(2027, 6, 30).toordinal()))
    if day.toordinal() % 7 in range(1, 6) and day.isoformat() not in HOLIDAYS
]
# A locality's own policy of three stages, the last one held by senior managers.
NORTHSHIRE = {
    "name": "Northshire", "source": "Northshire 3.1, 2026", "effective_from": date(2026, 2, 26), "cap_working_days": 10,
    "stages": [
        {"name": f"Stage of the {holder}s", "between": "the two", "holder": holder, "amount": 2, "unit": "working_days"}
        for holder in ("practitioner", "manager", "senior_manager")
    ],
}  # fmt: skip


def working_day(after, days):
    """The date that lies `days` working days after (or before) `after`, read off the list."""
    if days < 0:
        return [day for day in WORKING_DAYS if day < after][days]
    later = [day for day in WORKING_DAYS if day > after]
    return later[days - 1] if days else min(day for day in WORKING_DAYS if day >= after)


def written(cast, raiser=None, about=None, **given):
    """A draft: Ned of health about what Sam of social care decided. Gives its id."""
    raiser, decided = raiser or cast.ned, about or cast.sam
    if "children" not in given:
        given["children"] = [a_child(cast.sam)]
        involved(cast.sam, given["children"], raiser)
    base = dict(
        about_kind="referral", about_text="The referral was not accepted", theme="thresholds",
        concern="A bruise that is not explained.", outcome_sought="A strategy discussion this week.",
        effect_on_child="She may be hurt again.", against_agency=decided.agency, decision_maker=decided,
        immediate_risk=False,
    )  # fmt: skip
    return commands.draft(raiser, **{**base, **given}).public_id


def raised(cast, **given):
    """The same, raised now. Gives its id."""
    here = written(cast, **given)
    commands.raise_disagreement(given.get("raiser") or cast.ned, here)
    return here


def taken_up(cast, here, *from_stages):
    """Taken up from each of these stages in turn."""
    for number in from_stages:
        commands.escalate(cast.ned, here, what_was_tried="We spoke and did not agree.", from_stage=number)


def settled(cast, here, responder=None, outcome="changed"):
    """Both sides say that it is settled, and how."""
    commands.resolve(
        responder or cast.sam, here, agreed_statement="A discussion is held tomorrow.", rationale="New facts."
    )
    commands.resolve(cast.ned, here, outcome=outcome)


def what_is_wrong(app):
    """What `convenor check` finds. Call it outside `unit()`."""
    with app.app_context():
        return findings()
