"""Meetings as far along as a page needs them: proposed, scheduled, invited, concluded."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
import scenes
from reply_scenes import PIP, Calendar
from sqlalchemy import select

from children import commands as child_commands
from children import queries as child_queries
from foundation import clock as the_clock
from foundation.database import db
from meetings import commands, queries
from meetings.models import Answer, Doubt, Invitation, Proposal
from meetings.queries.series import meetings_of
from meetings.rules import opening_of
from people.models import Person


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=the_clock.LONDON)


@pytest.fixture
def family(unit: Any, cast: Any) -> list[str]:
    """A girl, her brother and an unborn child whom Sam works with; the girl is known to health, school and Mia too."""
    with unit():
        children = scenes.a_family(cast.sam)
        for name in ("ned", "nia", "tia", "mia"):
            child_commands.involve(cast.sam, children[0], getattr(cast, name), "professional")
        return [child.public_id for child in children]


@pytest.fixture
def proposed(unit: Any, cast: Any, family: list[str]) -> Callable[..., str]:
    """`proposed()`: a strategy discussion that Sam asks for; gives its public id."""

    def made(children: int = 1, restricted: int | None = None, **given: Any) -> str:
        with unit():
            chosen = child_queries.children_by_ids(cast.sam, family[:children])
            return commands.propose(
                cast.sam,
                type_key=given.get("type_key", "strategy_s47"),
                children=chosen,
                trigger_kind=given.get("trigger_kind", "threshold_decision"),
                trigger_at=london("2026-02-26 16:10"),
                purpose=given.get("purpose", "Decide whether to start a section 47 enquiry"),
                restricted_children=[] if restricted is None else [chosen[restricted]],
            ).public_id

    return made


@pytest.fixture
def scheduled(unit: Any, cast: Any, proposed: Callable[..., str]) -> Callable[..., str]:
    """With Nia, Pip and Tia on the list, Mia in the chair, tomorrow at 14:00."""

    def made(**given: Any) -> str:
        here = proposed(**given)
        with unit():
            for name in ("nia", "pip", "tia"):
                commands.add_invitee(cast.sam, here, getattr(cast, name))
            commands.schedule(
                cast.sam, here, starts_at=london("2026-02-27 14:00"), minutes_long=60, chair=cast.mia, place="Room 2"
            )
        return here

    return made


@pytest.fixture
def invited(unit: Any, cast: Any, scheduled: Callable[..., str]) -> Callable[..., str]:
    def made(**given: Any) -> str:
        here = scheduled(**given)
        with unit():
            commands.invite(cast.sam, here)
        return here

    return made


@pytest.fixture
def series(unit: Any, cast: Any, proposed: Callable[..., str]) -> Callable[..., list[str]]:
    """`series()`: core groups every four weeks from Friday 27 February at 10:00, planned and not invited to; their ids."""

    def made(**given: Any) -> list[str]:
        here = proposed(type_key="core_group", trigger_kind="requested", purpose="Carry out the plan")
        with unit():
            for name in ("nia", "pip", "tia"):
                commands.add_invitee(cast.sam, here, getattr(cast, name))
            commands.schedule(
                cast.sam,
                here,
                starts_at=london(given.pop("starts_at", "2026-02-27 10:00")),
                minutes_long=60,
                chair=cast.mia,
                place="Room 2",
            )
            planned = commands.plan_series(cast.sam, here, **{"every_weeks": 4, "count": 4, **given})
            return [one.public_id for one in meetings_of(planned)]

    return made


@pytest.fixture
def invited_series(unit: Any, cast: Any, series: Callable[..., list[str]]) -> Callable[..., list[str]]:
    def made(**given: Any) -> list[str]:
        here = series(**given)
        with unit():
            missing = {"lead_professional": "Not named yet", "named_core_group_members": "All are on the list"}
            commands.invite(cast.sam, here[0], missing_reasons=missing, family_told="By Sam, yesterday")
        return here

    return made


@pytest.fixture
def concluded(unit: Any, cast: Any, clock: Any, invited: Callable[..., str]) -> Callable[..., str]:
    """Held on Friday at 14:00; Nia said something open and something in confidence, and dissents. Papers are drafted."""

    def made(**given: Any) -> str:
        here = invited(**given)
        clock.set("2026-02-27 14:00")
        with unit():
            said = [key for key, _ in opening_of(queries.meeting_for(cast.mia, here).kind)]
            commands.open_meeting(cast.mia, here, opening_statements=said)
        with unit():
            sheet = queries.sheet_of(cast.mia, queries.meeting_for(cast.mia, here))
            rows = [{"invitation": one.public_id, "status": "attended"} for one in sheet.invitations]
            commands.record_attendance(cast.mia, here, rows)
        with unit():
            commands.say(cast.nia, here, kind="fact", text="Bruise of 3 cm.", source="GP")
            commands.say(cast.nia, here, kind="fact", text="Told us where he lives.", source="GP", confidential=True)
            sheet = queries.sheet_of(cast.mia, queries.meeting_for(cast.mia, here))
            for child in sheet.children:
                commands.hear_child(cast.mia, here, child.public_id, reason_absent="Asleep; seen tomorrow.")
                commands.decide(cast.mia, here, child=child.public_id, decision="s47_joint", rationale="Likely harm.")
                found = child_queries.child(cast.sam, child.public_id)
                child_commands.nominate(cast.mia, found, cast.sam, interim=True)
            for name in ("mia", "pip", "tia"):
                commands.ask_dissent(cast.mia, here, getattr(cast, name).agency_id, False)
            commands.dissent(cast.nia, here, reasons="Too early.", wish="record_only")
        with unit():
            commands.conclude(cast.mia, here)
        return here

    return made


@pytest.fixture
def standing(unit: Any, cast: Any) -> Callable[[str], SimpleNamespace]:
    """`standing(meeting_id)`: how it stands in the database, with its invitations by first name."""

    def read(public_id: str) -> SimpleNamespace:
        with unit(writes=False):
            meeting = queries.meeting_for(cast.sam, public_id)
            sheet = queries.sheet_of(cast.sam, meeting)
            return SimpleNamespace(
                state=meeting.state,
                version=meeting.version,
                starts_at=meeting.starts_at,
                place=meeting.place,
                reason=meeting.reason,
                reference=meeting.reference,
                restricted=[child.restricted for child in sheet.children],
                invitations={
                    one.person.name.partition(" ")[0].lower(): SimpleNamespace(
                        id=one.public_id, response=one.response, source=one.response_source, report=one.report
                    )
                    for one in sheet.invitations
                },
            )

    return read


@pytest.fixture
def many_invited(unit: Any, cast: Any, invited: Callable[..., str]) -> Callable[[int], str]:
    """`many_invited(60)`: so many people on the list, most without an account."""

    def made(count: int) -> str:
        here = invited()
        with unit():
            for number in range(count - 4):
                other = commands.invitee(
                    cast.sam,
                    name=f"Guest {number}",
                    email=f"guest{number}@nhs.example.uk",
                    agency=cast.nia.agency,
                )
                commands.add_invitee(cast.sam, here, other)
        return here

    return made


@pytest.fixture
def here(invited: Callable[..., str], dispatch: Any) -> str:
    """Tomorrow's strategy discussion, with the invitations out."""
    meeting = invited()
    dispatch()
    return meeting


