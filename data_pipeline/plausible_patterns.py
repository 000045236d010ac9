"""What no history shows in one figure: periods or labels that repeat or are exchanged, shares turned round.

Each function takes the newly read and the published grid of a table's finest series, and gives cases: how
large, and whose. Periods whose figures are all as published are not judged again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from data_pipeline.periods import as_text
from data_pipeline.plausible_grids import Grid, Seen
from datasets.schema import Labels, Plausible
from stats import movements
from stats.movements import Table

Case = tuple[float, Callable[[], Seen]]
"""How large, and what to call on for the words."""

HISTORY = 4
"""So many periods before one are its places' history."""

OFTEN_EQUAL = {"counts": 5.0, "sizes": 0.0, "points": -1.0}
"""Cells up to this are equal by chance too often to be told apart."""

BACK = 24
"""So many periods back a place's figures are compared."""

FEWEST_REPEATED = 12
"""Fewer cells of a place, such as its whole per cents, are those of an earlier period by chance."""

FEWEST_CELLS = 6
"""Fewer cells of a place, or of another label, say nothing of which one they are of."""

LEAST_MOVED = 8.0
"""Shares that moved by less on average, in points, fit both ways round."""


def repeated(new: Grid, held: Grid, declared: Plausible) -> list[Case]:
    """The part of a period's cells that another period repeats, or that are another's as published.

    Looked at over all places, and in each place that has cells enough. Two periods that are exchanged
    show here too, as each holds the published figures of the other.
    """
    changed = np.flatnonzero(new.changed_columns(held)).tolist()
    old = held.like(new).figures
    parts = [("", np.arange(len(new.labels)))]
    if declared.places:
        parts += [(place, rows) for place, rows in _rows_of_places(new, declared).items()]
    cases: list[Case] = []
    for place, rows in parts:
        if place and len(rows) < FEWEST_REPEATED:
            continue
        for column in changed:
            first = max(0, column - BACK) if place else 0
            shares = _repeated_shares(
                new.figures[rows, first:], old[rows, first:], column - first, declared
            )
            if not np.isnan(shares).all():
                other = int(np.nanargmax(shares))
                share = float(shares[other])
                cases.append(
                    (share, partial(_repeat, new, rows, first + other, column, place, share))
                )
    return cases


def _repeated_shares(own: Table, old: Table, column: int, declared: Plausible) -> Table:
    """For each period the part of a column's cells that are its own, before that column, or its published ones."""
    least = OFTEN_EQUAL[declared.scale]
    before = movements.equal_share(own[:, : column + 1], column, least)
    published = movements.equal_share(np.hstack([old, own[:, [column]]]), old.shape[1], least)[:-1]
    published[column] = np.nan
    changed_there = (old != own).any(
        axis=0
    )  # where nothing changed there, it is the newer that repeats
    published[~changed_there] = np.nan
    found = np.full(own.shape[1], np.nan)
    found[: column + 1] = before
    return np.asarray(np.fmax(found, published))


def _repeat(new: Grid, rows: np.ndarray, other: int, column: int, place: str, share: float) -> Seen:
    was, now = (np.nansum(new.figures[rows, one]) for one in (other, column))
    return Seen(
        place or "all together",
        as_text(new.periods[column]),
        f"which add up to {was:,.10g} and {now:,.10g}",
        f"{share:.0%} of its figures are those of {as_text(new.periods[other])}",
        when=new.periods[column],
    )


def _rows_of_places(grid: Grid, declared: Plausible) -> dict[str, np.ndarray]:
    at = grid.by.index(declared.places)
    places = np.array([str(label[at]) for label in grid.labels])
    return {place: np.flatnonzero(places == place) for place in dict.fromkeys(places)}


def _by_label(grid: Grid, column: str) -> tuple[list[str], np.ndarray]:
    """Labels of a column, and figures as label x cell x period."""
    at = grid.by.index(column)
    names = list(dict.fromkeys(str(label[at]) for label in grid.labels))
    others = list(dict.fromkeys(label[:at] + label[at + 1 :] for label in grid.labels))
    block = np.full((len(names), len(others), len(grid.periods)), np.nan)
    rows, cells = {n: i for i, n in enumerate(names)}, {n: i for i, n in enumerate(others)}
    for label, values in zip(grid.labels, grid.figures, strict=True):
        block[rows[str(label[at])], cells[label[:at] + label[at + 1 :]]] = values
    return names, block


def large_enough(grid: Grid, of: Labels) -> Grid:
    """The rows of those labels that have figures enough a period, on average."""
    at = grid.by.index(of.column)
    totals: dict[Any, float] = {}
    for label, total in zip(grid.labels, np.nansum(grid.figures, axis=1), strict=True):
        totals[label[at]] = totals.get(label[at], 0.0) + float(total)
    fewest = of.least * len(grid.periods)
    kept = [label for label in grid.labels if totals[label[at]] >= fewest]
    return grid.rows_like(replace(grid, labels=kept))


