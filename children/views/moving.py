"""Children who move between areas: the notice, the papers, the answer; and where a child lived before."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms import AreaLivedForm, MoveAnswerForm, NoticeForm, PackForm, chosen
from children.models import DIRECTIONS, MOVE_STATES, PAPERS, AreaMove, Child
from children.views.blueprint import done, found, pages, show, tried
from foundation.database import db
from foundation.lifecycles import BadInput, Refusal
from people import commands as people_commands
from people import queries as people
from people.models import Agency, Person
from people.sign_in import me

SAID = {
    "accept": "Accepted: who leads has changed in this instant. Both areas are told.",
    "decline": "Not accepted. The lead of the old area goes on; both areas are told.",
    "withdraw": "Withdrawn. The lead of the old area goes on; both areas are told.",
}


@pages.route("/children/<child_id>/areas", methods=["GET", "POST"])
def areas(child_id: str) -> ResponseReturnValue:
    """Notices, and where the child lived before; write a notice down."""
    child = found(child_id)
    form = _notice_form()
    if request.method == "GET":
        form.needs_conference.data = child.plan == "child_protection"
        return _list(child, form)
    if not form.validate_on_submit():
        return _list(child, form, 422)
    made: list[AreaMove] = []
    status, refused = tried(form, lambda: made.append(_give_notice(child, form)))
    if status:
        return _list(child, form, status, refused)
    flash(f"{made[0].reference} is on its way to {made[0].receiving.name}, who is asked to accept.", "success")
    return redirect(url_for("children.area_move", child_id=child.public_id, move_id=made[0].public_id), 303)


@pages.post("/children/<child_id>/areas/lived")
def add_area_lived(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = AreaLivedForm()
    if not form.validate_on_submit():
        return _list(child, _notice_form(), 422, lived=form)
    given = chosen(form, "area", "from_on", "to_on", "who_knows")
    status, _ = tried(form, lambda: commands.add_area_lived(me(), child, **given))
    if status:
        return _list(child, _notice_form(), status, lived=form)
    flash("The area is added. Nobody was told.", "success")
    return done("areas", child)


@pages.get("/children/<child_id>/areas/<move_id>")
def area_move(child_id: str, move_id: str) -> ResponseReturnValue:
    child = found(child_id)
    return _page(child, queries.area_move(me(), child, move_id))


@pages.post("/children/<child_id>/areas/<move_id>/papers")
def move_papers(child_id: str, move_id: str) -> ResponseReturnValue:
    """Papers went, which is a decision to share; or they came."""
    child = found(child_id)
    one, form = queries.area_move(me(), child, move_id), PackForm()
    if not form.validate_on_submit():
        return _page(child, one, 422, pack=form)
    papers = form.papers.data or []
    given = chosen(form, "purpose", "lawful_basis", "consent")
    status, _ = tried(
        form,
        lambda: (
            commands.send_pack(me(), one, papers, **given)
            if one.direction == "out"
            else commands.papers_came(me(), one, papers)
        ),
    )
    if status:
        return _page(child, queries.area_move(me(), child, move_id), status, pack=form)
    flash(
        f"{one.papers_words}." + (" It stands in the sharing decisions." if one.direction == "out" else ""), "success"
    )
    return redirect(url_for("children.area_move", child_id=child_id, move_id=move_id), 303)


@pages.post("/children/<child_id>/areas/<move_id>/events")
def move_event(child_id: str, move_id: str) -> ResponseReturnValue:
    child = found(child_id)
    one, form = queries.area_move(me(), child, move_id), MoveAnswerForm()
    event = request.form.get("event", "")
    if event not in SAID or not form.validate_on_submit():
        return _page(child, one, 422, answer=form)
    status, refused = tried(form, lambda: answer(me(), one, event, form))
    if status:
        return _page(child, queries.area_move(me(), child, move_id), status, refused, answer=form)
    flash(SAID[event], "success")
    return redirect(url_for("children.area_move", child_id=child_id, move_id=move_id), 303)


def answer(person: Person, one: AreaMove, event: str, form: MoveAnswerForm) -> None:
    """One of the answers to a notice, as the page and the private link give it."""
    reason, told_how = form.reason.data or "", form.told_how.data or ""
    ways: dict[str, Callable[[], object]] = {
        "accept": lambda: commands.accept_move(person, one, form.introduction.data or "", told_how),
        "decline": lambda: commands.decline_move(person, one, reason, told_how),
        "withdraw": lambda: commands.withdraw_move(person, one, reason),
    }
    ways[event]()


def _notice_form() -> NoticeForm:
    form = NoticeForm()
    form.agency.choices = [("", "Choose")] + [
        (agency.key, agency.name)
        for agency in db.session.scalars(people.agencies(me()).where(Agency.kind == "childrens_social_care"))
        if agency.id != me().agency_id
    ]
    return form


def _give_notice(child: Child, form: NoticeForm) -> AreaMove:
    agency = people.agency_by_key(form.agency.data)
    theirs = _of_theirs(form.person.data, form.email.data, agency, form.telephone.data, form.social_worker.data)
    manager = None
    if form.manager_email.data:
        manager = _of_theirs(form.manager.data, form.manager_email.data, agency, "", False)
    ours = people.person_named(me(), form.ours.data) if form.ours.data else None
    given = chosen(form, "direction", "notice", "notice_on", "needs_conference")
    return commands.give_notice(me(), child, theirs=theirs, ours=ours, their_manager=manager, **given)


def _of_theirs(name: str, email: str, agency: Agency, telephone: str, social_worker: bool) -> Person:
    """Somebody of the other area: known by their address already, or added without an account."""
    known = people.person_by_email(email)
    if known is not None:
        if known.agency_id != agency.id or known.left_on is not None:
            raise BadInput({"email": "Somebody of another agency has this address."})
        return known
    return people_commands.add_person(
        me(),
        name=name or email,
        email=email,
        agency=agency,
        telephone=telephone or "",
        registered_social_worker=social_worker,
    )


def _list(
    child: Child,
    form: NoticeForm,
    status: int = 200,
    refused: Sequence[Refusal] = (),
    lived: AreaLivedForm | None = None,
) -> ResponseReturnValue:
    roles = queries.roles_in(me(), child.id)
    return show(
        "areas",
        child,
        "areas",
        status,
        form=form,
        lived_form=lived or AreaLivedForm(formdata=None),
        refused=refused,
        moves=queries.area_moves(me(), child),
        lived=queries.areas_lived(me(), child),
        is_late=queries.is_late,
        states=MOVE_STATES,
        directions=DIRECTIONS,
        may_write=bool(roles & (commands.WRITES | commands.GIVES_NOTICE)),
    )


def _page(
    child: Child,
    one: AreaMove,
    status: int = 200,
    refused: Sequence[Refusal] = (),
    *,
    pack: PackForm | None = None,
    answer: MoveAnswerForm | None = None,
) -> ResponseReturnValue:
    roles = queries.roles_in(me(), child.id)
    conference = queries.counted(queries.TRANSFER, one.notice_on) if one.needs_conference else None
    due: Any = queries.counted(commands.ANSWER_RULE, one.notice_on)
    return show(
        "area_move",
        child,
        "area_move",
        status,
        move=one,
        due=due,
        conference=conference,
        pack=pack or PackForm(formdata=None),
        answer=answer or MoveAnswerForm(formdata=None),
        refused=refused,
        states=MOVE_STATES,
        papers=PAPERS,
        is_late=queries.is_late(one),
        writes_down=one.receiving.role is None and bool(roles & commands.GIVES_NOTICE),
        may_send=bool(roles & commands.WRITES),
        may_withdraw=bool(roles & commands.GIVES_NOTICE),
    )
