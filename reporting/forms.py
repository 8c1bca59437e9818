"""What is typed on the pages over several rooms: the locality's policy for disagreements."""

from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, IntegerField, SelectField
from wtforms.validators import Length, Optional

from escalation.commands import HOLDERS, MOST_STAGES, UNITS
from foundation.fields import DateParts, Line, Text
from people.forms import Typed
from people.models import ROLES, SENIORITIES

HOLDER_WORDS = {**SENIORITIES, "partner": ROLES["partner"]}


class StageForm(Form):
    """One stage of a policy; left empty it does not stand."""

    name = Line("Name of the stage", validators=[Length(max=200)])
    between = Line("Between whom", validators=[Length(max=300)])
    holder = SelectField("Who answers", choices=[("", ""), *((key, HOLDER_WORDS[key]) for key in HOLDERS)])
    amount = IntegerField("Limit", validators=[Optional()])
    unit = SelectField("Counted in", choices=list(UNITS.items()))
    meeting = BooleanField("The two sides meet at this stage")

    @property
    def is_empty(self) -> bool:
        return not (self.name.data or self.holder.data or self.amount.raw_data not in ([], [""], None))


class PolicyForm(Typed):
    """The policy whole: its stages in order, its cap, where it is published and from when it holds."""

    name = Line("Name of the policy", validators=[Length(max=200)])
    stages = FieldList(FormField(StageForm), min_entries=MOST_STAGES, max_entries=MOST_STAGES)
    cap_working_days = IntegerField(
        "Cap, in working days",
        description="When a disagreement is open for longer, whatever its stage, the safeguarding partners hear of it",
        validators=[Optional()],
    )
    cap_reason = Text(
        "Why longer, if it is longer",
        description="Needed where the stages together, or the cap, are longer than the rule book's cap",
        validators=[Length(max=5000)],
    )
    source = Line("Where it is published", description="Title, edition and paragraph", validators=[Length(max=1000)])
    effective_from = DateParts("In force from")
    based_on = HiddenField()
    seen = HiddenField()

    def blame(self, errors: dict[str, str], **names: str) -> None:
        """Put `errors` beside their fields, those of a stage (`stages-2-amount`) too."""
        stages = {field.name: field for one in self.stages for field in one.form}
        for wrong in [key for key in errors if key in stages]:
            stages[wrong].errors = [errors[wrong]]
        self.stages.errors = tuple(one.form.errors for one in self.stages if one.form.errors)
        super().blame({key: message for key, message in errors.items() if key not in stages}, **names)

    @property
    def given(self) -> list[dict[str, Any]]:
        """The stages that stand, in order, as the command takes them."""
        return [one.form.data for one in self.stages if not one.form.is_empty]
