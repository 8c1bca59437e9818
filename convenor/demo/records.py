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


def asking(stage: Stage) -> Story:
    """Jack’s father: asked about once, and again without an answer; Mina’s: asked once. About Tobi’s nobody has asked."""
    for day, child, whom, steps in (
        (-30, "jack", "his mother", "She would not say; the birth certificate is asked for."),
        (
            -9,
            "jack",
            "his mother and his nan",
            "No father on the certificate; school asked for its emergency contacts.",
        ),
        (-6, "mina", "her grandmother", "She will ask Sky; Sam Worker asks again at the next visit."),
    ):
        yield stage.at(day, "11:40")
        commands.ask_about_adult(
            stage.who("sam"),
            stage.child("sam", child),
            adult="father",
            answer="not_known",
            asked_whom=whom,
            steps=steps,
        )
    yield stage.at(-5, "14:10")
    mina = stage.child("sam", "mina")
    commands.add_family_member(
        stage.who("sam"), mina, name="Fran Elder", relation="grandmother", note="Mina lives with her now."
    )
    commands.ask_about_adult(
        stage.who("sam"), mina, adult="partner", answer="nobody", asked_whom="Sky Elder",
        steps="Seen at the flat twice without notice; nobody else lives there.",
    )  # fmt: skip


RECORDS = (incidents, asking)
