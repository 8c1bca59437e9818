"""What is typed in the meeting room: many short forms on one page, each of which says what it asks."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation

from children.models import HOW_HEARD
from foundation import clock
from foundation.fields import DateParts, Line, MomentParts, Text, instant, time_of_day
from foundation.text import clean_line
from meetings.commands import STEPS
from meetings.models import ADVICE, ATTENDANCE, MEANS
from meetings.models.invitation import CAPACITIES
from meetings.models.record import CONFIDENCE

LINE, PARAGRAPH, PAGE = Length(max=300), Length(max=20_000), Length(max=2_000_000)


class TimeOfDay(StringField):
    """A time of the meeting's own day, as it is said: 10:05. `data` is an instant; empty is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day: date | None = None
        self.typed = ""
        self.problem = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.typed, self.data = clean_line(valuelist[0]), None

    def read(self, day: date) -> None:
        """What was typed, as a moment of `day`."""
        if not self.typed:
            return
        at = time_of_day(self.typed)
        self.data, self.problem = instant(day, at) if isinstance(at, time) else (None, "Enter the time like 10:05.")

    def pre_validate(self, form: Any) -> None:
        if self.problem:
            raise StopValidation(self.problem)

    def _value(self) -> str:
        if self.typed or not isinstance(self.data, datetime):
            return self.typed
        return f"{clock.local(self.data):%H:%M}"


class RoomForm(FlaskForm):
    """One of the many forms of the room: its fields carry its key, so that no two of a page share a name.

    `typed` is what was sent, or what was kept of it from before.
    """

    class Meta:
        csrf = False  # the guard in every form is looked at before any form is read

    def __init__(self, key: str, typed: Mapping[str, Any] | None = None, **given: Any) -> None:
        super().__init__(formdata=MultiDict(typed) if typed is not None else None, prefix=key, **given)
        self.key = key

    def blame(self, errors: Mapping[str, str], **names: str) -> None:
        """Put what a command found wrong beside its field; `names` says which field holds what it calls otherwise."""
        for wrong, message in errors.items():
            field = self._fields.get(names.get(wrong, wrong))
            if field is None:
                self.form_errors.append(message)
            else:
                field.errors = [*field.errors, message]


class OpeningForm(RoomForm):
    """What the chair says first."""

    statements = SelectMultipleField("Said, and ticked", validate_choice=False)
    skipped = Text(
        "Left something out? Say why",
        description="Only where a statement was not made.",
        validators=[PARAGRAPH],
    )
    no_interpreter = Text("No interpreter is booked: why does it open without one?", validators=[PARAGRAPH])


class AttendanceForm(RoomForm):
    """What one person did on the day."""

    status = SelectField("What they did", choices=list(ATTENDANCE.items()))
    arrived = TimeOfDay("Came at")
    left = TimeOfDay("Left at")
    means = RadioField("How they take part", choices=list(MEANS.items()))
    can_decide = BooleanField("May decide for their agency")
    reason = Line("Why not relevant", description="Only for “not relevant”.", validators=[LINE])


class JoinForm(RoomForm):
    """Somebody who is not on the list."""

    who = Line(
        "Somebody with an account",
        description="Their e-mail address, or part of their name",
        validators=[Length(max=254)],
    )
    name = Line("Or somebody without: their name", validators=[Length(max=200)])
    email = Line("Their e-mail address", validators=[Length(max=254)])
    agency = SelectField("Their agency", validate_choice=False)
    capacity = SelectField("They are here", choices=list(CAPACITIES.items()), default="professional")
    means = RadioField("How they take part", choices=list(MEANS.items()), default="in_person")


class SayForm(RoomForm):
    """One thing that is said. Small boxes, not one big one."""

    by = SelectField("Who says it?", validate_choice=False)
    child = SelectField("About whom?", validate_choice=False)
    text = Text("What was said?", validators=[InputRequired("Write what was said."), PARAGRAPH])
    confidential = BooleanField(
        "Confidential",
        description="Kept from the screen on the wall, from the family’s version, and from whoever is not admitted.",
    )


class FactForm(SayForm):
    """What was seen, done or measured."""

    kind = "fact"
    text = Text(
        "What is known?",
        description="One thing that was seen, done or measured. No conclusion.",
        validators=[InputRequired("Write down what is known."), PARAGRAPH],
    )
    source = Line("Who saw or said so?", validators=[LINE])
    happened_on = DateParts("On which day?", needed=False)


class JudgementForm(SayForm):
    """What a professional makes of it."""

    kind = "professional_judgement"
    text = Text(
        "What do you make of it?",
        validators=[InputRequired("Write down the judgement."), PARAGRAPH],
    )
    rests_on = SelectMultipleField("It rests on", validate_choice=False)
    reason = Text("Because", description="Why these facts lead to it.", validators=[PARAGRAPH])
    confidence = RadioField("How sure are you?", choices=list(CONFIDENCE.items()), default="medium")
    advice = RadioField(
        "Is it advice?", choices=[("", "No"), *ADVICE.items()], default="", validators=[Optional()],
        description="Advice is a judgement like others: anybody may challenge it, or ask for a second opinion.",
    )  # fmt: skip


