"""The mailbox that answers come to, on a real IMAP server: stored before it is moved, once, and never deleted."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from conftest import free_port
from imap_server import Server
from sqlalchemy import select

from foundation import sealing
from foundation.database import db
from notifications.incoming import keeping, mailbox, reading
from notifications.models import IncomingMail


@pytest.fixture(scope="module")
def imap_server(tmp_path_factory: Any) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("imap") / "server")
    yield server
    server.stop()


@pytest.fixture
def post(imap_server: Server, app: Any, settings: Any) -> Iterator[Server]:
    """This test's mailbox, empty."""
    imap_server.empty()
    app.config["CONVENOR"] = replace(settings, imap_url=imap_server.url, field_key="k" * 20 + "3ys" * 5)
    yield imap_server
    app.config["CONVENOR"] = settings


WORDS = "From: ann@x.test\r\nTo: office@convenor.example.uk\r\nSubject: Hello\r\n\r\nGood morning.\r\n"
RECEIPT = "From: ann@x.test\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b--\r\n"


def test_mail_is_taken_once_and_moved_where_somebody_finds_it(post, app, unit, dispatch, cast):
    post.deliver(WORDS)
    post.deliver(RECEIPT)
    assert dispatch().read == 2
    assert post.holds() == {"INBOX": 0, "Processed": 1, "Review": 1, "Failed": 0}
    assert dispatch().read == 0
    with unit():
        kept = db.session.scalars(select(IncomingMail).order_by(IncomingMail.id)).all()
        assert [mail.outcome for mail in kept] == ["unmatched", "ignored"]
        assert all(mail.sealed and b"Good morning" not in mail.raw for mail in kept)
        assert b"Good morning" in keeping.content_of(kept[0])


def test_what_cannot_be_stored_stays_in_the_mailbox_and_is_taken_the_next_time(
    post, app, unit, dispatch, cast, monkeypatch
):
    def full(*_: Any) -> Any:
        raise OSError("The disk is full.")

    post.deliver(WORDS)
    with monkeypatch.context() as broken:
        broken.setattr(mailbox, "store", full)
        assert dispatch().read == 0
    assert post.holds()["INBOX"] == 1
    assert dispatch().read == 1 and post.holds()["INBOX"] == 0


def test_a_reader_that_ends_before_it_moves_a_mail_takes_it_once(post, app, unit, dispatch, cast, monkeypatch):
    def ends(*_: Any) -> Any:
        raise OSError("The line is cut.")

    post.deliver(WORDS)
    with monkeypatch.context() as broken:
        broken.setattr(mailbox, "_folder_for", ends)
        dispatch()
    assert post.holds()["INBOX"] == 1
    dispatch()
    with unit():
        assert db.session.scalars(select(IncomingMail)).one().repeats == 1
    assert post.holds() == {"INBOX": 0, "Processed": 0, "Review": 1, "Failed": 0}


def test_a_mail_at_which_the_program_stumbles_is_kept_apart(post, app, unit, dispatch, cast, monkeypatch):
    def stumble(*_: Any) -> Any:
        raise RuntimeError("The program stumbled.")

    post.deliver(WORDS)
    monkeypatch.setattr(reading, "judge", stumble)
    dispatch()
    assert post.holds() == {"INBOX": 0, "Processed": 0, "Review": 0, "Failed": 1}


def test_a_mailbox_that_cannot_be_read_holds_nothing_up_and_says_since_when(
    post, app, settings, dispatch, cast, clock, client_as
):
    from convenor.doctor import examine

    def says() -> tuple[str, str]:
        """What the health page and `convenor doctor` say of it."""
        since = app.test_client().get("/health/dispatcher").json["mailbox_down_since"]
        wrong = [str(advice) for advice in examine(app, settings) if "has not been read" in advice.what]
        return since, "".join(wrong)

    assert dispatch().read == 0 and says() == (None, "")
    secret = post.url.replace("post:pass", "post:another-secret")
    app.config["CONVENOR"] = replace(settings, imap_url=secret)
    assert dispatch().read == 0
    since, advice = says()
    assert since == "2026-02-26T16:40:00+00:00" and "does not let us in" in advice and "secret" not in advice
    clock.set("2026-02-26 18:00")
    dispatch()
    assert says()[0] == since, "it counts from the first time"
    page = client_as("frank").get("/engine").text
    assert "The mailbox cannot be read" in page and "No mail server is set" in page
    app.config["CONVENOR"] = replace(settings, imap_url=f"imap://a:b@127.0.0.1:{free_port()}/INBOX")
    dispatch()
    since, advice = says()
    assert since == "2026-02-26T18:00:00+00:00" and "It does not answer" in advice
    app.config["CONVENOR"] = replace(settings, imap_url=post.url)
    dispatch()
    assert says() == (None, "")


def test_what_was_read_long_ago_is_let_go_of_and_what_came_of_it_stays(cast, unit, app, mail_in, clock):
    clock.set("2026-01-05 10:00")
    assert mail_in(WORDS) == "unmatched"
    clock.set("2026-05-01 10:00")
    with app.app_context():
        assert (keeping.forget_old(), keeping.forget_old()) == (1, 0)
    with unit():
        mail = db.session.scalars(select(IncomingMail)).one()
        assert (mail.raw, mail.outcome) == (b"", "unmatched") and mail.forgotten_at
    assert mail_in(WORDS) == "duplicate"


def test_what_is_sealed_opens_only_with_the_key(app, settings):
    with app.app_context():
        app.config["CONVENOR"] = replace(settings, field_key="one key of more than thirty-two characters")
        sealed = [sealing.seal(b"Good morning"), sealing.seal(b"Good morning")]
        assert sealed[0] != sealed[1] and b"Good" not in sealed[0] and sealing.unseal(sealed[0]) == b"Good morning"
        for key in ("", "another key of more than thirty-two characters"):
            app.config["CONVENOR"] = replace(settings, field_key=key)
            with pytest.raises(sealing.CannotUnseal):
                sealing.unseal(sealed[0])
        app.config["CONVENOR"] = settings
