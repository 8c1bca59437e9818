"""The command line. Every command is one unit of work; a mistake ends with one clear line and an exit code that says so."""

from convenor.cli import auditing, checking, dates, people, running, setting_up, taking_mail
from convenor.cli.entering import convenor

__all__ = ["auditing", "checking", "convenor", "dates", "people", "running", "setting_up", "taking_mail"]
