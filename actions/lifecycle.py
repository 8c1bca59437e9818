"""The life of an action (DOMAIN, "Actions"). Accepting is a mark: the state stays; so do more time and a new owner."""

from statemachine import State, StateMachine

from actions.models import Action
from foundation.lifecycles import lifecycle_of


@lifecycle_of(Action)
class ActionLifecycle(StateMachine):
    open = State(initial=True, value="open")
    done_claimed = State(value="done_claimed")
    done = State(value="done")
    declined = State(value="declined")
    cancelled = State(value="cancelled")

    accept = open.to.itself()
    claim_done = open.to(done_claimed)
    confirm_done = done_claimed.to(done)
    send_back = done_claimed.to(open)
    extend = open.to.itself()
    decline = open.to(declined)
    reassign = open.to.itself() | declined.to(open)
    # What is claimed done is looked at before anything else: it is confirmed or sent back, and never cancelled unseen.
    cancel = open.to(cancelled) | declined.to(cancelled)
    reopen = done.to(open) | declined.to(open) | cancelled.to(open)
