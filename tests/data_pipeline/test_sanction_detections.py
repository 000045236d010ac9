"""Rates of the Review: which are published, and what happens where the Review contradicts itself."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from data_pipeline import registry, source_files
from data_pipeline.sources import review_sanction_detections as detections
from datasets.schema import MPS, MPS_NAME, REFERENCE, SourceError

SOURCE = registry.all_sources()["review_sanction_detections"]


@pytest.fixture(scope="module")
def rates() -> pd.DataFrame:
    return source_files.read_source(SOURCE, [REFERENCE / "review_figures.csv"]).rows


@pytest.fixture
def raw() -> pd.DataFrame:
    return detections.parse(REFERENCE / "review_figures.csv", SOURCE)


def rate(rates: pd.DataFrame, group: str, year: int) -> float:
    (found,) = rates.loc[
        (rates["offence_group"] == group) & (rates["period_end"].dt.year == year), "rate_pct"
    ]
    return found


@pytest.mark.parametrize(
    ("group", "before", "after"),
    [
        ("All offences", 21, 8), ("Violence against the person", 30, 8), ("Drug offences", 91, 39),
        ("Robbery", 16, 8), ("Rape", 24, 6), ("Other sexual offences", 26, 11), ("Domestic abuse", 44, 10),
    ],
)  # fmt: skip
def test_rates_of_2012_13_and_2022_23(group, before, after, rates):
    assert (rate(rates, group, 2013), rate(rates, group, 2023)) == (before, after)


def test_there_are_7_rates_before_and_14_after_and_none_between(rates):
    assert rates["period_end"].dt.year.value_counts().to_dict() == {2023: 14, 2013: 7}
    assert rates["period_start"].dt.strftime("%m-%d").eq("02-01").all()


def test_rates_are_of_the_met_and_come_without_counts(rates):
    assert set(rates["area_code"]) == {MPS}
    assert set(rates["area_name"]) == {MPS_NAME}
    assert rates["outcomes_count"].isna().all()
    assert rates["offences_count"].isna().all()
    assert set(rates["outcome_kind"]) == {"sanction_detections"}


def test_the_drug_rate_that_is_published_fits_the_falls_the_review_states(rates, raw):
    """91% less 51 points over ten years is about 40%, not 5%."""
    falls = raw[
        (raw["measure_id"] == "sanction_detection_rate_change_10y")
        & (raw["group"] == "Drug offences")
    ]["value"].astype(float)
    assert rate(rates, "Drug offences", 2013) + falls.iloc[0] == pytest.approx(39, abs=1)


def with_note(raw: pd.DataFrame, row: int, note: str) -> pd.DataFrame:
    notes = raw["confidence_note"].copy()
    notes.loc[row] = note
    return raw.assign(confidence_note=notes)


def test_a_contradiction_that_nothing_is_declared_for_is_refused(raw):
    row = raw.index[(raw["measure_id"] == "sanction_detection_rate") & (raw["group"] == "Theft")][0]
    with pytest.raises(SourceError, match=r"nothing declared: Theft, 2023-01-31, 2$"):
        detections.tidy(with_note(raw, row, "CONFLICT: with another page"), SOURCE)


def test_a_declared_contradiction_that_is_gone_is_refused(raw):
    row = raw.index[raw["confidence_note"].str.startswith("CONFLICT: footnote 27 prints 5%")][0]
    with pytest.raises(SourceError, match=r"is not in the table: Drug offences, 2023-01-31, 39$"):
        detections.tidy(with_note(raw, row, ""), SOURCE)


def test_an_unknown_offence_group_is_refused(raw):
    with pytest.raises(SourceError, match="unknown label in column group: 'Piracy'"):
        detections.tidy(raw.replace({"group": {"Theft": "Piracy"}}), SOURCE)


def test_a_table_without_rates_is_refused(raw):
    settings = {**SOURCE.settings, "measure_id": "morale"}
    with pytest.raises(SourceError, match=r"no figure is a morale$"):
        detections.tidy(raw, dataclasses.replace(SOURCE, settings=settings))


def test_groups_left_out_are_the_ones_named_in_a_caveat():
    caveat = next(text for text in SOURCE.caveats if "gun crime" in text).lower()
    assert [g for g in SOURCE.settings["left_out_groups"] if g.lower() not in caveat] == []
