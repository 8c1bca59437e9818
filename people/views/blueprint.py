"""The one blueprint of these pages."""

from flask import Blueprint

pages = Blueprint("people", __name__)
