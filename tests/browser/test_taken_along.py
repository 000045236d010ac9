"""Charts saved as pictures, and pages shown in frames of other sites."""

from __future__ import annotations

import html
import re
import struct
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Locator, Page

from datasets import catalogue

Visitor = Callable[..., Any]
in_browser = pytest.mark.browser

TITLE = "All offences, London (Met area)"
DARK = "rgb(20, 24, 28)"


def saved(page: Page, press: Callable[[], object]) -> Path:
    with page.expect_download(timeout=10_000) as download:
        press()
    assert download.value.suggested_filename.startswith("all-offences-london-met-area.")
    return download.value.path()


def size_of(png: Path) -> tuple[int, int]:
    return struct.unpack(">II", png.read_bytes()[16:24])


def words_of(svg: Path) -> str:
    text = svg.read_text(encoding="utf-8")
    return html.unescape(" ".join(re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", text)))


def first_chart(page: Page) -> Locator:
    """The chart named TITLE, which on a slow machine is not the first that is drawn."""
    button = page.get_by_role("button", name=f"Save the chart “{TITLE}” as SVG")
    shown = page.locator("#root .chart").filter(has=button).locator(".drawing.is-drawn")
    shown.locator(".main-svg").first.wait_for()
    return shown


STATE = "chart => JSON.stringify([chart.layout.margin, chart.layout.height, chart.layout.annotations.length])"


@in_browser
def test_a_chart_is_saved_with_its_title_source_and_date(visit: Visitor) -> None:
    window = visit(dark=True)
    page = window.go("/crime")
    chart = first_chart(page)
    before = chart.evaluate(STATE)
    svg_button = page.get_by_role("button", name=f"Save the chart “{TITLE}” as SVG")
    svg_button.focus()
    svg = saved(page, lambda: page.keyboard.press("Enter"))
    words = words_of(svg)
    today = date.today()
    for said in (
        *(TITLE, "12 months to each month", "Source: MPS recorded crime"),
        f"London policing scorecard, data version {catalogue.version()}, {today.day} {today:%B %Y}.",
        f"{window.site}/crime?area=MPS&offence=all",
    ):
        assert said in words
    assert DARK not in svg.read_text(encoding="utf-8")  # a picture is on white, whatever the theme
    own = size_of(
        saved(page, page.get_by_role("button", name=f"Save the chart “{TITLE}” as PNG").click)
    )
    assert own[0] == 2 * 1068
    assert own[1] > 2 * chart.bounding_box()["height"] + 150
    assert chart.evaluate(STATE) == before
    assert window.failures == []
    assert window.console == []


@in_browser
def test_on_a_phone_the_narrow_drawing_is_saved(visit: Visitor) -> None:
    page = visit(390).go("/crime")
    first_chart(page)
    png = saved(page, page.get_by_role("button", name=f"Save the chart “{TITLE}” as PNG").click)
    assert size_of(png)[0] == 2 * 386


@pytest.fixture
def other_site() -> Iterator[Callable[[str], str]]:
    """Another site: told what to frame, it says at which address of its own it does."""
    said = {"body": ""}

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(said["body"].encode())

        def log_message(self, *_: object) -> None:
            pass

    def framing(address: str) -> str:
        said["body"] = (
            '<link rel="icon" href="data:,">'
            f'<iframe src="{html.escape(address)}" style="width: 100%; height: 800px"></iframe>'
        )
        return f"http://localhost:{server.server_port}/"

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield framing
        server.shutdown()


@in_browser
def test_a_page_is_embedded_with_its_source_and_a_way_back(
    visit: Visitor, other_site: Callable[[str], str]
) -> None:
    window = visit()
    window.page.goto(other_site(f"{window.site}/crime?offence=Robbery&embed=true"))
    frame = window.page.frame_locator("iframe")
    frame.locator("h1", has_text="offences of robbery").wait_for(timeout=30_000)
    frame.locator("#root .foot").wait_for()
    assert "data version" in frame.locator("#root .foot").inner_text()
    for part in ("#site-head", ".stAppHeader", ".briefing-offer"):
        assert not frame.locator(part).locator("visible=true").count(), part
    with window.page.expect_popup() as popup:
        frame.get_by_role("link", name="London policing scorecard").click()
    assert popup.value.url == f"{window.site}/crime?offence=Robbery"
    popup.value.close()


@in_browser
def test_the_code_for_a_frame_is_there_to_copy(visit: Visitor) -> None:
    window = visit()
    page = window.go("/crime?area=E09000022")
    page.locator("#root #files-crime a[href='#link-crime']").click()
    code = page.locator("#root #link-crime pre", has_text="<iframe").first.inner_text()
    (address,) = re.findall(r'src="([^"]+)"', code)
    address = html.unescape(address)
    assert address.startswith(f"{window.site}/embed/crime/crime?area=E09000022&")
    assert requests.get(address, timeout=60).status_code == 200
    assert 'title="' in code
    assert 'loading="lazy"' in code


@in_browser
def test_a_page_that_is_not_asked_for_as_embedded_is_not_framed(
    visit: Visitor, other_site: Callable[[str], str]
) -> None:
    window = visit()
    window.page.goto(other_site(f"{window.site}/crime"))
    window.page.wait_for_timeout(500)
    assert any("frame-ancestors" in said for said in window.console)
    assert not window.page.frame_locator("iframe").locator(".stApp").count()
