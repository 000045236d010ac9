"""Sentences on recorded crime."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from dashboard.words.capitals import first_small
from dashboard.words.numbers import count, listed
from dashboard.words.periods import month_year, year_to


def offences_noun(group: str, subgroup: str) -> str:
    """What was counted, in a sentence: `offences`, `burglary offences`, `offences of rape`."""
    if subgroup != "all":
        return f"offences of {first_small(subgroup)}"
    return "offences" if group == "all" else f"offences of {first_small(group)}"


def crime_headline(
    subject: str,
    area_name: str,
    is_london: bool,
    latest: float | None,
    before: float | None,
    change_pct: float | None,
    end: date,
    crossed: str = "",
    few: int = 0,
) -> str:
    """How the offences of the newest 12 months moved on the 12 months before.

    Args:
        subject: what is counted, as a sentence begins with it: `Recorded crime`, `Burglary`.
        area_name, is_london: of the place.
        latest, before: of 12 months; None where those are not all held.
        change_pct: of the two; None where it is not given.
        end: last month.
        crossed: what lies between the two, as `crossed_words` says it: then they are not compared,
            which `moved_sentence` says.
        few: under which a count makes their change one of small numbers; both are then given.
    """
    start = f"{subject} in {'London' if is_london else area_name}"
    if latest is None:
        return f"{start}: no full {year_to(end)}"
    when, now = f"in the {year_to(end)}", f"{count(latest)} offences"
    if before is None or crossed:
        return f"{start} {when}: {now}"
    if change_pct is None:
        return f"{start} {when}: {now}, {count(before)} the year before"
    whole = round(abs(change_pct))
    said = (
        f"{start} {'rose' if change_pct > 0 else 'fell'} {whole}% {when}, to {now}"
        if whole
        else f"{start} about level, {year_to(end)}: {now}"
    )
    return f"{said} ({count(before)} before: small numbers)" if min(latest, before) < few else said


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


def crossed_words(has_break: bool, has_join: bool) -> str:
    """What lies between two years that are not compared: `recording changed in between`."""
    if has_break and has_join:
        return "recording changed in between, and later data begin there"
    return "recording changed in between" if has_break else "later data begin in between"


def places_headline(subject: str, unit: str, figures: Sequence[tuple[str, str]], end: date) -> str:
    """What places come to in 12 months.

    Args:
        subject: as for `crime_headline`.
        unit: what the figures are, after the subject: ` per 1,000 residents`; empty for counts.
        figures: name of each place and its figure in words.
        end: last month.
    """
    named = [f"{name} {figure}" for name, figure in figures[:MOST_IN_HEADLINE]]
    more = len(figures) - len(named)
    named += [f"{more} more below"] if more else []
    return f"{subject}{unit}, {year_to(end)}: {listed(named)}"


def single_months(figures: Sequence[tuple[str, str]], month: date) -> str:
    """What the newest month of a chart of single months has; the headline is of 12 months.

    Args:
        figures: name of each place and its figure in words; empty where none is given.
        month: the newest.
    """
    if not figures:
        return "The chart is of single months."
    named = [f"{figure} in {name}" for name, figure in figures[:MOST_NAMED]]
    more = len(figures) - len(named)
    named += [f"{more} more below"] if more else []
    return f"The chart is of single months, the newest {month_year(month)}: {listed(named)}."


def no_change(crossed: str, base: int) -> str:
    """Why a dash stands for the change on the year before; `crossed` as in `crime_headline`."""
    if crossed:
        return f"– No change on the year before, as {crossed}."
    return (
        f"– No change is given where the year before had fewer than {count(base)} offences, or is not all "
        "held."
    )


def moved_sentence(
    changes: Sequence[tuple[str, float | None]],
    crossed: str = "",
    of_few: Collection[str] = (),
    most: int = 4,
) -> str:
    """How the counts of some places moved on the year before; empty where nothing can be said.

    Args:
        changes: name and change in per cent of each place; None where it is not given.
        crossed: as in `crime_headline`.
        of_few: places whose change is from or to few offences.
        most: no sentence on more places than this: the table has them.
    """
    if crossed:
        return f"Not compared with the year before, as {crossed}."
    moved = [
        f"{name} {percent_words(change).split(' than ')[0].removesuffix(' as the year before')}"
        f"{' (small numbers)' if name in of_few else ''}"
        for name, change in changes
        if change is not None
    ]
    return f"Against the year before: {listed(moved)}." if 0 < len(moved) <= most else ""


def rate_of(name: str, caveats: Mapping[str, str]) -> str:
    """What must be said of a place's rate; empty for most places.

    Args:
        name: of the place. caveats: name -> who its victims are.
    """
    return (
        f"{name}'s rate is per resident; its victims are {caveats[name]}."
        if name in caveats
        else ""
    )


MOST_NAMED, MOST_IN_HEADLINE = 4, 2


def places_listed(names: Sequence[str]) -> str:
    """Names of places for a heading: four at most, then how many more."""
    if len(names) <= MOST_NAMED:
        return listed(names)
    more = len(names) - MOST_NAMED
    return f"{', '.join(names[:MOST_NAMED])} and {more} more place{'s' if more > 1 else ''}"


def drawn_words(chosen: int, drawn: int, in_colour: int) -> str:
    """Which of many boroughs the chart draws; empty where it draws all of them in colour."""
    if chosen <= in_colour:
        return ""
    if chosen <= drawn:
        return f"The first {in_colour} boroughs are in colour."
    return (
        f"The chart draws the first {drawn} of {chosen} boroughs, {in_colour} of them in colour; the "
        "table has all."
    )


def london_is(airports_to: date | None, newest: date) -> str:
    """What the figures for London are of.

    Args:
        airports_to: last month in which offences at airports are counted apart; None: in none.
        newest: last month on screen.
    """
    ended = airports_to is not None and airports_to < newest
    until = f" (to {month_year(airports_to)})" if ended and airports_to else ""
    airports = "" if airports_to is None else f", and offences at airports{until}"
    return (
        f"London here is the 32 boroughs, offences not given to a borough{airports}. The City of "
        "London has its own police force and is not in it."
    )


LONDON_APART = (
    "London's number is many times a borough's, so it has a chart and an axis of its own. Choose "
    "“Per 1,000 residents” to set them side by side."
)


def years_across(first: date, last: date) -> str:
    """Which 12-month totals hold months from both sides of a change, and how they are drawn."""
    ends = month_year(first) if first == last else f"{month_year(first)} up to {month_year(last)}"
    return (
        f"Do not compare the totals to {ends} with others: counting changed within their 12 months (dashed; "
        "* in the table)."
    )


RECORDED = (
    "These are crimes that the police recorded: how much is reported and recorded changes too."
)

DASHED = "Dashed: counting changed within these 12 months."


def later_data(month: date) -> str:
    """What a line of later data on the chart is; `month`: the first of the later edition."""
    return f"From {month_year(month)}: a later edition."


def highest(first: date) -> str:
    """The newest 12 months are the most on the chart, which begins with 12 months to a month."""
    return f"It is the highest on this chart, which begins in {first.year}."


def near_highest(number: float, end: date, first: date) -> str:
    """The newest 12 months are close to the most on the chart.

    Args:
        number, end: offences of the highest 12 months, and their last month.
        first: last month of the first 12.
    """
    return (
        f"It is near the highest on this chart, which begins in {first.year}: {count(number)}, "
        f"{year_to(end)}."
    )


ACROSS = ", 12 months across a change"
"""Said under the pointer after a dashed figure."""

SHARE_OF_WHAT = (
    "A share is of all offences recorded in the same place and months, so it can rise because other "
    "offences fell."
)
