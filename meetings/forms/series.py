"""What is typed to let meetings follow one another, and to say for which of them something holds."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, Length, Optional

from foundation.fields import DateParts, Line
from meetings.forms.typed import Typed


class SeriesForm(Typed):
    """Every so many weeks, for so many meetings or until a day."""

    every_weeks = IntegerField(
        "After how many weeks does the next one follow?",
        validators=[InputRequired("Say after how many weeks the next one follows.")],
    )
    count = IntegerField("How many meetings, this one included?", validators=[Optional()])
    until = DateParts("Or the last day on which one may be", needed=False)
    closed_day_reason = Line(
        "Why may one be on a day that is no working day?",
        description="Leave this empty, and such a date goes to the working day before it",
        validators=[Length(max=500)],
    )
