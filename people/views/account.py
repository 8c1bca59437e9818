"""My account: who I am here, my password, my sessions, when I am away, and the programs that act as me."""

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from foundation.lifecycles import BadInput
from foundation.unit_of_work import current_unit
from people import commands, queries
from people.forms import AbsenceForm, PasswordForm, TokenForm
from people.models import ROLES, SENIORITIES
from people.sign_in import me
from people.views.blueprint import pages


@pages.get("/account")
def account() -> ResponseReturnValue:
    return _account()


@pages.post("/account/password")
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _account(password=form), 422
    try:
        commands.change_password(me(), form.old.data, form.new.data)
    except BadInput as wrong:
        current_unit().abandon()
        form.blame(wrong.errors)
        return _account(password=form), 422
    return _signed_out("Your password is changed, and every session has ended. Sign in with the new one.")


@pages.post("/account/sessions/end")
def end_sessions() -> ResponseReturnValue:
    commands.end_all_sessions(me())
    return _signed_out("All your sessions have ended, on every device.")


@pages.post("/account/keyboard")
def keyboard() -> ResponseReturnValue:
    commands.set_keyboard_shortcuts(me(), not me().keyboard_shortcuts)
    flash("Single keys do something again." if me().keyboard_shortcuts else "Single keys do nothing now.", "success")
    return redirect(url_for("people.account"), 303)


@pages.post("/account/absences")
def plan_absence() -> ResponseReturnValue:
    form = AbsenceForm()
    if not form.validate_on_submit():
        return _account(absence=form), 422
    deputy = queries.person_named(me(), form.deputy.data) if form.deputy.data else None
    try:
        if form.deputy.data and deputy is None:
            raise BadInput({"deputy": "Nobody in service goes by this. Use their e-mail address."})
        commands.plan_absence(me(), me(), form.from_on.data, form.to_on.data, deputy)
    except BadInput as wrong:
        current_unit().abandon()
        form.blame(wrong.errors)
        return _account(absence=form), 422
    said = f"{deputy.name} stands in: your reminders go to both of you." if deputy else "Nobody stands in for you yet."
    flash(f"Your absence is planned. {said}", "success")
    return redirect(url_for("people.account"), 303)


@pages.post("/account/absences/<absence_id>/withdrawal")
def withdraw_absence(absence_id: str) -> ResponseReturnValue:
    commands.withdraw_absence(me(), queries.absence(me(), absence_id))
    flash("The absence is taken back.", "success")
    return redirect(url_for("people.account"), 303)


@pages.post("/account/tokens")
def create_token() -> ResponseReturnValue:
    """The token is shown on this one page and never again."""
    form = TokenForm()
    if not form.validate_on_submit():
        return _account(token=form), 422
    scopes = tuple((form.scopes.data or "").split())
    made = commands.create_token(me(), me(), read_only=form.read_only.data, scopes=scopes, expires=form.expires_on.data)
    return render_template("people/token.html", token=made)


@pages.post("/account/tokens/<token_id>/revocation")
def revoke_token(token_id: str) -> ResponseReturnValue:
    commands.revoke_token(me(), queries.token(me(), token_id))
    flash("The token is worth nothing from now on.", "success")
    return redirect(url_for("people.account"), 303)


@pages.post("/account/calendar")
def open_calendar() -> ResponseReturnValue:
    """The address is shown on this one page and never again; an older one stops at once."""
    site = current_app.config["CONVENOR"].base_url
    address = f"{site}/feeds/{commands.open_feed(me())}.ics"
    return render_template("people/feed.html", address=address, webcal=f"webcal://{address.partition('://')[2]}")


@pages.post("/account/calendar/off")
def close_calendar() -> ResponseReturnValue:
    commands.close_feed(me(), me())
    flash("Your private calendar is off: its address opens nothing any more.", "success")
    return redirect(url_for("people.account", _anchor="calendar"), 303)


def _account(
    password: PasswordForm | None = None, absence: AbsenceForm | None = None, token: TokenForm | None = None
) -> str:
    wrong = password or absence or token
    return render_template(
        "people/account.html",
        wrong=wrong,
        password=password or PasswordForm(formdata=None),
        absence=absence or AbsenceForm(formdata=None),
        token=token or TokenForm(formdata=None),
        absences=queries.absences_of(me()),
        tokens=queries.tokens_of(me()),
        feed=queries.feed_of(me()),
        sessions=queries.open_sessions(me()),
        manager=me().manager,
        roles=ROLES,
        seniorities=SENIORITIES,
    )


def _signed_out(words: str) -> ResponseReturnValue:
    session.clear()
    flash(words, "success")
    return redirect(url_for("people.sign_in"), 303)
