"""Jack's core groups until the spring: a series with one meeting moved and one dropped."""

from datetime import datetime

import working_time
from convenor.demo.gathering import Gathering
from convenor.demo.stage import Stage, Story
from foundation import clock
from meetings import commands, queries
from meetings.queries.series import meetings_of
from people.models import Person

EVERY_WEEKS, MEETINGS = 3, 6


def holly_series(stage: Stage) -> Story:
    """Every three weeks, so that a school holiday can be left out within the limit of six."""
    here = Gathering(stage, "holly_1", "sam", "sam", "jack")
    yield stage.at(-5, "11:00")
    here.propose(
        "sam", "core_group", "core_group.held", stage.at(-8, "15:30"), "Is the plan for Jack being carried out?"
    )
    here.schedule(stage.at(8, "15:30"), "ned", "tia", "tom", place="Elm Park Primary School")
    planned = commands.plan_series(stage.who("sam"), here.id, every_weeks=EVERY_WEEKS, count=MEETINGS)
    ids = [one.public_id for one in meetings_of(planned)]
    here.invite(family_told="Told at home by the social worker, with every date on paper")
    yield stage.at(-4, "09:10")
    for public_id in ids:
        _comes(stage, public_id, "accepted", "sam", "ned", "tia")
    yield stage.at(-3, "12:15")
    third = queries.meeting_for(stage.who("sam"), ids[2])
    assert third.starts_at is not None
    commands.change(stage.who("sam"), ids[2], starts_at=_day_after(third.starts_at))
    yield stage.at(-3, "14:00")
    commands.add_invitee(stage.who("sam"), ids[3], stage.who("judy"), required=False, why="answers for the service")
    commands.cancel(
        stage.who("judy"), ids[3], "superseded", "The school is closed; the one before it was moved for that."
    )
    yield stage.at(-2, "08:40")
    _comes(stage, ids[2], "tentative", "tia", comment="Parents’ evening: I may be late.")


def _comes(stage: Stage, public_id: str, response: str, *names: str, comment: str = "") -> None:
    """The same answer of each, on the meeting's page."""
    for name in names:
        person: Person = stage.who(name)
        meeting = queries.meeting_for(person, public_id)
        asked = next(one for one in queries.sheet_of(person, meeting).invitations if one.person_id == person.id)
        commands.answer(person, public_id, asked.public_id, response, comment=comment)


def _day_after(moment: datetime) -> datetime:
    """The same time on the next working day."""
    local = clock.local(moment)
    day = working_time.england_and_wales().next_working_day(local.date())
    return datetime.combine(day, local.time(), clock.LONDON)
