"""What the forms of the meetings' pages share."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import Length

LINE, PARAGRAPH = Length(max=200), Length(max=4000)


SCOPES = {
    "one": "Only this meeting",
    "following": "This one and all that follow",
    "series": "The whole series, as far as it is still to come",
}


def scope_field() -> RadioField:
    """For which meetings of its series something holds. A page offers it where the meeting is in one."""
    return RadioField("For which meetings of the series?", choices=list(SCOPES.items()), default="one")


class Typed(FlaskForm):
    """A form whose command may find more that is wrong than the form did: each message goes beside its field."""

    def blame(self, errors: dict[str, str], **names: str) -> None:
        """Put `errors` beside their fields; `names` says which field holds what a command calls otherwise."""
        for wrong, message in errors.items():
            field = self._fields.get(names.get(wrong, wrong))
            if field is None:
                self.form_errors.append(message)
            else:
                field.errors = [*field.errors, message]

    def given(self, *names: str) -> dict[str, Any]:
        """What stands in the fields named, by name."""
        return {name: self._fields[name].data for name in names}
