"""12 months against the 12 before, per offence group: the site's against the publisher's own file."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from dashboard.subjects.crime.figures.counts import crime_by_group

pytestmark = pytest.mark.mirror


def test_the_years_to_june_2026_and_june_2025(mirror: Path) -> None:
    (path,) = mirror.glob("crime/edition-202606/MPS Borough Level Crime*24 months*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    sums: dict[str, Counter[str]] = {"latest": Counter(), "before": Counter()}
    for row in rows:
        for month, cell in zip(header[3:], row[3:], strict=True):
            year = "latest" if month > "202506" else "before"
            sums[year][row[0].lower()] += int(cell)
    table = crime_by_group("MPS", pd.Timestamp("2026-06-01")).iloc[1:]
    groups = table["offence_group"].str.lower()
    assert dict(zip(groups, table["offences_count"], strict=True)) == dict(sums["latest"])
    assert dict(zip(groups, table["before_count"], strict=True)) == dict(sums["before"])
    assert (sums["latest"].total(), sums["before"].total()) == (910_619, 931_179)
