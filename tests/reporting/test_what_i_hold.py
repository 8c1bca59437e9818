"""One page with everything that somebody holds, and what their team carries."""

from datetime import date

from meeting_scenes import asked_for
from scenes import a_child, a_led_child, involved

from actions import commands as actions
from children import commands
from people import commands as people


def test_everything_that_somebody_holds_stands_on_one_page(cast, unit, clock, client_as, api_as, count_queries):
    with unit():
        mine, asked = a_led_child(cast.sam, cast.mia), a_child(cast.sam, "Asked Example")
        commands.nominate(cast.mia, asked, cast.sam)
        theirs = a_led_child(cast.heidi, cast.mia, "Covered Example")
        away = a_led_child(cast.heidi, cast.mia, "Other Example")
        hidden = a_child(cast.ned, "Hidden Example")
        involved(cast.heidi, theirs, cast.ned)
        commands.appoint_deputy(cast.mia, theirs, cast.sam, date(2026, 2, 26), date(2026, 3, 6))
        actions.set_action(
            cast.sam, text="Visit Freya", outcome_wanted="She is seen.", owner=cast.sam, due_on=date(2026, 3, 2),
            child_ids=[mine.public_id],
        )  # fmt: skip
        ids = {name: one.public_id for name, one in (("mine", mine), ("away", away), ("hidden", hidden))}
    meeting = asked_for(api_as("sam"), [ids["mine"]])["reference"]
    sam = client_as("sam")
    with count_queries() as few:
        page = sam.get("/what-i-hold").text
    assert "You lead for 1 child; no action is overdue." in page
    for words in (
        "Freya Example",
        "Asked Example",
        "Covered Example",
        "for Heidi Aunt, until Friday 6 March",
        "Visit Freya",
        meeting,
    ):
        assert words in page
    assert ids["away"] not in page and ids["hidden"] not in page and "What my team carries" not in page
    with unit():
        for number in range(8):
            a_led_child(cast.sam, cast.mia, f"Child{number} Example")
        people.plan_absence(cast.heidi, cast.heidi, date(2026, 2, 26), date(2026, 2, 27), cast.sam)
    with count_queries() as many:
        page = sam.get("/what-i-hold").text
    assert ids["away"] in page and len(many) == len(few) <= 15
    team = client_as("mia").get("/what-i-hold").text
    assert (
        "Sam Worker: leads for 9 children; no action is overdue" in team and "Heidi Aunt: leads for 2 children" in team
    )
    assert client_as("frank").get("/what-i-hold").status_code == 200
