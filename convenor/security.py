"""The headers that every answer carries, and the nonce of its scripts."""

import hashlib
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request

SENT_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}


def nonce() -> str:
    """The nonce of this answer's scripts: 128 random bits, new for each answer."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    return str(g.csp_nonce)


def protect(app: Flask) -> None:
    """Send the headers with every answer, whatever its status."""

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        """Give a static file another address when it changed: browsers keep each for a year."""
        if endpoint == "static" and app.static_folder:
            values.setdefault("v", _version(Path(app.static_folder, values["filename"])))

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in SENT_ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault(
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'nonce-{nonce()}'; style-src 'self'; img-src 'self'; font-src 'self'; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
        )
        if request.endpoint == "static" and response.status_code in (200, 206, 304):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


@cache
def _version(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else None
