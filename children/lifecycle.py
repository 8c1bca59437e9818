"""The lifecycles of who leads and of a move between areas: states and moves, nothing else. `named` is never stored: it ends
with `nominate`, or with the notice."""

from statemachine import State, StateMachine

from children.models import AreaMove, LeadProfessional
from foundation.lifecycles import lifecycle_of


@lifecycle_of(LeadProfessional)
class LeadMachine(StateMachine):
    """From nomination to handover. `take_over` is the successor's side of `accept_handover`."""

    named = State(initial=True, value="named")
    nominated = State(value="nominated")
    accepted = State(value="accepted")
    active = State(value="active")
    handover_proposed = State(value="handover_proposed")
    handed_over = State(value="handed_over", final=True)
    ended = State(value="ended", final=True)
    declined = State(value="declined", final=True)

    nominate = named.to(nominated)
    accept = nominated.to(accepted)
    decline = nominated.to(declined)
    activate = accepted.to(active)
    take_over = nominated.to(active) | accepted.to(active)
    propose_handover = active.to(handover_proposed)
    accept_handover = handover_proposed.to(handed_over)
    withdraw_handover = handover_proposed.to(active)
    lapse = nominated.to(ended) | accepted.to(ended)
    end = active.to(ended) | handover_proposed.to(ended)
    appoint_deputy = active.to.itself() | handover_proposed.to.itself()


@lifecycle_of(AreaMove)
class AreaMoveMachine(StateMachine):
    """From the written notice to the receiving lead's answer."""

    named = State(initial=True, value="named")
    noticed = State(value="noticed")
    accepted = State(value="accepted", final=True)
    declined = State(value="declined", final=True)
    withdrawn = State(value="withdrawn", final=True)

    give_notice = named.to(noticed)
    accept = noticed.to(accepted)
    decline = noticed.to(declined)
    withdraw = noticed.to(withdrawn)
