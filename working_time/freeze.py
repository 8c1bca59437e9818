"""Write `england_and_wales.json` anew: `python -m working_time.freeze`.

Needs the `holidays` library, which is not installed in production: what the product counts by is the file, which is
read in review and changes only with a commit. Run it when a year's bank holidays are announced, after moving
`ANNOUNCED_THROUGH` on. Years after it are filled in by the rules of the Banking and Financial Dealings Act 1971 and
usual substitution, so that a far date is as near as it can be; past the last announced one every date is provisional.
Source of the announced years: the list of bank holidays published by the government for England and Wales.
"""

import json
from datetime import date

import holidays

from working_time.calendars import FROZEN

FIRST_YEAR, ANNOUNCED_THROUGH, LAST_YEAR = 2010, 2028, 2050

# The government's list and the library name a few days differently; the product uses the government's names.
NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Wedding of William and Catherine": "Royal wedding bank holiday",
    "Diamond Jubilee of Elizabeth II": "Diamond Jubilee bank holiday",
    "Platinum Jubilee of Elizabeth II": "Platinum Jubilee bank holiday",
    "State Funeral of Queen Elizabeth II": "State Funeral of Queen Elizabeth II",
    "Coronation of Charles III": "Coronation of King Charles III",
}
OBSERVED = " (observed)"


def named(name: str) -> str:
    """A day's name as people know it: "Boxing Day (observed)" is the "Boxing Day substitute day"."""
    if name.endswith(OBSERVED):
        return f"{name.removesuffix(OBSERVED)} substitute day"
    return NAMES.get(name, name)


def frozen() -> dict[str, object]:
    """The content of the file: every bank holiday by date, and the last that has been announced."""
    days = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_GB")
    return {
        "name": "England and Wales",
        "first": date(FIRST_YEAR, 1, 1).isoformat(),
        "last": date(LAST_YEAR, 12, 31).isoformat(),
        "known_until": max(day for day in days if day.year <= ANNOUNCED_THROUGH).isoformat(),
        "bank_holidays": {day.isoformat(): named(days[day]) for day in sorted(days)},
    }


if __name__ == "__main__":
    FROZEN.write_text(json.dumps(frozen(), indent=1) + "\n", encoding="utf-8")
