"""Sentences on the months of stop and search: periods, gaps, months held in part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from dashboard.words.numbers import listed
from dashboard.words.periods import (
    month_name,
    month_year,
    months_to,
    short_month_year,
    twelve_months_to,
    year_to,
)


def monthly_subtitle(is_ratio: bool, what: str) -> str:
    """What the lines by month are; `what` is as `looked_for` gives it, or nothing."""
    if is_ratio:
        return (
            f"Searches{what} per resident over those per White resident, each month (1: as often), with "
            "95% intervals."
        )
    return f"Number of searches{what}, each month."


def part_sentence(days: Sequence[str]) -> str:
    """What the star in the table means."""
    return f"* {listed(list(days))} only: the file ends there, and the lines have a gap."


def end_words(end: date, held: int) -> str:
    """A period of 12 months in a list: `Dec 2025`, `Mar 2023 (10 of 12)`."""
    return short_month_year(end) if held == 12 else f"{short_month_year(end)} ({held} of 12)"


def period_of(end: date, held: int, part: Sequence[str] = ()) -> str:
    """`the 12 months to March 2023 (10 full months and 1 to 17 December 2022 held)`.

    Args:
        held: months of the 12 in full.
        part: the days held of each month that is held in part, which count too.
    """
    words = f"the {twelve_months_to(end)}"
    if held == 12:
        return words
    return f"{words} ({listed([f'{held} full months', *part])} held)"


def months_held(end: date, held: int, part: int) -> str:
    """`10½ months to March 2023`, where not all of 12 months are held; else empty.

    Args:
        held: months of the 12 in full. part: months of which some days are held.
    """
    return "" if held == 12 else months_to(f"{held}{'½' if part else ''}", end)


def short_period(end: date) -> str:
    """The 12 months at the start of a title: `2025`, `year to June 2024`."""
    return f"{end.year}" if end.month == 12 else year_to(end)


def headline_period(end: date) -> str:
    """The same in a headline, to follow "in": `2025`, `the year to June 2024`."""
    return short_period(end) if end.month == 12 else f"the {year_to(end)}"


def months_words(months: Sequence[date]) -> str:
    """`June and October 2015; March 2019 to May 2021`: single months by year, longer runs from to."""
    parts = []
    for (year, is_single), runs in groupby(_runs(sorted(months)), key=_kind):
        if is_single:
            parts.append(f"{listed([month_name(run[0]) for run in runs])} {year}")
        else:
            parts += [f"{month_year(run[0])} to {month_year(run[-1])}" for run in runs]
    return "; ".join(parts)


def _runs(months: Sequence[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for month in months:
        if runs and _number(month) == _number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def _number(month: date) -> int:
    return month.year * 12 + month.month


def _kind(run: Sequence[date]) -> tuple[int, bool]:
    return run[0].year, len(run) == 1


def window_sentence(missing: Sequence[date], part: Sequence[str]) -> str:
    """Which of the 12 months are not counted in full.

    Args:
        part: the days held of each month that is held in part.
    """
    lacks = [f"{months_words(missing)} are not held"] if len(missing) > 1 else []
    lacks += [f"{months_words(missing)} is not held"] if len(missing) == 1 else []
    lacks += [f"of one month only {days} are" for days in part]
    return (
        f"These are not 12 full months: {listed(lacks)}. Rates per 1,000 are of the days held, not made "
        "up to a year; the ratio compares the same days for every group."
    )


def missing_sentence(missing: Sequence[date], whole: int) -> str:
    """Which months of all are not held; empty where none is missing."""
    if not missing:
        return ""
    return (
        f"{len(missing)} of the {whole} months are not published in a form we hold. They are gaps (–), "
        f"not zeros: {months_words(missing)}."
    )


def short_note(group: str, first: date, last: date) -> str:
    """What the dagger in the table means."""
    return (
        f"† From {month_year(first)} to {month_year(last)} hardly any search of people whom officers saw "
        f"as {group} is in the files: the line has a gap."
    )


MASKED_MONTHS = (
    "[c] stands for 1 to 4, so few that they could point to a person, or for a second month that would "
    "give the first away. Of a group searched 1 to 4 times in all 12 months, every month is [c]. The lines "
    "have a gap."
)


def short_sentence(group: str, first: date, last: date) -> str:
    """Why a group has no ratio."""
    return (
        f"From {month_year(first)} to {month_year(last)} the files hold hardly any search of people "
        f"whom officers saw as {group}, and more searches without an ethnicity. No ratio is given for "
        f"{group} in periods with these months; the other ratios leave those searches out."
    )


def break_sentence(label: str, detail: str) -> str:
    """A break in the series within the period."""
    return f"Within this period the figures change in kind. {label}: {detail}"
