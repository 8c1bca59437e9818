"""Whose answer it is: by the secret it came to, and the name that it is signed with (W2, W3)."""

from foundation import clock
from foundation.text import search_key
from meetings.commands.replies.keeping import in_doubt
from meetings.models import Invitation, Meeting
from notifications.incoming import Reply, Said
from people import queries as people_queries


def is_open(meeting: Meeting, asked: Invitation) -> bool:
    over = meeting.ends_at is not None and meeting.ends_at <= clock.now()
    return asked.withdrawn_at is None and meeting.state == "invited" and not over


def their_words(asked: Invitation, reply: Reply) -> list[Said]:
    """What the answer says in the name of the one who was asked, by their address or one that a person confirmed."""
    known = {asked.person.email_key, *people_queries.aliases_of(asked.person)}
    return [one for one in reply.answers if {search_key(address) for address in one.addresses} & known]


def from_somebody_else(meeting: Meeting, asked: Invitation, reply: Reply) -> str:
    """The secret is this invitee's, the name is not (W2, W3). Their own answer stays; nobody is added."""
    said = reply.said
    theirs = asked.person.email_key
    probably = (
        len(reply.answers) == 1
        and not said.delegated_from
        and _domain(said.address) == _domain(theirs)
        and search_key(reply.sender) in (search_key(said.address), theirs)
    )
    if probably:
        why = f"It is signed by {said.address}, probably another address of {asked.person.name}."
        return in_doubt(meeting, asked, reply, why, alias=True)
    who = said.address or "nobody"
    why = f"It is signed by {who}, who was not asked; it came to the address of {asked.person.name}."
    in_doubt(meeting, asked, reply, why)
    return "forwarded"


def _domain(address: str) -> str:
    return search_key(address).rpartition("@")[2]
