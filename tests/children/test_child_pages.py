"""The pages about a child: what one needs to know first; what was typed is kept; a handful of queries whatever the amount."""

import re
from datetime import date

import pytest
from scenes import a_child, a_family, a_led_child, involved
from sqlalchemy import select

from children import commands, queries
from children.models import Child, ChronologyEntry, Involvement, LeadProfessional, SharingDecision, VoiceEntry
from children.panels import PanelRow, _panels, panel
from foundation.database import db

BORN = {"date_of_birth-day": "5", "date_of_birth-month": "3", "date_of_birth-year": "2019"}
TODAY = {"happened_on-day": "20", "happened_on-month": "2", "happened_on-year": "2026"}


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned, cast.tia)
        return child.public_id


def test_the_page_says_first_what_one_needs_to_know(freya, cast, unit, client_as, clock):
    with unit():
        child = queries.child(cast.sam, freya)
        commands.set_plan(cast.mia, child, "child_protection", "neglect")
        commands.record_voice(cast.ned, child, views="I want to sleep at nan's.")
        commands.add_chronology(cast.ned, child, happened_on=date(2026, 2, 10), kind="fact", text="Bruise seen.")
    clock.set("2026-04-02 10:00")
    page = client_as("sam").get(f"/children/{freya}").text
    first = page[page.index("What you need to know") : page.index("The child’s own words")]
    for words in ("Child protection plan, neglect", "Sam Worker", "I want to sleep at nan", "25 working days ago"):
        assert words in first
    assert "Elm Park Primary School: silent since" in first
    assert "Late entry" in page and "Fact" in page
    assert "Freya" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


def test_where_nobody_leads_the_page_says_since_when(cast, unit, client_as):
    with unit():
        child = a_child(cast.sam)
        commands.set_plan(cast.mia, child, "s47")
        child_id = child.public_id
    assert "Nobody leads" in client_as("sam").get(f"/children/{child_id}").text
    assert "Nobody leads" in client_as("sam").get("/children").text


def test_rooms_above_show_their_rows_and_the_next_date(freya, client_as):
    @panel("Meetings")
    def rows(person, child):
        return [PanelRow("Strategy meeting", "/meetings/x", "M-2026-0001", "Invited", "ok", on=date(2026, 3, 5))]

    try:
        page = client_as("sam").get(f"/children/{freya}").text
    finally:
        del _panels["Meetings"]
    assert "M-2026-0001 Strategy meeting" in page and "Thursday 5 March" in page


def test_a_child_is_added_by_the_page(client_as, cast, unit):
    sam = client_as("sam")
    assert sam.get("/children/new").status_code == 200
    wrong = sam.post("/children/new", data={"name": "Freya Example", "school": "Elm Park"})
    assert wrong.status_code == 422 and 'value="Elm Park"' in wrong.text and "Give the date of birth" in wrong.text
    done = sam.post("/children/new", data={"name": "Freya Example", **BORN})
    assert done.status_code == 303
    with unit(writes=False):
        child = db.session.scalars(select(Child)).one()
        assert child.date_of_birth == date(2019, 3, 5)
        assert done.location == f"/children/{child.public_id}"


def test_likely_doubles_are_shown_before_another_is_added(freya, client_as, unit):
    again = {"name": "Freya Example", **BORN}
    asked = client_as("sam").post("/children/new", data=again)
    assert asked.status_code == 422 and freya in asked.text
    assert client_as("carol").post("/children/new", data=again).status_code == 303
    assert client_as("sam").post("/children/new", data={**again, "looked": "y"}).status_code == 303


