"""An action from the day it is set to the day it is confirmed, and every turn it may take."""

from datetime import date, timedelta
from typing import Any

import pytest

from actions import commands, queries
from actions.models import Action, extension_words, ordinal, rag
from actions.queries import origins
from children import commands as child_commands
from children import queries as child_queries
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted, NotVisible, Refused
from people import commands as people_commands
from working_time import england_and_wales

CALENDAR = england_and_wales()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "School"}, "text"),
        ({"text": "The school sees her"}, "text"),
        ({"text": "Ongoing support for mum"}, "text"),
        ({"text": "12 visits"}, "text"),
        ({"outcome_wanted": "  "}, "outcome_wanted"),
        ({"owner": None}, "owner"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2026, 2, 25)}, "due_on"),
        ({"children": []}, "children"),
        ({"priority": "urgent"}, "priority"),
    ],
)
def test_what_an_action_must_say(unit: Any, cast: Any, case: Any, given: dict[str, Any], field: str) -> None:
    with unit():
        right = {
            "text": "See the child alone",
            "outcome_wanted": "She is heard.",
            "owner": cast.ned,
            "due_on": date(2026, 2, 26),
            "children": [child_queries.child(cast.sam, case.child)],
        }
        with pytest.raises(BadInput) as wrong:
            commands.note_action(cast.sam, **(right | given))
        assert set(wrong.value.errors) == {field}
        assert db.session.scalar(db.select(db.func.count()).select_from(Action)) == 0
        assert commands.note_action(cast.sam, **right).reference == "A-2026-0001"


def test_an_owner_must_be_in_service_and_unconnected(unit: Any, cast: Any, case: Any) -> None:
    with unit():
        child = child_queries.child(cast.sam, case.child)
        people_commands.leave(None, cast.tia, cast.pip)
        child_commands.declare_conflict(cast.sam, child, cast.carol, "An aunt.")
        for owner in (cast.tia, cast.carol):
            with pytest.raises(BadInput) as wrong:
                commands.note_action(
                    cast.sam,
                    text="Ask the school",
                    outcome_wanted="x",
                    owner=owner,
                    due_on=date(2026, 3, 1),
                    children=[child],
                )
            assert list(wrong.value.errors) == ["owner"]


def test_what_is_only_noted_tells_nobody_until_it_is_opened(
    unit: Any, cast: Any, case: Any, sent: Any, client_as: Any
) -> None:
    with unit():
        child = child_queries.child(cast.sam, case.child)
        action = commands.note_action(
            cast.sam,
            text="Ask the school",
            outcome_wanted="x",
            owner=cast.ned,
            due_on=date(2026, 3, 2),
            children=[child],
        )
        public_id = action.public_id
        commands.edit_noted(
            cast.sam,
            public_id,
            text="Ask the nursery",
            outcome_wanted="y",
            owner=cast.sam,
            due_on=date(2026, 3, 3),
            children=[child],
        )
        assert queries.owned_by(cast.sam) == []
        with pytest.raises(Refused) as refused:
            commands.accept(cast.sam, public_id)
        assert refused.value.refusals[0].rule == "the_action_has_begun"
    sent()  # what was told about the lead
    assert not any("A-2026" in title for _, title in sent())
    with unit():
        action = queries.action_visible_to(cast.sam, public_id)
        commands.open_actions(cast.sam, [action])
        commands.open_actions(cast.sam, [action])
        assert [row.text for row in queries.owned_by(cast.sam)] == ["Ask the nursery"]
        with pytest.raises(Refused):
            commands.drop_noted(cast.sam, public_id)
    assert sent() == [("sam", "A-2026-0001: an action for you, due Tuesday 3 March 2026")]


