"""The household page: who belongs to the family, as each agency knows it, whom nobody has asked about, and which agencies are
there."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms import AccountForm, AdultAskedForm, chosen
from children.models import ASKED_ANSWERS, LIVES_HERE, PARENTAL_RESPONSIBILITY, RELATIONS, Child
from children.views.blueprint import done, found, pages, show, tried
from children.views.pictures import ecomap, genogram
from children.views.record import agencies_at_work
from foundation.database import db
from people.sign_in import me

STATES = {
    "known": ("In the record", "ok"),
    "named_by_one": ("One agency alone names them", "late"),
    "nobody": ("There is nobody", "ok"),
    "asked": ("Asked, not known yet", "wait"),
    "still_not_known": ("Not known, twice running", "late"),
    "nobody_asked": ("Nobody has asked", "late"),
}


@pages.route("/children/<child_id>/household", methods=["GET", "POST"])
def household(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = AdultAskedForm()
    if request.method == "GET":
        return _page(child, form)
    if not form.validate_on_submit():
        return _page(child, form, 422)
    given = chosen(form, "adult", "answer", "asked_whom", "asked_on", "steps")
    status, _ = tried(form, lambda: commands.ask_about_adult(me(), child, **given))
    if status:
        return _page(child, form, status)
    flash("It is recorded. What is not known stays to be asked until there is a name.", "success")
    return done("household", child)


@pages.post("/children/<child_id>/household/accounts")
def account(child_id: str) -> ResponseReturnValue:
    """What the reader's agency knows of an adult of the family."""
    child = found(child_id)
    form = _account_form(queries.family(me(), child), sent=True)
    if not form.validate_on_submit():
        return _page(child, AdultAskedForm(formdata=None), 422, account=form)
    member = queries.family_member(me(), child, form.member.data)
    given = chosen(form, "lives_here", "words")
    status, _ = tried(form, lambda: commands.give_account(me(), child, member, **given))
    if status:
        return _page(child, AdultAskedForm(formdata=None), status, account=form)
    flash("Your agency’s account stands beside those of the others.", "success")
    return done("household", child)


def _account_form(members: Any, sent: bool = False) -> AccountForm:
    form = AccountForm(prefix="account") if sent else AccountForm(formdata=None, prefix="account")
    form.member.choices = [("", "Choose"), *((one.public_id, f"{one.name}, {one.relation}") for one in members)]
    return form


def _page(
    child: Child, form: AdultAskedForm, status: int = 200, *, account: AccountForm | None = None
) -> ResponseReturnValue:
    siblings, members = queries.siblings(me(), child), queries.family(me(), child)
    adults = queries.adults_of(members, queries.adults_asked(me(), child))
    rows = db.session.execute(queries.involvements(me(), child)).all()
    agencies = agencies_at_work([row for row in rows if row.is_current])
    return show(
        "household",
        child,
        "household",
        status,
        also=siblings,
        form=form,
        wrong=account or form,
        account=account or _account_form(members),
        accounts=queries.accounts(me(), members, child),
        lives_here=LIVES_HERE,
        gaps_owner=next(iter(queries.leads_of([child.id]).values()), None),
        siblings=siblings,
        relations=queries.relations_of(me(), child),
        relation_words=RELATIONS,
        members=members,
        responsibility=PARENTAL_RESPONSIBILITY,
        adults=adults,
        states=STATES,
        answers=ASKED_ANSWERS,
        agencies=agencies,
        tree=genogram(child, siblings, members, adults),
        around=ecomap(agencies),
        may_write=bool(queries.roles_in(me(), child.id) & commands.WRITES),
    )
