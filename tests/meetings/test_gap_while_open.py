"""From the moment a meeting is opened about a child for whom nobody leads, the gap alarms; it ends with what needed it."""

from room_scenes import an_invited_meeting, begin
from scenes import a_child, involved
from sqlalchemy import select

from children import commands as children_commands
from children import queries as children_queries
from children.models import LeadGap
from foundation.database import db
from meetings import commands


def gaps(unit):
    with unit():
        return [(gap.to_at is None) for gap in db.session.scalars(select(LeadGap).order_by(LeadGap.id))]


def test_an_opened_meeting_about_a_child_whom_nobody_leads_for_alarms(unit, cast, clock, dispatch, mailbox):
    with unit():
        here, child_ids = an_invited_meeting(cast)
    clock.set("2026-02-27 14:00")
    assert gaps(unit) == []
    with unit():
        begin(cast, here, "mia", "nia", "pip")
    assert gaps(unit) == [True]
    dispatch()
    assert any("No lead professional" in mail.title and mail.address.startswith("mia.") for mail in mailbox.all())
    with unit():
        child = children_queries.child(cast.mia, child_ids[0])
        children_commands.nominate(cast.mia, child, cast.sam)
        children_commands.accept(cast.sam, child)
    assert gaps(unit) == [False]


def test_taking_a_nomination_back_where_nothing_needs_a_lead_ends_the_alarm(unit, cast):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.mia, role="manager")
        here = child.public_id
        children_commands.nominate(cast.mia, child, cast.sam)
        children_commands.decline(cast.sam, child, "On leave from Monday.")
    assert gaps(unit) == [True]
    with unit():
        child = children_queries.child(cast.mia, here)
        children_commands.nominate(cast.mia, child, cast.judy)
        children_commands.end(cast.mia, child, "No meeting and no plan: nobody has to lead.")
    assert gaps(unit) == [False]


def test_a_plan_or_an_open_meeting_keeps_the_alarm_going(unit, cast, clock):
    with unit():
        here, child_ids = an_invited_meeting(cast)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "mia", "nia", "pip")
        child = children_queries.child(cast.mia, child_ids[0])
        children_commands.nominate(cast.mia, child, cast.sam)
        children_commands.end(cast.mia, child, "Sam is away.")
    assert gaps(unit) == [True]
    with unit():
        assert commands.protect(cast.mia, here, "interim_safety", "Freya stays with her grandmother tonight.")
    assert gaps(unit) == [True]
