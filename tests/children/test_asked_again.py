"""Asked again: whoever refers hears the answer and its reason in time, or it alarms; a refusal is not the end of it."""

from datetime import date

import pytest
from scenes import a_child, involved

from children import commands, queries
from children.models import JointLook, Referral
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted, NotVisible, Refused
from people import commands as people_commands
from people import queries as people
from people.visibility import visible_to

TRIPS = "Three missed hospital visits, and she is losing weight."


@pytest.fixture
def freya(unit, cast):
    """Ned, Pip and Tia work with her, and so does Sam of social care; Erin coordinates."""
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned, cast.pip, cast.tia)
        involved(cast.sam, child, cast.erin, role="coordinator")
        return child.public_id


@pytest.fixture
def refers(unit, cast, freya):
    """`refers("ned")` refers her to social care; gives the id of the referral."""

    def refer(name, to="csc", **given):
        with unit():
            person = getattr(cast, name)
            made = commands.refer(
                person, queries.child(person, freya), to_agency=people.agency_by_key(to), concern=TRIPS, **given
            )
            return made.public_id

    return refer


@pytest.fixture
def answers(unit, cast):
    def answer(name, referral, outcome="threshold_not_met", reason="One more visit is booked.", **given):
        with unit():
            return commands.answer_referral(getattr(cast, name), referral, outcome=outcome, reason=reason, **given)

    return answer


@pytest.fixture
def told(mailbox):
    """`told("waiting")`: first names of those who had a mail whose title holds the word, in the order of the alphabet."""
    return lambda words: sorted(mail.address.split(".")[0] for mail in mailbox.all() if words in mail.title)


def kept(unit, cast, name, referral):
    with unit(writes=False):
        return queries.referral(getattr(cast, name), referral)


@pytest.mark.parametrize(("to", "due", "source"), [
    ("csc", date(2026, 2, 27), "Working Together to Safeguard Children 2023"),
    ("health", date(2026, 3, 5), "Convenor product design"),
])  # fmt: skip
def test_the_answer_is_due_as_the_rule_book_says(unit, cast, refers, to, due, source):
    made = kept(unit, cast, "ned", refers("ned", to))
    assert (made.answer_due_on, made.made_on, made.is_owed) == (due, date(2026, 2, 26), True)
    assert source in made.source and "day 0" in made.working[0]


def test_silence_alarms_the_referrer_then_the_coordinator_then_the_manager_and_goes_on(refers, clock, dispatch, told):
    refers("ned")
    clock.set("2026-02-27 08:05")
    dispatch()
    assert told("waiting for its answer") == ["ned"]
    clock.set("2026-03-02 08:05")
    dispatch()
    assert told("waiting for its answer") == ["erin", "ned", "ned"]
    clock.set("2026-03-04 08:05")
    dispatch()
    assert told("waiting for its answer").count("nia") == 1
    before = len(told("waiting for its answer"))
    for day in ("2026-03-06", "2026-03-13", "2026-03-20", "2026-03-27"):
        clock.set(f"{day} 08:05")
        dispatch()
        dispatch()
    assert len(told("waiting for its answer")) == before + 4 * 3, "once each to three people, each five working days"


def test_a_referral_written_down_long_after_alarms_at_once(refers, dispatch, told):
    refers("ned", made_on=date(2026, 2, 2))
    dispatch()
    assert told("waiting for its answer") == ["erin", "ned", "nia"]


def test_without_a_coordinator_on_the_case_the_partnerships_hears_of_it(unit, cast, clock, dispatch, mailbox):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        commands.refer(cast.ned, child, to_agency=people.agency_by_key("csc"), concern=TRIPS)
    clock.set("2026-03-02 08:05")
    dispatch()
    with unit(writes=False):
        heard = mailbox.to(cast.erin)[-1]
    assert "R-2026-0001" in heard.title and "/children/" not in heard.text and "Freya" not in heard.raw.decode()


def test_an_answer_without_a_reason_is_no_answer(refers, answers):
    made = refers("ned")
    with pytest.raises(BadInput) as wrong:
        answers("sam", made, reason=" ")
    assert "reason" in wrong.value.errors
    with pytest.raises(BadInput) as wrong:
        answers("sam", made, outcome="perhaps")
    assert "outcome" in wrong.value.errors


