"""What whoever convenes decides about one invitee with one press."""

from collections.abc import Callable

from flask import flash
from flask.typing import ResponseReturnValue

from foundation.lifecycles import NotVisible
from meetings import commands
from meetings.models import Invitation
from meetings.views import pages
from meetings.views.trying import to_meeting
from people.models import Person
from people.sign_in import me

Act = Callable[[Person, str, str], Invitation]
# By what it is about and what becomes of it: the command, and what is said afterwards.
ACTS: dict[tuple[str, str], tuple[Act, str]] = {
    ("deputy", "invite"): (commands.invite_deputy, "{} is invited. Nobody else is told."),
    ("deputy", "refuse"): (commands.refuse_deputy, "{} is asked once more. Nobody else is told."),
    ("link", "stop"): (commands.stop_link, "The private link of {} opens nothing any more. No mail was sent."),
    ("link", "renew"): (
        commands.renew_link,
        "{} gets the invitation once more, with a new link. The old one opens nothing.",
    ),
}


@pages.post("/meetings/<meeting_id>/invitations/<invitation_id>/deputy/<what>", defaults={"about": "deputy"})
@pages.post("/meetings/<meeting_id>/invitations/<invitation_id>/link/<what>", defaults={"about": "link"})
def decide_on_invitee(meeting_id: str, invitation_id: str, about: str, what: str) -> ResponseReturnValue:
    """The deputy who was named is invited, or another is asked for; the private link ends, or is replaced by a new one."""
    if (about, what) not in ACTS:
        raise NotVisible("act")
    act, said = ACTS[about, what]
    flash(said.format(act(me(), meeting_id, invitation_id).person.name), "success")
    return to_meeting(meeting_id, "people")
