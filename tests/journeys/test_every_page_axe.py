"""Every page of the demonstration at 1280 and at 320 pixels: axe faults nothing, and nothing runs off the side.

The pages are found by following links, so a new page is here by itself as soon as one leads to it. The browser asks the
application in this process: no server, no journey.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import browser as kit
import pytest
from northshire import ACCOUNTS, Walk, _its_thursday, northshire, signed_in
from playwright.sync_api import Browser, Route

pytestmark = [pytest.mark.journey, pytest.mark.sqlite_only]
__all__ = ["_its_thursday", "northshire", "signed_in"]

READERS = ("sam", "mia", "frank")  # a social worker, a manager, who keeps the accounts
PARTS = {"meetings.screen_now"}  # no page of its own: a piece that the projector's page takes in
ADDRESS = "https://northshire.test"


@pytest.fixture
def pages(northshire: Any, signed_in: Callable[[str], Any], count_queries: Any) -> Walk:
    walk = Walk(northshire, count_queries, each=defaultdict(lambda: 1))
    for who in READERS:
        walk.pages(signed_in(ACCOUNTS[who]))
    return walk


def test_axe_faults_no_page(browser: Browser, pages: Walk, troubles: kit.Troubles) -> None:
    faults = []
    context = kit.new_context(browser, ADDRESS, kit.DESKTOP)
    page = context.new_page()
    troubles.watch(page)
    reader: dict[str, Any] = {}

    def answer(route: Route) -> None:
        given = reader["client"].get(route.request.url.removeprefix(ADDRESS))
        route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.data)

    page.route(f"{ADDRESS}/**", answer)
    for endpoint, (_, address) in sorted(pages.most.items()):
        reader["client"] = pages.readers[endpoint]
        if endpoint in PARTS or reader["client"].get(address).mimetype != "text/html":
            continue
        page.set_viewport_size(kit.DESKTOP)
        page.goto(ADDRESS + address)
        for size in (kit.DESKTOP, kit.PHONE):
            page.set_viewport_size(size)
            try:
                kit.axe(page)
            except AssertionError as fault:
                faults.append(f"{address} at {size['width']}: {fault}")
    context.close()
    assert not faults, "\n\n".join(faults)
