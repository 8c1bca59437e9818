"""What comes of an answer from somebody's calendar: whose it is, whether it counts, and what a person has to judge.

Whose: W1 to W9 of CALENDAR.md 2.5, where the secret of the reply address decides. Whether it counts: 2.7. Nothing that is in
doubt is applied, and nothing is dropped.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.text import clean_line, search_key
from meetings.commands.calendars import announce, note_answer
from meetings.commands.inviting import apply_answer, tell_who_runs
from meetings.commands.places import is_meant, meeting_of_entry, next_place, seat_named, seat_under
from meetings.models import Answer, Doubt, Invitation, Meeting, Proposal, Seat
from meetings.queries.series import places_of
from meetings.rules import the_deputy_may_decide
from notifications.commands import tell
from notifications.incoming import Reply, Said, Unclear
from notifications.queries import was_mailed_since
from people import queries as people_queries

RESPONSES = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative", "DELEGATED": "delegated"}
GIVEN = tuple(RESPONSES.values())
LARGEST_SEQUENCE = 2**31 - 1
ANOTHER_ENTRY = "It came to this person's address, but is about another entry than theirs."
NOT_PROVEN = "It came without the secret address that was given to this person: anybody may have sent it."
REFRESH_EVERY = timedelta(hours=1)


def take_reply(reply: Reply) -> str | None:
    """Let an answer take effect, or put it before a person; gives its outcome. None where no meeting here is meant."""
    seat = seat_under(reply.token)
    if seat is not None:
        return _to_series(seat, reply, "token")
    meeting = meeting_of_entry(reply.uid, reply.recurrence_id)
    asked = _asked_under(reply.token)
    if asked is None:
        return None if meeting is None else _without_secret(meeting, reply)
    if meeting is None or asked.meeting_id != meeting.id:
        its_own = db.session.get_one(Meeting, asked.meeting_id)
        return _doubt(its_own, asked, reply, ANOTHER_ENTRY)
    if not _is_open(meeting, asked):
        _keep(asked, reply, reply.said, "no_effect")
        return "stale"
    said = _their_words(asked, reply)
    if not said:
        return _from_somebody_else(meeting, asked, reply)
    return _applied(meeting, asked, reply, said, "token")


def note_unclear(unclear: Unclear) -> bool:
    """A mail from which nothing was taken: a note beside the invitee for an automatic one, else for a person to judge."""
    asked, meeting = _meant(unclear)
    if unclear.kind == "automatic":
        if asked is not None:
            note_answer(
                asked, "automatic", "calendar", outcome="noted", at=clock.now(), comment=unclear.words[:2000],
                mail_id=unclear.mail_id, answered_by=unclear.sender,
            )  # fmt: skip
        return asked is not None
    if meeting is None and unclear.kind == "words":
        return False
    if unclear.reply is not None:
        _doubt(meeting, asked, unclear.reply, unclear.reason, kind="unclear")
        return meeting is not None
    doubt = Doubt(
        public_id=new_public_id(),
        meeting_id=meeting.id if meeting else None,
        asked_id=asked.id if asked else None,
        mail_id=unclear.mail_id,
        kind=unclear.kind,
        sender=unclear.sender[:254],
        words=unclear.words,
        reasons=[unclear.reason],
        received_at=unclear.received_at,
    )
    _open(doubt, meeting)
    return meeting is not None


# --- whose it is -----------------------------------------------------------------------------------------------------


def _asked_under(token: str) -> Invitation | None:
    """The invitation of a secret, held until the answer is in: two readers at once take it one after the other."""
    if not token:
        return None
    held = select(Invitation).where(Invitation.token == token).with_for_update(of=Invitation)
    return db.session.scalar(held.execution_options(populate_existing=True))


def _is_open(meeting: Meeting, asked: Invitation) -> bool:
    over = meeting.ends_at is not None and meeting.ends_at <= clock.now()
    return asked.withdrawn_at is None and meeting.state == "invited" and not over


def _their_words(asked: Invitation, reply: Reply) -> list[Said]:
    """What the answer says in the name of the one who was asked, by their address or one that a person confirmed."""
    known = {asked.person.email_key, *people_queries.aliases_of(asked.person)}
    return [one for one in reply.answers if {search_key(address) for address in one.addresses} & known]


def _from_somebody_else(meeting: Meeting, asked: Invitation, reply: Reply) -> str:
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
        return _doubt(meeting, asked, reply, why, alias=True)
    who = said.address or "nobody"
    why = f"It is signed by {who}, who was not asked; it came to the address of {asked.person.name}."
    _doubt(meeting, asked, reply, why)
    return "forwarded"


def _without_secret(meeting: Meeting, reply: Reply) -> str:
    """No secret came along. It counts only where our own mail server vouches for the sender's domain (W5 to W8)."""
    known = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
    named = {search_key(address) for one in reply.answers for address in one.addresses}
    found = [one for one in db.session.scalars(known) if one.person.email_key in named]
    if not found:
        _doubt(meeting, None, reply, f"It is signed by {reply.attendee or 'nobody'}, who was not asked.")
        return "forwarded"
    vouched = reply.proven and len(found) == 1 and search_key(reply.sender) == found[0].person.email_key
    if vouched and found[0].seat is not None:
        return _to_series(found[0].seat, reply, "dmarc")
    asked = _asked_under(found[0].token)
    assert asked is not None
    if not _is_open(meeting, asked):
        _keep(asked, reply, reply.said, "no_effect")
        return "stale"
    said = _their_words(asked, reply)
    if vouched:
        return _applied(meeting, asked, reply, said, "dmarc")
    return _doubt(meeting, asked, reply, NOT_PROVEN)


