"""Plausible steps: a source's new figures against their own history and against the published ones.

What is plausible is declared in each source's TOML (`[plausible]`); here is the one engine that reads it.
Every bound gives one finding with its worst case; over 1 it is beyond its bound, and the build holds the
dataset back unless it is told that the figures are true (`--accept`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from data_pipeline import plausible_patterns as patterns
from data_pipeline.periods import as_text
from data_pipeline.plausible_grids import Grid, Seen, grid_of, known_mask
from datasets.schema import MPS, Dataset, Labels, Level, Plausible, Source
from stats import movements

SHORTEST_HISTORY = 4
"""Fewer shared periods say nothing of how many old figures an edition changes."""

MILD = 0.25
"""A step that differs from the published one by this part of its bound is that step."""

UNNAMED = ("all", MPS, "PAS")


@dataclass(frozen=True)
class Was:
    """What each cell is compared with: figures, and the words for what or when they are (of a row and column)."""

    figures: movements.Table | None
    words: Callable[[int, int], str]


Judged = tuple[movements.Table, Was]
"""How far each cell is beyond its bound (over 1), and what it is compared with."""


@dataclass(frozen=True)
class Finding:
    """The worst case of one bound.

    Attributes:
        bound: level and kind, such as `place: step`.
        size: as a part of what is allowed; over 1 is beyond it.
        such: how many cases are beyond it.
        seen: the case: whose figure, of which period, was and is.
        file: the file and edition that it comes from.
    """

    bound: str
    size: float
    such: int
    seen: Seen
    file: str = ""

    @property
    def is_alarm(self) -> bool:
        """Whether it is beyond its bound."""
        return self.size > 1

    def says(self) -> str:
        """File, whose, period, the two values and the bound, in one line."""
        where = ", ".join(part for part in (self.seen.subject, self.seen.period) if part)
        such = f" ({self.such} such)" if self.such > 1 else ""
        return (
            f"{self.file}: {where}: {self.seen.now}, {self.seen.was}; beyond the bound of "
            f"{self.bound}, {self.size:.1f} times what is plausible{such}"
        )


def alarms(
    rows: pd.DataFrame, held: pd.DataFrame, dataset: Dataset, source: Source
) -> list[Finding]:
    """Findings beyond their bounds, the worst first.

    Args:
        rows: a source's rows as read now, with `file` and `edition`.
        held: the published rows to compare with; empty where there are none.
        dataset, source: declarations.
    """
    if _is_published(rows, held, dataset):
        return []
    beyond = [one for one in findings(rows, held, dataset, source) if one.is_alarm]
    found = sorted(beyond, key=lambda one: -one.size)
    return [replace(one, file=_file_of(rows, one.seen, source.plausible)) for one in found]


def _is_published(rows: pd.DataFrame, held: pd.DataFrame, dataset: Dataset) -> bool:
    """Whether the rows are those published, provenance aside."""
    if len(rows) != len(held):
        return False
    now, before = (one.sort_values().to_numpy() for one in _hashes(rows, held, dataset))
    return bool((now == before).all())


def _hashes(rows: pd.DataFrame, held: pd.DataFrame, dataset: Dataset) -> list[pd.Series]:
    """A hash of each row now and as published, provenance aside.

    Of the columns that both have: an older published table lacks those that were declared since.
    """
    both = set(rows.columns) & set(held.columns) - {"source_id", "edition"}
    told = [name for name in dataset.columns if name in both]
    return [pd.util.hash_pandas_object(_plain(frame[told]), index=False) for frame in (rows, held)]


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers of one type, whichever way they were read."""
    numbers = frame.select_dtypes("number").columns
    others = frame.columns.difference(numbers)
    return frame.astype({**dict.fromkeys(numbers, "float64"), **dict.fromkeys(others, "str")})


def findings(
    rows: pd.DataFrame, held: pd.DataFrame, dataset: Dataset, source: Source
) -> list[Finding]:
    """The worst case of every bound that the source declares, within it or beyond it."""
    declared = source.plausible
    found = [*_of_rows(rows, held, dataset, declared)]
    if declared.period:
        rows, held = _sorted_labels(rows, declared), _sorted_labels(held, declared)
        for level in declared.levels:
            new = grid_of(rows, level, declared)
            if new.figures.size:
                found += _of_level(new, grid_of(held, level, declared), level, declared)
        found += patterns_of(rows, held, declared)
        for labels in declared.labels:
            found += _of_labels(rows, held, labels, declared)
    return found


