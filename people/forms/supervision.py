"""What is typed about supervision and debriefs."""

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length

from foundation.fields import DateParts, Line, Text
from people.forms.accounts import ADDRESS, Typed
from people.models import RECORDS_LOOKED_AT

LONG = Length(max=10_000)


class SupervisorForm(Typed):
    """Who supervises whom."""

    supervisee = SelectField("Whom")
    supervisor = Line(
        "Who supervises them",
        description="Their e-mail address or name. You yourself, where you leave it empty",
        validators=[ADDRESS],
    )


class SupervisionForm(Typed):
    """One supervision, for the two who met alone."""

    held_on = DateParts("The day on which you met")
    focus = Text(
        "What you talked about",
        description="The work and how it is for you. No child’s name is needed",
        validators=[InputRequired("Say what you talked about."), LONG],
    )
    assumptions = Text(
        "What was taken for granted, and how it will be tested",
        description="Such as a service that everybody believes is seeing the family",
        validators=[LONG],
    )
    records_looked_at = RadioField(
        "Did you look at records together?",
        choices=list(RECORDS_LOOKED_AT.items()),
        validators=[InputRequired("Say whether you looked at records together.")],
    )
    about_records = Text(
        "What you found in the records",
        description="In time, facts apart from judgements, the child’s own words, reasons given",
        validators=[LONG],
    )
    agreed = Text("What you agreed", validators=[LONG])


class DebriefForm(Typed):
    """An answer to the offer of a debrief, or what came of it."""

    event = HiddenField()
    debriefer = Line("Whom you would like to talk to", description="Their e-mail address or name", validators=[ADDRESS])
    arranged_for = DateParts("On", needed=False)
    held_on = DateParts("The day on which you talked", needed=False)
    note = Text(
        "What you want to keep of it", description="For the two of you alone; may stay empty", validators=[LONG]
    )
