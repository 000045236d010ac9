"""Trust, confidence and fairness: shares of the survey, against sums by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from tests.data_pipeline.success_measures.by_hand import (
    DESIGN,
    INTERVIEWS,
    ROW,
    change_of_shares,
    london,
)
from tests.data_pipeline.verdict_tables import (
    FAIR,
    GOOD_JOB,
    REVIEW,
    SURVEY,
    TRUST,
    made,
    replaced,
)


@pytest.mark.parametrize("measure", [TRUST, GOOD_JOB, FAIR])
@pytest.mark.parametrize("effect", [None, 1.0, 1.5, 4.0, 10.0])
def test_the_survey_is_judged_as_by_hand(measure, effect, survey):
    rows = london(survey["public_attitudes"], measure).set_index("period_end")["share_pct"]
    before, after = rows[REVIEW], rows.iloc[-1]
    low, high, verdict = change_of_shares(before, after, effect or DESIGN["design_effect"])
    found = made(survey, effect).loc[(SURVEY, measure, "all")]
    assert (found["baseline_value"], found["latest_value"]) == (before, after)
    assert (found["change_low"], found["change_high"]) == pytest.approx((low, high))
    assert found["verdict"] == verdict
    error = (high - low) / 2 / norm.ppf(0.975)
    seen = (norm.ppf(0.975) + norm.ppf(0.8)) * error
    assert found["smallest_change_seen"] == pytest.approx(seen)
    assert found["design_effect"] == (effect or 1.3)
    assert found["baseline_base_n"] == found["latest_base_n"] == INTERVIEWS == 12_800


def test_with_a_design_effect_of_10_trust_shows_no_clear_change(survey):
    found = made(survey, 10.0)
    assert found.loc[ROW, "verdict"] == "no_clear_change"
    assert found.loc[(SURVEY, GOOD_JOB, "all"), "verdict"] == "worsened"
    assert found.loc[(SURVEY, "all", "all"), "verdict"] == "worsened"
    assert [made(survey, effect).loc[ROW, "verdict"] for effect in DESIGN["sensitivity"]] == [
        "improved"
    ] * 3


def test_mixed_is_no_average(verdicts):
    """The three changes average out to nothing, and the measure is mixed all the same."""
    changes = verdicts.loc[[(SURVEY, one, "all") for one in (TRUST, GOOD_JOB, FAIR)], "change"]
    assert changes.tolist() == [3, -4, 1]
    assert verdicts.loc[(SURVEY, "all", "all"), "verdict"] == "mixed"
    assert verdicts.loc[(SURVEY, "all", "all"), "reason"] == (
        "Trust the Met: improved. Police do a good job locally: worsened. Police treat everyone "
        "fairly: shows no clear change. 6 of 9 indicators cannot be judged. An early sign speaks "
        "against “Trust the Met: improved”: the mean of the 32 boroughs, by residents, is 70.6% in the "
        "year to March 2026, against 71% for London at the Review."
    )


def test_trust_is_told_to_be_transcribed_and_the_others_not(verdicts, tables):
    rows = verdicts.loc[[(SURVEY, one, "all") for one in (TRUST, GOOD_JOB, FAIR)]]
    assert rows["is_transcription"].tolist() == [True, False, False]
    assert rows["latest_source_id"].tolist() == [
        "mopac_dashboard_transcription", "mopac_public_perception", "mopac_public_perception",
    ]  # fmt: skip
    newest = [london(tables["public_attitudes"], one).iloc[-1] for one in (TRUST, GOOD_JOB, FAIR)]
    assert [one["is_transcription"] for one in newest] == [True, False, False]
    assert [one["source_id"] for one in newest] == rows["latest_source_id"].tolist()
    assert rows["is_rounded"].all()
    assert verdicts.loc[(SURVEY, "all", "all"), "is_transcription"]


def test_the_sentences_on_the_survey(verdicts):
    reasons = verdicts["reason"]
    assert reasons[ROW] == (
        "From 71% (year to March 2023) to 74% (year to September 2025): +3 points, 95% interval "
        "+1.5 to +4.5, which does not include 0. An early sign speaks against it: the mean of the 32 boroughs, "
        "by residents, is 70.6% in the year to March 2026, against 71% for London at the Review."
    )
    assert reasons[SURVEY, GOOD_JOB, "all"] == (
        "From 50% (year to March 2023) to 46% (year to September 2025): −4 points, 95% interval −5.6 "
        "to −2.4, which does not include 0."
    )
    assert reasons[SURVEY, FAIR, "all"] == (
        "From 65% (year to March 2023) to 66% (year to September 2025): +1 point, 95% interval −0.6 "
        "to +2.6, which includes 0."
    )


def test_london_wide_confidence_is_in_no_file_and_cannot_be_judged(verdicts, tables):
    assert london(tables["public_attitudes"], "good_job_london").empty
    found = verdicts.loc[(SURVEY, "good_job_london", "all")]
    assert (found["verdict"], found["review_figure_id"]) == ("cannot_be_judged", "R0373")
    assert found["reason"] == (
        "No published file held here has a figure to compare, for the time of the Review or since. "
        "The Review itself printed one, which is shown beside it and set against nothing. MOPAC asks "
        "this question and publishes it in none of its files."
    )
    assert (found["cannot_kind"], found["is_rounded"]) == ("not_published", False)


def test_a_year_that_shares_a_quarter_with_the_reviews_is_shown_and_not_judged(survey):
    """As with the publisher's workbook alone, which ends with the year to December 2023."""
    rows = survey["public_attitudes"]
    found = made(replaced(survey, public_attitudes=rows[rows["period_end"] <= "2023-12-31"]))
    for measure, before, after in ((TRUST, 71, 69), (GOOD_JOB, 50, 47), (FAIR, 65, 62)):
        row = found.loc[(SURVEY, measure, "all")]
        assert (row["baseline_value"], row["latest_value"]) == (before, after)
        assert (row["verdict"], row["change"]) == ("cannot_be_judged", after - before)
        assert row["reason"] == (
            "The two years share months, so the change between them cannot be tested: "
            f"{before}% (year to March 2023), {after}% (year to December 2023)."
        )
        assert row["cannot_kind"] == "not_comparable"
        assert pd.isna(row["loads_with"])
    assert found.loc[(SURVEY, "all", "all"), "verdict"] == "cannot_be_judged"
    march = made(replaced(survey, public_attitudes=rows[rows["period_end"] <= "2024-03-31"]))
    assert march.loc[(SURVEY, GOOD_JOB, "all"), "verdict"] == "worsened"


