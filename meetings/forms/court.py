"""What a court decided, and how a child stands after it."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from foundation.fields import DateParts, Text
from meetings.forms.typed import PARAGRAPH, Typed
from meetings.models import COURT_OUTCOMES


class CourtOutcomeForm(Typed):
    """A decision of the Family Court, of now or of years ago."""

    decided_on = DateParts("When did the court decide?")
    outcome = RadioField(
        "What came of it?", choices=list(COURT_OUTCOMES.items()), validators=[InputRequired("Say what came of it.")]
    )
    order_made = Text(
        "What did the court order?", validators=[InputRequired("Write what the court ordered."), PARAGRAPH]
    )
    unexpected = RadioField(
        "Is it what was planned for?",
        choices=[("no", "Yes, as planned"), ("yes", "No, it was not expected")],
        description="Where it was not, a meeting is proposed for this child and every brother and sister.",
        validators=[InputRequired("Say whether it is what was planned for.")],
    )
    expected = Text("What was expected instead?", validators=[PARAGRAPH])


class ReviewForm(Typed):
    """This child was looked at."""

    view = Text(
        "How safe is this child now, and why?",
        validators=[InputRequired("Write how safe this child is now, and why."), PARAGRAPH],
    )
