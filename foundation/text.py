"""One cleaning for every text that comes in, the same for both databases, mail headers and logs."""

import re
import unicodedata

# Control characters except tab and line feed, the Unicode line ends that mail headers choke on, and lone surrogates.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")


def clean(value: str) -> str:
    """Text of several lines: line ends as `\\n`, no control characters, composed (NFC), no blanks around it."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", value)).strip()


def clean_line(value: str) -> str:
    """Text of one line: as `clean`, and any run of blanks or line ends becomes one blank."""
    return re.sub(r"\s+", " ", clean(value))


def search_key(value: str) -> str:
    """What is compared when people search or when an address must be unique: caseless on both databases."""
    decomposed = unicodedata.normalize("NFKD", clean_line(value).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def like(value: str) -> str:
    """`value` as the middle of a LIKE pattern with `\\` as escape, so that a per-cent sign finds per-cent signs."""
    escaped = search_key(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
