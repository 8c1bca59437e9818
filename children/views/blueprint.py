"""What the pages about a child share."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import queries
from children.forms import Typed
from children.models import Child
from foundation.lifecycles import BadInput
from foundation.paging import Page, page_of
from people import queries as people
from people.models import Person
from people.sign_in import me

pages = Blueprint("children", __name__)


def show(
    template: str, child: Child, what: str, status: int = 200, *, also: Iterable[Child] = (), **context: Any
) -> ResponseReturnValue:
    """A page about `child`, and the entry that says who was shown it."""
    audit.read(me(), what, child, children=[child, *also])
    return render_template(f"children/{template}.html", child=child, **context), status


def done(endpoint: str, child: Child) -> ResponseReturnValue:
    return redirect(url_for(f"children.{endpoint}", child_id=child.public_id), 303)


def tried(form: Typed, act: Callable[[], object], **names: str) -> tuple[int, list[Any]]:
    """`form.tried`, as the pages about a child ask it."""
    return form.tried(act, **names)


def somebody(form: Any) -> Person:
    """Whoever the form names. Raises `BadInput`."""
    found = people.person_named(me(), form.person.data or "")
    if found is None:
        raise BadInput({"person": "Nobody in service goes by this. Use their e-mail address."})
    return found


def paged(query: Any, endpoint: str, child: Child) -> Page:
    """The page of `query` that the address asks for."""
    return page_of(
        query,
        request.args.get("page", 1, type=int),
        lambda number: url_for(f"children.{endpoint}", child_id=child.public_id, page=number),
    )


def found(child_id: str) -> Child:
    return queries.child(me(), child_id)
