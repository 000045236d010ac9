"""How far a series steps from one period to the next, against its own history, and whether two fit each other better.

Everything is done on an *even scale*, on which the same distance is as unlikely for few as for many:
counts as 2 * sqrt(x + 3/8), whose noise is 1 for a Poisson count of any size (Anscombe, 1948,
Biometrika 35, 246-254); sizes as 100 * ln(x), whose differences are about per cents; points as they are.
Tables are 2-d arrays: a row a series, a column a period, NaN where a series has no figure.
"""

from __future__ import annotations

import warnings
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Scale = Literal["counts", "sizes", "points"]
Table = NDArray[np.float64]

FEWEST_PERIODS = 8
"""A series with fewer has no history to speak of."""

NOISE = 4.0
"""On the even scale of counts: what a step between two small counts may be by luck alone."""

MAD_TO_SD = 1.4826
"""Median absolute deviation of a normal distribution -> its standard deviation."""


def even_scale(values: Table, scale: Scale) -> Table:
    """Figures on a scale on which the same distance means as much for small ones as for large."""
    if scale == "counts":
        return 2 * np.sqrt(values + 0.375)
    return 100 * np.log(np.maximum(values, 0.5)) if scale == "sizes" else values


def before_each(table: Table) -> Table:
    """For each cell the last figure before it in its row; NaN for the first."""
    last = np.full(len(table), np.nan)
    found = np.full_like(table, np.nan)
    for column in range(table.shape[1]):
        found[:, column] = last
        last = np.where(np.isnan(table[:, column]), last, table[:, column])
    return found


def robust_spread(steps: Table, least: float) -> Table:
    """Spread of each row's steps: 1.4826 times the median distance from their median, at least `least`.

    Whole per cents that hardly move have a spread of nought, which counts as `least` (one point).
    NaN for rows of fewer steps than `FEWEST_PERIODS` periods give.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # rows without any step
        middle = np.nanmedian(steps, axis=1, keepdims=True)
        spread = MAD_TO_SD * np.nanmedian(np.abs(steps - middle), axis=1)
    enough = (~np.isnan(steps)).sum(axis=1) >= FEWEST_PERIODS - 1
    return np.where(enough, np.maximum(spread, least), np.nan)


def far_apart(values: Table, others: Table, most: float, scale: Scale) -> Table:
    """How far `values` are from `others`, as a part of what is allowed: over 1 is beyond it.

    Args:
        values, others: figures as published.
        most: how many times the one may be the other (counts, to which the luck of small counts is
            added, and sizes), or how many points they may differ.
        scale: what they are.
    """
    if scale == "points":
        return np.abs(values - others) / most
    distance = np.abs(even_scale(values, scale) - even_scale(others, scale))
    if scale == "sizes":
        return np.asarray(distance / (100 * np.log(most)))
    low = np.minimum(values, others)
    return distance / (even_scale(low * most, scale) - even_scale(low, scale) + NOISE)


def equal_share(table: Table, column: int, least: float) -> Table:
    """Share of a column's cells that another column repeats, for each other column.

    Cells up to `least` in both are left out, as they are often equal by chance.

    Returns:
        A share a column, NaN for the column itself and for those with fewer than three cells to compare.
    """
    own = table[:, [column]]
    told = ~np.isnan(own) & ~np.isnan(table) & (np.maximum(own, table) > least)
    number = told.sum(axis=0)
    shares = ((own == table) & told).sum(axis=0) / np.maximum(number, 1)
    shares[(number < 3) | (np.arange(table.shape[1]) == column)] = np.nan
    return np.asarray(shares, dtype=np.float64)


def equal_pairs(table: Table, least: float, fewest: int) -> Table:
    """Share of cells that are equal in each pair of rows.

    Cells up to `least` in both are left out, as they are often equal by chance.

    Returns:
        Square; 0 for a row with itself, and for pairs with fewer than `fewest` cells to compare.
    """
    shares = np.zeros((len(table), len(table)))
    for row, own in enumerate(table):
        told = ~np.isnan(own) & ~np.isnan(table) & (np.maximum(own, table) > least)
        number = told.sum(axis=1)
        share = ((own == table) & told).sum(axis=1) / np.maximum(number, 1)
        shares[row] = np.where(number >= fewest, share, 0.0)
    np.fill_diagonal(shares, 0.0)
    return shares


def exchange_gain(distances: Table) -> Table:
    """How much better two fit when they are exchanged: 0 no better, 1 each fits the other's place in full.

    Args:
        distances: square; how far the newer of row i is from the older of column j.

    Returns:
        For each pair the part of the distance that goes: 1 - (d[i,j] + d[j,i]) / (d[i,i] + d[j,j]).
    """
    own = np.diag(distances)
    kept = own[:, None] + own[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):  # places without enough cells
        gain = 1 - (distances + distances.T) / kept
    return np.where(np.isfinite(gain), gain, 0.0)


def distances_between(newer: Table, older: Table, fewest: int = 1) -> Table:
    """Mean absolute difference of each row of one table from each row of the other, over shared cells.

    Infinite where two rows share fewer than `fewest` cells.
    """
    found = np.full((len(newer), len(older)), np.inf)
    for i, row in enumerate(newer):
        apart = np.abs(older - row)
        shared = (~np.isnan(apart)).sum(axis=1)
        found[i] = np.where(
            shared >= fewest, np.nansum(apart, axis=1) / np.maximum(shared, 1), np.inf
        )
    return found


def order_gains(distances: Table) -> Table:
    """How much shorter the way through all periods is with two of them exchanged, as a part of it there.

    Args:
        distances: square, between the periods in the order they are held.

    Returns:
        For each pair i, j with i before j: 1 - length of the steps into and out of the two when
        exchanged / their length now; 0 elsewhere.
    """
    d = np.pad(
        np.where(np.isfinite(distances), distances, 0.0), 1
    )  # no step leads in or out at the ends
    number = len(distances)
    i, j = (one + 1 for one in np.triu_indices(number, 1))
    apart = j > i + 1
    own = d[i - 1, i] + d[i, i + 1] + d[j, j + 1] + np.where(apart, d[j - 1, j], 0.0)
    into_j = np.where(i > 1, d[i - 1, j], 0.0)
    out_of_i = np.where(j < number, d[i, np.minimum(j + 1, number + 1)], 0.0)
    between = np.where(apart, d[j, i + 1] + d[j - 1, i], d[i, j])
    gains = np.zeros((number, number))
    gains[i - 1, j - 1] = 1 - (into_j + out_of_i + between) / np.where(own > 0, own, np.inf)
    return gains * (gains < 1)
