"""Going up: never by itself, always by a person, in one click; skipping, the fast track, and pausing."""

from datetime import UTC, date, datetime, time, timedelta

import audit
from escalation import queries
from escalation.commands.raising import begin
from escalation.commands.stages import count_anew, enter, leave, permitted
from escalation.models import Escalation
from foundation import clock
from foundation.clock import LONDON
from foundation.lifecycles import move
from foundation.text import clean
from notifications.commands import tell
from people.models import Person


def escalate(
    person: Person,
    public_id: str,
    *,
    what_was_tried: str = "",
    from_stage: int | None = None,
    responder: Person | None = None,
) -> Escalation:
    """Up to the next stage, which has its full time from now. `from_stage` makes two clicks one move."""
    responder = responder or _next_counterpart(person, public_id)
    made, stage, facts = permitted(
        person, public_id, "escalate", responder, what_was_tried=what_was_tried, from_stage=from_stage
    )
    move(made, "escalate", facts)
    assert stage is not None
    by_hours = queries.runs_by_hours(made, stage, queries.stages_of(made))
    leave(stage, "taken_up", what_was_tried=clean(what_was_tried))
    enter(person, made, facts.later_stages[0], responder, by_hours=by_hours)
    audit.record(person, "escalation.taken_up", made, children=made.children, stage=made.stage)
    return made


def skip_stage(person: Person, public_id: str, *, to_stage: int | None, reason: str) -> Escalation:
    """Leave a stage out, with a reason; the history shows it."""
    made, stage, facts = permitted(person, public_id, "skip_stage", to_stage=to_stage, reason=reason)
    move(made, "skip_stage", facts)
    assert stage is not None and to_stage is not None
    by_hours = queries.runs_by_hours(made, stage, queries.stages_of(made))
    leave(stage, "skipped", reason=clean(reason))
    enter(person, made, to_stage, by_hours=by_hours)
    audit.record(
        person, "escalation.stage_skipped", made, children=made.children, stage=made.stage, reason=clean(reason)
    )
    return made


def fast_track(
    person: Person, public_id: str, *, reason: str = "", consulted: str = "", child_safe_tonight: bool | None = None
) -> Escalation:
    """Straight to the senior managers, in hours that run through nights and weekends."""
    made, stage, facts = permitted(
        person, public_id, "fast_track", reason=reason, consulted=consulted, child_safe_tonight=child_safe_tonight
    )
    move(made, "fast_track", facts)
    if stage is None:
        begin(made)
    else:
        leave(stage, "fast_tracked", reason=clean(reason))
    made.fast_tracked = True
    made.fast_track_reason = f"{clean(reason)} Consulted: {clean(consulted)}."
    enter(person, made, queries.fast_track_stage(made), by_hours=True)
    audit.record(
        person, "escalation.fast_tracked", made, children=made.children, reason=clean(reason), safe=child_safe_tonight
    )
    return made


def pause(person: Person, public_id: str, *, until: date | None, reason: str) -> Escalation:
    """Both agencies agree to wait for a few days; the clock shows them. Both are told."""
    made, stage, facts = permitted(person, public_id, "pause", until=until, reason=reason)
    move(made, "pause", facts)
    assert stage is not None
    stage.paused_from, stage.paused_until, stage.pause_reason = clock.today(), until, clean(reason)
    count_anew(made, stage)
    for one in {made.raiser_id, stage.responder_id or made.raiser_id} - {person.id}:
        tell(one, "escalation_paused", made, step=f"{stage.number}.{until}")
    audit.record(person, "escalation.paused", made, children=made.children, until=until, reason=clean(reason))
    return made


def resume(person: Person, public_id: str) -> Escalation:
    """It goes on from today: the days that were paused before do not count, and what was to be heard today is heard."""
    made, stage, facts = permitted(person, public_id, "resume")
    move(made, "resume", facts)
    assert stage is not None
    stage.paused_until = clock.today() - timedelta(days=1)
    this_morning = datetime.combine(clock.today(), time(), LONDON).astimezone(UTC)
    count_anew(made, stage, since=max(stage.entered_at, this_morning))
    audit.record(person, "escalation.resumed", made, children=made.children)
    return made


def _next_counterpart(person: Person, public_id: str) -> Person | None:
    made = queries.escalation_for(person, public_id, held=True)
    above = [number for number in queries.stage_numbers(made) if number > (made.stage or 0)]
    return queries.counterpart(made, above[0]) if made.state == "open" and above else None
