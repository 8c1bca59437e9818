"""After the meeting: decisions and dissent, letter and record, who gets them, corrections."""

from datetime import timedelta

import pytest
from scenes import involved

from children.models import Child
from children.queries import roles_in
from foundation import clock as the_clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.markdown import as_html
from meetings.models import Correction, Decision, Dissent, MeetingDue, Paper


def shown(client, here, path="", status=200):
    answer = client.get(f"/meetings/{here}{path}")
    assert answer.status_code == status, answer.text[:2000]
    return answer.text


def versions(unit):
    with unit(writes=False):
        found = db.session.scalars(db.select(Paper).where(Paper.kind == "minutes").order_by(Paper.number)).all()
        return [(one.number, one.text, one.proposal_to) for one in found]


@pytest.fixture
def issued(concluded, client_as):
    """The record is approved by Mia and issued by Sam; gives the meeting."""
    here = concluded()
    assert client_as("mia").post(f"/meetings/{here}/minutes/approval", data={"version": "1"}).status_code == 303
    assert client_as("sam").post(f"/meetings/{here}/minutes/issue").status_code == 303
    return here


def test_the_page_shows_decision_dissent_papers_and_what_follows(client_as, concluded):
    here = concluded()
    page = shown(client_as("sam"), here)
    assert "Likely harm." in page and "Too early." in page
    assert "Draft, version 1" in page and "Hold the conference" in page
    assert "The chair has not approved this version of the minutes." in page


def test_a_dissenter_turns_it_into_a_challenge_and_nobody_else_does(client_as, concluded, unit):
    here = concluded()
    nia = client_as("nia")
    assert "Turn it into a challenge" in shown(nia, here)
    assert "Turn it into a challenge" not in shown(client_as("sam"), here)
    with unit(writes=False):
        dissent = db.session.scalars(db.select(Dissent.public_id)).one()
    assert client_as("pip").post(f"/meetings/{here}/dissents/{dissent}/challenge").status_code == 403
    path = f"/meetings/{here}/dissents/{dissent}/challenge"
    assert (
        client_as("pip").get(path).status_code == 403
        and nia.get(f"/meetings/{here}/dissents/nothing/challenge").status_code == 404
    )
    opened = nia.get(path).text
    assert "Too early." in opened and "whom you consulted" not in opened
    wrong = nia.post(path, data={"consulted": "", "outcome_sought": "An enquiry first."})
    assert wrong.status_code == 422 and "whom you consulted" in wrong.text and "An enquiry first." in wrong.text
    done = nia.post(path, data={"consulted": "Sue Safeguarding"}, follow_redirects=True)
    assert "Your dissent is a challenge now" in done.text and "This is a draft" in done.text
    assert "To be challenged" in shown(nia, here)


def test_with_its_answers_the_challenge_opens_at_once_and_before_that_no_other_way(
    client_as, api_as, concluded, unit, cast, clock
):
    """Kinds apart: a conference's decision goes through dissent first, for as long as that is open."""
    here = concluded()
    nia = client_as("nia")
    with unit():
        dissent = db.session.scalars(db.select(Dissent.public_id)).one()
        made = db.session.scalars(db.select(Decision)).first()
        about = db.session.get(Child, made.child_id)
        involved(cast.sam, about, *(one for one in (cast.nia, cast.pip) if not roles_in(one, about.id)))
        decision, child = made.public_id, about.public_id
        # A conference has this date by itself; a strategy discussion is given it here.
        db.session.add(
            MeetingDue(
                public_id=new_public_id(), meeting_id=made.meeting_id, rule="icpc.dissent_window", duty="window", what="x",
                due_at=the_clock.now() + timedelta(hours=72), working=["x"], force="local_procedure", source="x",
            )
        )  # fmt: skip
    body = {
        "children": [child], "about": {"kind": "decision", "id": decision, "text": "The decision"}, "theme": "roles",
        "concern": "x", "outcome_sought": "x", "effect_on_child": "x", "against_agency": "csc", "immediate_risk": False,
    }  # fmt: skip
    drafts = {}
    for name in ("nia", "pip"):
        drafts[name] = made = api_as(name).post("/escalations", body)
        assert made.status_code == 201, made.text
    refused = api_as("nia").post(f"/escalations/{drafts['nia'].json['id']}/events", {"event": "raise"})
    assert refused.status_code == 409
    assert (
        "a_conferences_decision_goes_through_dissent_first" in refused.text
        and "it may become a challenge" in refused.text
    )
    other = api_as("pip").post(f"/escalations/{drafts['pip'].json['id']}/events", {"event": "raise"})
    assert other.status_code == 200, "whoever did not dissent raises it"
    answers = {
        "consulted": "Sue Safeguarding",
        "immediate_risk": "no",
        "outcome_sought": "An enquiry.",
        "effect_on_child": "Hurt.",
    }
    assert "This is open until" in nia.get(f"/meetings/{here}/dissents/{dissent}/challenge").text
    done = nia.post(f"/meetings/{here}/dissents/{dissent}/challenge", data=answers, follow_redirects=True)
    assert "Where it stands" in done.text and "This is a draft" not in done.text
    assert "Safeguarding lead consulted: Sue Safeguarding" in done.text


