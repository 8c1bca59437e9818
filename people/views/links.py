"""What stands behind a private link that opens nothing, and the form of its one-time code: the same for every room."""

from flask import render_template
from flask.typing import ResponseReturnValue


def link_is_over(link: object | None) -> ResponseReturnValue:
    """One page, whatever the reason. Gone (410) where the link was ours once, not found (404) where it never was; a secret
    of 160 random bits is not found by trying, so the difference tells nobody anything."""
    return render_template("people/link_over.html"), 404 if link is None else 410
