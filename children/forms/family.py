"""What is typed about the adults of a family."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from children.forms.record import LINE, PARAGRAPH
from children.models import ADULTS, ASKED_ANSWERS
from foundation.fields import DateParts, Line, Text
from people.forms import Typed


class AdultAskedForm(Typed):
    """Somebody asked, and got no name."""

    adult = RadioField("About whom", choices=list(ADULTS.items()), validators=[InputRequired("Say about whom.")])
    answer = RadioField(
        "The answer", choices=list(ASKED_ANSWERS.items()), validators=[InputRequired("Say what the answer was.")]
    )
    asked_whom = Line("Whom you asked", validators=[InputRequired("Say whom you asked."), LINE])
    asked_on = DateParts("When", needed=False, description="Today, where you leave it empty")
    steps = Text(
        "What was done to find out, and what comes next",
        validators=[InputRequired("Say what was done to find out, and what comes next."), PARAGRAPH],
    )
