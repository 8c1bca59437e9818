"""What is said in a debrief belongs to the two who talked: no page, export or paper about the child holds any of it."""

from datetime import date

from scenes import a_led_child, involved
from sqlalchemy import select

from children import commands
from foundation.database import db
from people import commands as people_commands
from people.models import Debrief, DebriefNote

SECRET = "KX-DEBRIEF"


def test_a_serious_incident_offers_a_debrief_that_stands_nowhere_in_the_childs_record(
    app, cast, unit, client_as, api_as
):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned, cast.tia)
        given = {
            "happened_on": date(2026, 2, 26),
            "kind": "fact",
            "text": "Taken to hospital.",
            "serious_incident": True,
        }
        commands.add_chronology(cast.ned, child, **given)
        here = child.public_id
        offered = {one.person_id: one for one in db.session.scalars(select(Debrief))}
        assert set(offered) == {cast.sam.id, cast.ned.id, cast.tia.id}
        mine = offered[cast.sam.id]
        mine_id = mine.public_id
        people_commands.take_debrief(cast.sam, mine, cast.mia)
        people_commands.hold_debrief(cast.sam, mine, date(2026, 2, 26), f"{SECRET} I was afraid.")
        assert db.session.scalars(select(DebriefNote.text)).one().startswith(SECRET)
    browser, program, asked = client_as("sam"), api_as("sam"), 0
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments != {"child_id"}:
            continue
        path = str(rule).replace("<child_id>", here)
        answer = program.get(path.removeprefix("/api/v1")) if path.startswith("/api") else browser.get(path)
        assert answer.status_code < 500 and SECRET not in answer.text and mine_id not in answer.text, path
        asked += answer.status_code == 200
    assert asked > 25
    for path in ("/children", "/actions?format=csv", "/meetings", "/escalations", "/search?q=afraid"):
        assert SECRET not in browser.get(path).text, path
