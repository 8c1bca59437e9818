"""The dispute of an independent reviewing officer: its own dates, its own readers, its own way out; no disagreement of the ladder."""

from datetime import date

import pytest
from scenes import a_child, involved

from escalation import commands, queries
from escalation.models import Escalation
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted, NotVisible, Refused
from reporting.queries.indicators import figure_of, quarter_of

WORDS = dict(about="No date for seeing her alone.", wanted="She is seen alone each week.")


@pytest.fixture
def here(unit, cast, clock):
    """Judy reviews the plan of Sam's child, on Thursday 26 February; Mia answers for the authority."""
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.judy, cast.ned)
        return commands.raise_dispute(cast.judy, child=child, answers=cast.mia, **WORDS).public_id


def mailed(mailbox, address):
    return [mail.title.partition(": ")[2] for mail in mailbox.to(address)]


def test_its_two_dates_come_from_the_rule_book_with_their_working(unit, cast, here):
    with unit(writes=False):
        made = queries.dispute_for(cast.judy, here)
        assert (made.informal_on, made.total_on) == (date(2026, 3, 12), date(2026, 3, 26))
        assert all(one["working"] and one["source"] for one in made.dates)


def test_it_is_seen_by_the_officer_the_authority_and_nobody_else(unit, cast, here, client_as):
    with unit(writes=False):
        for name in ("judy", "mia"):
            assert queries.dispute_for(getattr(cast, name), here)
        for name in ("ned", "nia", "erin", "paula", "tia", "frank", "grace", "sue"):
            with pytest.raises(NotVisible):
                queries.dispute_for(getattr(cast, name), here)
    for name in ("ned", "erin", "paula"):
        client = client_as(name)
        assert client.get(f"/escalations/iro/{here}").status_code == 404
        listed = client.get("/escalations/iro")
        assert listed.status_code == 200 and "No date for seeing" not in listed.text
        assert client.post(f"/escalations/iro/{here}/settle", data={"settle-text": "x"}).status_code == 404


def test_it_is_answered_referred_at_any_point_and_ended_by_the_officer_alone(unit, cast, here, client_as):
    mia, judy = client_as("mia"), client_as("judy")
    path = f"/escalations/iro/{here}"
    assert "Answer for the authority" in mia.get(path).text and "Refer it to Cafcass" not in mia.get(path).text
    assert mia.post(f"{path}/settle", data={"settle-text": "It is done."}).status_code == 403
    assert mia.post(f"{path}/answer", data={"answer-text": ""}).status_code == 422
    assert mia.post(f"{path}/answer", data={"answer-text": "On Wednesdays."}).status_code == 303
    assert judy.post(f"{path}/refer", data={"refer-text": "It is not done."}).status_code == 303
    assert judy.post(f"{path}/settle", data={"settle-text": "She is seen each week."}).status_code == 303
    page = mia.get(path).text
    for words in ("On Wednesdays.", "Referred to Cafcass", "It is not done.", "She is seen each week.", "Settled"):
        assert words in page
    with unit(), pytest.raises(Refused):
        commands.answer_dispute(cast.mia, here, "Later.")
    assert judy.post(f"{path}/withdraw", data={}).status_code == 404


def test_nobody_lets_it_go_quiet(app, unit, cast, here, clock, dispatch, mailbox):
    for day in ("2026-03-11", "2026-03-13", "2026-03-25", "2026-03-27", "2026-04-07", "2026-04-14"):
        clock.set(f"{day} 08:30")
        dispatch()
        dispatch()
    due = "A date of a dispute is near or has passed"
    judy, mia = "judy.chair@social.example.uk", "mia.manager@social.example.uk"
    assert (mailed(mailbox, judy).count(due), mailed(mailbox, mia).count(due)) == (6, 6)
    assert not mailed(mailbox, "erin.coordinator@social.example.uk")
    with unit():
        commands.settle_dispute(cast.judy, here, "She is seen each week.")
    clock.set("2026-04-21 08:30")
    dispatch()
    assert mailed(mailbox, judy).count(due) == 6


def test_it_stands_on_the_page_of_whoever_has_to_act(unit, cast, here, clock, client_as):
    waits = "of a reviewing officer waits for the authority"
    assert waits in client_as("mia").get("/").text
    assert not any(f"/escalations/iro/{here}" in client_as(name).get("/").text for name in ("judy", "ned", "erin"))
    clock.set("2026-03-13 09:00")
    judy, mia = client_as("judy"), client_as("mia")
    assert "is answered or late" in judy.get("/").text and waits in mia.get("/").text
    with unit():
        commands.answer_dispute(cast.mia, here, "On Wednesdays.")
    assert "is answered or late" in judy.get("/").text and waits not in mia.get("/").text
    with unit():
        commands.settle_dispute(cast.judy, here, "She is seen each week.")
    assert "is answered or late" not in judy.get("/").text


def test_it_is_no_disagreement_of_the_ladder(unit, cast, here):
    with unit(writes=False):
        assert db.session.query(Escalation).count() == 0
        assert figure_of(quarter_of(date(2026, 2, 26)), "escalations_raised").whole.count == 0


def test_only_a_reviewing_officer_of_the_authority_raises_it_and_every_fault_is_named(unit, cast, client_as):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.judy, cast.ned)
        key = child.public_id
        for name in ("ned", "heidi"):
            with pytest.raises(NotPermitted):
                commands.raise_dispute(getattr(cast, name), child=child, answers=cast.mia, **WORDS)
        with pytest.raises(BadInput) as wrong:
            commands.raise_dispute(cast.judy, child=child, answers=cast.ned, about=" ", wanted="")
        assert set(wrong.value.errors) == {"answers", "about", "wanted"}
        mia = cast.mia.public_id
    judy = client_as("judy")
    assert client_as("ned").get("/escalations/iro/raise").status_code == 403
    page = judy.get("/escalations/iro/raise").text
    assert "Mia Manager" in page and "Cafcass" in page and "Thursday 12 March" in page
    kept = judy.post("/escalations/iro/raise", data={"child": key, "answers": mia, "about": "No date.", "wanted": ""})
    assert kept.status_code == 422 and "No date." in kept.text
    done = judy.post("/escalations/iro/raise", data={"child": key, "answers": mia, **WORDS})
    assert done.status_code == 303 and "/escalations/iro/" in done.headers["Location"]
    listed = judy.get("/escalations/iro").text
    assert "No date for seeing her alone." in listed and "Raise one as reviewing officer" in listed


def test_stopped_half_way_nothing_stands(sweep, unit, cast, here):
    sweep(lambda: commands.settle_dispute(cast.judy, here, "She is seen each week."))
