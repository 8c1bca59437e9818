"""What is typed in the meeting room: many short forms on one page, each of which says what it asks."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation

import rulebook
from children.models import CATEGORIES, HOW_HEARD
from foundation import clock
from foundation.fields import DateParts, Line, MomentParts, Text, instant, time_of_day
from foundation.text import clean_line
from meetings.commands import STEPS
from meetings.models import ATTENDANCE, MEANS, POSITIONS, WISHES
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


class PositionForm(RoomForm):
    """Where an agency stands."""

    agency = SelectField("Which agency?", validate_choice=False)
    position = RadioField(
        "Where do you stand?",
        choices=list(POSITIONS.items()),
        validate_choice=False,
        validators=[InputRequired("Say where the agency stands.")],
    )
    words = Text("In your own words", description="Needed for a reservation or a dissent.", validators=[PARAGRAPH])


class DecisionForm(RoomForm):
    """The decision for one child."""

    decision = RadioField("The decision", validate_choice=False, validators=[InputRequired("Choose the decision.")])
    text = Text("In words", description="Only where more has to be said than the line above.", validators=[PARAGRAPH])
    rationale = Text(
        "Reasons",
        description="Which facts and judgements it rests on, and what it means for the child.",
        validators=[InputRequired("Give the reasons for this decision."), PARAGRAPH],
    )
    alternatives = Text("What else was considered, and why not", validators=[PARAGRAPH])
    category = RadioField("Category of harm", choices=list(CATEGORIES.items()), validate_choice=False)

    @property
    def next_dates(self) -> dict[str, str]:
        """The dates that were set, by rule."""
        fields = self.timers
        return {rule: self[name].data.isoformat() for name, rule in fields.items() if self[name].data}

    timers: Mapping[str, str] = {}


def day_in_words(day: date) -> str:
    """Friday 13 March: a day that is near enough to need no year."""
    return f"{day:%A} {day.day} {day:%B}"


def decision_form(kind: rulebook.MeetingType, latest: Mapping[str, date]) -> type[DecisionForm]:
    """The form of a type: its decisions, and a date for each meeting that one of them starts and that has to be set before
    this one ends. `latest`: the last lawful day, by rule."""
    book = rulebook.book()
    timers = list(dict.fromkeys(start.timer for start in kind.starts if start.next_date_required))
    names = {f"next_{number}": timer for number, timer in enumerate(timers)}
    fields: dict[str, Any] = {
        name: DateParts(
            book.rule(timer).what,
            needed=False,
            description=f"Where this decision starts it. At the latest {day_in_words(latest[timer])}.",
        )
        for name, timer in names.items()
    }
    return type("DecisionForm", (DecisionForm,), {**fields, "timers": names})


class DissentForm(RoomForm):
    """A formal disagreement."""

    by = SelectField("Who dissents?", validate_choice=False)
    decision = SelectField("From which decision?", validate_choice=False)
    reasons = Text(
        "In the dissenter’s own words",
        description="Nobody else edits this. The decision stands until it is changed.",
        validators=[InputRequired("Write the reasons in the dissenter’s own words."), PARAGRAPH],
    )
    wish = RadioField("What do they want?", choices=list(WISHES.items()), default="record_only")
    immediate_risk = RadioField(
        "To be challenged: is a child in immediate danger?",
        choices=[("no", "No"), ("yes", "Yes, or I am not sure: telephone 999 now")],
        validators=[Optional()],
    )
    outcome_sought = Text("To be challenged: what outcome is wanted?", validators=[PARAGRAPH])
    effect_on_child = Text("To be challenged: what happens to the child if nothing changes?", validators=[PARAGRAPH])
    interim_safety = Text("To be challenged: what keeps the child safe meanwhile?", validators=[PARAGRAPH])


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


class LeadForm(RoomForm):
    """Who leads for a child."""

    person = SelectField("Who leads?", validate_choice=False)
    other = Line("Or somebody else", description="Their e-mail address, or their name", validators=[Length(max=254)])


class ProceedForm(RoomForm):
    """Going ahead without a quorum."""

    reason = RadioField("For which reason?", validate_choice=False, validators=[InputRequired("Choose the reason.")])
    text = Text("In your own words", validators=[InputRequired("Say more in your own words."), PARAGRAPH])


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
