"""The timeline of a child: by the day it happened, over all rooms, as far as the reader may see it."""

import re
from datetime import date

import pytest
from ladder_scenes import raised
from scenes import a_child, a_led_child, involved
from sqlalchemy import select

from children import commands, queries
from escalation.models import Escalation
from foundation.database import db
from foundation.lifecycles import BadInput
from reporting import pictures
from reporting.queries import timeline
from reporting.queries.told import Told, told


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned, cast.tia)
        commands.add_chronology(
            cast.ned, child, happened_on=date(2026, 2, 10), kind="fact", text="Bruise seen.", incident="injury"
        )
        commands.add_chronology(cast.tia, child, happened_on=date(2026, 2, 26), kind="family_view", text="She fell.")
        commands.record_voice(cast.ned, child, views="I want to sleep at nan's.", expressed_on=date(2026, 2, 20))
        return child.public_id


def test_the_list_and_the_picture_say_the_same_by_the_day_it_happened(freya, client_as):
    page = client_as("sam").get(f"/children/{freya}/timeline").text
    found = re.findall(r'<time datetime="([^"]+)">', page)
    assert found == ["2026-02-26", "2026-02-20", "2026-02-10"]
    assert "entered 12 working days later" in page.lower() and "Late entry" in page
    drawing = page[page.index("<svg") : page.index("</svg>")]
    assert "3 events, by the day each happened; 2 entered late." in drawing
    assert "10 Feb 2026 · Incident: injury · entered 12 working days later" in drawing
    assert "Freya" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


def test_the_childs_own_page_shows_the_picture_of_the_last_year(freya, client_as):
    assert f'src="/children/{freya}/timeline.svg"' in client_as("ned").get(f"/children/{freya}").text
    drawn = client_as("ned").get(f"/children/{freya}/timeline.svg")
    assert drawn.content_type == "image/svg+xml; charset=utf-8"
    assert drawn.text.startswith("<svg") and "Incident: injury" in drawn.text
    assert client_as("carol").get(f"/children/{freya}/timeline.svg").status_code == 404


def test_one_kind_alone_and_another_time(freya, client_as):
    client = client_as("sam")
    voice = client.get(f"/children/{freya}/timeline?lane=voice&of=quarter").text
    assert "nan&#39;s" in voice[voice.index("The same as a list") :] and "She fell" not in voice
    assert client.get(f"/children/{freya}/timeline?of=all&lane=nonsense&page=99").status_code == 200
    assert "Nothing of this kind" in client.get(f"/children/{freya}/timeline?lane=meeting").text


def test_the_third_incident_of_a_kind_within_a_year_is_marked(cast, unit, client_as):
    with unit():
        child = a_child(cast.sam)
        for day in (date(2024, 1, 5), date(2025, 6, 1), date(2025, 9, 1), date(2026, 1, 5)):
            commands.add_chronology(cast.sam, child, happened_on=day, kind="fact", text="Missing.", incident="missing")
        rows = list(reversed(db.session.execute(timeline.events(cast.sam, child)).all()))
        assert [one.nth for one in told(child, rows, rows)] == [1, 1, 2, 3]
        child_id = child.public_id
    page = client_as("sam").get(f"/children/{child_id}/timeline").text
    assert page.count("number 3 of this kind within a year") == 2, "in the picture and in the list"


def test_an_incident_is_a_fact(cast, unit):
    with unit():
        child = a_child(cast.sam)
        with pytest.raises(BadInput) as wrong:
            commands.add_chronology(
                cast.sam, child, happened_on=date(2026, 2, 20), kind="family_view", text="He fell.", incident="injury"
            )
        assert list(wrong.value.errors) == ["incident"]


def test_a_disagreement_stands_there_for_those_alone_who_may_see_it(freya, cast, unit, api_as):
    with unit():
        here = raised(cast, children=[queries.child(cast.ned, freya)])
        reference = db.session.scalars(select(Escalation.reference).where(Escalation.public_id == here)).one()
    seen = {who: api_as(who).get(f"/children/{freya}/timeline").json["items"] for who in ("ned", "tia")}
    assert reference in [one["reference"] for one in seen["ned"]]
    assert reference not in [one["reference"] for one in seen["tia"]]


def test_programs_read_it_page_by_page_and_strangers_not_at_all(freya, api_as, client_as):
    sam = api_as("sam")
    first = sam.get(f"/children/{freya}/timeline?limit=2").json
    rest = sam.get(f"/children/{freya}/timeline?limit=2&cursor={first['next']}").json
    assert [one["happened_on"] for one in first["items"] + rest["items"]] == ["2026-02-26", "2026-02-20", "2026-02-10"]
    assert rest["next"] is None and rest["items"][0]["late_by_working_days"] == 12
    assert sam.get(f"/children/{freya}/timeline?cursor=x").status_code == 422
    assert api_as("carol").get(f"/children/{freya}/timeline").status_code == 404
    assert client_as("carol").get(f"/children/{freya}/timeline").status_code == 404


def test_marks_that_would_cover_one_another_stand_in_a_stack_and_the_rest_is_counted(clock):
    events = [Told(date(2026, 2, 2), "fact", "Fact", "", "", str(number)) for number in range(7)]
    drawn = pictures.picture(events, date(2025, 3, 1), date(2026, 4, 1), date(2026, 1, 1))
    assert [mark.more for mark in drawn.marks] == [0, 0, 5]
    assert len({(mark.x, mark.y) for mark in drawn.marks}) == 3
    assert all(drawn.left <= mark.x <= drawn.right for mark in drawn.marks)
    assert drawn.plan is not None and drawn.left < drawn.plan < drawn.today < drawn.right


def test_fifteen_years_ask_as_few_queries_as_one_day(freya, cast, unit, client_as, count_queries):
    client = client_as("sam")

    def counted(path):
        with count_queries() as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    paths = [f"/children/{freya}", f"/children/{freya}/timeline", f"/children/{freya}/timeline?of=all"]
    few = [counted(path) for path in paths]
    with unit():
        child = queries.child(cast.sam, freya)
        for number in range(200):
            commands.add_chronology(
                cast.sam, child, happened_on=date(2011 + number % 15, 1 + number % 12, 9), kind="fact", text="Seen."
            )
    assert [counted(path) for path in paths] == few
    assert max(few) <= 15
