"""The dialogue with a real mail server that is slow, refuses, hangs up, is down, or is killed under us."""

import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import Refused
from notifications import dispatch as engine
from notifications import queries, smtp
from notifications.commands import send_again, take_as_delivered, tell
from notifications.dispatch import outgoing
from notifications.models import Attempt, Outbox
from people.models import Person


@pytest.fixture
def write(unit, cast, clock, room):
    """`write(12)` tells Tia twelve things, each about a subject of its own; gives the subjects."""

    def written(number: int, kind: str = "letter_notice", to: str = "tia") -> list[Any]:
        made = [Letter(f"{kind[-6:]}-{n:04}-{new_public_id()[:6]}"[:20]) for n in range(number)]
        with unit():
            person_id = getattr(cast, to).id
            for letter in made:
                tell(person_id, kind, letter)
        return made

    return written


class Letter:
    __tablename__ = "letter"

    def __init__(self, public_id: str) -> None:
        self.public_id = public_id


@pytest.fixture
def states(unit):
    def counted() -> Counter[str]:
        with unit(writes=False):
            return Counter(db.session.scalars(select(Outbox.state)))

    return counted


def ledger_of(unit: Any, letter: Letter) -> list[tuple[int, str, str]]:
    with unit(writes=False):
        row = select(Outbox.id).where(Outbox.about_id == letter.public_id)
        return [(a.number, a.outcome, a.stage) for a in queries.attempts_at(db.session.scalar(row) or 0)]


def wind_on(clock: Any, minutes: float) -> None:
    from foundation import clock as the_clock

    the_clock.set_to(clock.now() + timedelta(minutes=minutes))


def test_each_mail_arrives_once_over_one_connection(write, smtp_sink, dispatch, unit, states):
    letters = write(25)
    assert dispatch().sent == 25
    taken = smtp_sink.ledger("accepted")
    assert len({line["mid"] for line in taken}) == len(taken) == 25
    assert all(line["to"] == ["tia.teacher@school.example.uk"] and line["heads"] == {} for line in taken)
    assert all(line["mail_from"].startswith("bounce-") for line in taken)
    assert ledger_of(unit, letters[0]) == [(1, "sent", "done")]
    with unit(writes=False):
        assert "queued as" in queries.delivery_of(letters[0])[0].reply


def test_cancellations_go_first_then_invitations_then_the_rest(write, smtp_sink, dispatch, unit):
    for kind in ("letter_notice", "letter_invitation", "letter_cancelled"):
        write(1, kind)
    dispatch()
    with unit(writes=False):
        kinds = dict(db.session.execute(select(Outbox.message_id, Outbox.kind)).all())
    sent = [kinds[line["mid"]] for line in smtp_sink.ledger("accepted")]
    assert sent == ["letter_cancelled", "letter_invitation", "letter_notice"]


def test_a_server_that_puts_mail_off_gets_it_at_the_fourth_attempt(write, smtp_sink, dispatch, clock, unit):
    smtp_sink.fault(defer_first=3)
    (letter,) = write(1)
    for _ in range(4):
        dispatch()
        wind_on(clock, 31)
    assert [outcome for _, outcome, _ in ledger_of(unit, letter)] == ["deferred", "deferred", "deferred", "sent"]
    with unit(writes=False):
        assert "greylisted" in db.session.scalars(select(Attempt.reply)).first()
    assert message_from_bytes(smtp_sink.mails()[0])["X-Convenor-Attempt"] == "4"


def test_an_address_that_does_not_exist_fails_at_once_and_the_others_arrive(
    write, smtp_sink, dispatch, unit, cast, states, room
):
    smtp_sink.fault(reject="ned.nurse@.*")
    (gone,) = write(1, to="ned")
    write(3)
    counts = dispatch()
    assert (counts.sent, counts.failed) == (3, 1)
    assert ledger_of(unit, gone) == [(1, "failed", "rcpt")]
    with unit(writes=False):
        (delivery,) = queries.delivery_of(gone)
        assert delivery.needs_attention and "no such user" in delivery.reply
        assert queries.attention() == 1
        assert "no such user" in cast.ned.undeliverable
    # The next mail to that address waits for somebody who has looked.
    (second,) = write(1, to="ned")
    dispatch()
    with unit(writes=False):
        (delivery,) = queries.delivery_of(second)
        assert delivery.state == "parked" and "came back before" in delivery.reason
    smtp_sink.fault()
    with unit():
        send_again(cast.sam, delivery.id)
    dispatch()
    with unit(writes=False):
        assert queries.delivery_of(second)[0].state == "sent"


def test_what_is_not_waiting_for_a_decision_cannot_be_decided(write, dispatch, unit, cast):
    (letter,) = write(1)
    dispatch()
    with unit():
        sent = queries.delivery_of(letter)[0].id
        with pytest.raises(Refused):
            take_as_delivered(cast.sam, sent)


