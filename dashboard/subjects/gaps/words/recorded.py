"""Sentences on who is in the Met's own records: victims, and offences dealt with in custody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.words.cells import CONFIDENTIAL, NONE
from dashboard.words.numbers import count, listed, percent
from dashboard.words.periods import day_words, month_year, short_month_year, year_to

MASKED = (
    "[c] stands for 1 to 4, so few that they could point to a person, or for a second count that would "
    "give the first away beside a total."
)
NOT_PEOPLE = (
    "Offences are counted, not people: one person can be held for several, and again another day."
)
RETURNS = (
    "“To court” is mostly people brought back on a warrant, not new prosecutions. Charges by post are not "
    "counted: those people are not held."
)
NO_CHILDREN = "No victim under 10 stands in the Met's table."
TWO_VIEWS = "Ages and ethnicities are two views of the same victims: never add the two."


def shares(found: Sequence[tuple[str, float]]) -> str:
    """`26% Black, 51% White and 19% Asian`; groups whose share is hidden are left out."""
    return listed([f"{percent(pct)} {group}" for group, pct in found if not pd.isna(pct)])


def victims_heading(found: Sequence[tuple[str, float]]) -> str:
    """Who the victims were, as far as it is known."""
    return f"Victims of violence against women and girls: {shares(found)}"


def ages_heading(young: int, total: int) -> str:
    """How many of the victims were 20 to 39 years old."""
    share = percent(100 * young / total)
    return f"{share} of victims of violence against women and girls were aged 20 to 39"


def custody_heading(found: Sequence[tuple[str, float]]) -> str:
    """Whose offences were dealt with in custody, as far as it is known."""
    known = [(group, pct) for group, pct in found if not pd.isna(pct)]
    named = listed([f"{percent(pct)} of {group}" for group, pct in known])
    return f"Offences dealt with in custody: {named.replace(' ', ' were ', 1)} people"


def monthly_subtitle(
    what: str, first: date, last: date, breaks: Sequence[tuple[str, date]], unknown_pct: float
) -> str:
    """What the lines are, what the shares above them are of, and where the lines break.

    Args:
        what: is counted. first, last: months. breaks: name and day of each.
        unknown_pct: of all in the last 12 months, whose ethnicity is not known.
    """
    said = (
        f"{what} a month, {month_year(first)} to {month_year(last)}. Shares: last 12 months, where ethnicity "
        f"is known; for {percent(unknown_pct)} it is not."
    )
    if not breaks:
        return said
    named = listed([f"{label.lower()} ({day_words(day)})" for label, day in breaks])
    return f"{said} The lines break where the counting changed: {named}."


def unknown_sentence(noun: str, unknown: int, total: int, last: date) -> str:
    """For how many the ethnicity is not known, and what follows."""
    return (
        f"In the {year_to(last)} the ethnicity is not known for {count(unknown)} of {count(total)} {noun} "
        f"({percent(100 * unknown / total)}). Shares are of the others, and would be different if it were known."
    )


def no_base(mixed_pct: float | None, who: str = "women and girls") -> str:
    """Why nothing is set against London's people."""
    share = (
        ""
        if mixed_pct is None
        else f" ({percent(mixed_pct)} of London's {who} at the Census of 2021)"
    )
    return (
        f"Not set beside London's people: the Met's four groups have no Mixed{share}, so they are not the "
        "Census's groups. No rate per resident and no disproportion is worked out from them."
    )


def across(before: date) -> str:
    """Why the years on two sides of the new recording system are not compared.

    Args:
        before: last month of the last year before it.
    """
    return (
        f"The {year_to(before)} is the last before the Met's new recording system. No change is worked "
        "out across it: fewer offences are counted since, and more victims than offences."
    )


def outside_sentence(pct: float) -> str:
    """What else the table holds."""
    return (
        f"The Met's table also holds offences that it classes as outside of violence against women and girls "
        f"({percent(pct)} of the offences): its victims cannot be told apart from the others. A victim of two "
        "offences counts twice."
    )


def not_final_sentence(pct: float, last: date) -> str:
    """How far the newest disposals can still change."""
    return (
        "A rise in the newest months is no sign of more custody: each offence stands in the month of its "
        f"current disposal. {percent(pct)} of those of the {year_to(last)} are on police bail or under "
        "investigation, and will move to another column and a later month. So prosecutions are a lower bound."
    )


def share_column(last: date) -> str:
    """Heading of the shares in the 12 months to a month."""
    return f"Share, to {short_month_year(last)}"


def year_table(years: Sequence[tuple[date, pd.DataFrame]], first: str) -> pd.DataFrame:
    """A row a group: its count, and its share of those known, in each of the years.

    Args:
        years: last month of 12 -> group, count, share_pct. first: heading of the groups.
    """
    groups = list(dict.fromkeys(group for _, one in years for group in one["group"]))
    table = {first: groups}
    for last, one in years:
        by_group, when = one.set_index("group"), short_month_year(last)
        table[f"12 months to {when}"] = [_cell(by_group["count"].get(one)) for one in groups]
        table[share_column(last)] = [_share(by_group["share_pct"].get(one)) for one in groups]
    return pd.DataFrame(table)


def disposal_table(found: pd.DataFrame, year: pd.DataFrame) -> pd.DataFrame:
    """A row a disposal, a column a group, and all disposals together last.

    Args:
        found: group, disposal, offences_count. year: group, count.
    """
    cells = found.assign(cell=[_cell(one) for one in found["offences_count"]])
    wide = cells.pivot_table(
        index="disposal", columns="group", values="cell", aggfunc="first", sort=False
    )
    wide = wide[list(found["group"].unique())]
    wide.loc["All offences dealt with"] = [
        _cell(one) for one in year.set_index("group")["count"][wide.columns]
    ]
    wide.insert(0, "What was decided", list(wide.index))
    return wide.reset_index(drop=True).rename_axis(columns=None)


def _cell(number: int | None) -> str:
    return CONFIDENTIAL if number is None or pd.isna(number) else count(number)


def _share(pct: float | None) -> str:
    return NONE if pct is None or pd.isna(pct) else percent(pct)
