"""Whose figures are on a page, how old they are, and of which version of the data."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard import sourcing
from dashboard.figures import renewals


@pytest.mark.parametrize(
    ("today", "status", "days_late"),
    [
        (date(2026, 9, 7), "fresh", -1),
        (date(2026, 9, 8), "due", 0),
        (date(2026, 10, 27), "due", 49),
        (date(2026, 10, 28), "overdue", 50),
    ],
)
def test_a_source_is_judged_by_its_own_lag(today: date, status: str, days_late: int) -> None:
    found = renewals.renewal(_source(), today)
    assert found == renewals.Renewal(date(2026, 9, 8), days_late, status)


@pytest.mark.parametrize(
    "differs", [{"newest": ""}, {"stale_days": 0}, {"is_transcription": True}], ids=str
)
def test_nothing_newer_is_expected_of_some_sources(differs: dict[str, object]) -> None:
    assert renewals.renewal(_source() | differs, date(2030, 1, 1)) is None


def test_only_overdue_sources_are_named() -> None:
    one, other = _source(), _source() | {"title": "Other", "newest": "2026-09"}
    older = _source() | {"newest": "2025-12"}
    today = date(2026, 11, 23)
    alone = sourcing.overdue_line(pd.DataFrame([one]), today)
    assert alone == (
        "Newer figures are overdue here: this source is usually renewed by September 2026."
    )
    both = sourcing.overdue_line(pd.DataFrame([one, other, older]), today)
    assert both == (
        "Newer figures are overdue here for those to June 2026 (usually renewed by September 2026) and to "
        "December 2025 (usually renewed by March 2026)."
    )
    assert sourcing.overdue_line(pd.DataFrame([other]), today) == ""


def test_a_publisher_is_named_in_full_once() -> None:
    mayor, met = "Mayor's Office for Policing and Crime (MOPAC)", "Metropolitan Police Service"
    rows = [
        ("MOPAC dashboard, as transcribed", f"{mayor}; transcribed by a third party"),
        ("MOPAC survey", mayor),
        ("MPS crime", met),
        ("State of London", "Greater London Authority (GLA), from MOPAC"),
    ]
    shown = pd.DataFrame(rows, columns=["title", "publisher"])
    assert sourcing._with_publishers(shown) == [
        "MOPAC dashboard, as transcribed (MOPAC is the Mayor's Office for Policing and Crime)",
        "MOPAC survey",
        "MPS crime (Metropolitan Police Service)",
        "State of London (Greater London Authority (GLA), from MOPAC)",
    ]


def _source() -> dict[str, object]:
    lag = {"due_days": 70, "stale_days": 120}
    return {"title": "Crime", "newest": "2026-06", "is_transcription": False, **lag}
