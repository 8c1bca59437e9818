"""Signing in and out."""

from urllib.parse import urlsplit

from flask import current_app, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from people import commands, kept_forms
from people.forms import SignInForm
from people.queries import person_by_email
from people.sign_in import is_anyone, me, opens
from people.views.blueprint import pages

opens("people.sign_in", "people.session_state")


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if request.method == "GET":
        return render_template("people/sign_in.html", form=form)
    if not form.validate_on_submit():
        return render_template("people/sign_in.html", form=form), 422
    try:
        token = commands.sign_in(
            form.email.data or "", form.password.data or "", request.remote_addr or "-", request.user_agent.string
        )
    except commands.SignInRefused as refused:
        form.email.errors = (refused.message,)
        return render_template("people/sign_in.html", form=form), 401
    session.clear()  # a cookie that somebody planted before the sign-in is worth nothing after it
    session["sid"] = token
    person = person_by_email(form.email.data or "")
    if person is not None and kept_forms.kept_for(person):
        return redirect(url_for("people.kept"), 303)
    return redirect(_wanted(request.args.get("next", "")), 303)


@pages.get("/kept")
def kept() -> ResponseReturnValue:
    """What was sent when the session had ended, to be sent again."""
    return render_template("people/kept.html", forms=kept_forms.kept_for(me()))


@pages.post("/kept/<form_id>/thrown-away")
def throw_away(form_id: str) -> ResponseReturnValue:
    kept_forms.forget(me(), form_id)
    flash("It is thrown away.", "success")
    return redirect(url_for("people.kept"), 303)


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    commands.sign_out(me(), session["sid"])
    session.clear()
    answer = redirect(url_for("people.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache","storage"'
    return answer


@pages.route("/session", methods=["GET", "POST"])
def session_state() -> ResponseReturnValue:
    """Until when the session lasts; for the script that warns before it ends. Being asked is enough to keep it."""
    if not is_anyone():
        return jsonify(message="Sign in again."), 401
    return jsonify(ends=g.session_ends.isoformat(), csrf_token=generate_csrf(), person=me().public_id)


def _wanted(target: str) -> str:
    """The page that was asked for before the sign-in, when it is one of ours that can be opened; else the worklist."""
    parts = urlsplit(target)
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    if parts.scheme or parts.netloc or not plain or "\\" in target:
        return "/"
    adapter = current_app.url_map.bind("")
    try:
        endpoint, _ = adapter.match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return "/"
    return "/" if endpoint == "people.sign_in" else target
