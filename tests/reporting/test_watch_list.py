"""One list of what is watched, over all the children of whoever reads it."""

from datetime import date

from scenes import a_child, involved

from children import commands
from people import queries as people


def test_what_is_watched_stands_in_one_list(cast, unit, client_as, count_queries):
    with unit():
        girl, boy = a_child(cast.sam), a_child(cast.sam, "Noah Example")
        for child in (girl, boy):
            involved(cast.sam, child, cast.ned)
        made = commands.refer(cast.ned, girl, to_agency=people.agency_by_key("csc"), concern="KX-CONCERN")
        commands.answer_referral(cast.sam, made.public_id, outcome="threshold_not_met", reason="Not yet.")
        for month in (10, 11, 12):
            commands.add_chronology(
                cast.ned,
                girl,
                happened_on=date(2025, month, 3),
                kind="fact",
                text=f"In {month}.",
                incident="left_alone",
            )
        for sign in ("unmet_needs", "family_account"):
            commands.mark_indicator(cast.ned, boy, indicator=sign, marked=True, evidence="Seen.")
        commands.set_plan(cast.sam, boy, "child_in_need")
    ned = client_as("ned")
    with count_queries() as asked:
        page = ned.get("/watch-list").text
    assert len(asked) <= 6, asked
    for words in (
        "Not taken up by", "Left alone: 3 times within a year", "Marked of the six",
        "No contact is recorded at all", "Freya Example", "Noah Example",
    ):  # fmt: skip
        assert words in page, words
    assert "KX-CONCERN" not in page
    assert "Nothing is watched" in client_as("carol").get("/watch-list").text
    assert 'href="/watch-list"' in ned.get("/children").text
