"""Every kind of calendar mail that leaves the house, read by parsers that are not ours, and laid beside files looked at by eye.

Where a golden file has to change, look at the new one before you keep it: `GOLDEN=write pytest tests/meetings/test_every_kind_out.py`.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from meeting_scenes import CHECK, check_calendars, parsed, replied
from reply_scenes import Calendar

from foundation.clock import LONDON
from meetings import commands, queries
from meetings.commands.calendars import listed

GOLDEN = Path(__file__).parent / "golden"
TESTS = Path(__file__).parent.parent
PIP, NIA, NED = "pip.sergeant@police.example.uk", "nia.manager@nhs.example.uk", "ned.nurse@nhs.example.uk"


@pytest.fixture
def sent(
    app: Any, invited: Any, unit: Any, cast: Any, dispatch: Any, mailbox: Any, mail_in: Any, clock: Any
) -> dict[str, bytes]:
    """The mails of one meeting's life, by what happened; `new+` and the like are to somebody else than the one before."""
    app.config["CONVENOR"] = replace(app.config["CONVENOR"], base_url="https://convenor.example.uk")
    here = invited()
    dispatch()
    found = {"new": mailbox.to(PIP)[-1].raw}
    assert mail_in(replied(mailbox.to(PIP)[-1].raw, "ACCEPTED")) == "applied"

    def asked(name: str) -> str:
        return next(one.public_id for one in listed(queries.meeting_for(cast.sam, here)) if one.person.name == name)

    def proposal() -> str:
        return queries.judging_of(cast.sam, queries.meeting_for(cast.sam, here)).open_proposals[0].public_id

    def then(minute: int, what: str, address: str, act: Any) -> None:
        clock.set(f"2026-02-26 17:{minute:02d}")
        with unit():
            act()
        clock.set(f"2026-02-26 17:{minute + 2:02d}")
        dispatch()
        found[what] = mailbox.to(address)[-1].raw

    proposed = ["DTSTART:20260227T150000Z", "DTEND:20260227T160000Z"]
    change = {"reason": "More people come."}
    then(0, "again", PIP, lambda: commands.remind(cast.sam, here, asked("Pip Sergeant")))
    assert Calendar(PIP, mailbox, mail_in).answers("TENTATIVE", method="COUNTER", lines=proposed) == "applied"
    then(5, "kept", PIP, lambda: commands.refuse_proposal(cast.sam, here, proposal()))
    then(10, "update", PIP, lambda: commands.change(cast.sam, here, place="Room 3", **change))
    online = {"place": "", "online_url": "https://video.example.uk/room-7"}
    then(20, "online", PIP, lambda: commands.change(cast.sam, here, **online, **change))
    then(30, "added", NED, lambda: commands.add_invitee(cast.sam, here, cast.ned, required=False))
    then(40, "uninvited", NIA, lambda: commands.withdraw_invitee(cast.sam, here, asked("Nia Nurse-Manager"), "mistake"))
    then(50, "reinvited", NIA, lambda: commands.add_invitee(cast.sam, here, cast.nia))
    with unit():
        commands.add_invitee(cast.sam, here, cast.judy)
    then(55, "cancelled", PIP, lambda: commands.cancel(cast.judy, here, "duplicate"))
    return found


def test_each_is_right_by_the_contract_and_against_the_one_before(sent: dict[str, bytes], tmp_path: Path) -> None:
    numbers = {what: int(re.search(rb"SEQUENCE:(\d+)", calendar(raw))[1]) for what, raw in sent.items()}  # type: ignore[index]
    assert numbers == {
        "new": 0, "again": 0, "kept": 0, "update": 1, "online": 2, "added": 2, "uninvited": 3, "reinvited": 4, "cancelled": 5,
    }  # fmt: skip
    assert b"STATUS" not in calendar(sent["uninvited"]) and b"STATUS:CANCELLED" in calendar(sent["cancelled"])
    assert b"METHOD:DECLINECOUNTER" in calendar(sent["kept"]) and b"PARTSTAT=TENTATIVE" in unfolded(sent["kept"])
    assert [what for what, raw in sent.items() if b"CONFERENCE" in calendar(raw)] == ["online", "added", "reinvited"]
    assert b"PARTSTAT=ACCEPTED" in unfolded(sent["again"]) and b"PARTSTAT=NEEDS-ACTION" in unfolded(sent["update"])
    for what, kind, before in (
        ("new", "request", None),
        ("again", "request", "new"),
        ("kept", "declinecounter", "again"),
        ("update", "request", "kept"),
        ("online", "request", "update"),
        ("added", "request", None),
        ("uninvited", "uninvite", None),
        ("reinvited", "request", "uninvited"),
        ("cancelled", "cancel", "online"),
    ):
        check_calendars(tmp_path, [sent[what]], kind, sent[before] if before else None)
    for raw in sent.values():
        link = re.search(
            rb"https://convenor\.example\.uk/r/", parsed(raw).get_body(("plain",)).get_payload(decode=True)
        )  # type: ignore[union-attr]
        is_request = b"METHOD:REQUEST" in calendar(raw)
        assert bool(link) == is_request and b"/r/" not in calendar(raw), "the private link is in the words alone"


