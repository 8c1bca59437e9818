"""The page behind an invitee's private link. Looking at it changes nothing and signs nobody in: mail scanners look too."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from foundation import clock
from foundation.lifecycles import BadInput, Refusal, Refused
from foundation.unit_of_work import current_unit
from foundation.uploads import Upload, taken
from meetings import commands, queries
from meetings.commands import Deputy, Source
from meetings.forms.answering import LinkAnswerForm, ReportForm
from meetings.models import RESPONSES, SOURCES
from meetings.queries import InvitationLink
from meetings.views import pages
from people.forms import CodeForm
from people.sign_in import opens
from people.views.links import behind_link, opens_with

opens(*(f"meetings.link{name}" for name in ("", "_answer", "_report", "_code", "_details", "_return")))


def _opened(token: str) -> InvitationLink | None:
    """The link, at the meeting of its series that the address names."""
    return queries.invitation_by_token(token, request.args.get("of", ""))


in_use = behind_link(_opened, queries.invitation_link_is_in_use)
SAID = {
    "accepted": "Your answer is in: you are coming.",
    "tentative": "Your answer is in: perhaps.",
    "declined": "Your apologies are in, and whoever convenes has been told.",
    "delegated": "Your answer is in. Whoever convenes has been told whom you name, and invites them.",
}


@pages.get("/r/<token>")
@in_use
def link(here: InvitationLink, token: str) -> ResponseReturnValue:
    """When, where, who asks, and what may be done; never a child, never who else comes."""
    return _page(here, token)


@pages.post("/r/<token>/answer")
@in_use
def link_answer(here: InvitationLink, token: str) -> ResponseReturnValue:
    form = LinkAnswerForm()
    if not form.validate_on_submit():
        return _page(here, token, answer=form), 422
    named = Deputy(*form.deputy())
    give = commands.answer_series_by_link if here.others and form.scope.data == "series" else commands.answer_by_link
    try:
        new = give(
            here,
            form.response.data or "",
            _source(),
            comment=form.comment.data or "",
            deputy=named,
            times=form.times(),
        )
    except BadInput as wrong:
        return _wrong(token, wrong, answer=form)
    except Refused as refused:
        current_unit().abandon()
        return _page(_found_again(token), token, answer=form, refused=refused.refusals), 409
    flash(SAID[form.response.data] if new else "We have this answer already. Nothing has changed.", "success")
    return redirect(_way(here, token), 303)


@pages.post("/r/<token>/report")
@in_use
def link_report(here: InvitationLink, token: str) -> ResponseReturnValue:
    form = ReportForm()
    if not form.validate_on_submit():
        return _page(here, token, report=form), 422
    try:
        new = commands.hand_in_report(here, _source(), text=form.report.data or "", file=uploaded(form))
    except BadInput as wrong:
        return _wrong(token, wrong, report=form)
    flash(
        "Your report is here. Whoever runs the meeting reads it; it does not stand in for you at the quorum."
        if new
        else "We have this report already. Nothing has changed.",
        "success",
    )
    return redirect(_way(here, token), 303)


@pages.post("/r/<token>/code")
@in_use
def link_code(here: InvitationLink, token: str) -> ResponseReturnValue:
    """Mail a code to the invited address, so that a forwarded link shows no more than its mail did."""
    commands.ask_for_details(here)
    flash("A code is on its way to the invited address. It is good for 15 minutes.", "success")
    return redirect(_way(here, token, "details"), 303)


@pages.post("/r/<token>/details")
@in_use
def link_details(here: InvitationLink, token: str) -> ResponseReturnValue:
    """The practical details, shown once for the code."""
    form = CodeForm()
    if not opens_with(form, partial(commands.read_details, here)):
        return _page(here, token, code=form), 422
    return _page(here, token, shown=True)


@pages.post("/r/<token>/return")
@in_use
def link_return(here: InvitationLink, token: str) -> ResponseReturnValue:
    """It was not meant for whoever reads it: the link ends here."""
    commands.give_back(here, _source())
    return render_template("meetings/link_returned.html")


def uploaded(form: ReportForm) -> Upload | None:
    """The file that was chosen, looked at. Raises `BadInput`."""
    file = form.file.data
    return taken(file.stream, "file") if isinstance(file, FileStorage) and file.filename else None


def _way(here: InvitationLink, token: str, anchor: str | None = None) -> str:
    """The same page once more."""
    of = here.asked.public_id if here.others else None
    return url_for("meetings.link", token=token, of=of, _anchor=anchor)


def _source() -> Source:
    return Source((request.remote_addr or "")[:60], (request.user_agent.string or "")[:200])


def _wrong(token: str, wrong: BadInput, **form: Any) -> ResponseReturnValue:
    """The same page, each message beside its field, with what was typed."""
    current_unit().abandon()
    next(iter(form.values())).blame(wrong.errors)
    return _page(_found_again(token), token, **form), 422


def _found_again(token: str) -> InvitationLink:
    """The link as it stands, after an attempt of which nothing is left."""
    here = _opened(token)
    assert here is not None
    return here


def _page(
    here: InvitationLink,
    token: str,
    *,
    answer: LinkAnswerForm | None = None,
    report: ReportForm | None = None,
    code: CodeForm | None = None,
    refused: Sequence[Refusal] = (),
    shown: bool = False,
) -> str:
    asked = here.asked
    given: dict[str, Any] = {
        "response": asked.response if asked.response in SAID else "",
        "comment": asked.comment if asked.response in SAID else "",
        **{f"deputy_{name}": words for name, words in asked.deputy_named.items()},
    }
    if answer is None and asked.response in ("declined", "tentative"):
        for number, (start, end) in enumerate(queries.offers_of(asked)[:2], 1):
            given |= {f"from_{number}": start, f"until_{number}": f"{clock.local(end):%H:%M}"}
    return render_template(
        "meetings/link.html",
        here=here,
        asked=asked,
        meeting=here.meeting,
        asks=here.meeting.coordinator or here.meeting.asked_by,
        token=token,
        answer=answer or LinkAnswerForm(formdata=None, data=given),
        report=report or ReportForm(formdata=None),
        code=code or CodeForm(formdata=None),
        refused=refused,
        shown=shown,
        report_due=queries.report_due_of(here.meeting) if shown else None,
        takes_report=asked.capacity in ("professional", "chair", "originating_area"),
        responses=RESPONSES,
        sources=SOURCES,
    )
