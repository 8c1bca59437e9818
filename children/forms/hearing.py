"""What is typed about how this child is heard."""

from wtforms import FileField, RadioField, SelectField
from wtforms.validators import InputRequired

from children.forms.record import PARAGRAPH
from children.models import ADVOCACY, NEED_STATES, NEEDS
from foundation.fields import DateParts, Text
from people.forms import Typed


class NeedForm(Typed):
    """Whether one of the nine is met."""

    need = SelectField("What the child needs", choices=list(NEEDS.items()))
    state = RadioField(
        "For this child it is", choices=list(NEED_STATES.items()), validators=[InputRequired("Say whether it is met.")]
    )
    evidence = Text(
        "How you know it",
        description="What the child said or did, what you saw; for what is not known, who finds out",
        validators=[InputRequired("Say how you know it."), PARAGRAPH],
    )
    seen_on = DateParts("When", needed=False, description="Today, where you leave it empty")


class ListeningForm(Typed):
    """Whom the child trusts, and how the child is heard best."""

    trusts = Text("Whom does the child trust?", validators=[InputRequired("Name whom the child trusts."), PARAGRAPH])
    aids = Text(
        "What helps the child to say it?",
        description="Signs, pictures, an intermediary, a place, a time of day",
        validators=[PARAGRAPH],
    )
    advocacy = RadioField(
        "An advocate",
        choices=list(ADVOCACY.items()),
        validators=[InputRequired("Say whether an advocate was offered.")],
    )
    advocacy_on = DateParts("When it was offered", needed=False)
    advocacy_note = Text("What the child said to it, or who speaks for the child", validators=[PARAGRAPH])


class FileForm(Typed):
    """A drawing or a letter."""

    file = FileField(
        "Drawing or letter",
        description="A photograph or scan (PNG, JPEG), PDF, Word (.docx) or plain text, up to 10 MB. Its name is not kept.",
    )
    explanation = Text(
        "What it shows",
        description="In the child's words where they said it; for a reader who was not there",
        validators=[InputRequired("Say what it shows."), PARAGRAPH],
    )


class ExplanationForm(Typed):
    """A decision was explained to the child, or was not."""

    decision = SelectField("Which decision", default="")
    about = Text("Or another decision, in a few words", validators=[PARAGRAPH])
    explained = RadioField(
        "Was it explained to the child?",
        choices=[("yes", "Yes"), ("no", "No, and this is why")],
        validators=[InputRequired("Say whether it was explained.")],
    )
    how = Text(
        "How it was explained, or why it was not",
        description="The words you used; where the child's views were not followed, the reasons you gave",
        validators=[InputRequired("Say how it was explained, or why it was not."), PARAGRAPH],
    )
    explained_on = DateParts("When", needed=False, description="Today, where you leave it empty")
    child_said = Text("What the child said to it", validators=[PARAGRAPH])
