"""The real server on a free port of this machine, and a real Chromium that may only speak to it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests import serving
from tests.conftest import FROZEN

SCREENSHOTS = Path(__file__).parent / "screenshots"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # windows share what one of them has made of the site's scripts
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the running site, without a slash at the end."""
    with serving.shared(tmp_path_factory, "visited") as (address, _):
        yield address


@pytest.fixture(scope="module")
def damaged_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the same site over published tables whose bytes are cut short."""
    folder = tmp_path_factory.mktemp("damaged")
    published = shutil.copytree(FROZEN, folder / "published")
    for table in published.glob("*.parquet"):
        table.write_bytes(table.read_bytes()[:100])
    with serving.serving(folder / "log.txt", DATASETS_DIR=str(published)) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium; the tests that need one are skipped without it, and fail where CI=true."""
    with sync_playwright() as playwright:
        try:
            browser = launched(playwright)
        except PlaywrightError as error:
            reason = f"no browser can be started: {str(error).splitlines()[0]}"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        yield browser
        browser.close()


def launched(playwright: Playwright) -> Browser:
    """A Chromium of this machine, else Playwright's own."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)


@dataclass
class Visit:
    """A page that was opened, and everything that went wrong on the way.

    Attributes:
        console: errors that the page logged.
        failures: exceptions in the page, and answers of 400 and above.
        foreign: addresses of other hosts that it asked for.
    """

    page: Page
    site: str
    console: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from before the first request."""
        self.page.on("console", lambda m: self._hear(m.type, m.text))
        self.page.on("pageerror", lambda error: self.failures.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("websocket", lambda socket: self._note(socket.url))
        self.page.on("response", lambda r: self._judge(r.status, r.url))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.console.append(text)

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != urlsplit(self.site).netloc:
            self.foreign.append(url)

    def _judge(self, status: int, url: str) -> None:
        if status >= 400:
            self.failures.append(f"{status} {url}")

    def go(self, path: str) -> Page:
        """Open an address of the site and wait until its page is complete."""
        self.page.goto(f"{self.site}{path}")
        self.page.wait_for_selector("#root .foot", state="visible", timeout=30_000)
        self.page.wait_for_selector("#root h1", timeout=30_000)
        self.page.wait_for_selector(
            '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=30_000
        )
        return self.page

    def picture(self, name: str) -> None:
        """Save a picture of the whole page, to be looked at: where SCREENSHOTS=yes asks for it.

        The page scrolls inside the window, which has to become as tall as the page and draw it all again.
        """
        if os.environ.get("SCREENSHOTS") != "yes":
            return
        height = self.page.evaluate(
            "document.querySelector('.stMainBlockContainer').scrollHeight + 80"
        )
        width = self.page.viewport_size["width"] if self.page.viewport_size else 1280
        self.page.set_viewport_size({"width": width, "height": max(600, min(height, 8_000))})
        self.page.wait_for_timeout(250)
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


Visitor = Callable[..., Visit]


@pytest.fixture(scope="session")
def context(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """One browser's memory, so that the site's scripts are fetched and compiled once.

    A window stays open on an answer of the site that is no page: with the last window of a site its process
    ends, and what it compiled, which is most of the work of a first visit, is lost.
    """
    context = chromium.new_context(locale="en-GB")
    context.new_page().goto(f"{site}/healthz")
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, site: str) -> Iterator[Visitor]:
    """Opens windows: `visit(width=390, dark=True)`, of the site unless another is named."""
    pages: list[Page] = []

    def window(width: int = 1280, dark: bool = False, address: str = site) -> Visit:
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light")
        return Visit(page, address)

    yield window
    for page in pages:
        page.close()
