"""The day that a link names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dashboard.controls import days

FIRST, TODAY = date(2023, 11, 1), date(2026, 11, 23)


class Run:
    """An address bar."""

    def __init__(self, values: list[str]) -> None:
        self.params = {"on": values}


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    return lambda *values: monkeypatch.setattr(days, "this_run", lambda: Run(list(values)))


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
def test_only_today_can_be_chosen(address, values):
    address(*values)
    assert days.days_asked("on", FIRST, TODAY) == {"2026-11-23": "Today"}


def test_a_day_that_a_link_names_can_be_chosen(address):
    address("2026-02-01", "2023-11-01")
    assert days.days_asked("on", FIRST, TODAY) == {
        "2026-11-23": "Today",
        "2023-11-01": "1 November 2023",
        "2026-02-01": "1 February 2026",
    }


def test_the_list_is_shown_only_where_there_is_a_choice(address, monkeypatch):
    asked = []
    monkeypatch.setattr(days, "select", lambda *given: asked.append(given) or "2026-02-01")
    monkeypatch.setattr(days, "asked_value", lambda key, options, default: default)
    address()
    assert days.as_of("As of", "on", days.days_asked("on", FIRST, TODAY)) == TODAY
    assert asked == []
    address("2026-02-01")
    options = days.days_asked("on", FIRST, TODAY)
    assert days.as_of("As of", "on", options) == date(2026, 2, 1)
    assert asked == [("As of", "on", options, "2026-11-23")]