def exchanged(new: Grid, held: Grid, of: Labels, declared: Plausible) -> list[Case]:
    """How much better two labels fit each other's history than their own, in the newest periods or the published."""
    names, figures = _by_label(new, of.column)
    block = movements.even_scale(figures, declared.scale)
    changed = new.changed_columns(held)
    cases: list[Case] = []
    for column in np.flatnonzero(changed).tolist():
        if column:
            history = block[:, :, max(0, column - HISTORY) : column]
            older = np.where(np.isnan(history).all(axis=2), np.nan, _mean(history))
            cases.append(_best_pair(block[:, :, column], older, names, new, column))
    before = movements.even_scale(_by_label(held.like(new), of.column)[1], declared.scale)
    shared = np.flatnonzero(changed & ~np.isnan(before).all(axis=(0, 1)))
    if len(shared):
        now, was = (one[:, :, shared].reshape(len(names), -1) for one in (block, before))
        cases.append(_best_pair(now, was, names, new, int(shared[-1])))
    return cases


def copied(new: Grid, held: Grid, of: Labels, declared: Plausible) -> list[Case]:
    """The part of a label's cells in a period that are equal to another's."""
    names, block = _by_label(new, of.column)
    least = OFTEN_EQUAL[declared.scale]
    cases: list[Case] = []
    for column in np.flatnonzero(new.changed_columns(held)).tolist():
        shares = movements.equal_pairs(block[:, :, column], least, FEWEST_CELLS)
        i, j = divmod(int(shares.argmax()), len(names))
        share = float(shares[i, j])
        cases.append((share, partial(_copy, new, names[i], names[j], column, share)))
    return cases


def _copy(new: Grid, one: str, other: str, column: int, share: float) -> Seen:
    when = new.periods[column]
    same = f"{share:.0%} of their figures are equal"
    return Seen(
        f"{one} and {other}", as_text(when), "one would be a copy of the other", same, when=when
    )


def _mean(history: np.ndarray) -> np.ndarray:
    number = (~np.isnan(history)).sum(axis=2)
    return np.asarray(np.nansum(history, axis=2) / np.maximum(number, 1))


def _best_pair(
    newer: movements.Table, older: movements.Table, names: list[str], new: Grid, column: int
) -> Case:
    gain = movements.exchange_gain(movements.distances_between(newer, older, FEWEST_CELLS))
    i, j = divmod(int(gain.argmax()), len(names))
    when = new.periods[column]
    subject, size = f"{names[i]} and {names[j]}", float(gain[i, j])
    return size, partial(_exchange, subject, as_text(when), size, "history", when)


def _exchange(subject: str, period: str, size: float, what: str, when: Any) -> Seen:  # noqa: ANN401
    was = f"together {size:.0%} nearer the {what} of the other than their own"
    return Seen(subject, period, was, "exchanged", when=when)


def periods_exchanged(new: Grid, held: Grid, declared: Plausible) -> list[Case]:
    """How much better two periods fit each other's neighbours than their own."""
    changed = np.flatnonzero(new.changed_columns(held))
    if not len(changed):
        return []
    first = max(0, int(changed[0]) - BACK)
    y = movements.even_scale(new.figures[:, first:], declared.scale).T
    gains = movements.order_gains(movements.distances_between(y, y))
    is_changed = np.isin(np.arange(len(y)) + first, changed)
    gains = np.where(is_changed[:, None] | is_changed[None, :], gains, 0.0)
    i, j = (one + first for one in divmod(int(gains.argmax()), len(gains)))
    names = f"{as_text(new.periods[i])} and {as_text(new.periods[j])}"
    size = float(gains.max())
    return [(size, partial(_exchange, "all together", names, size, "neighbours", new.periods[j]))]


def turned(new: Grid, held: Grid, declared: Plausible) -> list[Case]:
    """How much nearer a period's shares are to those before when 100 minus each is taken."""
    before = movements.before_each(new.figures)
    cases: list[Case] = []
    for column in np.flatnonzero(new.changed_columns(held)).tolist():
        for rows in new.kinds():
            own = np.abs(new.figures[rows, column] - before[rows, column])
            other = np.abs(100 - new.figures[rows, column] - before[rows, column])
            if np.isnan(own).all() or np.nanmean(own) < LEAST_MOVED:
                continue
            gain = 1 - float(np.nansum(other) / np.nansum(own))
            means = (
                float(np.nanmean(before[rows, column])),
                float(np.nanmean(new.figures[rows, column])),
            )
            cases.append((gain, partial(_turn, new, rows[0], column, gain, means)))
    return cases


def _turn(new: Grid, row: int, column: int, gain: float, means: tuple[float, float]) -> Seen:
    was = f"{means[0]:.1f} before: 100 minus each is {gain:.0%} nearer"
    subject = ", ".join(str(part) for part in new.labels[row][:-1]) or "all together"
    when = new.periods[column]
    return Seen(subject, as_text(when), was, f"mean {means[1]:.1f}", when=when)
