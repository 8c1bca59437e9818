"""A strategy meeting from Thursday 16:40 to its last paper, as the people in it would tell it."""

from datetime import datetime

import pytest

from actions import commands as action_commands
from children import commands as children_commands
from children import queries as children_queries
from foundation import clock as the_clock
from foundation.lifecycles import Refused
from meetings import commands, queries
from meetings.rules import opening_of


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=the_clock.LONDON)


def refusals_of(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return {r.rule for r in refused.value.refusals}


@pytest.fixture
def child_id(unit, cast):
    with unit():
        child = children_commands.add_child(cast.sam, name="Freya Example", date_of_birth=datetime(2019, 5, 3).date())
        for name in ("ned", "pip", "tia", "mia", "nia"):
            children_commands.involve(cast.sam, child, getattr(cast, name), "professional")
        return child.public_id


def test_from_the_trigger_to_the_last_paper(unit, cast, clock, child_id, dispatch, mailbox):
    with unit():
        child = children_queries.child(cast.sam, child_id)
        meeting = commands.propose(
            cast.sam,
            type_key="strategy_s47",
            children=[child],
            trigger_kind="threshold_decision",
            trigger_at=london("2026-02-26 16:10"),
            purpose="Decide whether to start a section 47 enquiry",
        )
        here = meeting.public_id
        assert meeting.reference == "M-2026-0001"
    with unit():
        for name in ("nia", "pip", "tia"):
            commands.add_invitee(cast.sam, here, getattr(cast, name))
        held_over = london("2026-02-27 14:00")
        commands.schedule(
            cast.sam, here, starts_at=held_over, minutes_long=60, chair=cast.mia, place="Civic Centre, room 2"
        )
    with unit():
        _, told = commands.invite(cast.sam, here)
        assert told == 4
    dispatch()
    with unit():
        assert len(mailbox.to(cast.pip)) == 1
        meeting = queries.meeting_for(cast.pip, here)
        mine = next(i for i in queries.sheet_of(cast.pip, meeting).invitations if i.person_id == cast.pip.id)
        commands.answer(cast.pip, here, mine.public_id, "accepted")
    clock.set("2026-02-27 14:00")
    with unit():
        said = [key for key, _ in opening_of(queries.meeting_for(cast.mia, here).kind)]
        commands.open_meeting(cast.mia, here, opening_statements=said)
    with unit():
        sheet = queries.sheet_of(cast.mia, queries.meeting_for(cast.mia, here))
        rows = [{"invitation": i.public_id, "status": "attended"} for i in sheet.invitations]
        assert commands.record_attendance(cast.mia, here, rows).quorum().met
    with unit():
        fact = commands.say(cast.nia, here, kind="fact", text="Bruise of 3 cm on the left upper arm.", source="GP")
        commands.say(
            cast.nia,
            here,
            kind="professional_judgement",
            text="Not explained by the account given.",
            rests_on=[fact.public_id],
            reason="The shape is that of a grip.",
        )
        assert refusals_of(commands.conclude, cast.mia, here) == {
            "every_child_has_a_decision",
            "every_child_was_heard_or_there_is_a_reason",
            "every_agency_was_asked_for_dissent",
            "somebody_leads_for_every_child",
        }
    with unit():
        commands.hear_child(
            cast.tia,
            here,
            child_id,
            views="I don't like it when he's cross.",
            how="drawing",
            tool="Drawing",
            tool_explanation="She drew the people at home.",
        )
        for name in ("mia", "nia", "pip", "tia"):
            commands.give_position(getattr(cast, name), here, position="agree")
        commands.decide(cast.mia, here, decision="s47_joint", rationale="Likely significant harm.")
        child = children_queries.child(cast.sam, child_id)
        action_commands.note_action(
            cast.mia,
            text="See the child alone at school",
            outcome_wanted="She can speak freely",
            owner=cast.sam,
            due_on=datetime(2026, 3, 4).date(),
            children=[child],
            meeting_id=queries.meeting_for(cast.mia, here).id,
            checker_id=cast.mia.id,
        )
        children_commands.nominate(cast.mia, child, cast.sam, interim=True)
    with unit():
        meeting = commands.conclude(cast.mia, here)
        assert meeting.state == "concluded"
        dues = {d.rule: d for d in queries.sheet_of(cast.mia, meeting).dues}
        assert dues["icpc.hold_by"].due_on == datetime(2026, 3, 20).date()
        assert dues["strategy_s47.hold_by"].met_at is not None
    dispatch()
    with unit():
        assert any("A-2026-0001" in m.text for m in mailbox.to(cast.sam))
        paper = commands.draft_paper(cast.mia, here, "minutes")
        assert "**FACT**" in paper.text and "**PROFESSIONAL JUDGEMENT**" in paper.text
        commands.approve_paper(cast.mia, here, "minutes", paper.number)
    with unit():
        _, told = commands.issue_minutes(cast.sam, here)
        assert told == 4
    with unit():
        children_commands.record_sharing_decision(
            cast.sam,
            children_queries.child(cast.sam, child_id),
            shared=True,
            what="Injury seen",
            with_whom="Police",
            purpose="Enquiry",
            lawful_basis="public_task",
            consent="not_safe_to_ask",
            reasons="Risk of harm",
        )
        assert commands.close(cast.sam, here).state == "closed"
