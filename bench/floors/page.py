"""A page from Werkzeug and a string."""

from collections.abc import Iterable
from typing import Any

from werkzeug.wrappers import Request, Response


def application(html: str) -> Any:
    @Request.application
    def page(request: Request) -> Response:
        assert request.path == "/sign-in"
        return Response(html, content_type="text/html; charset=utf-8")

    return page


def ask(application: Any, path: str) -> tuple[str, bytes]:
    """Status and body of one GET through the WSGI door."""
    from werkzeug.test import EnvironBuilder

    said: list[str] = []

    def start(status: str, _headers: Any, _error: Any = None) -> Any:
        said.append(status)

    body: Iterable[bytes] = application(EnvironBuilder(path=path).get_environ(), start)
    return said[0], b"".join(body)
