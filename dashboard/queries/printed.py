"""Figures printed in documents: the Review's and others', a row each with its place and its flags."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from dashboard.queries.review import is_conflict
from datasets import catalogue

MET_AREAS = ("London (MPS area)", "London")
"""What the documents call the Met's area; anything else is a part of it, or another force."""

REVIEW_MONTH = pd.Timestamp("2023-03-31")
"""The month of the Review's final report: figures for later periods are 'since the Review'."""

COLUMNS = [
    "figure_id", "measure_id", "statement", "group_dimension", "group", "period_start", "period_end",
    "value", "unit", "comparator", "geography", "source_document", "source_location",
    "confidence_note", "source_id",
]  # fmt: skip
_TABLES = ("review_figures", "published_figures")


def printed(
    measures: Collection[str],
    units: Collection[str] = (),
    geographies: Collection[str] = (),
    tables: Sequence[str] = _TABLES,
) -> pd.DataFrame:
    """Figures of some measures, in order of the end of their period.

    Figures whose note says that they must not be charted, because they cannot be what they are
    printed as, are left out here: `refused` names them.

    Args:
        measures: ids, as in the column `measure_id`.
        units, geographies: only these; all where none is named.
        tables: of the two datasets of printed figures.

    Returns:
        COLUMNS, and is_conflict, is_second_hand (read in the press or another's report).
    """
    return _with_flags(_rows(measures, units, geographies, tables), refused=False)


def refused(measures: Collection[str]) -> pd.DataFrame:
    """The figures of some measures that `printed` leaves out, in the same shape."""
    return _with_flags(_rows(measures, (), (), _TABLES), refused=True)


def since_the_review(measures: Collection[str], units: Collection[str] = ()) -> pd.DataFrame:
    """The Met's own figures of some measures for periods that end after the Review was published.

    Targets and projections have measures of their own, and are not among them.
    """
    rows = printed(measures, units, MET_AREAS)
    return rows[rows["period_end"] > REVIEW_MONTH].reset_index(drop=True)


def with_length(rows: pd.DataFrame) -> pd.DataFrame:
    """Add how long a time each figure is of, and whether that is the length of most.

    Figures of unlike lengths are not on one basis: an average of a month is not one of a year.

    Returns:
        The rows, months (whole months; 0 for a single day, or a point in time), is_usual (of the commonest length; of
        two as common, the longer).
    """
    days = (rows["period_end"] - rows["period_start"]).dt.days + 1
    is_point = rows["confidence_note"].str.contains("Point in time", regex=False)
    months = (days / 30.44).round().astype("int64").where((days > 1) & ~is_point.astype(bool), 0)
    usual = months.value_counts().sort_index(ascending=False).idxmax() if len(rows) else 0
    return rows.assign(months=months, is_usual=months == usual)


def without_second_hand(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that were read where they were first published, or in the Review."""
    return rows[~rows["is_second_hand"]].reset_index(drop=True)


def _rows(
    measures: Collection[str],
    units: Collection[str],
    geographies: Collection[str],
    tables: Sequence[str],
) -> pd.DataFrame:
    wanted = {"measure_id": measures, "unit": units, "geography": geographies}
    filters = {name: sorted(values) for name, values in wanted.items() if values}
    return pd.concat([catalogue.load(table, COLUMNS, filters) for table in tables])


def _with_flags(rows: pd.DataFrame, refused: bool) -> pd.DataFrame:
    notes = rows["confidence_note"].fillna("")
    flagged = rows.assign(
        confidence_note=notes,
        is_conflict=is_conflict(notes),
        is_second_hand=notes.str.startswith(("Second hand", "DERIVED")),
    )
    chosen = flagged[notes.str.contains("do not chart", case=False, regex=False) == refused]
    return chosen.sort_values(["period_end", "period_start", "figure_id"], ignore_index=True)
