"""What is typed where records are audited."""

from wtforms import IntegerField, RadioField
from wtforms.validators import InputRequired, Length

from children.forms.record import PARAGRAPH, Typed
from children.models import AUDIT_QUESTIONS, GRADES
from foundation.fields import Line, Text


class SampleForm(Typed):
    """A sample for somebody to grade."""

    auditor = Line(
        "Who looks at the records",
        description="Somebody senior: their e-mail address or name. Cases on which they or their team worked are left out",
        validators=[InputRequired("Name who looks at them."), Length(max=254)],
    )
    number = IntegerField("How many cases", default=5, validators=[InputRequired("Say how many.")])


class GradeForm(Typed):
    """What was found in one record."""

    good = Text("What is good", validators=[PARAGRAPH])
    to_mend = Text("What has to be put right", validators=[PARAGRAPH])


for _key, _words in AUDIT_QUESTIONS.items():
    setattr(
        GradeForm, _key, RadioField(_words, choices=list(GRADES.items()), validators=[InputRequired("Choose a grade.")])
    )
