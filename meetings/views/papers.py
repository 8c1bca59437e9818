"""After the meeting: letter and record side by side with what was recorded, who gets them, corrections; things to print."""

from dataclasses import dataclass
from difflib import ndiff
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import queries as children
from children.models import LIVES_HERE
from foundation import clock
from foundation.lifecycles import NotVisible, Refused
from foundation.markdown import as_html
from foundation.unit_of_work import current_unit
from meetings import commands, queries
from meetings.commands import PAPERS, RUNS, PaperChanged
from meetings.forms.papers import CorrectionAnswerForm, CorrectionForm, PaperForm
from meetings.models import ATTENDANCE, Meeting, Paper
from meetings.models.invitation import CAPACITIES
from meetings.models.meeting import AFTER
from meetings.queries.facts import may, who_may
from meetings.queries.family import asks_services_of_parents, gaps_of, services_of_parents
from meetings.queries.papers import FAMILY, FULL, corrections_of, paper_for, sent_to, version_of, versions_of
from meetings.queries.sheet import children_of_meeting
from meetings.rules import (
    Facts,
    opening_of,
    the_chair_approved_the_letter,
    the_chair_approved_the_minutes,
    the_decision_letter_went_first,
)
from meetings.views import pages
from meetings.views.showing import KINDS_OF_PATH
from meetings.views.trying import people, to_meeting, tried, was_shown
from people.sign_in import me

AT_PATH = '/meetings/<meeting_id>/<any("minutes", "decision-letter"):path>'
ISSUES = {"minutes": "issue_minutes", "decision_letter": "issue_decision"}


@dataclass(frozen=True)
class Desk:
    """One paper of one meeting before `me()`."""

    meeting: Meeting
    path: str
    kind: str
    roles: set[str]

    @property
    def writes(self) -> bool:
        return bool(self.roles & RUNS)

    @property
    def title(self) -> str:
        return PAPERS[self.kind]

    def way(self, endpoint: str = "meetings.paper", **more: Any) -> str:
        return url_for(endpoint, meeting_id=self.meeting.public_id, path=self.path, **more)


@pages.get(AT_PATH)
def paper(meeting_id: str, path: str) -> ResponseReturnValue:
    """Those who write see the newest version in its editor; everybody else what was issued, in the edition that is theirs."""
    desk = _desk(meeting_id, path)
    return _editor(desk) if desk.writes else _reading(desk)


@pages.post(AT_PATH)
def save_paper(meeting_id: str, path: str) -> ResponseReturnValue:
    form, number = PaperForm(), request.form.get("version", 0, type=int)
    desk = _desk(meeting_id, path)
    set_aside = request.form.get("set_aside") == "1"
    saved: list[Paper] = []

    def act() -> None:
        family = None if form.family_text.data is None else form.family_text.data
        saved.append(
            commands.save_paper(
                me(),
                meeting_id,
                desk.kind,
                form.text.data or "",
                number=number,
                family_text=family,
                set_aside=set_aside,
            )
        )

    try:
        status, refusals = tried(form, act)
    except PaperChanged as both:
        return _both_texts(desk, both, number)
    if status:
        return _editor(_desk(meeting_id, path), form=form, status=status, refusals=refusals)
    one = saved[0]
    flash(
        f"Your text is kept beside version {one.proposal_to}, as a proposal. No mail was sent."
        if one.proposal_to
        else f"Version {one.number} is saved. No mail was sent.",
        "success",
    )
    return redirect(desk.way(), 303)


@pages.post(AT_PATH + "/autosave")
def autosave_paper(meeting_id: str, path: str) -> ResponseReturnValue:
    """What is typed, saved on a pause; two people writing at once are shown both texts."""
    form, number = PaperForm(), request.form.get("version", 0, type=int)
    kind = KINDS_OF_PATH[path]
    saved: list[Paper] = []

    def act() -> None:
        saved.append(
            commands.save_paper(
                me(), meeting_id, kind, form.text.data or "", number=number, family_text=form.family_text.data
            )
        )

    try:
        status, refusals = tried(form, act)
    except PaperChanged as both:
        theirs = both.theirs
        return jsonify(yours=both.yours, theirs=theirs.text, version=theirs.number), 409
    if status:
        said = [one.message for one in refusals] or [error for errors in form.errors.values() for error in errors]
        return jsonify(message="Not saved. " + " ".join(said)), 422
    return jsonify(saved_at=f"{clock.local(clock.now()):%H:%M}", version=saved[0].number)


