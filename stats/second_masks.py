"""Which further counts to mask, so that none can be worked out from the totals beside it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from stats.suppression import Thresholds, is_masked

Cell = TypeVar("Cell", bound=Hashable)
FEWEST_VALUES = 3
"""As many whole numbers must fit a masked cell, or it is as good as told."""
_NEARLY_NOUGHT = 1e-9
_COST_OF_A_NOUGHT = 20
"""Masking a nought is as dear as masking this many: it says less than a small count, but misleads."""


@dataclass(frozen=True)
class Sum(Generic[Cell]):
    """A total that a reader can see or work out.

    Attributes:
        parts: the cells that add up to it.
        total: the cell that it stands in; None where it is shown however small it is.
    """

    parts: tuple[Cell, ...]
    total: Cell | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Parts and total."""
        return self.parts if self.total is None else (*self.parts, self.total)


def masked_cells(
    counts: Mapping[Cell, int],
    sums: Sequence[Sum[Cell]],
    thresholds: Thresholds,
    costs: Mapping[Cell, float] | None = None,
) -> frozenset[Cell]:
    """The cells to mask: small ones, and as many more as keep them from being worked out.

    The further cells are those that cost least in all, such that no masked cell is the only
    one of a sum; then as many more as leave `FEWEST_VALUES` whole numbers for every masked cell, by
    all sums together, to a reader who knows which masks stand for a small count.

    Args:
        counts: every cell that is shown or that a sum names.
        sums: which cells add up to which.
        thresholds: of `count_of_people`.
        costs: what a reader loses with each cell, above nought; its count where not given.

    Returns:
        The masked cells. One whose sums have no further cell to mask stays open to subtraction.

    Raises:
        ValueError: a negative count. KeyError: a sum names a cell without a count.

    Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4, on secondary cell
    suppression and its audit by the least and greatest value that each masked cell can have.
    """
    small = {cell for cell, count in counts.items() if is_masked(count, thresholds)}
    prices: dict[Cell, float] = {cell: n or _COST_OF_A_NOUGHT for cell, n in counts.items()}
    prices |= costs or {}
    hidden, alone = set(small), set[Cell]()
    while hidden - alone:
        hidden |= _cheapest_companions(hidden - alone, prices, sums)
        narrow = _first_narrow(hidden, alone, counts, sums, thresholds)
        if narrow is None:
            break
        found = _companion(narrow, hidden, prices, sums)
        if found is None:
            alone.add(narrow)
        else:
            hidden.add(found)
    return frozenset(hidden)


def _first_narrow(
    hidden: Collection[Cell],
    alone: Collection[Cell],
    counts: Mapping[Cell, int],
    sums: Sequence[Sum[Cell]],
    thresholds: Thresholds,
) -> Cell | None:
    """A masked cell for which fewer than `FEWEST_VALUES` whole numbers fit; None where there is none."""
    masked = [cell for cell in counts if cell in hidden]  # in one order, whatever a set's is
    exposed = [cell for cell in exposed_cells(masked, sums) if cell not in alone]
    if exposed:  # quicker to see, and the most that follows
        return exposed[0]
    in_doubt = [cell for cell in masked if cell not in alone]
    ranges = value_ranges(masked, counts, sums, thresholds, in_doubt)
    return next((cell for cell, low, high in ranges if high - low + 1 < FEWEST_VALUES), None)


def value_ranges(
    hidden: Collection[Cell],
    counts: Mapping[Cell, int],
    sums: Sequence[Sum[Cell]],
    thresholds: Thresholds,
    wanted: Iterable[Cell],
) -> Iterator[tuple[Cell, float, float]]:
    """The least and the greatest whole number that each wanted cell can stand for, one after another.

    To a reader who sees every other cell and every sum, and knows that a mask of a small count is 1
    to the threshold less 1 and any other mask some number from nought. The greatest is infinite where
    no sum holds the cell.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    place = {cell: number for number, cell in enumerate(hidden)}
    rows, known = [], []
    for one in sums:
        row, rest = np.zeros(len(place)), 0
        if one.total is None:
            rest = sum(counts[cell] for cell in one.parts)
        for cell in one.cells:
            sign = -1 if cell == one.total else 1
            if cell in place:
                row[place[cell]] += sign
            else:
                rest -= sign * counts[cell]
        if row.any():
            rows.append(row)
            known.append(rest)
    is_small = np.array([is_masked(counts[cell], thresholds) for cell in place])
    bounds = Bounds(is_small.astype(float), np.where(is_small, thresholds.hidden_below - 1, np.inf))
    fits = [LinearConstraint(np.array(rows), known, known)] if rows else []
    for cell in wanted:
        goal = np.zeros(len(place))
        goal[place[cell]] = 1
        least, most = (
            milp(sign * goal, integrality=np.ones(len(place)), bounds=bounds, constraints=fits)
            for sign in (1, -1)
        )
        yield cell, round(least.fun), np.inf if most.fun is None else round(-most.fun)


def exposed_cells(hidden: Collection[Cell], sums: Sequence[Sum[Cell]]) -> list[Cell]:
    """Hidden cells whose counts follow from what is shown: no solution of the sums moves them."""
    cells = list(hidden)
    place = {cell: number for number, cell in enumerate(cells)}
    rows = np.zeros((len(sums), len(cells)))
    for number, one in enumerate(sums):
        for cell in one.cells:
            if cell in place:
                rows[number, place[cell]] += -1 if cell == one.total else 1
    rows = rows[rows.any(axis=1)]
    if not rows.size:
        return []
    _, sizes, directions = np.linalg.svd(rows, full_matrices=True)
    free = directions[int((sizes > _NEARLY_NOUGHT).sum()) :]
    moves = np.abs(free).max(axis=0, initial=0.0)
    return [cell for cell, size in zip(cells, moves, strict=True) if size < _NEARLY_NOUGHT]


def _cheapest_companions(
    hidden: Collection[Cell], prices: Mapping[Cell, float], sums: Sequence[Sum[Cell]]
) -> set[Cell]:
    """The cells with the smallest prices in all that leave no masked cell alone in a sum.

    A whole-number programme: a cell is masked (1) or not (0); of the other cells of each of its sums
    at least as many are.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    place = {cell: number for number, cell in enumerate(prices)}
    several = [one.cells for one in sums if len(one.cells) > 1]
    rows, columns, entries = [], [], []
    pairs = [(cell, cells) for cells in several for cell in cells]
    for row, (cell, beside) in enumerate(pairs):
        rows += [row] * len(beside)
        columns += [place[one] for one in beside]
        entries += [-1 if one == cell else 1 for one in beside]
    if not rows:
        return set()
    matrix = csr_array((entries, (rows, columns)), shape=(rows[-1] + 1, len(prices)))
    found = milp(
        list(prices.values()),
        integrality=np.ones(len(prices)),
        bounds=Bounds([float(cell in hidden) for cell in prices], 1),
        constraints=LinearConstraint(matrix, lb=0),
    )
    return {cell for cell, number in place.items() if found.x[number] > 0.5}


def _companion(
    narrow: Cell,
    hidden: Collection[Cell],
    prices: Mapping[Cell, float],
    sums: Sequence[Sum[Cell]],
) -> Cell | None:
    """The cheapest cell that shares a sum with another; None where none is left."""
    beside = {cell for one in sums if narrow in one.cells for cell in one.cells}
    left = [cell for cell in prices if cell in beside and cell not in hidden]
    return min(left, key=prices.__getitem__, default=None)
