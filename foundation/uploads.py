"""Files that people hand in: what kind they are is told from their bytes, never from their name, and what could act is refused.

Public: `Upload`, `taken`, `picture_or_document`, `KINDS`, `LARGEST`.
"""

import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from foundation.drawings import drawing
from foundation.lifecycles import BadInput

LARGEST = 10 * 2**20
MOST_PARTS, MOST_UNPACKED = 2000, 100 * 2**20
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain; charset=utf-8",
}
WANTED = "Send a PDF, a Word document (.docx), an OpenDocument text (.odt) or plain text."
PICTURE_WANTED = "Send a photograph or a scan (an undamaged PNG or JPEG), a PDF, a Word document (.docx) or plain text."
ACTS = "This file holds parts that can act by themselves, such as macros. Save it as a PDF without them, and send that."
UNREADABLE = "This file cannot be read: it may be damaged, locked by a password, or packed too tightly. Save it anew."


@dataclass(frozen=True)
class Upload:
    """A file that was looked at and may be kept."""

    kind: str
    content: bytes

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def taken(file: IO[bytes], field: str) -> Upload:
    """What was handed in, if it may be kept. Raises `BadInput` beside `field`, with what to do."""
    content = _read(file, field)
    return Upload(_kind_of(content, field), content)


def picture_or_document(file: IO[bytes], field: str) -> Upload:
    """The same, and photographs and scans too, without what a camera writes beside the picture."""
    content = _read(file, field)
    found = drawing(content)
    if found is not None:
        return Upload(*found)
    try:
        return Upload(_kind_of(content, field), content)
    except BadInput as wrong:
        if wrong.errors.get(field) != WANTED:
            raise
        raise BadInput({field: PICTURE_WANTED}) from None


def _read(file: IO[bytes], field: str) -> bytes:
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadInput({field: f"This file is larger than {LARGEST // 2**20} MB. Send a smaller one."})
    if not content.strip():
        raise BadInput({field: "This file is empty."})
    return content


def _kind_of(content: bytes, field: str) -> str:
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise BadInput({field: UNREADABLE})
        if b"/JavaScript" in content or b"/Launch" in content:
            raise BadInput({field: ACTS})
        return "pdf"
    if content.startswith(b"PK"):
        return _document(content, field)
    if _is_plain(content):
        return "txt"
    raise BadInput({field: WANTED})


def _is_plain(content: bytes) -> bool:
    """Words and nothing else: no markup, no other format that happens to be written in letters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    written = all(sign.isprintable() or sign in "\r\n\t\f" for sign in text)
    return written and not text.lstrip().startswith(("<", "{\\rtf", "#!", "%!"))


def _document(content: bytes, field: str) -> str:
    """Nothing is unpacked but the few bytes that say what it is."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadInput({field: UNREADABLE})
            if any(part.flag_bits & 1 or _leads_out(part.filename) for part in parts):
                raise BadInput({field: UNREADABLE})
            names = {part.filename.casefold() for part in parts}
            kind = _kind_of_document(packed, names)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        raise BadInput({field: UNREADABLE}) from None
    if kind is None:
        raise BadInput({field: WANTED})
    if any("vbaproject" in name or "activex" in name or name.startswith(("basic/", "scripts/")) for name in names):
        raise BadInput({field: ACTS})
    return kind


def _kind_of_document(packed: zipfile.ZipFile, names: set[str]) -> str | None:
    if {"[content_types].xml", "word/document.xml"} <= names:
        return "docx"
    if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
        return "odt" if packed.read("mimetype").decode("ascii", "replace") == KINDS["odt"] else None
    return None


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name
