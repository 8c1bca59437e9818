"""Invitees who cannot come say when they can; whoever convenes sees which time suits the quorum and the limit."""

import re
from typing import Any

import pytest
from flask import Flask

from meetings import commands, queries

NIA, PIP, TIA = "nia.manager@nhs.example.uk", "pip.sergeant@police.example.uk", "tia.teacher@school.example.uk"


@pytest.fixture
def here(scheduled: Any, unit: Any, cast: Any, dispatch: Any) -> str:
    """A strategy discussion tomorrow at 14:00, its limit that day, with Mia in the chair, Nia, Pip and Tia."""
    made: str = scheduled()
    with unit():
        commands.invite(cast.sam, made)
    dispatch()
    return made


@pytest.fixture
def offers(app: Flask, here: str, mailbox: Any) -> Any:
    """`offers(PIP, ("27", "9:00", "12:00"))`: what somebody sends from their link; gives the answer."""
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()

    def sent(email: str, *times: tuple[str, str, str], response: str = "tentative", **given: str) -> Any:
        path = re.search(r"test(/r/[a-z2-7]+)", mailbox.to(email)[-1].text)[1]  # type: ignore[index]
        data = {"response": response, **given}
        for number, (day, start, until) in enumerate(times, 1):
            parts = {"day": day, "month": "2" if int(day) > 20 else "3", "year": "2026", "time": start}
            data |= {f"from_{number}-{part}": value for part, value in parts.items()} | {f"until_{number}": until}
        return browser.post(f"{path}/answer", data=data, follow_redirects=True)

    return sent


@pytest.fixture
def best(here: str, unit: Any, cast: Any) -> Any:
    """`best()`: each time with its hour, who could come, whether it is quorate and in time."""

    def read() -> list[tuple[str, list[str], bool, bool]]:
        with unit(writes=False):
            sheet = queries.sheet_of(cast.sam, queries.meeting_for(cast.sam, here))
            return [
                (
                    f"{one.starts_at:%d %H:%M}",
                    sorted(i.person.name.split()[0] for i in one.comes),
                    one.quorate,
                    one.in_time,
                )
                for one in queries.best_times(sheet)
            ]

    return read


def test_the_quorate_time_within_the_limit_comes_first_and_who_is_missing_is_named(
    offers: Any, best: Any, here: str, client_as: Any
) -> None:
    assert best() == []
    offers(PIP, ("27", "9:00", "12:00"), ("2", "9:00", "17:00"))
    offers(NIA, ("27", "10:30", "13:00"))
    offers("mia.manager@social.example.uk", ("27", "10:00", "12.30pm"), ("2", "10:00", "12:00"))
    assert best() == [
        ("27 10:30", ["Mia", "Nia", "Pip"], True, True),
        ("27 10:00", ["Mia", "Pip"], False, True),
        ("27 09:00", ["Pip"], False, True),
    ]
    page = client_as("sam").get(f"/meetings/{here}").text
    assert "Other times that people offer" in page and "Would be missing, or have not said: Tia Teacher." in page
    way = re.search(r"/schedule\?starts_at=[^\"]+", page)[0]  # type: ignore[index]
    form = client_as("sam").get(f"/meetings/{here}{way}").text
    assert (
        'value="10:30"' in form
        and "Other times that people offer" not in client_as("tia").get(f"/meetings/{here}").text
    )


def test_a_later_offer_stands_in_place_of_the_earlier_and_who_comes_offers_nothing(offers: Any, best: Any) -> None:
    offers(PIP, ("27", "9:00", "12:00"))
    again = offers(PIP, ("27", "9:00", "12:00"))
    assert "We have this answer already" in again.text
    offers(PIP, ("27", "15:30", "17:00"))
    assert [one[0] for one in best()] == ["27 15:30"]
    offers(PIP, response="accepted")
    assert best() == []


@pytest.mark.parametrize(("time", "words"), [
    (("27", "9:00", ""), "Enter the time until which you are free"),
    (("27", "9:00", "8:00"), "Enter a later time of the same day"),
    (("26", "9:00", "10:00"), "Choose a time that lies ahead"),
    (("5", "25:00", "10:00"), "Enter the time like 14:30"),
])  # fmt: skip
def test_a_time_that_is_none_is_put_right_beside_its_field(offers: Any, best: Any, time: Any, words: str) -> None:
    answer = offers(PIP, time, comment="I am on nights.", response="declined")
    assert answer.status_code == 422 and words in answer.text and "I am on nights." in answer.text
    assert best() == []


def test_too_short_a_time_is_no_proposal(offers: Any, best: Any) -> None:
    offers(PIP, ("27", "9:00", "9:30"))
    assert best() == []
