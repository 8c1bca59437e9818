"""What is typed behind a private link."""

from datetime import datetime

from wtforms import FileField, HiddenField, RadioField, SelectField
from wtforms.validators import Length

from foundation import clock
from foundation.fields import Line, MomentParts, Text, instant, time_of_day
from foundation.lifecycles import BadInput
from meetings.forms.typed import LINE, Typed
from people.models import SENIORITIES

UNTIL = "The time on that day, such as 16:30"
BY_LINK = [
    ("accepted", "I will come"),
    ("tentative", "Perhaps"),
    ("declined", "I send my apologies: I cannot come"),
    ("delegated", "Somebody comes in my place"),
]


class DeputyFields(Typed):
    """Who comes in place of an invitee."""

    deputy_name = Line("Their name", validators=[LINE])
    deputy_email = Line("Their work e-mail address", validators=[Length(max=254)])
    deputy_seniority = SelectField(
        "How senior are they?", choices=[("", "Choose"), *SENIORITIES.items()], validate_choice=False
    )

    def deputy(self) -> tuple[str, str, str]:
        """Name, address and seniority, as they were typed."""
        return self.deputy_name.data or "", self.deputy_email.data or "", self.deputy_seniority.data or ""


class OwnAnswerForm(DeputyFields):
    """The answer of somebody who is signed in, on the meeting's page: each button is an answer."""

    response = HiddenField()
    comment = Line("Note, if whoever convenes needs to know something", validators=[Length(max=1000)])


class LinkAnswerForm(DeputyFields):
    """The answer of an invitee, with a deputy where one comes instead."""

    scope = RadioField(
        "For which meetings is this answer?",
        choices=[("one", "Only for this one"), ("series", "For all that are still to come")],
        validate_choice=False,
        default="one",
    )
    response = RadioField("Will you come?", choices=BY_LINK, validate_choice=False)
    comment = Line(
        "Reason, or a note for whoever convenes",
        description="Needed where you cannot come. Please do not name the child.",
        validators=[Length(max=1000)],
    )
    from_1 = MomentParts("I could come from", needed=False)
    until_1 = Line("Free until", description=UNTIL, validators=[Length(max=10)])
    from_2 = MomentParts("Or from", needed=False)
    until_2 = Line(
        "Free until, the second time", description="The time on that day, such as 16:30", validators=[Length(max=10)]
    )

    def times(self) -> list[tuple[datetime, datetime]]:
        """The times offered. Raises `BadInput` for an end that is no time of day."""
        found = []
        for number in (1, 2):
            start, until = self[f"from_{number}"].data, self[f"until_{number}"].data
            if start is None:
                continue
            at = time_of_day(until or "")
            end = instant(clock.local(start).date(), at)[0] if at else None
            if end is None:
                raise BadInput({f"until_{number}": "Enter the time until which you are free, like 16:30."})
            found.append((start, end))
        return found


class ReportForm(Typed):
    """A written report, typed or as a file."""

    report = Text(
        "What the report says, in short, or the report itself",
        description="It is read in the meeting. It never counts towards the quorum.",
        validators=[Length(max=50_000)],
    )
    file = FileField(
        "Or the report as a file",
        description="PDF, Word (.docx), OpenDocument (.odt) or plain text, up to 10 MB. Its name is not kept.",
    )
