"""Promises: what is entered must fit together, and the state follows from it."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline import registry
from data_pipeline.sources import commitments
from datasets.schema import SourceError
from tests.data_pipeline.miniature import FIXTURES

SOURCE = registry.all_sources()["commitments"]
KEPT, BROKEN, EARLY, ADVICE = range(4)


@pytest.fixture
def raw() -> pd.DataFrame:
    return commitments.parse(FIXTURES / "commitments" / "commitments.csv", SOURCE)


def with_cell(rows: pd.DataFrame, row: int, **cells: str) -> pd.DataFrame:
    changed = rows.copy()
    for column, value in cells.items():
        changed.loc[row, column] = value
    return changed


def state(rows: pd.DataFrame, row: int) -> str:
    return commitments.tidy(rows, SOURCE)["state"][row]


def test_the_state_follows_from_target_date_and_figure(raw):
    states = commitments.tidy(raw, SOURCE)["state"].tolist()
    assert states == ["met", "missed", "open", "no_figure_published", "no_promise"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"evidence_value": "29.9"}, "missed"),
        ({"target_value": "32"}, "missed"),
        ({"evidence_date": "2021-03-30"}, "open"),
        ({"due": "2021"}, "open"),
        ({"evidence_decides": "no"}, "open"),
        ({"decided_by": "judged"}, "open"),
        ({"due": ""}, "met"),
    ],
)
def test_one_cell_changes_the_state(raw, cells, expected):
    assert state(raw, KEPT) == "met"
    assert state(with_cell(raw, KEPT, **cells), KEPT) == expected


def test_what_is_not_given_is_absent_and_not_an_empty_text(raw):
    row = commitments.tidy(raw, SOURCE).loc[ADVICE]
    assert (
        row[["due", "due_text", "target_value", "target_unit", "evidence", "evidence_date"]]
        .isna()
        .all()
    )


def test_evidence_without_a_date_is_held_and_decides_nothing(raw):
    assert state(with_cell(raw, EARLY, evidence_date=""), EARLY) == "open"


def test_a_state_written_by_hand_is_not_read(raw):
    assert state(raw.assign(state="met"), BROKEN) == "missed"


@pytest.mark.parametrize(
    ("row", "cells", "says"),
    [
        (KEPT, {"due": "soon"}, "column due, line 2: 'soon' is no day, month, quarter or year"),
        (BROKEN, {"due": "2021-02-30"}, "column due, line 3: day is out of range for month"),
        (BROKEN, {"due": "2021-13"}, "column due, line 3: '2021-13': there is no month 13"),
        (KEPT, {"owner": "Metropolitan police"}, "unknown label in column owner: 'Metropolitan police'"),
        (KEPT, {"decided_by": "luck"}, "unknown label in column decided_by: 'luck'"),
        (KEPT, {"success_measure": ""}, "unknown label in column success_measure: ''"),
        (KEPT, {"evidence_decides": ""}, "unknown label in column evidence_decides: ''"),
        (KEPT, {"target_value": "thirty"}, "column target_value, line 2: 'thirty' is not a number"),
        (BROKEN, {"evidence_date": "2021"}, "column evidence_date, line 3: '2021' is not a date"),
        (KEPT, {"recommendation": "1.5"}, "column recommendation, line 2: '1.5' is a fractional count"),
        (KEPT, {"target_value": ""}, "made-up-kept: at_least needs a figure and a target, not 31.0 and None"),
        (KEPT, {"evidence_value": ""}, "made-up-kept: at_least needs a figure and a target, not None and 30.0"),
        (KEPT, {"evidence_date": ""}, "made-up-kept: evidence without a date cannot decide"),
        (KEPT, {"evidence": ""}, "made-up-kept: a figure without its words"),
        (ADVICE, {"evidence_decides": "yes"}, "made-up-advice: a figure without its words"),
        (ADVICE, {"evidence_value": "5"}, "made-up-advice: a figure without its words"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_refused_by_name(raw, row, cells, says):
    with pytest.raises(SourceError) as caught:
        commitments.tidy(with_cell(raw, row, **cells), SOURCE)
    assert str(caught.value).startswith(f"commitments: {says}")


def test_a_column_that_is_missing_is_named(raw, tmp_path):
    path = tmp_path / "commitments.csv"
    raw.drop(columns="owner").to_csv(path, index=False)
    with pytest.raises(SourceError, match=r"^commitments: commitments\.csv: no column owner "):
        commitments.parse(path, SOURCE)