def _sorted_labels(rows: pd.DataFrame, declared: Plausible) -> pd.DataFrame:
    """Columns that series are told apart by as categories: grouping by them is many times faster."""
    told = [*(level.by for level in declared.levels), *(one.cells for one in declared.labels)]
    names = {name for columns in told for name in columns} | set(declared.cells)
    return rows.assign(**{name: rows[name].astype("category") for name in names if name in rows})


# Tables as a whole


def _of_rows(
    rows: pd.DataFrame, held: pd.DataFrame, dataset: Dataset, declared: Plausible
) -> Iterator[Finding]:
    if declared.rows:
        fewest, most = declared.rows
        number = len(rows)
        beyond = max(fewest / max(number, 1), number / most)
        seen = Seen(
            "the table", "", f"{fewest:,} to {most:,} rows are plausible", f"{number:,} rows"
        )
        yield Finding("rows", beyond, 1, seen)
    if declared.changed and len(held):
        yield _changed(rows, held, dataset, declared.changed)


def _changed(rows: pd.DataFrame, held: pd.DataFrame, dataset: Dataset, most: float) -> Finding:
    """The part of the published rows that are no longer there as they were."""
    now, before = _hashes(rows, held, dataset)
    gone = held[~before.isin(now).to_numpy()]
    share = len(gone) / len(held)
    subject = str(gone.iloc[0][dataset.key[0]]) if len(gone) else "the table"
    seen = Seen(
        subject, "", f"{len(held):,} are published", f"{len(gone):,} rows differ or are gone"
    )
    return Finding("rows changed", share / most, len(gone), seen)


# Levels


def _of_level(new: Grid, held: Grid, level: Level, declared: Plausible) -> list[Finding]:
    """A finding for each bound of a level."""
    old = held.like(new)
    known = known_mask(new, level, declared.known)
    made: list[tuple[Any, str, Callable[[], Judged]]] = [
        (level.spreads, "step", lambda: _step(new, held, level, declared, known)),
        (level.same_way, "same way", lambda: _same_way(new, held, level, declared, known)),
        (level.revised, "published figure", lambda: _revised(new, old, level, declared)),
        (level.revised_share, "published history", lambda: _rewritten(new, old, level, declared)),
        (level.between, "range", lambda: _between(new, old, level)),
        (level.never_nought, "nought", lambda: _nought(new, old)),
        (level.no_gaps, "gap", lambda: _gap(new)),
    ]
    sizes = [(name, *of()) for asked, name, of in made if asked]
    return [_worst(f"{level.name}: {name}", size, was, new) for name, size, was in sizes]


def _spread(new: Grid, held: Grid, level: Level, declared: Plausible) -> movements.Table:
    """Spread of each series' own steps: of the published history, where that is long enough."""
    own = _own_spread(new, level, declared)
    return np.where(np.isnan(of := _own_spread(held.rows_like(new), level, declared)), own, of)


def _own_spread(grid: Grid, level: Level, declared: Plausible) -> movements.Table:
    y = movements.even_scale(grid.figures, declared.scale)
    return movements.robust_spread(y - movements.before_each(y), level.least)


def _moves(grid: Grid, declared: Plausible) -> movements.Table:
    y = movements.even_scale(grid.figures, declared.scale)
    return y - movements.before_each(y)


def _step(new: Grid, held: Grid, level: Level, declared: Plausible, known: np.ndarray) -> Judged:
    """Each step against its series' own spread, or against `most` where there is no history."""
    before = movements.before_each(new.figures)
    spread = _spread(new, held, level, declared)[:, None]
    moved, published = _moves(new, declared), _moves(held.like(new), declared)
    size = np.abs(moved) / (level.spreads * spread)
    short = movements.far_apart(new.figures, before, level.most or np.inf, declared.scale)
    size = np.where(np.isnan(spread) & ~np.isnan(moved), short, size)
    bound = np.where(np.isnan(spread), np.inf, level.spreads * spread)
    same = (held.like(new).figures == new.figures) & (
        movements.before_each(held.like(new).figures) == before
    )
    is_published = same | (np.abs(moved - published) <= MILD * np.where(np.isinf(bound), 0, bound))
    return np.where(is_published | known, np.nan, size), Was(before, new.period_before)


