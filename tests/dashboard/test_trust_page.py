"""The page on trust by what it says: years in the wrong order, and titles that keep to the screen."""

import re
from datetime import UTC, datetime
from functools import partial

import pytest
import time_machine
from scipy.stats import norm

from dashboard.page import Notes, Page, Table, Text
from dashboard.words.survey import UNOFFICIAL
from tests.dashboard import page_reading
from tests.dashboard.page_reading import everything, headings, notices

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
    assert "from before" not in titles[0]
    assert headings(shown())[0].endswith("highest, from before interviews by telephone")


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


def test_each_borough_s_change_has_its_p_value_where_it_is_worked_out_and_nowhere_else():
    """The z test of two shares of 400 interviews, design effect 1.3, both printed whole."""
    page = shown()
    text = everything(page).replace("\\", "")
    assert "z test of two shares, two-sided" in text
    assert "in 998 of 1,000. That is with about 400 interviews" in text
    first_seen = [one.frame for one in page.all_of(Table) if not one.is_working]
    assert not any("p value" in one.to_string() or "p = " in one.to_string() for one in first_seen)
    table = next(one for one in first_seen if "Change, points" in one)
    row = table.set_index("Borough").loc["Lambeth"]
    before, after = (float(share.rstrip("% *")) for share in row.iloc[:2])
    variance = sum(one * (100 - one) for one in (before, after)) * 1.3 / 400 + 1 / 6
    wanted = 2 * norm.sf(abs(after - before) / variance**0.5)
    working = next(one.frame for one in page.all_of(Table) if one.is_working)
    tested = dict(working.to_numpy().tolist())["Lambeth"].replace("\\", "")
    assert float(tested.split("p = ")[1]) == pytest.approx(wanted, abs=0.0005)


@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"area": "E09000022"},
        {"area": ["E09000012", "E09000022"]},
        {"area": "none"},
        {"measure": "good_job_local"},
        {"measure": "trust", "to": "2023-12"},
        {"from": "2024-03", "to": "2020-03"},
    ],
    ids=str,
)
def test_no_sentence_is_long_and_the_unofficial_copy_is_named_once(choice):
    page = shown(**choice)
    sentences = [one for text in said(page) for one in re.split(r"(?<=[.!?])\s+|\n", text)]
    assert [one for one in sentences if len(one.split()) > 30] == []
    assert " ".join(said(page)).count(UNOFFICIAL) == 1
    assert len(page.headline) <= 90
    assert all(len(one.title) <= 90 for one in page.parts)
    assert len(re.findall(r"[.!?] ", page.lede)) <= 1


def said(page: Page) -> list[str]:
    """What stands on the page to be read, without the lines of sources."""
    texts = [one.markdown.replace("\\", "") for one in page.all_of(Text)]
    notes = [line for one in page.all_of(Notes) for line in one.lines]
    parts = [text for one in page.parts for text in (one.title, one.subtitle)]
    texts = [one for one in texts if not one.startswith("Source:")]
    return [page.headline, page.lede, *parts, *texts, *notes]
