"""The site as a reader gets it: every page, on a laptop and a phone, in light and dark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import requests
from axe_playwright_python.base import AXE_SCRIPT

from dashboard.words.accessibility import LEFT_BY_FRAMEWORK

KNOWN_FIGURES: dict[str, tuple[str, ...]] = {
    "/": ("71%", "74% *"),
    "/trust": ("71%", "74%"),
    "/gaps": ("−17 (as printed)", "46% (43 to 49)"),
    "/crime": ("910,619",),
    "/outcomes": ("81,280", "938,635"),
    "/powers": ("56,727", "76,052"),
    "/workforce": ("10,638", "2048 to 2078"),
    "/misconduct": ("33%", "1.81"),
    "/response": ("12 min 36 s", "77.5%"),
    "/borough?area=E09000022": ("38,692", "122.1 (120.9 to 123.3)"),
    "/commitments": ("271 more at the end of 2024", "11% were women in autumn 2023"),
    "/review": ("872,841",),
    "/get-data": ("offences_count",),
    "/methods": ("Bexley's trust figures",),
}
"""Address of a page -> texts that a table on it holds."""

WITHOUT_A_CHART = ("/get-data",)

WIDTHS = (1280, 390)

AXE_OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}

Visitor = Callable[..., Any]
every_page = pytest.mark.parametrize("path", KNOWN_FIGURES)
every_width = pytest.mark.parametrize("width", WIDTHS)
in_browser = pytest.mark.browser


def _name(path: str, *more: object) -> str:
    page = path.split("?", 1)[0].strip("/")
    return "-".join([page or "overview", *map(str, more)])


OF_PAPER = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 28)"}


@in_browser
@every_page
def test_a_page_as_a_reader_gets_it(visit: Visitor, site: str, path: str) -> None:
    """Opened on a phone in the dark, where the reader's system changes its theme; then the window widens."""
    opened = visit(390, dark=True)
    served = _title_of(requests.get(f"{site}{path}", timeout=10).text)
    assert "London policing scorecard" in served
    page = opened.go(path)
    for width, theme in ((390, "dark"), (390, "light"), (1280, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        open_what_a_phone_folds(page)
        if path not in WITHOUT_A_CHART:
            see_a_chart(page)
        assert page.title() == served
        wait_for_the_theme(page, theme)
        assert_it_is_complete(page, KNOWN_FIGURES[path])
        if width == 390:
            assert_nothing_scrolls_sideways(page)
        elif path == "/":
            page.locator("#root .stMain").evaluate("main => main.scrollTo(0, 0)")
            assert_the_first_card_is_on_the_first_screen(page)
        opened.picture(_name(path, width, theme))
    assert opened.foreign == []
    assert opened.failures == []
    assert opened.console == []


def see_a_chart(page: Any, within: str = "#root") -> None:
    """Scroll to the first chart that is not folded away, which is then drawn."""
    box = page.locator(f"{within} .drawing").locator("visible=true").first
    box.scroll_into_view_if_needed()
    box.locator(".main-svg").first.wait_for(timeout=30_000)


def wait_for_the_theme(page: Any, theme: str) -> None:
    """Wait until the page is on the theme's paper, and every chart that is drawn is drawn for it."""
    page.wait_for_function(
        """([paper, theme]) => getComputedStyle(document.querySelector('.stApp')).backgroundColor === paper
            && [...document.querySelectorAll('#root .drawing.is-drawn')]
                .every(chart => chart.dataset.drawn.endsWith(` ${theme}`))""",
        arg=[PAPER[theme], theme],
    )


def open_what_a_phone_folds(page: Any) -> None:
    """And what is folded at any width."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    folds = page.locator("#root details:is(.phone-fold, .part):not([open]) > summary").locator(
        "visible=true"
    )
    for _ in range(100):  # what is opened may hold others
        if not folds.count():
            break
        folds.first.click()
    page.locator("#root details.fold:not(.ways *, .files *)").evaluate_all(
        "all => all.forEach(fold => (fold.open = true))"
    )


def assert_it_is_complete(page: Any, figures: tuple[str, ...]) -> None:
    for figure in figures:
        page.locator("table", has_text=figure).first.wait_for(timeout=10_000)
    assert "anywhere on the site: June 2026" in page.locator("#root .foot").inner_text()
    assert not page.locator(".stException, .stAlert, .said-warning").count()
    cut = "i => i.scrollWidth > i.clientWidth ? i.value : ''"
    assert [
        one
        for one in page.locator(".stSelectbox input").evaluate_all(f"all => all.map({cut})")
        if one
    ] == []
    outside = """all => all.filter(chip => {
        const box = chip.closest('.react-aria-ComboBox').getBoundingClientRect();
        const own = chip.getBoundingClientRect();
        return own.bottom > box.bottom || own.right > box.right;
    }).length"""
    assert page.locator(".stMultiSelect button").evaluate_all(outside) == 0


def assert_nothing_scrolls_sideways(page: Any) -> None:
    for scroller in ("document.documentElement", "document.querySelector('.stMain')"):
        wide, room = page.evaluate(f"[{scroller}.scrollWidth, {scroller}.clientWidth]")
        assert wide <= room


LAPTOP_HEIGHT, LINE_OF_OTHERS = 800, 620
"""Of the window of a laptop, and where the cards after the first have begun, in px."""


def assert_the_first_card_is_on_the_first_screen(page: Any) -> None:
    """Headline, search, news and first card end within the window, the next begin well in it; no words run out."""
    first, *others = [page.locator("#root .card").nth(place).bounding_box() for place in range(4)]
    assert page.locator("h1").bounding_box()["y"] >= 0
    assert first["y"] + first["height"] <= LAPTOP_HEIGHT
    assert max(box["y"] for box in others) <= LINE_OF_OTHERS
    assert page.locator(".card > .verdict").count() == 7 - 1
    over = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert page.locator(".card, .news li").evaluate_all(over) == 0


@in_browser
@every_width
def test_search_and_news_stand_above_the_first_card(visit: Visitor, width: int) -> None:
    page = visit(width).go("/")
    lines = (
        "one => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)"
    )
    assert round(page.locator("#root h1").evaluate(lines)) <= (2 if width == 1280 else 3)
    search, news, card = [
        page.locator(f"#root {one}").bounding_box() for one in (".search", ".news", ".card-1")
    ]
    assert search["y"] + search["height"] < news["y"]
    assert news["y"] + news["height"] < card["y"] <= 560
    assert page.locator("#root .news a").evaluate_all("all => all.map(a => a.pathname)") == [
        "/trust",
        "/crime",
        "/powers",
    ]


@in_browser
@pytest.mark.parametrize(
    ("typed", "place"), [("barking & dagenham", "Barking and Dagenham"), ("Lambth", "Lambeth")]
)
def test_the_search_leads_to_a_borough_within_the_app(
    visit: Visitor, typed: str, place: str
) -> None:
    opened = visit(390)
    page = opened.go("/")
    assert page.locator("#root .search datalist option").count() == 33
    assert page.get_by_label("Your borough").count() == 1
    page.evaluate("window.isStillThere = true")
    page.get_by_label("Your borough").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{opened.site}/borough?area=*")
    page.locator("#root .piece", has_text=place).first.wait_for()
    assert page.evaluate("window.isStillThere")
    page.go_back()
    page.locator("#root .search").wait_for()


def faults(page: Any, only: Sequence[str] = ()) -> list[str]:
    """What axe finds, but for what the framework is known to leave.

    Args:
        page: as it is shown.
        only: rules to look at; all where none is named.
    """
    return [
        f"{one['id']}: {one['help']}: {node['target']} {node['html'][:160]}"
        for one in violations(page, only)
        for node in one["nodes"]
        if not is_left_by_framework(page, one["id"], node["target"][0])
    ]


def violations(page: Any, only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """All that axe finds. Args as `faults`."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = AXE_OPTIONS | ({"runOnly": list(only)} if only else {})
    return page.evaluate("async (options) => (await axe.run(options)).violations", options)


def is_left_by_framework(page: Any, rule: str, target: str) -> bool:
    return any(
        page.locator(target).evaluate("(found, selector) => found.matches(selector)", one.selector)
        for one in LEFT_BY_FRAMEWORK
        if one.rule == rule
    )


@in_browser
def test_the_overview_leads_to_trust(visit: Visitor) -> None:
    opened = visit()
    page = opened.go("/")
    page.locator(".stMain").get_by_role("link", name="trust").first.click()
    page.wait_for_url(f"{opened.site}/trust*")


@in_browser
@every_width
def test_what_a_verdict_stands_on_is_one_click_away(visit: Visitor, width: int) -> None:
    page = visit(width).go("/")
    for place, words in (
        (0, ("95% interval −5.6 to −2.4", "from MOPAC's dashboard (unofficial copy)")),
        (1, ("An ordinary year moves it by", "What would be needed:")),
    ):
        fold = page.locator("#root .card").nth(place).locator("details")
        fold.locator("summary").click()
        for one in words:
            fold.get_by_text(one).first.wait_for()
        assert faults(page) == []
        fold.locator("summary").click()


def choose(page: Any, key: str, words: str) -> None:
    """Write a choice into its box; the list closes while charts above it are still being drawn."""
    from playwright.sync_api import TimeoutError

    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    box = page.locator(f".st-key-choice_{key} input")
    option = page.get_by_role("option", name=words, exact=True)
    for patience in (500, 1_000, 2_000, 4_000, 8_000):
        box.fill(words)
        try:
            option.click(timeout=patience)
        except TimeoutError:
            page.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"no list opens for {key}")


def headline_says(page: Any, words: str) -> None:
    page.locator("h1", has_text=words).wait_for(timeout=15_000)


@in_browser
def test_a_choice_that_no_longer_fits_leaves_the_address(visit: Visitor) -> None:
    opened = visit()
    page = opened.go("/crime?offence=Burglary&kind=Domestic+burglary")
    choose(page, "offence", "Robbery")
    page.wait_for_url(f"{opened.site}/crime?offence=Robbery")
    headline_says(page, "Robbery in London")
    assert not page.locator(".said-warning").count()
    page.go_back()
    headline_says(page, "Domestic burglary in London")
    assert page.url.endswith("/crime?offence=Burglary&kind=Domestic+burglary")
    assert not page.locator(".said-warning").count()
    page.go_forward()
    headline_says(page, "Robbery in London")
    assert page.url.endswith("/crime?offence=Robbery")


@in_browser
def test_a_link_that_cannot_be_followed_says_so(visit: Visitor) -> None:
    opened = visit()
    note = opened.go("/crime?offence=Robbery&kind=Domestic+burglary&area=x").locator(
        ".said-warning"
    )
    assert "“x” for “area”" in note.inner_text()
    assert "“Domestic burglary” for “kind”" in note.inner_text()
    note = opened.go("/outcomes?area=E09000022&area=E09000002").locator(".said-warning")
    assert "more than can be shown for “area”" in note.inner_text()
    note = opened.go("/trust?area=E09000022&review=maybe").locator(".said-warning")
    assert "“maybe” for “review”" in note.inner_text()
    headline_says(opened.page, "in Lambeth")
    note = opened.go("/response?data=0.9.0").locator(".data-version")
    assert "made for data version 0.9.0, which is not kept here" in note.inner_text()


@in_browser
def test_the_place_goes_along_to_another_page(visit: Visitor) -> None:
    opened = visit()
    page = opened.go("/trust?area=E09000022")
    page.locator("#site-head").get_by_role("link", name="Crime").click()
    page.wait_for_url(f"{opened.site}/crime?area=E09000022")
    headline_says(page, "in Lambeth")
    headline_says(visit().go("/crime"), "in London")


@in_browser
def test_the_dark_theme_prints_as_the_light_one(visit: Visitor) -> None:
    page = visit(dark=True).go("/trust")
    see_a_chart(page)
    assert page.evaluate(OF_PAPER) == PAPER["dark"]
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # as the browser's print command does
    page.locator(".for-paper .main-svg").first.wait_for()
    fills = "all => all.map(one => getComputedStyle(one).fill)"
    dark_page = "rgb(20, 24, 28)"
    drawn = page.locator(".for-paper .js-plotly-plot")
    assert dark_page not in drawn.locator("path.point").evaluate_all(fills)
    strokes = "all => all.map(one => getComputedStyle(one).stroke)"
    assert "rgb(18, 67, 109)" in drawn.locator(".js-line").evaluate_all(strokes)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert not page.locator("#root #files-trust .on-paper").is_visible()


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


@pytest.mark.parametrize("path", ["/", "/trust", "/nowhere", "/_stcore/health"])
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
def test_a_page_whose_table_is_damaged_says_so_calmly(visit: Visitor, damaged_site: str) -> None:
    page = visit(address=damaged_site).go("/trust")
    page.get_by_text("is being checked").first.wait_for()
    shown = page.locator("body").inner_text()
    for word in ("Traceback", "Error", "parquet", ".py", "Streamlit", "Google", "ChatGPT"):
        assert word not in shown
    assert page.locator("#root .foot").is_visible()


def test_a_site_over_damaged_tables_lives_but_is_not_ready(damaged_site: str) -> None:
    for path in ("/healthz", "/servez"):
        assert requests.get(f"{damaged_site}{path}", timeout=10).status_code == 200
    answer = requests.get(f"{damaged_site}/readyz", timeout=30)
    assert answer.status_code == 503
    assert any("public_attitudes" in problem for problem in answer.json()["problems"])
