"""The services around a child: what is said of each, what it says itself, and from which nothing was heard."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

import rulebook
import working_time
from children.models import Child, ChronologyEntry, Service, ServiceUse
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Agency, Person
from people.visibility import visible_to
from working_time import Due

CONFIRM, CONFIRM_AGAIN = "engagement.confirm", "engagement.confirm_again"
QUIET_AFTER = 20  # working days without a word make a service one that was not heard from
UNPROVEN = ("unconfirmed", "overdue", "confirm_again", "denied")


@dataclass(frozen=True)
class Use:
    """One service as a page shows it."""

    row: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def state(self) -> str:
        return state_of(self.row)

    @property
    def words(self) -> str:
        return words_of(self.state, self.row.service_name)

    @property
    def due(self) -> Due | None:
        """By when the service is asked, or asked again; None where it said no."""
        return due_of(self.row)

    @property
    def is_unheard(self) -> bool:
        """A service in use from which nothing was heard for long, or ever: neither an entry nor an answer."""
        heard = self.row.last_wrote_at
        days = [clock.local(heard).date()] if heard else []
        days += [self.row.asked_on] if self.row.answer == "confirmed" else []
        calendar = working_time.england_and_wales()
        if not days:
            return bool(self.row.answer != "denied")
        return calendar.working_days_between(max(*days, calendar.first), clock.today()) > QUIET_AFTER


def due_of(row: Any) -> Due | None:
    if row.answer == "denied":
        return None
    rule, since = (CONFIRM_AGAIN, row.asked_on) if row.answer else (CONFIRM, row.stated_on)
    return rulebook.book().due_for(rule, since)


def state_of(row: Any) -> str:
    """`unconfirmed`, `overdue` (so for too long), `confirmed`, `confirm_again` or `denied`. Asks the database nothing."""
    due = due_of(row)
    if due is None:
        return "denied"
    late = due.by is not None and clock.today() > due.by
    if row.answer:
        return "confirm_again" if late else "confirmed"
    return "overdue" if late else "unconfirmed"


def words_of(state: str, service: str) -> str:
    """As "not confirmed by CAMHS"."""
    return {
        "denied": f"{service} is not seeing them",
        "confirmed": f"confirmed by {service}",
        "confirm_again": f"no longer confirmed by {service}",
    }.get(state, f"not confirmed by {service}")


def uses(person: Person, child: Child) -> list[Use]:
    """The services in use, those that are not confirmed first. One query."""
    rows = db.session.execute(
        use_rows(person).where(ServiceUse.child_id == child.id, in_use()).order_by(ServiceUse.id)
    ).all()
    order = ("denied", "overdue", "confirm_again", "unconfirmed", "confirmed")
    return sorted((Use(row) for row in rows), key=lambda one: order.index(one.state))


def use_rows(person: Person) -> Select[*tuple[Any, ...]]:
    writer, stater, enterer = aliased(Person), aliased(Person), aliased(Person)
    wrote = (
        select(func.max(ChronologyEntry.entered_at))
        .join(writer, writer.id == ChronologyEntry.entered_by_id)
        .where(ChronologyEntry.child_id == ServiceUse.child_id, writer.agency_id == Service.agency_id)
        .correlate(ServiceUse, Service)
        .scalar_subquery()
    )
    return (
        select(
            ServiceUse.id,
            ServiceUse.public_id,
            ServiceUse.used_by,
            ServiceUse.what,
            ServiceUse.stated_on,
            ServiceUse.answer,
            ServiceUse.answer_words,
            ServiceUse.said_by,
            ServiceUse.asked_on,
            ServiceUse.reduces_risk,
            Service.id.label("service_id"),
            Service.name.label("service_name"),
            Agency.id.label("agency_id"),
            Agency.name.label("agency_name"),
            stater.name.label("stated_by_name"),
            enterer.name.label("answer_entered_by_name"),
            wrote.label("last_wrote_at"),
        )
        .select_from(ServiceUse)
        .join(Service, Service.id == ServiceUse.service_id)
        .join(Agency, Agency.id == Service.agency_id)
        .join(stater, stater.id == ServiceUse.stated_by_id)
        .outerjoin(enterer, enterer.id == ServiceUse.answer_entered_by_id)
        .where(visible_to(person, ServiceUse))
    )


def in_use(today: date | None = None) -> Any:
    return or_(ServiceUse.ended_on.is_(None), ServiceUse.ended_on > (today or clock.today()))


def use(person: Person, child: Child, public_id: str) -> ServiceUse:
    """One service in use for this child. Raises `NotVisible`."""
    found = db.session.scalar(
        select(ServiceUse).where(
            ServiceUse.public_id == public_id, ServiceUse.child_id == child.id, visible_to(person, ServiceUse)
        )
    )
    if found is None:
        raise NotVisible("service_use")
    return found


def service_named(agency: Agency, name_key: str) -> Service | None:
    return db.session.scalar(select(Service).where(Service.agency_id == agency.id, Service.name_key == name_key))


def adult_services(child_ids: Collection[int]) -> Sequence[Any]:
    """The agencies whose services a parent or another adult of these children's families uses: agency id and name, service.

    For rooms that hold a case already; nobody's permission is asked."""
    return db.session.execute(
        select(Agency.id, Agency.name, func.min(Service.name).label("service"))
        .join(Service, Service.agency_id == Agency.id)
        .join(ServiceUse, and_(ServiceUse.service_id == Service.id, in_use()))
        .where(ServiceUse.child_id.in_(list(child_ids)), ServiceUse.used_by != "child", ServiceUse.answer != "denied")
        .group_by(Agency.id, Agency.name)
        .order_by(Agency.name)
    ).all()
