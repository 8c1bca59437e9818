"""Pages of professional disagreements: the list, raising one, the ladder, each move, what is said, and what is none."""

from importlib import import_module

from flask import Blueprint

pages = Blueprint("escalation", __name__)

for part in ("listing", "raising", "elsewhere", "disputing", "showing", "talking", "moving"):
    import_module(f"escalation.views.{part}")
