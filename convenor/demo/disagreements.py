"""The disagreements of the demonstration: one at each stage, one overdue, one on the fast track, one reopened, one closed."""

from typing import Any

from actions import commands as actions
from children.commands import involve
from convenor.demo.stage import Stage, Story
from escalation import commands


class Dispute:
    """One disagreement, told by short names."""

    def __init__(self, stage: Stage, raiser: str, against: str, *children: str) -> None:
        self.stage, self.raiser, self.against, self.children = stage, raiser, against, children
        self.id = ""

    def draft(self, theme: str, about: str, concern: str, wanted: str, effect: str, **given: Any) -> None:
        """Written down by the raiser: about a decision of `against`."""
        decided = self.stage.who(self.against)
        made = commands.draft(
            self.stage.who(self.raiser),
            children=self.stage.kids(self.raiser, *self.children),
            about_kind=given.pop("kind", "referral"),
            about_text=about,
            theme=theme,
            concern=concern,
            outcome_sought=wanted,
            effect_on_child=effect,
            against_agency=decided.agency,
            decision_maker=decided,
            immediate_risk=given.pop("immediate_risk", False),
            **given,
        )
        self.id = made.public_id

    def by(self, name: str, command: Any, **given: Any) -> Any:
        """Somebody makes a move."""
        return command(self.stage.who(name), self.id, **given)


def silent(stage: Stage) -> Story:
    """Nobody answers: the limit of the first stage has passed, and alarms."""
    here = Dispute(stage, "tia", "sam", "omar", "zara")
    yield stage.at(-6, "10:15")
    here.draft(
        "timeliness", "The core group for both children has not been called", "Ten working days have gone by.",
        "The core group meets this week.", "Nobody knows who does what, and Zara sleeps badly.", kind="timeliness",
    )  # fmt: skip
    here.by("tia", commands.raise_disagreement)


def answered(stage: Stage) -> Story:
    """Taken up to the managers, who are talking."""
    here = Dispute(stage, "ned", "ola", "ben")
    yield stage.at(-4, "09:40")
    here.draft(
        "thresholds", "The referral about Ben was not accepted", "Missed appointments and new bruises belong together.",
        "An assessment with a health view in it.", "Ben goes on missing school and treatment.",
    )  # fmt: skip
    here.by("ned", commands.raise_disagreement)
    yield stage.at(-3, "15:20")
    here.by("ola", commands.respond, kind="professional_judgement", text="What we knew did not reach the threshold.")
    yield stage.at(-1, "11:00")
    here.by(
        "ned",
        commands.escalate,
        what_was_tried="Two talks by telephone; the new bruise was not known then.",
        from_stage=1,
    )
    yield stage.at(-1, "16:00")
    here.by("mia", commands.record_conversation, held_at=stage.at(-1, "15:15"),
            with_whom="Mia Manager and Ned Nurse, by telephone",
            text="We agreed that the hospital letter changes the picture; a date for the visit was left open.")  # fmt: skip
    yield stage.at(-1, "16:30")
    here.by("mia", commands.respond, kind="fact", text="The hospital letter arrived after the decision.",
            offer="A joint visit this week.")  # fmt: skip


def urgent(stage: Stage) -> Story:
    """It could not wait: on the fast track before the senior managers, in hours."""
    here = Dispute(stage, "rob", "ola", "tobi")
    yield stage.ago(200)
    here.draft(
        "need_for_action", "No strategy discussion about Tobi", "He was seen in a car with an adult whom nobody knows.",
        "A strategy discussion today.", "He may not come home tonight.", kind="decision", immediate_risk=True,
    )  # fmt: skip
    here.by("rob", commands.fast_track, reason="He is expected to be met again after school.",
            consulted="the head teacher", child_safe_tonight=False)  # fmt: skip


