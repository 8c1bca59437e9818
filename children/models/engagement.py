"""Services around a child: which are said to work with the family, what each says itself, and what stops or changes."""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from children.models.record import Child, Household
from foundation.database import Base, Identified, Versioned
from people.models import Agency

USED_BY = {"child": "The child", "parent": "A parent or carer", "other": "Somebody else of the family"}
ANSWERS_OF_SERVICES = {"confirmed": "Yes, we are working with them", "denied": "No, we are not seeing them"}
CHANGES = {
    "service_stops": "A service stops",
    "service_changes": "A service changes",
    "tenancy_ends": "A tenancy is ending",
}


class Service(Identified, Base):
    """Something that an agency does for families, by the name that people know. No child stands in it."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("agency_id", "name_key"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))

    agency: Mapped[Agency] = relationship(lazy="joined")


class ServiceUse(Identified, Versioned, Base):
    """Somebody says that a service is working with the family. It is a claim until that service itself confirms it.

    `answer`: what the service said last, on the London date `asked_on`, in the person of `said_by`. `reduces_risk`: the
    risk that it is counted on for, once it has confirmed.
    """

    __tablename__ = "service_use"
    __table_args__ = (Index("ix_service_use_child", "child_id"), Index("ix_service_use_service", "service_id"))

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    used_by: Mapped[str] = mapped_column(String(30))
    what: Mapped[str] = mapped_column(Text, default="")
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stated_on: Mapped[date]
    answer: Mapped[str] = mapped_column(String(30), default="")
    answer_words: Mapped[str] = mapped_column(Text, default="")
    said_by: Mapped[str] = mapped_column(String(200), default="")
    asked_on: Mapped[date | None]
    answer_entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reduces_risk: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None]

    child: Mapped[Child] = relationship()
    service: Mapped[Service] = relationship()


class Change(Identified, Versioned, Base):
    """A service stops or changes, or a tenancy ends, on the London date `effective_on`, which may lie ahead."""

    __tablename__ = "change_notice"
    __table_args__ = (Index("ix_change_notice_service", "service_id"),)

    kind: Mapped[str] = mapped_column(String(30))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    text: Mapped[str] = mapped_column(Text)
    effective_on: Mapped[date]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime]

    service: Mapped[Service | None] = relationship()
    household: Mapped[Household | None] = relationship()

    @property
    def title(self) -> str:
        """As "Family support of Lantern stops"."""
        if self.service is None:
            return "The tenancy of the household is ending"
        stops = "stops" if self.kind == "service_stops" else "changes"
        return f"{self.service.name} of {self.service.agency.name} {stops}"


class ChangePost(Base):
    """Somebody whose post goes with the service."""

    __tablename__ = "change_post"

    change_id: Mapped[int] = mapped_column(ForeignKey("change_notice.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class ChangeTask(Identified, Versioned, Base):
    """What a change asks of whoever leads for one child: to say by `due_on` what takes its place. `is_safety`: something
    that keeps the child safe leans on it."""

    __tablename__ = "change_task"
    __table_args__ = (UniqueConstraint("change_id", "child_id"), Index("ix_change_task_child", "child_id"))

    change_id: Mapped[int] = mapped_column(ForeignKey("change_notice.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    is_safety: Mapped[bool] = mapped_column(Boolean)
    due_on: Mapped[date]
    rule: Mapped[str] = mapped_column(String(80))
    working: Mapped[list[str]] = mapped_column(JSON, default=list)
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replaced_by: Mapped[str] = mapped_column(Text, default="")

    change: Mapped[Change] = relationship()
    child: Mapped[Child] = relationship()
