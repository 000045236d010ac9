"""Sentences on crimes with an outcome. Kinds of outcome are named, never joined. Pure functions."""

from __future__ import annotations

from datetime import date

from dashboard.wording.numbers import count, month_year


def outcomes_headline(
    group: str,
    area_name: str,
    is_london: bool,
    rate_pct: float | None,
    before_pct: float | None,
    end: date,
) -> str:
    """Positive outcomes per 100 offences in 12 months, and in the 12 before."""
    where = "London" if is_london else area_name
    what = "offences" if group == "all" else f"offences of {_lower(group)}"
    if rate_pct is None:
        return f"{where}: too few {what} in the year to {month_year(end)} for a rate"
    now = (
        f"{rate_pct:.1f} positive outcomes for every 100 {what} recorded in {where} in the year to "
        f"{month_year(end)}"
    )
    if before_pct is None:
        return now
    if round(rate_pct, 1) == round(before_pct, 1):
        return f"{now}, the same as the year before"
    return f"{now}, against {before_pct:.1f} the year before"


def outcomes_cell(rate_pct: float | None) -> str:
    """A rate in a table."""
    return "–" if rate_pct is None else f"{rate_pct:.1f}%"


def outcomes_alt(title: str, end: date, rate_pct: float, high: float, low: float) -> str:
    """What the chart shows, for who cannot see it."""
    return (
        f"Line chart: {title}. {rate_pct:.1f}% in {month_year(end)}; highest {high:.1f}%, lowest "
        f"{low:.1f}%."
    )


FOUR_KINDS = (
    "Positive outcomes, sanction detections, charges and convictions are four different things. The "
    "chart is of positive outcomes: charges, but also cautions, warnings, penalty notices and other "
    "actions. It is not a charge rate."
)

TWO_FLOWS = (
    "A rate sets outcomes recorded in a period against offences recorded in the same period. Many of "
    "the outcomes are of earlier offences, so it can rise because old cases were closed."
)


def outcomes_break(label: str, detail: str) -> str:
    """A break in the series, and what it does to a comparison."""
    return (
        f"{detail} The line breaks there ({_lower(label)}): figures before and after do not compare, and "
        "12 months on both sides of it are not shown."
    )


def newest_months(rates: list[float], end: date) -> str:
    """The single months behind the newest figure: what closed cases are of, nobody can tell."""
    shown = ", ".join("–" if rate != rate else f"{rate:.1f}%" for rate in rates)
    return (
        f"The last three single months, to {month_year(end)}, are {shown}. Whether more crimes were "
        "solved or old cases closed cannot be told from these figures."
    )


def too_few(base: int) -> str:
    """Why a rate is missing."""
    return f"No rate is given on fewer than {count(base)} offences in the period."


def where_and_note(document: str, place: str, note: object) -> str:
    """Where a figure is printed and, where there is one, the note on how far to trust it."""
    where = f"{document}, {place}."
    return f"{where} {note}" if isinstance(note, str) and note else where


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
