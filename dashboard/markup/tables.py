"""A table of figures as its reader sees it: its cells as texts, and which columns are of numbers, short or wide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any

import pandas as pd

from dashboard.words.cells import NONE
from dashboard.words.numbers import count
from dashboard.words.periods import day_words

_WIDE, _ALWAYS_FIT, _LINES = 40, 2, 2
"""Characters and columns that a phone has room for side by side, where most cells take two lines at most;
the rows of a wider table become cards there."""
_SHORT, _SHORT_TOGETHER = 22, 80
"""Characters of a column's longest text that is kept on one line, and of all such columns."""
# What stands where a figure is masked or missing.
_NO_FIGURE = re.compile(r"–?$|\[c\]")
# A figure, and what may follow it: a unit, an interval, a mark. Not a date.
_FIGURE = re.compile(r"(?!\d{1,2} [A-Z][a-z]+ \d{4}$)[+−-]?£?\d[\d,]*(\.\d+)?%?( .{0,30})?")


@dataclass(frozen=True)
class ShownTable:
    """A table as its reader sees it.

    Attributes:
        rows: texts. right: places of the columns of numbers, set to the right.
        short: places of the columns whose texts stay on one line where there is room.
        is_named: whether the first column names the rows.
        point: place of the column that it is read for; None where none is.
    """

    headings: list[str]
    rows: list[list[str]]
    right: frozenset[int]
    short: frozenset[int]
    is_named: bool
    point: int | None = None

    @cached_property
    def is_wide(self) -> bool:
        """Whether its rows become cards on a phone; each of its cells asks."""
        columns = [
            [heading, *cells] for heading, *cells in zip(self.headings, *self.rows, strict=True)
        ]
        return len(columns) > _ALWAYS_FIT and sum(map(_width, columns)) > _WIDE

    def classes(self, place: int) -> str:
        """The classes of a column's cells."""
        named = (("number", self.right), ("short", self.short), ("point", {self.point}))
        return " ".join(name for name, places in named if place in places)


def _width(column: Sequence[str]) -> float:
    """Characters that a column takes with a gap: its longest word, or a line of its usual text."""
    longest = max((len(word) for text in column for word in text.split()), default=0)
    return max(longest, median(map(len, column)) / _LINES) + 1


def table_of(frame: pd.DataFrame, point: str = "") -> ShownTable:
    """A frame's cells as texts; `point` is the column that it is read for."""
    right = {place for place, name in enumerate(frame.columns) if _reads_as_numbers(frame[name])}
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    is_named = len(frame.columns) > 1 and len({row[0] for row in rows}) == len(rows)
    named = right - {0} if is_named else right
    headings = [str(name) for name in frame.columns]
    place = headings.index(point) if point in headings else None
    return ShownTable(headings, rows, frozenset(named), _short(rows), is_named, place)


def _short(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """Places of the columns of short texts; none where those alone would fill the page."""
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    short = {place: length for place, length in enumerate(longest) if length <= _SHORT}
    fits = sum(short.values()) <= _SHORT_TOGETHER
    return frozenset(short if fits and len(short) < len(longest) else ())


def _cell(value: Any) -> str:  # noqa: ANN401 - a cell of any kind
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return NONE
    if isinstance(value, pd.Timestamp):
        return day_words(value)
    if isinstance(value, float) and value.is_integer():
        return count(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def _reads_as_numbers(values: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(values.dtype):
        return not pd.api.types.is_bool_dtype(values.dtype)
    texts = [value for value in values if isinstance(value, str) and not _NO_FIGURE.match(value)]
    return bool(texts) and all(_FIGURE.fullmatch(text) for text in texts)
