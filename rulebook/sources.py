"""Where a rule comes from, how firmly it binds, and when somebody last looked.

Public: `Document`, `Source`.
"""

import re
from dataclasses import dataclass
from datetime import date

from rulebook.entries import Entry, RuleBookError
from working_time import written_day

FORCES = ("statutory_guidance", "local_procedure", "good_practice", "our_design")
WAYS_OF_VERIFYING = ("page_read", "secondary", "design", "not_checked")
STATUSES = ("in_use", "superseded", "published_not_read", "check_for_newer", "historic", "source")
OURS = "OURS"
UNDATED = ("page as stored", "undated")
KEYS = ("source_doc", "source_id", "edition", "para", "effective_from", "verified_on", "verified_how", "force")


@dataclass(frozen=True)
class Document:
    """A published document in one edition; `effective_from` and `effective_to` are London dates, both included."""

    id: str
    title: str
    edition: str
    effective_from: date | None
    effective_to: date | None
    status: str
    note: str | None
    published_on: date | None

    @property
    def words(self) -> str:
        """As "Working Together to Safeguard Children 2023", or with a longer edition in brackets."""
        if self.id == OURS or self.edition in UNDATED:
            return self.title
        return (
            f"{self.title} {self.edition}" if re.fullmatch(r"\d{4}", self.edition) else f"{self.title} ({self.edition})"
        )


@dataclass(frozen=True)
class Source:
    """The document behind a rule, its paragraph where it was read, and the force that the rule has.

    `effective_from`: the London date from which that edition holds. `verified_on` is None where nobody has looked yet.
    `newer_edition` is the edition of the same document that has appeared since, or None.
    """

    doc: str
    id: str
    edition: str
    para: str | None
    effective_from: date | None
    verified_on: date | None
    verified_how: str
    force: str
    force_words: str
    document: Document
    newer_edition: str | None

    @property
    def is_statutory(self) -> bool:
        return self.force == "statutory_guidance"

    @property
    def sentence(self) -> str:
        """As "Working Together to Safeguard Children 2023, ch.5", for the screen, beside the date."""
        return f"{self.document.words}, {self.para}" if self.para else self.document.words

    @property
    def verified_words(self) -> str:
        """As "Verified 23 Nov 2026 against other published procedures; a newer edition (2026) exists."."""
        on = written_day(self.verified_on).partition(" ")[2] if self.verified_on else ""
        words = {
            "page_read": f"Verified {on} against the page named",
            "secondary": f"Verified {on} against other published procedures",
            "design": f"Our own choice, made {on}",
            "not_checked": "Not yet verified against the document named",
        }[self.verified_how]
        newer = f"; a newer edition ({self.newer_edition}) exists" if self.newer_edition else ""
        return f"{words}{newer}."


class Library:
    """The documents of the rule book, and the one way in which an entry of a rule file names its source."""

    def __init__(self, force_words: dict[str, str]) -> None:
        self.documents: dict[str, Document] = {}
        self._force_words = force_words
        if missing := [force for force in FORCES if force not in force_words]:
            raise RuleBookError("words.yaml.forces", f"has no words for {', '.join(missing)}.")

    def take_in(self, file: Entry) -> None:
        """Add the documents of a file; two files that name the same one must agree about it."""
        for id, value in file.named("documents"):
            document = read_document(id, Entry(f"{file.where}.documents.{id}", value))
            if self.documents.setdefault(id, document) != document:
                raise RuleBookError(f"{file.where}.documents.{id}", "differs from the same document in another file.")

    def source_of(self, entry: Entry) -> Source:
        """The source that an entry cites. Raises `RuleBookError` where its account of itself does not hold together."""
        force = entry.one_of("force", FORCES)
        how = entry.one_of("verified_how", WAYS_OF_VERIFYING)
        verified_on = entry.day_or_none("verified_on")
        document = self.documents.get(entry.text("source_id"))
        if document is None:
            raise entry.fault(f"cites the unknown source {entry.data['source_id']!r}; add it to the documents.")
        if entry.text("source_doc") != document.title:
            raise entry.fault("'source_doc' differs from the title in the list of documents.")
        if entry.text("edition") != document.edition:
            raise entry.fault("'edition' differs from the edition in the list of documents.")
        if (how == "not_checked") != (verified_on is None):
            raise entry.fault("'verified_on' must be a date, or null exactly where 'verified_how' is not_checked.")
        if (force == "our_design") != (document.id == OURS):
            raise entry.fault("our_design must cite OURS, and OURS is our_design only.")
        entry.raw("para")
        return Source(
            doc=document.title,
            id=document.id,
            edition=document.edition,
            para=entry.text_or_none("para"),
            effective_from=entry.day_or_none("effective_from"),
            verified_on=verified_on,
            verified_how=how,
            force=force,
            force_words=self._force_words[force],
            document=document,
            newer_edition=self._newer_than(document),
        )

    def _newer_than(self, document: Document) -> str | None:
        later = (
            other.edition
            for other in self.documents.values()
            if other.title == document.title and other.edition.isdigit() and other.edition > document.edition
        )
        return max(later, default=None)


def read_document(id: str, entry: Entry) -> Document:
    document = Document(
        id=id,
        title=entry.text("title"),
        edition=entry.text("edition"),
        effective_from=entry.day_or_none("effective_from"),
        effective_to=entry.day_or_none("effective_to"),
        status=entry.one_of("status", STATUSES),
        note=entry.text_or_none("note"),
        published_on=entry.day_or_none("published_on") if "published_on" in entry else None,
    )
    entry.done()
    return document
