"""What is typed about a letter to a child."""

from wtforms import IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange

from children.forms.record import PAGE, PARAGRAPH
from foundation.fields import Text
from people.forms import Typed

FORMATS = {
    "written": "Written, in English",
    "translated": "Translated",
    "easy_read": "With pictures, or easy to read",
    "spoken": "Read aloud, signed or recorded",
}


class LetterForm(Typed):
    """A decision or a plan in words that the child understands."""

    about = Text("What it is about", validators=[InputRequired("Say which decision or plan it is about."), PARAGRAPH])
    for_age = IntegerField(
        "For a child of which age?",
        description="The age at which this child understands and reads, not always the age by birthday",
        validators=[InputRequired("Choose an age."), NumberRange(4, 18, "Choose an age between 4 and 18.")],
    )
    format = RadioField("How the child gets it", choices=list(FORMATS.items()), default="written")
    text = Text(
        "The letter",
        description="Short sentences, words of every day: what was decided, why, also where it is not what the child "
        "wanted, what happens next, and whom to ask",
        validators=[InputRequired("Write the letter."), PAGE],
    )
    child_said = Text("What the child said to it", validators=[PARAGRAPH])
