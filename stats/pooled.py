"""One share for several places together, from the share of each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stats.intervals import Share


def pooled_share(shares: Sequence[Share], residents: Sequence[float]) -> Share:
    """Share of several places together, each counting by its residents.

    pct = sum of w p, w a place's part of the residents. The base is the number of interviews that
    would give the same precision in one survey, 1 / sum of (w^2 / n) (Kish's effective base); the
    design effect is the largest of the places'. Its variance is that of the weighted mean, with
    p (1 - p) taken at the common share for each place.

    Args:
        shares: of each place, from interviews of its own.
        residents: of each place, above 0.

    Raises:
        ValueError: no places, or residents that are not above 0 for each.

    Source: Kish, Survey Sampling (1965), section 11.7: the loss of precision by unequal weights.
    """
    if not shares or not all(0 < people < math.inf for people in residents):
        raise ValueError(f"no share of {len(shares)} places together with residents {residents}")
    whole = sum(residents)
    weights = [people / whole for people in residents]
    pairs = list(zip(shares, weights, strict=True))
    return Share(
        min(100.0, sum(weight * share.pct for share, weight in pairs)),
        1 / sum(weight**2 / share.base_n for share, weight in pairs),
        max(share.design_effect for share in shares),
    )