def test_a_connection_cut_before_the_final_dot_is_deferred(write, smtp_sink, dispatch, unit, states):
    smtp_sink.fault(drop_data=1.0)
    (letter,) = write(1)
    dispatch()
    ((_, outcome, stage),) = ledger_of(unit, letter)
    assert (outcome, stage) in {("deferred", "body"), ("unknown", "dot")}
    line = smtp.Line(smtp_sink.url, "convenor.example.uk")
    line._cut = time.monotonic()  # this server is known to hang up
    line.open()
    outcome = line.send(smtp.Letter(0, 0, "", "a@x.test", "b@x.test", b"Subject: x\r\n\r\n" + b"y\r\n" * 500))
    assert (outcome.state, outcome.stage) == ("deferred", "body")


def test_a_connection_cut_after_it_is_unknown_and_the_second_time_somebody_decides(
    write, smtp_sink, dispatch, unit, clock, cast, states
):
    smtp_sink.fault(drop_after_accept=1.0)
    (letter,) = write(1)
    dispatch()
    assert ledger_of(unit, letter) == [(1, "unknown", "dot")] and states() == {"unknown": 1}
    wind_on(clock, 31)
    dispatch()
    assert states() == {"parked": 1}
    wind_on(clock, 600)
    dispatch()
    first, second = smtp_sink.ledger("accepted")
    assert first["mid"] == second["mid"] and len(smtp_sink.mails()) == 2
    assert second["x"]["X-Convenor-Attempt"] == "2"
    with unit():
        take_as_delivered(cast.sam, queries.delivery_of(letter)[0].id)
    assert states() == {"sent": 1}


def test_while_the_server_is_down_mail_waits_and_it_is_asked_rarely(
    write, smtp_sink, dispatch, unit, clock, states, monkeypatch
):
    smtp_sink.fault(down=True)
    write(30)
    tried = 0
    opened = smtp.Line.open

    def counted(line: smtp.Line) -> None:
        nonlocal tried
        tried += 1
        opened(line)

    monkeypatch.setattr(smtp.Line, "open", counted)
    for _ in range(120):
        dispatch()
        wind_on(clock, 1)
    assert states() == {"due": 30} and 4 <= tried <= 40
    with unit(writes=False):
        waiting = queries.backlog(clock.now())
        assert waiting.waiting == 30 and waiting.server and "421" in waiting.server.said
    smtp_sink.fault()
    for _ in range(31):
        dispatch()
        wind_on(clock, 1)
    assert states() == {"sent": 30}
    with unit(writes=False):
        assert queries.backlog(clock.now()).server is None


def test_mail_waits_while_nobody_listens_at_all(write, smtp_sink, dispatch, states, clock):
    smtp_sink.stop()
    write(2)
    dispatch()
    assert states() == {"due": 2}
    smtp_sink.start()
    wind_on(clock, 31)
    dispatch()
    assert states() == {"sent": 2}


def test_every_page_says_while_mail_waits(write, smtp_sink, dispatch, clock, client_as):
    sam = client_as("sam")
    smtp_sink.stop()
    write(2)
    dispatch()
    assert "Mail is waiting" not in sam.get("/account").text  # it is a moment late, as mail is
    wind_on(clock, 10)
    page = sam.get("/account").text
    assert (
        "Mail has been waiting to go out since Thursday 26 February 2026, 16:40" in page and "Nothing is lost" in page
    )
    smtp_sink.start()
    wind_on(clock, 31)
    dispatch()
    assert "Mail is waiting" not in sam.get("/account").text


def test_a_poisoned_mail_fails_and_the_others_arrive(write, smtp_sink, dispatch, states, room, clock, unit):
    letters = write(20)
    room.stumbles = {letters[3].public_id}
    room.subjects = {letters[5].public_id: "a line\u2028Bcc: evil@x.test", letters[7].public_id: "half \ud800 of it"}
    with unit():
        db.session.execute(update(Person).where(Person.name == "Tia Teacher").values(name="Tia\r\nBcc: evil@x.test"))
    assert dispatch().sent == 19
    for _ in range(4):
        wind_on(clock, 1)
        dispatch()
    assert states() == {"sent": 19, "failed": 1}
    assert all(line["heads"] == {} for line in smtp_sink.ledger("accepted"))
    with unit(writes=False):
        row = db.session.scalars(select(Outbox).where(Outbox.state == "failed")).one()
        assert row.compose_tries == 3 and "RuntimeError" in row.reason


def test_a_mail_that_no_longer_matters_is_not_repeated(write, smtp_sink, dispatch, states, room, clock):
    smtp_sink.fault(defer=".*")
    write(1)
    dispatch()
    smtp_sink.fault()
    room.moot = "the meeting began"
    wind_on(clock, 31)
    dispatch()
    assert states() == {"moot": 1} and smtp_sink.ledger("accepted") == []


def test_a_sender_that_wakes_after_its_lease_changes_nothing(write, app, unit, clock, smtp_sink, dispatch, states):
    (letter,) = write(1)
    with app.app_context():
        claimed = outgoing.claim("elsewhere:1")
    assert isinstance(claimed, smtp.Letter)
    assert dispatch().sent == 0  # another process holds it
    wind_on(clock, 3)
    dispatch()  # its lease ran out: the outcome is unknown, and it is sent again
    assert states() == {"sent": 1}
    with app.app_context():
        outgoing.settle(claimed, smtp.Outcome("deferred", "body", None, "too late"))
    assert states() == {"sent": 1}
    assert [outcome for _, outcome, _ in ledger_of(unit, letter)] == ["deferred", "sent"]


