"""The table of the ten principles: each clause with a page that exists and a test that exists (docs/principles)."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs/principles").glob("[0-9]*.md"))
PLACE = re.compile(r"<[^>]+>")


class Row(NamedTuple):
    clause: str
    does: str
    screen: str
    proof: str


def rows(page: Path) -> list[Row]:
    """The rows of a principle's table, heading and rule left out."""
    lines = [line for line in page.read_text().splitlines() if line.startswith("| ")][2:]
    return [Row(*(cell.strip() for cell in line.strip().strip("|").split("|"))) for line in lines]


@cache
def functions(file: Path) -> set[str]:
    """Names of the tests in a file."""
    return {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_clause_has_a_screen_and_a_test(page: Path, app: Any) -> None:
    addresses = {PLACE.sub("<>", str(rule)) for rule in app.url_map.iter_rules()}
    faults = []
    for row in rows(page):
        if row.does == "waits":
            continue
        screens = [PLACE.sub("<>", one) for one in re.findall(r"`(/[^`]*)`", row.screen)]
        proofs = re.findall(r"\[(test_\w+)\]\(([^)]+)\)", row.proof)
        faults += [f"{row.clause}: no screen"] * (not screens) + [f"{row.clause}: no test"] * (not proofs)
        faults += [f"{row.clause}: no page has the address {one}" for one in screens if one not in addresses]
        for name, link in proofs:
            file = (page.parent / link).resolve()
            if not file.is_file() or name not in functions(file):
                faults.append(f"{row.clause}: no test {name} in {link}")
    assert not faults, "\n".join(faults)


def test_no_clause_is_left_out_or_said_twice() -> None:
    """113 clauses of the ten principles: a row taken away fails here."""
    counted = Counter(row.clause for page in PAGES for row in rows(page))
    assert [clause for clause, times in counted.items() if times > 1] == []
    assert len(counted) == 113
