"""Briefings in a browser: two sides of paper, and the Word file by one click."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from dashboard.subjects import pages
from tests.browser.conftest import Visitor

CHOICES = {"borough": "area=E09000022", "crime": "area=E09000033&offence=Theft&as=rate"}
PAGES = [page.path for page in pages.PAGES if page.path != "get-data"]


def _opened(visit: Visitor, address: str) -> Any:
    window = visit(width=794)
    window.page.goto(f"{window.site}{address}")
    window.page.wait_for_selector(".paper-take", timeout=60_000)
    window.page.wait_for_function(
        "() => [...document.querySelectorAll('.paper .drawing')]"
        ".every(chart => chart.querySelector('.main-svg'))"
    )
    return window.page


@pytest.mark.parametrize("path", PAGES)
def test_a_briefing_prints_on_two_sides(visit: Visitor, path: str) -> None:
    page = _opened(visit, f"/{path}?print=1&{CHOICES.get(path, '')}")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert 1 <= len(sheets) <= 2
    assert page.locator(".paper ol > li").count() <= 3
    assert page.locator("#site-head, [role=combobox], details").count() == 0


@pytest.mark.parametrize("address", ["/", "/trust?area=E09000022", "/borough?area=E09000022"])
def test_the_print_command_prints_the_briefing(visit: Visitor, address: str) -> None:
    page = visit().go(address)
    page.wait_for_function("() => window.Plotly")
    said = page.locator("#root h1").inner_text()
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert 1 <= len(sheets) <= 2
    assert page.locator(".for-paper").count() == 0  # it is gone once it is printed
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".for-paper h1").inner_text() == said
    assert page.locator("h1").locator("visible=true").count() == 1
    assert not page.locator("#root").is_visible()
    drawings = page.locator(".for-paper .drawing")
    assert drawings.locator(".main-svg").first.is_visible() or drawings.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#root h1").is_visible()


def test_a_reader_finds_the_briefing_near_the_headline_or_in_the_list_of_parts(
    visit: Visitor,
) -> None:
    page = visit().go("/trust")
    page.set_viewport_size({"width": 1280, "height": 800})
    ways = page.locator("#root .on-this-page .to-briefing a")
    assert ways.all_inner_texts() == ["print view", "Word document"]
    assert ways.first.bounding_box()["y"] < 2 * 800
    ways.first.click()
    page.wait_for_url("**/trust?*print=1*")
    for address, list_of_parts in (("/", ".arriving"),):
        page = visit().go(address)
        page.set_viewport_size({"width": 1280, "height": 800})
        way = page.locator(f"#root {list_of_parts} a", has_text="Briefing for a meeting")
        assert way.bounding_box()["y"] < 2 * 800
        page.wait_for_timeout(2_000)  # what is drawn above would move it
        way.click()
        page.wait_for_timeout(500)
        assert 0 <= page.locator("#root #briefing").bounding_box()["y"] < 800


@pytest.mark.parametrize(
    ("path", "of_table", "of_row"),
    [("trust", "avoid", "avoid"), ("workforce", "avoid", "avoid"), ("", "auto", "avoid")],
)
def test_short_tables_and_all_rows_stand_on_one_side(
    visit: Visitor, path: str, of_table: str, of_row: str
) -> None:
    page = _opened(visit, f"/{path}?print=1")
    page.emulate_media(media="print")
    inside = "one => getComputedStyle(one).breakInside"
    assert page.locator(".paper .table").first.evaluate(inside) == of_table
    rows = page.locator(".paper .table tr")
    assert rows.evaluate_all(f"all => [...new Set(all.map({inside}))]") == [of_row]


def test_the_overviews_paper_says_whom_each_measure_is_worse_for(visit: Visitor) -> None:
    page = _opened(visit, "/?print=1")
    assert page.locator(".paper td", has_text="Worse for").count() == 3
    worse = "Worse for Black Londoners, before the Review (quarter to September 2022): trust in the Met 17 points"
    assert page.locator(".paper td", has_text=worse).count() == 1
    assert page.get_by_text("Sexual offences charged: 6.5%").count() == 1


def test_a_page_whose_briefing_does_not_come_prints_itself(visit: Visitor) -> None:
    page = visit().go("/trust")
    page.route(re.compile(r"print=1"), lambda route: route.abort())
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".for-paper").count() == 0
    assert page.locator("#root #files-trust .on-paper").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_the_word_file_says_what_the_page_says(visit: Visitor) -> None:
    page = visit().go("/trust?area=E09000022")
    said = page.locator("h1").inner_text()
    with page.expect_download(timeout=90_000) as taken:
        page.locator(".briefing-offer").get_by_role("link", name="Word document").click()
    paper = docx.Document(BytesIO(Path(taken.value.path()).read_bytes()))
    assert said in [one.text for one in paper.paragraphs]
    assert len(paper.inline_shapes) == 1
    assert taken.value.suggested_filename.startswith("briefing-trust-")