def test_no_transaction_is_open_while_the_server_thinks(write, smtp_sink, unit, cast, dispatch, wait_until):
    smtp_sink.fault(delay=1.5)
    write(1)
    running = threading.Thread(target=dispatch)
    running.start()

    def sending() -> Any:
        with unit(writes=False):
            return db.session.scalar(select(Outbox.id).where(Outbox.state == "sending"))

    wait_until(sending, "the mail is being sent")
    began = time.monotonic()
    with unit():
        db.session.execute(update(Person).where(Person.id == cast.sam.id).values(telephone="1"))
    assert time.monotonic() - began < 1
    running.join()


@pytest.fixture
def real(installation, smtp_sink):
    """`real()` starts a dispatcher in a process of its own that knows the letters of these tests."""
    tool = Path(__file__).parent.parent / "tools" / "dispatcher_of_letters.py"
    installation.environment["CONVENOR_SMTP_URL"] = smtp_sink.url
    installation.command = lambda *arguments: [sys.executable, str(tool), *arguments]

    def started(name: str = "dispatcher") -> Any:
        return installation.spawn("dispatcher", "--pid-file", str(installation.var / f"{name}.pid"))

    return started


def all_out(states: Any) -> Any:
    return lambda: not (states().keys() & {"due", "sending", "deferred", "unknown"})


@pytest.mark.parametrize(("moment", "at"), [("before-reply", 3), ("after-reply", 8)])
def test_a_dispatcher_that_is_killed_repeats_at_most_the_mail_in_flight(
    moment, at, real, write, smtp_sink, installation, states, unit, wait_until
):
    letters = write(8)
    smtp_sink.stop()
    smtp_sink.start(
        "--kill-pid-file", str(installation.var / "dispatcher.pid"), "--kill-on", str(at), "--kill-when", moment
    )
    first = real()
    wait_until(lambda: first.poll() is not None, "the dispatcher is killed")
    assert first.returncode == -9
    real("next")
    wait_until(all_out(states), "everything is sent")
    taken = Counter(line["mid"] for line in smtp_sink.ledger("accepted"))
    assert len(taken) == 8 and sum(taken.values()) in (8, 9) and states() == {"sent": 8}
    repeated = [mid for mid, copies in taken.items() if copies == 2]
    if moment == "before-reply":
        assert len(repeated) == 1
    for line in [line for line in smtp_sink.ledger("accepted") if line["mid"] in repeated][1:]:
        assert line["x"]["X-Convenor-Attempt"] == "2"
    outcomes = [tuple(outcome for _, outcome, _ in ledger_of(unit, letter)) for letter in letters]
    assert outcomes.count(("unknown", "sent")) == len(repeated) or moment == "after-reply"


def test_two_dispatchers_send_each_mail_once(real, write, smtp_sink, states, unit, wait_until):
    letters = write(60)
    real("one"), real("two")
    wait_until(all_out(states), "everything is sent")
    taken = Counter(line["mid"] for line in smtp_sink.ledger("accepted"))
    assert len(taken) == 60 and set(taken.values()) == {1}
    assert all(ledger_of(unit, letter) == [(1, "sent", "done")] for letter in letters)


def test_told_to_end_a_dispatcher_finishes_its_mail(real, write, smtp_sink, states, wait_until):
    smtp_sink.fault(delay=1.0)
    write(5)
    process = real()
    wait_until(lambda: states()["sending"], "a mail is being sent")
    process.terminate()
    assert process.wait(35) == 0
    done = states()
    assert done["sending"] == 0 and done["sent"] >= 1 and done["due"] >= 1
    assert len(smtp_sink.ledger("accepted")) == done["sent"]


def test_a_clock_put_back_and_forth_stops_no_dispatcher(
    real, write, smtp_sink, states, installation, clock, wait_until
):
    real()
    for moment in ("2026-03-01 16:40", "2026-02-26 16:40", "2026-02-25 16:40", "2036-02-26 16:40"):
        installation.set_clock(moment)
        clock.set(moment)
        write(1)
        wait_until(lambda: states().total() == states()["sent"], f"mail goes out at {moment}", 15)


def test_the_watchdog_arms_a_clock_that_stopped(app, cast):
    dispatcher = engine.Dispatcher(app)
    dispatcher.start()
    try:
        dispatcher._scheduler.pause()  # as when the wall clock was put back: no tick comes
        dispatcher._scheduler.get_job("tick").modify(next_run_time=None)
        dispatcher._scheduler.resume()
        dispatcher._ticked -= 60
        stalled = dispatcher._ticked
        deadline = time.monotonic() + 15 * engine.TICK.total_seconds()
        while dispatcher._ticked <= stalled and time.monotonic() < deadline:
            threading.Event().wait(0.1)
        assert dispatcher._ticked > stalled
    finally:
        dispatcher.finish()
