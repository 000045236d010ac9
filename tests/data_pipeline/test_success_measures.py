"""The seven verdicts, each against the shipped tables and sums that share no code with the project."""

from __future__ import annotations

import math
import tomllib

import pandas as pd
import pytest
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from data_pipeline.derived import figures_held, success_measures
from datasets.schema import DATASETS, REFERENCE, SUCCESS_MEASURES, SourceError
from tests.data_pipeline.verdict_tables import (
    FAIR,
    GOOD_JOB,
    LATER_YEAR,
    REVIEW,
    REVIEW_YEAR,
    SURVEY,
    TRUST,
    answers,
    as_of,
    changed_declaration,
    counted,
    indicator,
    loaded,
    made,
    replaced,
    shipped,
)

ROW = (SURVEY, TRUST, "all")
BLACK = (SURVEY, TRUST, "Black")
WOMEN = ("workforce_representation", "gap_to_residents", "Female")
SENIOR_WOMEN = ("workforce_representation", "gap_to_residents_senior", "Female")
CHARGED = ("charge_rates", "charge_rate", "all")
NEAREST = ("charge_rates", "positive_outcomes", "all")
SENIOR = ["Chief inspector", "Superintendent", "Chief superintendent", "Chief officer"]
DESIGN = tomllib.loads((REFERENCE / "survey_design.toml").read_text(encoding="utf-8"))
INTERVIEWS = next(one["per_year"] for one in DESIGN["interviews"] if one["area"] == "MPS")
Z = norm.ppf(0.975)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """The shipped tables; never changed."""
    return {dataset: shipped(dataset) for dataset in success_measures.OF}


@pytest.fixture(scope="module")
def verdicts(tables) -> pd.DataFrame:
    return made(tables)


@pytest.fixture(scope="module")
def survey(tables) -> dict[str, pd.DataFrame]:
    """The survey of London alone, with the Review's figures."""
    rows = tables["public_attitudes"]
    return {
        "public_attitudes": rows[rows["area_code"].isin(["MPS", "E12000007"])],
        "review_figures": tables["review_figures"],
    }


@pytest.fixture(scope="module")
def people(tables) -> dict[str, pd.DataFrame]:
    """The force and the residents alone."""
    return {one: tables[one] for one in ("workforce", "population")}


