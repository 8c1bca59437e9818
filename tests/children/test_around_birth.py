"""A child who is not born yet: the conference before the birth, daily life for the baby, the way home from hospital."""

from datetime import date

from scenes import a_child, involved

from children import commands, queries

UNBORN = {"expected_date_of_birth": date(2026, 6, 1)}


def test_an_unborn_child_has_the_dates_of_the_pre_birth_conference_and_the_way_home(cast, unit, client_as, clock):
    with unit():
        child = a_child(cast.sam, "Unborn Example", **UNBORN)
        here = f"/children/{child.public_id}"
    sam = client_as("sam")
    page = sam.get(f"{here}/birth").text
    # Best three months before, at the latest six weeks before the expected date.
    assert "Friday 27 February" in page and "Monday 20 April" in page
    assert f"/meetings/propose?type=icpc_prebirth&amp;child={here.rsplit('/', maxsplit=1)[-1]}" in page
    assert "Around the birth" in sam.get(here).text
    proposed = sam.get(f"/meetings/propose?type=icpc_prebirth&child={here.rsplit('/', maxsplit=1)[-1]}").text
    assert "Pre-birth initial conference" in proposed and "Monday 20 April" in proposed
    clock.set("2026-05-29 10:00")
    sam = client_as("sam")
    born = {"date_of_birth-day": "28", "date_of_birth-month": "5", "date_of_birth-year": "2026", "name": "Nora Example"}
    assert sam.post(f"{here}/birth", data=born).status_code == 303
    day = {"planned_discharge_on-day": "3", "planned_discharge_on-month": "6", "planned_discharge_on-year": "2026"}
    past = {**day, "planned_discharge_on-day": "20", "planned_discharge_on-month": "5"}
    assert sam.post(f"{here}/discharge", data=past).status_code == 422
    assert sam.post(f"{here}/discharge", data=day).status_code == 303
    page = sam.get(f"{here}/birth").text
    # No child leaves before it is planned: one working day before the planned discharge.
    assert "Hospital discharge planning meeting" in page and "Tuesday 2 June" in page
    assert "Hospital discharge planning meeting" in sam.get(here).text
    with unit():
        commands.set_plan(
            None, queries.child(cast.sam, here.rsplit("/", maxsplit=1)[-1]), "child_protection", "neglect"
        )
    assert "Thursday 11 June" in sam.get(f"{here}/birth").text  # the first review: ten working days after the birth


def test_daily_life_is_asked_of_a_baby_and_of_no_older_child(cast, unit, client_as, api_as):
    with unit():
        baby, girl = a_child(cast.sam, "Unborn Example", **UNBORN), a_child(cast.sam)
        baby_id, girl_id = baby.public_id, girl.public_id
    sam = client_as("sam")
    said = {
        "views": "Kicks when her brother sings.",
        "daily_life": "The cot stands ready at nan's; nobody has said who gets up at night.",
        "how": "observed",
    }
    assert "What is daily life like for this baby?" in sam.get(f"/children/{baby_id}/voice").text
    assert "What is daily life like" not in sam.get(f"/children/{girl_id}/voice").text
    assert sam.post(f"/children/{baby_id}/voice", data=said).status_code == 303
    assert "nobody has said who gets up at night" in sam.get(f"/children/{baby_id}/voice").text
    kept = api_as("sam").get(f"/children/{baby_id}/voice").json["items"][0]
    assert kept["daily_life"] == said["daily_life"]


def test_who_plans_the_way_home(cast, unit, client_as):
    with unit():
        child = a_child(cast.sam, "Unborn Example", **UNBORN)
        involved(cast.sam, child, cast.ned)
        here = child.public_id
    assert client_as("ned").post(f"/children/{here}/discharge", data={}).status_code == 303
    assert client_as("carol").post(f"/children/{here}/discharge", data={}).status_code == 404
