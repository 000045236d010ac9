"""Trust, confidence and fairness: gaps between groups, from generated answers to the survey."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from datasets.schema import SourceError
from tests.data_pipeline.success_measures.by_hand import (
    BLACK,
    DESIGN,
    ROW,
    Z,
)
from tests.data_pipeline.verdict_tables import (
    LATER_YEAR,
    REVIEW,
    REVIEW_YEAR,
    SURVEY,
    TRUST,
    answers,
    as_of,
    counted,
    loaded,
    made,
    replaced,
)


@pytest.fixture(scope="session")
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
    assert "The baseline is −17 points (quarter to September 2022)." in row["reason"]
    assert row["reason"].endswith(
        "the answers themselves are lent under licence, to December 2022."
    )


def test_shares_on_no_interview_are_refused(gap_of):
    with pytest.raises(
        SourceError,
        match=r"^success_measures: public_attitudes, year to .*: no interval from a base of 0",
    ):
        gap_of(-17, -10, base_n=0)


def test_a_gap_that_narrowed_counts_towards_the_measure(survey, shares_of):
    """Only the gaps are held here, so the whole follows from them; it never improved without what stands first."""
    for before, after, whole in (
        (-17, -10, "cannot_be_judged"),
        (-10, -17, "worsened"),
        (-17, -17, "no_clear_change"),
    ):
        parts = [
            shares_of(gap, end, weighted=False)
            for gap, end in ((before, REVIEW_YEAR), (after, LATER_YEAR))
        ]
        found = made({"public_attitudes": pd.concat(parts)[list(survey["public_attitudes"])]})
        assert found.loc[(SURVEY, "all", "all"), "verdict"] == whole
        said = found.loc[(SURVEY, "all", "all"), "reason"]
        assert "Not judged: Trust the Met, which the Review puts first" in said


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
