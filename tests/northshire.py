"""The demonstration of Northshire, loaded once for all tests that only look at it, and a walk along its links."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from conftest import lay
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url

from convenor.application import create_app
from convenor.demo.partnership import STAFF
from convenor.settings import Settings
from foundation import clock as the_clock
from foundation.database import db

# No page of the demonstration leads to these: what a machine asks, what is reached by a secret, a file handed in, what only leads on,
# a dissent whose window is open.
BY_NOBODY = {
    "static", "openapi", "health.live", "health.ready", "health.dispatcher", "health.metrics", "people.sign_in",
    "actions.link", "children.voice_file", "children.move_link", "meetings.link", "meetings.feed", "meetings.report_file",
    "escalation.of_dissent", "escalation.of_meeting", "meetings.challenge",
}  # fmt: skip
# Addresses of one kind for each reader; of meetings more, for each state has its own pages.
EACH = defaultdict(lambda: 3, {"meetings.show": 16})
LINK = re.compile(r'href="(/[^"#]*)')
ACCOUNTS = {one.key: one.email for one in STAFF}


class Walk:
    """Follows every link of the pages, then asks the API for everything that the pages were about."""

    def __init__(self, app: Any, count_queries: Any, each: dict[str, int] = EACH) -> None:
        self.app, self.count_queries, self.each = app, count_queries, each
        self.places = app.url_map.bind("")
        self.opened: set[str] = set()  # endpoints that gave an answer
        self.most: dict[str, tuple[int, str]] = {}  # the address that asked most, of each endpoint
        self.readers: dict[str, Any] = {}  # whose client that was
        self.failed: list[str] = []
        self.rules = {rule.endpoint: rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    def pages(self, client: Any) -> list[dict[str, Any]]:
        """Follow the links as far as they go; gives what the addresses named."""
        plain = [str(rule) for rule in self.rules.values() if not rule.arguments and rule.endpoint not in BY_NOBODY]
        waiting = [path for path in plain if not path.startswith("/api/")]
        seen, of_rule, named = set(waiting), Counter[str](), []
        while waiting:
            address = waiting.pop(0)
            path = address.partition("?")[0]
            endpoint, given = self.places.match(path, "GET")
            answer = self._ask(client, endpoint, address)
            if answer.status_code == 200 and given and given not in named:
                named.append(given)
            for found in LINK.findall(answer.text) if answer.mimetype == "text/html" else ():
                link = unescape(found)
                there = link.partition("?")[0]
                if link in seen or there.startswith("/static/") or not self.places.test(there, "GET"):
                    continue
                seen.add(link)
                kind = self.places.match(there, "GET")[0]
                of_rule[kind] += 1
                if of_rule[kind] <= self.each[kind]:
                    waiting.append(link)
        self._unlinked(client, named)
        return named

    def _unlinked(self, client: Any, named: list[dict[str, Any]]) -> None:
        """Pages that nothing on the way led to, tried with what the others were about until one opens."""
        for rule in self.rules.values():
            for given in named if rule.endpoint not in BY_NOBODY and not str(rule).startswith("/api/") else ():
                if rule.endpoint not in self.opened and set(given) == rule.arguments:
                    self._ask(client, rule.endpoint, self.places.build(rule.endpoint, given))

    def answers(self, client: Any, token: str, named: list[dict[str, Any]]) -> None:
        """Ask the API about the same things, and about the first of everything that is listed there."""
        headers = {"Authorization": f"Bearer {token}"}
        for rule in sorted(self.rules.values(), key=lambda rule: len(rule.arguments)):
            if not str(rule).startswith("/api/") or rule.endpoint in BY_NOBODY:
                continue
            alike = [given for given in named if set(given) == rule.arguments] if rule.arguments else [{}]
            for number, given in enumerate(reversed(alike)):
                if number >= self.each[rule.endpoint] and rule.endpoint in self.opened:
                    break
                address = self.places.build(rule.endpoint, given)
                query = {"/api/v1/audit": "?limit=5", "/api/v1/rules/due": "?rule=icpc.hold_by&from=2026-02-26",
                         "/api/v1/reports/indicators": "?from=2026-01-01&to=2026-03-31"}  # fmt: skip
                of_kind = {"meetings_api.look_at_dates": "?every_weeks=6&count=3"}.get(rule.endpoint, "")
                answer = self._ask(client, rule.endpoint, address + query.get(address, of_kind), headers)
                items = (answer.json or {}).get("items") if answer.status_code == 200 else None
                longer = next((one for one in self.rules.values() if str(one).startswith(f"{rule}/<")), None)
                if items and longer and isinstance(items[0], dict) and "id" in items[0]:
                    name = next(iter(longer.arguments - rule.arguments))
                    named.append({**given, name: items[0]["id"]})

    def _ask(self, client: Any, endpoint: str, address: str, headers: Any = None) -> Any:
        with self.count_queries() as asked:
            answer = client.get(address, headers=headers)
        if answer.status_code >= 500:
            self.failed.append(address)
        if answer.status_code == 200:
            self.opened.add(endpoint)
            self.most[endpoint] = max(self.most.get(endpoint, (0, "")), (len(asked), address))
            if self.most[endpoint][1] == address:
                self.readers[endpoint] = client
        return answer


@pytest.fixture(scope="session")
def northshire(
    database_kind: str, demonstration: str, address: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The demonstration as it stands on Thursday 26 February 2026 at 16:40. Tests of it change nothing."""
    folder = tmp_path_factory.mktemp("northshire")
    url = f"sqlite:///{folder / 'convenor.db'}"
    if database_kind == "postgresql":
        url = address.replace(str(make_url(address).database), "northshire")
    lay(database_kind, demonstration, url)
    app = create_app(
        Settings(
            env="test",
            var=folder / "var",
            database_url=url,
            secret_key="a key that only tests know, of good length",
            base_url="http://convenor.test",
            mail_from="meetings@convenor.example.uk",
        )
    )
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _its_thursday(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever looks at the demonstration looks at it then."""
    if "northshire" in request.fixturenames:
        the_clock.set_to("2026-02-26 16:40")
    yield
    if "northshire" in request.fixturenames:
        the_clock.set_to(None)


@pytest.fixture
def signed_in(northshire: Flask) -> Callable[[str], FlaskClient]:
    """A browser's client signed in to the demonstration by e-mail address."""

    def client(email: str) -> FlaskClient:
        made = northshire.test_client()
        answer = made.post("/sign-in", data={"email": email, "password": "demo-partnership"})
        assert answer.status_code == 303, answer.text
        return made

    return client