def _same_way(
    new: Grid, held: Grid, level: Level, declared: Plausible, known: np.ndarray
) -> Judged:
    """The part of a kind's series that step the same way at once; the case shown is its largest."""
    z = _moves(new, declared) / _spread(new, held, level, declared)[:, None]
    size = np.full_like(z, np.nan)
    changed = new.changed_columns(held)
    for members in new.kinds():
        of = z[members]
        number = (~np.isnan(of)).sum(axis=0)
        share = np.maximum(
            (of > level.same_way_by).sum(axis=0), (of < -level.same_way_by).sum(axis=0)
        ) / np.maximum(number, 1)
        share[(number < movements.FEWEST_PERIODS) | ~changed] = np.nan
        largest = np.nan_to_num(np.abs(of)).argmax(axis=0)
        size[np.asarray(members)[largest], np.arange(of.shape[1])] = share / level.same_way
    return np.where(known, np.nan, size), Was(movements.before_each(new.figures), new.period_before)


def _revised(new: Grid, old: Grid, level: Level, declared: Plausible) -> Judged:
    size = movements.far_apart(new.figures, old.figures, level.revised, declared.scale)
    return size, Was(old.figures, _published)


def _rewritten(new: Grid, old: Grid, level: Level, declared: Plausible) -> Judged:
    """The part of a series' published figures that change; the case shown is its largest change."""
    y, before = (movements.even_scale(one.figures, declared.scale) for one in (new, old))
    apart = np.abs(y - before)
    shared = (~np.isnan(apart)).sum(axis=1)
    share = (np.nan_to_num(apart) > level.revised_by).sum(axis=1) / np.maximum(shared, 1)
    share = np.where(shared >= SHORTEST_HISTORY, share, np.nan)
    size = np.full_like(apart, np.nan)
    size[np.arange(len(size)), np.nan_to_num(apart).argmax(axis=1)] = share / level.revised_share
    return size, Was(old.figures, _published)


def _published(row: int, column: int) -> str:
    return "published"


