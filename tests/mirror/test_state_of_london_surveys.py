"""The GLA's survey series: how many, and how they sit with the Public Attitude Survey's own files."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline import locate, registry, source_files
from data_pipeline.steps import convert, raw_tables

pytestmark = pytest.mark.mirror
SOURCES = registry.all_sources()
SOURCE = SOURCES["state_of_london_surveys"]


def of_mirror(source, mirror) -> pd.DataFrame:
    return source_files.read_source(source, locate.in_mirror(mirror)(source)).rows


@pytest.fixture(scope="module")
def rows(mirror) -> pd.DataFrame:
    return of_mirror(SOURCE, mirror)


@pytest.fixture(scope="module")
def raw(mirror) -> pd.DataFrame:
    (path,) = locate.in_mirror(mirror)(SOURCE)
    return raw_tables.read_csv(path, SOURCE)


def share(rows, measure, group, end) -> float:
    (found,) = rows.loc[
        (rows["measure"] == measure) & (rows["group"] == group) & (rows["period_end"] == end),
        "share_pct",
    ]
    return found


def test_every_cell_but_fair_treatment_and_the_blanks_is_a_row(raw, rows):
    fair, blank = (raw["dataset"] == "sol_fair").sum(), (raw["value"] == "").sum()
    assert (len(raw), fair, blank) == (281, 36, 16)
    assert len(rows) == 281 - 36 - 16


def test_series_by_survey_and_measure(rows):
    found = rows.groupby(["survey", "measure", "time_basis"]).size().to_dict()
    assert found == {
        ("GLA/YouGov", "trust_institution", "not_stated"): 63,
        ("PAS", "feels_safe_after_dark", "quarter"): 57,
        ("PAS", "hate_crime_problem", "quarter"): 19,
        ("PAS", "people_get_on", "not_stated"): 45,
        ("TDIU", "satisfied_reporting", "quarter"): 30,
        ("USS", "satisfied_reporting", "quarter"): 15,
    }


def test_figures_of_the_file(rows):
    assert share(rows, "feels_safe_after_dark", "Female", "2023-12-31") == 57
    assert share(rows, "feels_safe_after_dark", "Male", "2023-12-31") == 80
    assert share(rows, "hate_crime_problem", "all", "2022-03-31") == 52
    assert share(rows, "satisfied_reporting", "Face to face", "2023-12-31") == 61
    met = share(rows, "trust_institution", "Metropolitan Police Service", "2024-02-29")
    assert met == pytest.approx(23.152415, abs=1e-6)


def test_the_years_gap_is_the_financial_year_2020_21(rows):
    """Which shows that the quarters of the labels are calendar quarters."""
    asked = rows[rows["measure"] == "hate_crime_problem"]["period_end"]
    assert not asked.between("2020-04-01", "2021-03-31").any()
    assert pd.Timestamp("2020-03-31") in set(asked)
    assert pd.Timestamp("2021-06-30") in set(asked)


def test_fair_treatment_repeats_the_survey_in_every_quarter_both_have(raw, mirror):
    fair = raw[raw["dataset"] == "sol_fair"]
    ends = convert.to_month_end(fair["period"], "%Y-%m-%d", SOURCE)
    theirs = pd.Series((fair["value"].astype(float) * 100).round().to_numpy(), index=ends)
    survey = of_mirror(SOURCES["mopac_pas_workbook"], mirror)
    chosen = survey[(survey["measure"] == "treat_fairly") & (survey["area_code"] == "MPS")]
    both = pd.concat({"gla": theirs, "mopac": chosen.set_index("period_end")["share_pct"]}, axis=1)
    shared = both.dropna()
    assert len(shared) == 36
    assert int((shared["gla"] == shared["mopac"]).sum()) == 36


def test_trust_in_the_met_as_an_institution_is_a_third_of_the_surveys(rows, mirror):
    survey = of_mirror(SOURCES["mopac_pas_workbook"], mirror)
    trust = survey[(survey["measure"] == "trust") & (survey["area_code"] == "MPS")]
    pas = trust[trust["period_end"] >= "2022-03-31"]["share_pct"].mean()
    met = rows[rows["group"] == "Metropolitan Police Service"]["share_pct"].mean()
    assert met / pas == pytest.approx(1 / 3, abs=0.03)
