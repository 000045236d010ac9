"""Searches and uses of force as tables for readers: every cell in words, small counts as [c]."""

from __future__ import annotations

import pandas as pd

from dashboard.subjects.powers.words.powers import minus_rate, rate_decimals, rate_text, signed_rate
from dashboard.words.cells import CONFIDENTIAL, NONE
from dashboard.words.numbers import count, percent
from dashboard.words.periods import short_month_year

_MARKS = {"part": " *", "short": " †"}


def _count_cell(number: float | None, is_masked: bool) -> str:
    """A count; `[c]` where it is masked, a dash where there is none."""
    if is_masked:
        return CONFIDENTIAL
    return NONE if number is None else count(number)


def _counts(numbers: pd.Series) -> list[str]:
    """Counts that are only absent where they are masked."""
    return [_count_cell(number, number is None) for number in _known(numbers)]


def _known(numbers: pd.Series) -> list[float | None]:
    return [
        float(number) if known else None
        for number, known in zip(numbers, numbers.notna(), strict=True)
    ]


def _limits(frame: pd.DataFrame, *columns: str) -> list[tuple[float, float, float] | None]:
    """Estimate, low and high of each row; None where there are none."""
    rows = frame[list(columns)].itertuples(index=False)
    known = frame[columns[0]].notna()
    return [
        (row[0], row[1], row[2]) if is_known else None
        for row, is_known in zip(rows, known, strict=True)
    ]


def _ratio_cell(found: tuple[float, float, float] | None) -> str:
    return NONE if found is None else f"{found[0]:.2f} ({found[1]:.2f} to {found[2]:.2f})"


def _gap_cell(found: tuple[float, float, float] | None, decimals: int) -> str:
    if found is None:
        return NONE
    low, high = (minus_rate(end, decimals) for end in found[1:])
    return f"{signed_rate(found[0], decimals)} ({low} to {high})"


def _share_cell(found: tuple[float, float, float] | None) -> str:
    return NONE if found is None else f"{percent(found[0], 1)} ({found[1]:.1f} to {found[2]:.1f})"


def ratio_table(rates: pd.DataFrame, noun: str) -> pd.DataFrame:
    """A row a group: ratio and difference with their intervals, then rate and events.

    Those in no group of the Census are left out. How many residents there are is in the files.

    Args:
        rates: as `queries.disproportion.against_white` gives them.
        noun: what was counted, heading its column.
    """
    rates = rates[rates["residents_count"].notna()]
    ratios = _limits(rates, "ratio", "ratio_low", "ratio_high")
    gaps = _limits(rates, "difference_per_1000", "difference_low", "difference_high")
    decimals = rate_decimals(rates["rate_per_1000"].max())
    events = zip(_known(rates["events_count"]), rates["is_masked"], strict=True)
    return pd.DataFrame(
        {
            "Group": rates["label"] if "label" in rates else rates["ethnicity"],
            "Ratio": [
                "1" if group == "White" else _ratio_cell(ratio)
                for group, ratio in zip(rates["ethnicity"], ratios, strict=True)
            ],
            "Gap": [_gap_cell(gap, decimals) for gap in gaps],
            "Per 1,000": [
                NONE if rate is None else rate_text(rate, decimals)
                for rate in _known(rates["rate_per_1000"])
            ],
            noun: [_count_cell(number, masked) for number, masked in events],
        }
    )


def month_table(monthly: pd.DataFrame) -> pd.DataFrame:
    """Months in turn, newest first, a column a group; groups that none of them has are left out.

    Args:
        monthly: as `counts.searches_by_month` gives them.
    """
    is_held = (monthly["standing"] != "missing").groupby(monthly["ethnicity"]).transform("any")
    rows = monthly[is_held]
    cells = [
        NONE if kind == "missing" else _count_cell(number, masked) + _MARKS.get(kind, "")
        for number, masked, kind in zip(
            _known(rows["searches_count"]), rows["is_masked"], rows["standing"], strict=True
        )
    ]
    wide = rows.assign(cell=cells).pivot_table(
        index="month", columns="ethnicity", values="cell", aggfunc="first"
    )
    wide = wide[list(rows["ethnicity"].unique())].sort_index(ascending=False)
    wide.insert(0, "Month", [short_month_year(month) for month in wide.index])
    return wide.reset_index(drop=True).rename_axis(columns=None)


def outcome_table(shares: pd.DataFrame) -> pd.DataFrame:
    """A row a group: searches, those with the outcome, their share and how it differs from White.

    Args:
        shares: as `queries.find_rate.outcome_shares` gives them.
    """
    found = _limits(shares, "share_pct", "share_low", "share_high")
    gaps = _limits(shares, "difference", "difference_low", "difference_high")
    return pd.DataFrame(
        {
            "Group": shares["ethnicity"],
            "Share": [_share_cell(share) for share in found],
            "Gap": [_gap_cell(gap, 1) for gap in gaps],
            "Outcome": _counts(shares["outcome_count"]),
            "Searches": _counts(shares["searches_count"]),
        }
    )


def object_table(found: pd.DataFrame) -> pd.DataFrame:
    """A row for each thing looked for: searches and their share of all."""
    return pd.DataFrame(
        {
            "Looked for": found["object_of_search"],
            "Searches": _counts(found["searches_count"]),
            "Share": [
                NONE if pct is None else percent(pct, 1) for pct in _known(found["share_pct"])
            ],
        }
    )


def tactic_table(found: pd.DataFrame, group: str) -> pd.DataFrame:
    """A row a tactic: uses on everyone, on a group and on White people, and the ratio.

    Args:
        found: as `queries.force.force_by_tactic` gives them, with a column `name`.
        group: heads its column.
    """
    ratios = _limits(found, "ratio", "ratio_low", "ratio_high")
    return pd.DataFrame(
        {
            "Tactic": found["name"],
            "Ratio": [_ratio_cell(ratio) for ratio in ratios],
            group: _counts(found["group_count"]),
            "White": _counts(found["white_count"]),
            "All uses": _counts(found["uses_count"]),
        }
    )
