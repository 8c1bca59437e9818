"""Pages of the meetings' room: proposing, the meeting before, while and after it runs."""

from importlib import import_module

from flask import Blueprint

pages = Blueprint("meetings", __name__)

for part in (
    "listing",
    "proposing",
    "showing",
    "moving",
    "series",
    "inviting",
    "judging",
    "answering",
    "calendar",
    "feed",
    "room",
    "papers",
    "challenging",
    "setting",
    "court",
    "contributing",
    "forecasting",
):
    import_module(f"meetings.views.{part}")
