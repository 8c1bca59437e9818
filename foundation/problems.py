"""Problem answers (RFC 9457) and what API handlers share: the caller, ETags, lists."""

from typing import Any

from flask import Response, json, request
from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.exceptions import HTTPException

from foundation.lifecycles import BadInput

API = "/api/v1"


def is_api() -> bool:
    """Whether the request is for a program: its errors are problem documents."""
    return request.path.startswith(API + "/")


def problem(status: int, title: str, **members: Any) -> Response:
    """An `application/problem+json` answer."""
    body = {"type": "about:blank", "title": title, "status": status, **members}
    return Response(json.dumps(body), status, content_type="application/problem+json")


class Body(BaseModel):
    """Base of every request body: unknown fields are refused, so that nothing is taken that was not asked for."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Listing(Body):
    """The query of a list."""

    cursor: str | None = None
    limit: int = 100


def refuse_wrong_input(error: ValidationError) -> Response:
    """What the API says about a body or query that does not fit its schema: field and message, never the value."""
    raise BadInput({".".join(str(part) for part in e["loc"]) or "body": _say(e) for e in error.errors()})


def _say(error: Any) -> str:
    known = {"missing": "This is needed.", "extra_forbidden": "There is no such field."}
    return known.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ") + "."


class PreconditionRequired(HTTPException):
    code = 428
    description = "Send If-Match with the version that you read."


class PreconditionFailed(HTTPException):
    code = 412
    description = "This was changed after you read it. Read it again, then send your change."


def require_match(version: int) -> None:
    """Raise 428 without `If-Match` and 412 where it names another version than `version`."""
    if not request.if_match:
        raise PreconditionRequired
    if not request.if_match.contains(str(version)) and not request.if_match.contains_raw(f'"{version}"'):
        raise PreconditionFailed