@pages.post(AT_PATH + "/approval")
def approve(meeting_id: str, path: str) -> ResponseReturnValue:
    desk = _desk(meeting_id, path)
    try:
        one = commands.approve_paper(me(), meeting_id, desk.kind, request.form.get("version", 0, type=int))
    except Refused as refused:
        current_unit().abandon()
        return _editor(_desk(meeting_id, path), status=409, refusals=refused.refusals)
    flash(f"You approved version {one.number}. It can be issued now. No mail was sent.", "success")
    return redirect(desk.way(_anchor="issue"), 303)


@pages.post(AT_PATH + "/issue")
def issue(meeting_id: str, path: str) -> ResponseReturnValue:
    desk = _desk(meeting_id, path)
    command = commands.issue_minutes if desk.kind == "minutes" else commands.issue_decision
    try:
        _, told = command(me(), meeting_id)
    except Refused as refused:
        current_unit().abandon()
        return _editor(_desk(meeting_id, path), status=409, refusals=refused.refusals)
    flash(f"{desk.title}: issued. {people(told).capitalize()} will be told where to read it.", "success")
    return to_meeting(meeting_id, "papers")


@pages.get(AT_PATH + "/versions/<int:number>")
def paper_version(meeting_id: str, path: str, number: int) -> ResponseReturnValue:
    """One version as it stood, for those who write."""
    desk = _desk(meeting_id, path)
    if not desk.writes:
        raise NotVisible("paper")
    one = version_of(me(), desk.meeting, desk.kind, number)
    _was_read(desk)
    return render_template(
        "meetings/paper_version.html",
        desk=desk,
        meeting=desk.meeting,
        one=one,
        html=as_html(one.text),
        family=as_html(one.family_text),
    )


@pages.get(AT_PATH + "/print")
def print_paper(meeting_id: str, path: str) -> ResponseReturnValue:
    """The paper alone, with its version and date; page numbers come from the printer."""
    desk = _desk(meeting_id, path)
    seen = paper_for(me(), desk.meeting, desk.kind)
    if seen is None:
        raise NotVisible("paper")
    edition = FAMILY if request.args.get("edition") == FAMILY else seen.edition
    text = seen.paper.family_text if edition == FAMILY else seen.text
    _was_read(desk, edition)
    return render_template(
        "meetings/print_paper.html",
        desk=desk,
        meeting=desk.meeting,
        one=seen.paper,
        edition=edition,
        html=as_html(text),
    )


@pages.get("/meetings/<meeting_id>/agenda")
def agenda(meeting_id: str) -> ResponseReturnValue:
    """What the chair takes along: the order of the meeting, who is asked, the opening statements."""
    meeting = queries.meeting_for(me(), meeting_id)
    sheet = queries.sheet_of(me(), meeting)
    was_shown(sheet, "agenda")
    return render_template(
        "meetings/agenda.html",
        meeting=meeting,
        sheet=sheet,
        prompts=children.children_with_a_prompt(me(), [child.id for child in sheet.children]),
        opening=opening_of(meeting.kind),
        capacities=CAPACITIES,
        attendance=ATTENDANCE,
        gaps=gaps_of(sheet),
        contradictions=children.contradictions(me(), [child.id for child in sheet.children if child.may_open]),
        lives_here=LIVES_HERE,
        parents=services_of_parents(sheet) if asks_services_of_parents(meeting) else [],
        answers={one.agency_id: one.response for one in sheet.invitations},
    )


@pages.route("/meetings/<meeting_id>/corrections", methods=["GET", "POST"])
def corrections(meeting_id: str) -> ResponseReturnValue:
    """Corrections stand beside the record: anybody who got it asks, the chair decides."""
    meeting = queries.meeting_for(me(), meeting_id)
    form = CorrectionForm()
    if request.method == "GET":
        return _corrections(meeting, form)
    if not form.validate_on_submit():
        return _corrections(meeting, form, 422)
    status, refusals = tried(
        form, lambda: commands.correct(me(), meeting_id, form.text.data or "", form.reason.data or "")
    )
    if status:
        return _corrections(queries.meeting_for(me(), meeting_id), form, status, refusals)
    own = meeting.chair_id == me().id
    flash(
        "The correction stands beside the record. No mail was sent."
        if own
        else "The chair has been told, and decides.",
        "success",
    )
    return redirect(url_for("meetings.corrections", meeting_id=meeting_id), 303)


@pages.post("/meetings/<meeting_id>/corrections/<correction_id>")
def answer_correction(meeting_id: str, correction_id: str) -> ResponseReturnValue:
    form = CorrectionAnswerForm()
    if not form.validate_on_submit():
        return _corrections(queries.meeting_for(me(), meeting_id), CorrectionForm(formdata=None), 422, wrong=form)
    commands.decide_correction(me(), meeting_id, correction_id, form.accepted.data == "yes", form.answer.data or "")
    flash("Your answer stands beside the correction. Whoever asked has been told.", "success")
    return redirect(url_for("meetings.corrections", meeting_id=meeting_id), 303)


