"""Agencies and the people in them, the ways in, and what is kept so that those who work with children are looked after."""

from people.models.accounts import (
    ROLES,
    SENIORITIES,
    SENIORITY_RANK,
    Absence,
    Agency,
    Alias,
    ApiToken,
    KeptForm,
    LinkTries,
    Person,
    PrivateLink,
    SignInFailure,
    SignInSession,
)
from people.models.supervision import (
    DEBRIEF_STATES,
    RECORDS_LOOKED_AT,
    Debrief,
    DebriefNote,
    Supervision,
    SupervisionLine,
    SupervisionNote,
)
from people.models.training import (
    Training,
)

__all__ = [
    "DEBRIEF_STATES",
    "RECORDS_LOOKED_AT",
    "ROLES",
    "SENIORITIES",
    "SENIORITY_RANK",
    "Absence",
    "Agency",
    "Alias",
    "ApiToken",
    "Debrief",
    "DebriefNote",
    "KeptForm",
    "LinkTries",
    "Person",
    "PrivateLink",
    "SignInFailure",
    "SignInSession",
    "Supervision",
    "SupervisionLine",
    "SupervisionNote",
    "Training",
]
