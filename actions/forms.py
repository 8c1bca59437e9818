"""What is typed on the pages of the actions' room."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length

from actions.models import PRIORITIES
from foundation.fields import DateParts, Line, Text

REASON = "Say why, so that whoever reads this later can follow it."


class OwnerFields(FlaskForm):
    """One named person: from the list, or by address."""

    owner = SelectField("Who does it?", validate_choice=False, description="One person. They are told at once.")
    owner_email = Line(
        "Or the e-mail address of somebody else",
        description="Somebody without an account gets a link by mail.",
        validators=[Length(max=254)],
    )


class ActionForm(OwnerFields):
    """A new action. What the sentences must say is for the command to judge."""

    text = Line(
        "What is to be done?",
        description="Begin with a verb: “See the child alone at school”. The reference stands in mails, this text never.",
        validators=[InputRequired("Say what is to be done."), Length(max=2000)],
    )
    outcome_wanted = Text(
        "What will be different for the child?",
        validators=[InputRequired("Say what will be different for the child when it is done."), Length(max=2000)],
    )
    due_on = DateParts(
        "By when?", description="A date. What goes on for longer gets the day on which it is looked at again."
    )
    priority = RadioField("What kind of action is it?", choices=list(PRIORITIES.items()), default="plan")
    evidence_wanted = Text("What will show that it is done?", validators=[Length(max=2000)])
    children = SelectMultipleField("For whom?", validate_choice=False)
    rests_on = SelectField(
        "Does it rest on something that is not certain?",
        validate_choice=False,
        default="",
        description="It then stays amber until the service has confirmed, or the assumption was tested and holds.",
    )
    belongs_to_lead = BooleanField("It goes with the role of lead professional, whoever holds it")
    confidential = BooleanField(
        "It was agreed in confidence",
        description="Only those admitted to that part of the meeting, and whoever does or checks it, read it.",
    )
    meeting = HiddenField()
    escalation = HiddenField()


class ReasonForm(FlaskForm):
    """A reason."""

    reason = Text("Why?", validators=[InputRequired(REASON), Length(max=4000)])


class ClaimForm(FlaskForm):
    """It is done: what shows it, and what it changed."""

    evidence = Text(
        "What shows that it is done?",
        description="A note at least, or where the document is.",
        validators=[
            InputRequired("Say what shows that it is done."),
            Length(max=4000),
        ],
    )
    effect_for_child = Text(
        "What has changed for the child?",
        description="“No change” is an answer.",
        validators=[InputRequired("Say what has changed for the child. “No change” is an answer."), Length(max=4000)],
    )


class ExtendForm(FlaskForm):
    """More time."""

    due_on = DateParts("Until when?")
    reason = Text("Why is more time needed?", validators=[InputRequired(REASON), Length(max=4000)])


class ReassignForm(OwnerFields):
    """Another owner."""

    reason = Text("Why?", validators=[Length(max=4000)], description="Not needed where it speaks for itself.")


class ReopenForm(OwnerFields):
    """It has to be done after all."""

    reason = Text("Why?", validators=[InputRequired(REASON), Length(max=4000)])
