"""The people on the list: who is asked, what goes out to them, what they answer, and mail that did not arrive."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, render_template, request
from flask.typing import ResponseReturnValue

import audit
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, NotPermitted, NotVisible, Refusal, Refused, possible, require
from foundation.unit_of_work import current_unit
from foundation.uploads import KINDS
from meetings import commands, queries
from meetings.commands import RUNS, Deputy
from meetings.forms.answering import OwnAnswerForm, ReportForm
from meetings.forms.inviting import AnswerForm, InviteeForm, WithdrawForm
from meetings.forms.moving import InviteForm
from meetings.models import RESPONSES, SOURCES, STATES, Invitation
from meetings.models.invitation import CAPACITIES
from meetings.queries import Sheet
from meetings.queries.around import ENTRIES
from meetings.queries.facts import may, must_unfilled, who_may
from meetings.views import pages
from meetings.views.answering import uploaded
from meetings.views.showing import page_of_meeting
from meetings.views.trying import people, to_meeting, tried, was_shown
from notifications import commands as mails
from notifications.composing import Message, composer_of
from notifications.models import Outbox
from people import queries as people_queries
from people.models import SENIORITIES, Person
from people.sign_in import me

LISTABLE = ("proposed", "scheduled", "invited", "postponed")
SEEN = "Whoever convenes sees it at once."
NOTES = {"automatic": "An automatic reply", "needs-action": "Has not decided"}
OUTCOMES = {"applied": "", "stale": "came too late to count", "duplicate": "came twice", "reset": "the meeting was moved",
            "restored": "counts again: the meeting is as it was",
            "no_effect": "had no effect", "noted": "for your notice, it is no answer"}  # fmt: skip


@pages.route("/meetings/<meeting_id>/invite", methods=["GET", "POST"])
def invite(meeting_id: str) -> ResponseReturnValue:
    """Each mail as its reader will get it, and what has to be known before they go out."""
    sheet = _sheet(meeting_id)
    meeting = sheet.meeting
    if not may(queries.roles_of(me(), meeting, sheet), meeting, "invite"):
        raise NotPermitted(who_may(meeting, "invite"))
    if "invite" not in possible(meeting):
        message = f"The meeting is {STATES[meeting.state].lower()}: set its date first, or look at who was invited."
        raise Refused([Refusal("no_such_move", message, "The lifecycle of a meeting")])
    form = InviteForm()
    if request.method == "GET":
        form.family_told.data, form.interpreter.data = meeting.family_told, meeting.interpreter
        return _invite_page(sheet, form)
    if not form.validate_on_submit():
        return _invite_page(sheet, form, 422)
    told: list[int] = []
    status, refusals = tried(form, lambda: told.append(_send(meeting_id, form)))
    if status:
        return _invite_page(_sheet(meeting_id), form, status, refusals)
    flash(f"{people(told[0]).capitalize()} will get their invitation by mail, each their own.", "success")
    return to_meeting(meeting_id, "people")


def _send(meeting_id: str, form: InviteForm) -> int:
    _, told = commands.invite(
        me(),
        meeting_id,
        missing_reasons=_reasons(),
        family_told=form.family_told.data or "",
        interpreter=form.interpreter.data or "",
        version=request.form.get("version", type=int),
    )
    return told


def _reasons() -> dict[str, str]:
    """Why nobody comes for a role, by the key of the role."""
    return {
        name.removeprefix("missing-"): value[:1000]
        for name, value in request.form.items()
        if name.startswith("missing-")
    }


def _invite_page(
    sheet: Sheet, form: InviteForm, status: int = 200, refusals: list[Any] | None = None
) -> ResponseReturnValue:
    meeting = sheet.meeting
    wanted = request.args.get("as", "")
    shown = next((one for one in sheet.invitations if one.public_id == wanted), next(iter(sheet.invitations), None))
    names = {role.name: role.key for role in meeting.kind.invitees.must}
    typed = _reasons()
    was_shown(sheet)
    return render_template(
        "meetings/invite.html",
        meeting=meeting,
        sheet=sheet,
        form=form,
        shown=shown,
        mail=_preview(shown, sheet) if shown else None,
        line=queries.series_line(me(), meeting) if meeting.series and not meeting.series.announced_at else None,
        unfilled=[(names[name], name, typed.get(names[name], "")) for name in must_unfilled(sheet)],
        stands_for=_stand_ins(sheet),
        capacities=CAPACITIES,
        refusals=refusals or [],
        wants_family=bool(meeting.kind.invitees.family) or meeting.kind.family_told_required,
        needs_interpreter=any(child.interpreter_needed for child in sheet.children),
    ), status


def _preview(asked: Invitation, sheet: Sheet) -> Message | None:
    """The very mail that would go out, composed by the same hand. Nothing of it is kept."""
    series, seat = sheet.meeting.series, asked.seat
    whole = seat is not None and series is not None and series.announced_at is None and len(queries.places_of(seat)) > 1
    kind, about = ("series_invitation", seat) if whole else ("meeting_invitation", asked)
    row = Outbox(
        public_id=new_public_id(),
        kind=kind,
        about_id=about.public_id if about else "",
        recipient_id=asked.person_id,
        details={"sequence": max(sheet.meeting.sequence, asked.last_sequence or 0)},
    )
    composed = composer_of(kind).compose(row)
    return composed if isinstance(composed, Message) else None


def _stand_ins(sheet: Sheet) -> list[str]:
    """Roles that only the case can name: whoever is on the list stands for them, and the page says so."""
    return [role.words for role in sheet.meeting.kind.invitees.must if role.kind == "from_case" or role.only_if]


@pages.route("/meetings/<meeting_id>/invitations", methods=["GET", "POST"])
def invitations(meeting_id: str) -> ResponseReturnValue:
    """Somebody more on the list."""
    sheet = _sheet(meeting_id)
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
        return _list_page(_sheet(meeting_id), form, status, refusals)
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


@pages.get("/meetings/<meeting_id>/invitations/<invitation_id>")
def invitation(meeting_id: str, invitation_id: str) -> ResponseReturnValue:
    return _one(meeting_id, invitation_id)


def _one(
    meeting_id: str,
    invitation_id: str,
    *,
    answer: AnswerForm | None = None,
    report: ReportForm | None = None,
    withdraw: WithdrawForm | None = None,
    status: int = 200,
    refused: Sequence[Refusal] = (),
) -> ResponseReturnValue:
    """One invitee: what they answered and when, their report, their mail, and what may be done."""
    sheet = _sheet(meeting_id)
    meeting = sheet.meeting
    asked = next((one for one in sheet.invitations if one.public_id == invitation_id), None)
    runs = bool(queries.roles_of(me(), meeting, sheet) & RUNS)
    if asked is None or not (runs or asked.person_id == me().id):
        raise NotVisible("invitation")
    around = queries.around(me(), meeting)
    was_shown(sheet, "invitation")
    return render_template(
        "meetings/invitation.html",
        meeting=meeting,
        refused=refused,
        asked=asked,
        runs=runs,
        own=asked.person_id == me().id,
        answers=list(reversed(around.answers.get(invitation_id, []))),
        mails=[mail for mail in reversed(around.mails.get(invitation_id, [])) if mail.state != "moot"],
        holds=around.calendar_of(asked, meeting),
        files=queries.report_files_of(me(), asked) if asked.report_received_at else [],
        seniorities=SENIORITIES,
        responses={**RESPONSES, **NOTES},
        sources=SOURCES,
        outcomes=OUTCOMES,
        mail_kinds=ENTRIES,
        capacities=CAPACITIES,
        listable=meeting.state in LISTABLE,
        line=queries.series_line(me(), meeting),
        answerable=meeting.state == "invited",
        answer_form=answer or AnswerForm(formdata=None),
        report_form=report or ReportForm(formdata=None, data={"report": asked.report}),
        withdraw_form=withdraw or WithdrawForm(formdata=None),
    ), status


@pages.post("/meetings/<meeting_id>/answer")
def answer(meeting_id: str) -> ResponseReturnValue:
    """The reader's own answer, given on the meeting's page."""
    sheet = _sheet(meeting_id)
    mine = next((one for one in sheet.invitations if one.person_id == me().id), None)
    if mine is None:
        raise NotVisible("invitation")
    form = OwnAnswerForm()
    given, deputy = form.response.data or "", Deputy(*form.deputy())
    asked = mine.public_id

    def act() -> None:
        commands.answer(me(), meeting_id, asked, given, comment=form.comment.data or "", deputy=deputy)

    status, refusals = tried(form, act) if form.validate_on_submit() else (422, [])
    if status:
        return page_of_meeting(meeting_id, refusals, status, answer=form)
    told = "Whoever convenes has been told whom you name, and invites them." if given == "delegated" else SEEN
    flash(f"Your answer is in: {RESPONSES[given].lower()}. {told}", "success")
    return to_meeting(meeting_id, "answer")


@pages.post("/meetings/<meeting_id>/invitations/<invitation_id>/answer")
def take_down_answer(meeting_id: str, invitation_id: str) -> ResponseReturnValue:
    """An answer that came by telephone."""
    form = AnswerForm()

    def act() -> None:
        commands.answer(
            me(),
            meeting_id,
            invitation_id,
            form.response.data or "",
            source="telephone",
            comment=form.comment.data or "",
        )

    status, refusals = tried(form, act) if form.validate_on_submit() else (422, [])
    if status:
        return _one(meeting_id, invitation_id, answer=form, status=status, refused=refusals)
    flash("The answer is taken down. No mail was sent.", "success")
    return to_meeting(meeting_id, "people")


@pages.post("/meetings/<meeting_id>/invitations/<invitation_id>/report")
def take_in_report(meeting_id: str, invitation_id: str) -> ResponseReturnValue:
    form = ReportForm()

    def act() -> None:
        commands.record_report(me(), meeting_id, invitation_id, form.report.data or "", uploaded(form))

    status, refusals = tried(form, act) if form.validate_on_submit() else (422, [])
    if status:
        return _one(meeting_id, invitation_id, report=form, status=status, refused=refusals)
    flash(
        "The report is here. It is read in the meeting, and does not count towards the quorum. No mail was sent.",
        "success",
    )
    return to_meeting(meeting_id, "papers")


@pages.get("/meetings/<meeting_id>/invitations/<invitation_id>/reports/<file_id>")
def report_file(meeting_id: str, invitation_id: str, file_id: str) -> Response:
    """A report as it was handed in: never shown in the browser, always kept as a file under a name of ours."""
    meeting = queries.meeting_for(me(), meeting_id)
    found = queries.report_file(me(), meeting, invitation_id, file_id)
    audit.read(me(), "report", found, children=meeting.children, meeting=meeting.public_id)
    name = f"{meeting.reference}-report.{found.kind}"
    return Response(
        found.content,
        content_type=KINDS[found.kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@pages.post("/meetings/<meeting_id>/invitations/<invitation_id>/deputy/<what>")
def decide_on_deputy(meeting_id: str, invitation_id: str, what: str) -> ResponseReturnValue:
    """The deputy who was named is invited, or another is asked for."""
    acts = {"invite": commands.invite_deputy, "refuse": commands.refuse_deputy}
    if what not in acts:
        raise NotVisible("act")
    told = acts[what](me(), meeting_id, invitation_id)
    flash(
        f"{told.person.name} is invited. Nobody else is told."
        if what == "invite"
        else f"{told.person.name} is asked once more. Nobody else is told.",
        "success",
    )
    return to_meeting(meeting_id, "people")


@pages.post("/meetings/<meeting_id>/invitations/<invitation_id>/link/<what>")
def decide_on_link(meeting_id: str, invitation_id: str, what: str) -> ResponseReturnValue:
    """The private link of an invitee ends, or is replaced by a new one."""
    acts = {"stop": commands.stop_link, "renew": commands.renew_link}
    if what not in acts:
        raise NotVisible("act")
    asked = acts[what](me(), meeting_id, invitation_id)
    flash(
        f"The private link of {asked.person.name} opens nothing any more. No mail was sent."
        if what == "stop"
        else f"{asked.person.name} gets the invitation once more, with a new link. The old one opens nothing.",
        "success",
    )
    return to_meeting(meeting_id, "people")


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
        return _one(meeting_id, invitation_id, withdraw=form, status=status, refused=refusals)
    told = taken[0].last_sequence is not None
    flash(
        f"{taken[0].person.name} is off the list. "
        + ("They are told, and the entry leaves their calendar; nobody else is told." if told else "No mail was sent."),
        "success",
    )
    return to_meeting(meeting_id, "people")


@pages.post("/meetings/<meeting_id>/invitations/<invitation_id>/remind")
def remind(meeting_id: str, invitation_id: str) -> ResponseReturnValue:
    """One press: the same invitation once more."""
    asked = commands.remind(me(), meeting_id, invitation_id)
    flash(f"{asked.person.name} is asked once more. Nobody else is told.", "success")
    return to_meeting(meeting_id, "quorum")


@pages.post("/meetings/<meeting_id>/invitations/again")
def send_all_again(meeting_id: str) -> ResponseReturnValue:
    """One press: the present entry once more to everybody, where somebody asks for it or only words have changed."""
    _, told = commands.send_all_again(me(), meeting_id)
    flash(f"{people(told).capitalize()} will get the present entry once more. Their answers stand.", "success")
    return to_meeting(meeting_id, "people")


@pages.post("/meetings/<meeting_id>/mail/<mail_id>/<what>")
def decide_on_mail(meeting_id: str, mail_id: str, what: str) -> ResponseReturnValue:
    """A mail that was given up or waits: send it again, or take it as delivered since somebody knows that it came."""
    meeting = queries.meeting_for(me(), meeting_id)
    require(queries.roles_of(me(), meeting) & RUNS, "Only whoever convenes or chairs decides what becomes of a mail.")
    acts = {"again": mails.send_again, "delivered": mails.take_as_delivered}
    if what not in acts or mail_id not in queries.mails_about(meeting):
        raise NotVisible("mail")
    try:
        acts[what](me(), mail_id)
    except Refused as refused:
        current_unit().abandon()
        flash(" ".join(one.message for one in refused.refusals), "error")
        return to_meeting(meeting_id, "people")
    flash("It is sent once more." if what == "again" else "It is taken as delivered. No mail was sent.", "success")
    return to_meeting(meeting_id, "people")


def _sheet(meeting_id: str) -> Sheet:
    return queries.sheet_of(me(), queries.meeting_for(me(), meeting_id))