class FamilyForm(SayForm):
    """What the family say."""

    kind = "family_view"
    text = Text(
        "What do the family say?",
        description="In their own words.",
        validators=[InputRequired("Write down what the family say."), PARAGRAPH],
    )
    source = Line("Who of the family?", validators=[LINE])
    happened_on = DateParts("On which day?", needed=False)
    what_else = Text("What else could explain it?", validators=[PARAGRAPH])


class WordsForm(SayForm):
    """What the child said or showed."""

    kind = "child_voice"
    text = Text(
        "What did the child say or show?",
        description="In the child’s own words.",
        validators=[InputRequired("Write down the child’s words."), PARAGRAPH],
    )
    source = Line("To whom, and how?", description="Such as “to her teacher, while drawing”", validators=[LINE])
    happened_on = DateParts("On which day?", needed=False)


SAYING: dict[str, type[SayForm]] = {
    "fact": FactForm,
    "judgement": JudgementForm,
    "family": FamilyForm,
    "words": WordsForm,
}


class HearForm(RoomForm):
    """The child's voice for this meeting, or why it is missing."""

    views = Text("What does the child say about this?", description="In the child’s own words.", validators=[PARAGRAPH])
    how = SelectField("How were they heard?", choices=list(HOW_HEARD.items()), validate_choice=False)
    tool = Line("With a tool?", description="Such as a drawing, cards or a scale", validators=[Length(max=100)])
    tool_explanation = Text(
        "What the tool is, and what it shows", description="For a reader who does not know it.", validators=[PARAGRAPH]
    )
    reason_absent = Text("Or: why are the child’s views missing?", validators=[PARAGRAPH])


class AnalysisForm(RoomForm):
    """What we think is happening."""

    text = Text(
        "What do we think is happening, and what else could it be?",
        description="What worries us, what protects, what we do not know. Everybody at the table may write here.",
        validators=[PAGE],
    )


class ApartForm(RoomForm):
    """A part without the family."""

    why = Text("Why is a part held without the family?", validators=[PARAGRAPH])
    family_told = Text("What were the family told?", validators=[PARAGRAPH])


class ActionForm(RoomForm):
    """Who does what by when."""

    text = Line(
        "What is to be done?",
        description="Begin with a verb: “See the child alone at school”.",
        validators=[InputRequired("Say what is to be done."), Length(max=2000)],
    )
    owner = SelectField("Who does it?", validate_choice=False)
    owner_other = Line("Or somebody else, by e-mail address or name", validators=[Length(max=254)])
    due_on = DateParts("By when?", needed=False)
    outcome_wanted = Text("What will be different for the child?", validators=[Length(max=2000)])
    children = SelectMultipleField("For whom?", validate_choice=False)
    priority = RadioField(
        "What kind of action?",
        choices=[("safety", "Safety"), ("plan", "Plan"), ("admin", "Administration")],
        default="plan",
    )
    confidential = BooleanField(
        "Agreed in confidence: only those admitted to that part, and whoever does or checks it, read it"
    )


class SecondOpinionForm(RoomForm):
    """Somebody else is asked about advice that was given."""

    owner = SelectField("Who gets it?", validate_choice=False)
    owner_other = Line("Or somebody else, by e-mail address or name", validators=[Length(max=254)])
    due_on = DateParts("By when?", needed=False)


class LeadForm(RoomForm):
    """Who leads for a child."""

    person = SelectField("Who leads?", validate_choice=False)
    other = Line("Or somebody else", description="Their e-mail address, or their name", validators=[Length(max=254)])


class ProceedForm(RoomForm):
    """Going ahead without a quorum."""

    reason = RadioField("For which reason?", validate_choice=False, validators=[InputRequired("Choose the reason.")])
    text = Text("In your own words", validators=[InputRequired("Say more in your own words."), PARAGRAPH])


class ConcludeForm(RoomForm):
    """The end of the meeting, and what is still not known."""

    adults_reason = Text(
        "Why are fathers and partners not known, and who asks next?",
        description="It stands in the record. What is not known stays a gap on the next agenda.",
        validators=[PARAGRAPH],
    )


class ReconveneForm(RoomForm):
    """This sitting ends without a decision, and a new one is set."""

    interim_plan = Text(
        "What keeps the child safe until then?",
        description="The interim plan, or that the existing plan was reviewed with those present.",
        validators=[PARAGRAPH],
    )
    starts_at = MomentParts("It sits again on", needed=False)
    minutes_long = IntegerField("Minutes", default=60, validators=[Optional(), NumberRange(5, 1440)])


class ProtectForm(RoomForm):
    """A step that waits for nothing."""

    kind = RadioField("What is it?", choices=list(STEPS.items()), default="interim_safety", validate_choice=False)
    text = Text("What is done, by whom, and when is it looked at again?", validators=[PARAGRAPH])
