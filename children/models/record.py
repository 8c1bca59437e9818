"""Children and their households, who works with them, and what is known: each row dated, none ever deleted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

import rulebook
from foundation.database import Base, Identified, Versioned
from people.models import Person

PLANS = {
    "none": "No plan",
    "early_help": "Early help plan",
    "child_in_need": "Child in need plan",
    "s47": "Section 47 enquiry",
    "child_protection": "Child protection plan",
}
# While one of these stands, the lead professional is a registered social worker.
PROTECTING = ("s47", "child_protection")
CATEGORIES = {
    "physical": "Physical abuse",
    "emotional": "Emotional abuse",
    "sexual": "Sexual abuse",
    "neglect": "Neglect",
}
RELATIONS = {
    "sibling": "brother or sister",
    "half_sibling": "half-brother or half-sister",
    "step_sibling": "step-brother or step-sister",
    "other": "other relative",
}
PARENTAL_RESPONSIBILITY = {"yes": "Yes", "no": "No", "not_known": "Not known"}
INVOLVEMENT_ROLES = {
    "professional": "Professional",
    "chair": "Chair",
    "coordinator": "Coordinator",
    "manager": "Manager",
    "safeguarding_lead": "Safeguarding lead",
    "family": "Family",
    "advocate": "Advocate",
}
HOW_HEARD = {
    "talked": "Talked",
    "drawing": "Drawing",
    "play": "Play",
    "writing": "Writing",
    "observed": "Observed",
    "behaviour": "Shown by behaviour",
    "advocate": "Through an advocate",
    "interpreter": "Through an interpreter",
    "communication_aid": "With a communication aid",
}
STATEMENT_KINDS = {
    "fact": "Fact",
    "professional_judgement": "Professional judgement",
    "family_view": "Family view",
    "child_voice": "Child’s words",
}
# What a fact may be, so that the third of its kind is seen as the third; with the threats of the rule book.
INCIDENTS = {
    "injury": "Injury",
    "domestic_abuse": "Domestic abuse",
    "missing": "Missing",
    "self_harm": "Self-harm",
    "exploitation": "Exploitation",
    "police": "Police called",
    "hospital": "Taken to hospital",
    "left_alone": "Left alone",
    **{threat.key: threat.name for threat in rulebook.book().threats.values()},
    "other": "Another incident",
}
LAWFUL_BASES = {
    "legal_obligation": "Legal obligation",
    "public_task": "Public task",
    "vital_interests": "Vital interests",
    "legitimate_interests": "Legitimate interests",
    "consent": "Consent",
}
CONSENTS = {
    "given": "Asked, and given",
    "refused": "Asked, and refused",
    "not_safe_to_ask": "Not safe to ask",
    "cannot_be_obtained": "Cannot be obtained",
    "not_needed": "Not needed",
}
WITHOUT_CONSENT = ("not_safe_to_ask", "cannot_be_obtained")  # sharing stays possible; the reason is written down
# Article 9 of the UK GDPR and Schedule 1 of the Data Protection Act 2018, as far as safeguarding meets them.
SPECIAL_CONDITIONS = {
    "safeguarding": "Safeguarding of children (DPA 2018, Schedule 1, paragraph 18)",
    "health_or_social_care": "Health or social care (DPA 2018, Schedule 1, paragraph 2)",
    "vital_interests": "Vital interests, where nobody can consent (UK GDPR, article 9(2)(c))",
    "explicit_consent": "Explicit consent (UK GDPR, article 9(2)(a))",
    "legal_claims": "Legal claims or courts (UK GDPR, article 9(2)(f))",
}


class Household(Identified, Versioned, Base):
    """Where children live together. With `restricted_address` it is shown to the lead professional alone."""

    __tablename__ = "household"

    address: Mapped[str] = mapped_column(Text, default="")
    restricted_address: Mapped[bool] = mapped_column(Boolean, default=False)
    note: Mapped[str] = mapped_column(Text, default="")


def age_on(born: date | None, day: date) -> int:
    """How old a child is on `day`, in whole years; an unborn child counts as nought."""
    return 0 if born is None else max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


class Child(Identified, Versioned, Base):
    """A child, or an unborn child with the date on which the birth is expected. There is no reference but `public_id`."""

    __tablename__ = "child"
    __table_args__ = (
        CheckConstraint("(date_of_birth is null) <> (expected_date_of_birth is null)", name="born_or_expected"),
    )

    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    date_of_birth: Mapped[date | None]
    expected_date_of_birth: Mapped[date | None]
    planned_discharge_on: Mapped[date | None]  # from hospital
    first_language: Mapped[str] = mapped_column(String(100), default="")
    interpreter_needed: Mapped[bool] = mapped_column(Boolean, default=False)
    communication_needs: Mapped[str] = mapped_column(Text, default="")
    school: Mapped[str] = mapped_column(String(200), default="")
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    plan: Mapped[str] = mapped_column(String(30), default="none")
    plan_category: Mapped[str | None] = mapped_column(String(30))
    plan_since: Mapped[date | None]

    household: Mapped[Household] = relationship()

    @property
    def is_unborn(self) -> bool:
        return self.date_of_birth is None

    @property
    def is_under_protection(self) -> bool:
        return self.plan in PROTECTING


class ChildRelation(Base):
    """Two children who belong together though they live apart; a row for each direction."""

    __tablename__ = "child_relation"
    __table_args__ = (UniqueConstraint("child_id", "other_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))


class FamilyMember(Identified, Versioned, Base):
    """Somebody of the family: parent, partner, grandparent. `contact_is_safe`: what is sent there reaches only them."""

    __tablename__ = "family_member"

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    relation: Mapped[str] = mapped_column(String(100))
    parental_responsibility: Mapped[str] = mapped_column(String(30), default="not_known")
    lives_here: Mapped[bool] = mapped_column(Boolean, default=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    telephone: Mapped[str] = mapped_column(String(40), default="")
    contact_is_safe: Mapped[bool] = mapped_column(Boolean, default=False)
    language: Mapped[str] = mapped_column(
        String(100), default=""
    )  # the one that they speak best, where it is not English
    interpreter_needed: Mapped[bool] = mapped_column(Boolean, default=False)
    note: Mapped[str] = mapped_column(Text, default="")


class Involvement(Identified, Versioned, Base):
    """A role in this case, both days included: the one thing that opens a child's record. Ended, never deleted."""

    __tablename__ = "involvement"
    __table_args__ = (
        Index("ix_involvement_person", "person_id", "child_id"),
        Index("ix_involvement_child", "child_id"),
        Index("ix_involvement_agency", "agency_id"),
    )

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(30))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))  # theirs at the time
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    direct_contact: Mapped[bool] = mapped_column(Boolean, default=True)
    what: Mapped[str] = mapped_column(String(200), default="")
    holiday_cover: Mapped[str] = mapped_column(String(200), default="")  # who is reached while the school is closed
    ended_at: Mapped[datetime | None]  # ended by hand: at once, whatever the day
    end_reason: Mapped[str] = mapped_column(Text, default="")

    child: Mapped[Child] = relationship()
    person: Mapped[Person] = relationship()


