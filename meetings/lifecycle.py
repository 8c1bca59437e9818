"""The meeting's life, in the order in which it runs (DOMAIN §3)."""

from statemachine import State, StateMachine

from foundation.lifecycles import lifecycle_of
from meetings.models import Meeting


@lifecycle_of(Meeting)
class MeetingLifecycle(StateMachine):
    """States and moves, nothing else. What depends on today (late, at risk) is a question, never a state."""

    validate_final_reachability = False  # a closed meeting still takes corrections beside its record

    proposed = State(initial=True)
    declined = State(final=True)
    scheduled = State()
    invited = State()
    postponed = State()
    in_progress = State()
    inquorate = State()
    reconvened = State(final=True)
    concluded = State()
    decision_issued = State()
    minutes_issued = State()
    closed = State()
    cancelled = State(final=True)

    decline = proposed.to(declined)
    schedule = proposed.to(scheduled) | postponed.to(scheduled)
    invite = scheduled.to(invited)
    change = scheduled.to(scheduled) | invited.to(invited)
    postpone = scheduled.to(postponed) | invited.to(postponed)
    cancel = proposed.to(cancelled) | scheduled.to(cancelled) | invited.to(cancelled) | postponed.to(cancelled)
    open = invited.to(in_progress)
    hold_now = proposed.to(in_progress) | scheduled.to(in_progress)
    find_inquorate = in_progress.to(inquorate)
    proceed_inquorate = inquorate.to(in_progress)
    reconvene = inquorate.to(reconvened) | in_progress.to(reconvened)
    conclude = in_progress.to(concluded)
    issue_decision = concluded.to(decision_issued)
    issue_minutes = concluded.to(minutes_issued) | decision_issued.to(minutes_issued)
    correct = minutes_issued.to(minutes_issued) | closed.to(closed)
    close = minutes_issued.to(closed)