def _meant(unclear: Unclear) -> tuple[Invitation | None, Meeting | None]:
    """Whom and what a mail is about: by its secret, by the mail of ours that it answers, by its meeting."""
    seat = seat_under(unclear.token) or seat_named(unclear.about_kind, unclear.about_id)
    if seat is not None:
        return next_place(seat)
    asked = db.session.scalar(select(Invitation).where(Invitation.token == unclear.token)) if unclear.token else None
    if asked is None and unclear.about_kind == "invitation":
        asked = db.session.scalar(select(Invitation).where(Invitation.public_id == unclear.about_id))
    if asked is not None:
        return asked, db.session.get_one(Meeting, asked.meeting_id)
    if unclear.about_kind == "meeting":
        return None, db.session.scalar(select(Meeting).where(Meeting.public_id == unclear.about_id))
    return None, meeting_of_entry(unclear.uid)


# --- the meetings of a series -----------------------------------------------------------------------------------------


def _to_series(seat: Seat, reply: Reply, proof: str) -> str:
    """An answer to a series: to one meeting of it, which it names by its start in the pattern, or to all of them."""
    asked, meeting = next_place(seat)
    if meeting is None or asked is None:
        return "stale"
    if reply.uid != seat.series.uid:
        return _doubt(meeting, asked, reply, ANOTHER_ENTRY)
    places = places_of(seat)
    if reply.recurrence_id is not None:
        meant = next((place for place in places if is_meant(place[0], reply.recurrence_id)), None)
        if meant is None:
            return _doubt(meeting, asked, reply, "It answers a date that is not, and was not, in this series.")
        return _to_place(*meant, reply, proof)
    standing = [place for place in places if _is_open(*place)]
    if not standing:
        _keep(asked, reply, reply.said, "no_effect")
        return "stale"
    said = _their_words(asked, reply)
    if not said:
        return _from_somebody_else(meeting, asked, reply)
    return _to_all(seat, standing, reply, said, proof)


def _to_place(meeting: Meeting, asked: Invitation, reply: Reply, proof: str) -> str:
    if not _is_open(meeting, asked):
        _keep(asked, reply, reply.said, "no_effect")
        return "stale"
    said = _their_words(asked, reply)
    return _applied(meeting, asked, reply, said, proof) if said else _from_somebody_else(meeting, asked, reply)


