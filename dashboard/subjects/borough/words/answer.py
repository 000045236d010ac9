"""The answer of a place: a headline, and a sentence each on trust, recorded crime and burglaries solved.

Pure functions. Each sentence has its date, and says whether what it tells of could be chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from dashboard.words.capitals import first_large
from dashboard.words.intervals import SPREAD_STANDINGS, Three, decimals_of
from dashboard.words.numbers import percent, points
from dashboard.words.periods import year_to
from dashboard.words.survey import LUCK, UNOFFICIAL
from stats.intervals import side_of

TRUST, CRIME, SOLVED = "Trust in the Met", "Recorded crime", "Burglaries solved"
"""What each sentence is about, before its colon."""
SURE, UNSURE = "more than chance would explain", "too few interviews to be sure"
SOLVED_MEANS = "Solved: suspect charged, cautioned or otherwise dealt with."
STAR = f"* {first_large(UNOFFICIAL)}."
_SINCE = " since the Review"
_LINE, _LINES = 24, 3
"""Characters of a headline on a line of a phone, and how many lines it may take."""
_SAME_WITHIN = 5.0
"""Per cent: a change whose whole interval lies closer to none than this is called about the same."""


@dataclass(frozen=True)
class Trust:
    """A place's newest share of one measure, as sentences need it.

    Attributes:
        pct, end: per cent, and the end of its year.
        change: since the Review with its 95% interval, points; None where none is given.
        not_among: where a change that is clear alone is not clear among all places: their number.
        is_read_off: whether the share was read off a dashboard.
        why_no_change: why none is given; empty where one is.
    """

    pct: float
    end: date
    change: Three | None = None
    not_among: int = 0
    is_read_off: bool = False
    why_no_change: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether its change is more than chance would explain, among all places too."""
        if self.change is None or self.not_among:
            return False
        return side_of(*self.change[1:]) != "not_clear" and bool(round(self.change[0]))

    @property
    def since(self) -> str:
        """`22 points down since the Review`; whether it could be chance; empty without a change."""
        if self.change is None:
            return ""
        if round(self.change[0]) == 0:
            return "no clear change since the Review"
        return f"{self._moved}{'' if self.is_clear else ' (could be chance)'}"

    @property
    def _moved(self) -> str:
        size = self.change[0] if self.change else 0
        return f"{points(size)} {'up' if size > 0 else 'down'} since the Review"

    @property
    def year(self) -> str:
        """`year to March 2026`, with a star where the share was read off a dashboard."""
        return f"{year_to(self.end)}{'*' if self.is_read_off else ''}"


def headline(name: str, trust: Trust | None, crimes: Three | None) -> str:
    """What the page leads with: newest trust, and whether it has clearly changed; else recorded crime.

    Args:
        name: of the place.
        trust: its newest; None without one.
        crimes: change of all offences on the year before, per cent; None without one.
    """
    if trust is None:
        return name if crimes is None else f"{name}: recorded crime {_change(crimes)}"
    found = f"{name}: {percent(trust.pct)} trust the Met"
    if trust.change is None:
        return found
    moved = trust.since if trust.is_clear else f"no clear change{_SINCE}"
    whole = f"{found}, {moved}"
    # The sentence below it says since when, too: a long name has three lines on a phone all the same.
    return whole if len(wrap(whole, _LINE)) <= _LINES else whole.removesuffix(_SINCE)


def trust_sentence(trust: Trust) -> str:
    """`64%, 4 points up since the Review, too few interviews to be sure (year to March 2026)`."""
    share = percent(trust.pct)
    if trust.change is None:
        return (
            f"{share} ({trust.year}). No change since the Review is given: {trust.why_no_change}."
        )
    if round(trust.change[0]) == 0:
        moved = "as at the Review; too few interviews to see a small change"
    elif trust.is_clear:
        moved = f"{trust._moved}, {SURE}"
    elif trust.not_among:
        moved = f"{trust._moved}; {LUCK.format(trust.not_among)}"
    else:
        moved = f"{trust._moved}, {UNSURE}"
    return f"{share}, {moved} ({trust.year})."


def no_trust(name: str) -> str:
    """Where no share of a place is published."""
    return f"no figure is published for {name} in a year that London has too."


def crime_sentence(
    crimes: Three | None, burglaries: Three | None, end: date, why_not: str = ""
) -> str:
    """`about the same as last year; burglary down 10% (year to June 2026)`.

    Args:
        crimes, burglaries: changes on the year before with their 95% intervals, per cent; None where
            none is given. end: last month.
        why_not: why none of all crimes is given.
    """
    year = f"({year_to(end)})"
    if crimes is None:
        return f"no change on last year is given {year}: {why_not}."
    all_crimes, burglary = _change(crimes), None if burglaries is None else _change(burglaries)
    if burglary is None:
        return f"{all_crimes} {year}."
    if burglary == all_crimes == _SAME:
        return f"{_SAME}, and so is burglary {year}."
    return f"{all_crimes}; burglary {_without_year(burglary)} {year}."


_SAME = "about the same as last year"


def _change(change: Three) -> str:
    """`down 4.8% on last year`, `about the same as last year`, `up 6% on last year, which could be chance`."""
    size, low, high = change
    way = f"{'up' if size > 0 else 'down'} {abs(size):.{decimals_of(change)}f}% on last year"
    if side_of(low, high) != "not_clear":
        return way
    if max(abs(low), abs(high)) < _SAME_WITHIN:
        return _SAME
    return f"{way}, which could be chance" if round(size) else "no clear change on last year"


def _without_year(words: str) -> str:
    """The same after a sentence that names the year."""
    return words.replace(" as last year", "").replace(" on last year", "")


def solved_sentence(
    here: float | None, london: float | None, standing: str, end: date, among: str
) -> str:
    """`about 4 in 100, London 6; not unusual among London's boroughs (year to August 2025)`.

    Args:
        here, london: positive outcomes per 100 burglaries; None on too few.
        standing: of `stats.funnel`. end: last month. among: the places of its kind.
    """
    if here is None:
        return f"too few burglaries to say ({year_to(end)})."
    of_london = ""
    if london is not None:
        is_equal = _in_100(here) == _in_100(london)
        of_london = ", as in London" if is_equal else f", London {_in_100(london)}"
    beside = f"; {SPREAD_STANDINGS[standing]} among {among}" if standing in SPREAD_STANDINGS else ""
    return f"about {_in_100(here)} in 100{of_london}{beside} ({year_to(end)}).".replace(
        "about under", "under"
    )


def _in_100(rate: float) -> str:
    return f"{rate:.0f}" if round(rate) else "under 1"
