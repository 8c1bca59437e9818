"""What people complained of elsewhere, each as a test of ours (PEERS, part A): meetings and their invitations."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from dateutil.tz import tzical
from meeting_scenes import answered, asked_for, entry_of, moved, replied
from scenes import a_child, involved

COMING = ("nia", "ned", "pip", "tia")


@pytest.fixture
def scene(unit, cast):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.mia, cast.nia, cast.ned, cast.pip, cast.tia)
        return {n: getattr(cast, n).public_id for n in ("sam", "mia", *COMING)} | {"child": child.public_id}


@pytest.fixture
def addresses(unit, cast):
    with unit():
        return {name: getattr(cast, name).email for name in ("sam", "mia", *COMING)}


@pytest.fixture
def invite(api_as, scene):
    """`invite("2026-03-05T10:00")`: a professionals' meeting in Sam's name that four others are asked to; its id."""

    def asked(starts_at, **given):
        sam = api_as("sam")
        here = asked_for(
            sam, [scene["child"]], type="professionals", trigger={"kind": "requested", "at": "2026-02-26"},
            chair=scene["mia"], starts_at=starts_at, late_reason="Half-term.", late_agreed_by=scene["mia"], **given,
        )["id"]  # fmt: skip
        for name in COMING:
            answered(sam.post(f"/meetings/{here}/invitations", {"person": scene[name]}), 201)
        moved(sam, here, "invite", family_told="By telephone.", missing_reasons={"asking_agency": "Sam asks."})
        return here

    return asked


def last_sundays(year):
    """The days on which the clocks change."""
    for month, last in ((3, 31), (10, 31)):
        day = date(year, month, last)
        yield day - timedelta(days=(day.weekday() + 1) % 7)


@pytest.mark.parametrize(
    "day", [one + timedelta(days=n) for year in (2026, 2027) for one in last_sundays(year) for n in (-1, 1)]
)
def test_ten_in_the_morning_is_ten_by_the_entrys_own_zone(day, invite, dispatch, mailbox, addresses, tmp_path):
    """opf/openproject#24512: the zone block was cut short, and invitations were an hour out after the clock change."""
    invite(f"{day.isoformat()}T10:00", closed_day_reason="It has to be then.")
    dispatch()
    raw = mailbox.to(addresses["pip"])[-1].raw
    calendar, event = entry_of(raw)
    (tmp_path / "one.ics").write_bytes(calendar.to_ical())
    zone = tzical(str(tmp_path / "one.ics")).get("Europe/London")  # by this file's own rules, and by no others
    start = event["DTSTART"].dt.replace(tzinfo=zone)
    assert (start.hour, start.minute) == (10, 0)
    spring, autumn = last_sundays(day.year)
    summer = spring < day < autumn
    assert start.utcoffset() == timedelta(hours=1 if summer else 0)


def test_a_typo_then_the_room_then_the_day_is_one_mail_each_and_asks_anew(
    api_as, invite, dispatch, mailbox, mail_in, addresses, clock, scene
):
    """Intermesh/groupoffice#354: the moved meeting kept its old "accepted"; elsewhere ten mails for ten edits."""
    sam, here = api_as("sam"), invite("2026-03-04T10:00", place="Room 1")
    dispatch()
    everybody = ("mia", *COMING)
    for name in everybody:
        assert mail_in(replied(mailbox.to(addresses[name])[0].raw, "ACCEPTED")) == "applied"
    before = len(mailbox.all())

    def answers():
        return {one["response"] for one in answered(sam.get(f"/meetings/{here}/invitations"))["items"]}

    clock.set("2026-02-27 10:00")
    moved(sam, here, "change", place=" Room 1 ")
    dispatch()
    assert answers() == {"accepted"} and len(mailbox.all()) == before  # a typo resets nothing and tells nobody
    moved(sam, here, "change", place="Room 2")
    clock.set("2026-02-27 10:01")
    moved(sam, here, "change", starts_at="2026-03-05T10:00", late_reason="Room.", late_agreed_by=scene["mia"])
    clock.set("2026-02-27 10:02")
    dispatch()
    assert answers() == {"no_reply"} and len(mailbox.all()) == before + len(everybody)
    _, event = entry_of(mailbox.to(addresses["tia"])[-1].raw)
    assert int(event["SEQUENCE"]) == 2 and event["DTSTART"].dt.date() == date(2026, 3, 5)


