"""Charge rates: what is no charge rate is none, and decides nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline.derived.found import labelled
from datasets.schema import MONTHLY_POSITIVE_OUTCOMES
from tests.data_pipeline.success_measures.by_hand import (
    NEAREST,
)
from tests.data_pipeline.verdict_tables import (
    REVIEW,
    made,
    replaced,
)


def test_sanction_detections_and_positive_outcomes_are_no_charge_rates(verdicts, tables):
    own = verdicts[verdicts["measure"] == "charge_rates"]
    rates = own[own["indicator"] == "charge_rate"]
    recorded = rates["latest_source_id"] == "home_office_charges_reduced"
    assert rates["baseline_source_id"].eq("home_office_charges_reduced").equals(recorded)
    assert recorded.sum() == 4
    figures = pd.concat([tables["review_figures"], tables["published_figures"]]).set_index(
        "figure_id"
    )
    for number in pd.concat([rates["baseline_figure_id"], rates["latest_figure_id"]]).dropna():
        assert figures.loc[number, "measure_id"] == "charge_rate"
        assert "detection" not in figures.loc[number, "statement"].casefold()
    sources = pd.concat([own["baseline_source_id"], own["latest_source_id"]]).dropna()
    assert set(sources) == {
        *("published_figures", "home_office_charges_reduced"),
        *("mps_monthly_dashboard", "mps_other_crime"),
    }
    assert own.loc[NEAREST, "latest_source_id"] == "mps_monthly_dashboard"
    assert not own.loc[NEAREST, "is_deciding"]
    assert own.loc[NEAREST, "indicator_name"] == "Nearest figure: positive outcomes"
    assert "it is not a charge rate" in own.loc[NEAREST, "definition"]
    assert "detection" not in " ".join(own["indicator_name"]).casefold()


def test_a_newer_sanction_detection_rate_changes_nothing_of_the_charge_rates(verdicts, tables):
    late = {"period_start": pd.Timestamp("2024-04-01"), "period_end": pd.Timestamp("2025-03-31")}
    outcomes = tables["crime_outcomes"]
    detections = outcomes.query("outcome_kind == 'sanction_detections'").assign(
        **late, rate_pct=40.0
    )
    figures = tables["review_figures"]
    printed = figures[figures["measure_id"].str.contains("sanction_detection")].assign(
        **late, value=40.0, group="All"
    )
    assert len(printed)
    found = made(
        replaced(
            tables,
            crime_outcomes=pd.concat([outcomes, detections]),
            review_figures=pd.concat([figures, printed]).drop_duplicates("figure_id", keep="first"),
            published_figures=pd.concat(
                [
                    tables["published_figures"],
                    printed.assign(figure_id=lambda rows: "P9" + rows["figure_id"]),
                ]
            ),
        )
    )
    pd.testing.assert_frame_equal(found.loc[["charge_rates"]], verdicts.loc[["charge_rates"]])


def test_positive_outcomes_are_added_up_over_twelve_months_and_decide_nothing(verdicts, tables):
    rows = labelled(tables["crime_outcomes"], MONTHLY_POSITIVE_OUTCOMES)
    found = verdicts.loc[NEAREST]
    for name, first, last in (
        ("baseline", "2022-04-01", REVIEW),
        ("latest", "2024-09-01", "2025-08-31"),  # the months after are provisional
    ):
        year = rows[(rows["period_start"] >= first) & (rows["period_end"] <= last)]
        outcomes, offences = year["outcomes_count"].sum(), year["offences_count"].sum()
        assert found[f"{name}_value"] == pytest.approx(100 * outcomes / offences)
        assert found[f"{name}_base_n"] == offences
    assert (found["verdict"], found["verdict_test"]) == ("cannot_be_judged", "none")
    assert found["reason"] == (
        "Shown beside the measure and not part of it: 9.7% (year to March 2023), 8.7% (year to August 2025). "
        "No change is given. Positive outcomes count cautions and warnings too, and recording changed in "
        "February 2024."
    )
    foreign = rows.assign(series="domestic_abuse", source_id="mps_other_crime")
    both = pd.concat([tables["crime_outcomes"], foreign])
    assert made(replaced(tables, crime_outcomes=both)).loc[NEAREST].equals(found)
    doubled = tables["crime_outcomes"].assign(
        outcomes_count=lambda all_: (
            all_["outcomes_count"] * (1 + all_["outcome_kind"].eq("positive_outcomes"))
        )
    )
    other = made(replaced(tables, crime_outcomes=doubled)).loc[("charge_rates", "all", "all")]
    assert other.equals(verdicts.loc[("charge_rates", "all", "all")])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows[rows["period_end"] != "2025-06-30"],
        lambda rows: rows.assign(offences_count=0),
        lambda rows: rows.assign(
            outcomes_count=rows["outcomes_count"].mask(rows["period_end"] == "2025-06-30")
        ),
    ],
    ids=["a month missing", "no offences", "outcomes not published"],
)
def test_a_year_of_outcomes_with_a_hole_in_it_is_not_given(spoil, tables):
    found = made(replaced(tables, crime_outcomes=spoil(tables["crime_outcomes"]))).loc[NEAREST]
    assert pd.isna(found["latest_value"])
    assert found["reason"] == "Not a figure of this measure, and not held for both dates."


def test_outcomes_that_end_before_the_review_have_no_newest(tables):
    rows = tables["crime_outcomes"]
    found = made(replaced(tables, crime_outcomes=rows[rows["period_end"] <= "2023-02-28"])).loc[
        NEAREST
    ]
    assert found[["baseline_value", "latest_value"]].isna().all()