def _to_all(seat: Seat, standing: list[tuple[Meeting, Invitation]], reply: Reply, words: list[Said], proof: str) -> str:
    """One answer for every meeting that is still to come. What was answered for a single one stays (CALENDAR.md 2.6), and so
    does a meeting that moved since the version which is answered. What a person has to judge is put before them once."""
    meeting, asked = standing[0]
    said, response = words[0], RESPONSES.get(words[0].partstat)
    if reply.counter is not None:
        return _doubt(meeting, asked, reply, "It proposes another time for the whole series. Nothing was moved.")
    deputy, why = _deputy(meeting, asked, said) if response == "delegated" else (None, "")
    if why or response is None or reply.sequence > seat.last_sequence or len({one.partstat for one in words}) > 1:
        return _applied(meeting, asked, reply, words, proof)  # noted, or one question for a person
    outcomes = set()
    for place, invitation in standing:
        if invitation.response in GIVEN and not invitation.for_series:
            continue
        outcome = _place(invitation, reply, response)
        if outcome == "counts":
            _give(place, invitation, reply, said, response, proof, deputy, for_series=True)
        outcomes.add(outcome)
    if "counts" in outcomes:
        seat.response = response
        return "applied"
    if outcomes == {"duplicate"}:
        return "duplicate"
    return _stale(asked, reply, said)


# --- whether it counts -----------------------------------------------------------------------------------------------


def _applied(meeting: Meeting, asked: Invitation, reply: Reply, words: list[Said], proof: str) -> str:
    """The answer of the one who was asked, in its place among their other answers."""
    said = words[0]
    if reply.recurrence_id is not None and meeting.series_id is None:
        return _doubt(
            meeting, asked, reply, "It answers one occurrence of a series, and this meeting stands by itself."
        )
    if reply.sequence > (asked.seat.last_sequence if asked.seat else asked.last_sequence or 0):
        return _doubt(meeting, asked, reply, "It answers a version of the meeting that was never sent to this person.")
    if reply.method == "REFRESH":
        return _sent_again(meeting, asked, reply, proof)
    if len({one.partstat for one in words}) > 1:
        return _doubt(meeting, asked, reply, "It says two things in this person's name.")
    response = RESPONSES.get(said.partstat)
    if response is None:
        if reply.counter is None:
            _keep(asked, reply, said, "noted", proof)
            return "noted"
        return _proposed(meeting, asked, reply) if reply.sequence >= asked.min_sequence else _stale(asked, reply, said)
    place = _place(asked, reply, response)
    if place == "stale":
        return _stale(asked, reply, said)
    deputy = None
    if response == "delegated":
        deputy, why = _deputy(meeting, asked, said)
        if why and place == "counts":
            return _doubt(meeting, asked, reply, why, kind="deputy", deputy=deputy)
    if place == "counts":
        _give(meeting, asked, reply, said, response, proof, deputy)
    if reply.counter is not None:
        proposed = _proposed(meeting, asked, reply)
        return "applied" if place == "counts" else proposed
    return "applied" if place == "counts" else "duplicate"


def _place(asked: Invitation, reply: Reply, response: str) -> str:
    """`counts`, `stale` or `duplicate` (CALENDAR.md 2.7): the later version, then the later stamp, then the later sending."""
    if reply.sequence < asked.min_sequence:
        return "stale"
    if _is_here(_key(asked, reply, response)):
        return "duplicate" if asked.response == response else "stale"
    if asked.response not in GIVEN or asked.responded_at is None:
        return "counts"
    stamp = given_at(reply)
    if asked.response_source != "calendar":
        return "counts" if stamp > asked.responded_at else "stale"
    last = db.session.scalars(
        select(Answer)
        .where(Answer.invitation_id == asked.id, Answer.source == "calendar", Answer.outcome == "applied")
        .order_by(Answer.id.desc())
        .limit(1)
    ).one()
    before = last.stamp or last.at
    if (reply.sequence, stamp) != (last.sequence or 0, before):
        return "counts" if (reply.sequence, stamp) > (last.sequence or 0, before) else "stale"
    if response == last.response:
        return "duplicate"
    if reply.sent_at is not None and last.sent_at is not None and reply.sent_at < last.sent_at:
        return "stale"
    return "counts"


