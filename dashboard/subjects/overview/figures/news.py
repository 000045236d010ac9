"""What the Overview's news stands on beside the verdicts: a year of recorded crime, and searches by group."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.places import MPS
from dashboard.subjects.crime.figures.breaks import changes_between
from dashboard.subjects.crime.figures.counts import crime_months, twelve_months_against
from dashboard.subjects.crime.figures.signal import monthly_signal
from dashboard.subjects.powers.figures import powers, searches
from datasets import catalogue
from stats.intervals import side_of

NEEDED = {"crime": ("recorded_offences",), "powers": ("stop_and_search", "population")}
"""Page whose news it is -> the tables that it takes."""
GROUP = "Black"
"""The ethnic group that the page of searches sets against White people first."""


@dataclass(frozen=True)
class CrimeYear:
    """Offences recorded in London in the newest 12 months.

    Attributes:
        offences, before: of the 12 months, and of those before; None where those are not all held.
        change_pct: of the two; None where it is not given, as where recording changed in between.
        end: first day of the last month.
        signal: what that month is beside its usual range, as `Signal.rows` has it; None: not judged.
    """

    offences: float
    before: float | None
    change_pct: float | None
    end: pd.Timestamp
    signal: str | None


@dataclass(frozen=True)
class Odd:
    """The odd month of a year of searches, as `powers.leading` finds it.

    Attributes:
        month: its first day. number: searches of the group in it; `usual`, in the usual other month.
        later, before: the ratio without it, and of the year before without the same month.
    """

    month: pd.Timestamp
    number: int
    usual: int
    later: float
    before: float


@dataclass(frozen=True)
class Searches:
    """How many times as often as White people those of a group were searched, per resident.

    Attributes:
        ratio, before: in the newest 12 months, and in those before.
        end: first day of the last month.
        is_clear: whether the two differ by more than chance, without the odd month too.
        odd: that month; None where there is none.
    """

    ratio: float
    before: float
    end: pd.Timestamp
    is_clear: bool
    odd: Odd | None = None


def are_held(page: str) -> bool:
    """Whether the tables of a page's news are published."""
    return all(map(catalogue.is_readable, NEEDED[page]))


def crime_year() -> CrimeYear | None:
    """Recorded crime in the newest 12 months; None where they are not all held."""
    counts = crime_months(MPS)
    if counts.empty:
        return None
    end = counts.index.max()
    offences, before, change = twelve_months_against(counts, end)
    if offences is None:
        return None
    if not changes_between(end - pd.DateOffset(months=23), end).empty:
        before = change = None
    found = monthly_signal(MPS, "all", "all", end)
    signal = str(found.last["signal"]) if found is not None and found.is_judged else None
    return CrimeYear(offences, before, change, end, signal)


def searches_of_group() -> Searches | None:
    """Searches of `GROUP` against White people; None where two years in a row cannot be compared."""
    basis, everything = searches.OFFICER, "all"
    end = next(iter(searches.windows(basis, everything)), None)
    if end is None:
        return None
    found = powers.year_before(basis, everything, end, GROUP)
    lead = powers.leading(basis, everything, end, GROUP)
    if found is None or lead is None:
        return None
    before, change = found
    changes, odd = [change], None
    if lead.month is not None and lead.before is not None and lead.change is not None:
        odd = Odd(lead.month, lead.searches, lead.usual, lead.ratio.estimate, lead.before.estimate)
        changes.append(lead.change)
    sides = {side_of(one.low, one.high, 1) for one in changes}
    is_clear = len(sides) == 1 and "not_clear" not in sides
    later = before.estimate * change.estimate
    return Searches(later, before.estimate, pd.Timestamp(end), is_clear, odd)
