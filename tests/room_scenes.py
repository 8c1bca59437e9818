"""A strategy meeting that is about to begin, and one that runs: what the tests of the room start from."""

from datetime import date, datetime
from typing import Any

from scenes import a_child, involved

from children import commands as children
from foundation import clock as the_clock
from meetings import commands, queries
from meetings.rules import opening_of


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=the_clock.LONDON)


def an_invited_meeting(
    cast: Any, *others: Any, kind: str = "strategy_s47", siblings: int = 0, unborn: bool = False
) -> tuple[str, list[str]]:
    """Freya's (and, with `siblings`, her brothers' and sisters') meeting on Friday 27 February 2026 at 14:00, Mia in the
    chair, Nia, Pip, Tia and `others` invited. Gives the meeting's id and the children's."""
    expected = {"expected_date_of_birth": date(2026, 5, 1)} if unborn else {}
    girl = a_child(cast.sam, address="1 Example Street", **expected)
    family = [girl, *(a_child(cast.sam, f"Sibling {n} Example", sibling=girl) for n in range(1, siblings + 1))]
    involved(cast.sam, family, cast.mia, cast.nia, cast.tia)
    meeting = commands.propose(
        cast.sam,
        type_key=kind,
        children=family,
        trigger_kind="threshold_decision" if kind == "strategy_s47" else "requested",
        trigger_at=london("2026-02-26 16:10"),
        purpose="Decide whether to start a section 47 enquiry",
    )
    here = meeting.public_id
    for one in (cast.nia, cast.pip, cast.tia, *others):
        commands.add_invitee(cast.sam, here, one)
    commands.schedule(
        cast.sam,
        here,
        starts_at=london("2026-02-27 14:00"),
        minutes_long=60,
        chair=cast.mia,
        place="Civic Centre, room 2",
    )
    nobody = {role.key: "Cannot come at such short notice." for role in meeting.kind.invitees.must}
    commands.invite(cast.sam, here, missing_reasons=nobody, family_told="By telephone on Thursday.")
    return here, [child.public_id for child in family]


def begin(cast: Any, here: str, *present: str) -> None:
    """Mia opens it with every statement; `present` (first names) have come."""
    said = [key for key, _ in opening_of(queries.meeting_for(cast.mia, here).kind)]
    commands.open_meeting(cast.mia, here, opening_statements=said)
    attend(cast, here, *present)


def attend(cast: Any, here: str, *present: str, **row: Any) -> Any:
    sheet = queries.sheet_of(cast.mia, queries.meeting_for(cast.mia, here))
    wanted = {getattr(cast, name).id for name in present}
    rows = [
        {"invitation": one.public_id, "status": "attended", **row}
        for one in sheet.invitations
        if one.person_id in wanted
    ]
    return commands.record_attendance(cast.mia, here, rows)


def ready_to_conclude(cast: Any, here: str, child_ids: list[str]) -> None:
    """Everything that the rules ask for, except what a test then leaves out."""
    for child in child_ids:
        commands.hear_child(cast.mia, here, child, reason_absent="Asleep; she is seen tomorrow.")
        commands.decide(cast.mia, here, decision="s47_joint", rationale="Likely significant harm.", child=child)
    sheet = queries.sheet_of(cast.mia, queries.meeting_for(cast.mia, here))
    for agency in sheet.agencies_present():
        commands.ask_dissent(cast.mia, here, agency, False)
    for child in queries.meeting_for(cast.mia, here).children:
        children.nominate(cast.mia, child, cast.sam, interim=True)