def london(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The survey's 12-month shares of everyone in the Met's area, oldest first."""
    return rows.query(
        "survey == 'PAS' and area_code == 'MPS' and group == 'all' and measure == @measure "
        "and time_basis == 'rolling_12_months'"
    ).sort_values("period_end")


# What is shipped


def test_the_shipped_verdicts_are_those_of_the_shipped_tables(verdicts):
    dates = dict.fromkeys(["baseline_period_end", "latest_period_end"], "datetime64[s]")
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
    CHARGED: (None, None, None, None, "cannot_be_judged"),
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
    SURVEY: "mixed"
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


def test_there_is_no_other_indicator_and_a_row_for_each_of_the_seven(verdicts):
    rows = verdicts[verdicts["indicator"] != "all"]
    assert set(rows.index) == {*EXPECTED, NEAREST}
    whole = verdicts[verdicts["indicator"] == "all"].set_index("measure")
    assert whole["verdict"].to_dict() == WHOLE
    assert whole["indicator_name"].to_dict() == {one: SUCCESS_MEASURES[one] for one in WHOLE}
    assert whole[["baseline_value", "latest_value", "change"]].isna().all(axis=None)


# The survey


def by_hand(before: float, after: float, effect: float) -> tuple[float, float, str]:
    """The change of two shares in whole per cents, with its interval and what follows."""
    n = INTERVIEWS / effect
    low, high = confint_proportions_2indep(
        after / 100 * n, n, before / 100 * n, n, method="wald", compare="diff"
    )
    reach = math.hypot(100 * (high - low) / 2, Z / math.sqrt(6))  # 1/12 for each printed share
    change = after - before
    clear = abs(change) > reach
    verdict = ("improved" if change > 0 else "worsened") if clear else "no_clear_change"
    return change - reach, change + reach, verdict


@pytest.mark.parametrize("measure", [TRUST, GOOD_JOB, FAIR])
@pytest.mark.parametrize("effect", [None, 1.0, 1.5, 4.0, 10.0])
def test_the_survey_is_judged_as_by_hand(measure, effect, survey):
    rows = london(survey["public_attitudes"], measure).set_index("period_end")["share_pct"]
    before, after = rows[REVIEW], rows.iloc[-1]
    low, high, verdict = by_hand(before, after, effect or DESIGN["design_effect"])
    found = made(survey, effect).loc[(SURVEY, measure, "all")]
    assert (found["baseline_value"], found["latest_value"]) == (before, after)
    assert (found["change_low"], found["change_high"]) == pytest.approx((low, high))
    assert found["verdict"] == verdict
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
        "fairly: shows no clear change. 6 of 9 indicators cannot be judged."
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
        "From 71% (year to March 2023) to 74% (year to September 2025): +3 points, 95% interval +2 "
        "to +4, which does not include 0."
    )
    assert reasons[SURVEY, GOOD_JOB, "all"] == (
        "From 50% (year to March 2023) to 46% (year to September 2025): −4 points, 95% interval −6 "
        "to −2, which does not include 0."
    )
    assert reasons[SURVEY, FAIR, "all"] == (
        "From 65% (year to March 2023) to 66% (year to September 2025): +1 point, 95% interval −1 "
        "to +3, which includes 0."
    )


def test_london_wide_confidence_is_in_no_file_and_cannot_be_judged(verdicts, tables):
    assert london(tables["public_attitudes"], "good_job_london").empty
    found = verdicts.loc[(SURVEY, "good_job_london", "all")]
    assert (found["verdict"], found["review_figure_id"]) == ("cannot_be_judged", "R0373")
    assert found["reason"] == (
        "No comparable figure is in any published file held here, before the Review or since."
    )
    assert not found["is_rounded"]


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


@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        ((), "No comparable figure is in any published file held here, before the Review or since."),
        ((REVIEW,), "No comparable figure for a time since March 2023 is in any published file held "
                    "here; the baseline is 71% (year to March 2023)."),
        (("2025-09-30",), "No comparable figure from the time of the Review (March 2023) is held to set the "
                          "newest against."),
        (("2022-12-31", "2025-09-30"), "No comparable figure from the time of the Review (March 2023) is held "
                                       "to set the newest against."),
        (("2021-03-31", "2022-03-31"), "No comparable figure is in any published file held here, before the "
                                       "Review or since."),
    ],
    ids=["none", "one point", "only the newest", "another year before", "all before"],
)  # fmt: skip
def test_a_survey_measure_without_both_its_years_cannot_be_judged(ends, reason, survey):
    found = made(only_trust_of(survey, *ends)).loc[ROW]
    assert (found["verdict"], found["reason"]) == ("cannot_be_judged", reason)
    assert pd.isna(found["change"])


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


@pytest.mark.parametrize("tables_held", [(), *[(one,) for one in success_measures.OF]])
def test_whatever_is_not_held_is_told_to_be_not_held(tables_held, tables):
    """No table, or one alone: every row is there, with its reason."""
    found = made({one: tables[one] for one in tables_held})
    assert len(found) == 30
    if "public_attitudes" not in tables_held:
        assert set(found["verdict"]) == {"cannot_be_judged"}
    assert list(success_measures.table({}).columns) == list(DATASETS[success_measures.ID].columns)


def test_a_table_published_before_it_had_a_column_is_refused_by_name(tables):
    old = tables["public_attitudes"].drop(columns=["design_effect", "base_n"])
    with pytest.raises(SourceError) as caught:
        made(replaced(tables, public_attitudes=old))
    assert str(caught.value) == (
        "success_measures: public_attitudes as published has no column base_n, design_effect: build it as well"
    )


@pytest.mark.parametrize("residents", [0, None])
def test_a_population_of_nobody_is_no_denominator(residents, people):
    rows = people["population"]
    none = rows.assign(residents_count=0) if residents == 0 else rows[rows["sex"] == "all"]
    found = made(replaced(people, population=none))
    for row in (WOMEN, SENIOR_WOMEN):
        assert (found.loc[row, "verdict"], found.loc[row, "baseline_value"]) == (
            "cannot_be_judged", pytest.approx(math.nan, nan_ok=True),
        )  # fmt: skip
        assert found.loc[row, "reason"].startswith("No comparable figure is in any published file")


def test_a_force_of_nobody_is_no_denominator(people):
    nobody = people["workforce"].assign(people=0.0)
    found = made(replaced(people, workforce=nobody)).loc[WOMEN]
    assert found["reason"].startswith("No comparable figure is in any published file")


def test_a_day_that_does_not_count_women_is_left_out(people):
    """Else its share of women would be none."""
    rows = people["workforce"]
    other = rows[(rows["date"] == "2022-03-31") & (rows["sex"] != "Female")]
    found = made(
        replaced(people, workforce=pd.concat([rows, other.assign(date=pd.Timestamp(LATER_YEAR))]))
    ).loc[WOMEN]
    assert pd.isna(found["latest_value"])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"group": "Females"}, "no sex Females in the tables"),
        ({"ranks": ["Chief Officer", "Superintendent"]}, "no rank Chief Officer in the tables"),
    ],
)
def test_a_sex_or_rank_that_no_table_names_is_refused(changes, says, people, monkeypatch):
    changed_declaration(
        monkeypatch, lambda one: indicator(one, "workforce_representation", 1).update(changes)
    )
    with pytest.raises(SourceError, match=rf"^success_measures: {says}$"):
        made(people)


# The gaps, from generated answers


@pytest.fixture(scope="module")
def shares_of(tmp_path_factory):
    """Shares of generated people between whom trust is so many points apart; each made once."""
    folder, held = tmp_path_factory.mktemp("answers"), {}

    def rows(gap: float, end: str, weighted: bool = True) -> pd.DataFrame:
        if (gap, weighted) not in held:
            held[gap, weighted] = loaded(answers(5, shares_apart(gap), weighted), end, folder)
        return as_of(held[gap, weighted], end)

    return rows


@pytest.fixture
def gap_of(survey, shares_of):
    """The gap at the Review and since -> its row of the verdicts."""

    def row(before: float, after: float, weighted: bool = True, **changes) -> pd.Series:
        parts = [
            shares_of(gap, end, weighted).assign(**changes)
            for gap, end in ((before, REVIEW_YEAR), (after, LATER_YEAR))
        ]
        rows = pd.concat([survey["public_attitudes"], *parts])
        return made(replaced(survey, public_attitudes=rows)).loc[BLACK]

    return row


def shares_apart(gap: float) -> dict[str, float]:
    return {"White British": 72, "Black": 72 + gap, "Asian": 70}


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (-17, -10, "improved"),
        (-10, -17, "worsened"),
        (-10, -9, "no_clear_change"),
        (0, -10, "worsened"),
        (0, 9, "worsened"),
        (-10, 0, "improved"),
        (0, 0, "no_clear_change"),
        (-17, 3, "improved"),
        (3, -17, "worsened"),
        (-10, 9, "no_clear_change"),
    ],
)
def test_a_gap_since_the_review_is_narrower_or_wider_or_neither(before, after, verdict, gap_of):
    """One weight for all, so that the shares are just those asked for."""
    row = gap_of(before, after, weighted=False)
    assert (row["baseline_value"], row["latest_value"]) == pytest.approx((before, after), abs=0.1)
    assert row["verdict"] == verdict
    assert (row["time_basis"], row["verdict_test"], row["unit"]) == (
        "financial_year", "change_of_gap", "percentage_points",
    )  # fmt: skip
    assert (row["baseline_period_end"], row["latest_period_end"]) == (
        pd.Timestamp(REVIEW_YEAR), pd.Timestamp(LATER_YEAR),
    )  # fmt: skip
    assert (row["baseline_source_id"], row["baseline_base_n"]) == ("mopac_pas_microdata", 700)
    assert not row["is_rounded"]


@pytest.mark.parametrize(("before", "after"), [(-17, -10), (-10, -17), (-17, 3), (-10, -10)])
def test_the_interval_of_a_gap_is_that_of_four_variances_counted_person_by_person(
    before, after, gap_of
):
    row = gap_of(before, after)
    cells = [
        counted(answers(5, shares_apart(gap)), group)
        for gap in (before, after)
        for group in ("Black", "White British")
    ]
    reach = Z * math.sqrt(sum(p * (100 - p) * effect / n for p, n, effect in cells))
    (first, *_), (second, *_), (third, *_), (fourth, *_) = cells
    assert row["baseline_value"] == pytest.approx(first - second, abs=0.101)
    assert row["change"] == pytest.approx(third - fourth - first + second, abs=0.201)
    assert row["change_high"] - row["change"] == pytest.approx(reach, abs=0.01)
    assert row["change"] - row["change_low"] == pytest.approx(reach, abs=0.01)
    assert row["design_effect"] == pytest.approx(cells[2][2], abs=0.001)
    size = abs(third - fourth) - abs(first - second)
    clear = abs(size) > reach
    assert row["verdict"] == (
        ("worsened" if size > 0 else "improved") if clear else "no_clear_change"
    )


def test_where_a_design_effect_is_not_known_the_assumed_one_stands_in(gap_of):
    known = gap_of(-17, -10, weighted=False, design_effect=1.0)
    row = gap_of(-17, -10, weighted=False, design_effect=math.nan)
    assert (known["design_effect"], row["design_effect"]) == (1.0, DESIGN["design_effect"])
    wider = (row["change_high"] - row["change"]) / (known["change_high"] - known["change"])
    assert wider == pytest.approx(math.sqrt(1.3))


def test_a_group_of_that_name_in_another_dimension_is_another_group(gap_of):
    row = gap_of(-17, -10, group_dimension="perceived_ethnicity")
    assert (row["verdict"], row["baseline_figure_id"]) == ("cannot_be_judged", "R0400")


def test_shares_without_their_interviews_are_no_gap(gap_of):
    row = gap_of(-17, -10, base_n=pd.NA)
    assert (row["verdict"], row["baseline_figure_id"]) == ("cannot_be_judged", "R0400")
    assert row["reason"].endswith("the baseline is −17 points (quarter to September 2022).")


def test_shares_on_no_interview_are_refused(gap_of):
    with pytest.raises(
        SourceError,
        match=r"^success_measures: public_attitudes, year to .*: no interval from a base of 0",
    ):
        gap_of(-17, -10, base_n=0)


def test_a_gap_that_narrowed_counts_towards_the_measure(survey, shares_of):
    """Only the gaps are held here, so the whole follows from them."""
    for before, after, whole in (
        (-17, -10, "improved"),
        (-10, -17, "worsened"),
        (-17, -17, "no_clear_change"),
    ):
        parts = [
            shares_of(gap, end, weighted=False)
            for gap, end in ((before, REVIEW_YEAR), (after, LATER_YEAR))
        ]
        found = made({"public_attitudes": pd.concat(parts)[list(survey["public_attitudes"])]})
        assert found.loc[(SURVEY, "all", "all"), "verdict"] == whole


def test_the_gap_of_lgbt_people_is_judged_once_both_years_are_loaded(survey, tmp_path):
    parts = []
    for seed, agreeing, end in ((5, 0.40, REVIEW_YEAR), (6, 0.68, LATER_YEAR)):
        people = answers(seed, shares_apart(0), weighted=False)
        own = people.index[people["ReQ150"] == "Non-Heterosexual"]
        people.loc[own, "NQ135BD"] = [1 if n < agreeing * len(own) else 4 for n in range(len(own))]
        parts.append(loaded(people, end, tmp_path))
    rows = pd.concat([survey["public_attitudes"], *parts])
    found = made(replaced(survey, public_attitudes=rows)).loc[(SURVEY, TRUST, "LGBT+")]
    assert found["verdict"] == "improved"
    assert found["baseline_value"] < -25 < -10 < found["latest_value"]


@pytest.mark.parametrize(
    ("ends", "baseline"),
    [
        ([REVIEW_YEAR], ("R0400", "2022-09-30")),
        ([REVIEW], (None, REVIEW)),
        (["2019-03-31"], ("R0400", "2022-09-30")),
        (["2019-03-31", LATER_YEAR], (None, None)),
        ([REVIEW_YEAR, LATER_YEAR], (None, REVIEW_YEAR)),
    ],
)
def test_the_baseline_of_a_gap_is_the_one_nearest_the_review(ends, baseline, survey, shares_of):
    """A loaded year since the Review is set against a loaded one of its time, never against a printed one."""
    parts = [shares_of(-17, end) for end in ends]
    found = made(
        replaced(survey, public_attitudes=pd.concat([survey["public_attitudes"], *parts]))
    ).loc[BLACK]
    figure, end = baseline
    if end is None:
        assert pd.isna(found["baseline_period_end"])
        assert found["reason"].startswith(
            "No comparable figure from the time of the Review (March 2023)"
        )
    else:
        assert found["baseline_period_end"] == pd.Timestamp(end)
    assert figure == (None if pd.isna(found["baseline_figure_id"]) else found["baseline_figure_id"])


def test_a_gap_printed_since_is_set_against_the_printed_one_though_an_earlier_year_is_loaded(
    survey, tables, shares_of
):
    printed = (
        survey["review_figures"]
        .query("figure_id == 'R0400'")
        .assign(
            figure_id="P9001",
            value=9.0,
            period_start=pd.Timestamp("2025-07-01"),
            period_end=pd.Timestamp("2025-09-30"),
        )
    )
    rows = pd.concat([survey["public_attitudes"], shares_of(-17, REVIEW)])
    figures = pd.concat([tables["published_figures"], printed])
    found = made(replaced(survey, public_attitudes=rows, published_figures=figures)).loc[BLACK]
    assert (found["baseline_value"], found["latest_value"], found["change"]) == (-17, -9, 8)
    assert found["verdict"] == "cannot_be_judged"
    assert found["reason"] == (
        "The figures are printed without the number they stand on, so the change cannot be tested: "
        "−17 points (quarter to September 2022), −9 points (quarter to September 2025)."
    )


def test_a_loaded_years_interviews_and_design_effect_take_the_place_of_the_assumed(
    survey, shares_of
):
    part = shares_of(-17, REVIEW_YEAR)
    whole = part.query("group_dimension == 'all' and area_code == 'MPS'")
    n, effect = round(whole["base_n"].mean()), round(whole["design_effect"].mean(), 2)
    found = made(
        replaced(survey, public_attitudes=pd.concat([survey["public_attitudes"], part]))
    ).loc[ROW]
    assert (found["latest_base_n"], found["design_effect"]) == (n, effect)
    reach = Z * math.sqrt((71 * 29 + 74 * 26) * effect / n + 1 / 6)
    assert (found["change_low"], found["change_high"]) == pytest.approx((3 - reach, 3 + reach))
    assert found["verdict"] == ("improved" if reach < 3 else "no_clear_change")


# The workforce


def women_and_all(
    rows: pd.DataFrame, day: str, ranks: list[str] | None = None
) -> tuple[float, float]:
    """Women and officers by head on a day, from the Home Office's rows."""
    chosen = rows[rows["date"] == pd.Timestamp(day)].query(
        "source_id == 'home_office_workforce' and role == 'Police officers' "
        "and people_basis == 'headcount' and sex != 'all' and ethnicity == 'all' and rank != 'all'"
    )
    if ranks:
        chosen = chosen[chosen["rank"].isin(ranks)]
    return float(chosen.query("sex == 'Female'")["people"].sum()), float(chosen["people"].sum())


def women_among_residents(rows: pd.DataFrame) -> float:
    census = (
        rows.query("source_id == 'census_2021_ethnicity'").groupby("sex")["residents_count"].sum()
    )
    return float(100 * census["Female"] / (census["Female"] + census["Male"]))


def with_later_day(rows: pd.DataFrame, day: str, more_women: dict[str, float]) -> pd.DataFrame:
    """The count of 2022 once more, with so many women more and men fewer in each rank named."""
    later = rows[rows["date"] == REVIEW_YEAR].assign(date=pd.Timestamp(day))
    by_head = (
        (later["source_id"] == "home_office_workforce")
        & (later["people_basis"] == "headcount")
        & (later["role"] == "Police officers")
    )
    for rank, number in more_women.items():
        for sex, sign in (("Female", 1), ("Male", -1)):
            cell = by_head & (later["rank"] == rank) & (later["sex"] == sex)
            assert cell.sum() == 1
            later.loc[cell, "people"] += sign * number
    return pd.concat([rows, later])


def test_the_gap_at_the_review_is_counted_by_head(verdicts, tables):
    residents = women_among_residents(tables["population"])
    for row, ranks in ((WOMEN, None), (SENIOR_WOMEN, SENIOR)):
        women, officers = women_and_all(tables["workforce"], REVIEW_YEAR, ranks)
        found = verdicts.loc[row]
        assert found["baseline_value"] == pytest.approx(residents - 100 * women / officers)
        assert found["baseline_base_n"] == officers
        assert found["better"] == "narrower"
    assert residents == pytest.approx(51.5, abs=0.05)  # as the Review has it


@pytest.mark.parametrize(
    ("row", "ranks", "more_women", "verdict"),
    [
        (WOMEN, None, {"Constable": 900}, "improved"),
        (WOMEN, None, {"Constable": -900}, "worsened"),
        (WOMEN, None, {"Constable": 60}, "no_clear_change"),
        (SENIOR_WOMEN, SENIOR, {"Superintendent": 60}, "improved"),
        (SENIOR_WOMEN, SENIOR, {"Superintendent": -40, "Chief inspector": -20}, "worsened"),
        (SENIOR_WOMEN, SENIOR, {"Superintendent": 10}, "no_clear_change"),
    ],
)
def test_a_later_31_march_is_judged_as_statsmodels_does(row, ranks, more_women, verdict, people):
    rows = with_later_day(people["workforce"], LATER_YEAR, more_women)
    (x1, n1), (x2, n2) = (women_and_all(rows, day, ranks) for day in (REVIEW_YEAR, LATER_YEAR))
    low, high = confint_proportions_2indep(x1, n1, x2, n2, method="wald", compare="diff")
    found = made(replaced(people, workforce=rows)).loc[row]
    assert found["verdict"] == verdict
    assert found["change"] == pytest.approx(100 * (x1 / n1 - x2 / n2))
    assert (found["change_low"], found["change_high"]) == pytest.approx((100 * low, 100 * high))
    assert (high < 0, low > 0) == (verdict == "improved", verdict == "worsened")
    assert found["latest_period_end"] == pd.Timestamp(LATER_YEAR)


def test_the_31_march_of_the_review_is_a_baseline_and_no_newest_figure(people):
    rows = with_later_day(people["workforce"], REVIEW, {"Constable": 900})
    found = made(replaced(people, workforce=rows)).loc[WOMEN]
    assert found["baseline_period_end"] == pd.Timestamp(REVIEW)
    assert pd.isna(found["latest_value"])
    later = with_later_day(rows, LATER_YEAR, {"Constable": 900})
    judged = made(replaced(people, workforce=later)).loc[WOMEN]
    assert (judged["baseline_period_end"], judged["verdict"]) == (
        pd.Timestamp(REVIEW),
        "no_clear_change",
    )


def test_a_count_long_before_the_review_is_no_baseline(people):
    rows = with_later_day(people["workforce"], LATER_YEAR, {"Constable": 900})
    old = rows[(rows["date"] < "2021-03-31") | (rows["date"] == LATER_YEAR)]
    found = made(replaced(people, workforce=old)).loc[WOMEN]
    assert (found["verdict"], found["latest_period_end"]) == (
        "cannot_be_judged",
        pd.Timestamp(LATER_YEAR),
    )
    assert found["reason"].startswith(
        "No comparable figure from the time of the Review (March 2023)"
    )


def test_residents_are_those_of_the_census_alone(people, verdicts):
    census = people["population"].query("source_id == 'census_2021_ethnicity'")
    other = census.assign(
        source_id="another_census", year=2031, residents_count=census["residents_count"]
    )
    other.loc[other["sex"] == "Female", "residents_count"] *= 3
    found = made(replaced(people, population=pd.concat([people["population"], other])))
    assert found.loc[WOMEN, "baseline_value"] == verdicts.loc[WOMEN, "baseline_value"]


def test_the_other_publishers_strength_and_full_time_equivalents_are_not_taken(people, verdicts):
    rows = people["workforce"]
    later = with_later_day(rows, LATER_YEAR, {})
    new = later["date"] == LATER_YEAR
    for change in (
        {"source_id": "mps_strength"},
        {"people_basis": "fte"},
        {"role": "Police staff"},
    ):
        column, value = next(iter(change.items()))
        other = pd.concat([rows, later[new].assign(**{column: value})])
        assert pd.isna(made(replaced(people, workforce=other)).loc[WOMEN, "latest_value"])


# Charge rates


def test_sanction_detections_and_positive_outcomes_are_no_charge_rates(verdicts, tables):
    own = verdicts[verdicts["measure"] == "charge_rates"]
    rates = own[own["indicator"] == "charge_rate"]
    figures = pd.concat([tables["review_figures"], tables["published_figures"]]).set_index(
        "figure_id"
    )
    for number in pd.concat([rates["baseline_figure_id"], rates["latest_figure_id"]]).dropna():
        assert figures.loc[number, "measure_id"] == "charge_rate"
        assert "detection" not in figures.loc[number, "statement"].casefold()
    sources = pd.concat([own["baseline_source_id"], own["latest_source_id"]]).dropna()
    assert set(sources) == {"published_figures", "mps_monthly_dashboard"}
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
    rows = tables["crime_outcomes"].query("outcome_kind == 'positive_outcomes'")
    found = verdicts.loc[NEAREST]
    for name, first, last in (
        ("baseline", "2022-04-01", REVIEW),
        ("latest", "2025-01-01", "2025-12-31"),
    ):
        year = rows[(rows["period_start"] >= first) & (rows["period_end"] <= last)]
        outcomes, offences = year["outcomes_count"].sum(), year["offences_count"].sum()
        assert found[f"{name}_value"] == pytest.approx(100 * outcomes / offences)
        assert found[f"{name}_base_n"] == offences
    assert (found["verdict"], found["verdict_test"]) == ("cannot_be_judged", "none")
    assert found["reason"] == (
        "Shown beside the measure and not part of it: 9.7% (year to March 2023), 10.2% (year to December 2025)."
    )
    doubled = tables["crime_outcomes"].assign(
        outcomes_count=lambda all_: all_["outcomes_count"] * 2
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


def test_every_finder_is_declared_for_some_indicator():
    declared = tomllib.loads((REFERENCE / "success_measures.toml").read_text(encoding="utf-8"))
    kinds = {one["kind"] for measure in declared["measure"] for one in measure["indicator"]}
    assert kinds == set(figures_held.FINDERS)
