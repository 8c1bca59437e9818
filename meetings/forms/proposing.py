"""What is typed to ask for a meeting."""

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length

from foundation.fields import Line, MomentParts, Text
from meetings.forms.typed import LINE, PARAGRAPH, Typed


class ProposalForm(Typed):
    """The one page of a proposal. Choices come from the record and the rule book, so that nothing else can be chosen."""

    q = Line("Find a child you work with", description="Part of the name, or a date of birth", validators=[LINE])
    children = SelectMultipleField("Children", validate_choice=False)
    restricted = SelectMultipleField("Restricted", validate_choice=False)
    type = RadioField("What kind of meeting?", validate_choice=False)
    subject = Line("What is it about?", validators=[LINE])
    named_agency = SelectField("Which organisation?", validate_choice=False)
    siblings_considered = BooleanField("Every brother and sister was considered, also those who are not on this list")
    trigger = SelectField("What does it count from?", validate_choice=False)
    trigger_at = MomentParts("When did that happen?", description="For example 26 2 2026 at 16:10")
    purpose = Text(
        "What is this meeting to settle?",
        description="One or two sentences. They stand on the meeting's page, never in a mail.",
        validators=[InputRequired("Say in a sentence what this meeting is for."), PARAGRAPH],
    )
    coordinator = SelectField("Who coordinates it?", validate_choice=False)
    invitees = SelectMultipleField("People to ask", validate_choice=False)
    offered = HiddenField(validators=[Length(max=20_000)])
