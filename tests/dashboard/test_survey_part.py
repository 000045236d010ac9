"""The survey pages show one survey, everyone, 12 months at a time, whatever else the table holds."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.subjects.trust.figures.survey import survey_measures, survey_quarters, survey_series
from data_pipeline import publish
from datasets.schema import DATASETS, MPS

ATTITUDES = DATASETS["public_attitudes"]
FIRST, LAST = pd.Timestamp("2022-03-31"), pd.Timestamp("2023-03-31")
QUARTERS = pd.date_range(FIRST, LAST, freq="QE")
OWN = {
    "survey": "PAS", "measure": "trust", "area_code": MPS, "group_dimension": "all", "group": "all",
    "time_basis": "rolling_12_months", "area_name": "London (Met area)", "share_pct": 71.0,
    "base_n": pd.NA, "design_effect": float("nan"), "is_transcription": False,
    "source_id": "mopac_pas_workbook", "edition": "2023-03",
}  # fmt: skip
INTRUDERS = (
    {"survey": "USS"},
    {"time_basis": "quarter"},
    {"time_basis": "not_stated", "period_end": pd.Timestamp("2022-04-30")},
    {"group_dimension": "sex", "group": "Female"},
    {"measure": "people_get_on"},
    {"measure": "trust_institution", "survey": "GLA/YouGov", "area_code": "E12000007"},
)


def table(*others: dict) -> pd.DataFrame:
    rows = [{**OWN, "period_end": quarter} for quarter in QUARTERS]
    rows += [{**OWN, "period_end": QUARTERS[1], "share_pct": 12.5, **other} for other in others]
    return pd.DataFrame(rows).astype({"base_n": "Int64"})[list(ATTITUDES.columns)]


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """Publishes a table; returns what the survey pages ask of it."""

    def ask(rows: pd.DataFrame) -> tuple:
        entry = publish.Table(ATTITUDES, rows, [], publish.metadata_of(ATTITUDES, []))
        folder = tmp_path / str(len(rows))
        folder.mkdir(exist_ok=True)
        publish.publish([entry], folder)
        monkeypatch.setenv("DATASETS_DIR", str(folder))
        series = survey_series(MPS, ["trust"], FIRST, LAST)
        return survey_measures(), survey_quarters(), series.to_dict("records")

    return ask


def test_the_surveys_own_rows_are_shown(shown):
    measures, quarters, series = shown(table())
    assert measures == {"trust": "Trust the Met"}
    assert quarters == list(QUARTERS)
    assert [row["share_pct"] for row in series] == [71.0] * 5


@pytest.mark.parametrize("intruder", INTRUDERS, ids=lambda one: "-".join(map(str, one.values())))
def test_other_series_change_nothing(intruder, shown):
    assert str(shown(table(intruder))) == str(shown(table()))
