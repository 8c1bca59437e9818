"""The processes that stay: the web server, and the dispatcher beside it or alone."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from waitress import create_server

from convenor.application import LARGEST_REQUEST
from notifications.dispatch import Dispatcher

# Waitress closes up with its own settings when 200 connections lie idle; with these it serves on with 300.
SERVER = {
    "threads": 8,
    "connection_limit": 1000,
    "channel_timeout": 15,
    "cleanup_interval": 5,
    "max_request_body_size": LARGEST_REQUEST + 2**20,
    "max_request_header_size": 32768,
    "ident": None,
}


def serve(app: Flask, host: str, port: int, dispatcher: Dispatcher | None, say: Callable[[str], None]) -> None:
    """Serve pages until the process is told to end; `dispatcher` runs beside it. `say` is told the address."""
    server = create_server(app, host=host, port=port, **SERVER)
    shown = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host
    say(f"Convenor is at http://{shown}:{getattr(server, 'effective_port', port)}/")
    _on_signals(_leave)
    if dispatcher is not None:
        dispatcher.start()
    try:
        server.run()
    finally:
        if dispatcher is not None:
            dispatcher.finish()


def dispatch(dispatcher: Dispatcher) -> None:
    """Run the dispatcher until the process is told to end; told twice, it ends at once."""

    def stop() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        dispatcher.stop()

    _on_signals(stop)
    dispatcher.run()


@contextmanager
def pid_in(path: Path) -> Iterator[None]:
    """The id of this process stands in `path` while it sends mail."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(f"{os.getpid()}\n")
    try:
        yield
    finally:
        if path.exists() and path.read_text().strip() == str(os.getpid()):
            path.unlink()


def _leave() -> None:
    raise SystemExit(0)


def _on_signals(act: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: act())
