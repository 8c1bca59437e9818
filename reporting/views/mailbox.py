"""The mail that this installation would have sent, readable in development and in tests, never in production."""

import nh3
from flask import abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from foundation.paging import page_of
from notifications import queries
from people.sign_in import opens
from reporting.views.blueprint import pages

# Whoever is invited without an account has to be able to follow the link in their mail here.
opens("reporting.mailbox", "reporting.mail")


@pages.get("/mailbox")
def mailbox() -> ResponseReturnValue:
    _not_in_production()
    mails = page_of(
        queries.kept_mails(),
        request.args.get("page", 1, type=int),
        lambda number: url_for("reporting.mailbox", page=number),
    )
    return render_template("reporting/mailbox.html", mails=mails)


@pages.get("/mailbox/<mail_id>")
def mail(mail_id: str) -> ResponseReturnValue:
    _not_in_production()
    kept = queries.kept_mail(mail_id)
    return render_template("reporting/mail.html", mail=kept, html=Markup(nh3.clean(kept.html)))


def _not_in_production() -> None:
    if current_app.config["CONVENOR"].production:
        abort(404)
