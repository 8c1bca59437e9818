"""What a person or a program is told when something does not go through: what is missing, what to do, never a detail."""

import structlog
from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

import audit
from foundation.lifecycles import BadInput, NotPermitted, NotVisible, Refusal, Refused
from foundation.problems import is_api, problem

log = structlog.get_logger()

CHANGED_MEANWHILE = Refusal(
    "changed_meanwhile",
    "This changed while you were working. Look at it as it is now, then try again.",
    "Two people at once",
)
UNSTORABLE = {"form": "Something here is too long, or holds characters that cannot be kept. Nothing was saved."}


def teach(app: Flask) -> None:
    """Register an answer for each kind of error."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(NotVisible, not_visible)
    app.register_error_handler(NotPermitted, not_permitted)
    app.register_error_handler(BadInput, bad_input)
    app.register_error_handler(StaleDataError, stale)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(DataError, unstorable)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)


def refused(error: Refused) -> ResponseReturnValue:
    if is_api():
        return problem(409, "The rules refuse this", refusals=[r.as_json() for r in error.refusals])
    return render_template("errors/409.html", refusals=error.refusals, **_context()), 409


def not_visible(error: NotVisible) -> ResponseReturnValue:
    """One answer for what does not exist and for what may not be seen."""
    return _page(404, "Not found")


def not_permitted(error: NotPermitted) -> ResponseReturnValue:
    if is_api():
        return problem(403, "You may not do this", detail=str(error))
    return render_template("errors/403.html", message=str(error), **_context()), 403


def bad_input(error: BadInput) -> ResponseReturnValue:
    if is_api():
        errors = [{"field": field, "message": message} for field, message in error.errors.items()]
        return problem(422, "Some of this is not right", errors=errors)
    return render_template("errors/422.html", errors=error.errors, **_context()), 422


def stale(error: StaleDataError) -> ResponseReturnValue:
    return refused(Refused([CHANGED_MEANWHILE]))


def busy(error: OperationalError) -> ResponseReturnValue:
    """The database is locked, full or away: nothing was saved, and the same request may go through soon."""
    log.error("database_unavailable", kind=type(error.orig).__name__)
    full = "full" in str(error.orig)
    status = 507 if full else 503
    return _page(status, "Nothing was saved: the database is not answering. Try again in a moment.", retry_after=5)


def unstorable(error: DataError) -> ResponseReturnValue:
    """PostgreSQL takes neither a null character nor a number out of range, wherever it came from."""
    return not_visible(NotVisible()) if request.method in ("GET", "HEAD") else bad_input(BadInput(UNSTORABLE))


def forged(error: CSRFError) -> ResponseReturnValue:
    return _page(400, "This form is too old or came from elsewhere. Go back, reload the page and send it again.")


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    return _page(error.code or 500, error.name, retry_after=getattr(error, "retry_after", None))


def unexpected(error: Exception) -> ResponseReturnValue:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return busy(error)  # type: ignore[arg-type]
    log.exception("unexpected_error", request_id=audit.request_id())
    return _page(500, "Something went wrong on our side. Nothing was saved.")


def _page(status: int, title: str, retry_after: object = None) -> ResponseReturnValue:
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    if is_api():
        return problem(status, title), status, headers
    known = {400, 401, 403, 404, 405, 409, 410, 412, 413, 422, 429, 500, 503, 507}
    name = status if status in known else 500
    return render_template(f"errors/{name}.html", title=title, **_context()), status, headers


def _context() -> dict[str, object]:
    return {"request_id": audit.request_id(), "kept": _typed()}


def _typed() -> list[str]:
    """The texts of the form that was sent, so that the page can give them back: nothing that was typed is lost."""
    if request.method != "POST":
        return []
    secret = {"csrf_token", "form_id", "password", "old", "new"}
    try:
        return [value for name, value in request.form.items(multi=True) if name not in secret and len(value) > 20]
    except HTTPException:
        return []
