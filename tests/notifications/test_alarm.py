"""Mail that was not delivered is loud: whoever is on call hears of it once, on a way of their own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from conftest import Sink
from sqlalchemy import select

from foundation.database import db
from foundation.identifiers import new_public_id
from notifications import queries
from notifications.commands import send_again, tell
from notifications.models import Outbox

ON_CALL = "oncall@northshire.example.uk"


@pytest.fixture
def on_call(app: Any, smtp_sink: Sink, tmp_path: Path) -> Iterator[Sink]:
    """The way of the alarm: a mail server of its own."""
    sink = Sink(tmp_path / "alarm").start()
    app.config["CONVENOR"] = replace(app.config["CONVENOR"], alarm_mail=ON_CALL, alarm_smtp_url=sink.url)
    yield sink
    sink.stop()


@pytest.fixture
def lost(unit: Any, cast: Any, clock: Any, room: Any, smtp_sink: Sink) -> Callable[[], None]:
    """`lost()`: one more mail to Ned, whose mailbox does not exist."""
    smtp_sink.fault(reject="ned.nurse@.*")

    def written() -> None:
        with unit():
            tell(cast.ned.id, "letter_notice", Letter())

    return written


class Letter:
    __tablename__ = "letter"

    def __init__(self) -> None:
        self.public_id = new_public_id()


def told(sink: Sink) -> list[str]:
    return [str(message_from_bytes(raw)["Subject"]) for raw in sink.mails()]


def test_whoever_is_on_call_hears_once_of_what_was_not_delivered(
    on_call: Sink, lost: Any, dispatch: Any, smtp_sink: Sink
) -> None:
    dispatch()
    assert told(on_call) == []
    lost()
    lost()
    dispatch()  # the first is refused; the second waits for somebody, since the first came back
    assert told(on_call) == ["Convenor: 2 mails were not delivered"]
    (line,) = on_call.ledger("accepted")
    assert line["to"] == [ON_CALL] and b"ned.nurse" not in on_call.mails()[0] and b"/engine" in on_call.mails()[0]
    dispatch()
    assert len(told(on_call)) == 1 and smtp_sink.mails() == []
    lost()
    dispatch()
    assert told(on_call)[1:] == ["Convenor: a mail was not delivered"]


def test_an_alarm_that_cannot_be_sent_is_sent_later_and_silences_nothing(
    on_call: Sink, lost: Any, dispatch: Any, unit: Any, clock: Any, client_as: Any
) -> None:
    on_call.stop()
    lost()
    dispatch()
    page = client_as("frank").get("/engine").text
    assert "The alarm does not go out" in page and "1 mail." in page
    clock.set("2026-02-26 17:30")
    on_call.start()
    dispatch()
    assert told(on_call) == ["Convenor: a mail was not delivered"]
    assert "The alarm does not go out" not in client_as("frank").get("/engine").text


def test_a_mail_that_is_sent_again_and_fails_again_is_told_again(
    on_call: Sink, lost: Any, dispatch: Any, unit: Any, cast: Any
) -> None:
    lost()
    dispatch()
    with unit():
        send_again(cast.sam, db.session.scalars(select(Outbox.public_id)).one())
    dispatch()
    assert len(told(on_call)) == 2


def test_without_an_address_nobody_is_mailed_and_the_rest_still_says_it(
    lost: Any, dispatch: Any, smtp_sink: Sink, unit: Any, app: Any, client_as: Any
) -> None:
    lost()
    lost()
    dispatch()
    assert smtp_sink.mails() == []
    health = app.test_client().get("/health/dispatcher")
    assert (health.status_code, health.json["attention"]) == (200, 2)
    assert "convenor_deadletter_total 2.0" in app.test_client().get("/metrics").text
    with unit(writes=False):
        parked, refused = queries.dead_letters()
    for letter in (parked, refused):  # the second was not composed: the first had come back
        assert "no such user" in letter.said and "ned.nurse" not in letter.said
    page = client_as("frank").get("/engine")
    assert "No mail server is set" not in page.text
    assert page.status_code == 200 and "no such user" in page.text and "nhs.example.uk" in page.text
    assert "ned.nurse" not in page.text
    for reader in ("sam", "erin", "grace"):
        assert client_as(reader).get("/engine").status_code == 404
