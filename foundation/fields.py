"""Form fields of our own: a date in three boxes, a moment with its time, and cleaned texts. None loses what was typed."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import StopValidation

from foundation import clock
from foundation.text import clean, clean_line

MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}


class Line(StringField):
    """One line of text, cleaned."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else self.data or ""


class Text(TextAreaField):
    """Several lines of text, cleaned."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(valuelist[0]) if valuelist else self.data or ""


class DateParts(Field):
    """A date as day, month and year. `raw` keeps what was typed, whatever it was; `wrong` names the boxes at fault."""

    parts: tuple[str, ...] = ("day", "month", "year")
    what = "date"

    def __init__(self, *args: Any, needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed
        self.raw: dict[str, str] = dict.fromkeys(self.parts, "")
        self.wrong: list[str] = []

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data if data is not None else getattr(self, "default", None))
        self.raw = self.split(self.data)
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in self.parts):
            self.raw = {part: clean_line(formdata.get(f"{self.name}-{part}", "")) for part in self.parts}
            self.data, self.problem = self.join(self.raw)
        else:
            self.problem = ""

    def split(self, value: Any) -> dict[str, str]:
        """What the boxes show for `value`."""
        if value is None:
            return dict.fromkeys(self.parts, "")
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}

    def join(self, raw: Mapping[str, str]) -> tuple[Any, str]:
        """The value of what was typed, or a message that says what to do."""
        day = self._date(raw)
        return day, "" if day or not self.wrong else self._say()

    def pre_validate(self, form: Any) -> None:
        if getattr(self, "problem", ""):
            raise StopValidation(self.problem)
        if self.data is None and self.needed:
            self.wrong = [part for part in self.parts if not self.raw[part]]
            raise StopValidation(f"Enter the {self.what}.")

    def _date(self, raw: Mapping[str, str]) -> date | None:
        typed = {part: raw[part] for part in ("day", "month", "year")}
        if not any(typed.values()):
            return None
        day, month, year = _number(typed["day"]), _month(typed["month"]), _number(typed["year"])
        if year is not None and year < 100:
            year += 2000
        self.wrong = [part for part, value in (("day", day), ("month", month), ("year", year)) if value is None]
        if day is None or month is None or year is None:
            return None
        try:
            return date(year, month, day)
        except ValueError:
            self.wrong = ["day"]
            return None

    def _say(self) -> str:
        if len(self.wrong) == 1 and not self.raw[self.wrong[0]]:
            return f"The {self.what} must include a {self.wrong[0]}."
        return f"This is not a real {self.what}. Write it like 27 3 2026."


class MomentParts(DateParts):
    """A London date and time of day; `data` is an instant with zone."""

    parts = ("day", "month", "year", "time")
    what = "date and time"

    def split(self, value: datetime | None) -> dict[str, str]:
        if value is None:
            return dict.fromkeys(self.parts, "")
        local = clock.local(value)
        return {**super().split(local), "time": f"{local:%H:%M}"}

    def join(self, raw: Mapping[str, str]) -> tuple[datetime | None, str]:
        day = self._date(raw)
        if not any(raw.values()):
            return None, ""
        if day is None:
            self.wrong = self.wrong or ["day"]
            return None, self._say()
        at = time_of_day(raw["time"])
        if at is None:
            self.wrong = ["time"]
            return None, "Enter the time like 14:30."
        return instant(day, at)


def instant(day: date, at: time) -> tuple[datetime | None, str]:
    """The instant of a London wall-clock time; a message for one that the clocks skip in March.

    An hour that comes twice in October is taken the first time, in summer time."""
    moment = datetime.combine(day, at, clock.LONDON)
    back = clock.local(moment.astimezone(UTC))
    if (back.hour, back.minute) != (at.hour, at.minute):
        return None, "The clocks go forward that night, and this time does not exist. Choose another."
    return moment.astimezone(UTC), ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    number = _number(text)
    if number is None:
        return MONTHS.get(text.casefold()[:3])
    return number if 1 <= number <= 12 else None


def time_of_day(text: str) -> time | None:
    """14:30, 14.30, 2.30pm or 9am, as people write it; None for anything else."""
    found = re.fullmatch(r"([01]?\d|2[0-3])(?:[:.h]?([0-5]\d))?\s*(am|pm)?", text.strip(), re.IGNORECASE | re.ASCII)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)
