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
from playwright.sync_api import Browser, Locator, Page

from datasets import catalogue

Visitor = Callable[..., Any]
in_browser = pytest.mark.browser

TITLE = "All offences, London (Met area)"
OPENS = "summary[aria-label='Get this chart: {}']"
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
    own = page.locator(OPENS.format(TITLE))
    shown = page.locator("#root .chart").filter(has=own).locator(".drawing.is-drawn")
    shown.locator(".main-svg").first.wait_for()
    return shown


def menu(page: Page, title: str = TITLE) -> Locator:
    """What opens the menu of a chart."""
    return page.locator("#root").locator(OPENS.format(title))


def opened(page: Page, title: str = TITLE) -> Locator:
    """The menu of a chart, opened by the first of two clicks."""
    found = menu(page, title).locator("..")
    menu(page, title).click()
    found.locator("dl").wait_for()
    return found


STATE = "chart => JSON.stringify([chart.layout.margin, chart.layout.height, chart.layout.annotations.length])"


@in_browser
def test_a_chart_is_saved_with_its_title_source_and_date(visit: Visitor) -> None:
    window = visit(dark=True)
    page = window.go("/crime")
    chart = first_chart(page)
    before = chart.evaluate(STATE)
    menu(page).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    svg = saved(page, lambda: page.keyboard.press("Enter"))
    words = words_of(svg)
    today = date.today()
    for said in (
        *(
            TITLE,
            "12 months to each month",
            "Source: Metropolitan Police Service, offences recorded by",
        ),
        f"London policing scorecard, data version {catalogue.version()}, {today.day} {today:%B %Y}.",
        f"{window.site}/crime?area=MPS&offence=all",
    ):
        assert said in words
    assert DARK not in svg.read_text(encoding="utf-8")  # a picture is on white, whatever the theme
    own = size_of(saved(page, page.get_by_role("button", name=f"“{TITLE}” as PNG").click))
    assert own[0] == 2 * 1068
    assert own[1] > 2 * chart.bounding_box()["height"] + 150
    assert chart.evaluate(STATE) == before
    assert window.failures == []
    assert window.console == []


@in_browser
def test_on_a_phone_the_narrow_drawing_is_saved(visit: Visitor) -> None:
    page = visit(390).go("/crime")
    first_chart(page)
    png = saved(page, opened(page).get_by_role("button", name="PNG").click)
    assert size_of(png)[0] == 2 * 386


CLIPBOARD = "navigator.clipboard.readText()"


@in_browser
def test_each_thing_of_a_chart_is_two_clicks_away(visit: Visitor) -> None:
    window = visit()
    page = window.go("/crime?area=E09000022")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=window.site)
    title = "All offences, Lambeth"
    shown = opened(page, title)
    rows = re.search(r"(\d+) rows", shown.inner_text())
    assert rows
    for name, size in (("CSV", int(rows[1]) + 1), ("XLSX", None)):
        with page.expect_download(timeout=10_000) as download:
            shown.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(f".{name.lower()}")
        lines = download.value.path().read_bytes().splitlines()
        assert size is None or len(lines) == size
    said: list[str] = []
    for name in ("fixed link", "citation", "embed code"):
        button = shown.get_by_role("button", name=f"Copy the {name}")
        button.click()
        page.wait_for_function("() => document.querySelector('[data-said=Copied]')")
        said.append(page.evaluate(CLIPBOARD))
        assert page.locator("body > [role=status]").inner_text() == "Copied"
        page.wait_for_function("() => !document.querySelector('[data-said]')")
    link, citation, code = said
    assert link.startswith(f"{window.site}/crime?area=E09000022&")
    assert link.endswith(f"&data={catalogue.version()}#chart-crime")
    assert citation.startswith("Metropolitan Police Service")
    (address,) = re.findall(r'src="([^"]+)"', code)
    address = html.unescape(address)
    assert address.startswith(f"{window.site}/embed/crime/crime?area=E09000022&")
    assert requests.get(address, timeout=60).status_code == 200
    assert f'title="{title} · London policing scorecard"' in code
    assert 'loading="lazy"' in code
    assert window.failures == []
    assert window.console == []


