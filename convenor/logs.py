"""Logs: one line an event, JSON in production; names of events are constants, and no event carries case text.

Tracebacks are written without the values of variables, which could be anybody's words.
"""

import logging
import sys

import structlog

from convenor.settings import Settings


def configure(settings: Settings) -> None:
    """Send every event to standard error in the form that the settings ask for."""
    if settings.log_format == "json":
        last: list[structlog.typing.Processor] = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ]
    else:
        last = [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
            )
        ]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.WARNING if settings.env == "test" else logging.INFO
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
