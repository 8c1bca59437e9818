"""How the sitting ends, and the protective step that waits for nothing."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from meetings import commands
from meetings.queries.family import FATHERS
from meetings.views import pages
from meetings.views.room.desk import Desk


@pages.post("/meetings/<meeting_id>/room/conclude")
def conclude(meeting_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    form = desk.sent("conclude")

    def act() -> str:
        told = len({one.owner_id for one in desk.room.actions if one.noted})
        commands.conclude(desk.person, meeting_id, missing_reasons={FATHERS: form.adults_reason.data or ""})
        people = f"{told} owner{'' if told == 1 else 's'} of actions {'has' if told == 1 else 'have'} been told"
        return f"The meeting is concluded. {people if told else 'Nobody was sent anything'}; the record is owed next."

    return desk.enter(form, "close", act)


@pages.post("/meetings/<meeting_id>/room/inquorate")
def find_inquorate(meeting_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)

    def act() -> str:
        commands.find_inquorate(desk.person, meeting_id)
        return "It is on record that the quorum is not met. The agencies that are missing have been told."

    return desk.enter(None, "close", act)


@pages.post("/meetings/<meeting_id>/room/going-ahead")
def go_ahead(meeting_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    form = desk.sent("proceed")

    def act() -> str:
        commands.proceed_inquorate(desk.person, meeting_id, form.reason.data or "", form.text.data or "")
        return "The meeting goes ahead. The record shows that it did so without a quorum, and why."

    return desk.enter(form, "decisions", act)


@pages.post("/meetings/<meeting_id>/room/reconvene")
def reconvene(meeting_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    form = desk.sent("reconvene")
    successor = ""

    def act() -> str:
        nonlocal successor
        _, new = commands.reconvene(
            desk.person,
            meeting_id,
            interim_plan=form.interim_plan.data or "",
            starts_at=form.starts_at.data,
            minutes_long=form.minutes_long.data,
        )
        successor = new.public_id
        return ""

    answer = desk.enter(form, "close", act)
    if not successor:
        return answer
    flash("This sitting has ended. The next one is set with the same people; invite them now.", "success")
    return redirect(url_for("meetings.show", meeting_id=successor), 303)


@pages.post("/meetings/<meeting_id>/room/protection")
def protect(meeting_id: str) -> ResponseReturnValue:
    """In any state, by anybody who may see the meeting."""
    desk = Desk(meeting_id)
    form = desk.sent("protect")

    def act() -> str:
        commands.protect(desk.person, meeting_id, form.kind.data or "", form.text.data or "")
        return "The protective step is recorded."

    return desk.enter(form, "protect", act)
