"""Who works for the Met, as tables of words: figures in, cells out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from dashboard.subjects.workforce.words.workforce import (
    WHO,
    closing_words,
    range_words,
    years_words,
)
from dashboard.words.cells import CONFIDENTIAL, NONE
from dashboard.words.numbers import count, percent, signed
from dashboard.words.periods import month_year, when_words, year_to
from dashboard.words.printed import mark_words, row_value, value_words

if TYPE_CHECKING:
    from stats.trend import Closing


def people_cell(people: float) -> str:
    """People, or full-time equivalents, as whole numbers."""
    return CONFIDENTIAL if pd.isna(people) else count(people)


def share_cell(share: float) -> str:
    """A share of counted people, to one decimal."""
    return CONFIDENTIAL if pd.isna(share) else percent(share, 1)


def gap_cell(gap: float) -> str:
    """A gap in points with its sign, to one decimal: `−20.7`."""
    return CONFIDENTIAL if pd.isna(gap) else signed(gap, 1)


def women_table(series: pd.DataFrame, london: float) -> pd.DataFrame:
    """A row a year, newest first.

    Args:
        series: date, women, people, share_pct. london: share among Londoners.
    """
    rows = series.iloc[::-1]
    return pd.DataFrame(
        {
            "31 March": [f"{day:%Y}" for day in rows["date"]],
            "Women": [share_cell(one) for one in rows["share_pct"]],
            "Gap, points": [gap_cell(one) for one in rows["share_pct"] - london],
            "Women of all": _of_all(rows),
        }
    )


def closing_table(closings: Mapping[int, Closing], newest: date) -> pd.DataFrame:
    """A row for each rate: the rate, the year, and the years at the ends of its interval."""
    return pd.DataFrame(
        [
            {
                "Rate of": years_words(years, newest),
                "Points a year": signed(one.rate.estimate, 2),
                "Gap closes about": closing_words(one.standing, one.year, newest),
                "Range": range_words(one.earliest, one.latest, newest),
            }
            for years, one in closings.items()
        ]
    )


def ranks_words(years: str, least: int) -> str:
    """What the closing years in the table by rank are, and where there are none."""
    return f"At the rate of {years}. None for ranks of fewer than {least} people."


def rank_table(rows: pd.DataFrame, london: float) -> pd.DataFrame:
    """A row for each rank: the share of women, the gap and how many they are.

    Args:
        rows: who, women, people, share_pct. london: share among Londoners.
    """
    return pd.DataFrame(
        {
            "Rank": [WHO[who] for who in rows["who"]],
            "Women": [share_cell(one) for one in rows["share_pct"]],
            "Gap, points": [gap_cell(one) for one in rows["share_pct"] - london],
            "Women of all": _of_all(rows),
        }
    )


def _of_all(rows: pd.DataFrame) -> list[str]:
    """`176 of 703`."""
    pairs = zip(rows["women"], rows["people"], strict=True)
    return [f"{people_cell(women)} of {people_cell(all_)}" for women, all_ in pairs]


def rank_closings_table(
    rows: pd.DataFrame, closings: Mapping[str, Closing], last: date, least: int = 0
) -> pd.DataFrame:
    """A row for each rank: when its gap would close, and the years at the ends of the rate's interval.

    Args:
        rows: who, people.
        closings: who -> when its gap would close; none where the years are not all held.
        last: the date of the shares.
        least: of fewer people than this there is no closing year.
    """
    ends = [
        "too few people" if people < least else _closing_cell(closings.get(who), last)
        for who, people in zip(rows["who"], rows["people"], strict=True)
    ]
    return pd.DataFrame({"Rank": [WHO[who] for who in rows["who"]], "Closes about": ends})


def _closing_cell(one: Closing | None, last: date) -> str:
    """`2058 (2048 to 2078)`: the year and its range; no range where no year is reached."""
    if one is None:
        return NONE
    words = closing_words(one.standing, one.year, last)
    if one.year is None:
        return words
    return f"{words} ({range_words(one.earliest, one.latest, last)})"


def minority_table(rows: pd.DataFrame, london: float) -> pd.DataFrame:
    """Ethnic minority share of each rank in the first and the last year, whole per cents.

    Args:
        rows: rank, first_pct, last_pct, first_end, last_end. london: share among Londoners.
    """
    ends = rows["first_end"].iloc[0], rows["last_end"].iloc[0]
    first, last = (f"Year to {month_year(end)}" for end in ends)
    return pd.DataFrame(
        {
            "Rank": rows["rank"],
            first: [value_words(share, "percent") for share in rows["first_pct"]],
            last: [value_words(share, "percent") for share in rows["last_pct"]],
            "Gap, points": [signed(one - london) for one in rows["last_pct"]],
        }
    )


def recruit_table(recruits: pd.DataFrame) -> pd.DataFrame:
    """Shares of recruits by financial year, newest first.

    Args:
        recruits: indexed by period_end; women_pct, minority_pct.
    """
    rows = recruits.sort_index(ascending=False)
    return pd.DataFrame(
        {
            "Year to March": [f"{end:%Y}" for end in rows.index],
            "Women": _printed_shares(rows["women_pct"]),
            "Ethnic minority": _printed_shares(rows["minority_pct"]),
        }
    )


def leaver_table(leavers: pd.DataFrame) -> pd.DataFrame:
    """Probationers who resigned by financial year, newest first.

    Args:
        leavers: indexed by period_end; resigned, resigned_pct, minority_of_resigned_pct,
            minority_of_probationers_pct.
    """
    rows = leavers.sort_index(ascending=False)
    return pd.DataFrame(
        {
            "Year to March": [f"{end:%Y}" for end in rows.index],
            "Resigned": [
                f"{share} ({people_cell(people)})"
                for share, people in zip(
                    _printed_shares(rows["resigned_pct"]), rows["resigned"], strict=True
                )
            ],
            "Minority among them": _printed_shares(rows["minority_of_resigned_pct"]),
            "Minority among all": _printed_shares(rows["minority_of_probationers_pct"]),
        }
    )


def minority_years(yearly: pd.DataFrame, points: pd.DataFrame, london: float) -> pd.DataFrame:
    """Ethnic minority officers over time, newest first: each figure, its gap and where it was read.

    Args:
        yearly: date, value of the Review's years. points: the figures of others, as printed.
        london: share among Londoners.
    """
    ours = yearly.assign(
        when=[year_to(day) for day in yearly["date"]],
        said=[value_words(value, "percent") for value in yearly["value"]],
        read="the Review",
    )
    figures = points.to_dict("records")
    others = pd.DataFrame(
        {
            "date": points["period_end"],
            "value": points["value"],
            "said": [row_value(row) for row in figures],
            "when": [when_words(row["period_start"], row["period_end"]) for row in figures],
            "read": [mark_words(row) for row in figures],
        }
    )
    rows = pd.concat([ours, others]).sort_values("date", ascending=False)
    return pd.DataFrame(
        {
            "Period": list(rows["when"]),
            "Share": list(rows["said"]),
            "Gap, points": [signed(share - london) for share in rows["value"]],
            "Read in": list(rows["read"]),
        }
    )


def group_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Officers and staff by ethnic group, and Londoners; gaps in whole points.

    Args:
        rows: group, met_pct (whole per cents), london_pct (missing where there is none).
    """
    gaps = rows["met_pct"] - rows["london_pct"]
    return pd.DataFrame(
        {
            "Group": rows["group"],
            "Officers and staff": _printed_shares(rows["met_pct"]),
            "Londoners": [NONE if pd.isna(one) else percent(one) for one in rows["london_pct"]],
            "Gap, points": [NONE if pd.isna(gap) else signed(gap) for gap in gaps],
        }
    )


def strength_table(rows: pd.DataFrame) -> pd.DataFrame:
    """People by role on every 31 March, newest first.

    Args:
        rows: date, role, people by month.
    """
    march = rows[rows["date"].dt.month == 3]
    wide = march.pivot_table(index="date", columns="role", values="people")
    wide = wide.sort_index(ascending=False)[list(rows["role"].unique())]
    days = pd.DataFrame({"31 March": [f"{day:%Y}" for day in wide.index]})
    cells = {role: [people_cell(one) for one in wide[role]] for role in wide.columns}
    return days.assign(**cells)


def newest_table(rows: list[tuple[str, str, str, date, str]]) -> pd.DataFrame:
    """The newest figure of each kind of people, newest first.

    Args:
        rows: who, figure in words, when in words, last day of it, share among Londoners in words.
    """
    ordered = sorted(rows, key=lambda row: row[3], reverse=True)
    cells = [(who, figure, when, london) for who, figure, when, _, london in ordered]
    return pd.DataFrame(cells, columns=["Who", "Figure", "When", "Londoners"])


def _printed_shares(shares: pd.Series) -> list[str]:
    return [NONE if pd.isna(share) else value_words(share, "percent") for share in shares]
