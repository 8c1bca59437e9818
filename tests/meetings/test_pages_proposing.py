"""The list of meetings, and the page on which one is proposed."""

import re
from datetime import date

import pytest

from children import commands as child_commands
from foundation.database import db
from meetings.models import Meeting, MeetingChild

WHEN = {"trigger_at-day": "26", "trigger_at-month": "2", "trigger_at-year": "2026", "trigger_at-time": "16:10"}


def proposal(family, **more):
    return {
        "children": family[0], "type": "strategy_s47", "trigger": "threshold_decision", **WHEN,
        "purpose": "Decide whether to start an enquiry", **more,
    }  # fmt: skip


def meetings_in(unit):
    with unit(writes=False):
        return len(db.session.scalars(db.select(Meeting.id)).all())


def test_the_panel_says_by_when_who_has_to_come_and_who_is_missing(client_as, family, unit):
    page = client_as("sam").post("/meetings/propose", data=proposal(family, purpose=""))
    assert page.status_code == 200
    text = page.text
    assert "Friday 27 February" in text and "Why this date?" in text and "is day 0" in text
    assert "Nobody represents police" in text
    assert re.search(r'name="invitees"[^>]*checked', text), "those who must come and are involved are ticked"
    assert "Health must come" in text and "Projected" in text
    assert "Brothers and sisters" in text and "Noah Example" in text and "unborn, expected" in text
    assert meetings_in(unit) == 0, "looking saves nothing"


def test_a_draft_is_saved_with_the_people_who_were_ticked_and_sends_nothing_to_them(
    client_as, family, unit, cast, standing, dispatch, mailbox
):
    client = client_as("sam")
    with unit():
        nia, ned = cast.nia.public_id, cast.ned.public_id
    offered = " ".join([nia, ned])
    answer = client.post(
        "/meetings/propose?do=schedule",
        data={**proposal(family), "restricted": family[0], "invitees": [nia], "offered": offered},
    )
    assert answer.status_code == 303 and answer.location.endswith("/schedule")
    here = answer.location.split("/")[-2]
    found = standing(here)
    assert found.state == "proposed" and found.restricted == [True]
    assert "nia" in found.invitations and "ned" not in found.invitations
    dispatch()
    with unit():
        assert mailbox.to(cast.nia) == []
        assert [mail.title for mail in mailbox.to(cast.mia)] == ["M-2026-0001: A meeting is asked for"]


def test_the_button_says_how_many_are_told_by_a_draft(client_as, family):
    page = client_as("sam").post("/meetings/propose", data=proposal(family))
    assert "Save draft and tell 1 person" in page.text


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(client_as, family, unit):
    page = client_as("sam").post(
        "/meetings/propose?do=draft", data=proposal(family, purpose="", **{"trigger_at-day": "31"})
    )
    assert page.status_code == 422
    assert "Say in a sentence what this meeting is for." in page.text
    assert "This is not a real date and time" in page.text
    assert 'value="31"' in page.text and "Freya Example" in page.text
    assert meetings_in(unit) == 0


def test_a_meeting_about_nobody_is_refused_beside_the_children(client_as, family, unit):
    data = proposal(family)
    del data["children"]
    page = client_as("sam").post("/meetings/propose?do=draft", data=data)
    assert page.status_code == 422 and "Choose whom it is about" in page.text
    assert "Decide whether to start an enquiry" in page.text
    assert meetings_in(unit) == 0


def test_somebody_who_does_not_convene_saves_and_whoever_convenes_is_told(client_as, family, standing):
    client = client_as("tia")
    page = client.post("/meetings/propose", data=proposal(family))
    assert "Save and go on to the time" not in page.text
    assert "Whoever convenes this meeting decides who is asked." in page.text
    answer = client.post("/meetings/propose?do=draft", data=proposal(family))
    assert answer.status_code == 303
    assert standing(answer.location.rsplit("/", 1)[-1]).invitations == {}


def test_a_child_whom_one_does_not_work_with_cannot_be_chosen(client_as, family, unit):
    assert client_as("carol").post("/meetings/propose?do=draft", data=proposal(family)).status_code == 404
    assert meetings_in(unit) == 0


@pytest.mark.parametrize("kind", ["s11_audit", "lado"])
def test_a_meeting_about_no_child_asks_for_its_subject(client_as, family, kind):
    page = client_as("sam").post("/meetings/propose", data={"type": kind})
    assert "What is it about?" in page.text and "Which organisation?" in page.text


def test_every_type_can_be_chosen_in_one_of_four_groups(client_as, family):
    page = client_as("sam").get("/meetings/propose").text
    assert page.count('name="type"') == 16 and page.count("cv-types") == 4


def test_the_list_finds_by_reference_state_type_and_whose(client_as, proposed, invited):
    proposed()
    invited()
    client = client_as("sam")
    page = client.get("/meetings").text
    assert "M-2026-0001" in page and "M-2026-0002" in page and "Quorum at risk" in page
    assert "M-2026-0001" not in client.get("/meetings?q=0002").text
    assert "M-2026-0002" not in client.get("/meetings?state=proposed").text
    assert "No meeting matches" in client.get("/meetings?type=icpc").text
    pip = client_as("pip").get("/meetings").text
    assert "M-2026-0002" in pip and "M-2026-0001" not in pip
    assert "Propose a meeting" in client_as("carol").get("/meetings").text


def test_no_page_of_a_meeting_carries_a_childs_name_in_its_title(client_as, invited):
    here = invited()
    client = client_as("sam")
    for path in ("", "/schedule", "/postpone", "/protect", "/invitations", "/agenda"):
        title = re.search(r"<title>(.*?)</title>", client.get(f"/meetings/{here}{path}").text, re.S)
        assert title and "Freya" not in title[1] and "Example" not in title[1]


def test_a_child_who_is_restricted_is_not_named_to_everybody_who_is_asked(client_as, invited, unit):
    here = invited(children=2, restricted=1)
    page = client_as("pip").get(f"/meetings/{here}").text
    assert "Freya Example" in page and "Noah" not in page and "a child who is not named here" in page
    with unit(writes=False):
        assert len(db.session.scalars(db.select(MeetingChild.child_id)).all()) == 2


@pytest.mark.parametrize("count", [4, 40])
def test_proposing_asks_a_handful_of_queries(client_as, family, count_queries, count, unit, cast):
    with unit():
        for number in range(count - 3):
            child_commands.add_child(cast.sam, name=f"Child {number}", expected_date_of_birth=date(2026, 6, 1))
    client = client_as("sam")
    with count_queries() as asked:
        client.post("/meetings/propose", data={**proposal(family), "children": family})
    assert len(asked) <= 15, "\n".join(asked)
