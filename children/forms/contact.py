"""What is typed about safe contact."""

from wtforms import RadioField
from wtforms.validators import InputRequired, Length

from children.forms.record import LINE, PARAGRAPH, Typed
from children.models import CONTACT_RULES
from foundation.fields import Line, Text


class ContactRuleForm(Typed):
    """Whom nothing is sent to, or who is met apart."""

    name = Line("Who", validators=[InputRequired("Name the person."), LINE])
    email = Line(
        "Their e-mail address, where it is known",
        description="Without it the name counts, exactly as it is written where they are invited",
        validators=[Length(max=254)],
    )
    kind = RadioField("What holds", choices=list(CONTACT_RULES.items()), validators=[InputRequired("Choose one.")])
    reason = Text(
        "Why",
        description="What whoever writes to the family next has to know",
        validators=[InputRequired("Say why."), PARAGRAPH],
    )
