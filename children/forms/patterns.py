"""What is typed where a chronology is read as a whole, and where a visit waits to be written up."""

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, Optional

from children.forms.record import PARAGRAPH
from children.models import CHANGES_FOR_CHILD, ENGAGEMENTS, INDICATORS
from foundation.fields import DateParts, Text
from people.forms import Typed


class IndicatorForm(Typed):
    """Is this sign seen, and what is the evidence?"""

    indicator = SelectField("Which of the six", choices=list(INDICATORS.items()))
    marked = RadioField(
        "Is it so?",
        choices=[("yes", "Yes, this is seen"), ("no", "No, this is not seen")],
        validators=[InputRequired("Say whether it is seen.")],
    )
    evidence = Text(
        "The evidence",
        description="What was seen or heard, by whom. Not what you think of anybody.",
        validators=[InputRequired("Say what the evidence is."), PARAGRAPH],
    )
    rests_on = SelectMultipleField("Entries that it rests on", validators=[Optional()])
    seen_on = DateParts("When", needed=False, description="Today, where you leave it empty")


class SettleForm(Typed):
    """Why a question does not stand."""

    pattern = HiddenField(validators=[Length(max=60)])
    reason = Text(
        "Why it does not stand", validators=[InputRequired("Say why the question does not stand."), PARAGRAPH]
    )


class EngagementForm(Typed):
    """How the family is with us, and what has changed for the child: two things."""

    engagement = RadioField(
        "How is the family with those who work with them?",
        choices=list(ENGAGEMENTS.items()),
        validators=[InputRequired("Say how the family is with those who work with them.")],
    )
    change = RadioField(
        "Apart from that: what has changed for the child?",
        choices=list(CHANGES_FOR_CHILD.items()),
        validators=[InputRequired("Say what has changed for the child, whatever the family does.")],
    )
    evidence = Text(
        "What you saw or heard",
        description="On which both answers rest",
        validators=[InputRequired("Say what you saw or heard."), PARAGRAPH],
    )
    fear = Text(
        "What somebody fears may come of it",
        description="What the family fears from us, or what the child may have to fear after a visit",
        validators=[PARAGRAPH],
    )
    safety = Text(
        "For the safety of those who visit",
        description="Seen by nobody but those who visit this family and whoever leads",
        validators=[PARAGRAPH],
    )
    seen_on = DateParts("When", needed=False, description="Today, where you leave it empty")


class DraftForm(Typed):
    """Notes that only their writer sees until they stand in the chronology."""

    happened_on = DateParts(
        "The day of the visit or the event", needed=False, description="Today, where you leave it empty"
    )
    text = Text("Your notes", description="Nobody else sees them", validators=[Length(max=20000)])
    plan = BooleanField("Plan 30 minutes to write up", description="It stands among your work today")


class DropForm(Typed):
    """Why notes are never written up."""

    because = Text("Why it will not be written up", validators=[InputRequired("Say why."), PARAGRAPH])
