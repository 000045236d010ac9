"""Shares by group, loaded by a reader who holds a licensed copy of the answers."""

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard.subjects.trust.figures.interviews import loaded_base, survey_base
from dashboard.subjects.trust.figures.survey import group_series, survey_measures, survey_quarters
from data_pipeline.__main__ import main
from datasets.schema import MPS
from tests.data_pipeline import microdata as md


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A published folder with two years of invented answers."""
    folder = tmp_path_factory.mktemp("own")
    first = md.write_tab(md.respondents(1, "2016-17", 800), folder / "first.tab")
    second = md.write_tab(md.respondents(2, "2021-22", 800), folder / "second.tab")
    out = folder / "published"
    arguments = ["build", "mopac_pas_microdata", "--file", str(first), "--file", str(second)]
    assert main([*arguments, "--out", str(out)]) == 0
    return out


@pytest.fixture
def _own(loaded, monkeypatch):
    monkeypatch.setenv("DATASETS_DIR", str(loaded))


COLUMNS = [
    "group", "period_end", "share_pct", "low_pct", "high_pct", "base_n", "design_effect", "source_id", "edition",
]  # fmt: skip


def test_nothing_is_shipped():
    found = group_series("trust", "ethnicity", MPS)
    assert found.empty
    assert list(found.columns) == COLUMNS


@pytest.mark.usefixtures("_own")
def test_groups_come_by_group_then_time_with_their_own_intervals():
    found = group_series("trust", "ethnicity", MPS)
    assert list(found.columns) == COLUMNS
    assert {"Black", "White British", "White other"} <= set(found["group"])
    assert found.equals(found.sort_values(["group", "period_end"], ignore_index=True))
    assert set(found["period_end"]) == {pd.Timestamp("2017-03-31"), pd.Timestamp("2022-03-31")}
    assert found["base_n"].min() >= 50
    for row in found.itertuples():
        effective = row.base_n / row.design_effect
        low, high = proportion_confint(
            row.share_pct / 100 * effective, effective, alpha=0.05, method="wilson"
        )
        assert (row.low_pct, row.high_pct) == pytest.approx((100 * low, 100 * high))


@pytest.mark.usefixtures("_own")
def test_a_borough_has_only_its_larger_groups():
    found = group_series("trust", "sexual_orientation", "E09000022")
    assert set(found["group"]) == {"Non-LGBT+"}


@pytest.mark.usefixtures("_own")
@pytest.mark.parametrize(
    ("measure", "dimension", "area", "basis"),
    [
        ("trust", "religion", MPS, "financial_year"),
        ("contact_ward_officer", "ethnicity", MPS, "financial_year"),
        ("trust", "ethnicity", "E09000021", "quarter"),
    ],
)
def test_none_is_an_empty_frame(measure, dimension, area, basis):
    found = group_series(measure, dimension, area, basis)
    assert found.empty
    assert list(found.columns) == COLUMNS
    assert pd.api.types.is_float_dtype(found["low_pct"])


@pytest.mark.usefixtures("_own")
def test_the_pages_of_12_month_figures_show_none_of_it():
    assert survey_quarters() == []
    assert survey_measures() == {}


def test_assumed_bases_stand_where_no_copy_is_loaded():
    assert loaded_base(MPS) is None
    assert survey_base(MPS) == (12800, 1.3)


@pytest.mark.usefixtures("_own")
def test_loaded_bases_take_the_place_of_the_assumed_ones():
    newest = group_series("trust", "all", MPS).iloc[-1]
    base, design_effect = survey_base(MPS)
    assert base != 12800
    assert base == pytest.approx(newest["base_n"], rel=0.1)
    assert design_effect == pytest.approx(newest["design_effect"], rel=0.1)
