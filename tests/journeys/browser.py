"""A Chromium for the journeys: the machine's own, else the one that `npm ci` in tests/ brings."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    ViewportSize,
    sync_playwright,
)

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "node_modules" / "@sparticuz" / "chromium"
LOOKS = HERE.parent.parent / "out" / "looks"
DEMO_PASSWORD = "demo-partnership"

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 700}

# A browser at rest asks for updates and lists of its own; here it has nobody to ask.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

UNPACK = """
const { default: chromium } = await import(process.argv[1]);
await chromium.executablePath();
"""


def find_chromium() -> tuple[str, dict[str, str]]:
    """The path of a Chromium, and what it needs in its environment.

    Raises `RuntimeError` with what to do where there is none.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path, {}
    if not PACKAGE.exists():
        raise RuntimeError("There is no Chromium. Install the system's package chromium, or run `npm ci` in tests/.")
    home = unpacked()
    needs = {
        "LD_LIBRARY_PATH": os.pathsep.join(
            filter(None, [os.environ.get("LD_LIBRARY_PATH"), str(home / "al2023" / "lib")])
        )
    }
    if not Path("/etc/fonts/fonts.conf").exists():
        needs["FONTCONFIG_PATH"] = str(home / "fonts")
    return str(home / "chromium"), needs


def unpacked() -> Path:
    """The folder of the unpacked package; made once for each version of it."""
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    home = Path(tempfile.gettempdir()) / f"convenor-chromium-{version}-{os.getuid()}"
    if home.exists():
        return home
    # Several test processes may come here at once: each unpacks for itself, and the first to be ready is kept.
    fresh = Path(tempfile.mkdtemp(prefix="convenor-chromium-"))
    entry = (PACKAGE / "build" / "esm" / "index.js").as_uri()
    # The package unpacks its own copies of the libraries that a bare machine lacks only where it is told of such a one.
    told = {**os.environ, "TMPDIR": str(fresh), "AWS_LAMBDA_JS_RUNTIME": "nodejs20.x"}
    subprocess.run(["node", "--input-type=module", "-e", UNPACK, entry], env=told, check=True)
    try:
        fresh.rename(home)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
    return home


@contextmanager
def running_browser() -> Iterator[Browser]:
    path, needs = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, env={**os.environ, **needs})
        yield browser
        browser.close()


class Troubles:
    """What went wrong in a page without anybody seeing it: script errors, refused policies, missing files."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.allowed: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.found.append(f"script error: {error}"))
        page.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        # An answer of 4xx to a form is part of many journeys; missing files are seen in `on_response`.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def on_response(self, response: Response) -> None:
        part = response.request.resource_type in ("stylesheet", "script", "image", "font")
        if response.status >= 500 or (part and response.status >= 400):
            self.found.append(f"{response.status} for {response.url}")

    def allow(self, pattern: str) -> None:
        """A journey that makes trouble on purpose says so here, with a regular expression."""
        self.allowed.append(pattern)

    def left(self) -> list[str]:
        return [trouble for trouble in self.found if not any(re.search(pattern, trouble) for pattern in self.allowed)]


def new_context(browser: Browser, base_url: str, size: ViewportSize) -> BrowserContext:
    return browser.new_context(
        base_url=base_url,
        viewport=size,
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
        has_touch=size["width"] < 600,
    )


def press(way: Locator) -> None:
    """Presses a button or follows a link that leads to another page, and comes back when that page is there.

    A bare `click()` does not wait: what is asked or opened next could still meet the page before.
    """
    with way.page.expect_navigation():
        way.click()


def sign_in(page: Page, email: str, password: str = DEMO_PASSWORD) -> None:
    page.goto("/sign-in")
    page.locator('input[name="email"]').fill(email)
    page.locator('input[name="password"]').fill(password)
    press(page.get_by_role("button", name="Sign in", exact=True))


def look(page: Page, name: str) -> Path:
    """Keeps a picture of the whole page in out/looks."""
    LOOKS.mkdir(parents=True, exist_ok=True)
    path = LOOKS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def axe(page: Page) -> None:
    """Holds that the page has nothing that axe would fault, and at any width nothing that runs off its side."""
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    too_wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
        [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1)
        .map((e) => e.tagName.toLowerCase() + "." + e.className).slice(0, 8)"""
    )
    assert not too_wide, f"Runs off the right side of {page.viewport_size}: {too_wide}"
