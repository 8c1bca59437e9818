"""An answer to a series: to one meeting of it, or to all of them (CALENDAR.md 2.6)."""

from meetings.commands.places import is_meant, next_place
from meetings.commands.replies.counting import applied, deputy_of, give, place_of
from meetings.commands.replies.keeping import GIVEN, RESPONSES, in_doubt, keep, stale
from meetings.commands.replies.whose import from_somebody_else, is_open, their_words
from meetings.models import Invitation, Meeting, Seat
from meetings.queries.series import places_of
from notifications.incoming import Reply, Said

ANOTHER_ENTRY = "It came to this person's address, but is about another entry than theirs."


def to_series(seat: Seat, reply: Reply, proof: str) -> str:
    """An answer to a series: to one meeting of it, which it names by its start in the pattern, or to all of them."""
    asked, meeting = next_place(seat)
    if meeting is None or asked is None:
        return "stale"
    if reply.uid != seat.series.uid:
        return in_doubt(meeting, asked, reply, ANOTHER_ENTRY)
    places = places_of(seat)
    if reply.recurrence_id is not None:
        meant = next((place for place in places if is_meant(place[0], reply.recurrence_id)), None)
        if meant is None:
            return in_doubt(meeting, asked, reply, "It answers a date that is not, and was not, in this series.")
        return _to_place(*meant, reply, proof)
    standing = [place for place in places if is_open(*place)]
    if not standing:
        keep(asked, reply, reply.said, "no_effect")
        return "stale"
    said = their_words(asked, reply)
    if not said:
        return from_somebody_else(meeting, asked, reply)
    return _to_all(seat, standing, reply, said, proof)


def _to_place(meeting: Meeting, asked: Invitation, reply: Reply, proof: str) -> str:
    if not is_open(meeting, asked):
        keep(asked, reply, reply.said, "no_effect")
        return "stale"
    said = their_words(asked, reply)
    return applied(meeting, asked, reply, said, proof) if said else from_somebody_else(meeting, asked, reply)


def _to_all(seat: Seat, standing: list[tuple[Meeting, Invitation]], reply: Reply, words: list[Said], proof: str) -> str:
    """One answer for every meeting that is still to come. What was answered for a single one stays (CALENDAR.md 2.6), and so
    does a meeting that moved since the version which is answered. What a person has to judge is put before them once."""
    meeting, asked = standing[0]
    said, response = words[0], RESPONSES.get(words[0].partstat)
    if reply.counter is not None:
        return in_doubt(meeting, asked, reply, "It proposes another time for the whole series. Nothing was moved.")
    deputy, why = deputy_of(meeting, asked, said) if response == "delegated" else (None, "")
    if why or response is None or reply.sequence > seat.last_sequence or len({one.partstat for one in words}) > 1:
        return applied(meeting, asked, reply, words, proof)  # noted, or one question for a person
    outcomes = set()
    for place, invitation in standing:
        if invitation.response in GIVEN and not invitation.for_series:
            continue
        outcome = place_of(invitation, reply, response)
        if outcome == "counts":
            give(place, invitation, reply, said, response, proof, deputy, for_series=True)
        outcomes.add(outcome)
    if "counts" in outcomes:
        seat.response = response
        return "applied"
    if outcomes == {"duplicate"}:
        return "duplicate"
    return stale(asked, reply, said)