def test_readers_that_are_not_ours_agree(sent: dict[str, bytes], tmp_path: Path) -> None:
    """ical.js (Thunderbird, Nextcloud) and node-ical; vobject reads each in the check above."""
    node, modules = shutil.which("node"), TESTS / "node_modules"
    if node is None or not (modules / "ical.js").is_dir():
        pytest.skip("needs Node and `make browser`")
    files = kept(sent, tmp_path)
    tool = CHECK.with_name("check_ics.mjs")
    found = subprocess.run(
        [node, str(tool), *files], env={**os.environ, "NODE_MODULES": str(modules)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr


def test_a_calendar_server_holds_and_serves_them(sent: dict[str, bytes], tmp_path: Path) -> None:
    """Stored in Radicale by plain PUT, read back by the caldav client."""
    whole = {what: raw for what, raw in sent.items() if what not in ("uninvited", "cancelled", "kept")}
    tool = CHECK.with_name("caldav_roundtrip.py")
    found = subprocess.run(
        [sys.executable, str(tool), *kept(whole, tmp_path)], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_each_is_as_it_was_looked_at(sent: dict[str, bytes]) -> None:
    for what, raw in sent.items():
        golden, text = GOLDEN / f"{what}.ics", plain(calendar(raw))
        if os.environ.get("GOLDEN") == "write":
            golden.write_text(text)
        assert text == golden.read_text(), f"{what} differs from {golden}"


@pytest.fixture
def sent_of_series(
    app: Any, invited_series: Any, unit: Any, cast: Any, dispatch: Any, mailbox: Any, clock: Any
) -> dict[str, bytes]:
    """The mails of a series planned over Good Friday: one meeting moved, one dropped, all sent again, changed, called off."""
    app.config["CONVENOR"] = replace(app.config["CONVENOR"], base_url="https://convenor.example.uk")
    here = invited_series(every_weeks=5)
    dispatch()
    found = {"series": mailbox.to(PIP)[-1].raw}

    def then(minute: int, what: str, act: Any, address: str = PIP) -> None:
        clock.set(f"2026-02-26 17:{minute:02d}")
        with unit():
            act()
        clock.set(f"2026-02-26 17:{minute + 2:02d}")
        dispatch()
        found[what] = mailbox.to(address)[-1].raw

    def of(address: str, number: int = 0) -> str:
        asked = listed(queries.meeting_for(cast.sam, here[number]))
        return next(one.public_id for one in asked if one.person.email == address)

    with unit():
        commands.add_invitee(cast.sam, here[0], cast.judy, scope="series")
    moved_to = datetime(2026, 5, 7, 14, tzinfo=LONDON)
    then(0, "series-moved", lambda: commands.change(cast.sam, here[2], starts_at=moved_to))
    then(10, "series-dropped", lambda: commands.cancel(cast.judy, here[3], "superseded"))
    then(20, "series-again", lambda: commands.remind(cast.sam, here[0], of(PIP)))
    change = {"place": "Room 3", "reason": "More people come."}
    then(30, "series-update", lambda: commands.change_some(cast.sam, here[0], "series", **change))
    then(40, "series-joined-one", lambda: commands.add_invitee(cast.sam, here[2], cast.ned), NED)
    then(45, "series-left-one", lambda: commands.withdraw_invitee(cast.sam, here[1], of(NIA, 1), "mistake"), NIA)
    then(48, "series-left", lambda: commands.withdraw_invitee(cast.sam, here[0], of(NIA), "left", scope="series"), NIA)
    then(55, "series-cancelled", lambda: commands.cancel_some(cast.judy, here[0], "series", "plan_ended"))
    return found


def test_every_mail_of_a_series_is_right_and_read_alike_by_others(
    sent_of_series: dict[str, bytes], tmp_path: Path
) -> None:
    """By the contract, against the mail before, by ical.js, node-ical and vobject, kept in Radicale, and as it was looked at."""
    for what, kind, before in (
        ("series", "request", None),
        ("series-moved", "request", "series"),
        ("series-dropped", "cancel", "series"),
        ("series-again", "request", "series"),
        ("series-update", "request", "series-again"),
        ("series-joined-one", "request", None),
        ("series-left-one", "uninvite", None),
        ("series-left", "uninvite", "series-left-one"),
        ("series-cancelled", "cancel", "series-update"),
    ):
        check_calendars(tmp_path, [sent_of_series[what]], kind, sent_of_series[before] if before else None)
    test_readers_that_are_not_ours_agree(sent_of_series, tmp_path)
    held = {what: raw for what, raw in sent_of_series.items() if b"METHOD:REQUEST" in calendar(raw)}
    test_a_calendar_server_holds_and_serves_them(held, tmp_path)
    test_each_is_as_it_was_looked_at(sent_of_series)


def kept(sent: dict[str, bytes], folder: Path) -> list[str]:
    for what, raw in sent.items():
        (folder / f"{what}.eml").write_bytes(raw)
    return [str(folder / f"{what}.eml") for what in sent]


def calendar(raw: bytes) -> bytes:
    part = next(part for part in parsed(raw).walk() if part.get_content_type() == "text/calendar")
    return bytes(part.get_payload(decode=True))


def unfolded(raw: bytes) -> bytes:
    return calendar(raw).replace(b"\r\n ", b"")


def plain(ics: bytes) -> str:
    """Unfolded, with what is random in it named, so that two runs give the same."""
    text = ics.decode().replace("\r\n ", "").replace("\r\n", "\n")
    text = re.sub(r"UID:[a-z2-7]{32}@", "UID:RANDOM@", text)
    text = re.sub(r"rsvp-[a-z2-7]{32}@", "rsvp-TOKEN@", text)
    return re.sub(r"/meetings/[a-z2-7]{20}", "/meetings/ID", text)
