"""What is typed to set, change, put off or call off a meeting."""

from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from foundation.fields import DateParts, Line, MomentParts, Text
from meetings.commands import STEPS
from meetings.forms.typed import LINE, PARAGRAPH, Typed, scope_field
from meetings.rules import CANCEL_REASONS


class ScheduleForm(Typed):
    """Date, chair and place."""

    scope = scope_field()
    starts_at = MomentParts("When does it start?", description="For example 27 2 2026 at 14:00, London time")
    minutes_long = IntegerField(
        "How many minutes?",
        validators=[
            InputRequired("Say how many minutes it will take."),
            NumberRange(5, 1440, "Between 5 minutes and 24 hours."),
        ],
    )
    chair = SelectField("Who chairs?", validate_choice=False)
    place = Line("Where?", description="A room and a house, as people will look for it", validators=[LINE])
    online_url = Line(
        "Link to join online",
        description="It stands on the meeting's page only, behind sign-in",
        validators=[Length(max=500)],
    )
    reason = Text("Why does it change?", validators=[PARAGRAPH])
    closed_day_reason = Line("Why must it be on a day that is no working day?", validators=[Length(max=500)])
    late_reason = Line("Why is it after the last day?", validators=[Length(max=500)])
    chair_training_reason = Line(
        "Why does this chair lead it though their training has run out?", validators=[Length(max=500)]
    )
    late_agreed_by = SelectField("Which manager agrees?", validate_choice=False)
    siblings_considered = BooleanField("Every brother and sister was considered, also those who are not on this list")


class PostponeForm(Typed):
    """Held over to a time, or to a day by which there will be one."""

    reason = Text("Why is it postponed?", validators=[InputRequired("Say why the meeting is postponed."), PARAGRAPH])
    starts_at = MomentParts("New date and time", needed=False, description="Leave this empty where it is not known yet")
    by = DateParts("Or the day by which it will be held", needed=False)
    interim_plan = Text(
        "Interim safety plan",
        description="What keeps each child safe until then. Needed where a statutory limit will be missed.",
        validators=[PARAGRAPH],
    )


class CancelForm(Typed):
    """Called off, for a listed reason."""

    scope = scope_field()
    reason = RadioField("Why will it not be held?", choices=list(CANCEL_REASONS.items()), validate_choice=False)
    text = Text("Anything to add", validators=[PARAGRAPH])


class DeclineForm(Typed):
    """Refused, with the reason that the asker reads."""

    reason = Text(
        "Why is it declined?",
        description="Whoever asked is told, and may take it further from there.",
        validators=[
            InputRequired("Say why the meeting is declined. The person who asked is told the reason."),
            PARAGRAPH,
        ],
    )


class HoldNowForm(Typed):
    """It cannot wait."""

    chair = SelectField("Who chairs?", validate_choice=False)


class ProtectForm(Typed):
    """A protective step."""

    kind = RadioField("What was done?", choices=list(STEPS.items()), validate_choice=False)
    text = Text(
        "What was done, by whom, and when will it be looked at again?",
        validators=[InputRequired("Say what was done, by whom, and when it will be looked at again."), PARAGRAPH],
    )


class InviteForm(Typed):
    """What has to be known before the mails go out. Reasons for empty places have fields of their own on the page."""

    family_told = Text(
        "How was the family told, or why not?",
        description="When and by whom. It stands in the record.",
        validators=[Optional(), PARAGRAPH],
    )
    interpreter = Line(
        "Interpreter",
        description="Who is booked, and for which language. Never a relative, a friend or a child.",
        validators=[LINE],
    )
