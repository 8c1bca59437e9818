"""What goes out to the people on the list, and mail that did not arrive."""

from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from children import queries as children_queries
from foundation.identifiers import new_public_id
from foundation.lifecycles import NotPermitted, NotVisible, Refusal, Refused, possible, require
from foundation.unit_of_work import current_unit
from meetings import commands, queries
from meetings.commands import RUNS
from meetings.forms.moving import InviteForm
from meetings.models import STATES, Invitation
from meetings.models.invitation import CAPACITIES
from meetings.queries import Sheet
from meetings.queries.facts import may, must_unfilled, who_may
from meetings.queries.family import OF_PARENTS, services_not_asked
from meetings.views import pages
from meetings.views.trying import people, sheet_of_meeting, to_meeting, tried, was_shown
from notifications import commands as mails
from notifications.composing import Message, composer_of
from notifications.models import Outbox
from people.sign_in import me


@pages.route("/meetings/<meeting_id>/invite", methods=["GET", "POST"])
def invite(meeting_id: str) -> ResponseReturnValue:
    """Each mail as its reader will get it, and what has to be known before they go out."""
    sheet = sheet_of_meeting(meeting_id)
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
        return _invite_page(sheet_of_meeting(meeting_id), form, status, refusals)
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
        unfilled=[
            *((names[name], name, typed.get(names[name], "")) for name in must_unfilled(sheet)),
            *_services_of_parents(sheet, typed),
        ],
        stands_for=_stand_ins(sheet),
        apart=children_queries.safe_contact([child.id for child in meeting.children]).apart,
        capacities=CAPACITIES,
        refusals=refusals or [],
        wants_family=bool(meeting.kind.invitees.family) or meeting.kind.family_told_required,
        needs_interpreter=any(child.interpreter_needed for child in sheet.children),
    ), status


def _services_of_parents(sheet: Sheet, typed: dict[str, str]) -> list[tuple[str, str, str]]:
    missing = services_not_asked(sheet)
    words = f"A parent uses {'; '.join(missing)}"
    return [(OF_PARENTS, words, typed.get(OF_PARENTS, ""))] if missing else []


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
