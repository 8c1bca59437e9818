"""What is typed after the meeting."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from foundation.fields import Text
from meetings.forms.typed import PARAGRAPH, Typed


class PaperForm(Typed):
    """The text of the letter or of the record, and of the edition for the family. The command says how long is too long."""

    text = TextAreaField("Text for professionals")
    family_text = TextAreaField(
        "Text for the family", description="Without anything that was said in confidence, in plain words."
    )


class CorrectionForm(Typed):
    """What should stand otherwise, and why."""

    text = Text("What should be corrected?", validators=[InputRequired("Say what should be corrected."), PARAGRAPH])
    reason = Text("Why?", validators=[InputRequired("Say why."), PARAGRAPH])


class CorrectionAnswerForm(Typed):
    """The chair's answer."""

    accepted = RadioField(
        "Your answer", choices=[("yes", "Accept the correction"), ("no", "Note it, and keep the record")]
    )
    answer = Text("In words", validators=[PARAGRAPH])
