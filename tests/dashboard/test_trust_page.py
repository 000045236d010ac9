"""The page on trust by what it says: years in the wrong order, and titles that keep to the screen."""

from datetime import UTC, datetime
from functools import partial

import pytest
import time_machine
from scipy.stats import norm

from tests.dashboard import page_reading
from tests.dashboard.page_reading import everything, headings, notices, tables

shown = partial(page_reading.shown, "trust")


def test_a_first_year_after_the_last_is_named():
    page = shown(**{"from": "2024-03", "to": "2020-03"})
    assert notices(page)[0].startswith(
        "**The first year is after the last: the year to March 2024, and the year to March 2020.**"
    )
    assert page.headline == "Trust and confidence in the police"


def test_the_highest_is_that_of_the_years_on_screen():
    titles = headings(shown(**{"from": "2021-03"}))
    assert "since the year to March 2021" in titles[0]
    assert "before a break" not in titles[0]
    assert "before a break (Interviews by telephone" in headings(shown())[0]


def test_no_place_chosen_is_said():
    assert "Nothing to draw is chosen" in notices(shown(area="none"))[0]


def test_years_without_a_figure_are_said():
    page = shown(**{"from": "2026-03", "to": "2026-03"})
    assert notices(page)[0].startswith("**Nothing is published for these measures, London")
    assert "March 2026 to March 2026" in notices(page)[0]


def test_a_table_that_is_not_loaded_is_said(without):
    without("public_attitudes")
    page = shown()
    assert "These figures are not loaded" in notices(page)[0]
    assert not page.headline


@time_machine.travel(datetime(2035, 1, 1, 12, tzinfo=UTC))
def test_overdue_sources_are_named_under_the_chart():
    page = shown()
    line = page.charts[0].source_line
    assert line.startswith("Source:")
    assert line in everything(page)
    assert "Newer figures are overdue here for those to December 2023" in line
    assert "September 2025 (usually renewed by February 2026" in line


def test_each_borough_s_change_has_its_p_value():
    """The z test of two shares of 400 interviews, design effect 1.3, both printed whole."""
    page = shown()
    text = everything(page).replace("\\", "")
    assert "z test of two shares, two-sided" in text
    assert "in 998 of 1,000, by chance alone" in text
    table = next(one for one in tables(page) if "p value" in one)
    row = table.set_index(table.columns[0]).loc["Lambeth"]
    before, after = (float(share.rstrip("% *")) for share in row.iloc[:2])
    variance = sum(one * (100 - one) for one in (before, after)) * 1.3 / 400 + 1 / 6
    wanted = 2 * norm.sf(abs(after - before) / variance**0.5)
    assert float(row["p value"]) == pytest.approx(wanted, abs=0.0005)