def test_shares_finer_than_whole_per_cents_are_not_told_to_be_rounded(survey):
    rows = survey["public_attitudes"]
    finer = rows.assign(share_pct=rows["share_pct"].where(rows["share_pct"] != 74, 74.4))
    found = made(replaced(survey, public_attitudes=finer)).loc[ROW]
    assert (found["latest_value"], found["is_rounded"]) == (74.4, False)
    n = INTERVIEWS / 1.3
    low, high = confint_proportions_2indep(0.744 * n, n, 0.71 * n, n, method="wald", compare="diff")
    assert (found["change_low"], found["change_high"]) == pytest.approx((100 * low, 100 * high))


# Bad input


def survey_rows(tables, **changes):
    """The survey's table with cells of London's trust changed: column -> value, by the year's end."""
    rows = tables["public_attitudes"].copy()
    own = london(rows, TRUST).index
    for column, by_end in changes.items():
        for end, value in by_end.items():
            rows.loc[own[rows.loc[own, "period_end"] == end], column] = value
    return replaced(tables, public_attitudes=rows)


def only_trust_of(tables, *ends):
    rows = tables["public_attitudes"]
    own = london(rows, TRUST)
    gone = own.index[~own["period_end"].isin(pd.to_datetime(list(ends)))]
    return replaced(tables, public_attitudes=rows.drop(gone))


NOTHING = (
    "No published file held here has a figure to compare, for the time of the Review or since. The Review "
    "itself printed one, which is shown beside it and set against nothing."
)


@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        ((), NOTHING),
        ((REVIEW,), "No comparable figure for a time since March 2023 is in any published file held "
                    "here. The baseline is 71% (year to March 2023)."),
        (("2025-09-30",), "No comparable figure from the time of the Review (March 2023) is held to set the "
                          "newest against."),
        (("2022-12-31", "2025-09-30"), "No comparable figure from the time of the Review (March 2023) is held "
                                       "to set the newest against."),
        (("2021-03-31", "2022-03-31"), NOTHING),
    ],
    ids=["none", "one point", "only the newest", "another year before", "all before"],
)  # fmt: skip
def test_a_survey_measure_without_both_its_years_cannot_be_judged(ends, reason, survey):
    found = made(only_trust_of(survey, *ends)).loc[ROW]
    assert (found["verdict"], found["reason"]) == (
        "cannot_be_judged",
        f"{reason} MOPAC publishes it for every 12 months.",
    )
    assert pd.isna(found["change"])
    assert found["cannot_kind"] == "not_loaded"
    assert found["loads_with"] == (
        "MOPAC, Public Attitude Survey, trust and confidence workbook: "
        "python -m data_pipeline build mopac_pas_workbook --file FILE"
    )


def test_figures_of_two_time_bases_are_never_set_against_each_other(survey):
    since = {end: "quarter" for end in pd.date_range("2023-06-30", "2025-12-31", freq="QE")}
    found = made(survey_rows(survey, time_basis=since)).loc[ROW]
    assert (found["verdict"], found["latest_value"]) == (
        "cannot_be_judged",
        pytest.approx(math.nan, nan_ok=True),
    )
    assert found["reason"].startswith("No comparable figure for a time since March 2023")


@pytest.mark.parametrize(("column", "value"), [("survey", "USS"), ("area_code", "E12000007")])
def test_figures_of_another_survey_or_place_are_not_taken(column, value, survey):
    since = {end: value for end in pd.date_range("2023-06-30", "2025-12-31", freq="QE")}
    found = made(survey_rows(survey, **{column: since})).loc[ROW]
    assert found["reason"].startswith("No comparable figure for a time since March 2023")
