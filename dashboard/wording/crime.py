"""Sentences on recorded crime."""

from __future__ import annotations

from datetime import date

from dashboard.wording.numbers import count, month_year


def offences_noun(group: str, subgroup: str) -> str:
    """What was counted, in a sentence: `offences`, `burglary offences`, `offences of rape`."""
    if subgroup != "all":
        return f"offences of {_lower(subgroup)}"
    return "offences" if group == "all" else f"offences of {_lower(group)}"


def _lower(label: str) -> str:
    """First letter small, unless the word is an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def crime_headline(
    noun: str,
    area_name: str,
    is_london: bool,
    latest: float | None,
    before: float | None,
    change_pct: float | None,
    end: date,
) -> str:
    """Offences in the newest 12 months, and against the 12 months before; None where not all held."""
    where = "London" if is_london else area_name
    if latest is None:
        return (
            f"{noun[:1].upper()}{noun[1:]} recorded in {where}: no full year to {month_year(end)}"
        )
    now = f"{count(latest)} {noun} recorded in {where} in the year to {month_year(end)}"
    if before is None:
        return now
    if change_pct is None:
        return f"{now}; {count(before)} the year before"
    return f"{now}, {percent_words(change_pct)}"


def percent_words(change_pct: float) -> str:
    """A change of a count on the year before, to whole per cents."""
    whole = round(abs(change_pct))
    if whole == 0:
        return "about the same as the year before"
    return f"{whole}% {'more' if change_pct > 0 else 'fewer'} than the year before"


def rate_note(population_year: int, newest_year: int) -> str:
    """Which residents a rate is set against."""
    if newest_year > population_year:
        return (
            f"Rates use the mid-year population of each year; the newest estimate, "
            f"{population_year}, is carried forward to {newest_year}."
        )
    return "Rates use the mid-year population of each year."
