"""What one needs to know first about a child, before any history: one question over several tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Date, Integer, Select, String, Text, cast, func, literal, null, or_, select, union_all

from children.models import (
    NEEDS,
    AdultAsked,
    Analysis,
    Assumption,
    CaseSummary,
    Change,
    ChangeTask,
    Child,
    ChronologyEntry,
    ContactRule,
    NeedSeen,
    Service,
    ServiceUse,
    age_on,
)
from children.queries.cases import roles_asked
from children.queries.engagement import in_use, state_of, words_of
from children.queries.patterns import figure
from children.queries.thinking import is_stale
from foundation import clock
from foundation.database import Instant, db
from people.models import Agency, Person
from people.visibility import visible_to

LATEST = 6  # entries of the chronology
YEAR = timedelta(days=365)
COLUMNS: dict[str, Any] = {
    "of": String(),
    "one": Text(),
    "two": Text(),
    "three": Text(),
    "four": Text(),
    "on": Date(),
    "at": Instant(),
    "number": Integer(),
}


@dataclass(frozen=True)
class First:
    """`roles`: as `roles_in`; `summary`: one to four are who, risks, what is different and steps taken, `at` when; `thinking`:
    what is thought and what else it could be; `asked` as `adults_of` takes it; `incidents`: their kinds within a year;
    `written`: the latest entries; `needs`: one and two are the need and how it stands; `services`: those that are not confirmed
    by themselves; `untested`: how many assumptions; `changes`: one, two, on are the service, what happens and from when, three
    what takes its place; `contact`: one and two are whom a rule of safe contact is about, and what it says."""

    roles: frozenset[str]
    summary: Any
    thinking: Any
    asked: Sequence[Any]
    incidents: Sequence[Any]
    written: Sequence[Any]
    needs: Sequence[Any]
    services: Sequence[str] = ()
    untested: int = 0
    changes: Sequence[Any] = ()
    contact: Sequence[Any] = ()

    def needs_that_are(self, state: str) -> list[str]:
        """Which of the nine are known to be met, or not met, each in one word."""
        return [NEEDS[row.one].split(":")[0] for row in self.needs if row.two == state]

    @property
    def repeated(self) -> list[Any]:
        """Kinds of incident that came back so often that they are seen as one thing."""
        return [row for row in self.incidents if row.number >= figure("pattern.repeated")]

    def of_an_adolescent(self, child: Child) -> int:
        """How many incidents of any kind there were within a year, where the child's age and their number ask to see them
        together; else 0. Source: the 10 Principles, principle 10 (adolescents: one incident after the other is reacted to)."""
        number, age = sum(row.number for row in self.incidents), age_on(child.date_of_birth, clock.today())
        return number if number >= figure("adolescent.incidents") and age >= figure("adolescent.from") else 0

    @property
    def needs_unknown(self) -> int:
        return len(NEEDS) - sum(bool(row.two != "unknown") for row in self.needs)

    @property
    def summary_is_stale(self) -> bool:
        return self.summary is not None and is_stale(self.summary.at)


def first(person: Person, child: Child) -> First:
    """One query."""
    parts = [part.subquery() for part in _parts(person, child)]
    rows = db.session.execute(union_all(*(select(part) for part in parts))).all()

    def of(name: str) -> list[Any]:
        return [row for row in rows if row.of == name]

    asked = [SimpleNamespace(adult=row.one, answer=row.two, on=row.on, id=row.number) for row in of("asked")]
    return First(
        roles=frozenset(row.one for row in of("role")),
        summary=next(iter(of("summary")), None),
        thinking=next(iter(of("thinking")), None),
        asked=sorted(asked, key=lambda row: (row.on, row.id), reverse=True),
        incidents=of("incident"),
        written=sorted(of("written"), key=lambda row: (row.on, row.number), reverse=True),
        needs=of("need"),
        services=[words for row in of("service") if (words := _not_confirmed(row))],
        untested=sum(row.number for row in of("untested")),
        changes=sorted(of("change"), key=lambda row: (row.three != "", row.on)),
        contact=of("contact"),
    )


def _not_confirmed(row: Any) -> str:
    """As "not confirmed by CAMHS"; empty where the service itself has confirmed."""
    state = state_of(SimpleNamespace(answer=row.two, stated_on=row.on, asked_on=row.on))
    return "" if state == "confirmed" else words_of(state, row.one)


def _parts(person: Person, child: Child) -> list[Select[Any]]:
    entry = ChronologyEntry
    order = func.row_number().over(partition_by=NeedSeen.need, order_by=(NeedSeen.seen_on.desc(), NeedSeen.id.desc()))
    seen = (
        select(NeedSeen.need, NeedSeen.state, order.label("place"))
        .where(visible_to(person, NeedSeen), NeedSeen.child_id == child.id)
        .subquery()
    )
    roles = roles_asked(person, child.id).subquery()
    return [
        _row("role", one=roles.c.role),
        _row("contact", one=ContactRule.name, two=ContactRule.kind).where(
            visible_to(person, ContactRule), ContactRule.household_id == child.household_id,
            ContactRule.ended_at.is_(None),
        ),
        _row("need", one=seen.c.need, two=seen.c.state).where(seen.c.place == 1),
        _row("summary", one=CaseSummary.who, two=CaseSummary.risks, three=CaseSummary.what_is_different,
             four=CaseSummary.steps_taken,
             at=CaseSummary.written_at)
        .where(visible_to(person, CaseSummary), CaseSummary.child_id == child.id)
        .order_by(CaseSummary.written_at.desc(), CaseSummary.id.desc())
        .limit(1),
        _row("thinking", one=Analysis.thinking, two=Analysis.alternatives, three=Analysis.confidence, at=Analysis.written_at)
        .where(visible_to(person, Analysis), Analysis.child_id == child.id)
        .order_by(Analysis.written_at.desc(), Analysis.id.desc())
        .limit(1),
        _row("service", one=Service.name, two=ServiceUse.answer, on=func.coalesce(ServiceUse.asked_on, ServiceUse.stated_on))
        .select_from(ServiceUse)
        .join(Service, Service.id == ServiceUse.service_id)
        .where(visible_to(person, ServiceUse), ServiceUse.child_id == child.id, in_use()),
        _row("untested", number=func.count(Assumption.id))
        .where(visible_to(person, Assumption), Assumption.child_id == child.id, Assumption.result == ""),
        _row("change", one=Service.name, two=Change.kind, three=ChangeTask.replaced_by, on=Change.effective_on)
        .select_from(ChangeTask)
        .join(Change, Change.id == ChangeTask.change_id)
        .outerjoin(Service, Service.id == Change.service_id)
        .where(
            visible_to(person, ChangeTask), ChangeTask.child_id == child.id,
            or_(ChangeTask.acknowledged_at.is_(None), Change.effective_on >= clock.today()),
        ),
        _row("asked", one=AdultAsked.adult, two=AdultAsked.answer, on=AdultAsked.asked_on, number=AdultAsked.id)
        .where(visible_to(person, AdultAsked), AdultAsked.child_id == child.id),
        _row("incident", one=entry.incident, number=func.count())
        .where(
            visible_to(person, entry), entry.child_id == child.id, entry.incident != "",
            entry.happened_on > clock.today() - YEAR,
        )
        .group_by(entry.incident),
        _row("written", one=entry.text, two=entry.kind, three=entry.incident, four=Agency.name, on=entry.happened_on,
             at=entry.entered_at, number=entry.id)
        .join(Person, Person.id == entry.entered_by_id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(visible_to(person, entry), entry.child_id == child.id)
        .order_by(entry.happened_on.desc(), entry.id.desc())
        .limit(LATEST),
    ]  # fmt: skip


def _row(of: str, **given: Any) -> Select[Any]:
    given["of"] = literal(of)
    return select(
        *((given[name] if name in given else cast(null(), type_)).label(name) for name, type_ in COLUMNS.items())
    )
