"""What is typed about decisions in the room: positions, the decision for a child, dissent."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

import rulebook
from children.models import CATEGORIES
from foundation.fields import DateParts, Text
from meetings.forms.room import PARAGRAPH, RoomForm
from meetings.models import OPTIMISM, POSITIONS, WISHES


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
    what_is_different = Text(
        "What is different for the child since the last review?",
        description="Changed, or not changed: for the child, not for the services.",
        validators=[PARAGRAPH],
    )
    change_shown = Text(OPTIMISM["change_shown"], validators=[PARAGRAPH])
    for_how_long = Text(OPTIMISM["for_how_long"], validators=[PARAGRAPH])
    if_it_returns = Text(OPTIMISM["if_it_returns"], validators=[PARAGRAPH])
    unmet_reason = Text(
        "Why is it right all the same?",
        description="Needed where a need is unmet, or something happened again. It is counted in the reports.",
        validators=[PARAGRAPH],
    )
    supervision_on = DateParts(
        "When is it talked over in supervision?",
        needed=False,
        description="For a decision that starts an enquiry, makes a plan, ends one or steps it down.",
    )
    no_supervision_reason = Text("Or: why it is not", validators=[PARAGRAPH])

    @property
    def next_dates(self) -> dict[str, str]:
        """The dates that were set, by rule."""
        fields = self.timers
        return {rule: self[name].data.isoformat() for name, rule in fields.items() if self[name].data}

    @property
    def optimism(self) -> dict[str, str]:
        """The answers to the three questions, by key."""
        return {key: self[key].data or "" for key in OPTIMISM}

    timers: Mapping[str, str] = {}
    high_risk: frozenset[str] = frozenset()  # keys of decisions that are talked over in supervision

    def validate(self, extra_validators: Any = None) -> bool:
        """A decision of high risk has a date for supervision or a reason (The 10 Principles, 4.6)."""
        right = bool(super().validate(extra_validators))
        talked_over = self.supervision_on.data or (self.no_supervision_reason.data or "").strip()
        if self.decision.data in self.high_risk and not talked_over:
            self.blame(
                {"supervision_on": "Give the day on which it is talked over in supervision, or say why it is not."}
            )
            return False
        return right


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
    risky = frozenset(one.key for one in kind.decisions if one.is_high_risk)
    return type("DecisionForm", (DecisionForm,), {**fields, "timers": names, "high_risk": risky})


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
