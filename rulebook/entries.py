"""Reading a rule file strictly: what is missing, misspelt or of the wrong kind stops the start and is named.

Public: `RuleBookError`, `Entry`, `read_file`.
"""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

# The C loader reads the four files in a fifth of a second less; the other gives the same.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RuleBookError(ValueError):
    """A fault in the rule files: `key` names the entry, `fault` what is wrong with it."""

    def __init__(self, key: str, fault: str) -> None:
        super().__init__(f"Rule book, {key}: {fault}")
        self.key = key
        self.fault = fault


class Entry:
    """One mapping of a rule file. Each key is asked for by its kind; `done` refuses the keys that nobody asked for."""

    def __init__(self, where: str, data: object) -> None:
        if not isinstance(data, dict):
            raise RuleBookError(where, f"expected a mapping of keys to values, found {shown(data)}.")
        self.where = where
        self.data: dict[str, Any] = data
        self._unread = set(data)

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def fault(self, fault: str) -> RuleBookError:
        return RuleBookError(self.where, fault)

    def raw(self, key: str) -> Any:
        """The value as it stands, whatever it is; raises where the key is missing."""
        if key not in self.data:
            raise self.fault(f"'{key}' is missing.")
        self._unread.discard(key)
        return self.data[key]

    def text(self, key: str) -> str:
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"'{key}' must be text, not {shown(value)}.")
        return value

    def text_or_none(self, key: str) -> str | None:
        self._unread.discard(key)
        return None if self.data.get(key) in (None, "") else self.text(key)

    def one_of(self, key: str, known: Collection[str]) -> str:
        value = self.text(key)
        if value not in known:
            raise self.fault(f"'{key}' is {shown(value)}; it must be one of {', '.join(known)}.")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        if default is not None and key not in self.data:
            return default
        value = self.raw(key)
        if not isinstance(value, bool):
            raise self.fault(f"'{key}' must be true or false, not {shown(value)}.")
        return value

    def whole(self, key: str) -> int:
        value = self.raw(key)
        if not is_whole(value) or value < 0:
            raise self.fault(f"'{key}' must be a whole number, not {shown(value)}.")
        return int(value)

    def whole_or_none(self, key: str) -> int | None:
        self._unread.discard(key)
        return None if self.data.get(key) is None else self.whole(key)

    def whole_numbers(self, key: str) -> tuple[int, ...]:
        values = self.raw(key)
        if not isinstance(values, list) or not all(is_whole(value) for value in values):
            raise self.fault(f"'{key}' must be a list of whole numbers, not {shown(values)}.")
        return tuple(values)

    def day_or_none(self, key: str) -> date | None:
        value = self.raw(key)
        if value is not None and type(value) is not date:
            raise self.fault(f"'{key}' must be a date such as 2026-11-23, or null, not {shown(value)}.")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        if default is not None and key not in self.data:
            return default
        values = self.raw(key)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.fault(f"'{key}' must be a list of texts, not {shown(values)}.")
        return tuple(values)

    def entry(self, key: str) -> "Entry":
        return Entry(f"{self.where}.{key}", self.raw(key))

    def entries(self, key: str, named_by: str = "key") -> Iterator["Entry"]:
        """The mappings of a list, each known by its own `named_by` where it has one."""
        values = self.raw(key)
        if not isinstance(values, list):
            raise self.fault(f"'{key}' must be a list, not {shown(values)}.")
        for place, value in enumerate(values):
            name = value.get(named_by, place) if isinstance(value, dict) else place
            yield Entry(f"{self.where}.{key}[{name}]", value)

    def named(self, key: str) -> Iterator[tuple[str, Any]]:
        """The keys and values of a mapping inside this one."""
        return iter(self.entry(key).data.items())

    def labels(self, key: str) -> dict[str, str]:
        """A mapping of keys to readable words."""
        inner = self.entry(key)
        return {name: inner.text(name) for name in inner.data}

    def done(self) -> None:
        if self._unread:
            raise self.fault(f"does not know the key {', '.join(repr(key) for key in sorted(map(str, self._unread)))}.")


def is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def shown(value: object) -> str:
    """A value short enough for a message."""
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def read_file(folder: Path, name: str) -> Entry:
    """The top of one rule file. Raises `RuleBookError` where it is missing, not YAML, or of another schema version."""
    try:
        content = yaml.load((folder / name).read_text(encoding="utf-8"), Loader=Loader)
    except OSError as error:
        raise RuleBookError(name, f"cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, ValueError) as error:
        raise RuleBookError(name, f"is not well-formed YAML: {' '.join(str(error).split())}") from error
    entry = Entry(name, content)
    if entry.raw("schema_version") != 1:
        raise entry.fault("has a schema version that this program does not read; it reads version 1.")
    return entry
