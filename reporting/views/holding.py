"""What I hold: children, actions, meetings, disagreements and cover, on one page."""

from flask import render_template
from flask.typing import ResponseReturnValue

import audit
import rulebook
from children.models import PLANS
from meetings.models import STATES
from people.sign_in import me
from reporting.queries.holding import holding
from reporting.views.blueprint import pages


@pages.get("/what-i-hold")
def what_i_hold() -> ResponseReturnValue:
    held = holding(me())
    audit.read(me(), "holding", me(), children=held.children)
    return render_template(
        "reporting/holding.html", held=held, plans=PLANS, states=STATES, kinds=rulebook.book().meeting_types
    )
