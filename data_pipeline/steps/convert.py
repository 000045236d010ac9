"""Cells of a raw table as labels, numbers, shares and dates. What is none is refused, never dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from datasets.schema import Source, SourceError

SHOWN = 3  # examples named in an error
MAX_COUNT = 10_000_000  # more than London has residents

WHOLE = r"\d+(?:\.0)?"
"""How a whole number is written: 1000, or 1000.0 by some programs. 1.000, 1,000, 1 000 and 1e3 are not read."""

IN_THOUSANDS = r"[1-9]\d{0,2}(?:\.\d{3})+"
"""A number that may have its thousands parted by points, as other countries do; or three decimals."""


def to_label(values: pd.Series, labels: Mapping[str, Any], source: Source) -> pd.Series:
    """Each published label as the project writes it.

    Raises:
        SourceError: a label that the source's metadata does not list.
    """
    found = pd.Series(values.map(labels), index=values.index)
    unknown = sorted(values[found.isna()].astype(str).unique())
    if unknown:
        named = ", ".join(map(repr, unknown[:SHOWN]))
        raise SourceError.of(source.id, f"unknown label in column {values.name}: {named}")
    return found


def each_once(values: pd.Series, to: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Converts each distinct cell once, for long tables; an error names the first line on which it stands."""
    codes, _ = pd.factorize(values, use_na_sentinel=False)
    _, first = np.unique(codes, return_index=True)
    converted = to(values.iloc[first])
    return pd.Series(converted.array.take(codes), index=values.index, name=values.name)


def to_listed(values: pd.Series, allowed: Iterable[str], source: Source) -> pd.Series:
    """Labels that are entered as the project writes them.

    Raises:
        SourceError: a label that is none of those allowed.
    """
    return to_label(values, {label: label for label in allowed}, source)


def to_number(values: pd.Series, source: Source, *, decimal_comma: bool = False) -> pd.Series:
    """Cells as numbers; a comma is a decimal point only where said, as elsewhere it may part thousands.

    Raises:
        SourceError: a cell is blank, endless or not a number.
    """
    text = values.astype(str).str.strip()
    if decimal_comma:
        text = text.str.replace(",", ".", regex=False)
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    _refuse(values, ~numbers.abs().lt(float("inf")), "is not a number", source)
    return numbers


def to_count(values: pd.Series, source: Source) -> pd.Series:
    """Cells as whole numbers of at least 0; London has fewer than `MAX_COUNT` of anything counted.

    Raises:
        SourceError: a blank, negative or fractional cell, or one over `MAX_COUNT`.
    """
    numbers = to_number(values, source)
    _refuse(values, numbers < 0, "is a negative count", source)
    _refuse(values, numbers % 1 != 0, "is a fractional count", source)
    _refuse(values, ~_fits(values, WHOLE), "is not written as a whole number is", source)
    _refuse(values, numbers > MAX_COUNT, f"is over {MAX_COUNT:,}", source)
    return numbers.astype("int64")


def to_quantity(values: pd.Series, source: Source) -> pd.Series:
    """Cells as numbers of at least 0, such as full-time equivalents.

    Text such as 31.181 is refused where no other text of the column has another number of decimals: it
    may be thirty-one thousand as another country writes it.

    Raises:
        SourceError: a blank or negative cell, or one that is not a number or may be another.
    """
    numbers = to_number(values, source)
    _refuse(values, numbers < 0, "is negative", source)
    _refuse(values, _may_be_thousands(values), "may be in thousands", source)
    return numbers


def _fits(values: pd.Series, pattern: str) -> pd.Series:
    """Which cells are written so; a cell that is a number already has no writing."""
    is_text = values.map(lambda cell: isinstance(cell, str)).astype(bool)
    return ~is_text | values.astype(str).str.strip().str.fullmatch(pattern)


def _may_be_thousands(values: pd.Series) -> pd.Series:
    is_text = values.map(lambda cell: isinstance(cell, str)).astype(bool)
    text = values.astype(str).str.strip().where(is_text, "")
    odd = text.str.fullmatch(IN_THOUSANDS)
    finer = text.str.contains(".", regex=False) & ~odd & ~text.str.fullmatch(WHOLE)
    return odd & ~bool(finer.any())


def to_share(values: pd.Series, full: float, source: Source, *, is_whole: bool = True) -> pd.Series:
    """Shares on the source's own scale (0 to `full`: 1 or 100) -> per cents, 0 to 100.

    The survey's publishers print whole per cents, so a value that is not one is on another scale.
    Where a source is known to print finer shares, `is_whole=False` keeps them, to six decimals.

    Raises:
        SourceError: a value outside the scale, or finer than whole per cents where they are whole.
    """
    numbers = to_number(values, source, decimal_comma=True)
    _refuse(values, (numbers < 0) | (numbers > full), f"is outside the scale 0 to {full:g}", source)
    shares = (numbers * (100 / full)).round(6)
    if not is_whole:
        return shares
    whole = shares.round()
    _refuse(
        values,
        (shares - whole).abs() > 1e-4,
        f"is not a whole per cent on the scale 0 to {full:g}",
        source,
    )
    return whole


def _refuse(values: pd.Series, bad: pd.Series, why: str, source: Source) -> None:
    if bad.any():
        first, cell = next(iter(values[bad].items()))
        line = f"line {first + 2}" if isinstance(first, int) else first  # the header is line 1
        raise SourceError.of(
            source.id, f"column {values.name}, {line}: {cell!r} {why} ({int(bad.sum())} such)"
        )


def to_date(values: pd.Series, layout: str, source: Source) -> pd.Series:
    """Text -> dates.

    Raises:
        SourceError: a date not in the layout.
    """
    dates = pd.to_datetime(values, format=layout, errors="coerce")
    _refuse(values, dates.isna(), f"is not a date of the form {layout}", source)
    return dates


def to_month_end(values: pd.Series, layout: str, source: Source, months: int = 0) -> pd.Series:
    """Text dates -> last day of that month, or of the month `months` later.

    Raises:
        SourceError: a date not in the layout.
    """
    ends = to_date(values, layout, source) + pd.offsets.MonthEnd(0)
    return ends + pd.offsets.MonthEnd(months) if months else ends


def to_day(values: pd.Series, source: Source) -> pd.Series:
    """Cells that are days, as workbooks and Parquet have them, or text of the form 2024-02-28 or 28/02/2024.

    Raises:
        SourceError: a cell that is no day, or one written otherwise than the others.
    """
    text = values.map(lambda cell: str(cell)[:10] if isinstance(cell, date) else str(cell))
    text = text.str.strip()
    is_iso = bool(text.str.fullmatch(r"\d{4}-\d\d-\d\d").any())
    return to_date(text, "%Y-%m-%d" if is_iso else "%d/%m/%Y", source)


def to_month(values: pd.Series, source: Source) -> pd.Series:
    """Days, as `to_day` reads them, that are the first of their months.

    Raises:
        SourceError: a cell that is no day, or another day of its month.
    """
    days = to_day(values, source)
    _refuse(values, days.dt.day != 1, "is not the first day of a month", source)
    return days
