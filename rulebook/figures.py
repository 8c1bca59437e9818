"""Numbers by which a chronology is read as a whole, each with its source. They raise a question; none of them answers it.

Public: `Figure`.
"""

from dataclasses import dataclass

from rulebook.entries import Entry
from rulebook.sources import Library, Source


@dataclass(frozen=True)
class Figure:
    """A number of days, entries, years or per cent, as `what` says; `note`: where it comes from, where no source names it."""

    key: str
    what: str
    number: int
    source: Source
    note: str | None


def read_figure(entry: Entry, library: Library) -> Figure:
    figure = Figure(
        entry.text("key"),
        entry.text("what"),
        entry.whole("number"),
        library.source_of(entry),
        entry.text_or_none("note"),
    )
    entry.done()
    return figure
