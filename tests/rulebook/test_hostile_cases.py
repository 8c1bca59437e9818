"""Whatever stands in a case, it is answered or refused in words; nothing else comes out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook import NoSuchRule
from rulebook.dates import BadCase, due_of_case
from working_time import WorkingTimeError
from working_time.terms import DIRECTIONS, ROLLS, UNITS

DAYS = st.dates().map(str) | st.datetimes(timezones=st.none() | st.timezones()).map(lambda moment: moment.isoformat())
NEAR = st.integers(2026, 2028).flatmap(
    lambda year: st.sampled_from([f"{year}-03-28T12:00", f"{year}-12-24", f"{year}-10-25"])
)
ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just([]) | st.just({}) | DAYS
WHEN = NEAR | ODD
RULES = st.fixed_dictionaries(
    {
        "amount": st.integers(0, 100_000) | ODD,
        "unit": st.sampled_from(UNITS) | ODD,
    },
    optional={
        "direction": st.sampled_from(DIRECTIONS) | ODD,
        "roll": st.sampled_from(ROLLS) | ODD,
        "trigger_day_counts": st.booleans() | ODD,
        "statutory": st.booleans() | ODD,
        "hours": st.just(["09:00", "17:00"]) | st.lists(ODD, max_size=3) | ODD,
    },
)
INPUTS = st.fixed_dictionaries(
    {"trigger": WHEN},
    optional={
        "pauses": st.lists(st.lists(WHEN, max_size=3) | st.fixed_dictionaries({"from": WHEN, "to": WHEN}), max_size=3)
        | ODD,
        "closures": st.lists(WHEN, max_size=3) | st.dictionaries(NEAR, ODD, max_size=2) | ODD,
        "local_amount": st.integers(0, 50) | ODD,
        "override": st.fixed_dictionaries({"reason": st.text(max_size=9), "ends": WHEN, "from": WHEN}) | ODD,
    },
)


@given(st.fixed_dictionaries({"id": ODD, "rule": RULES | ODD, "input": INPUTS | ODD}))
@settings(max_examples=400, deadline=None)
def test_a_case_is_answered_or_refused(case):
    try:
        answer = due_of_case(case)
    except (BadCase, NoSuchRule, WorkingTimeError) as refusal:
        assert str(refusal)
    else:
        assert ("due_date" in answer) != ("due_at" in answer)
        assert answer["working"]
