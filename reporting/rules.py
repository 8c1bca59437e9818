"""When a chronology, read as a whole, raises a question. A question is evidence to judge: it names its entries, is no
score, and says nothing of anybody's intention.

That better times lie near meetings is asked only where chance would put them there so seldom as the rule book says: of
chronologies in which the two have nothing to do with each other, no more than that share raise the question.
Source: the 10 Principles, principles 7c and 7e.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import comb

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Mark:
    """An entry of the chronology, as far as a pattern looks at it."""

    id: str
    on: date
    shows: str = ""
    incident: str = ""
    differs_from: str = ""


@dataclass(frozen=True)
class Occasion:
    """A day that the family knew of beforehand: a meeting, a visit that was announced, the beginning of a plan."""

    on: date
    what: str = ""


@dataclass(frozen=True)
class Question:
    """`pattern` is its key, `asks` its words, `entries` the ids of what it rests on, oldest first. With `early_review` a review
    before its time is offered."""

    pattern: str
    asks: str
    entries: tuple[str, ...]
    early_review: bool = False


@dataclass(frozen=True)
class Reading:
    """A chronology and its occasions, read on a day with the numbers of the rule book."""

    marks: Sequence[Mark]
    occasions: Sequence[Occasion]
    today: date
    number: Callable[[str], int]

    @property
    def of_the_year(self) -> list[Mark]:
        return [mark for mark in self.marks if self.today - YEAR < mark.on <= self.today]

    def is_near(self, mark: Mark) -> bool:
        before, after = self.number("pattern.near_before"), self.number("pattern.near_after")
        return any(-before <= (mark.on - occasion.on).days <= after for occasion in self.occasions)

    def follows(self, mark: Mark) -> bool:
        """Within the days after an occasion in which a worse time counts as a lapse, and not near another one."""
        lapse = self.number("pattern.lapse")
        return not self.is_near(mark) and any(0 < (mark.on - one.on).days <= lapse for one in self.occasions)


def questions(reading: Reading, incidents: dict[str, str]) -> list[Question]:
    """Everything that this chronology asks; `incidents`: the words for each kind of incident."""
    found = [relapse(reading), better_near_meetings(reading), accounts_that_differ(reading), *counted(reading)]
    return [*(one for one in found if one), *repeated(reading, incidents)]


def is_settled(question: Question, pattern: str, entries: Sequence[str]) -> bool:
    """What was settled for these entries holds for them; one further entry asks again."""
    return question.pattern == pattern and set(question.entries) <= set(entries)


def better_near_meetings(reading: Reading) -> Question | None:
    """Better times near meetings, worse ones after, more often than chance would have it."""
    told = [mark for mark in reading.marks if mark.shows in ("better", "worse")]
    near = [mark for mark in told if reading.is_near(mark)]
    better = [mark for mark in near if mark.shows == "better"]
    worse = [mark for mark in told if mark.shows == "worse" and reading.follows(mark)]
    if len(better) < reading.number("pattern.better_near") or not worse:
        return None
    all_better = sum(mark.shows == "better" for mark in told)
    if chance_of(len(better), all_better, len(near), len(told)) * 100 > reading.number("pattern.false_alarms"):
        return None
    return Question(
        "near_meetings",
        "Things were better for the child around meetings and announced visits, and worse in the weeks after. "
        "What would we see on a day that nobody expects? What would convince us that the change lasts?",
        _ids([*better, *worse]),
    )


def chance_of(better_near: int, better: int, near: int, told: int) -> float:
    """How often so many or more of the better times lie near a meeting, where which time is better has nothing to do with it:
    the upper tail of the hypergeometric distribution (Fisher's exact test, one side)."""
    most = min(better, near)
    ways = sum(comb(near, number) * comb(told - near, better - number) for number in range(better_near, most + 1))
    return ways / comb(told, better)


def relapse(reading: Reading) -> Question | None:
    """After a better time near a meeting things are worse again, or there is an incident: a review before its time."""
    lapse = reading.number("pattern.lapse")
    better = [mark for mark in reading.marks if mark.shows == "better" and reading.is_near(mark)]
    for mark in sorted(reading.marks, key=lambda one: one.on, reverse=True):
        if (reading.today - mark.on).days > lapse or not (mark.shows == "worse" or mark.incident):
            continue
        before = [one for one in better if 0 < (mark.on - one.on).days <= lapse and reading.follows(mark)]
        if before:
            return Question(
                "relapse",
                "After a better time things are worse for the child again. Should the review be earlier than planned?",
                _ids([before[-1], mark]),
                early_review=True,
            )
    return None


def accounts_that_differ(reading: Reading) -> Question | None:
    entries = [mark for mark in reading.of_the_year if mark.differs_from]
    if len(entries) < reading.number("pattern.differing"):
        return None
    others = {mark.differs_from for mark in entries}
    return Question(
        "differing",
        "Accounts of the same matter differ. What did each see for themselves, and how can we find out?",
        (*sorted(others - {mark.id for mark in entries}), *_ids(entries)),
    )


def counted(reading: Reading) -> list[Question]:
    """What comes back within a year."""
    asked = {
        "missed": "Appointments were missed, or nobody was let in, several times within a year. What got in the way, "
        "and who has seen the child since?",
        "unmet": "A need of the child was written down as not met more than once within a year. What is different "
        "for the child today?",
    }
    found = []
    for shows, asks in asked.items():
        entries = [mark for mark in reading.of_the_year if mark.shows == shows]
        if len(entries) >= reading.number(f"pattern.{shows}"):
            found.append(Question(shows, asks, _ids(entries)))
    return found


def repeated(reading: Reading, incidents: dict[str, str]) -> list[Question]:
    """Incidents of one kind, again and again."""
    of_a_kind: dict[str, list[Mark]] = defaultdict(list)
    for mark in reading.of_the_year:
        if mark.incident:
            of_a_kind[mark.incident].append(mark)
    return [
        Question(
            f"repeated.{kind}",
            f"{incidents.get(kind, kind)}: {len(entries)} times within a year. Read together and not one by one, what "
            "do they say about this child’s daily life?",
            _ids(entries),
        )
        for kind, entries in of_a_kind.items()
        if len(entries) >= reading.number("pattern.repeated")
    ]


def _ids(marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(mark.id for mark in sorted(marks, key=lambda mark: mark.on))
