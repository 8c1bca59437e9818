"""The dates of every policy, read off a wall calendar instead of counted by the product; and a ladder that runs keeps its
policy, whatever becomes of it meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from ladder_scenes import raised, taken_up, what_is_wrong, working_day, written
from scenes import a_child, involved

import rulebook
from escalation import commands, queries
from people import commands as people_commands

LONDON = ZoneInfo("Europe/London")
# Working days of each stage (DOMAIN §4.1, §4.2); where the source names none, ours stand in.
POLICIES = {
    "default": (2, 3, 5, 5), "darlington": (1, 3, 5, 5), "lincolnshire": (2, 5, 2, 5), "sefton": (3, 2, 5),
    "london": (5, 3, 5), "pan_sussex": (5, 3, 5), "st_helens_2016": (1, 1, 5), "west_yorkshire": (2, 3, 5),
}  # fmt: skip
MOMENTS = {
    "after hours": "2026-06-16 21:40",
    "on a Friday evening before a bank holiday": "2026-05-01 17:30",
    "before Easter": "2026-04-02 16:30",
    "on Christmas Eve": "2026-12-24 12:00",
    "the night the clocks go forward": "2026-03-28 23:30",
    "the night the clocks go back": "2026-10-24 23:30",
}


@pytest.fixture
def eve(unit, cast):
    """Social care has somebody at the top as well."""
    with unit():
        return people_commands.add_person(
            None, email="eve.executive@social.example.uk", name="Eve Executive", agency=cast.sam.agency, role="manager",
            seniority="executive", discipline="social_work",
        ).id  # fmt: skip


def test_every_preset_has_its_row_here():
    assert set(rulebook.book().policies) == set(POLICIES)


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_policy_at_an_awkward_moment(unit, cast, clock, eve, moment):
    """Each stage is taken up on the last day it has; the stages to come are counted from there."""
    clock.set(MOMENTS[moment])
    start = clock.now().astimezone(LONDON).date()
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
    for policy, days in POLICIES.items():
        clock.set(MOMENTS[moment])
        with unit():
            here = raised(cast, children=[child], policy=policy)
            made = queries.escalation_for(cast.ned, here)
            projected, day = [], start
            for number, amount in enumerate(days, 1):
                day = working_day(day, amount)
                projected.append((number, day))
            assert [(number, day) for number, day, _ in queries.projection(made.ladder, start)] == projected, policy
            assert made.cap_on == working_day(start, 20), policy
        day = start
        for number, amount in enumerate(days, 1):
            with unit():
                stage = queries.open_stage(queries.escalation_for(cast.ned, here))
                day = working_day(day, amount)
                assert (stage.number, stage.due_on, stage.due_at) == (number, day, None), (policy, moment)
                if number < len(days):
                    clock.set(f"{day} 23:15")
                    taken_up(cast, here, number)


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_fast_track_at_an_awkward_moment(app, unit, cast, clock, moment):
    """24 hours of the clock that never stops, whatever the clock on the wall does; then 24 more."""
    clock.set(MOMENTS[moment])
    with unit():
        here = written(cast)
        commands.fast_track(cast.ned, here, reason="Tonight.", consulted="Nia", child_safe_tonight=False)
        begun = clock.now().timestamp()
        stage = queries.open_stage(queries.escalation_for(cast.ned, here))
        assert (stage.number, stage.due_at.timestamp() - begun) == (3, 24 * 3600)
    later = datetime.fromtimestamp(begun + 20 * 3600, UTC).astimezone(LONDON)
    clock.set(f"{later:%Y-%m-%d %H:%M}")
    with unit():
        taken_up(cast, here, 3)
        stage = queries.open_stage(queries.escalation_for(cast.ned, here))
        assert (stage.number, stage.due_at.timestamp() - begun) == (4, 44 * 3600)
        shift = {"the night the clocks go forward": 1, "the night the clocks go back": -1}.get(moment, 0)
        naive = stage.due_at.astimezone(LONDON).replace(tzinfo=None) - datetime.fromisoformat(MOMENTS[moment])
        assert naive == timedelta(hours=44 + shift)


def changed_book(**changes):
    """The rule book after somebody changed the default policy: one day at each stage, no third, one hour on the fast track."""
    book = rulebook.book()
    default = book.policies["default"]
    stages = tuple(
        replace(stage, rule=replace(stage.rule, limit=replace(stage.rule.limit, amount=1)))
        for stage in default.stages
        if stage.number != 3
    )
    fast = replace(
        default.fast_track,
        goes_to=2,
        rule=replace(default.fast_track.rule, limit=replace(default.fast_track.rule.limit, amount=1)),
    )
    policy = replace(
        default, stages=stages, fast_track=fast, pause=replace(default.pause, max_working_days=1), **changes
    )
    return replace(book, policies={**book.policies, "default": policy})


def test_a_policy_changed_while_it_runs_oncall_2965(app, unit, cast, clock, monkeypatch, client_as):
    """PEERS: stage 3 is deleted, the limits are changed, and whoever holds stage 3 goes. What runs keeps its stages and
    limits and finds the new holder; what is raised from now on has the new ones; the pages show both."""
    clock.set("2026-04-07 10:00")
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        first = raised(cast, children=[child])
        third = raised(cast, children=[child])
        taken_up(cast, first, 1)
        before = [(stage.number, stage.due_on) for stage in queries.stages_of(queries.escalation_for(cast.ned, first))]
    book = changed_book()
    monkeypatch.setattr(rulebook, "book", lambda: book)
    with unit():
        kim = people_commands.add_person(
            None, email="kim.senior@social.example.uk", name="Kim Senior", agency=cast.sam.agency, role="manager",
            seniority="senior_manager", discipline="social_work",
        )  # fmt: skip
        people_commands.leave(None, cast.judy, kim)
        made = queries.escalation_for(cast.ned, first)
        assert [(stage.number, stage.due_on) for stage in queries.stages_of(made)] == before
        second = raised(cast, children=[child])
        commands.pause(cast.nia, third, until=working_day(clock.now().date(), 4), reason="Both are away.")
    with unit():
        taken_up(cast, first, 2)
        stage = queries.open_stage(queries.escalation_for(cast.ned, first))
        assert (stage.number, stage.responder.name, stage.due_on) == (
            3,
            "Kim Senior",
            working_day(clock.now().date(), 5),
        )
        commands.resume(cast.nia, third)
        commands.fast_track(cast.ned, third, reason="Tonight.", consulted="Nia", child_safe_tonight=False)
        stage = queries.open_stage(queries.escalation_for(cast.ned, third))
        assert (stage.number, stage.due_at - stage.entered_at) == (3, timedelta(hours=24))
        new = queries.escalation_for(cast.ned, second)
        assert queries.stage_numbers(new) == [1, 2, 4]
        assert queries.open_stage(new).due_on == working_day(clock.now().date(), 1)
    assert what_is_wrong(app) == []
    ned = client_as("ned")
    assert "Kim Senior" in ned.get(f"/escalations/{first}").text
    assert "Senior managers" in ned.get(f"/escalations/{first}").text
    assert "Senior managers" not in ned.get(f"/escalations/{second}").text
