"""Help, who does what, accessibility, whistleblowing and local arrangements. Open to everybody; who looks leaves no trace."""

from flask import render_template
from flask.typing import ResponseReturnValue

import rulebook
from people.sign_in import opens
from people.views.blueprint import pages

opens("people.help_page", "people.who_does_what", "people.accessibility", "people.local_arrangements")


@pages.get("/help")
def help_page() -> ResponseReturnValue:
    return render_template("people/help.html")


@pages.get("/who-does-what")
def who_does_what() -> ResponseReturnValue:
    """What each role and each agency does at the table and may be asked, threats to look for, and where to read on."""
    return render_template("people/who_does_what.html", book=rulebook.book())


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("people/accessibility.html")


@pages.get("/local-arrangements")
def local_arrangements() -> ResponseReturnValue:
    return render_template("people/local_arrangements.html")
