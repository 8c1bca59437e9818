"""What stands behind a private link, and what it says where it opens nothing: the same for every room."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import render_template
from flask.typing import ResponseReturnValue

from people.forms import CodeForm

Link = TypeVar("Link")
Handler = Callable[..., ResponseReturnValue]


def behind_link(find: Callable[[str], Link | None], is_in_use: Callable[[Link], bool]) -> Callable[[Handler], Handler]:
    """Hand a page the link that its address opens, before the secret itself; where it opens nothing, say so instead."""

    def wrapped(page: Handler) -> Handler:
        @wraps(page)
        def opened(token: str, **rest: Any) -> ResponseReturnValue:
            here = find(token)
            return link_is_over(here) if here is None or not is_in_use(here) else page(here, token, **rest)

        return opened

    return wrapped


def opens_with(form: CodeForm, read: Callable[[str], bool]) -> bool:
    """Whether the code that was typed shows what `read` hides behind it; if not, the form says why."""
    if not form.validate_on_submit():
        return False
    if read(form.code.data or ""):
        return True
    form.code.errors = ("That is not the code, or its 15 minutes are over. Ask for a new one.",)
    return False


def link_is_over(link: object | None) -> ResponseReturnValue:
    """One page, whatever the reason. Gone (410) where the link was ours once, not found (404) where it never was; a secret
    of 160 random bits is not found by trying, so the difference tells nobody anything."""
    return render_template("people/link_over.html"), 404 if link is None else 410
