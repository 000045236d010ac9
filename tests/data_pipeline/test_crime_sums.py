"""12 months against the 12 before, per offence group, from a made-up mirror to the site's table."""

from __future__ import annotations

import csv
from collections import Counter

import pandas as pd
import pytest

from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.figures.counts import crime_by_group
from tests.data_pipeline import miniature


def write_24_months(path):
    """The newest file with as many months as the publisher's own has."""
    months = [f"{month:%Y%m}" for month in pd.date_range("2022-10", "2024-09", freq="MS")]
    rows = [
        [group, kind, place, *(miniature.count(place, kind, month) + 1 for month in months)]
        for group, kind, _, _ in miniature.OFFENCES
        for place in sorted([*miniature.boroughs(), "Unknown"])
    ]
    miniature.write_csv(path, [[*miniature.NEWEST_KEY, *months], *rows])


def test_the_sites_sums_and_changes_are_those_of_the_publishers_file(
    small_mirror, published, build, monkeypatch
):
    path = small_mirror / miniature.CRIME_NEWEST
    write_24_months(path)
    assert build("mps_recorded_crime", "--accept", "mps_recorded_crime:tried") == 0
    monkeypatch.setenv("DATASETS_DIR", str(published))
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    months = header[3:]
    latest, before = Counter(), Counter()
    for row in rows:
        cells = dict(zip(months, map(int, row[3:]), strict=True))
        latest[row[0].capitalize()] += sum(cells[month] for month in months[-12:])
        before[row[0].capitalize()] += sum(cells[month] for month in months[-24:-12])
    last = pd.Timestamp(f"{months[-1][:4]}-{months[-1][4:]}-01")
    table = crime_by_group("MPS", last).set_index("offence_group")
    changes = crime_changes.changes_to("MPS", last).set_index("offence")
    assert len(latest) > 9
    for group, count in latest.items():
        expected = 100 * (count - before[group]) / before[group]
        assert table.loc[group, ["offences_count", "before_count"]].tolist() == [
            count,
            before[group],
        ]
        assert table.loc[group, "change_pct"] == pytest.approx(expected)
        assert changes.loc[group, "change_1y_pct"] == pytest.approx(expected)
    assert table.loc["All offences", "offences_count"] == latest.total()