def test_the_answer_that_the_referrer_was_not_told_goes_on_alarming(unit, cast, refers, answers, clock, dispatch, told):
    made = refers("ned")
    answers("sam", made)
    clock.set("2026-03-02 08:05")
    dispatch()
    assert told("There is an answer") == ["ned"]
    assert told("waiting for its answer") == ["erin", "ned", "ned"]
    with unit():
        commands.say_whether_satisfied(cast.ned, made, False)
    clock.set("2026-03-20 08:05")
    dispatch()
    assert len(told("waiting for its answer")) == 3
    assert kept(unit, cast, "ned", made).told_on == date(2026, 3, 2)


def test_an_answer_told_on_the_telephone_silences_it(unit, cast, refers, answers, clock, dispatch, told):
    made = refers("ned")
    answers("sam", made, told_on=date(2026, 2, 26))
    clock.set("2026-03-09 08:05")
    dispatch()
    assert told("waiting for its answer") == []
    assert not kept(unit, cast, "ned", made).is_owed


def test_that_nobody_answered_is_written_down_late_and_silences_nothing(
    unit, cast, refers, answers, clock, dispatch, told
):
    made = refers("ned")
    with pytest.raises(BadInput):
        answers("ned", made, outcome="no_answer", reason="")
    clock.set("2026-03-02 09:00")
    answers("ned", made, outcome="no_answer", reason="")
    clock.set("2026-03-04 08:05")
    dispatch()
    assert "ned" in told("waiting for its answer")
    answers("sam", made, outcome="accepted", reason="")
    found = kept(unit, cast, "ned", made)
    assert (found.outcome, found.review_on, found.is_owed) == ("accepted", None, True)


def test_an_answer_is_given_once(refers, answers):
    made = refers("ned")
    answers("sam", made)
    with pytest.raises(Refused):
        answers("sam", made, outcome="accepted")


def test_who_may_write_the_answer_down(unit, refers, answers, cast):
    made = refers("ned", "police")
    with pytest.raises(NotVisible):
        answers("tia", made)
    answers("nia", made)
    assert kept(unit, cast, "ned", made).told_on == date(2026, 2, 26)


# Ask again


def test_a_refusal_is_watched_and_asks_again(unit, cast, refers, answers, clock, dispatch, told):
    made = refers("ned")
    answers("sam", made)
    assert kept(unit, cast, "ned", made).review_on == date(2026, 3, 26)
    clock.set("2026-03-26 08:05")
    dispatch()
    assert told("Ask again?") == ["ned"]
    with unit():
        commands.keep_watching(cast.ned, made, review_on=date(2026, 4, 20))
    clock.set("2026-04-20 08:05")
    dispatch()
    assert told("Ask again?") == ["ned", "ned"]
    again = None
    with unit():
        first = queries.referral(cast.ned, made)
        again = commands.refer(
            cast.ned, first.child, to_agency=first.to_agency, concern="A fourth visit missed.", again=first
        ).public_id
    first = kept(unit, cast, "ned", made)
    assert (first.review_on, first.watch_ended_because) == (None, "Referred again: R-2026-0002")
    assert kept(unit, cast, "ned", again).again_of_id == first.id
    clock.set("2026-04-30 08:05")
    dispatch()
    assert told("Ask again?") == ["ned", "ned"]


def test_a_watch_ends_with_a_reason_only(unit, cast, refers, answers):
    made = refers("ned")
    with unit(), pytest.raises(Refused):
        commands.keep_watching(cast.ned, made, review_on=date(2026, 3, 20))
    answers("sam", made)
    for wrong in ({}, {"ended_because": " "}, {"review_on": date(2026, 2, 26)},
                  {"review_on": date(2026, 3, 20), "ended_because": "Both."}):  # fmt: skip
        with unit(), pytest.raises(BadInput):
            commands.keep_watching(cast.ned, made, **wrong)
    with unit():
        commands.keep_watching(cast.ned, made, ended_because="The family moved, and the new area knows.")
    assert kept(unit, cast, "ned", made).review_on is None


def test_only_a_refused_referral_of_this_child_is_asked_again(unit, cast, refers):
    made = refers("ned")
    with unit(), pytest.raises(BadInput):
        first = queries.referral(cast.ned, made)
        commands.refer(cast.ned, first.child, to_agency=first.to_agency, concern="More.", again=first)


@pytest.mark.parametrize("given", [{"concern": " "}, {"made_on": date(2026, 2, 27)}])
def test_what_a_referral_needs(unit, cast, freya, given):
    with unit(), pytest.raises(BadInput):
        commands.refer(
            cast.ned, queries.child(cast.ned, freya), **{"to_agency": cast.sam.agency, "concern": TRIPS, **given}
        )