class ConflictOfInterest(Identified, Base):
    """Somebody related to the child or the subject of the case: for them there is no record, whatever their role."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (UniqueConstraint("person_id", "child_id"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    declared_at: Mapped[datetime]


class VoiceEntry(Identified, Versioned, Base):
    """What the child said or showed, in the child's own words. A retraction is an entry of its own that names the first."""

    __tablename__ = "voice_entry"
    __table_args__ = (Index("ix_voice_entry_child", "child_id", "expressed_on"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    views: Mapped[str] = mapped_column(Text)
    daily_life: Mapped[str] = mapped_column(Text, default="")  # of a baby, or of a child who is not born yet
    feelings: Mapped[str] = mapped_column(Text, default="")
    expressed_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200), default="")
    how: Mapped[str] = mapped_column(String(30))
    tool: Mapped[str] = mapped_column(String(100), default="")
    tool_explanation: Mapped[str] = mapped_column(Text, default="")
    present: Mapped[str] = mapped_column(Text, default="")
    told_what_next: Mapped[str] = mapped_column(Text, default="")
    what_changed: Mapped[str] = mapped_column(Text, default="")
    told_outcome: Mapped[bool | None] = mapped_column(Boolean)
    told_not_to_talk: Mapped[bool | None] = mapped_column(Boolean)
    retracts_id: Mapped[int | None] = mapped_column(ForeignKey("voice_entry.id"), index=True)
    why_retracted: Mapped[str] = mapped_column(Text, default="")
    discussed: Mapped[str] = mapped_column(Text, default="")
    means_for_seeking_help: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who heard it
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class ChronologyEntry(Identified, Versioned, Base):
    """One thing that happened or was said, by the day it happened; `entered_at` says when we wrote it down."""

    __tablename__ = "chronology_entry"
    __table_args__ = (
        Index("ix_chronology_entry_child", "child_id", "happened_on"),
        Index("ix_chronology_entry_writer", "child_id", "entered_by_id", "entered_at"),
    )

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    happened_on: Mapped[date]
    happened_to: Mapped[date | None]
    about: Mapped[bool] = mapped_column(Boolean, default=False)  # the day is not known exactly
    kind: Mapped[str] = mapped_column(String(30))
    incident: Mapped[str] = mapped_column(String(30), default="")  # of a fact: a key of `INCIDENTS`
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="")
    significance: Mapped[str] = mapped_column(Text, default="")
    effect_on_child: Mapped[str] = mapped_column(Text, default="")
    rests_on: Mapped[list[Any]] = mapped_column(JSON, default=list)  # public ids of the facts a judgement rests on
    reason: Mapped[str] = mapped_column(Text, default="")
    what_else: Mapped[str] = mapped_column(Text, default="")  # of what the family says: what else could explain it
    confidence: Mapped[str] = mapped_column(String(10), default="")  # of a judgement
    would_change: Mapped[str] = mapped_column(Text, default="")
    serious_incident: Mapped[bool] = mapped_column(Boolean, default=False)
    shows: Mapped[str] = mapped_column(String(30), default="")  # a key of `SHOWS`
    account_of: Mapped[str] = mapped_column(String(30), default="")  # a key of `ACCOUNTS`
    differs_from: Mapped[str] = mapped_column(String(20), default="")  # public id of the entry that says otherwise
    linked_causes: Mapped[str] = mapped_column(Text, default="")  # of self-harm
    safety_plan: Mapped[str] = mapped_column(Text, default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class SharingDecision(Identified, Versioned, Base):
    """Whether information was shared, what, with whom and why; deciding not to share is a decision too."""

    __tablename__ = "sharing_decision"
    __table_args__ = (Index("ix_sharing_decision_child", "child_id", "decided_at"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    shared: Mapped[bool] = mapped_column(Boolean)
    what: Mapped[str] = mapped_column(Text)
    with_whom: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text)
    lawful_basis: Mapped[str] = mapped_column(String(200))
    special_category_condition: Mapped[str] = mapped_column(String(200), default="")
    consent: Mapped[str] = mapped_column(String(30), default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    copy_kept_at: Mapped[str] = mapped_column(String(200), default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