def test_an_action_of_a_meeting_takes_its_children_its_chair_and_its_pace(
    unit: Any, cast: Any, case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set without children it is for those of the meeting; the chair checks; while the meeting runs it is only noted."""
    with unit():
        judy = cast.judy.id
    for runs in (True, False):
        origin = queries.Origin(1, "e" * 20, "E-2026-0001", "/escalations/e", judy, (case.child,), runs)
        monkeypatch.setitem(origins._finders, "escalation", lambda person, *, public_id="", id=0, origin=origin: origin)
        with unit():
            action = commands.set_action(
                cast.sam,
                text="See her alone",
                outcome_wanted="x",
                owner=cast.ned,
                due_on=date(2026, 3, 2),
                escalation=origin.public_id,
            )
            assert (action.opened_at is None) == runs
            assert action.checker_id == judy and [child.public_id for child in action.children] == [case.child]
            assert [row.reference for row in queries.actions_of_escalation(cast.sam, 1)][-1] == action.reference


def test_from_set_to_confirmed(unit: Any, cast: Any, set_by_judy: Any, stored: Any, sent: Any, clock: Any) -> None:
    action = set_by_judy()
    sent()
    with unit():
        commands.accept(cast.ned, action)
    assert stored(action).state == "open" and stored(action).accepted_at == clock.now()
    assert {who for who, _ in sent()} == {"judy", "sam"}
    with unit():
        commands.claim_done(cast.ned, action, evidence="Note of 2 March", effect_for_child="No change")
    assert stored(action).state == "done_claimed"
    assert {who for who, _ in sent()} == {"judy", "sam"}
    for nobody in ("ned", "erin"):
        with unit(), pytest.raises(NotPermitted):
            commands.confirm_done(getattr(cast, nobody), action)
    with unit():
        commands.send_back(cast.judy, action, reason="The note is about another day.")
    assert stored(action).state == "open"
    assert [who for who, _ in sent()] == ["ned"]
    with unit():
        commands.claim_done(cast.ned, action, evidence="Note of 3 March", effect_for_child="She spoke.")
        commands.confirm_done(cast.sam, action)
    row = stored(action)
    assert (row.state, row.sent_back_reason, row.evidence) == ("done", "", "Note of 3 March")
    with unit():
        assert row.confirmed_by_id == cast.sam.id
        words = [step.event for step in queries.history_of(cast.sam, row.id)]
    assert words == ["confirm_done", "claim_done", "send_back", "claim_done", "accept", "opened", "noted"]
    with unit():
        commands.reopen(cast.judy, action, reason="She was not alone after all.")
    assert stored(action).state == "open" and stored(action).confirmed_at is None


def test_an_owner_never_confirms_alone_what_they_set_themselves(unit: Any, cast: Any, case: Any) -> None:
    with unit():
        action = commands.set_action(
            cast.sam,
            text="See her",
            outcome_wanted="x",
            owner=cast.sam,
            due_on=date(2026, 3, 2),
            child_ids=[case.child],
        ).public_id
        commands.claim_done(cast.sam, action, evidence="Note", effect_for_child="No change")
        with pytest.raises(NotPermitted):
            commands.confirm_done(cast.sam, action)
        assert commands.confirm_done(cast.mia, action).state == "done"


def test_declined_it_goes_back_and_the_next_owner_holds_it_at_once(
    unit: Any, cast: Any, set_by_judy: Any, stored: Any, sent: Any
) -> None:
    action = set_by_judy()
    sent()
    with unit():
        commands.decline(cast.ned, action, reason="She is not on my list.")
    assert {who for who, _ in sent()} == {"judy", "sam"}
    with unit():
        assert [row.public_id for row in queries.to_be_checked_by(cast.judy)] == [action]
        commands.reassign(cast.judy, action, owner=cast.sam)
        assert queries.action_visible_to(cast.sam, action).owner_id == cast.sam.id
    assert (stored(action).state, stored(action).declined_reason) == ("open", "")
    assert ("sam", "A-2026-0001: an action for you, due Tuesday 10 March 2026") in sent()


def test_the_old_owner_stays_until_the_new_one_accepts(
    unit: Any, cast: Any, set_by_judy: Any, stored: Any, sent: Any
) -> None:
    action = set_by_judy()
    sent()
    with unit():
        commands.reassign(cast.ned, action, owner=cast.tia, reason="She is at your school.")
        ned, tia, school = cast.ned.id, cast.tia.id, cast.tia.agency_id
    assert (stored(action).owner_id, stored(action).proposed_owner_id) == (ned, tia)
    assert sent() == [("tia", "A-2026-0001: will you take this action over?")]
    with unit():
        commands.decline(cast.tia, action, reason="She has left our school.")
    assert (stored(action).state, stored(action).owner_id, stored(action).proposed_owner_id) == ("open", ned, None)
    with unit():
        commands.reassign(cast.nia, action, owner=cast.tia)  # the owner's manager may
        with pytest.raises(NotPermitted):
            commands.accept(cast.ned, action)
        commands.accept(cast.tia, action)
    row = stored(action)
    assert (row.owner_id, row.proposed_owner_id, row.agency_id) == (tia, None, school)


def test_more_time_keeps_the_first_date_in_view(unit: Any, cast: Any, set_by_judy: Any, stored: Any) -> None:
    action = set_by_judy(due_on=date(2026, 3, 10))
    with unit():
        commands.extend(cast.ned, action, due_on=date(2026, 3, 16), reason="Ill.")
        commands.extend(cast.sam, action, due_on=date(2026, 3, 26), reason="Half-term.")
    row = stored(action)
    assert (row.due_on, row.original_due_on) == (date(2026, 3, 26), date(2026, 3, 10))
    assert extension_words(row, CALENDAR) == "2nd extension, 12 working days over the first date"
    with unit():
        kept = queries.extensions_of(cast.sam, row.id)
        assert [(e.from_on, e.to_on, e.reason, e.agreed_by_name) for e in kept] == [
            (date(2026, 3, 10), date(2026, 3, 16), "Ill.", "Ned Nurse"),
            (date(2026, 3, 16), date(2026, 3, 26), "Half-term.", "Sam Worker"),
        ]


def test_a_safety_action_gets_more_time_only_from_whoever_checks_it(unit: Any, cast: Any, set_by_judy: Any) -> None:
    action = set_by_judy(priority="safety")
    with unit():
        with pytest.raises(Refused) as refused:
            commands.extend(cast.ned, action, due_on=date(2026, 3, 20), reason="Ill.")
        assert [r.rule for r in refused.value.refusals] == ["more_time_for_safety_is_agreed"]
        assert (
            commands.extend(cast.judy, action, due_on=date(2026, 3, 20), reason="Agreed by telephone.").extensions == 1
        )


@pytest.mark.parametrize(
    ("given", "on", "colour"),
    [
        ({}, date(2026, 2, 26), "green"),  # Thursday; due Tuesday 10 March, 8 working days on
        ({}, date(2026, 3, 3), "amber"),  # 5 working days before
        ({}, date(2026, 3, 10), "amber"),
        ({}, date(2026, 3, 11), "red"),
        ({"extensions": 1, "due_on": date(2026, 4, 10)}, date(2026, 3, 2), "amber"),
        ({"extensions": 1, "due_on": date(2026, 4, 10)}, date(2026, 3, 24), "amber"),  # 10 over the first date
        ({"extensions": 1, "due_on": date(2026, 4, 10)}, date(2026, 3, 25), "red"),
        ({"state": "done"}, date(2026, 4, 1), "grey"),
        ({"state": "cancelled"}, date(2026, 4, 1), "grey"),
    ],
)
def test_the_colour_is_asked_for_and_never_stored(given: dict[str, Any], on: date, colour: str) -> None:
    standing = {"state": "open", "due_on": date(2026, 3, 10), "original_due_on": date(2026, 3, 10), "extensions": 0}
    assert rag(Action(**(standing | given)), on, CALENDAR) == colour
    assert "rag" not in Action.__table__.c


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 21)] == ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st"]


def test_cancelled_with_a_reason_it_stays_and_its_reminders_do_not(
    unit: Any, cast: Any, set_by_judy: Any, stored: Any, sent: Any, clock: Any
) -> None:
    action = set_by_judy(due_on=date(2026, 3, 3))
    sent()
    with unit():
        with pytest.raises(NotPermitted):
            commands.cancel(cast.ned, action, reason="Too much.")
        commands.cancel(cast.judy, action, reason="The family has moved.")
    assert (stored(action).state, stored(action).cancelled_reason) == ("cancelled", "The family has moved.")
    sent()
    clock.set("2026-03-03 09:00")
    assert sent() == []


def test_two_people_at_once_one_wins(unit: Any, cast: Any, set_by_judy: Any, stored: Any) -> None:
    """The owner claims it done while its setter cancels it: whoever comes second is told how it stands now."""
    for first, second in (("claim", "cancel"), ("cancel", "claim")):
        action = set_by_judy()

        def act(what: str, action: str = action) -> None:
            if what == "claim":
                commands.claim_done(cast.ned, action, evidence="Note", effect_for_child="No change")
            else:
                commands.cancel(cast.judy, action, reason="Moved away.")

        with unit():
            act(first)
        with pytest.raises(Refused), unit():
            act(second)
        assert stored(action).state == {"claim": "done_claimed", "cancel": "cancelled"}[first]


def test_a_move_from_an_old_page_is_refused(unit: Any, cast: Any, set_by_judy: Any, stored: Any) -> None:
    action = set_by_judy()
    seen = stored(action).version
    with unit():
        commands.extend(cast.ned, action, due_on=date(2026, 3, 20), reason="Ill.", version=seen)
    with pytest.raises(Refused) as refused, unit():
        commands.cancel(cast.judy, action, reason="Late again.", version=seen)
    assert refused.value.refusals[0].rule == "changed_meanwhile"
    assert stored(action).state == "open"


def test_a_leaver_is_refused_until_somebody_takes_over(
    unit: Any, cast: Any, set_by_judy: Any, stored: Any, sent: Any
) -> None:
    actions = [set_by_judy() for _ in range(7)]
    sent()
    with pytest.raises(Refused) as refused, unit():
        people_commands.leave(None, cast.ned, None)
    assert "action A-2026-0007" in refused.value.refusals[0].message
    with unit():
        handed = people_commands.leave(None, cast.ned, cast.tia)
        tia, school = cast.tia.id, cast.tia.agency_id
    assert len([text for text in handed if text.startswith("action ")]) == 7
    for action in actions:
        assert (stored(action).owner_id, stored(action).agency_id, stored(action).accepted_at) == (tia, school, None)
    assert [who for who, title in sent() if "is yours now" in title] == ["tia"] * 7


def test_what_a_leaver_answers_for_goes_to_the_receiver_too(
    unit: Any, cast: Any, set_by_judy: Any, stored: Any
) -> None:
    action = set_by_judy()
    with unit():
        handed = people_commands.leave(None, cast.judy, cast.mia)
        assert "the checking of A-2026-0001" in handed
    with unit():
        assert queries.action_visible_to(cast.mia, action).checker_id == cast.mia.id


def test_what_belongs_to_the_lead_goes_with_the_lead(
    unit: Any, cast: Any, case: Any, set_by_judy: Any, stored: Any
) -> None:
    role, own = set_by_judy(owner="sam", belongs_to_lead=True), set_by_judy(owner="sam")
    with unit():
        child = child_queries.child(cast.sam, case.child)
        child_commands.propose_handover(cast.sam, child, "All in the file.", cast.mia)
        child_commands.accept_handover(cast.mia, child, "Met together on Monday.")
        sam, mia = cast.sam.id, cast.mia.id
    assert (stored(role).owner_id, stored(own).owner_id) == (mia, sam)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("sam", True), ("mia", True), ("judy", True), ("erin", True), ("ned", True), ("nia", True),
        ("pip", False), ("tia", False), ("carol", False), ("frank", False),
    ],
)  # fmt: skip
def test_who_sees_an_action(unit: Any, cast: Any, set_by_judy: Any, who: str, sees: bool) -> None:
    """Involved, or managing somebody who is; nobody by their title, agency or curiosity."""
    action = set_by_judy()
    with unit():
        person = getattr(cast, who)
        found = db.session.execute(queries.searched(person, state="unfinished")).all()
        assert len(found) == sees
        if sees:
            assert queries.one_row(person, action).children[0].name == "Poppy Canary"
        else:
            for ask in (queries.one_row, queries.action_visible_to):
                with pytest.raises(NotVisible):
                    ask(person, action)


def test_an_owner_who_is_not_involved_sees_the_action_and_no_child(unit: Any, cast: Any, set_by_judy: Any) -> None:
    action = set_by_judy(owner="pip")
    with unit():
        assert queries.one_row(cast.pip, action).children == ()
        with pytest.raises(NotVisible):
            queries.one_row(cast.carol, action)


def test_a_conflict_of_interest_bars_from_the_action_too(unit: Any, cast: Any, case: Any, set_by_judy: Any) -> None:
    action = set_by_judy(owner="pip")
    with unit():
        child_commands.declare_conflict(cast.sam, child_queries.child(cast.sam, case.child), cast.pip, "A neighbour.")
        with pytest.raises(NotVisible):
            queries.one_row(cast.pip, action)


def test_nobody_connected_with_the_child_takes_an_action_over(
    unit: Any, cast: Any, case: Any, set_by_judy: Any
) -> None:
    action = set_by_judy()
    with unit():
        child_commands.declare_conflict(cast.sam, child_queries.child(cast.sam, case.child), cast.pip, "A neighbour.")
        with pytest.raises(Refused) as refused:
            commands.reassign(cast.ned, action, owner=cast.pip)
        assert [r.rule for r in refused.value.refusals] == ["the_owner_is_not_part_of_the_case"]
    with pytest.raises(BadInput), unit():
        people_commands.leave(None, cast.ned, cast.pip)


def test_days_of_the_cast_are_as_the_tests_assume() -> None:
    assert date(2026, 2, 26).weekday() == 3 and date(2026, 3, 10) - date(2026, 2, 26) == timedelta(12)
