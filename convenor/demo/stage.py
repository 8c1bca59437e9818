"""The stage of the demonstration: stories told through the commands, each at its moment, with the clock stopped there.

A story is a generator. It yields the moment at which it goes on, and what stands between two yields happens then, in one
unit of work. All stories together are played in the order of time, for the audit chain runs forwards; after each scene
the dispatcher makes its pass, so that mail goes out and reminders fire when they would have.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from flask import Flask
from sqlalchemy import select, text

import working_time
from children import commands as children_commands
from children import queries as children_queries
from children.models import Child
from foundation import clock
from foundation.database import db
from foundation.unit_of_work import unit_of_work
from notifications.dispatch import run_once
from notifications.models import MAIL_IS_WAITING, TIMER_IS_DUE, Outbox, Timer
from people.models import Person

Story = Iterator[datetime]


@dataclass
class Stage:
    """What the stories know of one another: who is who, by a short name, and the moment at which it all ends (now)."""

    app: Flask
    now: datetime = field(default_factory=clock.now)
    people: dict[str, int] = field(default_factory=dict)  # by short name
    children: dict[str, str] = field(default_factory=dict)  # public ids by short name
    meetings: dict[str, str] = field(default_factory=dict)  # public ids by a key of the story

    @property
    def today(self) -> date:
        return clock.local(self.now).date()

    def day(self, working_days: int) -> date:
        """So many working days from today; 0 is today, or the next working day where today is none."""
        calendar = working_time.england_and_wales()
        return calendar.add(self.today, working_days) if working_days else calendar.on_or_after(self.today)

    def at(self, working_days: int, wall_clock: str) -> datetime:
        """That day at a time of London's clocks."""
        return datetime.combine(self.day(working_days), time.fromisoformat(wall_clock), clock.LONDON)

    def ago(self, minutes: int) -> datetime:
        """So many minutes ago; in the first hours of a day as long ago as today allows, the order kept."""
        midnight = datetime.combine(self.today, time(), clock.LONDON)
        there = self.now - timedelta(minutes=minutes)
        return there if there >= midnight else midnight + (self.now - midnight) / (1 + minutes)

    def born(self, years: int, month: int, day: int) -> date:
        """A birthday of somebody who is `years` old today."""
        this_year = date(self.today.year, month, day)
        return date(self.today.year - years - (this_year > self.today), month, day)

    def play(self, stories: Iterable[Callable[["Stage"], Story]]) -> None:
        """Play the stories together, scene by scene, from the earliest moment to now."""
        number = count()
        waiting: list[tuple[datetime, int, Story]] = []
        for begin in stories:
            self._go_on(begin(self), waiting, number)
        while waiting:
            moment, _, story = heapq.heappop(waiting)
            if moment > self.now:
                raise ValueError(f"A story of the demonstration goes on at {moment}, which is still to come.")
            with clock.stopped_at(moment):
                with self.app.app_context(), unit_of_work():
                    self._go_on(story, waiting, number)
                if self._is_anything_due():
                    run_once(self.app)

    def _is_anything_due(self) -> bool:
        with self.app.app_context(), unit_of_work(writes=False):
            timer = select(Timer.id).where(text(TIMER_IS_DUE), Timer.due_at <= clock.now())
            mail = select(Outbox.id).where(text(MAIL_IS_WAITING), Outbox.due_at <= clock.now())
            return any(db.session.scalar(query.limit(1)) is not None for query in (timer, mail))

    def _go_on(self, story: Story, waiting: list[tuple[datetime, int, Story]], number: Iterator[int]) -> None:
        moment = next(story, None)
        if moment is not None:
            heapq.heappush(waiting, (moment, next(number), story))

    # Who and what is meant, found anew in each scene.

    def who(self, name: str) -> Person:
        return db.session.get_one(Person, self.people[name])

    def child(self, reader: str, name: str) -> Child:
        return children_queries.child(self.who(reader), self.children[name])

    def kids(self, reader: str, *names: str) -> list[Child]:
        return [self.child(reader, name) for name in names]

    # What happens in many stories.

    def involve(self, by: str, child: str, *others: str, **given: str) -> None:
        """`by` says that the others work with the child from this day; `given`: what each of them does, by short name."""
        for other in others:
            children_commands.involve(
                self.who(by), self.child(by, child), self.who(other), "professional", what=given.get(other, "")
            )

    def lead(self, manager: str, child: str, leader: str) -> None:
        """Nominated by the manager and accepted at once."""
        children_commands.nominate(self.who(manager), self.child(manager, child), self.who(leader))
        children_commands.accept(self.who(leader), self.child(leader, child))
