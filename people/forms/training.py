"""What is typed about training."""

from wtforms import SelectField
from wtforms.validators import Length

from foundation.fields import DateParts, Text
from people.forms.accounts import Typed


class TrainingForm(Typed):
    """Somebody took a course."""

    person = SelectField("Who took it")
    course = SelectField("Course")
    taken_on = DateParts("The day on which it was taken")
    evidence = Text(
        "How it is shown", description="Such as where the certificate is kept", validators=[Length(max=2_000)]
    )
