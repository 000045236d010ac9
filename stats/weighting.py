"""What weighting a survey does to a share, and to its uncertainty."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def kish_design_effect(base_n: Numbers, weights: Numbers, squares: Numbers) -> Numbers:
    """Design effect of unequal weights, cell by cell.

    n * sum(w^2) / (sum w)^2: 1 when all weights are equal, never less (what falls below by the last
    digits of the arithmetic is 1). It covers the weights only, not the clustering of addresses.

    Args:
        base_n: interviews of each cell, unweighted, above 0.
        weights: sum of their weights, above 0.
        squares: sum of their squared weights.

    Raises:
        ValueError: a cell without an interview or a weight.

    Source: Kish, Survey Sampling (1965), section 11.7; Kish (1992), Weighting for unequal Pi,
    Journal of Official Statistics 8(2). Oracle: weights 1, 1, 2 give 18/16.
    """
    _possible(base_n, weights)
    return np.maximum(1.0, base_n * squares / weights**2)


def weighted_share(agreeing: Numbers, weights: Numbers) -> Numbers:
    """Share of each cell in per cent: the weights of those who agree over all weights.

    Raises:
        ValueError: a cell without a weight.
    """
    _possible(np.ones_like(weights), weights)
    return np.clip(100 * agreeing / weights, 0, 100)


def each_counts_by_its_number(weights: Numbers, parts: npt.NDArray[np.int64]) -> Numbers:
    """Weights scaled within each part (a quarter), so that a part's sum is its number of interviews.

    Args:
        weights: one a person, above 0.
        parts: number of the part that each person is in, from 0.

    Raises:
        ValueError: a weight that is not above 0.
    """
    _possible(np.ones_like(weights), weights)
    scale = np.bincount(parts) / np.bincount(parts, weights=weights)
    return weights * scale[parts]


def _possible(base_n: Numbers, weights: Numbers) -> None:
    if not ((base_n > 0).all() and (weights > 0).all()):
        raise ValueError("no share or design effect without interviews and weights above 0")
