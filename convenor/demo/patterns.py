"""What Tobi’s and Jack’s chronologies ask when they are read as a whole, and what waits to be written up."""

from children import commands
from convenor.demo.stage import Stage, Story

JACK = (  # working days ago, who saw it, what it shows, the words
    (-44, "ned", "better", "The flat was clean and warm; Jack had a bed with sheets."),
    (-36, "tia", "worse", "Came without breakfast and in Friday’s clothes on Monday."),
    (-31, "ned", "missed", "Nobody opened, though the television was on."),
    (-26, "ned", "missed", "The appointment at the clinic was not kept."),
    (-10, "ned", "better", "Toys on the floor, dinner on the stove, two days before the core group."),
    (-6, "ned", "missed", "Nobody opened; a neighbour said they were in."),
    (-4, "tia", "worse", "Fell asleep in class on three days."),
    (-3, "tia", "unmet", "The dentist waits since spring."),
)


def jack(stage: Stage) -> Story:
    """Better around the meetings, worse after them; the neighbour says otherwise than the mother."""
    told = {}
    for day, who, shows, text in JACK:
        yield stage.at(day, "15:40")
        told[day] = commands.add_chronology(
            stage.who(who), stage.child(who, "jack"), happened_on=stage.day(day), kind="fact", text=text, shows=shows,
            account_of="professional",
        ).public_id  # fmt: skip
    yield stage.at(-2, "10:10")
    commands.add_chronology(
        stage.who("ned"), stage.child("ned", "jack"), happened_on=stage.day(-2), kind="family_view",
        text="“We were at my sister’s all day.”", source="Mother, on the telephone", account_of="family",
        differs_from=told[-6],
    )  # fmt: skip
    for indicator, evidence in (
        ("family_account", "At home by the neighbour’s word, away by the mother’s."),
        ("unmet_needs", "The dentist, asked for since spring."),
    ):
        yield stage.at(-2, "11:00")
        commands.mark_indicator(
            stage.who("ned"), stage.child("ned", "jack"), indicator=indicator, marked=True, evidence=evidence,
            rests_on=[told[-6] if indicator == "family_account" else told[-3]],
        )  # fmt: skip
    yield stage.at(-2, "11:20")
    commands.record_engagement(
        stage.who("ned"), stage.child("ned", "jack"), engagement="goes_along", change="none",
        evidence="Every core group attended; between them nothing of the plan is done.",
        fear="She fears that Jack is taken when she says that she cannot cope.",
        safety="A large dog. Ring from the street; not alone after dark.",
    )  # fmt: skip


def tobi(stage: Stage) -> Story:
    """Self-harm, with what it may be linked to; and notes of a visit that were never written up."""
    yield stage.at(-9, "17:30")
    commands.add_chronology(
        stage.who("rob"), stage.child("rob", "tobi"), happened_on=stage.day(-9), kind="fact", incident="self_harm",
        text="Scratches on his forearm, seen in PE.", linked_causes="The man who gives him lifts; nights without sleep.",
        safety_plan="Mr Head rings at eight each evening; his cousin Ade stays with him this week.",
    )  # fmt: skip
    yield stage.at(-5, "17:50")
    commands.keep_draft(
        stage.who("ola"), stage.child("ola", "tobi"), happened_on=stage.day(-5),
        text="Bus station, by chance. Talked of his nan for the first time.",
    )  # fmt: skip
    yield stage.ago(50)
    commands.keep_draft(stage.who("sam"), stage.child("sam", "jack"), happened_on=stage.day(-1), plan=True)


PATTERNS = (jack, tobi)
