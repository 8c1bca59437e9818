"""What is typed on the pages of the people's room."""

from people.forms.accounts import (
    ADDRESS,
    LINE,
    AbsenceForm,
    AddressForm,
    AgencyForm,
    CodeForm,
    LeavingForm,
    PasswordForm,
    PersonForm,
    SignInForm,
    TokenForm,
    Typed,
)

__all__ = [
    "ADDRESS",
    "LINE",
    "AbsenceForm",
    "AddressForm",
    "AgencyForm",
    "CodeForm",
    "LeavingForm",
    "PasswordForm",
    "PersonForm",
    "SignInForm",
    "TokenForm",
    "Typed",
]
