"""Ages of the rows of an outcomes file, and which of them are provisional."""

from __future__ import annotations

import pandas as pd

from datasets.schema import Source, SourceError
from stats.ripeness import age_months, is_provisional, is_unripe_at_the_end

LONGEST_WAIT = 12
"""Months after its newest period in which any such file is made: a later day is a slip of the pen."""


def with_age(
    rows: pd.DataFrame,
    edition: pd.Timestamp | pd.Series | None,
    source: Source,
    longest_wait: float = LONGEST_WAIT,
) -> pd.DataFrame:
    """The rows with `age_months` and `is_provisional`, as the source declares.

    A source that declares no `provisional_below_months` prints finished periods: they have no age
    and none is provisional.

    Args:
        rows: columns period_start and period_end, all of one file.
        edition: day on which the file was made, or on which the figure of each row was; None where
            it does not say.
        source: its `provisional_below_months`.
        longest_wait: months from its newest period after which the file was surely not made; endless
            where the publisher makes old years' tables anew.

    Raises:
        SourceError: the newest period had not ended on that day, or `longest_wait` before it.
    """
    ends = rows["period_end"]
    if not source.provisional_below_months:
        return rows.assign(age_months=pd.array([pd.NA] * len(rows), "Int64"), is_provisional=False)
    if edition is None:
        return rows.assign(
            age_months=pd.array([pd.NA] * len(rows), "Int64"), is_provisional=_at_the_end(rows)
        )
    made = edition if isinstance(edition, pd.Series) else pd.Series(edition, index=rows.index)
    pairs = list(zip(ends, made, strict=True))
    ages = {pair: age_months(pair[0].date(), pair[1].date()) for pair in set(pairs)}
    youngest, (end, day) = min((age, pair) for pair, age in ages.items())
    if not 0 <= youngest < longest_wait:
        raise SourceError.of(
            source.id,
            f"the file says it was made on {day:%Y-%m-%d}, {youngest} months after the end of its "
            f"newest period, {end:%Y-%m-%d}: is the day right?",
        )
    found = pd.Series([ages[pair] for pair in pairs], index=rows.index)
    return rows.assign(
        age_months=found.astype("Int64"),
        is_provisional=[is_provisional(age, source.provisional_below_months) for age in found],
    )


def _at_the_end(rows: pd.DataFrame) -> pd.Series:
    """Whether each row lies among the last months, or quarters, of a file that says no day."""
    months = {name: _number(rows[name]) for name in ("period_start", "period_end")}
    lengths = months["period_end"] - months["period_start"] + 1
    before = months["period_end"].max() - months["period_end"]
    pairs = list(zip(before, lengths, strict=True))
    unripe = {pair: is_unripe_at_the_end(*pair) for pair in set(pairs)}
    return pd.Series([unripe[pair] for pair in pairs], index=rows.index, dtype=bool)


def _number(days: pd.Series) -> pd.Series:
    months: pd.Series = 12 * days.dt.year + days.dt.month
    return months
