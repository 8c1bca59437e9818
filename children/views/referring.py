"""Referrals of a child: what became of each, whether it settles the matter, and what is watched meanwhile."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
import rulebook
from children import commands, queries
from children.forms import LookForm, ReferralAnswerForm, ReferralForm, WatchForm, chosen
from children.models import REFERRAL_OUTCOMES, Child
from children.views.blueprint import done, found, paged, pages, show, tried
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible, Refusal
from people import queries as people
from people.sign_in import me


@pages.route("/children/<child_id>/referrals", methods=["GET", "POST"])
def referrals(child_id: str) -> ResponseReturnValue:
    """What was referred and what came of it; refer, once more in one step where `again` names a refused referral."""
    child = found(child_id)
    form = ReferralForm()
    form.to_agency.choices = [("", "Choose")] + [
        (agency.key, agency.name) for agency in db.session.scalars(people.agencies(me()))
    ]
    if request.method == "GET":
        _as_before(form, request.args.get("again", ""))
        return _list(child, form)
    if not form.validate_on_submit():
        return _list(child, form, 422)
    made: list[Any] = []

    def refer() -> None:
        again = queries.referral(me(), form.again.data) if form.again.data else None
        given = chosen(form, "concern", "service", "made_on")
        to_agency = people.agency_by_key(form.to_agency.data)
        made.append(commands.refer(me(), child, to_agency=to_agency, again=again, **given))

    status, _ = tried(form, refer)
    if status:
        return _list(child, form, status)
    flash(f"{made[0].reference} is recorded. An answer is owed by {made[0].answer_due_on:%-d %B}.", "success")
    return redirect(_address(made[0].child.public_id, made[0].public_id), 303)


@pages.route("/children/<child_id>/referrals/<referral_id>", methods=["GET", "POST"])
def referral(child_id: str, referral_id: str) -> ResponseReturnValue:
    """One referral; who refused it, or passes on what they were told, writes the answer down here."""
    row = _row(child_id, referral_id)
    form = ReferralAnswerForm()
    if request.method == "GET":
        return _page(row, form)
    if not form.validate_on_submit():
        return _page(row, form, 422)
    given = chosen(form, "outcome", "reason", "answered_on", "told_on")
    status, refused = tried(form, lambda: commands.answer_referral(me(), referral_id, **given))
    if status:
        return _page(_row(child_id, referral_id), form, status, refused)
    flash("The answer is written down. The referrer hears of it.", "success")
    return redirect(_address(child_id, referral_id), 303)


@pages.post("/children/<child_id>/referrals/<referral_id>/satisfaction")
def satisfaction(child_id: str, referral_id: str) -> ResponseReturnValue:
    """ "Yes" stays here; "no" leads to a disagreement that is begun already. One goes between agencies: where their own agency
    answered, "no" goes to the manager."""
    row = _row(child_id, referral_id)
    satisfied = request.form.get("satisfied") == "yes"
    commands.say_whether_satisfied(me(), referral_id, satisfied)
    if satisfied:
        flash("Thank you. Please keep watching: an answer is not the end of it.", "success")
        return redirect(_address(child_id, referral_id), 303)
    if row.to_agency_id == me().agency_id:
        flash(
            "It is kept that this does not settle it. Your own agency decided: take it to your manager today.",
            "success",
        )
        return redirect(_address(child_id, referral_id), 303)
    flash("Raising a disagreement is good practice. What stands here already is filled in below.", "success")
    return redirect(f"/escalations/raise?about=referral&about_id={referral_id}&child={child_id}", 303)


@pages.post("/children/<child_id>/referrals/<referral_id>/watch")
def watch(child_id: str, referral_id: str) -> ResponseReturnValue:
    """Another day to look again, or the end of the watch."""
    row = _row(child_id, referral_id)
    form = WatchForm()
    if not form.validate_on_submit():
        return _page(row, ReferralAnswerForm(formdata=None), 422, watching=form)
    given = {"review_on": form.review_on.data, "ended_because": form.ended_because.data or ""}
    status, refused = tried(form, lambda: commands.keep_watching(me(), referral_id, **given))
    if status:
        return _page(_row(child_id, referral_id), ReferralAnswerForm(formdata=None), status, refused, watching=form)
    flash("Kept. You are reminded on that day." if form.review_on.data else "The watch has ended.", "success")
    return redirect(_address(child_id, referral_id), 303)


@pages.route("/children/<child_id>/joint-look", methods=["GET", "POST"])
def joint_look(child_id: str) -> ResponseReturnValue:
    """Those who lead and coordinate looked at the concerns together."""
    child = found(child_id)
    form = LookForm()
    looks = queries.joint_looks(child.id)
    is_open = bool(looks) and looks[0].looked_at is None
    may_look = bool(queries.roles_in(me(), child.id) & commands.LOOKS)
    context: dict[str, Any] = {"form": form, "is_open": is_open, "may_look": may_look}
    if request.method == "GET" or not form.validate_on_submit():
        return show("joint_look", child, "referrals", 200 if request.method == "GET" else 422, **context)
    status, refused = tried(form, lambda: commands.record_joint_look(me(), child, form.what_came.data))
    if status:
        return show("joint_look", child, "referrals", status, **context, refused=refused)
    flash("What came of it is written down. A further concern raises it again.", "success")
    return done("referrals", child)


def _list(child: Child, form: ReferralForm, status: int = 200) -> ResponseReturnValue:
    roles = queries.roles_in(me(), child.id)
    return show(
        "referrals",
        child,
        "referrals",
        status,
        form=form,
        page=paged(queries.referrals(me(), child), "referrals", child),
        outcomes=REFERRAL_OUTCOMES,
        is_refused=queries.is_refused,
        is_late=_is_late,
        glance=queries.glance(me(), child),
        may_refer=bool(roles - {"family"}) or me().role == "safeguarding_lead",
        may_look=bool(roles & commands.LOOKS),
    )


def _page(
    row: Any, form: ReferralAnswerForm, status: int = 200, refused: Sequence[Refusal] = (), watching: Any = None
) -> ResponseReturnValue:
    one = queries.referral(me(), row.public_id)
    audit.read(me(), "referral", one, children=[one.child])
    follows = queries.follows(me(), one)
    roles = queries.roles_in(me(), one.child_id)
    book = rulebook.book().rule(row.rule).source
    due = {"working": row.working, "source": row.source, "force": book.force_words, "verified": book.verified_words}
    return (
        render_template(
            "children/referral.html",
            child=one.child,
            row=row,
            form=form,
            watching=watching or WatchForm(formdata=None),
            refused=refused,
            due=due,
            outcomes=REFERRAL_OUTCOMES,
            is_refused=queries.is_refused(row),
            is_owed=one.is_owed,
            is_late=_is_late(row),
            follows=follows,
            may_answer=not one.is_answered
            and (follows or me().agency_id == one.to_agency_id or bool(roles & commands.ANSWERS)),
            may_watch=follows or bool(roles & commands.ANSWERS),
            sees_the_child=queries.may_see(me(), one.child.public_id),
            may_disagree=one.to_agency_id != me().agency_id,
        ),
        status,
    )


def _row(child_id: str, referral_id: str) -> Any:
    """The referral of the address. Raises `NotVisible`, also where it is not this child's."""
    row = queries.referral_row(me(), referral_id)
    if row.child != child_id:
        raise NotVisible("referral")
    return row


def _as_before(form: ReferralForm, again: str) -> None:
    """What stood in the refused referral is there already; whoever asks again adds what is new."""
    if again:
        row = queries.referral_row(me(), again)
        form.again.data, form.to_agency.data = row.public_id, row.to_agency
        form.service.data, form.concern.data = row.service, row.concern


def _is_late(row: Any) -> bool:
    """Whether the referrer has not been told though the day has passed."""
    owed = row.told_on is None or row.outcome in ("", "no_answer")
    return bool(owed and clock.today() > row.answer_due_on)


def _address(child_id: str, referral_id: str) -> str:
    return url_for("children.referral", child_id=child_id, referral_id=referral_id)
