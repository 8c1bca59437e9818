"""How those who do the work are looked after, in numbers: never whose, and few of them to nobody."""

from datetime import date

from foundation import clock as the_clock
from people import commands, queries
from reporting.queries.indicators import Period, indicators

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))


def of_staff():
    return {one.key: one for one in indicators(QUARTER)["Those who do the work"]}


def test_supervision_that_was_due_counts_whether_it_was_held_or_not(unit, cast, clock):
    pairs = [("mia", "sam"), ("mia", "heidi"), ("nia", "ned"), ("sue", "nia"), ("sue", "carol"), ("sue", "ned")]
    with unit():
        for supervisor, supervisee in pairs:
            manager = {"sam": "mia", "heidi": "mia", "ned": "nia"}.get(supervisee, "sue")
            commands.arrange_supervision(
                getattr(cast, manager if supervisor != "sue" else "sue"),
                getattr(cast, supervisee),
                getattr(cast, supervisor),
            )
    clock.set("2026-03-26 17:00")  # the last day
    with unit():
        for supervisor, _ in pairs[:2]:
            for row in queries.supervision_lines(getattr(cast, supervisor), mine=True):
                line = queries.supervision_line(getattr(cast, supervisor), row.public_id)
                if line.due_on == the_clock.today():
                    commands.record_supervision(
                        cast.mia, line, held_on=the_clock.today(), focus="The week", records_looked_at="sound"
                    )
        for row in queries.supervision_lines(cast.sue, mine=True):
            line = queries.supervision_line(cast.sue, row.public_id)
            commands.record_supervision(
                cast.sue, line, held_on=the_clock.today(), focus="The week", records_looked_at="sound"
            )
    with unit(writes=False):
        found = of_staff()["supervision_in_time"]
        assert (found.whole.count, found.whole.of) == (5, 5)
        looked = {line.label: line.count for line in found.lines}
        assert looked["Looked at records? Yes: they are sound"] == 5
    clock.set("2026-03-27 09:00")  # Nia and Ned have not met: a day late
    with unit(writes=False):
        found = of_staff()["supervision_in_time"].whole
        assert found.of == 6 and found.hidden  # one of six would be told from the rest


def test_training_counts_the_latest_time_of_each_course(unit, cast, clock):
    with unit():
        for one in (cast.sam, cast.mia, cast.ned, cast.nia, cast.pip):
            commands.log_training(one, one, "working_together", date(2022, 3, 1))
            commands.log_training(one, one, "working_together", date(2026, 2, 2))
    with unit(writes=False):
        found = of_staff()["training_current"]
    assert (found.whole.count, found.whole.of) == (5, 5)
    assert {line.label: line.of for line in found.lines if line.of}.keys() == {"Working together to protect children"}


def test_a_coordinator_reads_the_numbers_and_nobodys_name(unit, cast, client_as):
    with unit():
        commands.arrange_supervision(cast.mia, cast.sam, cast.mia)
    page = client_as("erin").get("/reports/indicators").text
    assert "Supervision in time" in page and "Sam Worker" not in page
