"""Figures printed in documents: the Review's and others', a row each with its place and its flags."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from datasets import catalogue
from datasets.schema import LONDON_AREAS, MEANING_COLUMNS

AS_PRINTED = ("value", "unit", "bound", "printed_as", "is_change")
"""What the words of a figure's value are made of."""

MET_AREAS = LONDON_AREAS
"""What the documents call the Met's area; anything else is a part of it, or another force."""

REVIEW_MONTH = pd.Timestamp("2023-03-31")
"""The month of the Review's final report: figures for later periods are 'since the Review'."""

COLUMNS = [
    "figure_id", "measure_id", "statement", "group_dimension", "group", "period_start", "period_end",
    "value", "unit", "comparator", "geography", "source_document", "source_location",
    "confidence_note", "source_id", *MEANING_COLUMNS,
]  # fmt: skip
_TABLES = ("review_figures", "published_figures")


def printed(
    measures: Collection[str],
    units: Collection[str] = (),
    geographies: Collection[str] = (),
    tables: Sequence[str] = _TABLES,
) -> pd.DataFrame:
    """Figures of some measures, in order of the end of their period.

    Figures that must not be charted, because they cannot be what they are printed as, are left out
    here: `refused` names them.

    Args:
        measures: ids, as in the column `measure_id`.
        units, geographies: only these; all where none is named.
        tables: of the two datasets of printed figures.

    Returns:
        COLUMNS.
    """
    return _ordered(_rows(measures, units, geographies, tables), may_be_drawn=True)


def refused(measures: Collection[str]) -> pd.DataFrame:
    """The figures of some measures that `printed` leaves out, in the same shape."""
    return _ordered(_rows(measures, (), (), _TABLES), may_be_drawn=False)


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
    is_point = rows["is_point_in_time"].astype(bool)
    months = (days / 30.44).round().astype("int64").where((days > 1) & ~is_point, 0)
    usual = months.value_counts().sort_index(ascending=False).idxmax() if len(rows) else 0
    return rows.assign(months=months, is_usual=months == usual)


def without_second_hand(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that were read where they were first published, or in the Review."""
    return rows[rows["read"] == "first_hand"].reset_index(drop=True)


def _rows(
    measures: Collection[str],
    units: Collection[str],
    geographies: Collection[str],
    tables: Sequence[str],
) -> pd.DataFrame:
    wanted = {"measure_id": measures, "unit": units, "geography": geographies}
    filters = {name: sorted(values) for name, values in wanted.items() if values}
    return pd.concat([catalogue.load(table, COLUMNS, filters) for table in tables])


def _ordered(rows: pd.DataFrame, may_be_drawn: bool) -> pd.DataFrame:
    chosen = rows[rows["may_be_drawn"] == may_be_drawn]
    return chosen.sort_values(["period_end", "period_start", "figure_id"], ignore_index=True)
