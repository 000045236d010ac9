"""Figures of a table as grids of series and periods, the shape in which they are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from data_pipeline.periods import as_text
from datasets.schema import KnownStep, Level, Plausible
from stats.movements import Table


@dataclass(frozen=True)
class Seen:
    """One case: whose figure, of which period, what it was (or is compared with) and what it is."""

    subject: str
    period: str
    was: str
    now: str
    labels: Mapping[str, Any] = field(default_factory=dict)
    when: Any = None


@dataclass(frozen=True)
class Grid:
    """Figures: a row a series, named by its labels in the columns `by`; a column a period."""

    by: tuple[str, ...]
    labels: list[tuple[Any, ...]]
    periods: list[Any]
    figures: Table

    def like(self, other: Grid) -> Grid:
        """The same figures in the rows and columns of another grid; NaN where there are none."""
        return self._as(other.labels, other.periods)

    def rows_like(self, other: Grid) -> Grid:
        """The same figures in the rows of another grid, all periods kept."""
        return self._as(other.labels, self.periods)

    def _as(self, labels: list[tuple[Any, ...]], periods: list[Any]) -> Grid:
        rows = {label: row for row, label in enumerate(self.labels)}
        columns = {period: column for column, period in enumerate(self.periods)}
        found = np.full((len(labels), len(periods)), np.nan)
        own = [(n, rows[label]) for n, label in enumerate(labels) if label in rows]
        shared = [(n, columns[period]) for n, period in enumerate(periods) if period in columns]
        if own and shared:
            (to, of), (onto, off) = zip(*own, strict=True), zip(*shared, strict=True)
            found[np.ix_(to, onto)] = self.figures[np.ix_(of, off)]
        return Grid(self.by, labels, periods, found)

    def changed_columns(self, held: Grid) -> np.ndarray:
        """Which periods hold a figure that is not the published one."""
        old = held.like(self).figures
        differ: np.ndarray = (
            (self.figures != old) & ~(np.isnan(self.figures) & np.isnan(old))
        ).any(axis=0)
        return differ

    def kinds(self) -> list[list[int]]:
        """Rows that share all labels but the last: the places of a measure."""
        found: dict[tuple[Any, ...], list[int]] = {}
        for row, label in enumerate(self.labels):
            found.setdefault(label[:-1], []).append(row)
        return list(found.values())

    def period_before(self, row: int, column: int) -> str:
        """Words for the last period before a cell that its series has."""
        held = np.flatnonzero(~np.isnan(self.figures[row, :column]))
        return f"in {as_text(self.periods[held[-1]])}" if len(held) else "before"


def grid_of(rows: pd.DataFrame, level: Level, declared: Plausible) -> Grid:
    """The figures of a level: summed, or for shares their mean, over what it does not tell apart."""
    if rows.empty:
        return Grid(level.by, [], [], np.empty((0, 0)))
    kept = pd.Series(True, index=rows.index)
    for column, labels in level.where.items():
        kept &= rows[column].isin(labels)
    for column, labels in level.leave_out.items():
        kept &= ~rows[column].isin(labels)
    value = level.value or declared.value
    how: Literal["mean", "sum"] = "mean" if declared.scale == "points" else "sum"
    looked = rows.loc[kept, [*level.by, declared.period, value]].dropna(subset=[value])
    looked = looked.astype({value: "float64"})
    if looked.empty:
        return Grid(level.by, [], [], np.empty((0, 0)))
    if level.by:
        wide = looked.pivot_table(
            index=list(level.by), columns=declared.period, values=value, aggfunc=how, observed=True
        )
    else:
        wide = looked.groupby(declared.period)[value].agg(how).to_frame().T
    wide = wide.sort_index(axis=1)
    labels = [label if isinstance(label, tuple) else (label,) for label in wide.index]
    return Grid(
        level.by, labels if level.by else [()], list(wide.columns), wide.to_numpy(dtype=np.float64)
    )


def known_mask(grid: Grid, level: Level, known: Sequence[KnownStep]) -> np.ndarray:
    """The cells that a declared step leads into, and the one after: back again."""
    mask = np.zeros(grid.figures.shape, dtype=bool)
    for step in known:
        if not set(step.where) <= set(level.by):
            continue
        of = [
            all(label[level.by.index(name)] in labels for name, labels in step.where.items())
            for label in grid.labels
        ]
        first = _as_period(step.period, grid)
        last = _as_period(step.last, grid) if step.last is not None else first
        mask |= np.outer(of, [first <= period <= last for period in grid.periods])
    return mask


def _as_period(written: Any, grid: Grid) -> Any:  # noqa: ANN401 - a date or a year
    return pd.Timestamp(written) if isinstance(grid.periods[0], pd.Timestamp) else written
