"""What is typed on the pages of disagreements."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, Optional

import rulebook
from escalation.models import ABOUT, KINDS, OUTCOMES, SATISFACTION
from foundation.fields import DateParts, Line, MomentParts, Text

THEMES = [(key, theme.text) for key, theme in rulebook.book().themes.items()]
LONGEST = 20_000


class RaiseForm(FlaskForm):
    """Three short steps; the first asks whether a child is in danger now."""

    immediate_risk = RadioField(
        "Is a child in immediate danger?",
        choices=[("no", "No"), ("yes", "Yes, or I am not sure")],
        validators=[InputRequired("Say first whether a child is in immediate danger. If so, telephone 999 now.")],
    )
    children = SelectMultipleField("Whose safety is it about?", validate_choice=False)
    against_agency = SelectField("Which agency do you disagree with?", validate_choice=False)
    decision_maker = Line(
        "Who took the decision?",
        description="Their e-mail address, where you know it. They are asked first.",
        validators=[Length(max=254)],
    )
    decided_on = DateParts("When was it decided?", needed=False)
    about_kind = RadioField("What do you disagree with?", choices=list(ABOUT.items()), default="other")
    about_id = HiddenField()
    about_text = Line(
        "Which one?",
        description="For example: the referral of 30 March was not accepted.",
        validators=[InputRequired("Say which decision, or what was left undone."), Length(max=5000)],
    )
    theme = RadioField(
        "Which of the seven areas is it?", choices=THEMES, validators=[InputRequired("Choose the nearest one.")]
    )
    concern = Text("What is your concern?", validators=[Length(max=LONGEST)])
    effect_on_child = Text("What happens to the child if nothing changes?", validators=[Length(max=LONGEST)])
    outcome_sought = Text("What outcome do you want?", validators=[Length(max=LONGEST)])
    interim_safety = Text("What keeps the child safe until it is settled?", validators=[Length(max=LONGEST)])
    name_held_back = BooleanField("Hold my name back from the other agency’s practitioners")


class DraftForm(FlaskForm):
    """A draft that is gone on with."""

    about_text = Line("What do you disagree with?", validators=[Length(max=5000)])
    concern = Text("What is your concern?", validators=[Length(max=LONGEST)])
    effect_on_child = Text("What happens to the child if nothing changes?", validators=[Length(max=LONGEST)])
    outcome_sought = Text("What outcome do you want?", validators=[Length(max=LONGEST)])
    interim_safety = Text("What keeps the child safe until it is settled?", validators=[Length(max=LONGEST)])


class ConversationForm(FlaskForm):
    """Who spoke with whom, when, and what was said."""

    held_at = MomentParts("When did you speak?")
    with_ = Line("Who spoke with whom, and how?", description="For example: Ned Nurse and Sam Worker, by telephone.",
                 validators=[InputRequired("Say who spoke with whom."), Length(max=500)])  # fmt: skip
    text = Text("What was said?", validators=[InputRequired("Write what was said."), Length(max=LONGEST)])


class VersionForm(FlaskForm):
    """The other side's version."""

    text = Text(
        "What was said, as you have it?", validators=[InputRequired("Write what was said."), Length(max=LONGEST)]
    )


class SafetyForm(FlaskForm):
    """What both sides hold to meanwhile."""

    interim_safety = Text(
        "What was agreed?",
        validators=[InputRequired("Write what keeps the child safe until it is settled."), Length(max=LONGEST)],
    )


class MoveForm(FlaskForm):
    """A move without anything to type."""


class RespondForm(FlaskForm):
    """An answer: a fact, or a judgement with its reasons, and what is offered."""

    kind = RadioField("This is a", choices=list(KINDS.items()), default="professional_judgement")
    text = Text("Your answer, with its reasons", validators=[InputRequired("Write the answer."), Length(max=LONGEST)])
    offer = Text("What you offer", validators=[Length(max=LONGEST)])
    settles = RadioField(
        "Does the other side’s answer settle it for you?", choices=list(SATISFACTION.items()), validators=[Optional()]
    )


class TakeUpForm(FlaskForm):
    """Up to the next stage."""

    what_was_tried = Text(
        "What was tried at this stage?", validators=[InputRequired("Say what was tried."), Length(max=LONGEST)]
    )
    from_stage = HiddenField()


class ReasonForm(FlaskForm):
    """A reason."""

    reason = Text("Why?", validators=[InputRequired("Give the reason."), Length(max=LONGEST)])


class SkipForm(ReasonForm):
    """A stage is left out."""

    to_stage = SelectField("Go to", coerce=int, validate_choice=False)


class ReopenForm(ReasonForm):
    """What is new, and where it goes on."""

    stage = SelectField("Go on at", coerce=int, validate_choice=False, default=0)


class FastTrackForm(FlaskForm):
    """Waiting would leave a child at risk."""

    reason = Text("Why can it not wait?", validators=[InputRequired("Say why waiting would leave a child at risk.")])
    consulted = Line(
        "Which manager or designated lead did you consult?", validators=[InputRequired("Name whom you consulted.")]
    )
    child_safe_tonight = RadioField(
        "Is the child safe tonight?",
        choices=[("yes", "Yes"), ("no", "No")],
        validators=[InputRequired("Say whether the child is safe tonight.")],
    )


class PauseForm(ReasonForm):
    """Both agencies agree to wait."""

    until = DateParts("The last day of the pause")


class ResolveForm(FlaskForm):
    """What was agreed."""

    agreed_statement = Text("What was agreed?", validators=[InputRequired("Write down what was agreed.")])
    rationale = Text("The reasons", validators=[InputRequired("Give the reasons.")])
    outcome = RadioField(
        "The decision in question",
        choices=list(OUTCOMES.items()),
        validators=[InputRequired("Say what becomes of the decision.")],
    )


class FeedbackForm(FlaskForm):
    """What the raiser is told."""

    text = Text("What you tell the person who raised it", validators=[InputRequired("Write what came of it.")])


class SatisfactionForm(FlaskForm):
    """Whether it is settled for the raiser."""

    satisfaction = RadioField(
        "Are you satisfied?", choices=list(SATISFACTION.items()), validators=[InputRequired("Choose one.")]
    )
    text = Text("In your own words", validators=[Length(max=LONGEST)])


class CloseForm(FlaskForm):
    """What closing needs."""

    outcome = RadioField("The decision in question", choices=list(OUTCOMES.items()), validators=[Optional()])
    learning = Text("What does the partnership learn from it? Without names", validators=[Length(max=LONGEST)])
    no_actions_because = Line("If no action follows: why not?", validators=[Length(max=5000)])
    copied_by = SelectMultipleField("Whose own record holds the outcome?", validate_choice=False)
    copied_told_by = Line("Who told you so, of the other agency?", validators=[Length(max=500)])


class DisputeForm(FlaskForm):
    """What a reviewing officer finds wanting."""

    child = SelectField(
        "Which child is it about?", validators=[InputRequired("Choose the child.")], validate_choice=False
    )
    answers = SelectField(
        "Who answers for the authority?", validators=[InputRequired("Choose who answers.")], validate_choice=False
    )
    about = Text(
        "What do you find wanting in the care plan, or in how it is carried out?",
        validators=[InputRequired("Write what you find wanting."), Length(max=LONGEST)],
    )
    wanted = Text(
        "What has to happen for the child?",
        validators=[InputRequired("Write what has to happen for the child."), Length(max=LONGEST)],
    )


class DisputeMoveForm(FlaskForm):
    """An answer, a referral or an end, in words."""

    text = Text("In your words", validators=[InputRequired("Write it down."), Length(max=LONGEST)])
