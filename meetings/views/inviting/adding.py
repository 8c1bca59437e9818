"""Somebody more on the list, or somebody less."""

from collections.abc import Sequence

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from foundation.database import db
from foundation.lifecycles import BadInput, Refusal, require
from meetings import commands, queries
from meetings.commands import RUNS
from meetings.forms.inviting import InviteeForm, WithdrawForm
from meetings.models import Invitation
from meetings.queries import Sheet
from meetings.views import pages
from meetings.views.inviting.showing import page_of_invitation
from meetings.views.trying import sheet_of_meeting, to_meeting, tried, was_shown
from people import queries as people_queries
from people.models import Person
from people.sign_in import me


@pages.route("/meetings/<meeting_id>/invitations", methods=["GET", "POST"])
def invitations(meeting_id: str) -> ResponseReturnValue:
    """Somebody more on the list."""
    sheet = sheet_of_meeting(meeting_id)
    require(queries.roles_of(me(), sheet.meeting, sheet) & RUNS, "Only whoever convenes or chairs changes the list.")
    form = InviteeForm()
    if request.method == "GET":
        form.scope.data = "series"
        return _list_page(sheet, form)
    if not form.validate_on_submit():
        return _list_page(sheet, form, 422)
    added: list[Invitation] = []
    status, refusals = tried(form, lambda: added.append(_add(meeting_id, form)))
    if status:
        return _list_page(sheet_of_meeting(meeting_id), form, status, refusals)
    name = added[0].person.name
    sent = sheet.meeting.state == "invited"
    flash(
        f"{name} is on the list. {'Their invitation is on its way; nobody else is told.' if sent else 'No mail was sent.'}",
        "success",
    )
    return to_meeting(meeting_id, "people")


def _add(meeting_id: str, form: InviteeForm) -> Invitation:
    other = _somebody(form)
    given = form.given("required", "capacity", "why", "scope")
    invitation = commands.add_invitee(me(), meeting_id, other, **given)
    db.session.flush()
    return invitation


def _somebody(form: InviteeForm) -> Person:
    """Whoever the form names: pressed in the list beside it, of the partnership, or somebody new. Raises `BadInput`."""
    if pressed := request.form.get("person_id"):
        return people_queries.person(me(), pressed)
    if form.person.data:
        found = people_queries.person_named(me(), form.person.data)
        if found is None:
            raise BadInput(
                {"person": "Nobody in service goes by this, or more than one does. Use their e-mail address."}
            )
        return found
    missing = {
        "name": "Enter their name, or name somebody of the partnership above.",
        "email": "Enter their e-mail address.",
        "agency": "Choose their agency.",
    }
    if errors := {name: words for name, words in missing.items() if not form[name].data}:
        raise BadInput(errors)
    agency = people_queries.agency_by_key(form.agency.data)
    return commands.invitee(me(), name=form.name.data, email=form.email.data, agency=agency)


def _list_page(
    sheet: Sheet, form: InviteeForm, status: int = 200, refused: Sequence[Refusal] = ()
) -> ResponseReturnValue:
    reader = me()
    form.agency.choices = [
        ("", "Choose"),
        *((one.key, one.name) for one in db.session.scalars(people_queries.agencies(reader))),
    ]
    asked = {one.person_id for one in sheet.invitations}
    involved = [one for one in queries.people_near(sheet) if one.person_id not in asked]
    was_shown(sheet)
    return render_template(
        "meetings/add_invitee.html",
        meeting=sheet.meeting,
        form=form,
        near=involved,
        refused=refused,
        line=queries.series_line(reader, sheet.meeting),
    ), status


@pages.post("/meetings/<meeting_id>/invitations/<invitation_id>/withdraw")
def withdraw(meeting_id: str, invitation_id: str) -> ResponseReturnValue:
    form = WithdrawForm()
    if form.validate_on_submit() and not form.reason.data:
        form.reason.errors = ("Say why. The reason stays in the record.",)
    status = 422 if form.errors else 0
    refusals: list[Refusal] = []
    taken: list[Invitation] = []
    if not status:
        status, refusals = tried(
            form,
            lambda: taken.append(
                commands.withdraw_invitee(
                    me(), meeting_id, invitation_id, form.reason.data or "", scope=form.scope.data or "one"
                )
            ),
            person="reason",
        )
    if status:
        return page_of_invitation(meeting_id, invitation_id, withdraw=form, status=status, refused=refusals)
    told = taken[0].last_sequence is not None
    flash(
        f"{taken[0].person.name} is off the list. "
        + ("They are told, and the entry leaves their calendar; nobody else is told." if told else "No mail was sent."),
        "success",
    )
    return to_meeting(meeting_id, "people")
