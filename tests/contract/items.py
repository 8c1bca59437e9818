"""Runs the numbered items of the reliability and security contract and prints one line for each.

`python tests/contract/items.py R-05 S` runs `test_R05_…` and every `test_S…`, in whatever room it stands; an item that was named
and has no test fails.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
# As `python -m pytest` has it: the rooms are found before the folders of tests that are called like them.
sys.path.insert(0, str(HERE.parent.parent))
NAME = re.compile(r"test_([RS])(\d+)_")


class Items:
    """Keeps the tests that were asked for, and what became of each item."""

    def __init__(self, wanted: list[str]) -> None:
        self.wanted = wanted
        self.outcomes: dict[str, list[str]] = defaultdict(list)
        self.seconds: dict[str, float] = defaultdict(float)
        self.engines: dict[str, set[str]] = defaultdict(set)
        self.failures: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if self._is_wanted(item_of(item.name))]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        item = item_of(report.location[2])
        self.seconds[item] += report.duration
        self.engines[item] |= {kind for kind in ("sqlite", "postgresql") if kind in report.nodeid.partition("[")[2]}
        if report.when == "call" or not report.passed:
            self.outcomes[item].append(report.outcome)
        if report.failed:
            self.failures.append(f"{report.nodeid}\n{report.longreprtext}")

    def lines(self) -> list[str]:
        found = sorted(self.outcomes)
        absent = [item for item in self.wanted if "-" in item and item not in found]
        return [
            *(f"{item} {self._verdict(item)} {self.seconds[item]:.1f}s {self._engines(item)}" for item in found),
            *(f"{item} has no test" for item in absent),
        ]

    def holds(self) -> bool:
        lines = self.lines()
        return bool(lines) and all(" pass " in line for line in lines)

    def _is_wanted(self, item: str) -> bool:
        return any(item == one or (one in ("R", "S") and item.startswith(f"{one}-")) for one in self.wanted)

    def _verdict(self, item: str) -> str:
        outcomes = self.outcomes[item]
        return "FAIL" if "failed" in outcomes else "pass" if "passed" in outcomes else "skip"

    def _engines(self, item: str) -> str:
        return ",".join(sorted(self.engines[item], reverse=True)) or "-"


def item_of(test: str) -> str:
    """`R-07` for `test_R07_…`; empty for a test that carries no number."""
    found = NAME.match(test)
    return f"{found[1]}-{found[2]}" if found else ""


def main(wanted: list[str]) -> int:
    items = Items(wanted)
    pytest.main(["-p", "no:terminal", str(HERE.parent)], plugins=[items])
    print("\n".join(items.lines()) or f"No test carries a number of {' '.join(wanted)}.")
    for failure in items.failures:
        print(f"\n{failure}")
    return 0 if items.holds() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["R", "S"]))