def test_a_sibling_and_an_unborn_child_are_added_to_the_household(freya, client_as, cast, unit):
    expected = {
        "expected_date_of_birth-day": "1",
        "expected_date_of_birth-month": "jun",
        "expected_date_of_birth-year": "26",
    }
    given = {"name": "Unborn Example", "sibling": freya, "same_household": "y", "looked": "y", **expected}
    done = client_as("sam").post("/children/new", data=given)
    assert done.status_code == 303
    with unit(writes=False):
        assert [one.name for one in queries.siblings(cast.sam, queries.child(cast.sam, freya))] == ["Unborn Example"]
    birth = f"{done.location}/birth"
    assert client_as("sam").get(birth).status_code == 200
    assert client_as("sam").post(birth, data={"date_of_birth-day": "1"}).status_code == 422
    born = {"date_of_birth-day": "25", "date_of_birth-month": "2", "date_of_birth-year": "2026"}
    assert client_as("sam").post(birth, data=born).status_code == 303


def test_somebody_is_involved_and_the_involvement_ends(freya, client_as, cast, unit):
    sam = client_as("sam")
    wrong = sam.post(
        f"/children/{freya}/involvements", data={"person": "Nobody", "role": "professional", "what": "typed"}
    )
    assert wrong.status_code == 422 and 'value="typed"' in wrong.text and "Nobody in service" in wrong.text
    twice = sam.post(f"/children/{freya}/involvements", data={"person": "Ned Nurse", "role": "professional"})
    assert twice.status_code == 422 and "already" in twice.text
    done = sam.post(
        f"/children/{freya}/involvements", data={"person": "pip.sergeant@police.example.uk", "role": "professional"}
    )
    assert done.status_code == 303
    with unit(writes=False):
        works = queries.role_held(queries.child(cast.sam, freya), cast.pip, "professional")
    pip = client_as("pip")
    assert pip.get(f"/children/{freya}").status_code == 200
    ended = sam.post(f"/children/{freya}/involvements/{works.public_id}/end", data={"reason": "No longer needed."})
    assert ended.status_code == 303
    assert pip.get(f"/children/{freya}").status_code == 404


def test_an_involvement_of_another_child_is_not_found_here(freya, client_as, cast, unit):
    with unit():
        other = a_child(cast.sam, "Other Example")
        works = queries.role_held(other, cast.sam, "professional").public_id
    assert client_as("sam").post(f"/children/{freya}/involvements/{works}/end").status_code == 404


def test_a_conflict_declared_by_oneself_closes_the_record_at_once(freya, client_as):
    ned = client_as("ned")
    assert "ned.nurse@nhs.example.uk" in ned.get(f"/children/{freya}/conflicts").text
    assert ned.post(f"/children/{freya}/conflicts", data={"person": "ned.nurse@nhs.example.uk"}).status_code == 422
    given = {"person": "ned.nurse@nhs.example.uk", "reason": "Her uncle."}
    assert ned.post(f"/children/{freya}/conflicts", data=given).location == "/children"
    assert ned.get(f"/children/{freya}").status_code == 404


def test_words_of_the_child_are_recorded_and_taken_back(freya, client_as, unit):
    ned = client_as("ned")
    wrong = ned.post(
        f"/children/{freya}/voice", data={"views": "I want nan.", "how": "drawing", "tool": "Three houses"}
    )
    assert wrong.status_code == 422 and "I want nan." in wrong.text and "Say what the tool is" in wrong.text
    assert ned.post(f"/children/{freya}/voice", data={"views": "I want nan.", "how": "talked"}).status_code == 303
    with unit(writes=False):
        entry = db.session.scalars(select(VoiceEntry)).one().public_id
    retraction = f"/children/{freya}/voice/{entry}/retraction"
    assert "I want nan." in ned.get(retraction).text
    assert ned.post(retraction, data={"views": "I do not.", "how": "talked"}).status_code == 422
    given = {"views": "I do not.", "how": "talked", "why_retracted": "Afraid.", "discussed": "Who helps."}
    assert ned.post(retraction, data=given).status_code == 303
    page = ned.get(f"/children/{freya}/voice").text
    assert "I want nan." in page and "Taken back" in page


