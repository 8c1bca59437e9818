"""Random walks through a disagreement: whoever does whatever in whatever order, there is always a way forward, one stage is
open at most, nothing closes with an item missing, and the record stays whole."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from ladder_scenes import what_is_wrong, written

from escalation import commands, queries
from escalation.models import OUTCOMES, SATISFACTION
from foundation import clock as the_clock
from foundation.clock import LONDON
from foundation.lifecycles import BadInput, NotPermitted, NotVisible, Refused

PEOPLE = ("ned", "nia", "sam", "mia", "judy", "paula", "erin", "sue", "carol")
WORDS = st.sampled_from(["We spoke, and did not agree.", "We met.", "  "])
OUT_OF_PLACE = [
    (commands.raise_disagreement, {}), (commands.confirm_copied, {}), (commands.resume, {}),
    (commands.escalate, {"what_was_tried": "We met."}), (commands.respond, {"kind": "fact", "text": "It is so."}),
    (commands.resolve, {"agreed_statement": "It is settled.", "rationale": "New facts."}),
    (commands.give_feedback, {"text": "It is done."}), (commands.answer_feedback, {"satisfaction": "yes"}),
    (commands.close, {"learning": "Listen.", "no_actions_because": "None.", "outcome": "changed"}),
    (commands.reopen, {"reason": "It was not done."}), (commands.edit_draft, {"concern": "Another one."}),
]  # fmt: skip
NUMBERS = st.sampled_from([None, 1, 2, 3, 4, 9])
FORWARD = {
    "draft": {"raise", "fast_track", "withdraw"}, "open": {"escalate", "resolve"}, "resolved": {"give_feedback"},
    "feedback_given": {"answer_feedback", "close"}, "closed": {"reopen"}, "withdrawn": set(),
}  # fmt: skip


@pytest.fixture
def walker(app, unit, cast, clock, dispatch):
    """The machine of random walks, on this test's database, and the states that it has reached."""
    reached = set()

    def at(*states):
        return precondition(lambda walk: walk.state in states)

    class Walk(RuleBasedStateMachine):
        @initialize(
            immediate=st.booleans(),
            held_back=st.booleans(),
            begins=st.sampled_from(["draft", "open", "settled", "closed"]),
        )
        def begin(self, immediate, held_back, begins):
            clock.set("2026-04-02 16:30")
            self.state, self.seen = "draft", 0
            with unit():
                self.here = written(cast, immediate_risk=immediate, name_held_back=held_back)
            if begins != "draft":
                self.does("ned", commands.raise_disagreement)
            if begins in ("settled", "closed"):
                self.all_agree()
                self.does("sam", commands.give_feedback, "It is done.")
            if begins == "closed":
                self.close("")

        def does(self, who, command, *given, **more):
            """Somebody tries; the product lets them, or says why not."""
            try:
                with unit():
                    command(getattr(cast, who), self.here, *given, **more)
            except (Refused, NotPermitted, NotVisible, BadInput) as answer:
                assert str(answer)

        @at("draft")
        @rule(who=st.sampled_from(("ned", "nia", "sam")))
        def raise_it(self, who):
            self.does(who, commands.raise_disagreement)

        @at("draft", "open")
        @rule(who=st.sampled_from(("ned", "mia")), text=WORDS, safe=st.sampled_from([None, True, False]))
        def fast_track(self, who, text, safe):
            self.does(who, commands.fast_track, reason=text, consulted="Nia", child_safe_tonight=safe)

        @at("open")
        @rule(who=st.sampled_from(("ned", "nia", "sam", "erin")), text=WORDS, from_stage=NUMBERS)
        def escalate(self, who, text, from_stage):
            self.does(who, commands.escalate, what_was_tried=text, from_stage=from_stage)

        @at("open")
        @rule(who=st.sampled_from(PEOPLE), text=WORDS)
        def respond(self, who, text):
            self.does(who, commands.respond, kind="fact", text=text)

        @at("open")
        @rule(who=st.sampled_from(("nia", "sue", "ned")), text=WORDS, to_stage=NUMBERS)
        def skip(self, who, text, to_stage):
            self.does(who, commands.skip_stage, to_stage=to_stage, reason=text)

        @at("open")
        @rule(who=st.sampled_from(("nia", "mia", "sam")), text=WORDS, days=st.integers(-1, 9))
        def pause(self, who, text, days):
            self.does(who, commands.pause, until=the_clock.today() + timedelta(days=days), reason=text)

        @at("open")
        @rule(who=st.sampled_from(("nia", "ned")))
        def resume(self, who):
            self.does(who, commands.resume)

        @at("open")
        @rule(who=st.sampled_from(PEOPLE), text=WORDS)
        def one_agrees(self, who, text):
            self.does(who, commands.resolve, agreed_statement=text, rationale=text, outcome="changed")

        @at("open")
        @rule()
        def all_agree(self):
            for who in PEOPLE:
                self.does(who, commands.resolve, agreed_statement="It is settled.", rationale="New facts.")

        @at("resolved")
        @rule(text=WORDS)
        def give_feedback(self, text):
            for who in ("ned", "sam", "mia", "judy", "paula"):
                self.does(who, commands.give_feedback, text)

        @at("feedback_given")
        @rule(answer=st.sampled_from([*SATISFACTION, "maybe"]))
        def answer_feedback(self, answer):
            self.does("ned", commands.answer_feedback, answer)

        @at("resolved", "feedback_given")
        @rule(who=st.sampled_from(("ned", "sam", "pip")))
        def copy(self, who):
            self.does(who, commands.confirm_copied)

        @at("feedback_given")
        @rule(lacks=st.sampled_from(["", "", "learning", "outcome", "no_actions_because", "copied_by", "satisfaction"]))
        def close(self, lacks):
            if lacks != "satisfaction":
                self.does("ned", commands.answer_feedback, "no")
            given = {
                "learning": "Ask first.",
                "outcome": "changed",
                "no_actions_because": "Done.",
                "copied_by": ["csc", "health"],
                "copied_told_by": "Ned Nurse",
            }
            self.does("erin", commands.close, **{name: value for name, value in given.items() if name != lacks})

        @at("resolved", "feedback_given", "closed")
        @rule(who=st.sampled_from(("ned", "sam", "carol")), text=WORDS, stage=NUMBERS)
        def reopen(self, who, text, stage):
            self.does(who, commands.reopen, text, stage)

        @rule(who=st.sampled_from(PEOPLE), act=st.sampled_from(OUT_OF_PLACE))
        def anything_at_any_time(self, who, act):
            command, given = act
            self.does(who, command, **given)

        @rule(days=st.integers(0, 6))
        def time_passes(self, days):
            later = the_clock.now() + timedelta(days=days, hours=5)
            clock.set(f"{later.astimezone(LONDON):%Y-%m-%d %H:%M}")
            dispatch()

        @invariant()
        def it_stands_well(self):
            with unit(writes=False):
                made = queries.escalation_for(cast.ned, self.here)
                self.state = made.state
                reached.add(made.state)
                stages = queries.stages_of(made)
                still = [stage.number for stage in stages if stage.ended_at is None]
                assert still == ([made.stage] if made.state == "open" else [])
                assert len(stages) >= self.seen, "history is kept"
                self.seen = len(stages)
                if made.state == "closed":
                    assert made.outcome in OUTCOMES and made.satisfaction in SATISFACTION
                    assert made.agreed_statement and made.rationale and made.learning and made.feedback
                    assert set(made.copied_by) == {"csc", "health"}
                wanted = FORWARD[made.state]
                others = {stage.responder for stage in stages if stage.ended_at is None and stage.responder}
                anybody = [cast.ned, cast.nia, cast.erin, *others, *last_of(stages)]
                assert not wanted or any(wanted & moves(one, made, stages) for one in anybody), made.state

        def teardown(self):
            dispatch()
            assert what_is_wrong(app) == []

    return Walk, reached


def last_of(stages):
    last = queries.last_responder(stages)
    return [last] if last else []


def moves(person, made, stages):
    """What the page would offer, the blocked moves with their reasons left out."""
    return {event.rstrip("_") for event in queries.moves_of(person, made, stages).allowed}


def test_random_walks(walker):
    walk, reached = walker
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=8, stateful_step_count=10, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert reached >= {"open", "closed"}, "the walks came far"
