"""How the house is built, held against what stands."""

import ast
import re
from pathlib import Path

import pytest

from convenor import rooms
from foundation import signals
from foundation.database import Base
from people import sign_in, visibility

ROOT = rooms.ROOT
ROOMS = ("foundation", "working_time", "rulebook", *rooms.ROOMS, "convenor")
FILES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
TREES = {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text()) for file in FILES}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
rooms.furnish()


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called(call):
    """`datetime.now` for `datetime.now(UTC)`; the last two names."""
    name = ast.unparse(call.func).split(".")
    return ".".join(name[-2:])


def test_one_file_commits():
    found = {path for path, tree in TREES.items() for call in calls(tree) if called(call).endswith("session.commit")}
    assert found == {"foundation/unit_of_work.py"}


WALL_CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "func.now",
              "func.current_timestamp", "func.current_date", "time.localtime", "time.gmtime"}  # fmt: skip
SQL_CLOCK = re.compile(
    r"\b(current_timestamp|current_date|clock_timestamp\(|now\(\)|datetime\('now'|'now'\))", re.IGNORECASE
)


def test_R30_nothing_asks_what_time_it_is_but_the_clock():
    """R-30, by syntax tree: no wall-clock call, and no text that would ask the database."""
    found = set()
    for path, tree in TREES.items():
        if path == "foundation/clock.py":
            continue
        docs = {
            ast.get_docstring(n, clean=False)
            for n in ast.walk(tree)
            if isinstance(n, (ast.Module, ast.ClassDef, ast.FunctionDef))
        }
        found |= {(path, called(call)) for call in calls(tree) if called(call) in WALL_CLOCK}
        found |= {
            (path, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            and node.value not in docs and SQL_CLOCK.search(node.value)
        }  # fmt: skip
        found |= {
            (path, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "time"
            for alias in node.names
            if alias.name not in ("monotonic", "sleep", "perf_counter")
        }
    assert found == set()


# Where markup is made by hand, read and found sound: each escapes what it is given, or cleans it with nh3.
MARKUP = {"convenor/pages.py", "foundation/markdown.py", "reporting/views/mailbox.py"}


def test_markup_is_made_in_few_places_that_were_read():
    made = {path for path, tree in TREES.items() for call in calls(tree) if called(call).split(".")[-1] == "Markup"}
    assert made <= MARKUP
    assert not any(called(call).endswith("render_template_string") for tree in TREES.values() for call in calls(tree))
    raw = {
        file.relative_to(ROOT).as_posix()
        for file in TEMPLATES
        if re.search(r"\|\s*safe\b|autoescape", file.read_text())
    }
    assert raw == set(), "write the markup in {% set %} … {% endset %}: it is escaped there"


# Where a statement is put together from names: each name is a constant of the program.
BUILT = {"audit/triggers.py", "reporting/queries/waiting/undelivered.py"}


def test_no_statement_is_put_together_from_what_was_given():
    found = {
        path
        for path, tree in TREES.items()
        for call in calls(tree)
        if called(call).split(".")[-1] in ("text", "exec_driver_sql", "literal_column") and call.args
        and not isinstance(call.args[0], (ast.Constant, ast.IfExp, ast.Name))
        and any(isinstance(node, (ast.JoinedStr, ast.BinOp)) for node in ast.walk(call.args[0]))
    }  # fmt: skip
    assert found <= BUILT


@pytest.mark.parametrize("word", ["utils", "helpers", "services", "common", "misc"])
def test_every_file_is_named_after_what_it_holds(word):
    assert [path for path in TREES if word in Path(path).with_suffix("").parts] == []


# Tables that only the machinery of signing in reads; none is ever shown.
SYSTEM = {"sign_in_session", "sign_in_failure", "link_tries"}


def test_every_table_has_an_answer_to_who_may_see_it():
    """A model that nobody answers for raises when it is asked for; this says so before anybody asks."""
    tables = {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Base.registry.mappers
        if hasattr(mapper.class_, "__tablename__")
    }
    answered = {model.__tablename__ for model in visibility.answered()}
    open_questions = {
        name for name, model in tables.items()
        if name not in answered and name not in SYSTEM and model.__module__.split(".")[0] in ("children", "actions", "meetings", "people", "escalation", "reporting")
    }  # fmt: skip
    assert open_questions == set()


def table_of_signals():
    rows = re.findall(r"^\| `(\w+)` \| [^|]+\| [^|]+\| ([^|]+) \|$", signals.__doc__, re.MULTILINE)
    return {name: {room.strip() for room in rooms_.split(",")} for name, rooms_ in rows}


def test_every_signal_stands_in_the_table():
    import blinker

    assert set(table_of_signals()) == {
        name for name, value in vars(signals).items() if isinstance(value, blinker.NamedSignal)
    }


@pytest.mark.parametrize("name", table_of_signals())
def test_whoever_the_table_names_listens(name):
    signal = getattr(signals, name)
    hearing = {receiver.__module__.split(".")[0] for receiver in signal.receivers_for(None)}
    standing = {room for room in table_of_signals()[name] if (ROOT / room / "listeners.py").exists() or (ROOT / room / "models.py").exists()
                or (ROOT / room / "models").exists()}  # fmt: skip
    assert hearing == standing


# A form that is sent without being signed in or that has nothing to send twice carries the token alone.
@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.relative_to(ROOT / "templates").as_posix())
def test_every_form_that_changes_something_is_guarded(file):
    forms = re.findall(r"<form\b[^>]*>.*?</form>", file.read_text(), re.DOTALL | re.IGNORECASE)
    posting = [form for form in forms if re.search(r"method=\"post\"", form[: form.index(">")], re.IGNORECASE)]
    bare = [
        form[:120] for form in posting if not re.search(r"form_guard\(\)|csrf_token|hidden_tag\(\)|caller\(\)", form)
    ]
    assert bare == []


# Everybody may open these: they show nothing of a record, or a secret in the address stands for the sign-in.
OPEN = {
    "static", "people.sign_in", "people.session_state",
    "health.live", "health.ready", "health.dispatcher", "health.metrics",
    "reporting.mailbox", "reporting.mail",
    "people.help_page", "people.who_does_what", "people.accessibility", "people.local_arrangements",
}  # fmt: skip
BY_SECRET = re.compile(r"/(r|a|h|feeds)/<")


def test_every_other_page_asks_who_is_there(app, cast):
    from foundation.problems import API

    client, left_open = app.test_client(), set()
    app.config["WTF_CSRF_ENABLED"] = False
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<int:[^>]*>", "1", re.sub(r'<any\("([^"]+)"[^>]*>', r"\1", rule.rule))
        path = re.sub(r"<[^>]*>", "nothing", path)
        if rule.endpoint in OPEN or BY_SECRET.search(rule.rule):
            continue
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = client.open(path, method=method)
            wanted = (
                answer.status_code == 401
                if path.startswith(API)
                else answer.status_code == 303 and "/sign-in" in answer.location
            )
            if not wanted:
                left_open.add(f"{method} {rule.rule} {answer.status_code}")
    assert left_open == set()


def test_what_is_open_is_on_the_list(app):
    endpoints = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
    opened = {
        endpoint for endpoint, rule in endpoints.items() if sign_in.is_open(endpoint) and not BY_SECRET.search(rule)
    }
    assert opened <= OPEN