def _between(new: Grid, old: Grid, level: Level) -> Judged:
    pairs = [
        level.between.get(str(label[0]), (np.nan, np.nan)) if isinstance(level.between, dict)
        else level.between for label in new.labels
    ]  # fmt: skip
    low, high = np.array(pairs, dtype=np.float64).T[:, :, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.maximum(low / new.figures, new.figures / high)
    return np.where(new.figures == old.figures, np.nan, size), Was(
        None, lambda row, _: f"{pairs[row][0]:,.10g} to {pairs[row][1]:,.10g} is plausible"
    )


def _nought(new: Grid, old: Grid) -> Judged:
    size = np.where(
        (new.figures == 0) & (old.figures != 0), np.inf, np.where(new.figures == 0, np.nan, 0)
    )
    return size, Was(movements.before_each(new.figures), new.period_before)


def _gap(new: Grid) -> Judged:
    """Figures that are absent between two of their series."""
    absent = np.isnan(new.figures)
    earlier = ~np.isnan(movements.before_each(new.figures))
    later = ~np.isnan(movements.before_each(new.figures[:, ::-1])[:, ::-1])
    return np.where(absent & earlier & later, np.inf, np.where(absent, np.nan, 0.0)), Was(
        movements.before_each(new.figures), new.period_before
    )


def _worst(bound: str, size: movements.Table, was: Was, new: Grid) -> Finding:
    """The case furthest beyond its bound, or nearest to it."""
    beyond = int((np.nan_to_num(size, nan=0.0) > 1).sum())
    if not np.isfinite(size).any() and not np.isinf(size).any():
        return Finding(bound, 0.0, 0, Seen("", "", "", ""))
    row, column = divmod(int(np.nanargmax(size)), size.shape[1])
    words = was.words(row, column)
    figure = "" if was.figures is None else f"{_figure(was.figures[row, column])} "
    seen = Seen(
        ", ".join(str(part) for part in new.labels[row] if part not in UNNAMED) or "all together",
        as_text(new.periods[column]),
        f"{figure}{words}".strip(),
        _figure(new.figures[row, column]),
        dict(zip(new.by, new.labels[row], strict=True)),
        new.periods[column],
    )
    return Finding(bound, float(size[row, column]), beyond, seen)


def _figure(value: float) -> str:
    return "no figure" if np.isnan(value) else f"{value:,.10g}" if value % 1 else f"{value:,.0f}"


# What must not repeat or fit another better


def patterns_of(rows: pd.DataFrame, held: pd.DataFrame, declared: Plausible) -> list[Finding]:
    """Findings of what a period repeats or would better be exchanged with."""
    if not declared.cells:
        return _calendar(rows, declared)
    finest = Level("cells", declared.cells)
    new, old = (grid_of(frame, finest, declared) for frame in (rows, held))
    found = [
        (declared.repeated, "period repeated", patterns.repeated),
        (declared.exchanged_periods, "periods exchanged", patterns.periods_exchanged),
        (declared.turned, "shares turned round", patterns.turned),
    ]
    made = [(name, bound, of(new, old, declared)) for bound, name, of in found if bound]
    return _calendar(rows, declared) + [
        _worst_case(name, bound, cases) for name, bound, cases in made if cases
    ]


def _of_labels(
    rows: pd.DataFrame, held: pd.DataFrame, of: Labels, declared: Plausible
) -> list[Finding]:
    """Findings of what a label of a column is a copy of or would better be exchanged with."""
    finest = Level(of.name, of.cells or declared.cells, where=of.where, leave_out=of.leave_out)
    every = grid_of(rows, finest, declared)
    if not every.figures.size:
        return []
    told = patterns.large_enough(every, of)
    steps = [step for step in declared.known if of.column in step.where]
    known = known_mask(told, finest, steps)
    new, old = (
        replace(grid, figures=np.where(known, np.nan, grid.figures))
        for grid in (told, grid_of(held, finest, declared).like(told))
    )
    found = [
        (of.exchanged, f"{of.name} exchanged", patterns.exchanged),
        (of.copied, f"{of.name} copied", patterns.copied),
    ]
    made = [(name, bound, look(new, old, of, declared)) for bound, name, look in found if bound]
    return [_worst_case(name, bound, cases) for name, bound, cases in made if cases]


def _worst_case(name: str, bound: float, cases: list[patterns.Case]) -> Finding:
    size, words = max(cases, key=lambda case: case[0])
    return Finding(name, size / bound, sum(case[0] > bound for case in cases), words())


CALENDAR = {"month": "M", "quarter": "Q", "year": "Y"}


def _calendar(rows: pd.DataFrame, declared: Plausible) -> list[Finding]:
    """Periods that are missing between the first and the last."""
    if not declared.every:
        return []
    dates = rows[declared.period]
    if declared.every == "year" and not pd.api.types.is_datetime64_any_dtype(dates):
        dates = pd.to_datetime(dates.astype(str), format="%Y")
    held = pd.PeriodIndex(dates.unique(), freq=CALENDAR[declared.every])
    missing = pd.period_range(held.min(), held.max(), freq=CALENDAR[declared.every]).difference(
        held
    )
    if not len(missing):
        return [Finding("calendar", 0.0, 0, Seen("", "", "", ""))]
    name = str(missing[0])
    seen = Seen(f"{declared.every} {name}", "", f"from {held.min()} to {held.max()}", "no figure")
    return [Finding("calendar", float("inf"), len(missing), seen)]


def _file_of(rows: pd.DataFrame, seen: Seen, declared: Plausible) -> str:
    """The file and edition of the rows that a case is of, or the newest there is."""
    of = rows
    if seen.when is not None:
        of = of[of[declared.period] == seen.when]
    for column, label in seen.labels.items():
        of = of[of[column] == label]
    if of.empty:
        of = rows
    last = of.loc[of["edition"] == of["edition"].max()].iloc[-1]
    return f"{last['file']} (edition {last['edition']})"
