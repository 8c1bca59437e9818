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

__all__ = [
    "ROLES",
    "SENIORITIES",
    "SENIORITY_RANK",
    "Absence",
    "Agency",
    "Alias",
    "ApiToken",
    "KeptForm",
    "LinkTries",
    "Person",
    "PrivateLink",
    "SignInFailure",
    "SignInSession",
]
