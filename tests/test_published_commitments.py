"""Acceptance of the promises: what is entered is published, and each figure is where it says."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from datasets import catalogue
from datasets.schema import DATASETS
from stats import deadlines

VALUE_COLUMNS = ("value", "people", "share_pct")
CITY = "City of London Police"


@pytest.fixture
def promises() -> pd.DataFrame:
    return catalogue.load("commitments").set_index("id", drop=False)


def figure(pointer: str) -> float:
    """The sum of the rows that a pointer names; `minus` takes one from another."""
    first, *others = (_figure(one) for one in pointer.split(" minus "))
    return first - sum(others)


def _figure(pointer: str) -> float:
    dataset, _, query = pointer.partition("?")
    filters = dict(pair.split("=", 1) for pair in query.split("&"))
    (column,) = [name for name in VALUE_COLUMNS if name in DATASETS[dataset].columns]
    typed = {
        name: datetime.date.fromisoformat(text) if name in ("date", "period_end") else text
        for name, text in filters.items()
    }
    rows = catalogue.load(dataset, [column], typed)
    assert len(rows), f"no row of {pointer}"
    return float(rows[column].sum())


def test_recommendations_and_promises_by_document_and_owner(promises):
    kinds = promises.groupby("commitment_kind", observed=True).size().to_dict()
    assert kinds == {"answer": 16, "commitment": 43, "recommendation": 16}
    dated = promises[promises["due"].notna()]
    counts = dated.groupby(["document", "owner"], observed=True).size()
    assert sorted(counts) == [1, 1, 2, 6, 14, 15]
    assert counts.xs(CITY, level="owner").tolist() == [6]


def test_each_recommendation_has_its_row_and_the_citys_answer(promises):
    for kind in ("recommendation", "answer"):
        rows = promises[promises["commitment_kind"] == kind]
        assert rows["recommendation"].tolist() == list(range(1, 17))


def test_the_citys_rows_are_of_its_own_document_and_bear_on_no_measure_of_the_met(promises):
    city = promises["owner"] == CITY
    assert set(promises.loc[city, "document"]).isdisjoint(promises.loc[~city, "document"])
    assert city.equals(promises["id"].str.startswith("city-"))
    assert set(promises.loc[city, "success_measure"]) == {"context"}
    assert promises.loc[city, "page"].isna().all()


@pytest.mark.parametrize(
    ("promise", "due", "target", "figure", "state"),
    [
        ("padp-women", "2026-03-31", 20.0, 11.0, "open"),
        ("padp-ethnic-minority", "2026-03-31", 20.0, 18.0, "open"),
        ("padp-new-people", "2025-12-31", 70.0, 34.0, "open"),
        ("padp-sergeants", "2024-12-31", 6.0, 12.0, "open"),
        ("board-support-officers", "2024-12-31", 500.0, 271.0, "open"),
        ("board-supervisors", "2024-12-31", 6.0, 10.0, "open"),
        ("city-public-protection-posts", "2023-09-30", 15.0, 12.0, "open"),
        ("casey-uplift", None, 36_500.0, 34_542.0, "open"),
    ],
)
def test_targets_and_figures(promises, promise, due, target, figure, state):
    row = promises.loc[promise]
    assert (None if due is None else f"{row['due']:%Y-%m-%d}") == due
    assert (row["target_value"], row["evidence_value"], row["state"]) == (target, figure, state)


@pytest.mark.parametrize(
    ("promise", "due"),
    [("casey-15-two-years", "2025-03-31"), ("casey-15-five-years", "2028-03-31")],
)
def test_the_progress_reviews_are_counted_from_publication(promises, promise, due):
    assert f"{promises.loc[promise, 'due']:%Y-%m-%d}" == due


def test_every_figure_is_the_one_of_the_rows_it_names(promises):
    held = promises[promises["evidence_rows"].notna() & promises["evidence_value"].notna()]
    found = {name: figure(pointer) for name, pointer in held["evidence_rows"].items()}
    assert len(found) >= 14
    assert found == held["evidence_value"].to_dict()


def test_every_number_says_which_rows_hold_it(promises):
    numbers = promises[promises["evidence_value"].notna()]
    assert numbers["evidence_rows"].notna().all()
    assert numbers["evidence_source"].notna().all()


def test_every_dataset_named_is_published(promises):
    named = promises["evidence_rows"].dropna().str.split(" minus ").explode()
    assert set(named.str.split("?").str[0]) <= set(catalogue.ids())


def test_states_follow_from_what_is_published(promises):
    for _, row in promises.iterrows():
        assert row["state"] == deadlines.settled(
            row["decided_by"], _number(row["target_value"]), _due(row), _evidence(row)
        )


def _due(row: pd.Series) -> deadlines.Due | None:
    if pd.isna(row["due"]):
        assert row["due_precision"] == "not_dated"
        return None
    return deadlines.Due(row["due"].date(), row["due_precision"])


def _evidence(row: pd.Series) -> deadlines.Evidence | None:
    if pd.isna(row["evidence"]):
        return None
    end = None if pd.isna(row["evidence_date"]) else row["evidence_date"].date()
    return deadlines.Evidence(end, bool(row["evidence_decides"]), _number(row["evidence_value"]))


def _number(value: float) -> float | None:
    return None if pd.isna(value) else value


def test_nothing_contradicted_is_left_without_a_word(promises):
    flagged = promises[promises["confidence_note"].fillna("").str.contains("CONFLICT")]
    assert sorted(flagged["id"]) == ["board-supervisors", "casey-uplift"]
