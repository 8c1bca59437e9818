"""My account, the directory, and what administrators do."""

from datetime import date

import pytest
from scenes import a_led_child
from sqlalchemy import select

from foundation.database import db
from foundation.lifecycles import NotPermitted
from people import commands, queries
from people.models import Absence, ApiToken, SignInSession

NEW = {
    "name": "Olga Officer",
    "email": "olga@nhs.example.uk",
    "agency": "health",
    "role": "practitioner",
    "discipline": "health_visiting",
    "seniority": "practitioner",
    "password": "three words indeed",
}


@pytest.mark.parametrize("path", ["/account", "/people", "/agencies", "/roles", "/people?q=ned&agency=health"])
def test_pages_open_to_everybody_signed_in(client_as, app, cast, path):
    assert client_as("tia").get(path).status_code == 200
    assert app.test_client().get(path).status_code == 303


@pytest.mark.parametrize("path", ["/help", "/who-does-what", "/accessibility", "/local-arrangements"])
def test_help_is_open_and_leaves_no_trace(app, cast, unit, path):
    from audit.models import AuditEntry

    with unit(writes=False):
        before = len(db.session.scalars(select(AuditEntry.seq)).all())
    assert app.test_client().get(path).status_code == 200
    with unit(writes=False):
        assert len(db.session.scalars(select(AuditEntry.seq)).all()) == before


@pytest.mark.parametrize("path", ["/people", "/agencies", "/roles", "/account"])
def test_lists_ask_a_handful_of_queries_whatever_the_amount(client_as, cast, unit, count_queries, path):
    client = client_as("sam")
    client.get(path)
    with count_queries() as few:
        client.get(path)
    with unit():
        for number in range(60):
            commands.add_person(
                None, name=f"Person {number}", email=f"p{number}@nhs.example.uk", agency=queries.agency_by_key("health")
            )
    with count_queries() as many:
        client.get(path)
    assert len(many) == len(few) <= 6


def test_a_new_password_ends_every_session(client_as, app):
    client = client_as("sam")
    wrong = client.post("/account/password", data={"old": "not this one", "new": "three words indeed"})
    assert wrong.status_code == 422 and "not your present password" in wrong.text
    short = client.post("/account/password", data={"old": "demo-partnership", "new": "short"})
    assert short.status_code == 422 and "at least 12" in short.text
    done = client.post("/account/password", data={"old": "demo-partnership", "new": "three words indeed"})
    assert done.status_code == 303
    assert client.get("/account").status_code == 303


def test_ending_all_sessions_ends_them_on_every_device(client_as, unit):
    here, there = client_as("sam"), client_as("sam")
    assert here.post("/account/sessions/end").status_code == 303
    assert there.get("/account").status_code == 303
    with unit(writes=False):
        assert all(row.ended_at for row in db.session.scalars(select(SignInSession)))


def test_a_token_is_shown_once_works_and_is_revoked(client_as, app, unit):
    client = client_as("sam")
    shown = client.post("/account/tokens", data={"read_only": "y", "scopes": "people:read"}).text
    token = shown.split('id="token">')[1].split("<")[0]
    assert token not in client.get("/account").text
    program = app.test_client()
    headers = {"Authorization": f"Bearer {token}"}
    assert program.get("/api/v1/people/me", headers=headers).json["name"] == "Sam Worker"
    assert program.get("/api/v1/children", headers=headers).status_code == 403
    with unit(writes=False):
        token_id = db.session.scalars(select(ApiToken.public_id)).one()
    assert client_as("ned").post(f"/account/tokens/{token_id}/revocation").status_code == 404
    client.post(f"/account/tokens/{token_id}/revocation")
    assert program.get("/api/v1/people/me", headers=headers).status_code == 401


def test_an_absence_is_planned_with_who_stands_in_and_taken_back(client_as, cast, unit):
    client = client_as("ned")
    days = {"from_on-day": "2", "from_on-month": "3", "from_on-year": "2026", "to_on-day": "6", "to_on-month": "3"}
    wrong = client.post("/account/absences", data={**days, "deputy": "Nobody"})
    assert wrong.status_code == 422 and 'value="2"' in wrong.text
    days["to_on-year"] = "2026"
    assert client.post("/account/absences", data={**days, "deputy": "carol.outside@nhs.example.uk"}).status_code == 303
    with unit(writes=False):
        absence = db.session.scalars(select(Absence)).one()
        assert queries.deputies_of([cast.ned.id], date(2026, 3, 4)) == {cast.ned.id: cast.carol.id}
    assert client_as("tia").post(f"/account/absences/{absence.public_id}/withdrawal").status_code == 403
    assert client.post(f"/account/absences/{absence.public_id}/withdrawal").status_code == 303
    with unit(writes=False):
        assert queries.deputies_of([cast.ned.id], date(2026, 3, 4)) == {}


