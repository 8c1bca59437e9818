"""One mail gets ten seconds: whatever it contains, the next one is read."""

import ctypes
import threading
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")


class TookTooLong(Exception):
    """It was not done in its time."""


class _Stop(BaseException):
    """Ends the work that took too long; nothing in it catches this."""


def within(seconds: float, work: Callable[[], Given]) -> Given:
    """What `work` gives, or its exception. Raises `TookTooLong` after `seconds`; the work is stopped then.

    Only for work that touches neither the database nor anything else that it could leave half done.
    """
    given: list[Given] = []
    troubles: list[BaseException] = []

    def run() -> None:
        try:
            given.append(work())
        except _Stop:
            pass
        except BaseException as trouble:
            troubles.append(trouble)

    thread = threading.Thread(target=run, name="reads-a-mail", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        # There is no signal to a thread that is not the main one; the interpreter raises this between two steps of it.
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_Stop))
        raise TookTooLong
    if troubles:
        raise troubles[0]
    return given[0]