def test_a_leaver_hands_the_watch_over(unit, cast, refers, answers):
    made = refers("ned")
    answers("sam", made)
    with unit():
        people_commands.leave(None, cast.ned, hand_over_to=cast.nia)
    assert kept(unit, cast, "nia", made).followed_by_id == kept(unit, cast, "sam", made).followed_by.id
    with unit(writes=False):
        assert queries.referral(cast.nia, made).followed_by.name == "Nia Nurse-Manager"


# The third concern


def test_the_third_concern_of_three_agencies_raises_a_joint_look(
    unit, cast, refers, answers, clock, dispatch, told, freya
):
    for day, name in (("2026-03-02", "ned"), ("2026-06-01", "pip")):
        clock.set(f"{day} 10:00")
        answers("sam", refers(name), told_on=clock.now().date())
    with unit(writes=False):
        assert db.session.query(JointLook).count() == 0
    clock.set("2026-11-30 10:00")
    refers("tia")
    dispatch()
    assert told("A pattern exists") == ["erin", "ned", "pip", "tia"]
    with unit(writes=False):
        look = db.session.query(JointLook).one()
        assert look.looked_at is None
        for name, sees in (("ned", 1), ("pip", 1), ("tia", 1), ("sam", 3), ("erin", 3)):
            person = getattr(cast, name)
            seen = queries.glance(person, queries.child(person, freya))
            assert (seen.referred, seen.pattern) == (sees, True), name


def test_two_are_no_pattern_and_neither_is_what_was_taken_up_or_lies_far_back(unit, cast, refers, answers, clock):
    answers("sam", refers("ned"))
    clock.set("2026-11-27 10:00")
    answers("sam", refers("pip"))
    answers("sam", refers("tia"), outcome="accepted")
    with unit(writes=False):
        assert db.session.query(JointLook).count() == 0


def test_a_look_is_written_down_and_a_further_concern_raises_it_again(
    unit, cast, refers, answers, freya, dispatch, clock, told
):
    for name in ("ned", "pip", "tia"):
        answers("sam", refers(name))
    with unit():
        with pytest.raises(NotPermitted):
            commands.record_joint_look(cast.pip, queries.child(cast.pip, freya), "Looked.")
        commands.record_joint_look(
            cast.erin, queries.child(cast.erin, freya), "Missed visits add up: a strategy discussion."
        )
    with unit(), pytest.raises(Refused):
        commands.record_joint_look(cast.erin, queries.child(cast.erin, freya), "Again.")
    clock.set("2026-03-09 10:00")
    dispatch()
    assert told("A pattern exists") == []
    refers("ned")
    with unit(writes=False):
        assert [look.looked_at is None for look in queries.joint_looks(queries.child(cast.erin, freya).id)] == [
            True,
            False,
        ]


def test_the_look_goes_on_asking_until_somebody_looks(refers, answers, dispatch, clock, told):
    for name in ("ned", "pip", "tia"):
        answers("sam", refers(name))
    for day in ("2026-02-26 17:00", "2026-03-02 08:05", "2026-03-05 08:05", "2026-03-12 08:05"):
        clock.set(day)
        dispatch()
    assert told("A pattern exists").count("erin") == 4


# Who sees it


def test_who_sees_a_referral(unit, cast, refers):
    made = refers("ned", "police")
    sees = {"ned", "nia", "sue", "pip", "erin"}
    everybody = {
        "mia",
        "sam",
        "judy",
        "erin",
        "nia",
        "ned",
        "pip",
        "tia",
        "carol",
        "frank",
        "heidi",
        "sue",
        "ada",
        "grace",
        "paula",
    }
    with unit(writes=False):
        seen = {
            name for name in everybody
            if db.session.scalar(db.select(Referral.id).where(Referral.public_id == made, visible_to(getattr(cast, name), Referral)))
        }  # fmt: skip
    assert seen == sees


def test_the_referrer_keeps_their_own_in_sight_when_their_role_has_ended(unit, cast, refers, freya):
    made = refers("ned")
    with unit():
        child = queries.child(cast.ned, freya)
        commands.end_involvement(cast.ned, child, queries.role_held(child, cast.ned, "professional"))
    with unit(writes=False):
        assert queries.referral(cast.ned, made).public_id == made
        assert not queries.may_see(cast.ned, freya)
    with unit():
        commands.declare_conflict(cast.ned, queries.child(cast.sam, freya), cast.ned, "A cousin.")
    with unit(writes=False), pytest.raises(NotVisible):
        queries.referral(cast.ned, made)
