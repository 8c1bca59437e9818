"""Those who do the work: supervision held and late, and a debrief after something serious."""

from sqlalchemy import select

from children import commands as children
from children import queries as child_queries
from convenor.demo.stage import Stage, Story
from foundation import clock
from foundation.database import db
from people import commands, queries
from people.models import Debrief, SupervisionLine


def supervision(stage: Stage) -> Story:
    """Four are supervised; two met in time each time, with one it has become late, one is new to it."""
    yield stage.at(-62, "10:00")
    for manager, supervisee, supervisor in (
        ("mia", "sam", "mia"), ("mia", "ola", "mia"), ("kit", "mia", "kit"), ("nia", "ned", "sue"),
    ):  # fmt: skip
        commands.arrange_supervision(stage.who(manager), stage.who(supervisee), stage.who(supervisor))
    for days, pairs in (
        (-44, (("mia", "sam"), ("mia", "ola"), ("kit", "mia"), ("sue", "ned"))),
        (-24, (("mia", "sam"), ("mia", "ola"), ("kit", "mia"), ("sue", "ned"))),
        (-6, (("mia", "sam"), ("kit", "mia"))),
    ):
        yield stage.at(days, "15:30")
        for supervisor, supervisee in pairs:
            _meet(stage, supervisor, supervisee)


def debriefs(stage: Stage) -> Story:
    """Something serious is entered, everybody who works with the child is offered a debrief, and they answer in their ways."""
    yield stage.at(-4, "11:20")
    sam = stage.who("sam")
    children.add_chronology(
        sam,
        stage.child("sam", "ivy"),
        happened_on=stage.day(-5),
        kind="fact",
        text="Ivy was taken to the emergency department after an overdose of tablets. She is at home again since this morning.",
        source="Emergency department, by telephone",
        effect_on_child="She says that she is tired and wants to sleep.",
        serious_incident=True,
    )
    yield stage.at(-3, "09:10")
    commands.take_debrief(sam, _offered(stage, "sam"), stage.who("judy"), stage.day(-1))
    commands.decline_debrief(stage.who("rob"), _offered(stage, "rob"))
    yield stage.at(-1, "16:00")
    commands.hold_debrief(
        stage.who("sam"),
        _offered(stage, "sam"),
        stage.day(-1),
        "I keep asking myself what I should have heard on Tuesday.",
    )


def training(stage: Stage) -> Story:
    """Two days that several agencies took together; one who chairs has let theirs run out, one is about to."""
    yield stage.at(-40, "16:30")
    first, second, long_ago = stage.day(-120), stage.day(-47), stage.day(-765)
    for course, day, names in (
        ("working_together", first, ("sam", "ola", "ned", "tia", "pip", "hana")),
        ("childs_voice", second, ("sam", "mia", "rob", "dora")),
        ("chairing", second, ("mia", "nia")),
        ("chairing", long_ago, ("kit",)),
        ("working_together", stage.day(-735), ("mia",)),
    ):
        for name in names:
            commands.log_training(stage.who(name), stage.who(name), course, day, "Certificate with the training team")


def audits(stage: Stage) -> Story:
    """Three records are drawn for Judy, who has graded one of them."""
    yield stage.at(-5, "09:30")
    drawn = children.draw_sample(stage.who("grace"), stage.who("judy"), 3)
    first = drawn[0].public_id
    yield stage.at(-2, "14:00")
    judy = stage.who("judy")
    grades = {
        "voice": "requires_improvement",
        "facts": "good",
        "timely": "good",
        "analysis": "good",
        "sharing": "outstanding",
    }
    children.grade_case(
        judy,
        child_queries.case_audit(judy, first),
        grades,
        good="Each decision to share says why.",
        to_mend="The child’s own words are two months old. Somebody the child trusts talks with them by the end of next week.",
    )


def _meet(stage: Stage, supervisor: str, supervisee: str) -> None:
    line = db.session.scalars(
        select(SupervisionLine).where(
            SupervisionLine.supervisee_id == stage.people[supervisee],
            SupervisionLine.supervisor_id == stage.people[supervisor],
        )
    ).one()
    here = queries.supervision_line(stage.who(supervisor), line.public_id)
    commands.record_supervision(
        stage.who(supervisor),
        here,
        held_on=clock.today(),
        focus="Two families where much is promised and little seen; how the week was.",
        assumptions="That the mental health team sees the mother. To be asked of them by Friday.",
        records_looked_at="to_mend" if supervisee == "ola" else "sound",
        about_records="Two visits are not written up; by Thursday." if supervisee == "ola" else "",
        agreed="The visit on Thursday is made by two.",
    )


def _offered(stage: Stage, name: str) -> Debrief:
    return db.session.scalars(select(Debrief).where(Debrief.person_id == stage.people[name])).one()


STAFF_STORIES = (supervision, debriefs, training, audits)
