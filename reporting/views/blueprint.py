"""The blueprint of the pages over several rooms."""

from flask import Blueprint

pages = Blueprint("reporting", __name__)
