"""What is watched: one list over all the children of the reader."""

from itertools import groupby
from types import SimpleNamespace

from flask import render_template
from flask.typing import ResponseReturnValue

import audit
from children.models import INCIDENTS
from people.sign_in import me
from reporting.queries.watching import watched
from reporting.views.blueprint import pages


@pages.get("/watch-list")
def watch_list() -> ResponseReturnValue:
    """Open concerns, by child."""
    by_child = [(child, list(rows)) for child, rows in groupby(watched(me()), lambda row: (row.child, row.name))]
    audit.read(me(), "watch_list", me(), children=[SimpleNamespace(public_id=child) for (child, _), _ in by_child])
    return render_template("reporting/watch_list.html", by_child=by_child, incidents=INCIDENTS)
