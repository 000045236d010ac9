"""Gaps between groups, from the published tables and from a reader's own copy of the answers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from dashboard.subjects.gaps.figures import changes as gap_changes
from dashboard.subjects.gaps.figures import gaps, unpublished
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.trust.figures.survey import REVIEW_QUARTER, group_series
from datasets import catalogue
from datasets.schema import MPS
from tests.dashboard.made_gaps import made
from tests.dashboard.own_copy import published_with


def only(measure, dimension, group, series):
    found = gaps.gap_series(measure, dimension, group, series)
    assert found is not None
    return found


def end(text):
    return pd.Timestamp(text)


# --- The published figures ---------------------------------------------------------------------


def test_a_printed_gap_without_its_shares():
    found = only("trust", "ethnicity", "Black", "review-quarter.trust")
    (point,) = found.points
    assert (point.gap, point.is_printed, point.group, point.reference) == (-17, True, None, None)
    assert (point.start, point.end) == (end("2022-07-01"), end("2022-09-30"))
    assert gap_changes.outcome(found, None) == gap_changes.Outcome("cannot_be_judged", "one_gap")


def test_two_printed_shares_make_a_gap_and_no_interval_without_bases():
    (point,) = only("good_job_local", "ethnicity", "Black", "review-quarter.good-job-local").points
    assert (point.group.pct, point.reference.pct, point.gap) == (48, 48, 0)
    assert (point.interval, point.is_printed) == (None, False)
    (point,) = only(
        "support_stop_search", "ethnicity", "Black", "review-undated.support-stop-search"
    ).points
    assert (point.gap, point.interval) == (53 - 77, None)


def test_a_group_without_its_reference_has_no_gap():
    found = only("trust", "ethnicity", "Black", "review-year.trust")
    (point,) = found.points
    assert (point.group.pct, point.reference, point.gap, point.why) == (
        53,
        None,
        None,
        "no_reference",
    )
    assert gap_changes.outcome(found, None).why == "no_gap"


def test_only_changes_are_printed_of_lgbt_londoners():
    found = only("trust", "lgbt", "LGBT+", "review-year.trust")
    assert found.points == ()
    (change,) = found.changes
    assert (change.group, change.reference) == (-20, -12)
    assert gap_changes.outcome(found, None).why == "changes_only"
    found = only("treat_fairly", "lgbt", "LGBT+", "review-year.treat-fairly")
    assert (found.changes[0].group, found.changes[0].reference) == (-20, None)
    assert (found.points[0].gap, found.points[0].why) == (None, "doubtful")


def test_contradictions_and_bounds_make_no_gap():
    found = only("treat_fairly", "ethnicity", "Black", "ipsos-2022.fairly-and-equally")
    (point,) = found.points
    assert (point.why, point.group.pct, point.group.also) == ("doubtful", 36, (46.0,))
    (point,) = only(
        "stop_search_fair", "ethnicity", "Black", "review-undated.stop-search-fair"
    ).points
    assert (point.why, point.group.bound) == ("no_reference", "at_most")


def test_the_reference_is_the_one_that_the_series_holds():
    assert (
        only("treat_fairly", "ethnicity", "Black", "ipsos-2022.fairly-if-reporting").reference
        == "White British"
    )
    assert (
        only("treat_fairly", "ethnicity", "Black", "ipsos-2022.fairly-if-suspected").reference
        == "White"
    )
    assert only("trust", "sex", "Women under 35", "jl-2021.trust-met").reference == "Men under 35"
    assert only("trust", "sex", "Women", "jl-2021.trust-met").reference == "Men"
    assert (
        only("trust", "age", "18 to 24", "yougov-london.trust-officers").reference == "65 and over"
    )


def test_an_interval_stands_on_the_bases_that_are_printed():
    (point,) = only("trust", "ethnicity", "Black", "crest-2022.trust-police").points
    variance = 46 * 54 / 1548 + 64 * 36 / 2537 + 1 / 6
    reach = 1.959964 * math.sqrt(variance)
    assert point.gap == -18
    assert (point.interval.low, point.interval.high) == pytest.approx((-18 - reach, -18 + reach))
    (point,) = only("treat_fairly", "ethnicity", "Black", "ipsos-2022.fairly-if-suspected").points
    assert (point.gap, point.interval, point.group.base_n) == (-37, None, 173)


def test_safety_after_dark_is_the_one_series_over_time():
    found = only("feels_safe_after_dark", "sex", "Women", "state-of-london.feels-safe-after-dark")
    rows = catalogue.load(
        "public_attitudes", None, {"measure": "feels_safe_after_dark", "group_dimension": "sex"}
    )
    wide = rows.pivot_table(index="period_end", columns="group", values="share_pct")
    assert [point.gap for point in found.gaps] == (wide["Female"] - wide["Male"]).tolist()
    assert len(found.gaps) == 19
    # October to December 2022: 56 and 80; a year later 57 and 80.
    assert gap_changes.usual_baseline(found) == end("2022-12-31")
    judged = gap_changes.outcome(found, end("2022-12-31"))
    assert (judged.verdict, judged.why) == ("cannot_be_judged", "no_base")
    assert (judged.change.points, judged.change.interval) == (1, None)
    assert (judged.change.group.points, judged.change.reference.points) == (1, 0)
    assert (judged.change.move, judged.change.direction) == (None, None)


def test_a_line_is_not_drawn_across_a_year_without_figures():
    found = only("feels_safe_after_dark", "sex", "Women", "state-of-london.feels-safe-after-dark")
    for rows in (gaps.gap_rows(found), gaps.lines(found, ("Women", "Men"))):
        holes = rows[rows["value"].isna()]
        assert set(holes["date"]) == {end("2021-03-31")}
        assert not rows["is_point"].any()
    alone = only("trust", "sex", "Women", "jl-2021.trust-met")
    assert gaps.lines(alone, ("Women", "Men"))["is_point"].all()


def test_no_figure_of_the_survey_itself_is_later_than_the_review_but_safety():
    later = set()
    for dimension in gap_figures.dimensions():
        for cell in unpublished.grid(dimension).itertuples():
            if any(last > REVIEW_QUARTER for last in cell.held.values()):
                later.add((cell.measure, cell.group))
    assert later == {("feels_safe_after_dark", "Women"), ("feels_safe_after_dark", "Men")}


def test_every_choice_has_a_series_or_none_and_never_fails(monkeypatch):
    printed = gap_figures.printed_cells()
    monkeypatch.setattr(gap_figures, "printed_cells", lambda: printed)
    shown = set()
    for measure in gap_figures.measures():
        for dimension in gap_figures.dimensions():
            for group in gaps.groups(measure, dimension):
                for series in gaps.sources_of(measure, dimension, group):
                    found = only(measure, dimension, group, series)
                    judged = gap_changes.outcome(found, gap_changes.usual_baseline(found))
                    assert judged.verdict == "cannot_be_judged"
                    assert len(gaps.as_data(found)) == len(found.figures)
                    shown.add((series, group))
    references = {"White British", "White", "Men", "Men under 35", "Non-LGBT+", "65 and over"}
    pairs = set(zip(printed["series"], printed["group"], strict=True))
    printed_pairs = {(series, group) for series, group in pairs if group not in references}
    assert shown == printed_pairs | {("state-of-london.feels-safe-after-dark", "Women")}


def test_series_with_a_gap_are_offered_first():
    offered = gaps.sources_of("trust", "ethnicity", "Black")
    assert list(offered)[:3] == [
        "review-quarter.trust",
        "crest-2022.trust-police",
        "review-year.trust",
    ]
    assert offered["review-quarter.trust"] == "Review, by quarter"
    assert gaps.sources_of("trust", "disability", "Disabled") == {}
    assert gaps.gap_series("trust", "ethnicity", "Asian", "review-year.trust") is None


def test_a_snapshot_holds_every_question_of_the_poll_to_the_same_two_groups():
    rows = gaps.snapshot(
        only("treat_fairly", "ethnicity", "Black", "ipsos-2022.fairly-if-suspected")
    )
    assert rows[["first", "second", "role"]].to_numpy().tolist() == [
        [26, 63, "chosen"],
        [14, 36, "main"],
    ]
    assert rows["label"].is_unique
    assert not gaps.is_snapshot(only("trust", "ethnicity", "Black", "review-quarter.trust"))


# --- Baselines ---------------------------------------------------------------------------------


def test_years_that_share_interviews_are_not_compared():
    found = made(["2022-03-31", "2022-12-31", "2023-03-31"], "rolling_12_months")
    assert gap_changes.baselines(found) == [end("2022-03-31")]
    assert gap_changes.outcome(found, end("2022-12-31")).why == "one_gap"


def test_nothing_is_compared_where_the_period_is_not_stated():
    found = made(["2021-03-31", "2023-03-31"], "not_stated", 1000)
    assert gap_changes.baselines(found) == []
    assert gap_changes.outcome(found, end("2021-03-31")).why == "not_stated"


@pytest.mark.parametrize(
    ("ends", "wanted"),
    [
        (
            ["2021-06-30", "2022-03-31", "2022-06-30"],
            "2021-06-30",
        ),  # all before the Review: the oldest
        (["2022-12-31", "2023-03-31", "2023-12-31"], "2022-12-31"),  # the same season
        (["2022-09-30", "2023-03-31", "2023-12-31"], "2023-03-31"),  # no such season: the nearest
        (["2023-06-30", "2023-12-31"], "2023-06-30"),  # nothing from before the Review: the oldest
        (["2023-12-31"], None),
    ],
)
def test_the_usual_baseline(ends, wanted):
    assert gap_changes.usual_baseline(made(ends)) == (None if wanted is None else end(wanted))


@pytest.mark.parametrize(
    ("shares", "verdict", "direction", "sides"),
    [
        ([(50, 70), (60, 70)], "improved", "narrower", "same"),
        ([(60, 70), (50, 70)], "worsened", "wider", "same"),
        ([(50, 70), (51, 70)], "no_clear_change", "not_clear", "same"),
        ([(50, 70), (75, 70)], "improved", "narrower", "changed"),
        ([(70, 60), (50, 70)], "worsened", "wider", "changed"),
        ([(70, 60), (61, 70)], "no_clear_change", "not_clear", "changed"),
    ],
)
def test_verdicts_go_by_the_distance(shares, verdict, direction, sides):
    found = made(["2021-03-31", "2022-03-31"], "financial_year", 2000, shares)
    judged = gap_changes.outcome(found, end("2021-03-31"))
    assert (judged.verdict, judged.change.direction, judged.why) == (verdict, direction, "")
    assert judged.change.steps.sides == sides


# --- A reader's own copy -------------------------------------------------------------------------

ANSWERS = {
    "2018-19": {"Black": 0.45, "White British": 0.75},
    "2019-20": {"Black": 0.45, "White British": 0.74},
    "2021-22": {"Black": 0.46, "White British": 0.60},
}


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    return published_with(tmp_path_factory.mktemp("own"), ANSWERS)


@pytest.fixture
def _own(own, monkeypatch):
    monkeypatch.setenv("DATASETS_DIR", str(own))


def rows_of(group):
    found = group_series("trust", "ethnicity", MPS)
    return found[found["group"] == group].set_index("period_end")


@pytest.mark.usefixtures("_own")
def test_a_loaded_copy_is_offered_first_and_shown_with_its_intervals():
    offered = gaps.sources_of("trust", "ethnicity", "Black")
    assert next(iter(offered.items())) == ("own-copy.trust", "Your own copy, years")
    found = only("trust", "ethnicity", "Black", "own-copy.trust")
    black, british = rows_of("Black"), rows_of("White British")
    assert [point.end for point in found.points] == black.index.tolist()
    for point in found.points:
        one, other = black.loc[point.end], british.loc[point.end]
        variance = sum(
            row["share_pct"] * (100 - row["share_pct"]) * row["design_effect"] / row["base_n"]
            for row in (one, other)
        )
        gap = one["share_pct"] - other["share_pct"]
        reach = 1.959964 * math.sqrt(variance)
        assert point.gap == pytest.approx(gap)
        assert (point.interval.low, point.interval.high) == pytest.approx(
            (gap - reach, gap + reach), abs=1e-4
        )
        assert (point.group.low, point.group.high) == pytest.approx(
            (one["low_pct"], one["high_pct"])
        )


@pytest.mark.usefixtures("_own")
def test_the_verdict_on_a_loaded_copy_is_worked_out_from_four_shares():
    found = only("trust", "ethnicity", "Black", "own-copy.trust")
    since = gap_changes.usual_baseline(found)
    assert since == end("2019-03-31")
    judged = gap_changes.outcome(found, since)
    four = [
        rows_of(group).loc[when]
        for when in (since, end("2022-03-31"))
        for group in ("Black", "White British")
    ]
    shares = np.array([row["share_pct"] for row in four])
    variance = sum(
        shares
        * (100 - shares)
        * [row["design_effect"] for row in four]
        / [row["base_n"] for row in four]
    )
    change = (shares[2] - shares[3]) - (shares[0] - shares[1])
    reach = 1.959964 * math.sqrt(variance)
    assert judged.change.points == pytest.approx(change)
    assert (judged.change.interval.low, judged.change.interval.high) == pytest.approx(
        (change - reach, change + reach), abs=1e-3
    )
    assert judged.verdict == "improved"
    assert (judged.change.direction, judged.change.move) == ("narrower", "reference_fell")


@pytest.mark.usefixtures("_own")
def test_a_missing_year_of_a_loaded_copy_leaves_a_hole_and_a_lone_year_is_a_point():
    rows = gaps.gap_rows(only("trust", "ethnicity", "Black", "own-copy.trust"))
    assert rows["date"].tolist() == [
        end(day) for day in ("2019-03-31", "2020-03-31", "2021-03-31", "2022-03-31")
    ]
    assert rows["value"].isna().tolist() == [False, False, True, False]
    assert rows["is_point"].tolist() == [False, False, False, True]


@pytest.mark.usefixtures("_own")
def test_every_dimension_of_a_loaded_copy_is_shown():
    for dimension, group, reference in [
        ("lgbt", "LGBT+", "Non-LGBT+"),
        ("sex", "Women", "Men"),
        ("age", "16 to 24", "65 and over"),
        ("disability", "Disabled", "Not disabled"),
        ("ethnicity", "White other", "White British"),
    ]:
        for measure in ("good_job_london", "relied_on"):
            (series,) = [
                one for one in gaps.sources_of(measure, dimension, group) if one.startswith("own")
            ]
            found = only(measure, dimension, group, series)
            assert found.reference == reference
            assert all(point.interval is not None for point in found.points)


@pytest.mark.usefixtures("_own")
def test_a_loaded_copy_is_no_release():
    assert unpublished.newest_of_survey("good_job_london", "disability", "Disabled") is None
    grid = unpublished.grid("disability")
    assert not any(grid["held"])


def test_shares_on_too_few_answers_are_hidden_and_on_few_are_flagged(own, monkeypatch):
    """The pipeline writes no cell under 50; a table that holds one is still not shown."""
    monkeypatch.setenv("DATASETS_DIR", str(own))
    real = gap_figures.group_series

    def small(*choices):
        rows = real(*choices)
        first, last = rows["period_end"].min(), rows["period_end"].max()
        black = rows["group"] == "Black"
        rows.loc[black & (rows["period_end"] == first), "base_n"] = 49
        rows.loc[black & (rows["period_end"] == last), "base_n"] = 99
        return rows

    monkeypatch.setattr(gap_figures, "group_series", small)
    found = only("trust", "ethnicity", "Black", "own-copy.trust")
    first, *_, last = found.points
    assert (first.group.pct, first.gap, first.why) == (None, None, "hidden")
    assert (last.group.is_flagged, last.reference.is_flagged) == (True, False)
    assert gaps.lines(found, ("Black", "White British")).query("series == 'Black'")[
        "date"
    ].min() == end("2020-03-31")
    monkeypatch.setattr(gap_figures, "too_few", lambda bases: bases == 99)
    assert only("trust", "ethnicity", "Black", "own-copy.trust").points[0].gap is not None


# --- What the page opens with ------------------------------------------------------------------


def test_the_page_opens_with_the_gap_that_the_review_asks_about():
    opening = gaps.opening()
    assert opening == {"measure": "trust", "by": "ethnicity", "group": "Black"}
    found = gaps.gap_series("trust", "ethnicity", "Black", "review-quarter.trust")
    assert not gaps.is_over_time(found)
    assert not gaps.is_over_time(None)


def test_the_page_leads_to_the_series_that_holds_both_shares_in_most_periods():
    """Among the figures as published: both lines and their gap are in sight."""
    held = {}
    for by in gap_figures.dimensions():
        for measure in gap_figures.measures():
            cells = gap_figures.cells(measure, by)
            shares = cells[(cells["role"] == "share") & (cells["bound"] == "exact")]
            wide = shares.groupby(["series", "period_end"])["group"].agg(set).groupby("series")
            for series, groups in wide:
                held[measure, by, series] = sum(len(one) > 1 for one in groups)
    measure, by, series = max(held, key=held.get)
    there = gaps.over_time()
    assert (measure, by) == (there["measure"], there["by"])
    found = gaps.gap_series(measure, by, there["group"], series)
    assert gaps.is_over_time(found)
    assert len([one for one in found.gaps if not one.is_printed]) == 19


def test_the_one_mark_of_a_moment():
    gap = only("trust", "ethnicity", "Black", "review-quarter.trust")
    assert gaps.is_alone(gap)
    assert gaps.alone(gap).empty  # a distance is no share: it is told, not drawn
    share = only("trust", "ethnicity", "Black", "review-year.trust")
    assert gaps.alone(share).iloc[0].tolist()[:2] == ["Trust the Met", 53.0]
    assert gaps.alone(share)["second"].isna().all()
    assert not gaps.is_alone(only("trust", "ethnicity", "Black", "crest-2022.trust-police"))
