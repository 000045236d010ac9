"""Each way to say a day, a month or a period, and that no other module writes out a month."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from dashboard.words.periods import (
    AT_POINTER,
    day_words,
    edition,
    month_name,
    month_year,
    months_named,
    period_words,
    quarter_to,
    short_month_year,
    twelve_months_to,
    when_words,
    year_to,
)

DASHBOARD = Path(__file__).parents[2] / "dashboard"
MARCH = date(2026, 3, 1)

_WRITTEN_OUT = re.compile(r"%-?[bB]\b|strftime\(|(?:year|months|quarter) to \{month_year\(")
"""A month formatted by hand, or a period said by hand."""


def written_out(path: Path) -> list[str]:
    """Lines of a module that say a month or a period for themselves."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"{path.name}: {line.strip()}" for line in lines if _WRITTEN_OUT.search(line)]


def test_months_are_written_out_in_one_module():
    """But for charts, which write dates for Plotly and on axes."""
    own = DASHBOARD / "words" / "periods.py"
    modules = [
        path
        for path in sorted(DASHBOARD.rglob("*.py"))
        if path != own and DASHBOARD / "charts" not in path.parents
    ]
    assert len(modules) > 100
    assert [line for path in modules for line in written_out(path)] == []
    assert len(written_out(own)) >= 6


@pytest.mark.parametrize(
    "line",
    [
        'f"{day:%B %Y}"',
        'f"{day.day} {day:%b}"',
        'day.strftime("%Y")',
        'f"in the year to {month_year(end)}"',
        'f"12 months to {month_year(end)}"',
    ],
)
def test_a_month_or_period_said_by_hand_is_seen(tmp_path, line):
    module = tmp_path / "module.py"
    module.write_text(f"words = {line}\n", encoding="utf-8")
    assert written_out(module) == [f"module.py: words = {line}"]


def test_days_and_months():
    assert day_words(date(2022, 3, 31)) == "31 March 2022"
    assert day_words(MARCH) == "1 March 2026"
    assert month_year(MARCH) == "March 2026"
    assert short_month_year(MARCH) == "Mar 2026"
    assert month_name(MARCH) == "March"


def test_periods_by_their_last_month():
    assert year_to(MARCH) == "year to March 2026"
    assert twelve_months_to(MARCH) == "12 months to March 2026"
    assert quarter_to(MARCH) == "quarter to March 2026"


def test_periods_of_the_manifest():
    assert period_words("2026-06") == period_words("2026-06-30") == "June 2026"
    assert period_words("2024") == "2024"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("202606", "June 2026"),
        ("2026-06", "June 2026"),
        ("2021", "2021"),
        ("final", "final"),
    ],
)
def test_editions(name, said):
    assert edition(name) == said


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (date(2026, 3, 1), "March 2026"),
        (date(2026, 1, 1), "January to March 2026"),
        (date(2025, 11, 1), "November 2025 to March 2026"),
    ],
)
def test_months_from_and_to(first, said):
    assert months_named(first, MARCH) == said


def test_what_a_chart_says_under_the_pointer_ends_in_its_date():
    assert {words[-5:] for words in AT_POINTER.values()} == {"%B %Y"}


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ((2024, 5, 21), (2024, 5, 21), "21 May 2024"),
        ((2021, 1, 1), (2021, 12, 31), "2021"),
        ((2019, 1, 1), (2023, 12, 31), "2019 to 2023"),
        ((2021, 4, 1), (2022, 3, 31), "year to March 2022"),
        ((2023, 9, 1), (2023, 9, 30), "September 2023"),
        ((2022, 7, 1), (2022, 9, 30), "July to September 2022"),
        ((2022, 7, 2), (2022, 7, 18), "2 to 18 July 2022"),
        ((2022, 12, 1), (2023, 2, 28), "December 2022 to February 2023"),
        ((2013, 4, 1), (2022, 3, 31), "April 2013 to March 2022"),
        ((2022, 9, 1), (2023, 4, 28), "1 September 2022 to 28 April 2023"),
        ((2022, 9, 20), (2023, 9, 30), "20 September 2022 to 30 September 2023"),
    ],
)
def test_the_time_of_a_figure(start, end, said):
    assert when_words(date(*start), date(*end)) == said
