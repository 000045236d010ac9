"""Sentences on searches in financial years, and on the Met's own records of force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.words.cells import CONFIDENTIAL, NONE
from dashboard.words.numbers import count, listed, percent
from dashboard.words.periods import month_name, month_year, year_to

OWN_BASIS = (
    "Financial years, as the Met reported them to the Home Office. The months on this page are counted from "
    "single stops: the two are never added, compared or joined."
)
AS_PEOPLE_SAID = (
    "Ethnicity is as people described it. Chinese people, whom the Home Office here groups with Other, are "
    "counted as Asian, as in the Census."
)
NO_RATE = "Counts and shares only: residents by ethnic group are held for the Census of 2021 only."
NOT_COMPARED = (
    "A record is of force used on one person, whatever the tactics. The Home Office's table counts tactics, in "
    "other years: the two are never added or compared, and no rate per resident is worked out."
)
UNOFFICIAL = (
    "An unofficial copy, not a table of the Met's: students reduced the Met's records, and made those of the same "
    "day, minute and borough one. So it counts too few."
)
AS_OFFICERS_SAW = (
    "Ethnicity is as the officer saw it. Chinese people are a group of their own here."
)


def years_heading(
    most: float, most_end: date, least: float, least_end: date, newest: float, end: date
) -> str:
    """How many searches there were: at the most, then at the fewest since, and in the newest year."""
    said = f"Years to {month_name(end)}: searches fell from {count(most)} in {most_end.year}"
    if least_end == end:
        return f"{said} to {count(newest)} in {end.year}"
    return f"{said} to {count(least)} in {least_end.year}; {count(newest)} in {end.year}"


def years_subtitle(first: date, last: date) -> str:
    """What the lines of the financial years are."""
    return (
        f"Searches a year by ethnicity as people described it, years to March {first.year} to March {last.year}. "
        "Another count than the months."
    )


def not_stated_sentence(low: float, high: float) -> str:
    """How often no ethnicity was stated."""
    return (
        f"Ethnicity is not stated for {percent(low)} to {percent(high)} of a year's searches. Shares are of the "
        "searches of people who stated one."
    )


def terrorism_sentence(most: float, most_end: date) -> str:
    """Which powers the series has lost."""
    return (
        f"Searches to prevent terrorism, which needed no suspicion, are among them ({count(most)} in the "
        f"{year_to(most_end)}) until those powers were suspended in July 2010 and repealed."
    )


def years_table(found: pd.DataFrame, totals: pd.Series) -> pd.DataFrame:
    """A row a year, newest first: all searches, and each group's with its share.

    Args:
        found: of `figures.years.searches_by_year`. totals: of `figures.years.totals`.
    """
    cells = found.assign(
        cell=[_cell(*one) for one in zip(found["searches_count"], found["share_pct"], strict=True)]
    )
    wide = cells.pivot_table(index="period_end", columns="group", values="cell", aggfunc="first")
    wide = wide[list(found["group"].unique())].sort_index(ascending=False)
    wide.insert(0, "All searches", [count(totals[end]) for end in wide.index])
    wide.insert(0, "Year to", [month_year(end) for end in wide.index])
    return wide.reset_index(drop=True).rename_axis(columns=None)


def _cell(number: float | None, pct: float) -> str:
    if number is None or pd.isna(number):
        return CONFIDENTIAL
    return count(number) if pd.isna(pct) else f"{count(number)} ({percent(pct)})"


def records_heading(shares: Sequence[tuple[str, float]], end: date) -> str:
    """Whom the Met's own records say force was used on."""
    named = ", ".join(f"{percent(pct, 1)} on {group}" for group, pct in shares if not pd.isna(pct))
    return f"Force records, {year_to(end)}: {named} people (unofficial)"


def records_subtitle(total: int, known: int) -> str:
    """What is counted, and of how many."""
    return (
        f"Records of force by ethnicity as the officer saw it: {count(total)}. Shares of the {count(known)} "
        "with an ethnicity."
    )


def tactics_sentence(taser: int | None, aimed: int | None) -> str:
    """In how many of the records a Taser was used or a firearm aimed; empty where neither is given."""
    parts = [] if taser is None else [f"a Taser was used in {count(taser)}"]
    parts += [] if aimed is None else [f"a firearm was aimed in {count(aimed)}"]
    return (
        f"Among the records, {listed(parts)}; they are not told apart by ethnicity."
        if parts
        else ""
    )


def records_table(groups: pd.DataFrame) -> pd.DataFrame:
    """A row a group: records and share."""
    return pd.DataFrame(
        {
            "Ethnicity": groups["group"],
            "Records": [
                CONFIDENTIAL if pd.isna(one) else count(one) for one in groups["uses_count"]
            ],
            "Share of those known": [
                NONE if pd.isna(one) else percent(one, 1) for one in groups["share_pct"]
            ],
        }
    )
