"""Which further counts to mask, so that none can be worked out from the totals beside it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from stats.suppression import Thresholds, is_masked

Cell = TypeVar("Cell", bound=Hashable)
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
    counts: Mapping[Cell, int], sums: Sequence[Sum[Cell]], thresholds: Thresholds
) -> frozenset[Cell]:
    """The cells to mask: small ones, and as many more as keep them from being worked out.

    The further cells are those with the smallest counts in all, such that no masked cell is the only
    one of a sum, and that none follows from several sums together.

    Args:
        counts: every cell that is shown or that a sum names.
        sums: which cells add up to which.
        thresholds: of `count_of_people`.

    Returns:
        The masked cells. One that is alone in all of its sums stays open to subtraction.

    Raises:
        ValueError: a negative count. KeyError: a sum names a cell without a count.

    Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4, on secondary cell
    suppression; here without bounds on what the masked counts could be.
    """
    hidden = {cell for cell, count in counts.items() if is_masked(count, thresholds)}
    alone = set[Cell]()
    while hidden - alone:
        hidden |= _cheapest_companions(hidden - alone, counts, sums)
        exposed = [cell for cell in exposed_cells(hidden, sums) if cell not in alone]
        if not exposed:
            break
        found = _companion(exposed[0], hidden, counts, sums)
        if found is None:
            alone.add(exposed[0])
        else:
            hidden.add(found)
    return frozenset(hidden)


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
    hidden: Collection[Cell], counts: Mapping[Cell, int], sums: Sequence[Sum[Cell]]
) -> set[Cell]:
    """The cells with the smallest counts in all that leave no masked cell alone in a sum.

    A whole-number programme: a cell is masked (1) or not (0); of the other cells of each of its sums
    at least as many are.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    place = {cell: number for number, cell in enumerate(counts)}
    several = [one.cells for one in sums if len(one.cells) > 1]
    rows, columns, entries = [], [], []
    pairs = [(cell, cells) for cells in several for cell in cells]
    for row, (cell, beside) in enumerate(pairs):
        rows += [row] * len(beside)
        columns += [place[one] for one in beside]
        entries += [-1 if one == cell else 1 for one in beside]
    if not rows:
        return set()
    matrix = csr_array((entries, (rows, columns)), shape=(rows[-1] + 1, len(counts)))
    found = milp(
        [count or _COST_OF_A_NOUGHT for count in counts.values()],
        integrality=np.ones(len(counts)),
        bounds=Bounds([float(cell in hidden) for cell in counts], 1),
        constraints=LinearConstraint(matrix, lb=0),
    )
    return {cell for cell, number in place.items() if found.x[number] > 0.5}


def _companion(
    exposed: Cell,
    hidden: Collection[Cell],
    counts: Mapping[Cell, int],
    sums: Sequence[Sum[Cell]],
) -> Cell | None:
    """The smallest cell that shares a sum with an exposed one; None where none is left."""
    beside = {cell for one in sums if exposed in one.cells for cell in one.cells}
    left = [cell for cell in counts if cell in beside and cell not in hidden]
    return min(left, key=lambda cell: counts[cell] or _COST_OF_A_NOUGHT, default=None)
