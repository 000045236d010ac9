"""The workbook of outcomes, spoilt: refused in one line, nothing published changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.data_pipeline import miniature as mini
from tests.data_pipeline.bad_input.spoilt import (
    Case,
    Spoil,
    cut_in_half,
    distinct,
    emptied,
)

OUTCOMES = "mps_monthly_dashboard"
OUTCOMES_FILE = Path(mini.OUTCOMES).name


def outcomes(change: Callable[[list[list[Any]]], Any]) -> Spoil:
    """Rewrites the workbook of outcomes after a change to its rows (row 1 is arson in Barking)."""

    def spoil(mirror: Path) -> None:
        rows = mini.outcome_rows()
        change(rows)
        mini.write_workbook(mirror / mini.OUTCOMES, {"Sheet1": rows})

    return spoil


def outcome_cell(row: int, column: int, value: Any) -> Spoil:
    return outcomes(lambda rows: rows[row].__setitem__(column, value))


CASES = distinct(
    Case("missing sheet", OUTCOMES,
         lambda m: mini.write_workbook(m / mini.OUTCOMES, {"Data": [["a"], [1]]}),
         (OUTCOMES_FILE, "no sheet 'Sheet1'", "Data")),
    Case("renamed column", OUTCOMES, outcome_cell(0, 4, "Outcomes"),
         (OUTCOMES_FILE, "no column Positive_Outcomes")),
    Case("unknown offence group", OUTCOMES, outcome_cell(1, 2, "PIRACY"), ("Offence_Group", "'PIRACY'")),
    Case("unknown borough", OUTCOMES, outcomes(lambda rows: [row.__setitem__(1, "Barnett") for row in rows[17:25]]),
         ("Area name", "'Barnett'")),
    Case("wrong date", OUTCOMES, outcome_cell(1, 0, "2022-01-01"), ("Month_Year", "'2022-01-01' is not a date")),
    Case("day within a month", OUTCOMES, outcome_cell(1, 0, "02/01/2022"),
         ("Month_Year", "'02/01/2022' is not the first day of a month")),
    Case("negative count", OUTCOMES, outcome_cell(1, 3, -3), ("Offences", "-3.0 is a negative count")),
    Case("fractional count", OUTCOMES, outcome_cell(1, 4, 0.5), ("Positive_Outcomes", "0.5 is a fractional count")),
    Case("blank count", OUTCOMES, outcome_cell(1, 4, ""), ("Positive_Outcomes", "'' is not a number")),
    Case("total that is not the sum", OUTCOMES, outcome_cell(8, 3, 1),
         ("Total of Barking and Dagenham, 2022-01 is not the sum of its groups (1 such)",)),
    Case("total missing", OUTCOMES, outcomes(lambda rows: rows.pop(8)),
         ("Total of Barking and Dagenham, 2022-01",)),
    Case("duplicate key", OUTCOMES, outcomes(lambda rows: rows.append([*rows[1][:3], 0, 0, 0])),
         ("duplicate key: 2 rows", "2022-01-01", "Arson and criminal damage")),
    Case("month missing", OUTCOMES, outcomes(
        lambda rows: rows.__setitem__(slice(1, None), [r for r in rows[1:] if r[0].month != 2])),
        ("month 2022-02 is missing",)),
    Case("borough missing", OUTCOMES, outcomes(
        lambda rows: rows.__setitem__(slice(1, None), [r for r in rows[1:] if r[1] != "Lambeth"])),
        ("2022-01: rows for 31 of 32 boroughs",)),
    Case("cut between boroughs", OUTCOMES, outcomes(lambda rows: rows.__delitem__(slice(1 + 24 * 10, None))),
         ("is the file cut short?",)),
    Case("empty xlsx", OUTCOMES, emptied(mini.OUTCOMES), (f"{OUTCOMES_FILE} is empty",)),
    Case("header only", OUTCOMES, outcomes(lambda rows: rows.__delitem__(slice(1, None))), ("holds no rows",)),
    Case("cut in half xlsx", OUTCOMES, cut_in_half(mini.OUTCOMES), ("cannot be read as a workbook",)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fault_is_refused_in_one_line_and_changes_nothing(case, assert_refused):
    assert_refused(case)