def before_partners(stage: Stage) -> Story:
    """It has climbed to the last stage, and stands before the partners until a named person ends it."""
    here = Dispute(stage, "hana", "ola", "ella", "max")
    yield stage.at(-17, "10:00")
    here.draft(
        "service_provision", "Family support was withdrawn", "The tenancy is at risk without it.",
        "Support until the hearing.", "Both may lose their home and their school.", kind="service",
    )  # fmt: skip
    here.by("hana", commands.raise_disagreement)
    yield stage.at(-14, "10:00")
    here.by("hana", commands.escalate, what_was_tried="No answer within the limit.", from_stage=1)
    yield stage.at(-10, "10:00")
    here.by("hana", commands.escalate, what_was_tried="The managers met and did not agree.", from_stage=2)
    yield stage.at(-3, "10:00")
    here.by("hana", commands.escalate, what_was_tried="The senior managers see no money for it.", from_stage=3)


def settled(stage: Stage) -> Story:
    """Agreed at the first stage, told to the raiser, and closed with its lesson."""
    here = Dispute(stage, "molly", "ola", "baby_hazel")
    yield stage.at(-12, "09:00")
    here.draft(
        "information", "The pre-birth assessment was planned without midwifery", "What we know was not asked for.",
        "A joint visit before the conference.", "The baby would come home to a place that nobody has seen.", kind="assessment",
    )  # fmt: skip
    here.by("molly", commands.raise_disagreement)
    yield stage.at(-11, "14:00")
    here.by("ola", commands.resolve, agreed_statement="A joint visit before the conference.",
            rationale="Midwifery knows the home.")  # fmt: skip
    yield stage.at(-10, "09:30")
    here.by("molly", commands.resolve, outcome="changed")
    actions.set_action(
        stage.who("ola"), text="Visit the home together with the midwife", owner=stage.who("ola"), due_on=stage.day(3),
        outcome_wanted="The baby comes home to a safe place.", 
        escalation=here.id,
    )  # fmt: skip
    yield stage.at(-9, "10:00")
    here.by("ola", commands.give_feedback, text="We go together; you choose the day.")
    yield stage.at(-9, "16:00")
    here.by("molly", commands.answer_feedback, satisfaction="yes")
    here.by("molly", commands.confirm_copied)
    here.by("ola", commands.confirm_copied)
    yield stage.at(-8, "09:00")
    here.by("ola", commands.close, learning="Midwifery is asked before a pre-birth assessment is planned.")


def again(stage: Stage) -> Story:
    """Settled too soon: new information opened it again, one stage up."""
    here = Dispute(stage, "tia", "ola", "sofia")
    yield stage.at(-13, "13:00")
    here.draft(
        "assessment_outcome", "The assessment of Sofia ended without a plan", "She still comes to school hungry.",
        "A child in need plan.", "She goes on without breakfast and without anybody who looks.", kind="assessment",
    )  # fmt: skip
    here.by("tia", commands.raise_disagreement)
    yield stage.at(-12, "15:00")
    here.by(
        "tia", commands.resolve, agreed_statement="Breakfast club, looked at in four weeks.", rationale="A first step."
    )
    here.by("ola", commands.resolve, outcome="partly")
    yield stage.at(-2, "10:30")
    here.by("tia", commands.reopen, reason="She has not been at the breakfast club once, and her weight is falling.")


def begun(stage: Stage) -> Story:
    """Written down, and not raised yet: nobody but its raiser sees it."""
    here = Dispute(stage, "ned", "sam", "freya")
    yield stage.ago(60)
    here.draft(
        "roles", "Who telephones the paediatrician about Freya", "Each of us thought that the other would.",
        "One of us does it today.", "", kind="other",
    )  # fmt: skip


def reviewing(stage: Stage) -> Story:
    """A dispute of an independent reviewing officer: a kind of its own, answered and not settled yet."""
    yield stage.at(-7, "09:00")
    child = stage.child("sam", "freya")
    involve(stage.who("sam"), child, stage.who("judy"), "professional", what="independent reviewing officer")
    made = commands.raise_dispute(
        stage.who("judy"), child=child, answers=stage.who("mia"), about="The plan names no date for seeing Freya alone.",
        wanted="She is seen alone each week, and says how it was.",
    ).public_id  # fmt: skip
    yield stage.at(-2, "15:00")
    commands.answer_dispute(stage.who("mia"), made, "From this week on, on Wednesdays after school.")


DISAGREEMENTS = (silent, answered, urgent, before_partners, settled, again, begun, reviewing)
