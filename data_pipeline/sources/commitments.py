"""The Review's recommendations and every promise with a time, as entered by hand.

What is entered is the promise and the figure that bears on it; the state follows from the two.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import (
    COMMITMENT_COLUMNS,
    COMMITMENT_KINDS,
    COMMITMENT_TESTS,
    OWNERS,
    SUCCESS_MEASURES,
    Source,
    SourceError,
)
from stats import deadlines

WORKED_OUT = ("due_precision", "state")
"""Columns that follow from others and are not entered."""

ENTERED = [name for name in COMMITMENT_COLUMNS if name not in WORKED_OUT]
LABELS = {
    "commitment_kind": COMMITMENT_KINDS,
    "owner": OWNERS,
    "decided_by": COMMITMENT_TESTS,
    "success_measure": tuple(SUCCESS_MEASURES),
}
MAY_BE_EMPTY = (
    "due_text", "target_unit", "shown_by", "page", "evidence", "evidence_rows", "evidence_source",
    "confidence_note",
)  # fmt: skip


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows, every cell as text.

    Raises:
        SourceError: a column is missing, or the file cannot be read.
    """
    return raw_tables.read_csv(path, source, required=ENTERED, others=())


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> promises, with the last day on which each can be kept and what a figure decides.

    Raises:
        SourceError: an unknown label, a value that is no number, a date that is none, or a row whose
            parts do not fit together (a target without a number, a figure without a date).
    """
    rows = _with_labels(raw[ENTERED].copy(), source)
    rows["recommendation"] = _given(rows["recommendation"], convert.to_count, source).astype(
        "Int64"
    )
    for name in ("target_value", "evidence_value"):
        rows[name] = _given(rows[name], convert.to_number, source)
    rows["evidence_date"] = _given(rows["evidence_date"], _to_day, source)
    dues = [_due(text, number, source) for number, text in enumerate(rows["due"])]
    rows["due"] = pd.Series([due and due.last for due in dues], rows.index, "datetime64[s]")
    rows["due_precision"] = [due.precision if due else "not_dated" for due in dues]
    rows["state"] = [
        _state(rows.loc[line], due, source) for line, due in zip(rows.index, dues, strict=True)
    ]
    for name in MAY_BE_EMPTY:
        rows[name] = rows[name].mask(rows[name] == "")
    return rows[list(COMMITMENT_COLUMNS)]


def _with_labels(rows: pd.DataFrame, source: Source) -> pd.DataFrame:
    for name, allowed in LABELS.items():
        rows[name] = convert.to_listed(rows[name], allowed, source)
    decides = convert.to_label(rows["evidence_decides"], {"yes": True, "no": False}, source)
    return rows.assign(evidence_decides=decides.astype(bool))


def _to_day(values: pd.Series, source: Source) -> pd.Series:
    return convert.to_date(values, "%Y-%m-%d", source)


def _given(
    values: pd.Series, to: Callable[[pd.Series, Source], pd.Series], source: Source
) -> pd.Series:
    """The cells that are not empty, converted; the others absent."""
    return to(values[values != ""], source).reindex(values.index)


def _due(text: str, number: int, source: Source) -> deadlines.Due | None:
    try:
        return deadlines.due_of(text)
    except ValueError as error:
        line = number + 2  # the header is line 1
        raise SourceError.of(source.id, f"column due, line {line}: {error}") from error


def _state(row: pd.Series, due: deadlines.Due | None, source: Source) -> str:
    """Met, missed, open and so on: `stats.deadlines.settled` over a row."""
    target = _number(row["target_value"])
    try:
        return deadlines.settled(row["decided_by"], target, due, _evidence(row))
    except ValueError as error:
        raise SourceError.of(source.id, f"{row['id']}: {error}") from error


def _evidence(row: pd.Series) -> deadlines.Evidence | None:
    if row["evidence"] == "":
        if row["evidence_decides"] or pd.notna(row["evidence_value"]):
            raise ValueError("a figure without its words")
        return None
    end = None if pd.isna(row["evidence_date"]) else row["evidence_date"].date()
    return deadlines.Evidence(end, row["evidence_decides"], _number(row["evidence_value"]))


def _number(value: float) -> float | None:
    return None if pd.isna(value) else value
