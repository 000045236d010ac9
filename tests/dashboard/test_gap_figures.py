"""Published figures by group: each has its place, and is what the documents' tables hold."""

from __future__ import annotations

import csv

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard.subjects.gaps.figures import gaps
from dashboard.subjects.gaps.figures import published as gap_figures
from datasets.schema import REFERENCE


def in_documents() -> dict[str, dict[str, str]]:
    """Number of the figure -> its row, read without the code under test: R or P, then its place."""
    found = {}
    for letter, name in (("R", "review_figures"), ("P", "published_figures")):
        with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = enumerate(csv.DictReader(file), 1)
            found |= {f"{letter}{number:04d}": row for number, row in rows}
    return found


PRINTED = in_documents()


def test_every_figure_by_group_has_a_place_or_is_declared_as_left_out():
    assert gap_figures.unplaced()["figure_id"].tolist() == []


def test_a_figure_without_a_place_is_noticed(monkeypatch):
    whole = gap_figures.declared()
    fewer = [one for one in whole["question"] if one["id"] != "trust"]
    monkeypatch.setattr(gap_figures, "declared", lambda: {**whole, "question": fewer})
    gap_figures._questions.cache_clear()
    try:
        lost = set(gap_figures.unplaced()["measure_id"])
    finally:
        gap_figures._questions.cache_clear()
    assert lost == {
        "pas_trust_mps",
        "pas_trust_mps_gap_black_vs_white_british",
        "pas_trust_mps_change",
    }


def test_every_printed_cell_is_the_figure_of_its_number():
    cells = gap_figures.printed_cells()
    assert len(cells) == cells["figure_id"].nunique() == 116
    for cell in cells.itertuples():
        row = PRINTED[cell.figure_id]
        assert abs(cell.value) == abs(float(row["value"]))
        assert str(cell.period_end)[:10] == row["period_end"]
        assert cell.published_group == row["group"]
        assert bool(cell.caveat) == bool(row["confidence_note"])


def test_all_that_is_declared_as_left_out_is_there():
    ids = {row["measure_id"] for row in PRINTED.values()}
    for one in gap_figures.declared()["left_out"]:
        assert set(one["measure_ids"]) <= ids
        assert one["why"].endswith(".")
    used = set(gap_figures.printed_cells()["figure_id"])
    assert not used & {"R0378", "R0407", "P0007", "P0038"}


def test_every_declared_question_and_survey_has_a_figure():
    ids = {row["measure_id"] for row in PRINTED.values()} | {"feels_safe_after_dark"}
    for question in gap_figures.declared()["question"]:
        assert {question[role] for role in ("share", "gap", "change") if role in question} <= ids
    used = set(gap_figures.printed_cells()["survey"]) | {"own-copy", "state-of-london"}
    assert used == {one["id"] for one in gap_figures.declared()["survey"]}


@pytest.mark.parametrize(
    ("figure", "series", "basis"),
    [
        ("R0400", "review-quarter.trust", "quarter"),
        ("R1428", "review-year.trust", "financial_year"),
        ("R1473", "review-undated.support-stop-search", "not_stated"),
        ("P0001", "mayors-answer-2014.good-job-local", "not_stated"),
        ("P0006", "report-2020.treat-fairly", "not_stated"),
        ("R1465", "ipsos-2022.fairly-if-suspected", "poll"),
        ("P0082", "brunel-england.trust-own-force", "poll"),
        ("P0079", "brunel-london.trust-own-force", "poll"),
    ],
)
def test_time_bases_surveys_and_places_are_kept_apart(figure, series, basis):
    cells = gap_figures.printed_cells().set_index("figure_id")
    assert (cells.loc[figure, "series"], cells.loc[figure, "basis"]) == (series, basis)


def test_no_series_mixes_bases_places_or_tables():
    cells = gap_figures.printed_cells()
    by = cells.groupby("series")
    for column in ("basis", "survey", "dataset"):
        assert by[column].nunique().max() == 1
    places = cells["geography"].replace("London (MPS area)", "London")
    assert places.groupby(cells["series"]).nunique().max() == 1


@pytest.mark.parametrize(
    ("figure", "bound", "is_conflict", "is_doubtful"),
    [
        ("R1479", "at_most", False, False),
        ("R1478", "about", False, False),
        ("R1447", "more_than", False, False),
        ("P0005", "about", False, False),
        ("R1444", "exact", True, False),
        ("P0048", "exact", True, False),
        ("R1016", "exact", False, True),
        ("R1428", "exact", False, False),
    ],
)
def test_bounds_and_contradictions_are_marked(figure, bound, is_conflict, is_doubtful):
    cell = gap_figures.printed_cells().set_index("figure_id").loc[figure]
    assert (cell["bound"], cell["is_conflict"], cell["is_doubtful"]) == (
        bound, is_conflict, is_doubtful,
    )  # fmt: skip


def test_bases_are_those_that_the_documents_print():
    for survey in gap_figures.declared()["survey"]:
        for group, figure in survey.get("bases_figures", {}).items():
            assert survey["bases"][group] == float(PRINTED[figure]["value"])
    cells = gap_figures.printed_cells().set_index("figure_id")
    low, high = proportion_confint(0.26 * 173, 173, alpha=0.05, method="wilson")
    found = cells.loc["R1465"]
    assert found["base_n"] == 173
    assert found["low_pct"] == pytest.approx(100 * low, abs=0.05)
    assert found["high_pct"] == pytest.approx(100 * high, abs=0.05)
    crest = PRINTED["P0104"]["original_source"]
    assert cells.loc["P0104", "base_n"] == 1548
    assert "1,548 Black, 2,537 White" in crest
    assert pd.isna(cells.loc["P0106", "base_n"])  # asked of those who had been stopped
    assert pd.isna(cells.loc["R1466", "base_n"])  # interviews with White Londoners: not printed
    own = cells[cells["survey"].str.startswith("review-")]
    assert own["base_n"].isna().all()


def test_groups_to_choose_from():
    assert gaps.groups("trust", "ethnicity")[:5] == [
        "Black",
        "Mixed",
        "Asian",
        "White other",
        "Other",
    ]
    assert {"White British", "White"}.isdisjoint(gaps.groups("trust", "ethnicity"))
    assert gaps.groups("trust", "sex") == ["Women", "Women under 35"]
    assert gaps.groups("relied_on", "disability") == ["Disabled"]


def test_the_reference_is_never_the_average():
    for dimension in gap_figures.declared()["dimension"]:
        assert not {"all", "All", "average"} & {*dimension["reference"], *dimension["groups"]}
        assert dimension["why"].endswith(".")
