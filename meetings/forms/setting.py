"""What is asked so that a family can take part: an interpreter, a place to speak, and what was agreed in plain words."""

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from foundation.fields import Line, Text
from meetings.forms.typed import LINE, PARAGRAPH, Typed
from meetings.models import BOOKED, INTERPRETS
from meetings.models.setting import AGREED


class InterpreterForm(Typed):
    """Who interprets for whom."""

    language = Line("Which language?", validators=[InputRequired("Say which language."), Length(max=100)])
    for_whom = Line("For whom?", description="Such as “the mother”", validators=[InputRequired("Say for whom."), LINE])
    name = Line("Who interprets?", validators=[InputRequired("Name whoever interprets."), LINE])
    who = RadioField(
        "Who are they?",
        choices=list(INTERPRETS.items()),
        validators=[InputRequired("Say who they are.")],
        description="Never somebody of the family, a friend or a child: they are not asked to carry this.",
    )
    from_where = Line("From which agency?", validators=[LINE])
    state = RadioField("How far is it?", choices=list(BOOKED.items()), default="booked")


class SettingForm(Typed):
    """Where people speak, and who hears it."""

    private = RadioField(
        "Is there a private space to speak, before and during the meeting?",
        choices=[("yes", "Yes"), ("no", "Not private")],
        validators=[Optional()],
    )
    private_reason = Text("Not private: why, and what is done about it", validators=[PARAGRAPH])
    children_present = RadioField(
        "Is a child there while adults’ matters are spoken about?",
        choices=[("no", "No"), ("yes", "Yes")],
        validators=[Optional()],
    )
    children_reason = Text("Yes: why, and what the child is spared", validators=[PARAGRAPH])


class PlainWordsForm(Typed):
    """The agreement as the family takes it home."""

    agreement = Text(
        "What was agreed, in plain words",
        description="Short sentences, as you would say it. No letters that stand for names of meetings.",
        validators=[InputRequired("Write what was agreed, in plain words."), PARAGRAPH],
    )
    heard = Text(
        "What the parent heard",
        description="Ask the parent to say it back, and write it in their words.",
        validators=[
            InputRequired("Write what the parent heard, in their words; or why they were not asked."),
            PARAGRAPH,
        ],
    )
    agreed = RadioField("Is it agreed?", choices=list(AGREED.items()), default="read")


class PartForm(Typed):
    """An agency without a part in the plan."""

    agency = SelectField("Which agency?", validate_choice=False)
    because = Text("None, because", validators=[InputRequired("Say why it has no part."), PARAGRAPH])
