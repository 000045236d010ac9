"""Sentences and tables on officers in other tables of the Home Office."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.words.cells import CONFIDENTIAL
from dashboard.words.numbers import count, percent
from dashboard.words.periods import day_words, month_year

TITLE = "Before 2007: women and ethnic minorities among officers"
NEWEST = "Officers, Home Office (unofficial)"
APART = (
    "From another table of the Home Office than the yearly count, cut out by a third party for an article. Counted "
    "by head on 31 March, and not joined to the other lines."
)
GROUPS_OF_2001 = (
    "Ethnicity is as officers described it, in the groups of the Census of 2001. Shares are of those who stated "
    "one; no table by force is held for the years after."
)
CHIEFS_APART = (
    "By head, from a table that a third party cut out. They are 29 to 41 people, too few for a rate, and of most "
    "ethnic groups there were none to four: those counts are not shown."
)
MASKED = (
    "[c] stands for 1 to 4, so few that they could point to a person, or for a second count that would give the "
    "first away beside a total."
)


def ranks_heading(first: pd.Series, last: pd.Series) -> str:
    """How women's and minorities' shares moved over the four years."""
    span = f"{month_year(first['date'])} to {month_year(last['date'])}"
    return (
        f"{span}: women went from {percent(first['women_pct'], 1)} to {percent(last['women_pct'], 1)} of officers, "
        f"ethnic minorities from {percent(first['minority_pct'], 1)} to {percent(last['minority_pct'], 1)}"
    )


def ranks_table(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a year, all officers; then one a group of ranks on the last day.

    Args:
        rows: of `figures.earlier.by_rank`.
    """
    every, last = rows[rows["rank"] == ALL], rows["date"].max()
    ranks = rows[(rows["date"] == last) & (rows["rank"] != ALL)]
    names = [f"All officers, {day_words(day)}" for day in every["date"]]
    names += [f"{name}, {day_words(last)}" for name in ranks["rank"]]
    shown = pd.concat([every, ranks])
    return pd.DataFrame(
        {
            "Officers": names,
            "Women": _with_share(shown["women"], shown["women_pct"]),
            "Ethnic minorities": _with_share(shown["minority"], shown["minority_pct"]),
            "People": [count(one) for one in shown["people"]],
        }
    )


def chiefs_table(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a year, newest first: chief officers, and women among them."""
    rows = rows.sort_values("date", ascending=False)
    return pd.DataFrame(
        {
            "31 March": [f"{day:%Y}" for day in rows["date"]],
            "Chief officers": [count(one) for one in rows["people"]],
            "Women": [_cell(one) for one in rows["women"]],
        }
    )


def chiefs_title(first: date, last: date) -> str:
    """Of which years."""
    return f"Chief officers by sex, {first:%Y} to {last:%Y}"


def newest_sentence(people: float, day: date, own: float | None) -> str:
    """The Home Office's own newest count, apart from the Met's.

    Args:
        own: the Met's count of the same day; None where it is not held.
    """
    said = (
        f"The Home Office counts {count(people)} officers on {day_words(day)}, full-time equivalents, as a third "
        "party read its newest table (unofficial, one figure)."
    )
    if own is None:
        return said
    return f"{said} The Met's own count of that day is {count(own)}: the two count differently."


def _cell(number: float) -> str:
    return CONFIDENTIAL if pd.isna(number) else count(number)


def _with_share(counts: pd.Series, shares: pd.Series) -> list[str]:
    """`6,573 (21.0%)`; a count that is hidden hides its share."""
    return [
        _cell(number) if pd.isna(pct) else f"{_cell(number)} ({percent(pct, 1)})"
        for number, pct in zip(counts, shares, strict=True)
    ]
