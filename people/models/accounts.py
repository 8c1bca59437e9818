"""Agencies and the people in them, with or without an account, and the ways in."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Base, Identified, Versioned

ROLES = {
    "practitioner": "Practitioner",
    "manager": "Manager",
    "coordinator": "Coordinator",
    "safeguarding_lead": "Safeguarding lead",
    "partner": "Safeguarding partner",
    "auditor": "Auditor",
    "agency_admin": "Agency administrator",
    "system_admin": "System administrator",
}
SENIORITIES = {
    "practitioner": "Practitioner",
    "manager": "Team or line manager",
    "senior_manager": "Service or senior manager",
    "executive": "Executive",
}
SENIORITY_RANK = {key: rank for rank, key in enumerate(SENIORITIES)}


class Agency(Identified, Versioned, Base):
    """An organisation with a duty towards the child. `kind` is a key of `agencies` in the rule book."""

    __tablename__ = "agency"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60))
    telephone: Mapped[str] = mapped_column(String(40), default="")


class Person(Identified, Versioned, Base):
    """Somebody who works with children, in one agency. Without a `role` there is no account: invited and asked by mail.

    `can_decide`: senior enough to decide for the agency (Working Together 2023, strategy discussions).
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("role is null or email <> ''", name="account_needs_address"),
        Index("ix_person_manager", "manager_id"),
        Index("ix_person_agency", "agency_id"),
    )

    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    telephone: Mapped[str] = mapped_column(String(40), default="")
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    role: Mapped[str | None] = mapped_column(String(30))
    discipline: Mapped[str | None] = mapped_column(String(60))
    seniority: Mapped[str] = mapped_column(String(30), default="practitioner")
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    registered_social_worker: Mapped[bool] = mapped_column(Boolean, default=False)
    password_hash: Mapped[str | None] = mapped_column(Text)
    left_on: Mapped[date | None]
    keyboard_shortcuts: Mapped[bool] = mapped_column(Boolean, default=True)
    undeliverable: Mapped[str] = mapped_column(
        Text, default=""
    )  # why mail to the address came back; '' where it did not

    agency: Mapped[Agency] = relationship(lazy="joined")
    manager: Mapped["Person | None"] = relationship(remote_side="Person.id")

    @property
    def can_decide(self) -> bool:
        return SENIORITY_RANK[self.seniority] >= SENIORITY_RANK["manager"]

    # What Flask-Login asks of whoever is signed in.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.role is not None and self.left_on is None

    def get_id(self) -> str:
        return self.public_id


class Alias(Identified, Base):
    """Another address under which somebody answers, as a person here has confirmed. Nothing is ever mailed to it."""

    __tablename__ = "person_alias"
    __table_args__ = (UniqueConstraint("person_id", "email_key"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    email_key: Mapped[str] = mapped_column(String(254))
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime]


class Absence(Identified, Base):
    """Somebody is away, both days included, and who stands in; reminders go to both."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_person", "person_id", "from_on"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]


class SignInSession(Base):
    """A session on the server: the cookie holds a secret, this row its hash. Ending the row ends the session."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user_agent: Mapped[str] = mapped_column(String(200), default="")


class KeptForm(Identified, Base):
    """A form that was sent when its session had ended: kept for whoever typed it, until they sign in and send it again."""

    __tablename__ = "kept_form"
    __table_args__ = (Index("ix_kept_form_person", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str] = mapped_column(Text)
    typed: Mapped[bytes]  # JSON of the fields; sealed where this installation has a key for it
    sealed: Mapped[bool]
    kept_at: Mapped[datetime]


class SignInFailure(Base):
    """Failed sign-ins by what is counted (an account, an address), so that a restart does not forget them."""

    __tablename__ = "sign_in_failure"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)
    last_at: Mapped[datetime]


class PrivateLink(Identified, Base):
    """A secret address that serves one purpose for one person, and nothing else. Only its hash is stored.

    `kind`: `action`, `invitation` or `feed`; `subject_id` is the public id of what it opens. `code_hash` is that of the
    one-time code which shows more, for as long as `code_ends_at` says; wrong codes count. What was fetched with a feed
    is counted, so that its owner notices a leak.
    """

    __tablename__ = "private_link"
    __table_args__ = (Index("ix_private_link_subject", "kind", "subject_id"),)

    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    code_hash: Mapped[str] = mapped_column(String(64), default="")
    code_asked_at: Mapped[datetime | None]
    code_ends_at: Mapped[datetime | None]
    wrong_codes: Mapped[int] = mapped_column(Integer, default=0)
    uses: Mapped[int] = mapped_column(Integer, default=0)
    used_at: Mapped[datetime | None]
    used_by: Mapped[str] = mapped_column(String(200), default="")  # the program that asked last, and from where

    person: Mapped[Person] = relationship()


class LinkTries(Base):
    """How often private links were tried from one address since `since`; more than so many in a minute are refused."""

    __tablename__ = "link_tries"

    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)
    since: Mapped[datetime]


class ApiToken(Identified, Base):
    """A token that acts as its person, narrowed by its scopes (none: all). Only the hash is stored."""

    __tablename__ = "api_token"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    scopes: Mapped[str] = mapped_column(Text, default="")
    read_only: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime]
    expires_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
