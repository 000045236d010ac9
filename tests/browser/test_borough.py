"""My borough on paper: one side of A4, as the browser prints it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_pages import see_a_chart

Visitor = Callable[..., Any]
PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b(?!s)")

in_browser = pytest.mark.browser


@in_browser
@pytest.mark.parametrize("area", ["E09000033", "command-central-west"])
def test_a_place_prints_on_one_side_of_a4(visit: Visitor, tmp_path: Path, area: str) -> None:
    page = visit().go(f"/borough?area={area}")
    see_a_chart(page, "#root .place-picture")
    printed = page.pdf(path=tmp_path / "printed.pdf", format="A4")
    assert len(PAGE_OBJECT.findall(printed)) == 1
    page.emulate_media(media="print")
    for gone in (
        "#site-head",
        ".st-key-choices-place",
        ".tiles",
        ".place-lines",
        "footer",
    ):
        assert not page.locator(gone).locator("visible=true").count(), gone
    for kept in (
        "h1",
        ".cards-place",
        ".cards-counts",
        ".need-to-know",
        ".place-picture",
    ):
        assert page.locator(kept).locator("visible=true").count(), kept
    page.emulate_media(media="screen")


@in_browser
def test_a_phone_shows_the_answer_first_and_folds_the_tables(visit: Visitor) -> None:
    page = visit(width=390).go("/borough?area=E09000022")
    page.locator("#root .place-files").wait_for()
    height = "document.querySelector('.stMainBlockContainer').scrollHeight"
    assert page.evaluate(height) < 7500
    two_screens = "e => e.getBoundingClientRect().bottom < 2 * 844"
    for said in ("64% trust the Met", "122.1 crimes per 1,000", "8.4 positive outcomes"):
        assert page.locator("li", has_text=said).evaluate(two_screens), said
    assert page.locator(".shared-sentence").evaluate(two_screens)
    table = page.locator(".cards-place")
    assert not table.is_visible()
    page.locator("summary", has_text="All 5 questions").click()
    table.wait_for()
    assert "64% (58 to 69) *" in table.inner_text()


@in_browser
def test_a_laptop_shows_what_a_phone_folds(visit: Visitor) -> None:
    page = visit().go("/borough?area=E09000022")
    page.locator("#root .place-files").wait_for()
    for kept in (".cards-place", ".cards-counts", ".tiles"):
        assert page.locator(kept).first.is_visible(), kept
    assert not page.locator("summary", has_text="All 5 questions").is_visible()
