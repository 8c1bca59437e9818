"""Lifecycles of the people's room: states and moves, nothing else."""

from statemachine import State, StateMachine

from foundation.lifecycles import lifecycle_of
from people.models import Debrief


@lifecycle_of(Debrief)
class DebriefMachine(StateMachine):
    """From the offer to the conversation. What was declined may still be taken up."""

    offered = State(initial=True, value="offered")
    taken = State(value="taken")
    declined = State(value="declined")
    held = State(value="held", final=True)

    take = offered.to(taken) | declined.to(taken) | taken.to.itself()
    decline = offered.to(declined) | taken.to(declined)
    hold = taken.to(held)