def test_events_are_added_with_their_kind_in_words(freya, client_as, unit):
    ned = client_as("ned")
    fact = {"kind": "fact", "text": "Bruise seen.", **TODAY}
    assert ned.post(f"/children/{freya}/chronology", data=fact).status_code == 303
    with unit(writes=False):
        entry = db.session.scalars(select(ChronologyEntry)).one().public_id
    judged = {"kind": "professional_judgement", "text": "Not explained.", **TODAY, "reason": "Size and place."}
    wrong = ned.post(f"/children/{freya}/chronology", data=judged)
    assert wrong.status_code == 422 and "Not explained." in wrong.text and "rests on" in wrong.text
    assert ned.post(f"/children/{freya}/chronology", data={**judged, "rests_on": [entry]}).status_code == 303
    page = ned.get(f"/children/{freya}/chronology").text
    assert "cv-said--fact" in page and "cv-said--judgement" in page and f'href="#entry-{entry}"' in page
    nonsense = ned.post(f"/children/{freya}/chronology", data={**fact, "happened_on-month": "nonsense"})
    assert nonsense.status_code == 422 and 'value="nonsense"' in nonsense.text


def test_sharing_and_family_are_recorded_by_page(freya, client_as, unit):
    ned, sam = client_as("ned"), client_as("sam")
    given = {
        "shared": "no",
        "what": "Bruise",
        "with_whom": "Police",
        "purpose": "Protect",
        "lawful_basis": "public_task",
    }
    wrong = ned.post(f"/children/{freya}/sharing-decisions", data=given)
    assert wrong.status_code == 422 and "not shared" in wrong.text
    assert (
        ned.post(f"/children/{freya}/sharing-decisions", data={**given, "reasons": "Not safe yet."}).status_code == 303
    )
    assert "Not safe yet." in sam.get(f"/children/{freya}/sharing-decisions").text
    assert "Not safe yet." not in client_as("tia").get(f"/children/{freya}/sharing-decisions").text
    with unit(writes=False):
        assert db.session.scalars(select(SharingDecision.shared)).all() == [False]
    assert sam.post(f"/children/{freya}/family", data={"name": "Dad"}).status_code == 422
    done = sam.post(
        f"/children/{freya}/family", data={"name": "Dad", "relation": "father", "parental_responsibility": "yes"}
    )
    assert done.status_code == 303
    assert "Dad, father" in sam.get(f"/children/{freya}").text


def test_the_lead_changes_hands_on_the_page(freya, client_as, unit):
    path = f"/children/{freya}/lead-professional"
    sam, ned, mia = client_as("sam"), client_as("ned"), client_as("mia")
    page = sam.get(path).text
    assert "Nominate who takes over first." in page
    assert len(re.findall(r' id="([^"]+)"', mia.get(path).text)) == len(
        set(re.findall(r' id="([^"]+)"', mia.get(path).text))
    )
    assert sam.post(f"{path}/events", data={"event": "nominate", "person": "Nobody"}).status_code == 422
    refused = sam.post(f"{path}/events", data={"event": "nominate", "person": "Pip Sergeant"})
    assert refused.status_code == 409 and "Name somebody whose agency works with the child" in refused.text
    assert 'value="Pip Sergeant"' in refused.text
    assert sam.post(f"{path}/events", data={"event": "nominate", "person": "Ned Nurse"}).status_code == 303
    without = sam.post(f"{path}/events", data={"event": "propose_handover"})
    assert without.status_code == 409 and "Write the handover note" in without.text
    assert (
        sam.post(f"{path}/events", data={"event": "propose_handover", "handover_note": "All of it."}).status_code == 303
    )
    assert "All of it." in ned.get(path).text
    done = ned.post(f"{path}/events", data={"event": "accept_handover", "introduction": "Met at home."})
    assert done.status_code == 303
    with unit(writes=False):
        assert db.session.scalars(select(LeadProfessional.state).order_by(LeadProfessional.id)).all() == [
            "handed_over",
            "active",
        ]
    assert client_as("tia").post(f"{path}/events", data={"event": "end", "reason": "x"}).status_code == 403
    assert mia.post(f"{path}/events", data={"event": "vanish"}).status_code == 422


