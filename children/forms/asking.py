"""What is asked of an agency, and what fresh eyes see."""

from wtforms.validators import InputRequired

from children.forms.record import PARAGRAPH, PersonForm
from foundation.fields import Text
from people.forms import Typed


class AskForm(PersonForm):
    """Somebody of an agency is asked."""

    what = Text(
        "What do you need to know?",
        description="Ask for what is needed, and no more.",
        validators=[InputRequired("Say what you need to know."), PARAGRAPH],
    )
    why = Text("What is it needed for?", validators=[InputRequired("Say what it is needed for."), PARAGRAPH])


class AnswerForm(Typed):
    """What the agency knows."""

    answer = Text(
        "What does your agency know?",
        description="That it knows nothing, and who looked, is an answer too.",
        validators=[InputRequired("Write what your agency knows."), PARAGRAPH],
    )


class FreshEyesForm(Typed):
    """As if for the first time."""

    seen = Text(
        "What do you see that those close to it may not?",
        description="Read from the start: what the child says, what happened again, what is taken for granted.",
        validators=[InputRequired("Write what you see."), PARAGRAPH],
    )
    different = Text(
        "What should be done differently?",
        validators=[InputRequired("Write what should be done differently."), PARAGRAPH],
    )
