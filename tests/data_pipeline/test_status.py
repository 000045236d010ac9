"""When a source's next edition is due, and from when it is late."""

import dataclasses
import json
from datetime import date

import pytest

from data_pipeline import status
from data_pipeline.__main__ import main
from data_pipeline.registry import all_sources, kept_sources

CRIME = all_sources()["mps_recorded_crime"]


@pytest.mark.parametrize(
    ("days", "word"), [(0, "fresh"), (69, "fresh"), (70, "due"), (119, "due"), (120, "stale")]
)
def test_fresh_due_and_stale_by_the_sources_own_lag(days, word):
    assert (CRIME.due_days, CRIME.stale_days) == (70, 120)
    assert status.status_of(days, CRIME) == word


def test_a_source_that_is_never_renewed_stays_fresh():
    once = dataclasses.replace(CRIME, due_days=0, stale_days=0)
    assert status.status_of(5000, once) == "fresh"


@pytest.mark.parametrize(
    ("period", "day"), [("2026-06", date(2026, 6, 30)), ("2024", date(2024, 12, 31))]
)
def test_the_last_day_of_a_period(period, day):
    assert status.last_day(period) == day


def test_the_calendar_counts_from_the_newest_period_held(published):
    (row,) = status.of_sources({"mps_recorded_crime": CRIME}, published, date(2025, 1, 1))
    assert row["newest"] == "2024-09"
    assert (row["age"], row["status"]) == ("93 days", "due")
    assert (row["next_due"], row["late_from"]) == ("2024-12-09", "2025-01-28")


def test_status_for_programs_is_json(published, capsys):
    assert main(["status", "--json", "--out", str(published)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in rows] == [*all_sources(), *kept_sources()]
