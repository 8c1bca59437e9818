"""Which rooms the house has. Importing them fills the tables of models, answers, rules and composers; opening them adds
their pages and their part of the API."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_openapi3 import OpenAPI
from flask_wtf import CSRFProtect

from foundation.problems import API

ROOT = Path(__file__).resolve().parent.parent
WITHOUT_UNIT = {"static", "health.live", "health.ready", "health.dispatcher", "health.metrics"}

ROOMS = ("audit", "notifications", "people", "children", "actions", "meetings", "escalation", "reporting")
# The files of a room that do something by being imported, in the order in which they build on one another.
FILES = ("models", "access", "lifecycle", "rules", "messages", "listeners", "invariants", "views", "api")


def furnish() -> None:
    """Import every room, so that its tables, answers, machines, rules, composers and listeners are known."""
    import_module("foundation.identifiers")
    import_module("foundation.idempotency")
    import_module("audit.chain")
    for room in ROOMS:
        for file in FILES:
            if find_spec(room) and find_spec(f"{room}.{file}"):
                import_module(f"{room}.{file}")


def open_all(app: OpenAPI, csrf: CSRFProtect) -> None:
    """Register the pages (`pages` in `views`) and the API (`api` in `api`) of every room."""
    furnish()
    for room in (*ROOMS, "convenor"):
        if find_spec(room) is None:
            continue
        for name in ("views", "health"):
            if find_spec(f"{room}.{name}"):
                app.register_blueprint(import_module(f"{room}.{name}").pages)
        if find_spec(f"{room}.api"):
            interface = import_module(f"{room}.api").api
            csrf.exempt(interface)
            app.register_api(interface)
    app.add_url_rule(f"{API}/openapi.json", "openapi", _describe(app))


def _describe(app: OpenAPI) -> Callable[[], ResponseReturnValue]:
    def describe() -> ResponseReturnValue:
        """The API as its handlers validate against it."""
        return jsonify({**app.api_doc, "security": [{"token": []}]})

    return describe
