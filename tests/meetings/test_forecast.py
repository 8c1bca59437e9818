"""A quorum at risk: counted from past answers, in time, better than the share of accepted, with reasons that can be checked."""

from random import Random

import rulebook
from foundation.database import db
from meetings import queries
from meetings.likelihood import USUAL, Asked, Past, chance_of, of_agencies, of_quorum, state_at, whom_to_ring
from meetings.models import Attendance, Invitation
from meetings.queries.forecast import forecast_of, past_of

CSC, HEALTH, POLICE, SCHOOL, GP = range(5)
# How each answers two working days before, and comes then: answered accepted, comes having accepted, comes without a word.
WAYS = {
    CSC: (0.97, 0.995, 0.8), HEALTH: (0.8, 0.99, 0.2), POLICE: (0.3, 0.98, 0.95), SCHOOL: (0.9, 0.96, 0.2), GP: (0.5, 0.95, 0.1),
}  # fmt: skip
NEEDED = rulebook.book().figures["quorum.chance"].number / 100


def met(coming):
    """Social care and health, and two of the others."""
    return {CSC, HEALTH} <= coming and len(coming - {CSC, HEALTH}) >= 2


def a_year(seed, meetings):
    """Meetings one after the other: who had accepted two working days before, and who came. The same for the same seed."""
    chance = Random(seed)
    for _ in range(meetings):
        states, came = {}, set()
        for agency, (accepts, comes, comes_silent) in WAYS.items():
            states[agency] = "accepted" if chance.random() < accepts else "silent"
            if chance.random() < (comes if states[agency] == "accepted" else comes_silent):
                came.add(agency)
        yield states, came


def test_it_beats_the_share_of_accepted_and_flags_failures_two_working_days_before():
    past, ours, theirs, failures, flagged, alarms = [], 0.0, 0.0, 0, 0, 0
    held = 0
    for number, (states, came) in enumerate(a_year(7, 400)):
        chances = [chance_of(Asked(agency, agency, state), "icpc", past) for agency, state in states.items()]
        forecast = of_quorum(of_agencies(chances), met)
        share = sum(state == "accepted" for state in states.values()) / len(states)
        quorate = met(came)
        if number >= 60:  # the first months teach
            held += 1
            ours += (forecast - quorate) ** 2
            theirs += (share - quorate) ** 2
            failures += not quorate
            flagged += not quorate and forecast < NEEDED
            alarms += quorate and forecast < NEEDED
        past += [Past(agency, "icpc", state, agency in came) for agency, state in states.items()]
    assert ours < theirs, "its Brier score is the better one"
    assert failures > 20 and flagged >= 0.8 * failures
    assert alarms < 0.3 * (held - failures), "and most of the others are left alone"


def test_an_answer_that_came_later_was_silence_then(clock):
    from foundation import clock as the_clock

    now = the_clock.now()
    later = now.replace(year=now.year + 1)
    assert state_at("accepted", now, None, later) == "accepted"
    assert state_at("accepted", later, None, now) == "silent"
    assert state_at("declined", now, now, later) == "report" and state_at("no_reply", None, None, now) == "silent"
    assert whom_to_ring({HEALTH: 0.2, CSC: 1.0, POLICE: 1.0, SCHOOL: 0.9}, met)[0][0] == HEALTH


def test_the_reasons_shown_recompute_from_the_data(concluded, invited, unit, cast, clock, client_as):
    concluded()
    clock.set("2026-02-26 16:40")
    here = invited()
    page = client_as("sam").get(f"/meetings/{here}/forecast")
    assert page.status_code == 200 and "Whom to ring" in page.text
    assert client_as("nia").get(f"/meetings/{here}/forecast").status_code == 403
    with unit(writes=False):
        sheet = queries.sheet_of(cast.sam, queries.meeting_for(cast.sam, here))
        found = forecast_of(sheet)
        assert found.at_risk and found.rings and 0 < found.chance < 1
        for asked, chance in found.reasons:
            rows = db.session.query(Attendance.status).join(Invitation, Invitation.id == Attendance.invitation_id)
            came = [row.status == "attended" for row in rows.filter(Invitation.agency_id == asked.agency_id)]
            assert chance.of <= len(came) and chance.came <= sum(came)
            past = [one for one in past_of(sheet, {asked.agency_id}) if one.state == chance.asked.state]
            assert (chance.of, chance.came) == (len(past), sum(one.came for one in past))
            weighed = (2 * chance.came + 3 * USUAL[chance.asked.state]) / (2 * chance.of + 3)
            assert abs(chance.chance - weighed) < 1e-9
