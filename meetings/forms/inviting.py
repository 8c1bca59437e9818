"""What is typed about the people on the list."""

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Length

from foundation.fields import Line, Text
from meetings.forms.typed import LINE, PARAGRAPH, Typed, scope_field
from meetings.models import RESPONSES
from meetings.models.invitation import CAPACITIES

ANSWERS = [(key, RESPONSES[key]) for key in ("accepted", "tentative", "declined", "delegated")]


class InviteeForm(Typed):
    """Somebody to put on the list: of the partnership, or by name, address and agency."""

    scope = scope_field()
    person = Line(
        "Somebody of the partnership",
        description="Their name, or their e-mail address",
        validators=[Length(max=254)],
    )
    name = Line("Name", validators=[LINE])
    email = Line("E-mail address", validators=[Length(max=254)])
    agency = SelectField("Agency", validate_choice=False)
    capacity = SelectField("Asked as", choices=list(CAPACITIES.items()), default="professional")
    required = BooleanField("They have to come", default=True)
    why = Line("Why they are asked", description="Such as “knows the child's father”", validators=[Length(max=300)])


class AnswerForm(Typed):
    """An answer, given here or taken down by telephone."""

    response = RadioField("Answer", choices=ANSWERS, validate_choice=False)
    comment = Line("Note", description="Who comes instead, or what they need", validators=[Length(max=1000)])


class WithdrawForm(Typed):
    """Somebody comes off the list."""

    scope = scope_field()
    reason = Text("Why?", validators=[PARAGRAPH])
