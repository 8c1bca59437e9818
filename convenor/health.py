"""Whether the process, the database and the dispatcher are well. No case data, no sign-in."""

from alembic.runtime.migration import MigrationContext
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from convenor import schema
from foundation.database import db

pages = Blueprint("health", __name__)


@pages.get("/health/live")
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="live")


@pages.get("/health/ready")
def ready() -> ResponseReturnValue:
    """The database answers and its schema is the one that this release knows."""
    try:
        with db.engine.connect() as connection:
            connection.execute(text("select 1"))
            current = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return jsonify(status="database unavailable"), 503
    if current != schema.head():
        return jsonify(status="schema not at head: run convenor init"), 503
    return jsonify(status="ready")
