"""Corrections apply where their faulty values are, and are refused where those are gone."""

from __future__ import annotations

import dataclasses
import datetime

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_pipeline import corrections, registry
from datasets.schema import DATASETS, Correction, SourceError

SOURCE = registry.all_sources()["mopac_public_perception"]
ATTITUDES = DATASETS["public_attitudes"]


def attitudes(*shares: float, measure="trust") -> pd.DataFrame:
    ends = pd.date_range("2023-03-31", periods=len(shares), freq="QE")
    return pd.DataFrame(
        {"survey": "PAS", "measure": measure, "area_code": "E09000004", "group_dimension": "all", "group": "all",
         "period_end": ends, "time_basis": "rolling_12_months", "share_pct": shares}
    )  # fmt: skip


def correction(**changes) -> Correction:
    declared = Correction(
        edition="2023-09",
        where={"measure": "trust", "period_end": ["2023-06-30", "2023-09-30"]},
        column="share_pct",
        expected=(62.0, 63.0),
        reason="Two quarters are wrong.",
        date=datetime.date(2026, 11, 23),
    )
    return dataclasses.replace(declared, **changes)


def corrected(rows: pd.DataFrame, *declared: Correction, edition="2023-09") -> list[float]:
    source = dataclasses.replace(SOURCE, corrections=declared)
    return corrections.correct(rows, ATTITUDES, source, edition)["share_pct"].tolist()


def test_a_correction_drops_the_rows_it_names():
    assert corrected(attitudes(61.0, 62.0, 63.0), correction()) == [61.0]


def test_a_correction_finds_its_values_in_any_order_of_rows():
    assert corrected(attitudes(61.0, 62.0, 63.0).iloc[::-1], correction()) == [61.0]


def test_a_correction_of_another_edition_is_left_alone():
    assert corrected(attitudes(61.0, 62.0, 63.0), correction(), edition="2023-12") == [
        61.0,
        62.0,
        63.0,
    ]


@pytest.mark.parametrize("shares", [(61.0, 62.0, 64.0), (61.0, 62.0), (61.0,)])
def test_a_correction_that_no_longer_fits_is_refused_with_its_reason(shares):
    with pytest.raises(
        SourceError, match="no longer fits the file, remove or renew it: Two quarters are wrong"
    ):
        corrected(attitudes(*shares), correction())


@settings(max_examples=50)
@given(st.lists(st.integers(61, 64), min_size=3, max_size=3))
@example([61, 62, 63])
def test_a_correction_applies_exactly_when_its_values_are_there(shares):
    rows = attitudes(*map(float, shares))
    if shares[1:] == [62, 63]:
        assert corrected(rows, correction()) == [shares[0]]
    else:
        with pytest.raises(SourceError, match="no longer fits"):
            corrected(rows, correction())


def test_repeats_are_dropped_and_the_first_kept():
    rows = attitudes(61.0, 62.0)
    repeats = correction(action="drop_repeats", where={"measure": "trust"}, expected=(61.0, 62.0))
    assert corrected(pd.concat([rows, rows], ignore_index=True), repeats) == [61.0, 62.0]


def test_repeats_that_went_are_refused():
    repeats = correction(action="drop_repeats", where={"measure": "trust"}, expected=(61.0, 62.0))
    with pytest.raises(SourceError, match="no longer fits"):
        corrected(attitudes(61.0, 62.0), repeats)
