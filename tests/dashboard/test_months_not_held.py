"""A month that a table does not hold is no month without a case: nothing is summed over it."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from dashboard.figures.places import ALL, MPS
from dashboard.subjects.borough.figures.crime import crime_profile, monthly_rates, outcome_profile
from dashboard.subjects.crime.figures.changes import changes_to
from dashboard.subjects.crime.figures.counts import (
    crime_by_group,
    crime_months,
    crime_series,
    twelve_months_against,
)
from dashboard.subjects.crime.figures.places import places_in_year
from dashboard.subjects.crime.figures.signal import monthly_signal
from dashboard.subjects.outcomes.figures.outcomes import (
    of_no_borough,
    outcome_series,
    outcomes_by_group,
    two_counts,
)
from dashboard.subjects.outcomes.figures.ripening import last_ripe_month
from data_pipeline import publish, published_folder
from datasets.schema import DATASETS
from tests.conftest import FROZEN

GONE = pd.Timestamp("2025-02-01")
LAST = pd.Timestamp("2026-01-01")
"""Last of the first 12 months after the one that is gone, but for one."""
LAMBETH = "E09000022"


@pytest.fixture(scope="module")
def _without_a_month(tmp_path_factory):
    """The shipped tables of offences and of outcomes without February 2025."""
    out = shutil.copytree(FROZEN, tmp_path_factory.mktemp("gap") / "published")
    cut = []
    for name, column in (("recorded_offences", "month"), ("crime_outcomes", "period_end")):
        dataset = DATASETS[name]
        rows = published_folder.read_published(out, dataset)
        months = pd.to_datetime(rows[column]).dt.to_period("M")
        sources = published_folder.read_manifest(out)["datasets"][name]["sources"]
        kept = rows[months != GONE.to_period("M")]
        told = published_folder.read_metadata(out, dataset)
        cut.append(publish.Table(dataset, kept, sources, told))
    publish.publish(cut, out)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATASETS_DIR", str(out))
        yield


pytestmark = pytest.mark.usefixtures("_without_a_month")


def test_a_line_of_offences_has_no_value_over_the_month():
    years = crime_series(LAMBETH, ALL, ALL, "year", "rate").set_index("date")["value"]
    assert years.loc[GONE:LAST].isna().all()
    assert years.drop(years.loc[GONE:LAST].index).notna().all()
    months = crime_series(MPS, "Burglary", ALL, "month", "count").set_index("date")["value"]
    assert list(months.index[months.isna()]) == [GONE]
    rates = monthly_rates((LAMBETH,)).set_index("date")["value"]
    assert rates.index[rates.isna()].equals(pd.date_range(GONE, LAST, freq="MS"))


def test_nothing_is_said_of_twelve_months_with_it():
    assert twelve_months_against(crime_months(MPS), LAST) == (None, None, None)
    assert crime_by_group(MPS, LAST).empty
    assert changes_to(LAMBETH, LAST).empty
    assert places_in_year(ALL, ALL, LAST)["offences_count"].isna().all()
    assert monthly_signal(MPS, ALL, ALL, LAST) is None


def test_nothing_is_compared_with_them():
    year = LAST + pd.DateOffset(years=1, months=-6)
    latest, before, change = twelve_months_against(
        crime_months(MPS), year - pd.DateOffset(months=1)
    )
    assert latest
    assert (before, change) == (None, None)
    assert (
        crime_profile((LAMBETH,)).of(ALL).why_no_change == "the 12 months before are not all held"
    )


def test_nor_of_outcomes():
    years = outcome_series(MPS, ALL, "year").set_index("date")
    assert years.loc[GONE:LAST, ["outcomes_count", "value"]].isna().all(axis=None)
    assert of_no_borough(ALL, LAST) is None
    assert two_counts(MPS, ALL, LAST) is None
    assert outcomes_by_group(MPS, LAST).empty
    ripe = last_ripe_month()
    assert ripe is not None
    assert (outcome_profile((LAMBETH,)) is None) == (GONE <= ripe <= LAST)
