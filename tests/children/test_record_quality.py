"""What a record lacks, child by child; and records drawn at random for somebody who never worked on the case."""

from datetime import date

import pytest
from scenes import a_child, a_led_child, involved

from children import commands, queries
from children.models import AUDIT_QUESTIONS, CaseAudit
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted, Refused

JUDY = "judy.chair@social.example.uk"
GOOD = dict.fromkeys(AUDIT_QUESTIONS, "good")


def test_one_page_says_what_each_record_lacks_with_its_count_and_its_link(cast, unit, clock, client_as, count_queries):
    with unit():
        bare, whole = a_led_child(cast.sam, cast.mia), a_led_child(cast.sam, cast.mia, "Noah Example")
        without_plan = a_child(cast.sam, "Iris Example")
        for child in (bare, whole):
            commands.set_plan(None, child, "child_in_need")
        commands.end(cast.mia, bare, "Long sick leave.")
        for day in (2, 3):
            commands.add_chronology(
                cast.sam, bare, happened_on=date(2026, 2, day), kind="fact", text="Seen with a bruise."
            )
        commands.keep_draft(cast.sam, bare, text="KX-NOTES", happened_on=date(2026, 2, 20))
        commands.record_voice(cast.sam, whole, views="I like the new school.")
        commands.write_summary(cast.sam, whole, who="A boy.", risks="None known.", what_is_different="He is at school.")
        commands.add_family_member(cast.sam, whole, name="Lee Example", relation="father")
        for one in ("partner", "visitor"):
            commands.ask_about_adult(
                cast.sam, whole, adult=one, answer="nobody", asked_whom="Mother", steps="Asked the school as well."
            )
        bare_id, whole_id, other_id = bare.public_id, whole.public_id, without_plan.public_id
    clock.set("2026-03-01 10:00")
    mia = client_as("mia")
    with count_queries() as few:
        page = mia.get("/record-quality").text
    lacks, has = page.split(f'href="/children/{whole_id}"')
    for words, part in (
        ("Nobody leads", "lead-professional"), ("Never heard in the child’s own words", "voice"),
        ("No case summary", "summary"), ("Father: nobody has asked", "household"),
        ("Notes older than 2 days that are not written up", "chronology"),
        ("Late entries in the last 60 working days</a>: 2", "chronology"),
    ):  # fmt: skip
        assert words in lacks and f'href="/children/{bare_id}/{part}"' in lacks
    assert "KX-NOTES" not in page and "Nothing" in has and other_id not in page
    clock.set("2026-06-01 10:00")  # three months on, the second is old too
    with unit():
        for _ in range(8):
            commands.set_plan(None, a_child(cast.sam, "Another Example"), "child_in_need")
    mia = client_as("mia")
    with count_queries() as many:
        page = mia.get("/record-quality").text
    later = page.split(f'href="/children/{whole_id}"')[1]
    assert "Not heard for 20 working days" in later and "The case summary is old" in later
    assert len(many) == len(few) <= 15
    assert bare_id not in client_as("carol").get("/record-quality").text


@pytest.fixture
def cases(cast, unit):
    """Sam leads for four children; with one of them Ned works, with another Ned once did, and a third is Judy's to chair."""
    with unit():
        children = [a_led_child(cast.sam, cast.mia, f"Child{number} Example") for number in range(4)]
        for child in children:
            commands.set_plan(None, child, "child_in_need")
        involved(cast.sam, children[:2], cast.ned)
        commands.end_involvement(cast.sam, children[1], queries.role_held(children[1], cast.ned, "professional"))
        involved(cast.sam, children[2], cast.judy, role="chair")
        return [child.public_id for child in children]


def test_a_sample_leaves_out_every_case_on_which_the_auditor_worked(cases, cast, unit):
    with unit():
        drawn = commands.draw_sample(cast.paula, cast.ned, 20)
        assert {one.child.public_id for one in drawn} == set(cases[2:])
        # Nia manages Ned: what her team worked on is hers to leave alone too.
        assert {one.child.public_id for one in commands.draw_sample(cast.grace, cast.nia, 20)} == set(cases[2:])
        assert len(commands.draw_sample(cast.erin, cast.judy, 2)) == 2
        assert commands.draw_sample(cast.erin, cast.judy, 20)[0].child.public_id in {cases[0], cases[1], cases[3]}
        with pytest.raises(Refused, match="Name another auditor"):
            commands.draw_sample(cast.erin, cast.sam, 1)
        for wrong in ((cast.grace, 1), (cast.erin, 1), (cast.judy, 0)):
            with pytest.raises(BadInput):
                commands.draw_sample(cast.erin, *wrong)
        with pytest.raises(NotPermitted):
            commands.draw_sample(cast.mia, cast.judy, 1)


def test_a_record_is_open_to_read_until_it_is_graded_and_whoever_leads_hears(cases, unit, client_as, dispatch, mailbox):
    grace, judy = client_as("grace"), client_as("judy")
    assert judy.get(f"/children/{cases[0]}").status_code == 404
    assert grace.post("/case-audits", data={"auditor": JUDY, "number": "20"}).status_code == 303
    listed = grace.get("/case-audits").text
    assert "Drawn: <b>3</b>" in listed and "Child0" not in listed and cases[0] not in listed
    dispatch()
    assert "You are asked to look at records" in {mail.title for mail in mailbox.to(JUDY)}
    assert "A record to look at and to grade" in judy.get("/").text
    assert judy.get(f"/children/{cases[0]}").status_code == 200
    assert judy.post(f"/children/{cases[0]}/voice", data={"views": "x", "how": "talked"}).status_code == 403
    with unit(writes=False):
        one = next(one.public_id for one in db.session.query(CaseAudit) if one.child.public_id == cases[0])
    page = judy.post(f"/case-audits/{one}", data={**GOOD, "voice": "inadequate"})
    assert page.status_code == 422 and "Say what has to be put right." in page.text
    assert judy.post(f"/case-audits/{one}", data={"good": "Clear."}).status_code == 422
    graded = {**GOOD, "voice": "inadequate", "to_mend": "Nobody has heard her since autumn."}
    assert judy.post(f"/case-audits/{one}", data=graded).status_code == 303
    assert judy.get(f"/children/{cases[0]}").status_code == 404
    dispatch()
    assert "A record was looked at in an audit" in {mail.title for mail in mailbox.to("sam.worker@social.example.uk")}
    assert "Nobody has heard her since autumn." in client_as("sam").get(f"/case-audits/{one}").text
    for name in ("grace", "carol", "frank"):
        assert client_as(name).get(f"/case-audits/{one}").status_code == 404
    assert "graded: <b>1</b>" in grace.get("/case-audits").text