def test_a_refusal_from_the_calendar_tells_whoever_convenes(
    api_as, scene, dispatch, mailbox, mail_in, addresses, clock
):
    """nextcloud/calendar#7636: declined by link, and the organiser had to look."""
    sam, mia = api_as("sam"), api_as("mia")
    here = asked_for(sam, [scene["child"]], chair=scene["mia"], starts_at="2026-02-27T14:00")["id"]
    for name in ("nia", "pip"):
        answered(sam.post(f"/meetings/{here}/invitations", {"person": scene[name]}), 201)
    moved(sam, here, "invite")
    dispatch()
    for name in ("mia", "nia", "pip"):
        assert mail_in(replied(mailbox.to(addresses[name])[-1].raw, "ACCEPTED")) == "applied"
    assert answered(sam.get(f"/meetings/{here}"))["quorum"]["met"]
    clock.set("2026-02-26 17:00")
    later = replied(mailbox.to(addresses["nia"])[-1].raw, "DECLINED").replace(b"164000Z", b"165900Z")
    assert mail_in(later) == "applied"
    dispatch()
    quorum = answered(mia.get(f"/meetings/{here}"))["quorum"]
    assert quorum["at_risk"] and quorum["missing"] == ["health"] and "health missing" in quorum["explanation"]
    for name in ("sam", "mia"):
        mail = mailbox.to(addresses[name])[-1]
        assert "An invitation is declined" in mail.title and "Freya" not in mail.text


def test_reminders_follow_the_meeting_to_its_new_day(api_as, invite, dispatch, mailbox, addresses, clock, scene):
    """calcom/cal.diy#13238: the reminder went for the old time."""
    sam, here = api_as("sam"), invite("2026-03-04T10:00")
    dispatch()
    clock.set("2026-02-27 09:00")
    late = {"late_reason": "Half-term.", "late_agreed_by": scene["mia"]}
    moved(sam, here, "change", starts_at="2026-03-11T10:00", **late)
    clock.set("2026-02-27 09:02")
    dispatch()
    before = len(mailbox.to(addresses["tia"]))
    clock.set("2026-03-03 12:00")  # the day before the old day: nothing is said any longer
    dispatch()
    assert len(mailbox.to(addresses["tia"])) == before
    for day in ("2026-03-09", "2026-03-10"):
        clock.set(f"{day} 12:00")
        dispatch()
    assert len(mailbox.to(addresses["tia"])) > before
    count = len(mailbox.all())
    clock.set("2026-03-12 12:00")  # past: no reminder any longer, and no answer to be given
    dispatch()
    about = [mail for mail in mailbox.all()[count:] if "answer" in mail.title.lower()]
    assert about == []


def test_a_mail_that_cannot_be_delivered_shows_on_the_invitation(app, api_as, invite, dispatch, smtp_sink, addresses):
    """CCSDForge/episciences#783: a typo in the address, and three months' waiting."""
    app.config["CONVENOR"] = replace(app.config["CONVENOR"], base_url="https://convenor.example.uk")
    smtp_sink.fault(reject="tia.*")
    sam, here = api_as("sam"), invite("2026-03-04T10:00")
    dispatch()
    of = {one["person"]["name"]: one for one in answered(sam.get(f"/meetings/{here}/invitations"))["items"]}
    assert of["Tia Teacher"]["delivery"]["state"] == "failed" and of["Tia Teacher"]["delivery"]["needs_attention"]
    assert of["Pip Sergeant"]["delivery"]["state"] == "sent"


def test_moments_are_taken_as_london_reads_them(api_as, scene):
    made = asked_for(api_as("sam"), [scene["child"]], starts_at="2026-07-01T10:00")
    assert made["starts_at"] == "2026-07-01T10:00:00+01:00"
    given = asked_for(api_as("sam"), [scene["child"]], starts_at="2026-07-01T10:00:00Z")
    assert datetime.fromisoformat(given["starts_at"]) == datetime.fromisoformat("2026-07-01T11:00:00+01:00")
