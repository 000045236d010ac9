"""Sentences on the newest figure of each gap, and a group beside all Londoners. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from dashboard.subjects.gaps.words.names import pair, period, short_when
from dashboard.subjects.powers.words.powers import (
    like_months_sentence,
    odd_month_sentence,
    other_years_sentence,
    ratio_text,
    verdict,
)
from dashboard.words.capitals import first_large, first_small
from dashboard.words.numbers import percent, signed
from dashboard.words.periods import day_words, month_name, month_year, year_to

if TYPE_CHECKING:
    from dashboard.subjects.gaps.figures.measured import Measured
    from dashboard.subjects.powers.figures.powers import Leading

TITLE = "Where groups stand apart: the newest figure held of {gaps} gaps"
SUBTITLE = (
    "How many times as often it happens to Black people as to White people. Each row has its own date and base: none "
    "is compared with another. Newer ones may be published and not held here; gaps in points are in the table."
)
NOTES = (
    "These figures say how wide a gap is, not why. Searches and force are set against residents at the Census "
    "of 2021, allegations against the Met's own officers and staff.",
    "Times: 1 is parity. Points: the first group less the second, so below 0 the first is lower.",
    "A search counts once for each time, so its interval is too narrow. Officers say how they saw a person's "
    "ethnicity; residents said it themselves.",
    "Where no interval is given, none can be worked out from what is published.",
)
COLUMNS = ("What is measured", "Gap", "Between", "When")

_WHAT = {
    "searched": ("Stop and search", "Black and White people, per resident"),
    "force": ("Use of force", "Black and White people, per resident"),
    "allegations": ("Misconduct allegations", "Black and White officers and staff"),
    "women": ("Women among officers", "Officers and Londoners"),
    "minorities": ("Ethnic minorities among officers", "Officers and Londoners"),
}
_ON_CHART = {"searched": "Searched", "force": "Force used", "allegations": "Facing an allegation"}


def headline(ratio: float, when: str) -> str:
    """The newest gap of all, how often Black people are searched, as the page of searches says it."""
    return f"Black people searched {ratio_text(ratio)} times as often as White, {when}"


def lede(lead: Leading) -> str:
    """Whether that has moved in a year, and why a month is left out, as the page of searches says it."""
    moved = "Per resident, as officers saw it."
    if lead.before is not None and lead.change is not None:
        before, change = lead.before.estimate, (lead.change.low, lead.change.high)
        moved = f"Per resident; the year before, {ratio_text(before)}: {verdict(change)}."
        if lead.month is not None:
            moved = like_months_sentence(before, lead.month, change)
    if lead.month is None:
        return moved
    odd = lead.month, lead.whole.estimate, lead.searches, lead.usual
    return f"{moved} {odd_month_sentence('Black people', *odd)}"


def notes(
    asked_to: date | None, age: str, others: str, year: Sequence[str] = ()
) -> tuple[str, ...]:
    """What must be known of these figures.

    Args:
        asked_to: end of the newest survey figure by ethnic group; None where none is held.
        age: how old they are, as `age` says it. others: whose figures the table has beside the chart's.
        year: what an ordinary year does to the newest gap, as the page of searches says it; or nothing.
    """
    asked = () if asked_to is None else (
        f"On trust by ethnic group the survey's newest figure held is of {month_year(asked_to)}.",
    )  # fmt: skip
    whose = f"Also in the table: {others.replace('; ', '. ')}."
    return (age, *year, NOTES[2], *NOTES[:2], *asked, *NOTES[3:], whose)


def other_years(moved: Sequence[tuple[date, float, float]]) -> list[str]:
    """What an ordinary year does to the newest gap, as the page of searches says it."""
    return [other_years_sentence(moved)]


def age(found: Sequence[Measured], names: dict[str, str]) -> str:
    """How old the gaps are beside the newest, which alone may be of these years."""
    newest, *others = sorted(found, key=lambda one: one.end, reverse=True)
    first = f"The newest, {first_small(_name(newest, names))}, is to {month_year(newest.end)}"
    if not others:
        return f"{first}. No other is held."
    return (
        f"{first}; the other {len(others)} end between {month_year(others[-1].end)} and "
        f"{month_year(others[0].end)}. What has happened since is not known here."
    )


def _name(one: Measured, names: dict[str, str]) -> str:
    return names[one.id] if one.series is not None else _WHAT[one.id][0]


def when_of(one: Measured) -> str:
    """What a figure is of: `2025 less August`, `year to March 2020`, `October to December 2023`."""
    if one.series is not None:
        return first_large(period(one.start, one.end, one.series.basis))
    if one.id == "women":
        return day_words(one.end)
    said = f"{one.end.year}" if one.id == "searched" and one.end.month == 12 else year_to(one.end)
    return said if one.left_out is None else f"{said} less {month_name(one.left_out)}"


def on_chart(one: Measured) -> str:
    """A row's name on the chart: `Searched, 2025 less August`."""
    return f"{_ON_CHART[one.id]}, {when_of(one)}"


def table(found: Sequence[Measured], names: dict[str, str]) -> pd.DataFrame:
    """A row a gap, in the order given; `names` are the survey's questions in words."""
    return pd.DataFrame([_row(one, names) for one in found], columns=list(COLUMNS))


def _row(one: Measured, names: dict[str, str]) -> tuple[str, str, str, str]:
    if one.series is not None:
        group, reference = pair(one.series)
        what, between = names[one.id], f"{group} and {reference}, asked in a survey"
    else:
        what, between = _WHAT[one.id]
    return what, _gap(one), first_large(between), first_large(when_of(one))


def _gap(one: Measured) -> str:
    if one.unit == "times":
        return f"{ratio_text(one.value)} times"
    places = 1 if one.id == "women" else 0
    gap = f"{signed(one.value, places)} points"
    if one.first is None or one.second is None:
        return f"{gap} (as printed)"
    return f"{gap} ({percent(one.first, places)} and {percent(one.second, places)})"


def alt(found: Sequence[Measured]) -> str:
    """What the chart shows, for who cannot see it."""
    said = "; ".join(f"{on_chart(one)} {ratio_text(one.value)} times" for one in found)
    return f"Dot chart of Black people against White people. {said}."


# A group beside all Londoners


def beside_title(group: str, group_pct: float, all_pct: float, says: str, end: date) -> str:
    """`Year to March 2022: 53% of Black Londoners trust the Met, 73% of all Londoners`."""
    return (
        f"{first_large(year_to(end))}: {percent(group_pct)} of {group} {says}, "
        f"{percent(all_pct)} of all Londoners"
    )


BESIDE_SUBTITLE = (
    "Share who say so, one survey and the same 12 months. All Londoners hold the group too, so its distance "
    "from everyone else is wider."
)


def beside_alt(rows: pd.DataFrame, group: str) -> str:
    """What that chart shows, for who cannot see it."""
    said = "; ".join(
        f"{one['says']}: {percent(one['group_pct'])} and {percent(one['all_pct'])}"
        for one in rows.to_dict("records")
    )
    return f"Chart of two shares side by side, {group} and all Londoners. {first_large(said)}."


def only_the_gap(group: str, reference: str, size: str, when: str, side: str) -> str:
    """What is printed of a gap without its two shares."""
    return f"Against {reference} only the gap is printed, not the two shares: {group} {size} {side}, {when}."


def short(one: Measured) -> str:
    """A survey figure's date, short: `Sep 2022`."""
    return "" if one.series is None else short_when(one.series, one.series.gaps[-1])
