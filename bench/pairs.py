"""Measuring two ways of doing the same, turn by turn."""

import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

PAIRS = 5
TICKS = os.sysconf("SC_CLK_TCK")

Act = Callable[[], object]


@dataclass(frozen=True)
class Case:
    """Two ways of doing the same. `agree` raises where they do not. `at_most` or `at_least` is the goal for the ratio of times,
    candidate to floor (neither: it is only printed), judged by processor time unless `by_wall` says otherwise. `postmaster`
    is the process whose children's time counts as well."""

    suite: str
    name: str
    agree: Act
    floor: Act
    candidate: Act
    at_most: float | None = None
    at_least: float | None = None
    by_wall: bool = False
    postmaster: int | None = None

    @property
    def goal(self) -> str | None:
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least is not None else None

    def passes(self, ratio: float) -> bool | None:
        if self.at_most is not None:
            return ratio <= self.at_most
        return ratio >= self.at_least if self.at_least is not None else None


def measure(case: Case) -> dict[str, Any]:
    """Both ratios over all pairs; the first pair warms up and is not counted."""
    cpu, wall = [], []
    for number in range(PAIRS + 1):
        order = ("floor", "candidate") if number % 2 else ("candidate", "floor")
        spent = {which: _spent(getattr(case, which), case.postmaster) for which in order}
        if number:
            cpu.append(spent["candidate"][0] / max(spent["floor"][0], 1e-9))
            wall.append(spent["candidate"][1] / spent["floor"][1])
    judged, other = (wall, cpu) if case.by_wall else (cpu, wall)
    return {
        **_summary(judged),
        "n": PAIRS,
        "goal": case.goal,
        "pass": case.passes(statistics.median(judged)),
        "cpu" if case.by_wall else "wall": _summary(other),
    }


def _summary(ratios: list[float]) -> dict[str, float]:
    return {
        "min": round(min(ratios), 3),
        "median": round(statistics.median(ratios), 3),
        "max": round(max(ratios), 3),
    }


def _spent(act: Act, postmaster: int | None) -> tuple[float, float]:
    elsewhere, cpu, wall = _of_server(postmaster), process_time(), perf_counter()
    act()
    return process_time() - cpu + _of_server(postmaster) - elsewhere, perf_counter() - wall


def _of_server(postmaster: int | None) -> float:
    """Processor time of a PostgreSQL server: of the postmaster, of those that it has seen end, and of those that live."""
    if postmaster is None:
        return 0.0
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == postmaster:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) == postmaster:
            ticks += sum(map(int, fields[11:13]))
    return ticks / TICKS