def test_the_record_is_written_beside_what_was_recorded_and_every_version_stays(client_as, concluded, unit):
    here = concluded()
    client = client_as("sam")
    page = shown(client, here, "/minutes")
    assert "Bruise of 3 cm." in page and 'data-autosave="/meetings/' in page and "Issue to 4 people" in page
    first = versions(unit)[0][1]
    data = {"version": "1", "text": first + "\n\nAdded.", "family_text": "For the family."}
    assert client.post(f"/meetings/{here}/minutes", data=data).status_code == 303
    assert [number for number, _, _ in versions(unit)] == [1, 2]
    assert "Added." not in shown(client, here, "/minutes/versions/1")
    assert "Added." in shown(client, here, "/minutes/versions/2")
    shown(client, here, "/minutes/versions/9", 404)


def test_typing_is_saved_on_its_way_and_says_which_version_it_is(client_as, concluded, unit):
    here = concluded()
    client = client_as("sam")
    answer = client.post(
        f"/meetings/{here}/minutes/autosave", data={"version": "1", "text": "Typed", "family_text": ""}
    )
    assert answer.status_code == 200 and answer.json == {"saved_at": "14:00", "version": 2}
    both = client_as("mia").post(
        f"/meetings/{here}/minutes/autosave", data={"version": "1", "text": "Mine", "family_text": ""}
    )
    assert both.status_code == 409 and both.json == {"yours": "Mine", "theirs": "Typed", "version": 2}
    assert [number for number, _, _ in versions(unit)] == [1, 2]


def test_two_who_write_at_once_lose_nothing(client_as, concluded, unit):
    here = concluded()
    client_as("mia").post(f"/meetings/{here}/minutes", data={"version": "1", "text": "Same\nHers", "family_text": ""})
    sam = client_as("sam")
    both = sam.post(f"/meetings/{here}/minutes", data={"version": "1", "text": "Same\nHis", "family_text": ""})
    assert both.status_code == 409
    assert "<ins>His</ins>" in both.text and "<del>Hers</del>" in both.text and "<span>Same</span>" in both.text
    kept = sam.post(f"/meetings/{here}/minutes", data={"version": "1", "text": "Same\nHis", "set_aside": "1"})
    assert kept.status_code == 303
    assert versions(unit)[-1] == (3, "Same\nHis", 2)
    assert "Set aside beside 2" in shown(sam, here, "/minutes")


def test_S86_only_the_chair_approves_and_only_an_approved_version_is_issued(client_as, concluded, standing):
    here = concluded()
    sam = client_as("sam")
    refused = sam.post(f"/meetings/{here}/minutes/issue")
    assert refused.status_code == 409 and "has not approved this version" in refused.text
    assert sam.post(f"/meetings/{here}/minutes/approval", data={"version": "1"}).status_code == 403
    mia = client_as("mia")
    assert "Approve version 1, no mail" in shown(mia, here, "/minutes")
    assert mia.post(f"/meetings/{here}/minutes/approval", data={"version": "7"}).status_code == 409
    assert mia.post(f"/meetings/{here}/minutes/approval", data={"version": "1"}).status_code == 303
    answer = sam.post(f"/meetings/{here}/minutes/issue", follow_redirects=True)
    assert "4 people will be told where to read it" in answer.text
    assert standing(here).state == "minutes_issued"


def test_what_was_issued_does_not_change(client_as, issued, unit):
    refused = client_as("sam").post(
        f"/meetings/{issued}/minutes", data={"version": "1", "text": "Other", "family_text": ""}
    )
    assert refused.status_code == 409 and "does not change any longer" in refused.text
    assert len(versions(unit)) == 1


