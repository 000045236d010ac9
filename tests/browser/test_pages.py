"""The site as a reader gets it: every page, on a laptop and a phone, in light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe

KNOWN_FIGURES: dict[str, tuple[str, ...]] = {
    "/": (),
    "/trust": ("73%", "69%"),
    "/crime": ("910,619",),
    "/review": ("872,841",),
    "/methods": ("Metropolitan Police",),
}
"""Address of a page -> texts that a table on it holds; none where the page has no table."""

WIDTHS = (1280, 390)

AXE_EXCEPTIONS: dict[str, str] = {}
"""Rules of axe that Streamlit's own parts break -> why nothing here can mend it."""

Visitor = Callable[..., Any]
every_page = pytest.mark.parametrize("path", KNOWN_FIGURES)
every_width = pytest.mark.parametrize("width", WIDTHS)
in_browser = pytest.mark.browser


def _name(path: str, *more: object) -> str:
    return "-".join([path.strip("/") or "overview", *map(str, more)])


@in_browser
@every_page
@every_width
def test_a_deep_link_shows_chart_and_figures(visit: Visitor, path: str, width: int) -> None:
    opened = visit(width)
    page = opened.go(path)
    page.locator(".js-plotly-plot .main-svg").locator("visible=true").first.wait_for()
    for figure in KNOWN_FIGURES[path]:
        page.locator("table", has_text=figure).first.wait_for(timeout=10_000)
    assert not page.locator(".stException, .stAlert").count()
    opened.picture(_name(path, width, "light"))
    assert opened.foreign == []
    assert opened.failures == []
    assert opened.console == []


@in_browser
@every_page
def test_nothing_scrolls_sideways_on_a_phone(visit: Visitor, path: str) -> None:
    page = visit(390).go(path)
    page.locator(".js-plotly-plot .main-svg").locator("visible=true").first.wait_for()
    for scroller in ("document.documentElement", "document.querySelector('.stMain')"):
        wide, room = page.evaluate(f"[{scroller}.scrollWidth, {scroller}.clientWidth]")
        assert wide <= room


@in_browser
@every_page
@every_width
def test_the_dark_theme_follows_the_readers_system(visit: Visitor, path: str, width: int) -> None:
    opened = visit(width, dark=True)
    page = opened.go(path)
    page.locator(".js-plotly-plot .main-svg").locator("visible=true").first.wait_for()
    paper = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert paper == "rgb(20, 24, 28)"
    opened.picture(_name(path, width, "dark"))
    assert opened.console == []


@in_browser
@every_page
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visitor, path: str, dark: bool) -> None:
    page = visit(dark=dark).go(path)
    page.locator(".js-plotly-plot .main-svg").locator("visible=true").first.wait_for()
    found = [
        f"{one['id']}: {one['help']}: {node['html'][:160]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in {"serious", "critical"} and one["id"] not in AXE_EXCEPTIONS
        for node in one["nodes"]
    ]
    assert found == []


@in_browser
def test_the_overview_leads_to_trust(visit: Visitor) -> None:
    opened = visit()
    page = opened.go("/")
    page.locator(".stMain").get_by_role("link", name="trust").first.click()
    page.wait_for_url(f"{opened.site}/trust*")


@in_browser
@every_page
def test_each_page_has_its_own_title(visit: Visitor, path: str) -> None:
    opened = visit()
    served = _title_of(requests.get(f"{opened.site}{path}", timeout=10).text)
    page = opened.go(path)
    assert page.title() == served
    assert "London policing scorecard" in served


def _title_of(html: str) -> str:
    raw = html.split("<title>")[1].split("</title>")[0]
    return raw.replace("&#x27;", "'")


def test_the_titles_differ(site: str) -> None:
    titles = {_title_of(requests.get(f"{site}{path}", timeout=10).text) for path in KNOWN_FIGURES}
    assert len(titles) == len(KNOWN_FIGURES)


def test_a_path_that_is_no_page_is_a_404(site: str) -> None:
    for path in ("/nowhere", "/trust/nowhere", "/index.html", "/trust/_stcore/health"):
        answer = requests.get(f"{site}{path}", timeout=10)
        assert answer.status_code == 404, path
        assert "Page not found" in answer.text


def test_a_slash_too_many_leads_to_the_page(site: str) -> None:
    answer = requests.get(f"{site}/trust/?area=MPS", timeout=10, allow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == "/trust?area=MPS"


@pytest.mark.parametrize("path", ["/", "/trust", "/nowhere", "/healthz", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(site: str, path: str) -> None:
    headers = requests.get(f"{site}{path}", timeout=10).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_scripts_are_served_compressed_and_kept(site: str) -> None:
    start = requests.get(site, timeout=10).text
    script = start.split('src="./')[1].split('"')[0]
    answer = requests.get(f"{site}/{script}", timeout=10)
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    plain = requests.get(f"{site}/{script}", timeout=10, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content


def test_an_unchanged_page_is_not_sent_twice(site: str) -> None:
    etag = requests.get(f"{site}/trust", timeout=10).headers["etag"]
    again = requests.get(f"{site}/trust", timeout=10, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""


def test_a_web_socket_of_another_site_is_refused(site: str) -> None:
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    asked = f"{site}/_stcore/stream"
    foreign = requests.get(
        asked, timeout=10, headers={**handshake, "Origin": "https://example.org"}
    )
    assert foreign.status_code == 403
    own = requests.get(asked, timeout=10, headers={**handshake, "Origin": site}, stream=True)
    assert own.status_code == 101
    own.close()


def test_the_site_says_that_it_lives_and_is_ready(site: str) -> None:
    assert requests.get(f"{site}/healthz", timeout=10).json() == {"status": "alive"}
    ready = requests.get(f"{site}/readyz", timeout=30)
    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "problems": []}


@in_browser
def test_a_page_that_fails_says_so_calmly(visit: Visitor, damaged_site: str) -> None:
    page = visit(address=damaged_site).go("/trust")
    page.get_by_text("Something went wrong on our side").wait_for()
    shown = page.locator("body").inner_text()
    for word in ("Traceback", "Error", "parquet", ".py", "Streamlit", "Google", "ChatGPT"):
        assert word not in shown
    assert page.locator(".st-key-footer").is_visible()


def test_a_site_over_damaged_tables_lives_but_is_not_ready(damaged_site: str) -> None:
    assert requests.get(f"{damaged_site}/healthz", timeout=10).status_code == 200
    answer = requests.get(f"{damaged_site}/readyz", timeout=30)
    assert answer.status_code == 503
    assert any("public_attitudes" in problem for problem in answer.json()["problems"])
