"""What everybody has to know: who does what at the table, the threats that children meet today, where to read on.

Public: `Card`, `Threat`, `Link`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.entries import Entry
from rulebook.sources import Library, Source
from rulebook.words import Agency


@dataclass(frozen=True)
class Card:
    """What a role or a kind of agency does at the table, and what everybody else may ask of it."""

    key: str
    name: str
    does: tuple[str, ...]
    ask: str
    source: Source


@dataclass(frozen=True)
class Threat:
    """A threat that an incident or a concern is marked with: `signs` to look for, which prove nothing, and what to `do`."""

    key: str
    name: str
    signs: tuple[str, ...]
    do: tuple[str, ...]
    source: Source


@dataclass(frozen=True)
class Link:
    """Where to read on."""

    name: str
    address: str
    what: str


def read_role_card(entry: Entry, library: Library) -> Card:
    card = Card(entry.text("key"), entry.text("name"), entry.texts("does"), entry.text("ask"), library.source_of(entry))
    entry.done()
    return card


def read_agency_card(entry: Entry, agencies: Mapping[str, Agency], library: Library) -> Card:
    """The card of a kind of agency, which goes by the name that the book gives it."""
    key = entry.one_of("key", agencies)
    card = Card(key, agencies[key].name, entry.texts("does"), entry.text("ask"), library.source_of(entry))
    entry.done()
    return card


def read_threat(entry: Entry, library: Library) -> Threat:
    threat = Threat(
        entry.text("key"), entry.text("name"), entry.texts("signs"), entry.texts("do"), library.source_of(entry)
    )
    entry.done()
    return threat


def read_link(entry: Entry) -> Link:
    link = Link(entry.text("name"), entry.text("address"), entry.text("what"))
    entry.done()
    if not link.address.startswith("https://"):
        raise entry.fault("'address' must begin with https://.")
    return link
