"""Children who move: one for whom the other area has not answered, one whose earlier area is known, one who is kept safe."""

from children import commands
from children import queries as child_queries
from convenor.demo.stage import Stage, Story
from people import commands as people
from people import queries


def away(stage: Stage) -> Story:
    """Ben moves to his father; the other area's answer is late, and both sides are told."""
    yield stage.at(-8, "11:00")
    people.add_agency(None, "southshire", "Southshire Children’s Services", "childrens_social_care", "01632 961100")
    there = queries.agency_by_key("southshire")
    lena, mo = (
        people.add_person(
            None,
            name=name,
            email=f"{name.lower().replace(' ', '.')}@southshire.example.uk",
            agency=there,
            telephone=telephone,
            registered_social_worker=True,
        )
        for name, telephone in (("Lena Lead", "01632 961101"), ("Mo Manager", "01632 961102"))
    )
    reference = commands.give_notice(
        stage.who("ola"),
        stage.child("ola", "ben"),
        direction="out",
        theirs=lena,
        their_manager=mo,
        notice="Ben moves to his father in Southshire on Saturday. His plan goes on; school is not arranged yet.",
    ).public_id
    yield stage.at(-7, "15:00")
    commands.send_pack(
        stage.who("ola"),
        child_queries.area_move(stage.who("ola"), stage.child("ola", "ben"), reference),
        ["assessment", "plan", "chronology"],
        purpose="So that those who take over know what was tried and what Ben has said.",
        lawful_basis="public_task",
    )


def arrived(stage: Stage) -> Story:
    """Mina's family came from Westshire two years ago; where they lived before is written down."""
    yield stage.at(-6, "10:20")
    commands.add_area_lived(
        stage.who("sam"),
        stage.child("sam", "mina"),
        area="Westshire",
        to_on=stage.day(-260),
        who_knows="The health visitor of the Quay practice saw her until she was one.",
    )


def kept_safe(stage: Stage) -> Story:
    """Ivy's mother is not written to where her former partner reads it."""
    yield stage.at(-5, "13:10")
    commands.set_contact_rule(
        stage.who("sam"),
        stage.child("sam", "ivy"),
        name="Marek Beech",
        kind="never",
        reason="He has found her twice through a letter. Nothing goes to him, and he is not invited.",
    )


MOVES = (away, arrived, kept_safe)