def _desk(meeting_id: str, path: str) -> Desk:
    meeting = queries.meeting_for(me(), meeting_id)
    kind = KINDS_OF_PATH[path]
    if meeting.state not in AFTER or (kind == "decision_letter" and not meeting.kind.has_decision_letter):
        raise NotVisible("paper")
    return Desk(meeting, path, kind, queries.roles_of(me(), meeting))


def _editor(
    desk: Desk, *, form: PaperForm | None = None, status: int = 200, refusals: list[Any] | None = None
) -> ResponseReturnValue:
    person, meeting = me(), desk.meeting
    seen = paper_for(person, meeting, desk.kind)
    if seen is None or not desk.writes:
        raise NotVisible("paper")
    newest = seen.paper
    if form is None:
        form = PaperForm(formdata=None, text=newest.text, family_text=newest.family_text)
    first = newest if newest.number == 1 else version_of(person, meeting, desk.kind, 1)
    event = ISSUES[desk.kind]
    entitled, withheld = commands.entitled_and_withheld(meeting) if not newest.issued_at else ([], [])
    _was_read(desk)
    return render_template(
        "meetings/paper.html",
        desk=desk,
        meeting=meeting,
        form=form,
        newest=newest,
        drafted=as_html(first.text),
        family=as_html(newest.family_text),
        full=as_html(newest.text) if newest.issued_at else "",
        versions=versions_of(person, meeting, desk.kind),
        entitled=entitled,
        withheld=withheld,
        sent=sent_to(newest.id) if newest.issued_at else [],
        may_approve=person.id == meeting.chair_id,
        may_issue=may(desk.roles, meeting, event),
        who_issues=who_may(meeting, event),
        stands_against=_against_issuing(desk, newest),
        refusals=refusals or [],
    ), status


def _against_issuing(desk: Desk, newest: Paper) -> list[str]:
    """Why it cannot be issued yet, in the words of the rules."""
    facts = Facts(today=clock.today(), now=clock.now(), approved=frozenset({desk.kind} if newest.approved_at else ()))
    rules = (
        (the_decision_letter_went_first, the_chair_approved_the_minutes)
        if desk.kind == "minutes"
        else (the_chair_approved_the_letter,)
    )
    return [said for rule in rules if (said := rule(desk.meeting, facts))]


def _reading(desk: Desk) -> ResponseReturnValue:
    seen = paper_for(me(), desk.meeting, desk.kind)
    if seen is None:
        raise NotVisible("paper")
    _was_read(desk, seen.edition)
    return render_template(
        "meetings/paper_read.html",
        desk=desk,
        meeting=desk.meeting,
        one=seen.paper,
        edition=seen.edition,
        html=as_html(seen.text),
        corrections=corrections_of(me(), desk.meeting) if desk.kind == "minutes" else [],
    )


def _both_texts(desk: Desk, both: PaperChanged, number: int) -> ResponseReturnValue:
    """Somebody else saved first: both texts, and where they differ. Nothing is merged in silence."""
    theirs, yours = both.theirs, both.yours
    lines = ndiff(theirs.text.splitlines(), yours.splitlines())
    current_unit().abandon()
    _was_read(desk)
    return render_template(
        "meetings/paper_both.html",
        desk=desk,
        meeting=desk.meeting,
        yours=yours,
        theirs=theirs,
        number=number,
        difference=[(line[0], line[2:]) for line in lines if line[0] != "?"],
    ), 409


def _corrections(
    meeting: Meeting,
    form: CorrectionForm,
    status: int = 200,
    refusals: list[Any] | None = None,
    wrong: CorrectionAnswerForm | None = None,
) -> ResponseReturnValue:
    rows = corrections_of(me(), meeting)
    roles = queries.roles_of(me(), meeting)
    audit.read(me(), "corrections", meeting, children=children_of_meeting(me(), meeting))
    return render_template(
        "meetings/corrections.html",
        meeting=meeting,
        rows=rows,
        form=form,
        may_ask=may(roles, meeting, "correct") and meeting.state in ("minutes_issued", "closed"),
        chairs=meeting.chair_id == me().id,
        answer=wrong or CorrectionAnswerForm(formdata=None),
        refusals=refusals or [],
    ), status


def _was_read(desk: Desk, edition: str = FULL) -> None:
    children = children_of_meeting(me(), desk.meeting)
    audit.read(me(), desk.kind, desk.meeting, children=children, edition=edition)
