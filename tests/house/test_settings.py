"""S-62: what production must not have stops the start, and every problem is named at once, never with its value."""

import os
import resource
import subprocess
import sys

import pytest

from convenor.settings import WrongSettings, from_environment

GOOD = {
    "CONVENOR_ENV": "production",
    "CONVENOR_SECRET_KEY": "8Qk3v1ZtY0rLwXn5sHc7uJm2aBdEfGiP",
    "CONVENOR_TRUSTED_HOSTS": "convenor.northshire.example.uk",
    "CONVENOR_BASE_URL": "https://convenor.northshire.example.uk",
    "CONVENOR_SMTP_URL": "smtps://post:secret@mail.northshire.example.uk",
    "CONVENOR_DATABASE_URL": "postgresql://convenor:secret@db.northshire.example.uk/convenor",
}


def problems(**changes):
    environ = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    try:
        from_environment(environ)
    except WrongSettings as wrong:
        return wrong.problems
    return []


def test_a_sound_installation_starts():
    assert problems() == []


@pytest.mark.parametrize(("name", "value"), [
    ("CONVENOR_SECRET_KEY", None),
    ("CONVENOR_SECRET_KEY", "tooshort"),
    ("CONVENOR_SECRET_KEY", "change-me-change-me-change-me-change-me"),
    ("CONVENOR_SECRET_KEY", "a" * 40),
    ("CONVENOR_TRUSTED_HOSTS", None),
    ("CONVENOR_BASE_URL", "http://convenor.northshire.example.uk"),
    ("CONVENOR_SMTP_URL", None),
    ("CONVENOR_SMTP_URL", "smtps://post:@mail.northshire.example.uk"),
    ("CONVENOR_IMAP_URL", "pop3://mail.northshire.example.uk"),
    ("CONVENOR_IMAP_URL", "imaps://post:@mail.northshire.example.uk"),
    ("CONVENOR_MAIL_DAYS", "-5"),
    ("CONVENOR_FIELD_KEY", "tooshort"),
    ("CONVENOR_FIELD_KEY", GOOD["CONVENOR_SECRET_KEY"]),
    ("CONVENOR_SMTP_URL", "http://mail.northshire.example.uk"),
    ("CONVENOR_DATABASE_URL", "postgresql://convenor@db.northshire.example.uk/convenor"),
    ("CONVENOR_DATABASE_URL", "not an address"),
    ("CONVENOR_MAIL_FROM", "nobody"),
    ("CONVENOR_MAIL_RATE", "fast"),
    ("CONVENOR_TEST_FAULT", "raise:1"),
    ("CONVENOR_CLOCK_FILE", "/nowhere/clock"),
    ("CONVENOR_ANCHOR_KEY", GOOD["CONVENOR_SECRET_KEY"]),
    ("CONVENOR_ENV", "staging"),
    ("FLASK_DEBUG", "1"),
])  # fmt: skip
def test_S62_each_unfit_setting_is_named_and_its_value_is_not(name, value):
    found = problems(**{name: value})
    assert [problem.partition(":")[0] for problem in found] == [name]
    assert not value or len(value) < 8 or value not in found[0]


def test_S62_a_database_file_that_others_can_read_is_refused(tmp_path):
    file = tmp_path / "convenor.db"
    file.touch(0o644)
    file.chmod(0o644)
    assert [p.partition(":")[0] for p in problems(CONVENOR_DATABASE_URL=f"sqlite:///{file}")] == [
        "CONVENOR_DATABASE_URL"
    ]
    file.chmod(0o600)
    assert problems(CONVENOR_DATABASE_URL=f"sqlite:///{file}") == []


def test_every_problem_comes_at_once():
    assert len(problems(CONVENOR_SECRET_KEY=None, CONVENOR_BASE_URL="http://x", CONVENOR_SMTP_URL=None)) == 3


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["init"], ["dispatcher"]])
def test_S62_the_program_ends_at_once_with_78(command):
    environ = {
        **{k: v for k, v in os.environ.items() if not k.startswith("CONVENOR_")},
        **GOOD,
        "CONVENOR_SECRET_KEY": "short",
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(
        [sys.executable, "-c", "from convenor.cli import convenor; convenor()", *command],
        env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 78
    assert ended.stderr.startswith("CONVENOR_SECRET_KEY:")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < 2  # processor seconds: the machine may have other things to do


def test_a_laptop_needs_no_settings_at_all_and_keeps_its_key(tmp_path):
    environ = {"CONVENOR_VAR": str(tmp_path / "var")}
    first, second = from_environment(environ), from_environment(environ)
    assert first.secret_key == second.secret_key and len(first.secret_key) >= 32
    assert first.database_url == f"sqlite:///{tmp_path / 'var' / 'convenor.db'}"
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0