def given_at(reply: Reply) -> datetime:
    """When the answer was given. Without a stamp, or with one that lies a day ahead, its arrival counts."""
    stamp = reply.dtstamp or reply.received_at
    return (reply.received_at if stamp > clock.now() + timedelta(hours=24) else stamp).astimezone(UTC)


def _key(asked: Invitation, reply: Reply, response: str) -> str:
    """The same answer, however often and on whatever way it is delivered."""
    parts = (asked.id, reply.sequence, reply.dtstamp, reply.sent_at, response)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def _is_here(key: str) -> bool:
    return db.session.scalar(select(Answer.id).where(Answer.key == key)) is not None


def _give(
    meeting: Meeting,
    asked: Invitation,
    reply: Reply,
    said: Said,
    response: str,
    proof: str,
    deputy: dict[str, str] | None,
    *,
    for_series: bool = False,
) -> None:
    apply_answer(
        meeting,
        asked,
        response,
        "calendar",
        comment=reply.comment,
        sequence=reply.sequence,
        at=clock.now(),
        deputy=deputy,
        for_series=for_series,
        key=_key(asked, reply, response),
        **_came(reply, said, proof),
    )
    audit.record(
        None, "invitation.answered", asked, children=meeting.children, response=response, source="calendar", proof=proof
    )


def _deputy(meeting: Meeting, asked: Invitation, said: Said) -> tuple[dict[str, str], str]:
    """Who comes instead, as far as the record knows them, and why a person has to judge; '' where the rules let them."""
    address = said.delegated_to
    if not address:
        return {}, "Somebody else is to come, but it does not say who."
    known = people_queries.person_by_email(address)
    if known is None:
        why = f"{address} is to come instead, who is not in the record: it is not known how senior they are."
        return {"name": address, "email": address, "seniority": ""}, why
    deputy = {"name": known.name, "email": known.email, "seniority": known.seniority}
    if asked.person_id == meeting.chair_id:
        return deputy, f"{known.name} is to come instead. Who stands in for the chair is decided by whoever convenes."
    if known.left_on is not None:
        return deputy, f"{known.name} is to come instead, who has left."
    if known.agency_id != asked.agency_id:
        return deputy, f"{known.name} is to come instead, who is of another agency."
    if the_deputy_may_decide(meeting, asked, known.seniority):
        return deputy, f"{known.name} is to come instead, who is not senior enough to decide for the agency."
    return deputy, ""


def _sent_again(meeting: Meeting, asked: Invitation, reply: Reply, proof: str) -> str:
    """REFRESH: the same entry once more, at most once an hour, and only to the one who was asked."""
    since = clock.now() - REFRESH_EVERY
    seat = asked.seat if asked.seat and asked.seat.whole else None
    sent = (
        was_mailed_since(seat, "series_reminder", since) if seat else was_mailed_since(asked, "meeting_reminder", since)
    )
    if proof != "token" or sent:
        return "noted"
    announce(meeting, asked, "meeting_reminder", significant=False)
    audit.record(None, "invitation.sent_again", asked, children=meeting.children, meeting=meeting.public_id)
    return "applied"


