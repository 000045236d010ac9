"""How young figures on outcomes are, and how far ones as young were revised. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dashboard.words.capitals import first_large
from dashboard.words.cells import NONE
from dashboard.words.numbers import listed, one_decimal, percent, signed, signed_percent
from dashboard.words.periods import month_year, months_named, period_words, year_to

if TYPE_CHECKING:
    from dashboard.subjects.outcomes.figures.ripening import Revision

SERIES = {"notifiable": "all offences", "knife_crime": "knife crime"}
"""Series compared -> what a reader calls it."""

DASHED = " (provisional)"
"""Said under the pointer of a month that nothing rests on."""

FROM_HERE = "Provisional"
"""Stands in a chart where such months begin."""

TITLE = "Why the newest figures on solved crime still change"

METHOD = (
    "Positive outcomes of a month go on being entered, moved and taken back for a year and more, and "
    "mostly fall; offences hardly change. A month is **provisional** while it is younger than its "
    "source declares: four months for the Met's dashboards. Where the day of a file is not known, its "
    "last four months are. Provisional months are marked in charts, tables and files, "
    "and no headline, rate of 12 months, comparison or verdict rests on them. A rate younger than "
    "{below} months is printed with the revision seen at its age. Two "
    "periods of different age are compared only where the finding stays the same after that revision. "
    "Else it is too early to judge, with the month in which it can be judged. Printed sanction detections are "
    "given as printed."
)
"""What the Methods page says; `below` is the age from which a rate stands alone."""


def _span(low: float, high: float) -> str:
    """A revision between two sizes: `down by 5 to 8%`, `up by 2%`, `by −1 to +3%`, `by under 1%`."""
    ends = sorted((round(low), round(high)))
    if ends == [0, 0]:
        return "by under 1%"
    if ends[0] < 0 < ends[1]:
        return f"by {signed(ends[0])} to {signed_percent(ends[1])}"
    small, large = sorted(map(abs, ends))
    way = "down" if ends[0] < 0 else "up"
    return f"{way} by {large}%" if small == large else f"{way} by {small} to {large}%"


def revised_short(seen: Sequence[Revision]) -> str:
    """How far 12 months as recent were revised; empty where nothing is declared of them."""
    if not seen:
        return ""
    sizes = [one.change_pct for one in seen]
    return f"Figures so new were later revised {_span(min(sizes), max(sizes))}."


def later(seen: Sequence[Revision]) -> str:
    """The same where there is little room."""
    sizes = [one.change_pct for one in seen]
    return f"Later revisions: {_span(min(sizes), max(sizes)).replace('by ', '')}." if seen else ""


def revised(seen: Sequence[Revision]) -> str:
    """The same with each comparison, and what it is of."""
    if not seen:
        return ""
    parts = [
        f"12 months of {SERIES[one.series]}: {_span(one.change_pct, one.change_pct)} ({_compared(one)})."
        for one in seen
    ]
    return " ".join([revised_short(seen), *parts])


def _compared(one: Revision) -> str:
    between = f"{period_words(one.edition_old)} against {period_words(one.edition_new)}"
    if one.is_one_product:
        return f"one table in two editions, {between}"
    return f"a guide only, as two different tables are compared, {between}"


def provisional(rates: Sequence[float], first: date, last: date, seen: Sequence[Revision]) -> str:
    """The provisional months with their rates: why nothing rests on them.

    Args:
        rates: of each month, per cent; not a number where none is given.
        first, last: of the months. seen: how far single months as young were revised.
    """
    shown = ", ".join(NONE if rate != rate else percent(rate, 1) for rate in rates)
    many = len(rates) > 1
    return (
        f"{months_named(first, last)} {'are' if many else 'is'} provisional: {shown}. "
        f"{_of_months(seen)}So no headline, rate of 12 months or comparison here rests on "
        f"{'them' if many else 'it'}."
    )


def _of_months(seen: Sequence[Revision]) -> str:
    if not seen:
        return "Months this young are still revised. "
    parts = [f"{SERIES[one.series]} {_span(one.low_pct, one.high_pct)}" for one in seen]
    return f"Single months as young were later revised: {listed(parts)}. "


def not_ripe(rate_pct: float, before_pct: float, end: date, ripe_from: date) -> str:
    """Why a rate is not set against the year before, and from when it can be."""
    return (
        f"The {year_to(end)} ({one_decimal(rate_pct)} per 100) is not yet set against the year before "
        f"({one_decimal(before_pct)}): the revision usual at its age could turn the difference round. It can be "
        f"judged from {month_year(ripe_from)}."
    )


def older_year(before: date) -> str:
    """What to know of a column of the year before: it has had longer to fall."""
    return (
        f"The {year_to(before)} has been revised for 12 months longer than the one beside "
        "it: the two are not of the same age."
    )


def ends_at(end: date, chosen: date) -> str:
    """Where a reader's last month is provisional: where 12-month figures end instead."""
    return f"{month_year(chosen)} is provisional, so figures of 12 months end at {month_year(end)}."


def only_provisional(end: date | None) -> str:
    """Why there is no line of 12-month figures."""
    if end is None:
        return "**Every month held is provisional, so no rate of 12 months is given.**"
    return (
        "**These months are provisional, so no rate of 12 months is given that ends in them.** The "
        f"newest 12 months end at {month_year(end)}; choose an earlier month, or each month, above."
    )


def rounded_span(low: float, high: float) -> str:
    """Lowest and highest change of single months: `−26 to −20%`."""
    return f"{signed(low, 1)} to {signed_percent(high, 1)}"


def ages(first: int, last: int | None) -> str:
    """Ages in months: `0 to 3 months`, `16 months or more`."""
    return f"{first} months or more" if last is None else f"{first} to {last} months"


def compared_tables(declared: Sequence[Mapping[Any, Any]]) -> str:
    """Which two files each comparison is of, and what it is worth.

    Args:
        declared: a row of the reference table for each series.
    """
    parts = []
    for row in declared:
        what = (
            "one table in two editions, so its publisher's own revision"
            if row["is_one_product"]
            else "two different tables, so a guide only: the difference of the oldest months is the "
            "tables', no revision"
        )
        name = SERIES[row["series"]]
        parts.append(
            f"{first_large(name)}: {period_words(row['edition_old'])} against "
            f"{period_words(row['edition_new'])}, {what}."
        )
    return " ".join(
        [*parts, "From `datasets/reference/outcome_revisions.csv`, a row for each month."]
    )