@pytest.fixture
def pip(here: str, mailbox: Any, mail_in: Any) -> Calendar:
    return Calendar(PIP, mailbox, mail_in)


@pytest.fixture
def stands(unit: Any) -> Callable[[], SimpleNamespace]:
    """How Pip's invitation stands, with every answer kept and everything that waits for a person."""

    def read() -> SimpleNamespace:
        with unit(writes=False):
            asked = db.session.scalars(
                select(Invitation).join(Person, Person.id == Invitation.person_id).where(Person.email == PIP)
            ).one()
            kept = select(Answer).where(Answer.invitation_id == asked.id).order_by(Answer.id)
            return SimpleNamespace(
                id=asked.public_id,
                response=asked.response,
                comment=asked.comment,
                deputy=asked.deputy_named,
                answers=[(one.response, one.outcome, one.proof) for one in db.session.scalars(kept)],
                by=[one.answered_by for one in db.session.scalars(kept)],
                doubts=[
                    (one.kind, one.outcome, one.reasons[0])
                    for one in db.session.scalars(select(Doubt).order_by(Doubt.id))
                ],
                doubt=db.session.scalar(select(Doubt.public_id).order_by(Doubt.id.desc()).limit(1)),
                proposals=[
                    (f"{one.starts_at:%d %H:%M}", one.state)
                    for one in db.session.scalars(select(Proposal).order_by(Proposal.id))
                ],
                proposal=db.session.scalar(select(Proposal.public_id).order_by(Proposal.id.desc()).limit(1)),
            )

    return read
