"""What is not a professional disagreement, and where it goes instead. Nothing is recorded here, not even that it was read."""

from flask import render_template
from flask.typing import ResponseReturnValue

import rulebook
import working_time
from escalation.views import pages
from foundation import clock


@pages.get("/escalations/elsewhere")
def elsewhere() -> ResponseReturnValue:
    """The doors: dissent at a conference, the IRO's dispute with its limits, staff, whistleblowing, a family's complaint."""
    processes = rulebook.book().separate_processes
    calendar = working_time.england_and_wales()
    iro = [
        (rule, working_time.due(rule.limit, clock.today(), calendar=calendar))
        for rule in processes["iro_dispute"].timers
    ]
    return render_template(
        "escalation/elsewhere.html", processes=processes, iro=iro, dissent=processes["cp_conference_dissent"]
    )
