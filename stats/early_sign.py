"""What the parts of a whole say of it, where they are known to a later date than the whole."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class EarlySign:
    """The mean of all places at their newest date, beside the whole's own older figure.

    It is not a figure of the whole, and is never tested: `record` says how far the same mean has been
    from the whole's own figure, at worst.

    Attributes:
        pct: mean of the places at `end`, weighted; per cent.
        at_since_pct: the same mean at `since`; not a number where a place has no figure then.
        whole_pct: the whole's own newest figure, at `since`.
        record: largest absolute difference of the mean from the whole's figure, points.
        shared: dates at which both are known, over which `record` is taken.
        places: how many the mean is of. lower, higher: of those with a figure at both dates
            (`compared`), how many are lower at `end` than at `since`, and how many higher.
    """

    pct: float
    end: pd.Timestamp
    at_since_pct: float
    whole_pct: float
    since: pd.Timestamp
    record: float
    shared: int
    places: int
    lower: int
    higher: int
    compared: int

    def contradicts(self, baseline: float, low: float, high: float) -> bool:
        """Whether it speaks against what the whole's change from `baseline` was judged to be.

        Against a clear rise: the sign is at the baseline again or under it, give or take `record`;
        against a clear fall, at it or over it; against no clear change, further from the baseline
        than the change's interval reaches by itself, by more than `record`.

        Args:
            baseline: the whole's figure that its change is counted from, per cent.
            low, high: 95% interval of that change, points.
        """
        moved = self.pct - baseline
        if low > 0:
            return moved <= self.record
        if high < 0:
            return moved >= -self.record
        return abs(moved) > (high - low) / 2 + self.record


def weighted_mean(places: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Mean of the columns of each row, each column counting by its weight.

    sum of w p / sum of w; a row in which a place has no figure has no mean.

    Args:
        places: a column a place. weights: of each column, above 0.

    Raises:
        ValueError: a place without a weight above 0.

    Source: the definition; oracle `numpy.average`.
    """
    of_columns = weights.reindex(places.columns)
    if not (of_columns > 0).all():
        raise ValueError("no weighted mean of places without a weight above 0 for each")
    mean: pd.Series = places.mul(of_columns, axis="columns").sum(axis="columns", skipna=False)
    return mean / of_columns.sum()


def early_sign(places: pd.DataFrame, whole: pd.Series, weights: pd.Series) -> EarlySign | None:
    """What the places say of the whole beyond its newest date; None where they say nothing.

    Args:
        places: shares in per cent, a row a date in the order of time, a column a place.
        whole: the whole's own shares, by date.
        weights: residents of each place, by column.

    Returns:
        None where the whole has no figure, no date at which every place has one is later than its
        newest, or the two share no date: a mean without a record says nothing.

    Raises:
        ValueError: as `weighted_mean`.
    """
    own = whole.dropna()
    mean = weighted_mean(places, weights).dropna()
    shared = mean.index.intersection(own.index)
    if shared.empty or mean.index.max() <= own.index.max():
        return None
    since, end = own.index.max(), mean.index.max()
    moved = places.loc[end] - places.reindex([since]).loc[since]
    return EarlySign(
        pct=float(mean[end]),
        end=end,
        at_since_pct=float(mean.get(since, float("nan"))),
        whole_pct=float(own[since]),
        since=since,
        record=float((mean[shared] - own[shared]).abs().max()),
        shared=len(shared),
        places=len(places.columns),
        lower=int((moved < 0).sum()),
        higher=int((moved > 0).sum()),
        compared=int(moved.notna().sum()),
    )
