"""What is typed on the pages of the people's room."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from foundation.fields import DateParts, Line
from foundation.lifecycles import BadInput, Refusal, Refused
from foundation.unit_of_work import current_unit

LINE, ADDRESS = Length(max=200), Length(max=254)


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

    def tried(self, act: Callable[[], object], **names: str) -> tuple[int, list[Refusal]]:
        """Do what was asked. The status of the page to show again, with the refusals, where it did not go through; 0 where
        it did. What was typed stays here; nothing of the attempt stays in the database."""
        try:
            act()
        except BadInput as wrong:
            current_unit().abandon()
            self.blame(wrong.errors, **names)
            return 422, []
        except Refused as refused:
            current_unit().abandon()
            return 409, refused.refusals
        return 0, []


class SignInForm(FlaskForm):
    """Address and password."""

    email = StringField("Email address", validators=[InputRequired("Enter your e-mail address."), Length(max=254)])
    password = PasswordField("Password", validators=[InputRequired("Enter your password.")])


class PasswordForm(Typed):
    """The present password and the next."""

    old = PasswordField("Present password", validators=[InputRequired("Enter your present password.")])
    new = PasswordField(
        "New password",
        description="At least 12 characters; three words that come to mind do well",
        validators=[InputRequired("Enter the new password.")],
    )


class AbsenceForm(Typed):
    """When somebody is away, and who stands in."""

    from_on = DateParts("First day away")
    to_on = DateParts("Last day away")
    deputy = Line(
        "Who stands in",
        description="Their e-mail address or name. They get your reminders too, and see your cases for these days",
        validators=[ADDRESS],
    )


class TokenForm(Typed):
    """A token for a program that acts as me."""

    read_only = BooleanField("It may only read", default=True)
    scopes = Line(
        "What it may reach",
        description="Such as “meetings:read actions:write”; everything that you may, where you leave it empty",
        validators=[LINE],
    )
    expires_on = DateParts("Last day", needed=False)


class AddressForm(Typed):
    """Where somebody is reached from now on."""

    email = Line("E-mail address", validators=[InputRequired("Enter their e-mail address."), Length(max=254)])


class AgencyForm(Typed):
    """A new agency."""

    key = Line(
        "Key",
        description="Short, lower case; programs name the agency by it",
        validators=[InputRequired("Enter a key."), Length(max=60)],
    )
    name = Line("Name", validators=[InputRequired("Enter the agency's name."), LINE])
    kind = SelectField("Kind")
    telephone = Line("Telephone number", validators=[Length(max=40)])


class PersonForm(Typed):
    """A new account."""

    name = Line("Name", validators=[InputRequired("Enter the name."), LINE])
    email = Line("E-mail address", validators=[InputRequired("Enter the e-mail address."), ADDRESS])
    telephone = Line("Telephone number", validators=[Length(max=40)])
    agency = SelectField("Agency")
    role = SelectField("Account", description="An account opens no child's record: only a role in the case does")
    discipline = SelectField("Discipline")
    seniority = SelectField("Seniority")
    manager = Line("Line manager", description="Their e-mail address or name", validators=[ADDRESS])
    registered_social_worker = BooleanField("Registered social worker")
    password = PasswordField("First password", validators=[InputRequired("Enter a first password.")])


class LeavingForm(Typed):
    """Somebody leaves."""

    hand_over_to = Line("Who takes over", description="Their e-mail address or name", validators=[ADDRESS])


class CodeForm(Typed):
    """The code from the mail."""

    code = Line(
        "The six digits from the mail", validators=[InputRequired("Enter the code from the mail."), Length(max=20)]
    )
