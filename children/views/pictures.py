"""Where everybody stands in the genogram and the ecomap. Positions only; the lists beside them say the same in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from children.queries import Adult

WIDTH, STEP, ROW = 760, 118, 120
SHAPES = {
    "circle": ("mother", "mum", "sister", "aunt", "girlfriend", "wife"),
    "square": ("father", "dad", "brother", "uncle", "boyfriend", "husband"),
}
PARENTS = ("mother", "mum", "father", "dad")
PARTNERS = ("partner", "step", "boyfriend", "girlfriend")
RADIUS_X, RADIUS_Y = 270, 150


@dataclass(frozen=True)
class Node:
    """One person or agency. `shape`: circle, square, diamond (not recorded), triangle (unborn), or gap."""

    x: int
    y: int
    lines: Sequence[str]
    shape: str = ""
    here: bool = True
    this: bool = False


@dataclass(frozen=True)
class Line:
    x1: int
    y1: int
    x2: int
    y2: int
    kind: str = "solid"


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    nodes: Sequence[Node]
    lines: Sequence[Line]


def genogram(child: Any, siblings: Sequence[Any], members: Sequence[Any], adults: Sequence[Adult]) -> Drawing:
    """Grandparents, the adults with a place kept for a father whom nobody knows, and below them the children."""
    older = [one for one in members if "grand" in one.relation.casefold()]
    grown = [one for one in members if one not in older]
    unknown = [adult for adult in adults if adult.is_gap and not adult.members and adult.key != "visitor"]
    young = sorted([child, *siblings], key=lambda one: (one.date_of_birth is None, one.date_of_birth or one.id))
    rows = [row for row in (older, [*grown, *unknown], young) if row]
    width = max(WIDTH, STEP * max(len(row) for row in rows))
    nodes, places = [], {}
    for level, row in enumerate(rows):
        for number, one in enumerate(row):
            x, y = round(width * (number + 1) / (len(row) + 1)), 40 + ROW * level
            places[id(one)] = x, y
            nodes.append(_node(one, x, y, child))
    return Drawing(width, 40 + ROW * len(rows), nodes, _kin(places, grown, unknown, young))


def _node(one: Any, x: int, y: int, child: Any) -> Node:
    if isinstance(one, Adult):
        words = "nobody has asked" if one.state == "nobody_asked" else "still not known"
        return Node(x, y, [one.label, words], "gap")
    if hasattr(one, "household_id"):
        born = f"born {one.date_of_birth:%Y}" if one.date_of_birth else "unborn"
        here = one.household_id == child.household_id
        lines = [*_lines(one.name), born if here else f"{born}, elsewhere"]
        return Node(x, y, lines, "diamond" if one.date_of_birth else "triangle", here, one is child)
    lines = [*_lines(one.name), *_lines(one.relation)]
    return Node(x, y, lines, _shape(one.relation), one.lives_here)


def _shape(relation: str) -> str:
    words = relation.casefold().split("’s ")[-1].split("'s ")[-1]  # of "mother's partner" the partner alone
    return next((shape for shape, some in SHAPES.items() if any(word in words for word in some)), "diamond")


def _kin(places: dict[int, tuple[int, int]], grown: Any, unknown: Any, young: Any) -> list[Line]:
    """Parents joined, partners joined with a broken line, and from the middle down to each child."""
    partners = [one for one in grown if _is_one_of(PARTNERS, one.relation)]
    parents = [one for one in grown if one not in partners and _is_one_of(PARENTS, one.relation)]
    parents += [one for one in unknown if one.key == "father"]
    found = []
    tops = [places[id(one)] for one in young]
    if parents:
        spots = sorted(places[id(one)] for one in parents)
        y = spots[0][1]
        if len(spots) > 1:
            found.append(Line(spots[0][0], y, spots[-1][0], y))
        for one in [*partners, *(one for one in unknown if one.key == "partner")]:
            near = min(spots, key=lambda spot: abs(spot[0] - places[id(one)][0]))
            found.append(Line(near[0], y, places[id(one)][0], y, "broken"))
        middle, bar = (spots[0][0] + spots[-1][0]) // 2, tops[0][1] - 32
        below_the_words = y + 66 if any(x == middle for x, _ in spots) else y
        found.append(Line(middle, below_the_words, middle, bar))
        xs = [middle, *(x for x, _ in tops)]
        found.append(Line(min(xs), bar, max(xs), bar))
        found += [Line(x, bar, x, top) for x, top in tops]
    return found


def _is_one_of(words: Sequence[str], relation: str) -> bool:
    return any(word in relation.casefold() for word in words)


def ecomap(agencies: Sequence[Any]) -> Drawing:
    """The household in the middle, the agencies around it: a full line where they see the child, dotted where they do not,
    broken where they are silent."""
    x0, y0 = WIDTH // 2, RADIUS_Y + 50
    nodes = [Node(x0, y0, ["The household"], "middle")]
    lines = []
    for number, agency in enumerate(agencies):
        angle = 2 * math.pi * number / len(agencies) - math.pi / 2
        x, y = round(x0 + RADIUS_X * math.cos(angle)), round(y0 + RADIUS_Y * math.sin(angle))
        kind = "silent" if agency.silent_since else "solid" if agency.in_contact else "dotted"
        lines.append(Line(x0, y0, x, y, kind))
        nodes.append(Node(x, y, wrap(agency.name, 20)[:3], "agency"))
    return Drawing(WIDTH, 2 * y0, nodes, lines)


def _lines(words: str) -> list[str]:
    return wrap(words, 16)[:2]
