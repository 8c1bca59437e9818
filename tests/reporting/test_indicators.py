"""The partnership's numbers: each as a person would count it, few of anything shown to nobody, and no way into a case."""

import re
from datetime import date, timedelta

import pytest
from ladder_scenes import NORTHSHIRE, working_day
from scenes import a_child, involved

from actions.models import Action
from children import commands as children_commands
from children.models import FamilyMember
from escalation import commands
from escalation.models import Escalation, EscalationStage
from foundation import clock as the_clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.text import clean
from meetings.models import Attendance, ChildHeard, Dissent, Invitation, Meeting, MeetingChild, MeetingDue
from reporting.queries.indicators import Part, Period, indicators, learning, quarter_of, quarters_until
from reporting.queries.indicators.figures import covered, covered_lines, ninetieth

PAGE = "/reports/indicators"
WHOLE = Period(date(2026, 1, 1), date(2026, 3, 31))


def instant(day, at="10:00"):
    with the_clock.stopped_at(f"{day.isoformat()} {at}"):
        return the_clock.now()


def ended(cast, number, *, theme="thresholds", days=3, satisfaction="yes", outcome="changed", late=False, at_stage=1):
    """A disagreement that was raised on the first working day of February, and settled `days` working days later."""
    raised_on = date(2026, 2, 2)
    done = instant(working_day(raised_on, days))
    made = Escalation(
        public_id=new_public_id(), reference=f"E-2026-9{number:03d}", state="closed", stage=at_stage, policy="default", ladder=[],
        raiser_id=cast.ned.id, raiser_agency_id=cast.ned.agency_id, against_agency_id=cast.sam.agency_id, about_kind="other",
        about_text="x", theme=theme, concern="x", outcome_sought="x", effect_on_child="x", immediate_risk=False,
        drafted_at=instant(raised_on), raised_at=instant(raised_on), cap_on=working_day(raised_on, 20), resolved_at=done,
        feedback_at=done, closed_at=done, satisfaction=satisfaction, outcome=outcome, copied_by={},
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    db.session.add(
        EscalationStage(
            public_id=new_public_id(),
            escalation_id=made.id,
            number=at_stage,
            entered_at=made.raised_at,
            due_on=working_day(raised_on, 2),
            ended_at=done,
            ended_late=late,
            result="resolved",
            working=[],
        )
    )


def figures(period=WHOLE):
    return {one.key: one for group in indicators(period).values() for one in group}


def test_of_disagreements(unit, cast, clock):
    with unit():
        for number in range(12):
            ended(cast, number, days=3 if number < 7 else 25, late=number >= 5, satisfaction="yes" if number < 6 else "no",
                  outcome="changed" if number < 5 else "unchanged", theme="roles" if number < 6 else "timeliness")  # fmt: skip
    with unit(writes=False):
        found = figures()
    assert found["escalations_raised"].whole.count == 12
    assert (found["escalation_in_limit"].whole.count, found["escalation_in_limit"].whole.of) == (5, 12)
    assert (found["escalation_days"].value, found["escalation_days"].ninetieth) == (3, 25)
    assert (found["escalation_days"].whole.count, found["escalation_days"].whole.of) == (5, 12), "over the cap"
    assert found["escalation_satisfied"].whole.share == 50.0
    assert (found["escalation_changed"].whole.count, found["escalation_changed"].whole.of) == (5, 12)
    themes = {line.label: line.count for line in found["escalation_theme"].lines}
    assert sorted(themes.values()) == [0, 0, 0, 0, 0, 6, 6]


def test_a_quarter_ends_at_midnight_in_london(unit, cast, clock):
    assert quarter_of(date(2026, 12, 31)) == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert [one.from_on.isoformat() for one in quarters_until(date(2026, 2, 26), 3)] == [
        "2025-07-01", "2025-10-01", "2026-01-01",
    ]  # fmt: skip
    with unit():
        for number in range(5):
            ended(cast, number)
            made = db.session.query(Escalation).filter_by(reference=f"E-2026-9{number:03d}").one()
            made.raised_at = instant(date(2026, 7, 1), "00:30")  # still the thirtieth of June in UTC
    with unit(writes=False):
        assert figures(Period(date(2026, 4, 1), date(2026, 6, 30)))["escalations_raised"].whole.count == 0
        assert figures(Period(date(2026, 7, 1), date(2026, 9, 30)))["escalations_raised"].whole.count == 5


def test_actions_count_by_their_first_date(unit, cast, clock):
    with unit():
        child = a_child(cast.sam)
        for number in range(15):
            due = date(2026, 3, 2)
            done_on = due if number < 6 else due + timedelta(days=1)
            db.session.add(
                Action(
                    public_id=new_public_id(),
                    reference=f"A-2026-9{number:03d}",
                    text="x",
                    text_key="x",
                    outcome_wanted="x",
                    state="done" if number < 12 else "cancelled",
                    owner=cast.sam,
                    agency=cast.sam.agency,
                    due_on=due,
                    original_due_on=due,
                    extensions=1 if number < 5 else 0,
                    noted_at=instant(date(2026, 2, 2)),
                    opened_at=instant(date(2026, 2, 2)),
                    claimed_at=instant(done_on, "23:30"),
                    set_by=cast.sam,
                    children=[child],
                )
            )
    with unit(writes=False):
        found = figures()
    assert (found["actions_on_time"].whole.count, found["actions_on_time"].whole.of) == (6, 12)
    assert (found["actions_extended"].whole.count, found["actions_extended"].whole.of) == (5, 12)


def a_conference(cast, child, number, held_on, due_on):
    """One that was concluded on `held_on` and had to be held by `due_on`; health came, the police did not."""
    made = Meeting(
        public_id=new_public_id(), reference=f"M-2026-9{number:03d}", type="icpc", state="concluded", purpose="x",
        trigger_kind="request", trigger_at=instant(date(2026, 2, 2)), asked_by_id=cast.sam.id, asked_at=instant(date(2026, 2, 2)),
        uid=f"m{number}", changed_at=instant(held_on), ended_at=instant(held_on, "15:00"), starts_at=instant(held_on),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    db.session.add(MeetingChild(meeting_id=made.id, child_id=child.id))
    db.session.add(owed(made, "hold", due_on, met_at=made.ended_at))
    for person, status in ((cast.ned, "attended"), (cast.pip, "no_contact")):
        invitation = Invitation(
            public_id=new_public_id(), meeting_id=made.id, person_id=person.id, agency_id=person.agency_id,
            invited_by_id=cast.sam.id, token=new_public_id(),
        )  # fmt: skip
        db.session.add(invitation)
        db.session.flush()
        db.session.add(
            Attendance(
                public_id=new_public_id(),
                meeting_id=made.id,
                invitation_id=invitation.id,
                status=status,
                can_decide=True,
                recorded_by_id=cast.sam.id,
                recorded_at=made.ended_at,
            )
        )
    return made


def owed(meeting, duty, due_on, child=None, met_at=None):
    return MeetingDue(
        public_id=new_public_id(), meeting_id=meeting.id, child_id=child.id if child else None, rule="icpc.hold_by", duty=duty,
        what="x", due_on=due_on, working=[], force="statutory_guidance", source="x", met_at=met_at,
    )  # fmt: skip


def test_conferences_and_who_came_to_them(unit, cast, clock):
    due = date(2026, 2, 20)
    with unit():
        child = a_child(cast.sam)
        made = [a_conference(cast, child, n, due if n < 6 else date(2026, 2, 24), due) for n in range(11)]
        # Five more are owed, and nobody called them yet.
        for number in range(5):
            db.session.add(owed(made[number], "follow_up", due, a_child(cast.sam, f"Other {number}")))
        made[5].type = "strategy_s47"
    with unit(writes=False):
        found = figures()
    assert (found["icpc_on_time"].whole.count, found["icpc_on_time"].whole.of) == (6, 16)
    assert (found["icpc_days_late"].whole.count, found["icpc_days_late"].value) == (5, 2)
    lines = {line.label: (line.count, line.of) for line in found["attendance_rate"].lines}
    assert sorted(lines.values()) == [(0, 11), (11, 11)]
    assert (found["no_contact_rate"].whole.count, found["no_contact_rate"].whole.of) == (11, 22)
    assert (found["quorate_first_time"].whole.count, found["quorate_first_time"].whole.of) == (10, 10)
    assert found["voice_recorded"].whole.of == 11 and found["voice_recorded"].whole.count == 0


@pytest.mark.parametrize(
    ("count", "of", "shown"),
    [(0, 9, 0), (1, 9, None), (4, 9, None), (5, 9, None), (5, 10, 5), (9, 9, 9), (3, 3, None), (0, 3, None), (4, None, None), (5, None, 5)],
)  # fmt: skip
def test_one_to_four_are_never_shown_nor_what_gives_them_away(count, of, shown):
    part = covered(Part("", count, of))
    assert (part.count, part.hidden) == (shown, shown is None)
    if of == 3:
        assert part.of is None, "a whole of three is itself too few"
    assert part.share is None or part.count is not None


def test_one_hidden_line_takes_another_with_it():
    lines = covered_lines([Part("a", 30), Part("b", 7), Part("c", 2), Part("d", 0)])
    assert [line.count for line in lines] == [30, None, None, 0]
    lines = covered_lines([Part("a", 10, 20), Part("b", 6, 12), Part("c", 1, 3), Part("d", 3, 12)])
    assert [line.of for line in lines] == [20, None, None, 12], "two wholes hidden, or one is the rest of the sum"
    assert [line.count for line in lines] == [10, None, None, None]


def test_nine_of_ten():
    assert ninetieth([]) is None
    assert ninetieth(list(range(1, 11))) == 9
    assert ninetieth([4]) == 4


def test_few_stay_hidden_on_the_page_in_the_answer_and_in_the_learning(client_as, api_as, unit, cast, clock):
    with unit():
        for number in range(3):
            ended(cast, number, satisfaction="no")
    page = client_as("sam").get(f"{PAGE}?from=2026-01-01&to=2026-03-31")
    assert page.status_code == 200 and "Too few" in page.text
    answer = api_as("sam").get(f"{PAGE}?from=2026-01-01&to=2026-03-31")
    found = {one["key"]: one for one in answer.get_json()["items"]}
    for key in (
        "escalations_raised",
        "escalation_days",
        "escalation_satisfied",
        "escalation_theme",
        "escalation_changed",
    ):
        assert found[key]["hidden"] and found[key]["numerator"] is None and found[key]["value"] is None, key
    assert found["escalation_theme"]["by"][0]["hidden"]
    with unit(writes=False):
        learned = learning()
    assert all(part.count in (0, None) for _, cells in learned.themes for part in cells)
    assert all(part.hidden for part in learned.stopped_at) and all(days is None for _, _, days, _ in learned.days)
    report = client_as("sam").get("/reports/disagreements")
    assert report.status_code == 200 and "3" not in [
        clean(word) for word in report.text.split("Where they stop")[1].split()
    ]


def test_many_are_a_picture_and_a_table_at_once(client_as, unit, cast, clock):
    with unit():
        for number in range(14):
            ended(cast, number, theme="roles" if number < 8 else "information", at_stage=1 if number < 8 else 2)
    text = client_as("paula").get("/reports/disagreements").text
    assert 'value="8"' in text and "Settled at stage 1" in text
    assert "the middle one took 3, the limit is 2" in text
    shown = text.split("<main")[1]
    assert "Ned Nurse" not in shown and "Social Care" not in shown, "neither a person nor an agency"


def test_who_reads_numbers(client_as, api_as, clock):
    for who in ("sam", "mia", "erin", "sue", "paula", "carol"):
        assert client_as(who).get(PAGE).status_code == 200, who
    for who in ("grace", "frank", "ada"):
        assert client_as(who).get(PAGE).status_code == 403, who
        assert client_as(who).get("/reports/disagreements").status_code == 403, who
        assert api_as(who).get(f"{PAGE}?from=2026-01-01&to=2026-03-31").status_code == 403, who


@pytest.mark.parametrize(
    "period",
    [
        "from=2026-03-31&to=2026-01-01", "from=x&to=2026-01-01", "from=2026-01-01&to=2026-02-28", "from=2026-01-02&to=2026-03-31",
        "from=2026-01-01&to=2026-06-30", "from=9999-10-01&to=9999-12-31",
    ],
)  # fmt: skip
def test_a_wrong_period_is_named(client_as, api_as, clock, period):
    assert api_as("sam").get(f"{PAGE}?{period}").status_code == 422
    page = client_as("sam").get(f"{PAGE}?{period}")
    assert page.status_code == 422 and "There is a problem" in page.text
    assert api_as("sam").get(PAGE).status_code == 422


def test_periods_that_overlap_cannot_be_asked_for_so_that_none_is_told_from_two(client_as, api_as, unit, cast, clock):
    """Nine in the quarter and six in its first two months would say that March had three."""
    with unit():
        for number in range(9):
            ended(cast, number)
    sam = api_as("sam")
    assert sam.get(f"{PAGE}?from=2026-01-01&to=2026-03-31").status_code == 200
    refused = sam.get(f"{PAGE}?from=2026-01-01&to=2026-02-28")
    assert refused.status_code == 422 and "one quarter" in refused.text
    page = client_as("sam").get(PAGE)
    assert page.text.count("<option") == 9 and "quarter’s report" in page.text


def test_a_quarter_that_is_hidden_is_not_told_from_the_year(unit, cast, clock):
    """Six were settled in one quarter and three in another: the year's nine are not shown beside the six."""
    with unit():
        for number in range(9):
            ended(cast, number)
        for made in db.session.query(Escalation).order_by(Escalation.id).limit(3):
            made.raised_at = made.resolved_at = made.feedback_at = made.closed_at = instant(date(2025, 11, 3))
    with unit(writes=False):
        quarters = [figures(one)["escalation_changed"].whole for one in quarters_until(date(2026, 2, 26), 4)]
        assert [part.count for part in quarters] == [0, 0, None, 6]
        year = {one.key: one for one in learning().figures}
    for key in ("escalations_raised", "escalation_changed", "escalation_days", "escalation_satisfied"):
        assert (year[key].whole.count, year[key].whole.of, year[key].value) == (None, None, None), key


def test_reports_reasons_and_what_is_recorded_of_a_father(unit, cast, clock):
    """Health's six reports came in time; of the police six came late and none is missing. Five conferences had a dissent."""
    due = date(2026, 2, 20)
    with unit():
        children = [a_child(cast.sam, f"Child {number}") for number in range(12)]
        for number, child in enumerate(children):
            child.plan = "child_protection"
            made = a_conference(cast, child, number, due, due)
            report = owed(made, "report", due)
            report.rule = "icpc.agency_report_due"
            db.session.add(report)
            for invitation in db.session.query(Invitation).filter_by(meeting_id=made.id):
                in_time = invitation.person_id == cast.ned.id
                invitation.invited_at = made.asked_at
                invitation.report_received_at = instant(due) if in_time else instant(date(2026, 2, 23))
                if number >= 6 and not in_time:
                    invitation.report_received_at = None
            if number < 5:
                db.session.add(
                    Dissent(
                        public_id=new_public_id(), meeting_id=made.id, person_id=cast.ned.id, agency_id=cast.ned.agency_id,
                        reasons="x", wish="challenge", recorded_at=made.ended_at,
                    )
                )  # fmt: skip
            if number < 7:
                db.session.add(
                    ChildHeard(
                        public_id=new_public_id(), meeting_id=made.id, child_id=child.id, reason_absent="He is two weeks old.",
                        entered_by_id=cast.sam.id, entered_at=made.ended_at,
                    )
                )  # fmt: skip
                db.session.add(
                    FamilyMember(
                        public_id=new_public_id(), household_id=child.household_id, name="Lee", relation="Stepfather",
                        parental_responsibility="yes" if number < 6 else "not_known",
                    )
                )  # fmt: skip
    with unit(writes=False):
        found = figures()
    reports = found["report_rate"]
    assert (reports.whole.count, reports.whole.of) == (12, 24)
    assert [(part.label, part.count) for part in reports.second] == [("Late", 6), ("Not received", 6)]
    assert [(line.label, line.count, line.of) for line in reports.lines] == [
        ("Northshire Police", 0, 12), ("Riverside NHS Trust", 12, 12),
    ]  # fmt: skip
    assert [(line.label, line.count) for line in found["dissent_rate"].lines] == [
        ("With a challenge", 5), ("For the record only", 0),
    ]  # fmt: skip
    assert [(part.label, part.count) for part in found["voice_recorded"].second] == [
        ("A reason why not", 7),
        ("Neither", 5),
    ]
    assert (found["father_recorded"].whole.count, found["father_recorded"].whole.of) == (6, 12)


def test_what_a_child_shows_by_behaviour_counts_as_voice(unit, cast, clock):
    due = date(2026, 2, 20)
    with unit():
        child = a_child(cast.sam)
        shown = children_commands.record_voice(cast.sam, child, views="Hides when a car stops.", how="behaviour")
        for number in range(10):
            made = a_conference(cast, child, number, due, due)
            if number < 5:
                db.session.add(
                    ChildHeard(
                        public_id=new_public_id(), meeting_id=made.id, child_id=child.id, voice_id=shown.id,
                        entered_by_id=cast.sam.id, entered_at=made.ended_at,
                    )
                )  # fmt: skip
    with unit(writes=False):
        found = figures()
    assert (found["voice_recorded"].whole.count, found["voice_recorded"].whole.of) == (5, 10)


def test_an_entry_eight_days_late_says_so_and_is_counted(unit, cast, clock, client_as):
    with unit():
        child = a_child(cast.sam)
        for number in range(12):
            on = date(2026, 2, 18) if number < 6 else date(2026, 2, 26)
            children_commands.add_chronology(cast.sam, child, happened_on=on, kind="fact", text=f"Seen {number}.")
        page = f"/children/{child.public_id}/chronology"
    with unit(writes=False):
        found = figures()["recording_lag"]
    assert (found.whole.count, found.whole.of) == (6, 12)
    shown = client_as("sam").get(page).text
    assert shown.count("6 working days after it happened") == shown.count("Late entry") == 6


def test_first_and_later_reviews_apart_and_how_late_they_were(unit, cast, clock):
    due = date(2026, 2, 20)
    with unit():
        child = a_child(cast.sam)
        for number in range(20):
            made = a_conference(cast, child, number, due if number % 2 else date(2026, 2, 24 + number // 10), due)
            made.type = "rcpc"
            held = db.session.query(MeetingDue).filter_by(meeting_id=made.id).one()
            held.rule = "rcpc.first" if number < 10 else "rcpc.subsequent"
        for number in range(20, 30):
            a_conference(cast, child, number, date(2026, 2, 23 + number % 5), due)
    with unit(writes=False):
        found = figures()
    assert [(line.label, line.count, line.of) for line in found["rcpc_on_time"].lines] == [
        ("First reviews", 5, 10), ("Later reviews", 5, 10),
    ]  # fmt: skip
    late = found["icpc_days_late"]
    assert (late.whole.count, late.value, late.ninetieth, late.note) == (10, 3, 5, "Together 30 working days.")


def test_a_limit_that_was_lengthened_stands_with_its_end(unit, cast, clock):
    with unit():
        commands.adopt_policy(
            cast.erin, **{**NORTHSHIRE, "cap_working_days": 30, "cap_reason": "Until the review in May."}
        )
        commands.adopt_policy(cast.erin, **{**NORTHSHIRE, "effective_from": date(2026, 3, 9)}, seen=1)
    with unit(writes=False):
        found = figures()["overrides_open"]
        later = figures(Period(date(2026, 4, 1), date(2026, 6, 30)))["overrides_open"]
    assert [line.label for line in found.lines] == ["Policy for disagreements, version 1, until 9 March 2026"]
    assert later.whole.count == 0


def test_what_lies_behind_a_figure_is_what_the_reader_may_see(client_as, unit, cast, clock, count_queries):
    """Sam works with one of the children, Ned with another, Carol with none; the number is the same for all three."""
    due = date(2026, 2, 20)
    with unit():
        first, second = a_child(cast.sam, "Freya Example"), a_child(cast.mia, "Noah Example")
        involved(cast.mia, second, cast.ned)
        references = {}
        for number, child in ((1, first), (2, second), *((n, a_child(cast.judy, f"Other {n}")) for n in range(3, 8))):
            made = a_conference(cast, child, number, due, due)
            references[number] = made.reference
            made.asked_by_id = cast.judy.id
    sam, ned, carol = client_as("sam"), client_as("ned"), client_as("carol")
    behind = f"{PAGE}/icpc_on_time?from=2026-01-01"
    assert f'href="{PAGE}/icpc_on_time?from=2026-01-01"' in sam.get(PAGE).text
    pages = {name: who.get(behind).text for name, who in (("sam", sam), ("carol", carol), ("pip", client_as("pip")))}
    assert all("7 of 7" in page for page in pages.values())
    assert references[1] in pages["sam"] and references[3] not in pages["sam"]
    assert references[3] in pages["pip"], "the police were asked to each"
    assert "None of what was counted here is yours to open" in pages["carol"]
    children = sam.get(f"{PAGE}/father_recorded?from=2026-01-01")
    assert children.status_code == 200
    for key in ("nothing", "icpc_on_time?from=2026-01-15&to=2026-02-01"):
        assert sam.get(f"{PAGE}/{key}").status_code == 404, key
    assert client_as("grace").get(behind).status_code == 403
    for key in figures_of_the_page(sam):
        with count_queries() as asked:
            assert ned.get(f"{PAGE}/{key}?from=2026-01-01").status_code == 200, key
        assert len(asked) <= 15, (key, len(asked))


def figures_of_the_page(client):
    return re.findall(r'id="figure-(\w+)"', client.get(PAGE).text)


def test_few_questions_however_much_there_is(client_as, unit, cast, clock, count_queries):
    with unit():
        for number in range(30):
            ended(cast, number)
        involved(cast.sam, a_child(cast.sam), cast.ned)
    sam = client_as("sam")
    for path in (PAGE, "/reports/disagreements"):
        sam.get(path)
        with count_queries() as asked:
            sam.get(path)
        assert len(asked) <= 15, asked
