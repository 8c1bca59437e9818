"""The list of disagreements."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
import rulebook
from escalation import queries
from escalation.models import STATES
from escalation.views import pages
from foundation.paging import page_of
from people.sign_in import me


@pages.get("/escalations")
def listing() -> ResponseReturnValue:
    """The disagreements that the reader may see."""
    state = request.args.get("state", "")
    mine = request.args.get("mine") == "1"
    rows = queries.escalation_rows(me(), state=state if state in STATES else "", mine=mine)
    page = page_of(
        rows,
        request.args.get("page", 1, int),
        lambda n: url_for(".listing", state=state, mine="1" if mine else None, page=n),
    )
    audit.read(me(), "escalations", me())
    themes = {key: theme.text for key, theme in rulebook.book().themes.items()}
    return render_template("escalation/list.html", page=page, state=state, mine=mine, states=STATES, themes=themes)
