"""What every page is given: who reads it, the date in words, the main ways, and one-time ids for forms."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask, g, request
from flask_wtf.csrf import generate_csrf
from govuk_frontend_wtf.main import WTFormsHelpers
from markupsafe import Markup

import working_time
from convenor import security
from convenor.settings import Settings
from foundation import clock
from foundation.identifiers import new_public_id
from meetings.commands.proposing import WITHOUT_CASES
from people import sign_in


def furnish(app: Flask, settings: Settings) -> None:
    """Give the templates their filters and the context of every page."""
    WTFormsHelpers(app)
    app.jinja_env.filters.update(
        day=day, short_day=short_day, moment=moment, clock=clock_face, distance=distance, away=away
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        return {
            "person": sign_in.known(),
            "csp_nonce": security.nonce(),
            "demo": settings.env == "development",
            "now": clock.local(clock.now()),
            "session_ends": g.get("session_ends"),
            "mail_waits_since": g.get("mail_waits_since"),
            "outage": g.get("outage"),
            "form_guard": form_guard,
            "main_nav": main_ways(app),
        }


@dataclass(frozen=True)
class Way:
    """A link of the main navigation."""

    text: str
    href: str
    active: bool


MAIN_WAYS = {
    "/": "My work",
    "/meetings": "Meetings",
    "/actions": "Actions",
    "/escalations": "Disagreements",
    "/children": "Children",
    "/people": "People",
    "/reports/indicators": "Reports",
    "/engine": "Engine room",
}
CASE_WAYS = ("/meetings", "/actions", "/escalations", "/children", "/reports/indicators")


def main_ways(app: Flask) -> list[Way]:
    """The main ways for whoever is signed in; those into cases only where their account works with children."""
    person = sign_in.known()
    if person is None:
        return []
    here, places = request.path, app.url_map.bind("")
    return [
        Way(text, href, here == href or (href != "/" and here.startswith(href + "/")))
        for href, text in MAIN_WAYS.items()
        if places.test(href, "GET")
        and not (href in CASE_WAYS and person.role in WITHOUT_CASES)
        and (href != "/engine" or person.role == "system_admin")
    ]


def form_guard() -> Markup:
    """The two hidden fields of every form that changes something: against forgery, and against a double click."""
    field = '<input type="hidden" name="{}" value="{}">'
    return Markup(field).format("csrf_token", generate_csrf()) + Markup(field).format("form_id", new_public_id())


def day(value: date | datetime) -> str:
    """Thursday 5 March 2026."""
    value = clock.local(value) if isinstance(value, datetime) else value
    return f"{value:%A} {value.day} {value:%B %Y}"


def short_day(value: date | datetime) -> str:
    """Thursday 5 March."""
    value = clock.local(value) if isinstance(value, datetime) else value
    return f"{value:%A} {value.day} {value:%B}"


def clock_face(value: datetime) -> str:
    """14:00, London time."""
    return f"{clock.local(value):%H:%M}"


def moment(value: datetime) -> str:
    """Thursday 5 March 2026, 14:00."""
    return f"{day(value)}, {clock_face(value)}"


def distance(value: date | datetime) -> str:
    """How far a day is from today, in working days: "in 4 working days", "today", "2 working days ago"."""
    return _counted(value, "ago")


def away(value: date | datetime) -> str:
    """The same for what is owed: "in 4 working days", "today", "2 working days late"."""
    return _counted(value, "late")


def _counted(value: date | datetime, past: str) -> str:
    there = clock.local(value).date() if isinstance(value, datetime) else value
    here = clock.today()
    if there == here:
        return "today"
    calendar = working_time.england_and_wales()
    if min(here, there) < calendar.first:  # further back than closed days are known: in years
        return f"{here.year - there.year} years {past}"
    days = calendar.working_days_between(min(here, there), max(here, there))
    counted = f"{days} working day{'' if days == 1 else 's'}"
    return f"in {counted}" if there > here else f"{counted} {past}"
