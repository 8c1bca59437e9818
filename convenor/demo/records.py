"""What the demonstration writes into the children's records between meetings."""

from children import commands
from convenor.demo.stage import Stage, Story

MISSING = (-38, -27, -13)


def incidents(stage: Stage) -> Story:
    """Tobi is missing for the third time within two months, and once it was written down late."""
    for number, day in enumerate(MISSING):
        yield stage.at(day + (7 if number == 1 else 1), "09:10")
        commands.add_chronology(
            stage.who("dan"), stage.child("dan", "tobi"), happened_on=stage.day(day), kind="fact", incident="missing",
            text="Not home by midnight; found the next morning.", source="Report of a missing person",
        )  # fmt: skip
    yield stage.at(-12, "16:20")
    commands.add_chronology(
        stage.who("ola"), stage.child("ola", "tobi"), happened_on=stage.day(-12), kind="family_view",
        text="“He is with friends, that is all.”", source="Mother, by telephone",
    )  # fmt: skip


RECORDS = (incidents,)
