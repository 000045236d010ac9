"""Trust and confidence: London, one borough, several, none; and all boroughs at one date."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.test_pages import (
    Visitor,
    assert_nothing_scrolls_sideways,
    choose,
    faults,
    headline_says,
)

pytestmark = pytest.mark.browser
LAMBETH, HACKNEY = "E09000022", "E09000012"


def text_of(page: Any) -> str:
    """Words of the whole page, once all of it has been shown."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    return re.sub(r"\s+", " ", str(page.locator(".stMain").inner_text()))


def titles(page: Any) -> list[str]:
    return [one.strip() for one in page.locator("h3").all_inner_texts()]


def test_london_shows_the_four_measures_together(visit: Visitor) -> None:
    page = visit().go("/trust")
    headline_says(page, "74% trust the Met (Sep 2025*), up 3 points, but the rise may be gone")
    text = text_of(page)
    assert (
        "back at the 71% of March 2023. Since the Review, local confidence fell 4 points to 46%"
        in text
    )
    assert "5 of 32 boroughs differ from London's 74% by more than chance" in text
    assert "clearly changed in 1 of 32 boroughs" in text
    row = page.locator("tr", has_text="Police do a good job for London").first
    assert "36%" in row.inner_text()


def test_a_borough_has_a_panel_for_each_measure(visit: Visitor) -> None:
    page = visit(390).go(f"/trust?area={LAMBETH}")
    headline_says(page, "In Lambeth, 64% trust the Met (Mar 2026*), no clear change")
    assert titles(page)[:4] == [
        "Trust the Met",
        "Police do a good job locally",
        "Police treat everyone fairly",
        "Police do a good job for London",
    ]
    text = text_of(page)
    assert "Unusual: local confidence 42% half a year before, not checked with MOPAC" in text
    assert "An early sign speaks against London's change: 70.6% in the year to March 2026" in text
    assert "in no published file" in text
    assert_nothing_scrolls_sideways(page)


def test_several_boroughs_stay_on_their_page(visit: Visitor) -> None:
    opened = visit(390)
    page = opened.go(f"/trust?area={HACKNEY}&area={LAMBETH}")
    headline_says(page, "in Hackney and 64% in Lambeth")
    for part in ("The figures: change since the Review", "by more than chance"):  # folded on phones
        page.locator("#root details.part > summary", has_text=part).click()
    page.locator("summary", has_text="Every quarter: Trust the Met").click()
    page.get_by_role("cell", name="64% *").first.wait_for()
    assert_nothing_scrolls_sideways(page)
    assert faults(page) == []
    for name in ("trust", "trust-boroughs"):
        page.locator(f"#root #link-{name} > summary").click()
        code = page.locator(f"#root #link-{name} pre").first
        code.wait_for()
        assert f"area={HACKNEY}&area={LAMBETH}" in code.inner_text()
        assert "&to=2026-03&review=no&london=2025-09&compare=trust&at=2026-03" in code.inner_text()
    headline_says(opened.go(f"/trust?area={HACKNEY}&area={LAMBETH}&to=2023-12"), "63% in Lambeth")
    assert not page.locator(".said-warning").count()


def test_two_places_are_not_carried_and_one_is(visit: Visitor) -> None:
    opened = visit()
    page = opened.go(f"/trust?area={HACKNEY}&area={LAMBETH}")
    page.locator("#site-head").get_by_role("link", name="Crime").click()
    page.wait_for_url(f"{opened.site}/crime")
    headline_says(page, "in London")
    page = opened.go(f"/crime?area={LAMBETH}")
    page.locator("#site-head").get_by_role("link", name="Trust").click()
    page.wait_for_url(f"{opened.site}/trust?area={LAMBETH}")
    headline_says(page, "In Lambeth")


def test_no_place_leaves_all_boroughs(visit: Visitor) -> None:
    page = visit().go("/trust?area=none")
    assert "Nothing to draw is chosen" in page.locator("#root .said-notice").inner_text()
    assert "5 of 32 boroughs differ from London's 74%" in text_of(page)


def test_the_measure_and_year_of_the_comparison_are_in_the_address(visit: Visitor) -> None:
    opened = visit()
    page = opened.go("/trust")
    choose(page, "compare", "Police do a good job locally")
    page.wait_for_url(f"{opened.site}/trust?compare=good_job_local")
    page.get_by_text("Good job locally: clearly changed in 11 of 32 boroughs").first.wait_for()
    page = opened.go("/trust?compare=good_job_local&at=2023-12")
    assert "since the Review is given: the two years share interviews" in text_of(page)
    page = opened.go("/trust?compare=good_job_london")
    assert "“good_job_london” for “compare”" in page.locator(".said-warning").inner_text()
