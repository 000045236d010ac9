"""Women among officers and among residents, against statsmodels."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from datasets.schema import SourceError
from tests.data_pipeline.success_measures.by_hand import (
    SENIOR_WOMEN,
    WOMEN,
    women_among_residents,
    women_and_all,
)
from tests.data_pipeline.verdict_tables import (
    LATER_YEAR,
    REVIEW,
    REVIEW_YEAR,
    changed_declaration,
    indicator,
    made,
    replaced,
)

SENIOR = ["Chief inspector", "Superintendent", "Chief superintendent", "Chief officer"]


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
    step = ordinary_step(rows, ranks)
    low, high = confint_proportions_2indep(x1, n1, x2, n2, method="wald", compare="diff")
    found = made(replaced(people, workforce=rows)).loc[row]
    assert found["verdict"] == verdict
    assert found["change"] == pytest.approx(100 * (x1 / n1 - x2 / n2))
    assert (found["change_low"], found["change_high"]) == pytest.approx((100 * low, 100 * high))
    move = 100 * (x2 / n2 - x1 / n1)
    assert (high < 0 and move > step, low > 0 and -move > step) == (
        verdict == "improved",
        verdict == "worsened",
    )
    assert found["ordinary_step"] == found["smallest_change_seen"] == pytest.approx(step)
    assert found["latest_period_end"] == pd.Timestamp(LATER_YEAR)


def ordinary_step(rows: pd.DataFrame, ranks: list[str] | None) -> float:
    """Mean of the yearly steps of the share of women, 2007 to 2022, without their signs."""
    days = sorted(day for day in rows["date"].unique() if f"{day:%m-%d}" == "03-31")
    shares = {}
    for day in days:
        women, officers = women_and_all(rows, f"{day:%Y-%m-%d}", ranks)
        if officers:
            shares[day.year] = 100 * women / officers
    steps = [abs(shares[y] - shares[y - 1]) for y in shares if y - 1 in shares]
    return sum(steps) / len(steps)


def test_the_ordinary_step_is_known_where_nothing_can_be_judged_yet(verdicts, tables):
    for row, ranks, size in ((WOMEN, None, 0.600), (SENIOR_WOMEN, SENIOR, 1.178)):
        step = ordinary_step(tables["workforce"], ranks)
        assert verdicts.loc[row, "ordinary_step"] == pytest.approx(step)
        assert step == pytest.approx(size, abs=0.001)
        assert verdicts.loc[row, "cannot_kind"] == "not_loaded"
        assert pd.isna(verdicts.loc[row, "smallest_change_seen"])


def test_a_change_that_chance_would_not_give_and_an_ordinary_year_would_is_no_clear_change(people):
    """500 women in the place of men in a force whose share of women once jumped by some 15 points and back."""
    rows = with_later_day(people["workforce"], LATER_YEAR, {"Constable": 500})
    constables = (rows["rank"] == "Constable") & (rows["source_id"] == "home_office_workforce")
    odd_year = constables & (rows["date"] == "2015-03-31") & (rows["people_basis"] == "headcount")
    for sex, sign in (("Female", 1), ("Male", -1)):
        rows.loc[
            odd_year & (rows["sex"] == sex) & (rows["role"] == "Police officers"), "people"
        ] += sign * 5_000
    (x1, n1), (x2, n2) = (women_and_all(rows, day) for day in (REVIEW_YEAR, LATER_YEAR))
    _, high = confint_proportions_2indep(x1, n1, x2, n2, method="wald", compare="diff")
    step = ordinary_step(rows, None)
    assert high < 0
    assert 100 * (x2 / n2 - x1 / n1) < step
    found = made(replaced(people, workforce=rows)).loc[WOMEN]
    assert found["verdict"] == "no_clear_change"
    assert found["reason"].endswith(
        f"which does not include 0. An ordinary year moves it by {step:.1f} points (March 2007 to March "
        "2022). Counts of everyone have no sampling error: a change no larger than an ordinary yearly step "
        "is no clear change."
    )


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


# Bad input


@pytest.mark.parametrize("residents", [0, None])
def test_a_population_of_nobody_is_no_denominator(residents, people):
    rows = people["population"]
    none = rows.assign(residents_count=0) if residents == 0 else rows[rows["sex"] == "all"]
    found = made(replaced(people, population=none))
    for row in (WOMEN, SENIOR_WOMEN):
        assert (found.loc[row, "verdict"], found.loc[row, "baseline_value"]) == (
            "cannot_be_judged", pytest.approx(math.nan, nan_ok=True),
        )  # fmt: skip
        assert found.loc[row, "reason"].startswith("No published file held here has a figure")


def test_a_force_of_nobody_is_no_denominator(people):
    nobody = people["workforce"].assign(people=0.0)
    found = made(replaced(people, workforce=nobody)).loc[WOMEN]
    assert found["reason"].startswith("No published file held here has a figure")


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
