"""The blueprint of the room's pages."""

from flask import Blueprint

pages = Blueprint("actions", __name__)
