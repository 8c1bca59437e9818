"""Working days by bisection in a sorted list."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date


def add(working_days: Sequence[date], day: date, count: int) -> date:
    return working_days[bisect_right(working_days, day) + count - 1]
