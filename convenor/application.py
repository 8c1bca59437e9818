"""The application factory. It starts nothing: no thread, no connection, no clock."""

import math
import secrets
from typing import Any

import structlog
from flask import Flask, Response, g, redirect, request, session, url_for
from flask.json.provider import DefaultJSONProvider
from flask_login import LoginManager
from flask_openapi3 import Info, OpenAPI
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

import audit
import audit.chain
import foundation.faults  # noqa: F401  its listener counts statements where a test asks for a fault
from convenor import errors, logs, pages, rooms, security
from convenor.settings import Settings, from_environment
from foundation import clock, idempotency
from foundation.database import db, engine_options
from foundation.problems import is_api, refuse_wrong_input
from foundation.unit_of_work import unit_of_work
from people import kept_forms, sign_in

SAFE = {"GET", "HEAD", "OPTIONS"}
LARGEST_REQUEST = 26 * 2**20
LARGEST_FIELD = 2 * 2**20

log = structlog.get_logger()
csrf = CSRFProtect()


class StrictJSON(DefaultJSONProvider):
    """The one JSON reader: no NaN, and nesting that would exhaust the stack is a wrong document, not a failure."""

    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        def refuse(name: str) -> float:
            raise ValueError(f"{name} is not JSON.")

        try:
            return super().loads(s, parse_constant=refuse, **kwargs)
        except RecursionError:
            raise ValueError("This is nested too deeply.") from None


class Convenor(OpenAPI):
    """The web application. Each request is one unit of work, committed before its answer goes out."""

    json_provider_class = StrictJSON

    def dispatch_request(self) -> Response:
        """Open the unit of work, see who asks, answer, and close the unit. Static files and health need none."""
        if request.endpoint in rooms.WITHOUT_UNIT:
            return self.make_response(super().dispatch_request())
        with unit_of_work(writes=request.method not in SAFE):
            if is_api():
                return self._answer_program()
            if not sign_in.is_anyone() and not sign_in.is_open(request.endpoint):
                return self.make_response(_to_sign_in())
            return self._answer_person()

    def _answer_program(self) -> Response:
        caller = sign_in.admit_program()
        if request.method not in SAFE and request.content_length:
            if not request.is_json:
                raise BadRequest("Send JSON.")
            request.get_json()
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or not key:
            return self.make_response(super().dispatch_request())
        return self._once(caller.public_id, key)

    def _answer_person(self) -> Response:
        form_id = request.form.get("form_id") if request.method == "POST" else None
        if not form_id or not sign_in.is_anyone():
            return self.make_response(super().dispatch_request())
        return self._once(sign_in.me().public_id, form_id)

    def _once(self, client: str, key: str) -> Response:
        """Do what is asked once for each key; a repeat gets the same answer."""
        known = idempotency.replay(client, key, request)
        if known is not None:
            return known
        answer = self.make_response(super().dispatch_request())
        if answer.status_code < 400:
            idempotency.keep(client, key, answer)
            if kept := request.form.get("kept_form"):
                kept_forms.forget(sign_in.me(), kept)
        else:
            # An answer that says no leaves no key behind: the same form may be sent again once it is put right.
            idempotency.forget(client, key)
        return answer


def create_app(settings: Settings | None = None) -> Flask:
    """The application for `settings` (from the environment where none are given)."""
    settings = settings or from_environment()
    logs.configure(settings)
    app = Convenor(
        "convenor",
        info=Info(title="Convenor", version="1.0.0"),
        security_schemes={"token": {"type": "http", "scheme": "bearer"}},
        doc_ui=False,
        validation_error_callback=refuse_wrong_input,
        root_path=str(rooms.ROOT),
        static_folder=str(rooms.ROOT / "static"),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FIELD + 100_000,
        MAX_FORM_PARTS=2000,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SESSION_COOKIE_NAME="__Host-convenor" if settings.production else "convenor",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # it asks for a Referer, which our own pages never send
        CONVENOR=settings,
    )
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(rooms.ROOT / "templates"),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies)  # type: ignore[method-assign]
    db.init_app(app)
    login = LoginManager()
    login.init_app(app, add_context_processor=False)
    login.request_loader(sign_in.person_of_request)
    csrf.init_app(app)
    app.before_request(_name_request)
    security.protect(app)
    errors.teach(app)
    pages.furnish(app, settings)
    rooms.open_all(app, csrf)
    app.after_request(_log_request)
    return app


def _name_request() -> None:
    g.started = clock.now()
    audit.name_request(secrets.token_hex(8))


def _log_request(response: Response) -> Response:
    response.headers["X-Request-Id"] = audit.request_id()
    path = str(request.url_rule) if request.url_rule else "-"  # the rule, not the path: tokens stay out of the log
    took = math.ceil((clock.now() - g.get("started", clock.now())).total_seconds() * 1000)
    if request.endpoint != "static":
        log.info(
            "request",
            method=request.method,
            rule=path,
            status=response.status_code,
            milliseconds=took,
            request_id=audit.request_id(),
        )
    return response


def _to_sign_in() -> Any:
    if request.method in SAFE:
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")), 303)
    # What a script saves by itself it sends again by itself; a form that somebody sent is kept for them.
    if request.blueprint != "people" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        kept_forms.keep(session.get("sid", ""), request.full_path.rstrip("?"), request.form.items(multi=True))
    return redirect(url_for("people.sign_in"), 303)
