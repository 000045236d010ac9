"""The day that a link names."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.draft import Draft
from dashboard.subjects.commitments import days

FIRST, TODAY = date(2023, 11, 1), date(2026, 11, 23)


def draft(*values: str) -> Draft:
    """A page at an address that names these days."""
    return Draft("commitments", {"on": values})


@pytest.mark.parametrize(
    "values",
    [
        (),
        ("2026-11-23",),
        ("2026-11-24",),
        ("2023-10-31",),
        ("2026-02-30",),
        ("20260201",),
        ("2026-W05-1",),
        ("yesterday", ""),
    ],
)
def test_only_today_can_be_chosen(values):
    assert days.days_asked(draft(*values), "on", FIRST, TODAY) == {"2026-11-23": "Today"}


def test_a_day_that_a_link_names_can_be_chosen():
    assert days.days_asked(draft("2026-02-01", "2023-11-01"), "on", FIRST, TODAY) == {
        "2026-11-23": "Today",
        "2023-11-01": "1 November 2023",
        "2026-02-01": "1 February 2026",
    }


def test_the_list_is_shown_only_where_there_is_a_choice():
    found = draft()
    assert days.as_of(found, "As of", "on", FIRST, TODAY) == TODAY
    assert [one.kind for one in found.asked.choices] == ["hidden"]
    found = draft("2026-02-01")
    assert days.as_of(found, "As of", "on", FIRST, TODAY) == date(2026, 2, 1)
    (choice,) = found.asked.choices
    assert (choice.kind, choice.label, choice.key) == ("one", "As of", "on")
    assert choice.options == days.days_asked(found, "on", FIRST, TODAY)
    assert choice.default == "2026-11-23"


def test_a_day_that_cannot_be_is_said():
    found = draft("2026-11-24")
    assert days.as_of(found, "As of", "on", FIRST, TODAY) == TODAY
    assert "“2026-11-24” for “on”" in found.asked.ignored[0]
