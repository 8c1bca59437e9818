"""What turns a recorded dissent into a challenge."""

from typing import Any

from wtforms import RadioField
from wtforms.validators import InputRequired, Length, Optional

from foundation.fields import Line, Text
from people.forms import Typed

PARAGRAPH = Length(max=20_000)


class ChallengeForm(Typed):
    """Whom the dissenter consulted; and, so that it opens at once, what they want for the child."""

    consulted = Line(
        "Which safeguarding lead of your agency did you consult?",
        description="The procedure asks for it before a challenge.",
        validators=[InputRequired("Name the safeguarding lead of your agency whom you consulted."), Length(max=300)],
    )
    immediate_risk = RadioField(
        "Is a child in immediate danger?",
        choices=[("no", "No"), ("yes", "Yes, or I am not sure: telephone 999 now")],
        validators=[Optional()],
    )
    outcome_sought = Text("What outcome do you want?", validators=[PARAGRAPH])
    effect_on_child = Text("What happens to the child if nothing changes?", validators=[PARAGRAPH])
    interim_safety = Text("What keeps the child safe meanwhile?", validators=[PARAGRAPH])

    @property
    def given(self) -> dict[str, Any]:
        """As the command takes it."""
        answers = {
            "immediate_risk": {"yes": True, "no": False}.get(self.immediate_risk.data or ""),
            "outcome_sought": self.outcome_sought.data or "",
            "effect_on_child": self.effect_on_child.data or "",
            "interim_safety": self.interim_safety.data or "",
        }
        return {"consulted": self.consulted.data or "", "answers": answers}
