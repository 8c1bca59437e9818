"""What is typed about what we make of it."""

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from children.forms.record import PAGE, PARAGRAPH
from children.models import CONFIDENCE, THINKING
from foundation.fields import Text
from people.forms import Typed


class SummaryForm(Typed):
    """The case summary as it stands today."""

    who = Text(
        "Who this child is, and how life is for them now",
        description="For somebody who opens this record for the first time",
        validators=[InputRequired("Say who this child is, and how life is for them now."), PAGE],
    )
    risks = Text("Risks", validators=[InputRequired("Say what the risks are, or that none is known."), PARAGRAPH])
    steps_taken = Text("Steps taken", validators=[PARAGRAPH])
    what_is_different = Text(
        "What is different for the child since the summary before?",
        description="What the child would notice; or that nothing has changed",
        validators=[InputRequired("Say what is different for the child, or that nothing is."), PARAGRAPH],
    )
    needs_next = Text("What will this child need next?", validators=[PARAGRAPH])


class AnalysisForm(Typed):
    """What do we think is happening, and what else could it be?"""

    kind = RadioField("What it is", choices=list(THINKING.items()), default="analysis")
    thinking = Text(
        "What do we think is happening?", validators=[InputRequired("Say what you think is happening."), PAGE]
    )
    alternatives = Text("What else could it be?", validators=[InputRequired("Say what else it could be."), PARAGRAPH])
    rests_on = SelectMultipleField("It rests on", validators=[Optional()])
    confidence = RadioField(
        "How sure are we?", choices=list(CONFIDENCE.items()), validators=[InputRequired("Say how sure you are.")]
    )
    would_change = Text(
        "What would change our mind?", validators=[InputRequired("Say what would change your mind."), PARAGRAPH]
    )
    replaces = SelectField("It takes the place of", default="")