def test_single_keys_can_be_turned_off_for_good(client_as):
    client = client_as("sam")
    client.post("/account/keyboard")
    assert 'data-shortcuts="off"' in client.get("/account").text


def test_administrators_open_accounts_and_nobody_else(client_as, api_as, unit):
    assert client_as("ada").post("/people/new", data=NEW).status_code == 303
    for name in ("sam", "mia", "grace"):
        assert client_as(name).get("/people/new").status_code == 403
        assert client_as(name).post("/people/new", data=NEW).status_code == 403
        assert api_as(name).post("/people", {**NEW, "email": "x@nhs.example.uk"}).status_code == 403
        assert api_as(name).post("/agencies", {"key": "x", "name": "X", "kind": "health"}).status_code == 403
    with unit(writes=False):
        assert queries.person_by_email("olga@nhs.example.uk") is not None


def test_an_agencys_administrator_stays_within_the_agency(cast, unit):
    with unit():
        given = dict(name="X", email="x@example.uk", role="practitioner")
        with pytest.raises(NotPermitted):
            commands.add_person(cast.ada, agency=queries.agency_by_key("police"), **given)
        for role in commands.OVER_ALL:
            with pytest.raises(NotPermitted):
                commands.add_person(cast.ada, agency=queries.agency_by_key("health"), **{**given, "role": role})
        with pytest.raises(NotPermitted):
            commands.leave(cast.ada, cast.sam, cast.mia)
        with pytest.raises(NotPermitted):
            commands.add_agency(cast.ada, "gp", "GP", "health")


def test_what_is_wrong_with_a_new_account_stands_beside_its_field(client_as):
    answer = client_as("frank").post(
        "/people/new", data={**NEW, "email": "ned.nurse@nhs.example.uk", "manager": "Nobody"}
    )
    assert answer.status_code == 422 and "Nobody in service" in answer.text and "Olga Officer" in answer.text
    answer = client_as("frank").post("/people/new", data={**NEW, "email": "ned.nurse@nhs.example.uk"})
    assert answer.status_code == 422 and "on the list already" in answer.text


def test_leaving_shows_what_is_held_and_asks_who_takes_over(client_as, cast, unit):
    with unit():
        a_led_child(cast.sam, cast.mia)
        sam_id = cast.sam.public_id
    frank = client_as("frank")
    page = frank.get(f"/people/{sam_id}/leaving").text
    assert "lead professional for 1 child" in page and "Freya" not in page
    refused = frank.post(f"/people/{sam_id}/leaving", data={})
    assert refused.status_code == 409 and "Name who takes this over" in refused.text
    assert frank.post(f"/people/{sam_id}/leaving", data={"hand_over_to": "Nobody"}).status_code == 422
    assert client_as("mia").post(f"/people/{sam_id}/leaving", data={}).status_code == 403
    done = frank.post(f"/people/{sam_id}/leaving", data={"hand_over_to": "Judy Chair"})
    assert done.status_code == 303
    assert "Sam Worker" not in frank.get("/people").text.split("</header>")[1].split("notification")[0]


def test_the_api_lists_people_and_agencies_in_pages(api_as, cast):
    sam = api_as("sam")
    page = sam.get("/people?limit=3").json
    assert len(page["items"]) == 3 and page["next"]
    further = sam.get(f"/people?limit=3&cursor={page['next']}").json
    assert not {one["id"] for one in page["items"]} & {one["id"] for one in further["items"]}
    assert sam.get("/people?cursor=x").status_code == 422
    assert {"key", "name", "kind"} <= set(sam.get("/agencies").json["items"][0])
    ned = sam.get("/people?q=ned").json["items"][0]
    assert (ned["agency"], ned["discipline"], ned["manager"]["name"]) == (
        "health",
        "health_visiting",
        "Nia Nurse-Manager",
    )


def test_the_api_adds_people_and_agencies_for_administrators(api_as):
    frank = api_as("frank")
    assert frank.post("/agencies", {"key": "gp_north", "name": "North GP", "kind": "health"}).status_code == 201
    answer = frank.post("/people", {**NEW, "agency": "gp_north"})
    assert answer.status_code == 201 and answer.json["agency"] == "gp_north"
    wrong = frank.post("/people", {**NEW, "agency": "nowhere"})
    assert wrong.status_code == 422 and wrong.json["errors"][0]["field"] == "agency"
    again = frank.post("/agencies", {"key": "gp_north", "name": "North GP", "kind": "no such"})
    assert {error["field"] for error in again.json["errors"]} == {"key", "kind"}
