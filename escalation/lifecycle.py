"""A disagreement's life (DOMAIN §4.4). Which stage is open is a number beside the state; overdue is a question."""

from statemachine import State, StateMachine

from escalation.models import Escalation, IroDispute
from foundation.lifecycles import lifecycle_of


@lifecycle_of(Escalation)
class EscalationLifecycle(StateMachine):
    """States and moves, nothing else. Nothing moves by itself, and nothing closes by itself."""

    validate_final_reachability = False  # what is closed may be reopened on new information

    draft = State(initial=True)
    open = State()
    resolved = State()
    feedback_given = State()
    closed = State()
    withdrawn = State(final=True)

    raise_ = draft.to(open)
    respond = open.to(open)
    escalate = open.to(open)
    skip_stage = open.to(open)
    fast_track = draft.to(open) | open.to(open)
    pause = open.to(open)
    resume = open.to(open)
    resolve = open.to(resolved)
    give_feedback = resolved.to(feedback_given)
    answer_feedback = feedback_given.to(feedback_given)
    close = feedback_given.to(closed)
    withdraw = draft.to(withdrawn) | open.to(withdrawn)
    reopen = resolved.to(open) | feedback_given.to(open) | closed.to(open)


@lifecycle_of(IroDispute)
class IroDisputeLifecycle(StateMachine):
    """A reviewing officer's dispute: only they end it, and no date does."""

    open = State(initial=True)
    settled = State(final=True)

    answer = open.to(open)
    refer = open.to(open)
    settle = open.to(settled)
