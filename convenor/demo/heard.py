"""What the demonstration knows of Freya: who she is, how she is heard, what she needs, and what she was told."""

from children import commands
from convenor.demo.stage import Stage, Story


def freya(stage: Stage) -> Story:
    """A summary, whom she trusts, three of the nine needs, and a letter in plain words."""
    yield stage.at(-3, "16:10")
    sam, child = stage.who("sam"), stage.child("sam", "freya")
    commands.write_summary(
        sam, child, who="Freya is seven, reads to her brother and likes to be asked first.",
        risks="A bruise that nobody has explained; shouting at home that she will not talk about.",
        steps_taken="Seen alone at school; the doctor looked at the arm.", what_is_different="She eats with the others.",
        needs_next="A grown-up at school for the mornings after a bad night.",
    )  # fmt: skip
    commands.record_listening(
        sam, child, trusts="Her teacher, and her nan.", aids="Drawing first, then talking.", advocacy="not_offered"
    )
    for need, state, evidence in (
        ("vigilance", "met", "Her teacher saw the sleeve pulled down and asked."),
        ("support", "not_met", "Nothing is offered to her alone yet."),
        ("protection", "unknown", "Nobody has asked whether she is treated worse for her accent; Sam asks on Monday."),
    ):
        commands.record_need(sam, child, need=need, state=state, evidence=evidence)
    commands.record_explanation(
        sam, child, about="What happens after the visit to the doctor", explained=True,
        how="By letter for the age of 7, read aloud:\nThe doctor looked at your arm. We want you to be safe. I will come "
        "to see you on Monday. You can tell me if I got it wrong.",
        child_said="Can I keep it?",
    )  # fmt: skip


HEARD = (freya,)
