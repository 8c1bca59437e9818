"""What is typed where a child moves between areas."""

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, Optional

from children.forms.record import LINE, PAGE, PARAGRAPH, Typed
from children.models import CONSENTS, DIRECTIONS, LAWFUL_BASES, PAPERS
from foundation.fields import DateParts, Line, Text

ADDRESS = Length(max=254)


class NoticeForm(Typed):
    """The written notice, and who leads on the other side."""

    direction = RadioField(
        "Where does the child move?",
        choices=list(DIRECTIONS.items()),
        validators=[InputRequired("Say where the child moves.")],
    )
    agency = SelectField(
        "Children’s social care of the other area",
        validate_choice=False,
        validators=[InputRequired("Choose the authority.")],
    )
    person = Line("Who leads there", validators=[InputRequired("Name who leads there."), LINE])
    email = Line("Their e-mail address", validators=[InputRequired("Give their address."), ADDRESS])
    telephone = Line("Their telephone number", validators=[Length(max=40)])
    social_worker = BooleanField("They are a registered social worker", default=True)
    manager = Line("Their manager", description="Is told, too, when no answer comes", validators=[LINE])
    manager_email = Line("The manager’s e-mail address", validators=[ADDRESS])
    ours = Line(
        "Where the child comes here: who is to lead",
        description="An e-mail address or a name of somebody here",
        validators=[ADDRESS],
    )
    notice_on = DateParts("Day of the written notice", needed=False, description="Today, where you leave it empty")
    notice = Text(
        "What the notice says",
        description="Where the child moves, when, with whom; what is open; what worries you",
        validators=[InputRequired("Write down what the notice says."), PAGE],
    )
    needs_conference = BooleanField("The child is on a child protection plan")


class PackForm(Typed):
    """Papers that went to the other area, or came from there."""

    papers = SelectMultipleField("Papers", choices=list(PAPERS.items()), validators=[InputRequired("Tick the papers.")])
    purpose = Text("What for", validators=[PARAGRAPH])
    lawful_basis = SelectField("Lawful basis", choices=list(LAWFUL_BASES.items()), default="public_task")
    consent = SelectField("Consent", choices=[("", "Choose"), *CONSENTS.items()], default="", validators=[Optional()])


class MoveAnswerForm(Typed):
    """The receiving lead's answer."""

    introduction = Text(
        "How the child was introduced to the new lead", description="Or why not yet", validators=[PARAGRAPH]
    )
    reason = Text("Where it is not accepted, or is withdrawn: why", validators=[PARAGRAPH])
    told_how = Line(
        "How the receiving lead told you, and when",
        description="Such as “by telephone on 3 March, and in a letter of the same day”",
        validators=[LINE],
    )


class AreaLivedForm(Typed):
    """An area in which the child lived before."""

    area = Line("Area", validators=[InputRequired("Name the area."), LINE])
    from_on = DateParts("From", needed=False)
    to_on = DateParts("To", needed=False)
    who_knows = Text("Who there knows the child", validators=[PARAGRAPH])
