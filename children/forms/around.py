"""What is typed about services around a child, what is taken for granted, and what culture and belief mean in practice."""

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length

from children.forms.record import LINE, PARAGRAPH
from children.models import ANSWERS_OF_SERVICES, BELIEFS, CHANGES, LIVES_HERE, RESULTS, USED_BY
from foundation.fields import DateParts, Line, Text
from people.forms import Typed


class ServiceForm(Typed):
    """Somebody says that a service is working with the family."""

    agency = SelectField("Agency", validators=[InputRequired("Choose the agency.")])
    service = Line(
        "Service, as people know it",
        description="Such as “Family support” or “Adult mental health”",
        validators=[InputRequired("Name the service."), LINE],
    )
    used_by = RadioField("Whom does it work with?", choices=list(USED_BY.items()), default="child")
    what = Text("What it does with them, as far as you know", validators=[PARAGRAPH])


class ServiceAnswerForm(Typed):
    """What the service itself says."""

    answer = RadioField(
        "Is it working with them?",
        choices=list(ANSWERS_OF_SERVICES.items()),
        validators=[InputRequired("Say what the service answered.")],
    )
    said_by = Line("Who of the service said so?", validators=[LINE])
    words = Text("In their words", validators=[PARAGRAPH])
    asked_on = DateParts("When", needed=False, description="Today, where you leave it empty")


class RiskForm(Typed):
    """A risk that the service reduces."""

    risk = Text("Which risk does it reduce?", validators=[InputRequired("Say which risk it reduces."), PARAGRAPH])


class AcknowledgeForm(Typed):
    """What takes its place."""

    replaced_by = Text(
        "What takes its place, and from when?",
        description="Or that nothing does, and why that is safe",
        validators=[InputRequired("Say what takes its place."), PARAGRAPH],
    )


class ServiceNameForm(Typed):
    """A service that is not on the list yet."""

    agency = SelectField("Agency", validators=[InputRequired("Choose the agency.")])
    service = Line("Service, as people know it", validators=[InputRequired("Name the service."), LINE])


class ChangeForm(Typed):
    """A service stops or changes."""

    kind = RadioField(
        "What happens?",
        choices=[(key, words) for key, words in CHANGES.items() if key.startswith("service")],
        default="service_stops",
    )
    effective_on = DateParts("From when?", description="A day ahead where it is known: the earlier the better")
    text = Text(
        "What happens, and what can people do instead?",
        description="Everybody reads this. Name no family.",
        validators=[InputRequired("Say what happens, and what people can do instead."), PARAGRAPH],
    )
    posts = SelectMultipleField("Whose posts go with it?", validate_choice=False)


class TenancyForm(Typed):
    """The home of the household is ending."""

    effective_on = DateParts("When does the tenancy end?")
    text = Text(
        "What has been said, and by whom?",
        description="Notice, court order, arrears, eviction; and where the family would go",
        validators=[InputRequired("Say what has been said, and by whom."), PARAGRAPH],
    )


class AssumptionForm(Typed):
    """Something is taken for granted."""

    text = Text("What is taken for granted?", validators=[InputRequired("Say what is taken for granted."), PARAGRAPH])
    held_by = Line("Who holds it?", validators=[InputRequired("Say who holds it."), LINE])
    evidence_for = Text("What speaks for it?", validators=[PARAGRAPH])
    evidence_against = Text("What speaks against it?", validators=[PARAGRAPH])
    like_for_child = Text(
        "What is it like for this child?",
        description="What is there to eat, to wear, to sleep in; who gets up with them; what they would say themselves",
        validators=[PARAGRAPH],
    )
    how_to_test = Text(
        "How will it be tested?",
        description="Who asks whom, who looks at what",
        validators=[InputRequired("Say how it will be tested."), PARAGRAPH],
    )


class AssumptionTestForm(Typed):
    """What came of it."""

    result = RadioField(
        "Does it hold?", choices=list(RESULTS.items()), validators=[InputRequired("Say whether it holds.")]
    )
    words = Text(
        "What did you do, and what did you find?", validators=[InputRequired("Say what you found."), PARAGRAPH]
    )


class BeliefForm(Typed):
    """What culture, belief or language mean in practice."""

    kind = RadioField("About", choices=list(BELIEFS.items()), validators=[InputRequired("Choose one.")])
    meaning = Text(
        "What does it mean in practice, for this child?",
        description="Food, days, faith, hair and skin, names, who decides, who may be in the room",
        validators=[InputRequired("Say what it means in practice for this child."), PARAGRAPH],
    )
    said_by = Line("Who told you?", validators=[InputRequired("Say who told you."), LINE])
    is_all = BooleanField("One word is all that there is to say")


class AccountForm(Typed):
    """What our agency knows of an adult of the family."""

    member = SelectField("Who?", validators=[InputRequired("Choose somebody of the family.")])
    lives_here = RadioField(
        "As far as your agency knows", choices=list(LIVES_HERE.items()), validators=[InputRequired("Choose one.")]
    )
    words = Text("What your agency knows of them", validators=[Length(max=4000)])