def _proposed(meeting: Meeting, asked: Invitation, reply: Reply) -> str:
    """Another time is proposed: it waits for whoever convenes. A later one takes the place of an earlier one."""
    assert reply.counter is not None
    starts_at, ends_at = reply.counter
    earlier = db.session.scalars(select(Proposal).where(Proposal.invitation_id == asked.id).order_by(Proposal.id)).all()
    if any((one.starts_at, one.ends_at, one.sequence) == (starts_at, ends_at, reply.sequence) for one in earlier):
        return "duplicate"
    for one in earlier:
        if one.state == "open":
            one.state, one.settled_at = "replaced", clock.now()
    db.session.flush()
    proposal = Proposal(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        invitation_id=asked.id,
        mail_id=reply.mail_id,
        number=reply.number,
        starts_at=starts_at,
        ends_at=ends_at,
        comment=reply.comment,
        sequence=_stored(reply.sequence),
        received_at=reply.received_at,
        state="open",
    )
    db.session.add(proposal)
    db.session.flush()
    audit.record(None, "meeting.time_proposed", proposal, children=meeting.children, meeting=meeting.public_id)
    tell_who_runs(meeting, asked, "meeting_time_proposed", clock.now())
    return "applied"


# --- what is kept ----------------------------------------------------------------------------------------------------


def _stale(asked: Invitation, reply: Reply, said: Said) -> str:
    _keep(asked, reply, said, "stale")
    return "stale"


def _keep(asked: Invitation, reply: Reply, said: Said, outcome: str, proof: str = "") -> None:
    """An answer that changes nothing, for the history."""
    note_answer(
        asked,
        RESPONSES.get(said.partstat, said.partstat.lower()[:20]),
        "calendar",
        outcome=outcome,
        at=clock.now(),
        sequence=_stored(reply.sequence),
        comment=reply.comment,
        **_came(reply, said, proof),
    )


def _came(reply: Reply, said: Said, proof: str) -> dict[str, Any]:
    somebody_else = said.sent_by or (reply.sender if reply.sender not in said.addresses else "")
    return {
        "mail_id": reply.mail_id,
        "stamp": given_at(reply),
        "sent_at": reply.sent_at,
        "proof": proof,
        "answered_by": somebody_else[:254],
    }


def _doubt(
    meeting: Meeting | None,
    asked: Invitation | None,
    reply: Reply,
    why: str,
    *,
    kind: str = "answer",
    alias: bool = False,
    deputy: dict[str, str] | None = None,
) -> str:
    """Put an answer before a person, with the reason; gives the outcome `review`."""
    said = reply.said
    reasons = [why]
    if reply.sequence < (asked.min_sequence if asked else 0):
        reasons.append("It answers an earlier version of the meeting.")
    starts_at, ends_at = reply.counter or (None, None)
    doubt = Doubt(
        public_id=new_public_id(),
        meeting_id=meeting.id if meeting else None,
        asked_id=asked.id if asked else None,
        mail_id=reply.mail_id,
        number=reply.number,
        kind=kind,
        sender=clean_line(reply.sender)[:254],
        attendee=clean_line(said.address)[:254],
        response=RESPONSES.get(said.partstat, ""),
        sequence=_stored(reply.sequence),
        stamp=given_at(reply),
        starts_at=starts_at,
        ends_at=ends_at,
        words=reply.comment,
        reasons=reasons,
        alias=alias,
        deputy=deputy or {},
        received_at=reply.received_at,
    )
    _open(doubt, meeting)
    return "review"


def _open(doubt: Doubt, meeting: Meeting | None) -> None:
    doubt.outcome = ""
    db.session.add(doubt)
    db.session.flush()
    children = meeting.children if meeting else []
    audit.record(None, "answer.in_doubt", doubt, children=children, meeting=meeting.public_id if meeting else None)
    if meeting is None:
        return
    for who in {meeting.chair_id or meeting.asked_by_id, meeting.coordinator_id or meeting.asked_by_id}:
        tell(who, "meeting_answer_in_doubt", meeting, step=doubt.public_id)


def _stored(sequence: int) -> int:
    """A version number that both databases can hold."""
    return min(sequence, LARGEST_SEQUENCE)


def _domain(address: str) -> str:
    return search_key(address).rpartition("@")[2]
