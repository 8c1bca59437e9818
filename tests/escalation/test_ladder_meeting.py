"""The meeting of the senior stage: asked for with the stage, linked both ways, its outcome on the ladder."""

import pytest
from ladder_scenes import raised, settled, taken_up, what_is_wrong
from room_scenes import begin, london
from scenes import involved

from escalation import commands, queries
from meetings import commands as meetings
from meetings import queries as meeting_queries


@pytest.fixture
def here(unit, cast):
    with unit():
        return raised(cast)


def meeting_of(person, here):
    made = queries.escalation_for(person, here)
    return next(iter(queries.meetings_of(person, queries.stages_of(made)).values()), None)


def test_it_is_asked_for_with_the_stage_and_its_outcome_stands_on_the_ladder(
    app, client_as, api_as, unit, cast, clock, here
):
    with unit():
        taken_up(cast, here, 1)
        assert meeting_of(cast.ned, here) is None
        taken_up(cast, here, 2)
        met = meeting_of(cast.ned, here)
        meeting = meeting_queries.meeting_for(cast.ned, met.public_id)
        sheet = meeting_queries.sheet_of(cast.ned, meeting)
        assert (meeting.type, meeting.state, meeting.coordinator_id) == ("professionals", "proposed", cast.erin.id)
        assert {i.person.name for i in sheet.invitations} == {"Judy Chair", "Nia Nurse-Manager", "Ned Nurse"}
        reference = queries.escalation_for(cast.ned, here).reference
    ladder = client_as("ned").get(f"/escalations/{here}").text
    assert met.reference in ladder and f"/meetings/{met.public_id}" in ladder
    page = client_as("ned").get(f"/meetings/{met.public_id}").text
    assert reference in page and f'href="/escalations/{here}"' in page
    assert (
        client_as("ned").get(f"/escalations/of-meeting/{met.public_id}").headers["Location"] == f"/escalations/{here}"
    )
    assert api_as("ned").get(f"/meetings/{met.public_id}").json["escalation"]["id"] == here
    with unit():
        meetings.schedule(
            cast.erin,
            met.public_id,
            starts_at=london("2026-03-05 14:00"),
            minutes_long=60,
            chair=cast.mia,
            place="Civic Centre",
        )
        nobody = {
            role.key: "Asked already."
            for role in meeting_queries.meeting_for(cast.erin, met.public_id).kind.invitees.must
        }
        meetings.invite(cast.erin, met.public_id, missing_reasons=nobody, family_told="Not told: about professionals.")
    clock.set("2026-03-05 14:00")
    with unit():
        begin(cast, met.public_id, "judy", "nia", "ned")
        child = queries.escalation_for(cast.ned, here).children[0].public_id
        meetings.decide(
            cast.mia,
            met.public_id,
            decision="ask_strategy",
            rationale="New facts.",
            child=child,
            text="Tomorrow at ten.",
        )
    ladder = client_as("ned").get(f"/escalations/{here}").text
    assert "Ask for a strategy discussion. Tomorrow at ten." in ladder
    stage = api_as("ned").get(f"/escalations/{here}").json["stages"][-1]
    assert stage["meeting"]["outcome"] == ["Ask for a strategy discussion. Tomorrow at ten."]


@pytest.mark.parametrize("end", ["settled", "withdrawn"])
def test_what_was_asked_for_and_has_no_date_is_not_owed_once_it_is_settled(app, api_as, unit, cast, clock, here, end):
    with unit():
        taken_up(cast, here, 1, 2)
        met = meeting_of(cast.ned, here)
    assert met.reference in api_as("erin").get("/worklist").text
    with unit():
        if end == "settled":
            settled(cast, here, responder=cast.judy)
        else:
            commands.withdraw(cast.ned, here, "New facts.")
    with unit():
        meeting = meeting_queries.meeting_for(cast.ned, met.public_id)
        assert meeting.state == "cancelled"
        owed = [due for due in meeting_queries.sheet_of(cast.ned, meeting).dues if due.met_at is None]
        assert owed == []
    clock.set("2026-03-20 10:00")
    assert met.reference not in api_as("erin").get("/worklist").text
    assert what_is_wrong(app) == []


def test_a_meeting_that_has_its_date_stays_with_whoever_convenes_it(unit, cast, here):
    with unit():
        taken_up(cast, here, 1, 2)
        met = meeting_of(cast.ned, here)
        meetings.schedule(
            cast.erin, met.public_id, starts_at=london("2026-03-05 14:00"), minutes_long=60, chair=cast.mia, place="Here",
        )  # fmt: skip
    with unit():
        settled(cast, here, responder=cast.judy)
        assert meeting_queries.meeting_for(cast.erin, met.public_id).state == "scheduled"


def test_who_sees_the_meeting_and_not_the_disagreement_reads_words_and_no_link(client_as, unit, cast, here):
    with unit():
        child = queries.escalation_for(cast.ned, here).children[0]
        involved(cast.sam, child, cast.tia)
        taken_up(cast, here, 1, 2)
        met = meeting_of(cast.ned, here)
        reference = queries.escalation_for(cast.ned, here).reference
    page = client_as("tia").get(f"/meetings/{met.public_id}")
    assert page.status_code == 200 and "a professional disagreement, which its two sides may open" in page.text
    assert "/escalations/of-meeting" not in page.text and f"/escalations/{here}" not in page.text
    assert client_as("tia").get(f"/escalations/{here}").status_code == 404
    assert page.text.count(reference) == page.text.count(f"disagreement {reference} at stage")


def test_a_held_back_name_is_not_on_the_meetings_list(unit, cast):
    with unit():
        here = raised(cast, name_held_back=True)
        taken_up(cast, here, 1, 2)
        met = meeting_of(cast.ned, here)
        sheet = meeting_queries.sheet_of(cast.nia, meeting_queries.meeting_for(cast.nia, met.public_id))
        assert {i.person.name for i in sheet.invitations} == {"Judy Chair", "Nia Nurse-Manager"}


def test_the_fast_track_and_a_skipped_stage_come_with_it_too(unit, cast, here):
    with unit():
        commands.fast_track(cast.nia, here, reason="Tonight.", consulted="Nia", child_safe_tonight=False)
        assert meeting_of(cast.nia, here) is not None


def test_stopped_half_way_neither_stage_nor_meeting_stands(sweep, unit, cast, here):
    with unit():
        taken_up(cast, here, 1)
    sweep(lambda: commands.escalate(cast.ned, here, what_was_tried="We spoke.", from_stage=2))
