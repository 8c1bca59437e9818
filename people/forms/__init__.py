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
from people.forms.supervision import (
    LONG,
    DebriefForm,
    SupervisionForm,
    SupervisorForm,
)
from people.forms.training import (
    TrainingForm,
)

__all__ = [
    "ADDRESS",
    "LINE",
    "LONG",
    "AbsenceForm",
    "AddressForm",
    "AgencyForm",
    "CodeForm",
    "DebriefForm",
    "LeavingForm",
    "PasswordForm",
    "PersonForm",
    "SignInForm",
    "SupervisionForm",
    "SupervisorForm",
    "TokenForm",
    "TrainingForm",
    "Typed",
]
