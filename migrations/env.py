"""Runs the migrations over a connection that is open already (`convenor.schema`). The audit triggers are made anew after
each run: a batch migration on SQLite copies tables, and a copied table has lost them."""

from alembic import context

import audit.triggers
from convenor import rooms
from foundation.database import Base

rooms.furnish()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    user_module_prefix="foundation.database.",
)
with context.begin_transaction():
    context.run_migrations()
    if connection.dialect.has_table(connection, "audit_entry"):
        audit.triggers.create(connection)
