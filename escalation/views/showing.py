"""The ladder on one screen: who answers, by when, what keeps the child safe meanwhile, and what was said."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

import audit
import rulebook
import working_time
from actions.models import STATES as ACTION_STATES
from actions.queries import actions_of_escalation
from escalation import queries
from escalation.models import OUTCOMES, SATISFACTION, STATES, Escalation, EscalationStage
from escalation.views import pages
from escalation.views.moving import MOVES
from foundation import clock
from meetings.models import STATES as MEETING_STATES
from people.sign_in import me

MARKS = {
    "fast_tracked": "Fast track",
    "paused": "Paused",
    "stage_skipped": "A stage was left out",
    "reopened": "Opened again",
}


@pages.get("/escalations/<escalation_id>")
def show(escalation_id: str) -> ResponseReturnValue:
    """The ladder."""
    made = queries.escalation_for(me(), escalation_id)
    stages = queries.stages_of(made)
    moves = queries.moves_of(me(), made, stages)
    audit.read(me(), "escalation", made, children=made.children)
    buttons = [
        {"event": event, "label": MOVES[event].label, "refusals": reasons, "warning": MOVES[event].warning,
         "href": url_for(".moving", escalation_id=made.public_id, event=event)}
        for event, reasons in [*((event, []) for event in moves.allowed), *moves.blocked]
    ]  # fmt: skip
    actions = actions_of_escalation(me(), made.id)
    return render_template(
        "escalation/show.html",
        made=made,
        rungs=_rungs(made, stages),
        marks=[MARKS[mark] for mark in queries.marks_of(made, stages) if mark in MARKS],
        moves=buttons,
        said=queries.said_in(me(), made),
        measures=[one for one in actions if one.priority == "safety"],
        actions=[one for one in actions if one.priority != "safety"],
        action_states=ACTION_STATES,
        meetings=queries.meetings_of(me(), stages),
        meeting_states=MEETING_STATES,
        forces=rulebook.book().words.forces,
        theme=rulebook.book().themes[made.theme].text,
        states=STATES,
        outcomes=OUTCOMES,
        satisfied=SATISFACTION,
        hidden=not queries.may_know_the_raiser(me(), made),
        side=me().agency_id in (made.raiser_agency_id, made.against_agency_id),
        writes=made.state == "open" and queries.may_write(me(), made, stages),
        copied=me().agency.key in made.copied_by,
        copies=[one.name for one in {made.raiser_agency, made.against_agency} if one.key in made.copied_by],
        person=me(),
    )


@pages.get("/escalations/of-meeting/<meeting_id>")
def of_meeting(meeting_id: str) -> ResponseReturnValue:
    """The disagreement that a meeting was convened from."""
    return redirect(url_for(".show", escalation_id=queries.escalation_of_meeting(me(), meeting_id)), 303)


@pages.get("/escalations/of-dissent/<dissent_id>")
def of_dissent(dissent_id: str) -> ResponseReturnValue:
    """The disagreement that a dissent opened."""
    return redirect(url_for(".show", escalation_id=queries.escalation_of_dissent(me(), dissent_id)), 303)


def _rungs(made: Escalation, stages: list[EscalationStage]) -> list[dict[str, Any]]:
    """The stages, highest first: as they were entered, else when they would be due. Opened again, a stage has what happened at
    it in each earlier round too (`before`), and stands ahead once more where it is yet to come."""
    dates = queries.outlook(made, next((stage for stage in stages if stage.ended_at is None), None))
    rungs = []
    for rung in reversed(made.ladder or queries.frozen(made.policy)):
        here = [stage for stage in stages if stage.number == rung["number"]]
        now = next((stage for stage in here if stage.round == made.reopened), None)
        left = now is not None or (bool(here) and rung["number"] < (made.stage or 0))
        rungs.append(
            {
                **rung,
                "stage": now,
                "before": [stage for stage in here if stage is not now],
                "state": "now" if now and now.ended_at is None else "done" if left else "ahead",
                "projected": dates.get(rung["number"]),
                "overdue": queries.is_overdue(now),
                "used": _used(now),
            }
        )
    return rungs


def _used(stage: EscalationStage | None) -> tuple[int, int] | None:
    """Working days used and given, for the picture; None for a stage in hours."""
    if stage is None or stage.due_on is None or stage.ended_at is not None:
        return None
    calendar = working_time.england_and_wales()
    begun = clock.local(stage.entered_at).date()
    given = calendar.working_days_between(begun, stage.due_on)
    return min(given, calendar.working_days_between(begun, max(begun, clock.today()))), given
