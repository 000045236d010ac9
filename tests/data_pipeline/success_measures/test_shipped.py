"""The seven verdicts as shipped, and what becomes of them where a table is not held."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest

from data_pipeline.derived import figures_held, success_measures
from datasets.schema import DATASETS, REFERENCE, SUCCESS_MEASURES, SourceError
from tests.data_pipeline.success_measures.by_hand import (
    BESIDE,
    CHARGED,
    CHARGED_OF_WOMEN_AND_GIRLS,
    SENIOR_WOMEN,
    WOMEN,
)
from tests.data_pipeline.verdict_tables import (
    FAIR,
    GOOD_JOB,
    REVIEW,
    SURVEY,
    TRUST,
    made,
    replaced,
    shipped,
)


def test_the_shipped_verdicts_are_those_of_the_shipped_tables(verdicts):
    dates = dict.fromkeys(
        ["baseline_period_end", "latest_period_end", "ripe_from"], "datetime64[s]"
    )
    found = verdicts.reset_index(drop=True).astype(dates)
    pd.testing.assert_frame_equal(found, shipped("success_measures").astype(dates))


EXPECTED = {
    (SURVEY, TRUST, "all"): (71, REVIEW, 74, "2025-09-30", "improved"),
    (SURVEY, GOOD_JOB, "all"): (50, REVIEW, 46, "2025-09-30", "worsened"),
    (SURVEY, FAIR, "all"): (65, REVIEW, 66, "2025-09-30", "no_clear_change"),
    (SURVEY, "good_job_london", "all"): (None, None, None, None, "cannot_be_judged"),
    (SURVEY, TRUST, "Black"): (-17, "2022-09-30", None, None, "cannot_be_judged"),
    (SURVEY, FAIR, "Black"): (-11, "2022-09-30", None, None, "cannot_be_judged"),
    (SURVEY, GOOD_JOB, "Black"): (0, "2022-09-30", None, None, "cannot_be_judged"),
    (SURVEY, TRUST, "LGBT+"): (None, None, None, None, "cannot_be_judged"),
    (SURVEY, FAIR, "LGBT+"): (None, None, None, None, "cannot_be_judged"),
    ("misconduct_action_rate", "case_to_answer", "all"): (33, "2022-03-31", None, None, "cannot_be_judged"),
    ("misconduct_racial_disparity", "allegation_ratio", "Black"): (81, "2022-03-31", None, None, "cannot_be_judged"),
    ("misconduct_racial_disparity", "allegation_ratio", "Asian"): (55, "2022-03-31", None, None, "cannot_be_judged"),
    CHARGED: (5.7, REVIEW, 6.2, "2026-03-31", "no_clear_change"),
    CHARGED_OF_WOMEN_AND_GIRLS: (None, None, None, None, "cannot_be_judged"),
    ("charge_rates", "charge_rate", "Violence against the person"):
        (6.4, REVIEW, 6.4, "2026-03-31", "no_clear_change"),
    ("charge_rates", "charge_rate", "Sexual offences"): (8.7, REVIEW, 6.5, "2026-03-31", "cannot_be_judged"),
    ("charge_rates", "charge_rate", "Robbery"): (6.7, REVIEW, 6.3, "2026-03-31", "no_clear_change"),
    ("charge_rates", "charge_rate", "Rape"): (2.7, "2020-12-31", None, None, "cannot_be_judged"),
    ("charge_rates", "charge_rate", "Domestic abuse offences"): (None, None, None, None, "cannot_be_judged"),
    ("rape_cases_to_court", "adult_rape_cases", "all"): (None, None, None, None, "cannot_be_judged"),
    ("response_times", "average_response_time", "I grade (immediate)"):
        (12.6, "2022-11-30", None, None, "cannot_be_judged"),
    ("response_times", "average_response_time", "S grade (significant)"):
        (107, "2021-12-31", None, None, "cannot_be_judged"),
    ("response_times", "response_within_target", "S grade (significant)"):
        (62.5, "2023-02-28", None, None, "cannot_be_judged"),
    WOMEN: (20.7, "2022-03-31", None, None, "cannot_be_judged"),
    SENIOR_WOMEN: (26.5, "2022-03-31", None, None, "cannot_be_judged"),
    ("workforce_representation", "officers_by_ethnicity", "Black, Asian and ethnic minority"):
        (16.6, "2022-09-30", None, None, "cannot_be_judged"),
}  # fmt: skip
WHOLE = {measure: "cannot_be_judged" for measure in SUCCESS_MEASURES if measure != "context"} | {
    SURVEY: "mixed",
    "charge_rates": "no_clear_change",
}


@pytest.mark.parametrize("row", EXPECTED, ids=" ".join)
def test_every_figure_date_and_verdict(row, verdicts):
    found, wanted = verdicts.loc[row], EXPECTED[row]
    for name, value, end in (("baseline", *wanted[:2]), ("latest", *wanted[2:4])):
        if value is None:
            assert pd.isna(found[f"{name}_value"])
        else:
            assert round(found[f"{name}_value"], 1) == value
            assert found[f"{name}_period_end"] == pd.Timestamp(end)
    assert found["verdict"] == wanted[4]


KINDS = {
    "not_published": {
        (SURVEY, "good_job_london", "all"),
        *((SURVEY, one, "Black") for one in (TRUST, FAIR, GOOD_JOB)),
        *((SURVEY, one, "LGBT+") for one in (TRUST, FAIR)),
        CHARGED_OF_WOMEN_AND_GIRLS,
        ("rape_cases_to_court", "adult_rape_cases", "all"),
        ("response_times", "average_response_time", "I grade (immediate)"),
        ("response_times", "average_response_time", "S grade (significant)"),
        ("response_times", "response_within_target", "S grade (significant)"),
    },
    "not_loaded": {
        ("rape_cases_to_court", "rape_charged", "Rape"),
        ("rape_cases_to_court", "adult_rape_charged", "Adult rape"),
        ("misconduct_action_rate", "case_to_answer", "all"),
        ("misconduct_racial_disparity", "allegation_ratio", "Black"),
        ("misconduct_racial_disparity", "allegation_ratio", "Asian"),
        ("charge_rates", "charge_rate", "Rape"),
        ("charge_rates", "charge_rate", "Domestic abuse offences"),
        WOMEN,
        SENIOR_WOMEN,
        ("workforce_representation", "officers_by_ethnicity", "Black, Asian and ethnic minority"),
    },
    "not_comparable": {one for one in BESIDE if one[0] == "charge_rates"},
    "not_ripe": {("charge_rates", "charge_rate", "Sexual offences")},
}
PRINCIPAL = {
    (SURVEY, TRUST, "all"),
    ("misconduct_action_rate", "case_to_answer", "all"),
    ("misconduct_racial_disparity", "allegation_ratio", "Black"),
    CHARGED_OF_WOMEN_AND_GIRLS,
    ("rape_cases_to_court", "adult_rape_cases", "all"),
    ("response_times", "average_response_time", "I grade (immediate)"),
    WOMEN,
}


def test_what_cannot_be_judged_says_which_kind_it_is(verdicts):
    rows = verdicts[verdicts["indicator"] != "all"]
    for kind, wanted in KINDS.items():
        assert set(rows.index[rows["cannot_kind"] == kind]) == wanted
    judged = verdicts["verdict"] != "cannot_be_judged"
    assert (verdicts["cannot_kind"].isna() == judged).all()
    assert (verdicts["loads_with"].notna() == (verdicts["cannot_kind"] == "not_loaded")).all()
    assert verdicts.loc[WOMEN, "loads_with"] == (
        "Home Office, Police workforce open data tables, 31 March 2023 and later: "
        "python -m data_pipeline build home_office_workforce --file FILE"
    )


def test_one_indicator_stands_first_for_each_measure_and_lends_it_its_kind(verdicts):
    assert set(verdicts.index[verdicts["is_principal"]]) == PRINCIPAL
    for row in PRINCIPAL - {(SURVEY, TRUST, "all"), CHARGED_OF_WOMEN_AND_GIRLS}:
        whole = verdicts.loc[(row[0], "all", "all")]
        assert whole["cannot_kind"] == verdicts.loc[row, "cannot_kind"]
        assert str(whole["loads_with"]) == str(verdicts.loc[row, "loads_with"])


def test_every_judged_indicator_says_the_smallest_change_that_it_could_have_shown(verdicts):
    """(1.96 + 0.84) standard errors, sums by hand from the shares."""
    for row, before, after in (
        ((SURVEY, TRUST, "all"), 71, 74),
        ((SURVEY, GOOD_JOB, "all"), 50, 46),
        ((SURVEY, FAIR, "all"), 65, 66),
    ):
        variance = sum(p * (100 - p) for p in (before, after)) * 1.3 / 12_800 + 1 / 6
        seen = verdicts.loc[row, "smallest_change_seen"]
        assert seen == pytest.approx(2.80159 * variance**0.5, rel=1e-5)
    judged = verdicts["verdict"].isin(["improved", "worsened", "no_clear_change"])
    tested = (judged & (verdicts["indicator"] != "all")) | (verdicts["cannot_kind"] == "not_ripe")
    assert verdicts["smallest_change_seen"].notna().equals(tested)


def test_there_is_no_other_indicator_and_a_row_for_each_of_the_seven(verdicts):
    rows = verdicts[verdicts["indicator"] != "all"]
    assert set(rows.index) == {*EXPECTED, *BESIDE}
    whole = verdicts[verdicts["indicator"] == "all"].set_index("measure")
    assert whole["verdict"].to_dict() == WHOLE
    assert whole["indicator_name"].to_dict() == {one: SUCCESS_MEASURES[one] for one in WHOLE}
    assert whole[["baseline_value", "latest_value", "change"]].isna().all(axis=None)


def test_every_finder_is_declared_for_some_indicator():
    declared = tomllib.loads((REFERENCE / "success_measures.toml").read_text(encoding="utf-8"))
    kinds = {one["kind"] for measure in declared["measure"] for one in measure["indicator"]}
    assert kinds == set(figures_held.FINDERS)


@pytest.mark.parametrize("tables_held", [(), *[(one,) for one in success_measures.OF]])
def test_whatever_is_not_held_is_told_to_be_not_held(tables_held, tables):
    """No table, or one alone: every row is there, with its reason."""
    found = made({one: tables[one] for one in tables_held})
    assert len(found) == 38
    if not {"public_attitudes", "crime_outcomes"} & set(tables_held):
        assert set(found["verdict"]) == {"cannot_be_judged"}
    assert list(success_measures.table({}).columns) == list(DATASETS[success_measures.ID].columns)


def test_a_table_published_before_it_had_a_column_is_refused_by_name(tables):
    old = tables["public_attitudes"].drop(columns=["design_effect", "base_n"])
    with pytest.raises(SourceError) as caught:
        made(replaced(tables, public_attitudes=old))
    assert str(caught.value) == (
        "success_measures: public_attitudes as published has no column base_n, design_effect: build it as well"
    )
