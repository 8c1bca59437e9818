"""What is typed on the pages of referrals."""

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from children.forms.record import LINE, PAGE, PARAGRAPH, Typed
from children.models import REFERRAL_OUTCOMES
from foundation.fields import DateParts, Line, Text


class ReferralForm(Typed):
    """A child is referred, or was."""

    again = HiddenField()
    to_agency = SelectField(
        "Which agency?", validate_choice=False, validators=[InputRequired("Say to which agency the child is referred.")]
    )
    service = Line(
        "Which team or service there?", description="Such as “front door” or “family support”", validators=[LINE]
    )
    concern = Text(
        "What is the concern?",
        description="What you saw or heard, what it does to the child, and what you ask for",
        validators=[InputRequired("Say what the concern is."), PAGE],
    )
    made_on = DateParts("When was it made?", needed=False, description="Leave this empty for today")


class ReferralAnswerForm(Typed):
    """What became of a referral."""

    outcome = RadioField(
        "What is the answer?", choices=list(REFERRAL_OUTCOMES.items()), validators=[InputRequired("Choose one.")]
    )
    reason = Text("The reason", description="Needed unless it was accepted", validators=[PARAGRAPH])
    answered_on = DateParts("When was it decided?", needed=False, description="Leave this empty for today")
    told_on = DateParts(
        "When was the referrer told the answer and its reason?",
        needed=False,
        description="Leave this empty where they were not told yet. The alarm goes on until they are",
    )


class WatchForm(Typed):
    """How long to keep watching, or why not."""

    review_on = DateParts("Look again on", needed=False)
    ended_because = Text("Or: why does watching end?", validators=[PARAGRAPH])


class LookForm(Typed):
    """What came of a joint look."""

    what_came = Text(
        "What did you see when you looked at them together, and what follows?",
        validators=[InputRequired("Say what you saw, and what follows."), PARAGRAPH],
    )