def test_accepting_and_declining_on_the_page(cast, unit, client_as):
    with unit():
        child = a_child(cast.sam)
        commands.nominate(cast.mia, child, cast.sam)
        path = f"/children/{child.public_id}/lead-professional"
    sam = client_as("sam")
    assert "Accept: I lead for this child" in sam.get(path).text
    assert sam.post(f"{path}/events", data={"event": "decline"}).status_code == 409
    assert sam.post(f"{path}/events", data={"event": "accept"}).status_code == 303
    deputy = {
        "event": "appoint_deputy",
        "person": "Judy Chair",
        "from_on-day": "2",
        "from_on-month": "3",
        "from_on-year": "2026",
    }
    mia = client_as("mia")
    assert mia.post(f"{path}/events", data=deputy).status_code == 409
    to = {"to_on-day": "6", "to_on-month": "3", "to_on-year": "2026"}
    assert mia.post(f"{path}/events", data={**deputy, **to}).status_code == 303
    assert "Deputy" in sam.get(path).text
    assert mia.post(f"{path}/events", data={"event": "end", "reason": "Moves teams."}).status_code == 303


def test_a_double_click_does_it_once(freya, client_as, unit):
    given = {"views": "I want nan.", "how": "talked", "form_id": "a" * 20}
    ned = client_as("ned")
    for _ in range(2):
        assert ned.post(f"/children/{freya}/voice", data=given).status_code == 303
    with unit(writes=False):
        assert len(db.session.scalars(select(VoiceEntry.id)).all()) == 1


def test_a_page_asks_a_handful_of_queries_whatever_the_amount(cast, unit, client_as, count_queries):
    with unit():
        child, *_ = a_family(cast.sam)
        commands.nominate(cast.mia, child, cast.sam)
        commands.accept(cast.sam, child)
        here = f"/children/{child.public_id}"
    parts = ("", "/involvements", "/voice", "/chronology", "/sharing-decisions", "/lead-professional", "/access")
    most = {"/children": 6, **{f"{here}{part}": 15 for part in parts}}
    client = client_as("sam")

    def counted():
        numbers = {}
        for path in most:
            with count_queries() as asked:
                assert client.get(path).status_code == 200
            numbers[path] = len(asked)
        return numbers

    counted()
    few = counted()
    with unit():
        _many(cast, queries.child(cast.sam, here.rsplit("/", 1)[1]))
    assert counted() == few
    assert {path: number for path, number in few.items() if number > most[path]} == {}


def _many(cast, child):
    """300 further children, and 40 entries of each kind about this one."""
    from foundation import clock
    from foundation.identifiers import new_public_id

    day = clock.today()
    for number in range(300):
        other = Child(
            public_id=new_public_id(), name=f"Child {number}", name_key=f"child {number}", date_of_birth=day,
            household_id=child.household_id, version=1,
        )  # fmt: skip
        db.session.add(other)
        db.session.flush()
        db.session.add(
            Involvement(
                public_id=new_public_id(), child_id=other.id, person_id=cast.sam.id, role="professional",
                agency_id=cast.sam.agency_id, from_on=day, version=1,
            )
        )  # fmt: skip
    for number in range(40):
        commands.record_voice(cast.sam, child, views=f"Words {number}")
        commands.add_chronology(cast.sam, child, happened_on=day, kind="fact", text=f"Event {number}")
        commands.record_sharing_decision(
            cast.sam, child, shared=True, what="x", with_whom="y", purpose="z", lawful_basis="consent"
        )
    for other in (cast.ned, cast.pip, cast.tia, cast.judy, cast.erin):
        commands.involve(cast.sam, child, other, "professional")