def test_a_recipient_reads_their_edition_and_nothing_before_it_is_issued(client_as, concluded, unit):
    here = concluded()
    shown(client_as("pip"), here, "/minutes", 404)
    client_as("mia").post(f"/meetings/{here}/minutes/approval", data={"version": "1"})
    client_as("sam").post(f"/meetings/{here}/minutes/issue")
    page = shown(client_as("pip"), here, "/minutes")
    assert "Told us where he lives." in page and "data-autosave" not in page
    ned = shown(client_as("ned"), here, "/minutes")  # works with the child, was not asked to the meeting
    assert "Told us where he lives." not in ned and "Bruise of 3 cm." in ned
    assert "Told us where he lives." not in shown(client_as("sam"), here, "/minutes/print?edition=family")
    shown(client_as("ned"), here, "/minutes/versions/1", 404)


def test_a_type_without_a_decision_letter_has_none(client_as, concluded):
    here = concluded()
    shown(client_as("sam"), here, "/decision-letter", 404)


def test_a_correction_stands_beside_the_record_and_the_chair_answers_it(
    client_as, issued, unit, dispatch, mailbox, cast
):
    here = issued
    pip = client_as("pip")
    wrong = pip.post(f"/meetings/{here}/corrections", data={"text": "The day was Tuesday", "reason": ""})
    assert wrong.status_code == 422 and "The day was Tuesday" in wrong.text
    asked = {"text": "The day was Tuesday", "reason": "I was there"}
    assert pip.post(f"/meetings/{here}/corrections", data=asked).status_code == 303
    with unit(writes=False):
        one = db.session.scalars(db.select(Correction.public_id)).one()
    assert client_as("sam").post(f"/meetings/{here}/corrections/{one}", data={"accepted": "yes"}).status_code == 403
    mia = client_as("mia")
    assert "1 correction to decide" in shown(mia, here)
    assert mia.post(f"/meetings/{here}/corrections/{one}", data={"answer": "x"}).status_code == 422
    done = mia.post(
        f"/meetings/{here}/corrections/{one}", data={"accepted": "yes", "answer": "So it was"}, follow_redirects=True
    )
    assert "Accepted" in done.text and "So it was" in done.text
    assert "The day was Tuesday" in shown(pip, here, "/minutes")


def test_closing_names_everything_that_is_open(client_as, issued, standing):
    client = client_as("sam")
    page = shown(client, issued)
    assert "Record what was shared, with whom and why" in page
    answer = client.post(f"/meetings/{issued}/events", data={"event": "close"})
    assert answer.status_code == 409 and "Record what was shared" in answer.text
    assert standing(issued).state == "minutes_issued"
    assert client.post(f"/meetings/{issued}/events", data={"event": "open"}).status_code == 404


def test_what_stands_in_a_paper_is_shown_and_never_obeyed(client_as, concluded):
    here = concluded()
    attack = "# <script>alert(1)</script>\n\n[a](javascript:alert(1)) ![b](https://e.example/x.png) <img src=x onerror=alert(1)>"
    client = client_as("sam")
    client.post(f"/meetings/{here}/minutes", data={"version": "1", "text": attack, "family_text": attack})
    for path in ("/minutes", "/minutes/versions/2", "/minutes/print"):
        page = shown(client, here, path)
        assert "<script>alert" not in page and "<img src" not in page and 'href="javascript' not in page


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Title", "<h2>Title</h2>"),
        ("**FACT**: a", "<p><strong>FACT</strong>: a</p>"),
        ("> words", "<blockquote>\n<p>words</p>\n</blockquote>"),
        ("<b>raw</b>", "<p>&lt;b&gt;raw&lt;/b&gt;</p>"),
        ("[x](http://plain.example)", '<p><a rel="noopener noreferrer">x</a></p>'),
        ("[x](https://safe.example)", '<p><a href="https://safe.example" rel="noopener noreferrer">x</a></p>'),
    ],
)
def test_markdown_becomes_the_few_marks_that_a_record_needs(text, html):
    assert str(as_html(text)).strip() == html


@pytest.mark.parametrize(("path", "most"), [("", 10), ("/minutes", 15), ("/corrections", 15), ("/minutes/print", 15)])
@pytest.mark.parametrize("who", ["sam", "mia", "nia"])
def test_the_page_afterwards_asks_ten_queries_and_the_others_fifteen(client_as, issued, path, most, who, count_queries):
    client = client_as(who)
    with count_queries() as asked:
        shown(client, issued, path)
    assert len(asked) <= most, "\n\n".join(asked)


def test_the_editor_asks_at_most_fifteen_queries(client_as, concluded, count_queries):
    here = concluded()
    client = client_as("mia")
    with count_queries() as asked:
        shown(client, here, "/minutes")
    assert len(asked) <= 15, "\n\n".join(asked)
