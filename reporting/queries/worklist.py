"""What awaits somebody: one query for the rows, one for the children they are about and how those fare."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy import cast as as_type
from sqlalchemy.orm import aliased

import working_time
from actions.models import Action, ActionChild
from children.access import children_visible_to, is_current
from children.models import Child, ChronologyEntry, Involvement, LeadGap, VoiceEntry
from foundation import clock
from foundation.database import db
from meetings.models import Meeting, MeetingChild
from people.models import Agency, Person
from people.visibility import visible_to
from reporting.queries.waiting import OVERDUE, work_of

GROUPINGS = {"due": "Due date", "priority": "Priority", "person": "Person", "household": "Household"}
ROWS = 50
QUIET_DAYS = 20  # working days without a word of the child, or of an agency in touch


@dataclass(frozen=True)
class Item:
    """One piece of work. `children` are those of it whom the reader may see; `group` is the key of its group; `mine`: it
    waits for the reader and not for somebody whom they manage."""

    row: Any
    children: Sequence[Any] = ()
    mine: bool = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def due(self) -> date | datetime | None:
        """The instant where there is one, else the London date."""
        return cast("date | datetime | None", self.row.due_at or self.row.due_on)

    @property
    def is_overdue(self) -> bool:
        return bool(self.row.bucket == OVERDUE)


@dataclass(frozen=True)
class Children:
    """The children with whom somebody has a role today, counted: of all, how many have no lead, were not heard for 20
    working days, or have an agency in touch that has written nothing for as long."""

    total: int = 0
    without_lead: int = 0
    not_heard: int = 0
    silent: int = 0


@dataclass(frozen=True)
class Worklist:
    """One page of the work. `total` and `overdue` count all of it."""

    items: list[Item] = field(default_factory=list)
    total: int = 0
    overdue: int = 0
    page: int = 1
    size: int = ROWS
    children: Children = field(default_factory=Children)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def groups(self) -> list[list[Item]]:
        """The items of this page, those of one group together, in their order."""
        found: dict[Any, list[Item]] = defaultdict(list)
        for item in self.items:
            found[item.group].append(item)
        return list(found.values())


def worklist(person: Person, *, team: bool = False, by: str = "due", page: int = 1, size: int = ROWS) -> Worklist:
    """What waits for `person`, or for those whom they manage; grouped `by` one of `GROUPINGS`. Two queries."""
    page = max(1, min(page, 10_000))
    asked = _rows(person, team, by).limit(size).offset((page - 1) * size)
    rows = db.session.execute(asked, {"me": person.id, "now": clock.now()}).all()
    children, counts = _children(person, rows)
    items = [Item(row, _of(row, children), not team) for row in rows]
    total, overdue = (rows[0].total, rows[0].overdue) if rows else (0, 0)
    return Worklist(items, total, overdue, page, size, counts)


def _rows(person: Person, team: bool, by: str) -> Select[Any]:
    """Every kind of work in one union; each row of it is shown only where its meeting, action and child may be seen."""
    work = work_of(team, person.agency.kind, person.discipline, person.role, clock.today())
    owner, other = aliased(Person), aliased(Person)
    of_owner, of_other = aliased(Agency), aliased(Agency)
    group = _group(person, team, by, work, owner, other)
    # Dates and instants as text: the one form in which both engines can put them in one order.
    when = func.coalesce(as_type(work.c.due_at, String), as_type(work.c.due_on, String))
    return (
        select(
            work,
            group.label("group"),
            owner.name.label("owner"),
            of_owner.name.label("owner_agency"),
            other.name.label("other"),
            of_other.name.label("other_agency"),
            func.count().over().label("total"),
            func.sum(case((work.c.bucket == OVERDUE, 1), else_=0)).over().label("overdue"),
            func.count().over(partition_by=group).label("in_group"),
        )
        .select_from(work)
        .outerjoin(owner, owner.id == work.c.owner_id)
        .outerjoin(of_owner, of_owner.id == owner.agency_id)
        .outerjoin(other, other.id == work.c.other_id)
        .outerjoin(of_other, of_other.id == other.agency_id)
        .outerjoin(Meeting, Meeting.id == work.c.meeting_id)
        .outerjoin(Action, Action.id == work.c.action_id)
        .where(
            or_(work.c.meeting_id.is_(None), visible_to(person, Meeting)),
            or_(work.c.action_id.is_(None), visible_to(person, Action)),
            or_(work.c.child_id.is_(None), work.c.child_id.in_(children_visible_to(person))),
        )
        .order_by(
            group.is_(None), group, work.c.bucket, when.is_(None), when, work.c.rank, work.c.reference, work.c.kind
        )
    )


def _group(person: Person, team: bool, by: str, work: Any, owner: Any, other: Any) -> ColumnElement[Any]:
    if by == "priority":
        return cast(ColumnElement[Any], work.c.rank)
    if by == "person":
        # My own work by who waits for it; that of a team by whose it is.
        return cast(ColumnElement[Any], owner.name if team else other.name)
    if by == "household":
        return _household(person, work)
    return cast(ColumnElement[Any], work.c.bucket)


def _household(person: Person, work: Any) -> ColumnElement[Any]:
    """The household of the first child of a row whom the reader may see."""
    of_meeting = select(MeetingChild.child_id).where(MeetingChild.meeting_id == work.c.meeting_id)
    of_action = select(ActionChild.child_id).where(ActionChild.action_id == work.c.action_id)
    about = or_(
        Child.id == work.c.child_id,
        and_(work.c.child_id.is_(None), or_(Child.id.in_(of_meeting), Child.id.in_(of_action))),
    )
    found = select(func.min(Child.household_id)).where(about, visible_to(person, Child)).correlate(work)
    return found.scalar_subquery()


Named = dict[tuple[str, int], list[Any]]


def _children(person: Person, rows: Sequence[Any]) -> tuple[Named, Children]:
    """The visible children of the rows, by what they belong to, and the counts over all children of the reader."""
    found: Named = defaultdict(list)
    counts = Children()
    for row in db.session.execute(union_all(_counts(person), *_names(person, rows))):
        if row.of == "all":
            counts = Children(row.number, row.one or 0, row.two or 0, row.three or 0)
        else:
            found[row.of, row.number].append(row)
    return found, counts


def _names(person: Person, rows: Sequence[Any]) -> list[Select[Any]]:
    def named(of: str, number: Any, ids: set[int]) -> Select[Any]:
        return select(
            literal(of).label("of"),
            number.label("number"),
            Child.public_id.label("public_id"),
            Child.name.label("name"),
            Child.household_id.label("one"),
            as_type(null(), Integer).label("two"),
            as_type(null(), Integer).label("three"),
        ).where(number.in_(ids), visible_to(person, Child))

    ids = {name: {getattr(row, name) for row in rows} - {None} for name in ("meeting_id", "action_id", "child_id")}
    asked = []
    if ids["meeting_id"]:
        of = named("meeting", MeetingChild.meeting_id, ids["meeting_id"])
        asked.append(of.join(MeetingChild, MeetingChild.child_id == Child.id))
    if ids["action_id"]:
        of = named("action", ActionChild.action_id, ids["action_id"])
        asked.append(of.join(ActionChild, ActionChild.child_id == Child.id))
    if ids["child_id"]:
        asked.append(named("child", Child.id, ids["child_id"]))
    return asked


def _counts(person: Person) -> Select[Any]:
    """One row of four numbers over the children whom `person` may see."""
    since = working_time.england_and_wales().add(clock.today(), -QUIET_DAYS)
    instant = datetime.combine(since, time(), clock.LONDON)
    gap = exists().where(LeadGap.child_id == Child.id, LeadGap.to_at.is_(None))
    heard = exists().where(VoiceEntry.child_id == Child.id, VoiceEntry.expressed_on >= since)
    writer = aliased(Person)
    wrote = exists().where(
        ChronologyEntry.child_id == Child.id,
        ChronologyEntry.entered_at >= instant,
        writer.id == ChronologyEntry.entered_by_id,
        writer.agency_id == Involvement.agency_id,
    )
    silent = exists().where(
        Involvement.child_id == Child.id,
        is_current(),
        Involvement.role == "professional",
        Involvement.direct_contact.is_(True),
        Involvement.from_on < since,
        ~wrote,
    )

    def number(condition: ColumnElement[bool]) -> Any:
        return func.sum(case((condition, 1), else_=0))

    return select(
        literal("all").label("of"),
        func.count(Child.id).label("number"),
        as_type(null(), String).label("public_id"),
        as_type(null(), String).label("name"),
        number(gap).label("one"),
        number(and_(Child.plan != "none", ~heard)).label("two"),
        number(silent).label("three"),
    ).where(visible_to(person, Child))


def _of(row: Any, children: Named) -> list[Any]:
    keys = (("child", row.child_id), ("action", row.action_id), ("meeting", row.meeting_id))
    return next((children[key] for key in keys if key[1] is not None), [])
