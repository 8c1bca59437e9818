"""The household page: the family drawn and listed, and the adults whom nobody has asked about."""

from datetime import date

import pytest
from scenes import a_child, a_family, involved

from children import commands, queries
from foundation.lifecycles import BadInput, NotPermitted

ASKED = {"answer": "not_known", "asked_whom": "Her mother", "steps": "Asked again at the next visit."}


@pytest.fixture
def freya(cast, unit):
    with unit():
        child, *_ = a_family(cast.sam)
        involved(cast.sam, child, cast.ned)
        commands.add_family_member(cast.sam, child, name="Jo Example", relation="mother", parental_responsibility="yes")
        return child.public_id


def state(cast, freya, adult="father"):
    found = queries.adults(cast.sam, queries.child(cast.sam, freya))
    return next(one.state for one in found if one.key == adult)


def test_not_known_twice_running_is_a_gap_again(freya, cast, unit):
    with unit():
        child = queries.child(cast.sam, freya)
        assert state(cast, freya) == "nobody_asked"
        commands.ask_about_adult(cast.sam, child, adult="father", **ASKED)
        assert state(cast, freya) == "asked"
        commands.ask_about_adult(cast.ned, child, adult="father", **ASKED)
        assert state(cast, freya) == "still_not_known"
        commands.add_family_member(cast.sam, child, name="Not known", relation="father")
        assert state(cast, freya) == "still_not_known"
        commands.add_family_member(cast.sam, child, name="Lee Example", relation="father", lives_here=False)
        assert state(cast, freya) == "known"


@pytest.mark.parametrize(("relation", "adult"), [
    ("mother’s partner", "partner"), ("stepfather", "partner"), ("Father of the youngest", "father"),
    ("grandfather", None), ("uncle", "visitor"), ("mother", None),
])  # fmt: skip
def test_a_relation_as_people_write_it_names_the_adult(freya, cast, unit, relation, adult):
    with unit():
        child = queries.child(cast.sam, freya)
        commands.add_family_member(cast.sam, child, name="Kim Example", relation=relation)
        known = [one.key for one in queries.adults(cast.sam, child) if one.members]
        assert known == ([adult] if adult else [])


@pytest.mark.parametrize(("given", "field"), [
    ({"adult": "lodger"}, "adult"), ({"answer": "perhaps"}, "answer"), ({"answer": "nobody"}, "answer"),
    ({"asked_whom": " "}, "asked_whom"), ({"steps": ""}, "steps"), ({"asked_on": date(2026, 2, 27)}, "asked_on"),
])  # fmt: skip
def test_each_refusal_names_its_field(freya, cast, unit, given, field):
    with pytest.raises(BadInput) as wrong, unit():
        commands.ask_about_adult(cast.sam, queries.child(cast.sam, freya), **{"adult": "father", **ASKED, **given})
    assert list(wrong.value.errors) == [field]


def test_a_manager_reads_and_does_not_write(freya, cast, unit, client_as):
    with pytest.raises(NotPermitted), unit():
        commands.ask_about_adult(cast.nia, queries.child(cast.nia, freya), adult="father", **ASKED)
    assert "I asked, and got no name" not in client_as("nia").get(f"/children/{freya}/household").text


def test_the_family_is_drawn_and_listed_and_a_gap_stands_in_both(freya, client_as):
    page = client_as("sam").get(f"/children/{freya}/household").text
    tree, around = (part[: part.index("</svg>")] for part in page.split("<svg")[1:3])
    for words in ("Jo Example", "Noah", "unborn", "nobody has asked"):
        assert words in tree
    assert "Father: nobody has asked" in page and "Jo Example, mother" in page
    assert "Riverside NHS" in around and "Riverside NHS Trust: Ned Nurse" in page


def test_a_brother_whom_the_reader_may_not_see_is_neither_drawn_nor_listed(freya, cast, unit, client_as):
    with unit():
        child = queries.child(cast.sam, freya)
        a_child(cast.sam, "Hidden Example", sibling=child, date_of_birth=date(2015, 1, 1))
    assert "Hidden" in client_as("sam").get(f"/children/{freya}/household").text
    assert "Hidden" not in client_as("ned").get(f"/children/{freya}/household").text


def test_asking_on_the_page_keeps_what_was_typed(freya, client_as):
    sam = client_as("sam")
    wrong = sam.post(f"/children/{freya}/household", data={"adult": "father", "answer": "nobody", **{
        "asked_whom": "Her mother", "steps": "She says so."}})  # fmt: skip
    assert wrong.status_code == 422 and "Every child has a father" in wrong.text and "She says so." in wrong.text
    assert sam.post(f"/children/{freya}/household", data={"adult": "father", **ASKED}).status_code == 303
    assert "Asked, not known yet" in sam.get(f"/children/{freya}/household").text
    assert client_as("carol").get(f"/children/{freya}/household").status_code == 404


def test_programs_ask_and_read_the_same(freya, api_as):
    sam = api_as("sam")
    asked = sam.post(f"/children/{freya}/adults", {"adult": "partner", **ASKED})
    assert asked.status_code == 201
    items = {one["adult"]: one for one in sam.get(f"/children/{freya}/adults").json["items"]}
    assert [items[key]["gap"] for key in ("father", "partner", "visitor")] == [True, False, True]
    assert items["partner"]["asked"][0]["steps"] == ASKED["steps"]
    assert api_as("carol").post(f"/children/{freya}/adults", {"adult": "partner", **ASKED}).status_code == 404
    assert sam.post(f"/children/{freya}/adults", {"adult": "x", **ASKED}).status_code == 422


def test_the_page_asks_a_handful_of_queries(freya, client_as, count_queries):
    sam = client_as("sam")
    with count_queries() as asked:
        sam.get(f"/children/{freya}/household")
    assert len(asked) <= 13


def test_each_agency_gives_its_account_and_those_that_differ_are_marked(freya, cast, unit, client_as):
    """Principle 3: one picture of the household."""
    sam, ned = client_as("sam"), client_as("ned")
    page = sam.get(f"/children/{freya}/household").text
    assert "What each agency knows" in page and "Accounts differ" not in page and "has said nothing" in page
    with unit():
        jo = queries.family(cast.sam, queries.child(cast.sam, freya))[0].public_id
    wrong = ned.post(f"/children/{freya}/household/accounts", data={"account-member": jo, "account-words": "Seen."})
    assert wrong.status_code == 422 and "Seen." in wrong.text
    data = {"account-member": jo, "account-lives_here": "no", "account-words": "She gave us another address."}
    assert ned.post(f"/children/{freya}/household/accounts", data=data).status_code == 303
    page = sam.get(f"/children/{freya}/household").text
    assert "Accounts differ" in page and "She gave us another address." in page
    assert client_as("nia").post(f"/children/{freya}/household/accounts", data=data).status_code == 403
    assert client_as("carol").post(f"/children/{freya}/household/accounts", data=data).status_code == 404


def test_a_person_added_to_the_tree_stands_in_the_list(freya, client_as):
    """Principle 1e: the genogram, with its text beside it."""
    sam = client_as("sam")
    data = {"name": "Kim Example", "relation": "stepfather", "parental_responsibility": "no", "lives_here": "y"}
    assert sam.post(f"/children/{freya}/family", data=data).status_code == 303
    page = sam.get(f"/children/{freya}/household").text
    tree = page[page.index("<svg") : page.index("</svg>")]
    assert "Kim" in tree and "still not known" not in tree and "Kim Example, stepfather" in page[page.index("</svg>") :]
