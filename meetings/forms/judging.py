"""What is decided about answers in doubt and proposed times."""

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Length

from foundation.fields import Line, Text
from meetings.forms.inviting import ANSWERS
from meetings.forms.typed import PARAGRAPH, Typed
from people.models import SENIORITIES


class TakeForm(Typed):
    """It is the answer of somebody on the list."""

    invitation = SelectField("Whose answer is it?", validate_choice=False)
    response = RadioField("What is the answer?", choices=ANSWERS, validate_choice=False)
    remember = BooleanField("From now on take answers from this address as theirs")
    seniority = SelectField(
        "How senior is whoever comes instead?",
        choices=[("", "As the record says"), *SENIORITIES.items()],
        validate_choice=False,
    )


class AsideForm(Typed):
    """It is no answer, or none that counts."""

    reason = Text("Why is it set aside?", description="The reason stays in the record.", validators=[PARAGRAPH])


class ProposalForm(Typed):
    """Another time is taken, or not."""

    reason = Line("Why?", description="It stays in the record; nobody is mailed it.", validators=[Length(max=500)])
