"""`first_load`: a page in a real browser that holds nothing of the site yet, here and at the peer.

Bytes are counted between the two, so web sockets are among them. Once as the machine is, and once as
a cheap phone: a processor four times slower and 1.6 Mbit/s, by the browser's own tools.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Error, sync_playwright

from benchmarks.processes import MissingInputError
from benchmarks.sites import in_turn, running
from benchmarks.studies import Found, Length, name_of
from benchmarks.wire import counting

PAGES = ("/", "/trust")
SLOWER, BYTES_A_SECOND = 4, 1_600_000 // 8
LONGEST_MS = 60_000
ABSENT = "first_load needs a Chromium: make browser"

# When the headline's words and the first chart were first there, in ms since the page was asked for.
# A chart below what is in the window is drawn once it is scrolled to: the page is taken to the first.
_WATCH = """
window.seen = {};
(function look() {
  const has = (selector) => [...document.querySelectorAll(selector)].some(
    (one) => one.getClientRects().length && (one.textContent.trim() || one.tagName == "svg"));
  if (!seen.headline && has("h1")) seen.headline = performance.now();
  if (!seen.whole && has("#root h1")) seen.whole = performance.now();
  if (seen.whole && !seen.chart) {
    if (has(".js-plotly-plot svg.main-svg")) seen.chart = performance.now();
    else document.querySelector(".drawing, [data-testid=stPlotlyChart]")?.scrollIntoView({ block: "nearest" });
  }
  requestAnimationFrame(look);
})();
"""


def run(length: Length) -> Found:
    """Load pages cold at both sites, in turn.

    Raises:
        MissingInputError: there is no browser.
    """
    found = Found()
    with _browser() as browser:
        for whose in in_turn(length.rounds):
            with running(whose) as server:
                for page in PAGES:
                    _load(browser, server.port, page, is_slow=False)  # fills what the server keeps
                    for kind in ("cold", "slow"):
                        measures = _load(browser, server.port, page, kind == "slow")
                        found.add(f"{whose} {name_of(page)} {kind}", **measures)
    return found


@contextmanager
def _browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            raise MissingInputError(ABSENT) from error
        try:
            yield browser
        finally:
            browser.close()


def _load(browser: Browser, port: int, path: str, is_slow: bool) -> dict[str, float]:
    """One load in a browser without anything kept."""
    with counting(port) as counted:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        try:
            page = context.new_page()
            requests: list[str] = []
            page.on("request", lambda one: requests.append(one.url))
            page.add_init_script(_WATCH)
            if is_slow:
                _slow_down(context.new_cdp_session(page))
            page.goto(f"http://127.0.0.1:{counted.port}{path}", timeout=LONGEST_MS)
            seen = _seen(page)
        finally:
            context.close()
    return {
        "headline_s": seen["headline"] / 1000,
        "whole_s": seen["whole"] / 1000,
        "chart_s": seen["chart"] / 1000,
        "requests": len([one for one in requests if one.startswith("http")]),
        "wire_megabytes": counted.bytes_down / 1e6,
    }


def _seen(page: Any) -> dict[str, float]:  # noqa: ANN401 - Playwright's own
    """What was seen when, once the first chart is there and nothing more comes.

    Asked for again and again: the site's security policy forbids Playwright's own way to wait.
    """
    ends = time.monotonic() + LONGEST_MS / 1000
    while time.monotonic() < ends:
        seen: dict[str, float] = page.evaluate("seen")
        if "chart" in seen:
            page.wait_for_load_state("networkidle", timeout=LONGEST_MS)
            return seen
        page.wait_for_timeout(50)
    raise TimeoutError(f"no chart after {LONGEST_MS / 1000:.0f} s")


def _slow_down(tools: Any) -> None:  # noqa: ANN401 - Playwright's own
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
