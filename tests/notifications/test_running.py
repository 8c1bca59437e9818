"""A real server and a real dispatcher, in processes of their own."""

import json
from datetime import timedelta

from sqlalchemy import select

from audit.models import AuditEntry
from foundation import clock as the_clock
from foundation.database import db
from notifications.dispatch import Dispatcher
from notifications.models import Outage


def test_the_server_says_that_its_dispatcher_is_well(server):
    said = server.cycle()
    assert said["status"] == "running" and said["attention"] == 0
    assert (server.var / "dispatcher.pid").read_text().strip().isdigit()


def test_when_nothing_runs_the_health_page_says_so(app, cast, clock):
    answer = app.test_client().get("/health/dispatcher")
    assert answer.status_code == 503 and answer.json["status"] == "not running"


def test_one_run_by_hand_is_a_full_cycle(app, cast, clock, dispatch):
    dispatch()
    answer = app.test_client().get("/health/dispatcher")
    assert answer.status_code == 200 and answer.json["last_full_cycle"]
    clock.set("2026-02-26 16:41")
    assert app.test_client().get("/health/dispatcher").status_code == 503


def test_dispatch_once_prints_what_it_did(server):
    done = server.run("dispatch", "--once", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["sent"] == 0
    wrong = server.run("dispatch", "--once", "--now", "tomorrow")
    assert wrong.returncode != 0 and b"Write --now as" in wrong.stderr


def test_S62_in_production_the_time_is_not_given_by_hand(server):
    server.environment |= {
        "CONVENOR_ENV": "production",
        "CONVENOR_BASE_URL": "https://convenor.example.uk",
        "CONVENOR_TRUSTED_HOSTS": "convenor.example.uk",
        "CONVENOR_SMTP_URL": "smtp://127.0.0.1:25",
    }
    del server.environment["CONVENOR_CLOCK_FILE"]
    refused = server.run("dispatch", "--once", "--now", "2026-03-05T16:40")
    assert refused.returncode == 78 and b"--now" in refused.stderr


def test_a_mail_from_the_pipe_is_taken_whatever_it_holds(server, tmp_path):
    taken = server.run("mail-in", "--recipient", "nobody@convenor.example.uk", stdin=b"\x00\xff not a mail")
    assert (taken.returncode, taken.stdout.strip()) == (0, b"unmatched")
    again = server.run("mail-in", stdin=b"\x00\xff not a mail")
    assert (again.returncode, again.stdout.strip()) == (0, b"duplicate")
    assert server.run("mail-in", str(tmp_path / "absent.eml")).returncode == 64
    assert server.run("mail-in", "--no-such-option").returncode == 64
    server.environment["CONVENOR_DATABASE_URL"] = f"sqlite:///{tmp_path}/absent/convenor.db"
    assert server.run("mail-in", stdin=b"Subject: x\n\ny").returncode == 75


def test_the_mailbox_shows_what_was_sent_and_is_not_there_in_production(app, cast, unit, subject, room, dispatch):
    from dataclasses import replace

    from notifications.commands import tell

    with unit():
        tell(cast.tia.id, "letter_invitation", subject)
    dispatch()
    client = app.test_client()
    page = client.get("/mailbox")
    assert page.status_code == 200 and "tia.teacher@school.example.uk" in page.text
    link = page.text.split('href="/mailbox/')[1].split('"')[0]
    mail = client.get(f"/mailbox/{link}")
    assert "OFFICIAL-SENSITIVE" in mail.text and "BEGIN:VCALENDAR" in mail.text
    app.config["CONVENOR"] = replace(app.config["CONVENOR"], env="production")
    assert client.get("/mailbox").status_code == client.get(f"/mailbox/{link}").status_code == 404


def test_after_three_days_in_which_nothing_ran_convenors_are_told_until_they_have_read_it(
    app, unit, cast, clock, client_as, dispatch
):
    """The dispatcher is started and ended as its process does it; what a run by hand finds is no outage."""

    def started() -> None:
        dispatcher = Dispatcher(app)
        dispatcher.start()
        dispatcher.finish()

    clock.set("2026-02-27 16:00")  # Friday
    started()
    the_clock.set_to(the_clock.now() + timedelta(minutes=20))
    started()
    assert "was not running" not in client_as("sam").get("/").text
    clock.set("2026-03-02 16:00")
    dispatch()
    assert "was not running" not in client_as("sam").get("/").text
    clock.set("2026-03-05 16:00")
    started()
    sam = client_as("sam")
    words = "was not running from Monday 2 March 2026, 16:00 to Thursday 5 March 2026, 16:00"
    assert words in sam.get("/meetings").text and "was not running" not in client_as("grace").get("/").text
    assert words.partition("from ")[2] in client_as("frank").get("/engine").text
    with unit(writes=False):
        outage = db.session.scalars(select(Outage)).one().public_id
        noted = select(AuditEntry.subject_id).where(AuditEntry.action == "dispatcher.stood_still")
        assert db.session.scalars(noted).all() == [outage]
    seen = sam.post(f"/outages/{outage}/seen", headers={"Referer": "http://convenor.test/meetings?mine=1"})
    assert (seen.status_code, seen.headers["Location"]) == (303, "/meetings")
    assert "was not running" not in sam.get("/meetings").text and words in client_as("mia").get("/").text
    assert sam.post(f"/outages/{'a' * 20}/seen").status_code == 404