@in_browser
def test_a_text_is_copied_where_a_page_may_not_write_to_the_clipboard(visit: Visitor) -> None:
    window = visit()
    page = window.page
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    window.go("/crime")
    shown = opened(page)
    shown.get_by_role("button", name="Copy the fixed link").click()
    page.wait_for_function("() => document.querySelector('[data-said=Copied]')")
    assert not shown.locator("pre").first.is_visible()
    page.evaluate("document.execCommand = () => false")
    shown.get_by_role("button", name="Copy the citation").click()
    page.wait_for_function("() => document.querySelector('[data-said^=Press]')")
    assert shown.locator("pre").nth(1).is_visible()
    assert page.evaluate("getSelection().toString()") == shown.locator("pre").nth(1).inner_text()


@in_browser
@pytest.mark.parametrize("width", [390, 1280])
def test_one_menu_is_open_and_escape_closes_it(visit: Visitor, width: int) -> None:
    page = visit(width).go("/trust?area=E09000022")
    menus = page.locator("#root .get-chart")
    summaries = page.locator("#root .get-chart > summary")
    menus.nth(1).wait_for()
    first, second = summaries.nth(0), summaries.nth(1)
    first.focus()
    page.keyboard.press("Enter")
    box = menus.nth(0).locator("dl").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    targets = menus.nth(0).locator("summary, a, button")
    assert targets.count() == 8
    for size in targets.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(({width, height}) => [width, height])"
    ):
        assert min(size) >= 24
    second.focus()
    page.keyboard.press("Enter")
    assert menus.evaluate_all("all => all.map(one => one.open)")[:2] == [False, True]
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert menus.evaluate_all("all => all.filter(one => one.open).length") == 0
    assert second.evaluate("one => one === document.activeElement")
    first.click()
    page.mouse.click(5, 300)
    assert menus.evaluate_all("all => all.filter(one => one.open).length") == 0


@in_browser
def test_a_link_to_a_chart_leads_to_it(visit: Visitor) -> None:
    page = visit().go("/outcomes#chart-custody")
    page.wait_for_function(
        """() => {
            const box = document.querySelector("#root #chart-custody")?.getBoundingClientRect();
            return box && !document.getElementById("first-sight") && box.top >= 0 && box.top < innerHeight;
        }"""
    )


@in_browser
def test_without_scripts_the_texts_themselves_stand_in_the_menu(
    chromium: Browser, site: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/crime")
    menu = page.locator("#first-sight .get-chart").first
    menu.locator("summary").click()
    assert menu.get_by_role("link", name="CSV").is_visible()
    assert not menu.get_by_role("button", name="PNG").is_visible()
    assert menu.locator("pre").locator("visible=true").count() == 3
    context.close()


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
    drawn = frame.get_by_test_id("stMainBlockContainer")
    drawn.locator("h1", has_text="Robbery in London").wait_for(timeout=30_000)
    frame.locator("#root .foot").wait_for()
    assert "data version" in frame.locator("#root .foot").inner_text()
    for part in ("#site-head", ".stAppHeader", ".briefing-offer"):
        assert not frame.locator(part).locator("visible=true").count(), part
    with window.page.expect_popup() as popup:
        frame.get_by_role("link", name="London policing scorecard").click()
    assert popup.value.url == f"{window.site}/crime?offence=Robbery"
    popup.value.close()


@in_browser
def test_a_page_that_is_not_asked_for_as_embedded_is_not_framed(
    visit: Visitor, other_site: Callable[[str], str]
) -> None:
    window = visit()
    window.page.goto(other_site(f"{window.site}/crime"))
    window.page.wait_for_timeout(500)
    assert any("frame-ancestors" in said for said in window.console)
    assert not window.page.frame_locator("iframe").locator(".stApp").count()
