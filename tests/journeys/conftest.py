"""Journeys in a real browser. `server`, a running Convenor with `.url`, comes from tests/conftest.py."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

# Tests are imported by their path (another package is named `tests`), so the kit beside this file is found by its folder.
sys.path.append(str(Path(__file__).parent))

import browser as kit


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with kit.running_browser() as running:
        yield running


@pytest.fixture
def troubles() -> Iterator[kit.Troubles]:
    """Errors in the console, refused policies and missing files of every page of the test; any left over fails it."""
    seen = kit.Troubles()
    yield seen
    assert not seen.left(), "\n".join(seen.left())


@pytest.fixture
def open_page(browser: Browser, server: Any, troubles: kit.Troubles) -> Iterator[Callable[..., Page]]:
    """Opens a page of its own, as another person at another machine: `open_page()`, `open_page(kit.PHONE)`."""
    contexts = []

    def opened(size: ViewportSize = kit.DESKTOP) -> Page:
        context = kit.new_context(browser, server.url, size)
        contexts.append(context)
        page = context.new_page()
        troubles.watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(kit.PHONE)


@pytest.fixture
def sign_in() -> Callable[..., None]:
    """`sign_in(page, "sam.worker@example.org")`, with the demonstration's password."""
    return kit.sign_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: nothing that axe faults, nothing that runs off the side."""
    return kit.axe


@pytest.fixture
def look() -> Callable[[Page, str], Path]:
    """`look(page, "worklist")`: a picture in out/looks/worklist.png."""
    return kit.look
