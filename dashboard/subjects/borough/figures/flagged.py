"""Domestic abuse and hate crime in one place beside London: two flags on offences, which overlap.

Offences are set beside London's in their newest 12 months; positive outcomes, which are recorded
otherwise since the Met's new recording system, only in the last year before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.figures.places import MPS, places
from dashboard.figures.sources import breaks, breaks_within
from dashboard.subjects.borough.figures.crime import NOT_HELD, TOO_FEW
from dashboard.subjects.borough.figures.profile import NEWEST, Known, residents_of
from dashboard.subjects.outcomes.figures.outcomes import SMALL_BASE
from dashboard.words.periods import day_words
from datasets import catalogue
from stats.compare import change_between_counts
from stats.intervals import Interval
from stats.rates import poisson_rate
from stats.twelve_months import are_held, mid_year_within, months_to, year_before

DATASET = "crime_outcomes"
SOURCES = frozenset({"mps_other_crime"})
SERIES = ("domestic_abuse", "hate_crime")
"""Never added: an offence can be both."""


@dataclass(frozen=True)
class Outcomes:
    """Positive outcomes of the last 12 months before the new recording system.

    Attributes:
        end: first day of their last month. count: positive outcomes. rate, london_rate: per 100 offences,
            with 95% intervals of chance; None on fewer than 50 offences.
    """

    end: pd.Timestamp
    count: int
    rate: Interval | None
    london_rate: Interval | None


@dataclass(frozen=True)
class Flagged:
    """One flag in one place beside London.

    Attributes:
        series: of `SERIES`. end: first day of the last of the newest 12 months.
        count: offences. rate, london_rate: per 1,000 residents, with 95% intervals of chance.
        change, london_change: on the 12 months before, per cent; None where `why_no_change` says why.
        outcomes: None where no year before the new recording system is held.
        population_year: whose residents rates are per.
    """

    series: str
    end: pd.Timestamp
    count: int
    rate: Interval
    london_rate: Interval
    change: Interval | None
    london_change: Interval | None
    why_no_change: str
    outcomes: Outcomes | None
    population_year: int


def months() -> list[pd.Timestamp]:
    """Months of either flag that are held, oldest first; none in tables from before it was loaded."""
    if "series" not in catalogue.table(DATASET).arrow.names:
        return []
    chosen = {"source_id": SOURCES, "series": list(SERIES)}
    ends = catalogue.load(DATASET, ["period_start"], chosen)["period_start"]
    return sorted(ends.unique())


def flagged(area_codes: tuple[str, ...], known: Known = NEWEST) -> list[Flagged]:
    """Each flag whose newest 12 months are all held; none where no residents or months are.

    London's offences include those that were not given to a borough.
    """
    held = [one for one in ask(months) if known.flags is None or one <= known.flags]
    if not held or not are_held(held, held[-1]):
        return []
    return [_of(series, area_codes, held) for series in SERIES]


def _of(series: str, area_codes: tuple[str, ...], held: list[pd.Timestamp]) -> Flagged:
    last = held[-1]
    by_area, london = ask(_by_month, series)
    here = pd.concat([by_area[code] for code in area_codes if code in by_area] or [london.head(0)])
    everywhere = tuple(code for code in places() if code != MPS)
    year = mid_year_within(last, residents_of(everywhere).index)
    why_not = _why_no_change(series, held)
    counts = [_offences(one, last) for one in (here, london)]
    change, london_change = (
        None if why_not else change_between_counts(_offences(one, year_before(last)), now)
        for one, now in zip((here, london), counts, strict=True)
    )
    return Flagged(
        series,
        last,
        counts[0],
        poisson_rate(counts[0], float(residents_of(area_codes)[year])),
        poisson_rate(counts[1], float(residents_of(everywhere)[year])),
        change,
        london_change,
        why_not or (TOO_FEW if change is None else ""),
        _outcomes(series, here, london, held),
        year,
    )


def _by_month(series: str) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Offences and positive outcomes a month: of each area, and of London with those of no borough."""
    columns = ["period_start", "area_code", "outcomes_count", "offences_count"]
    rows = catalogue.load(DATASET, columns, {"source_id": SOURCES, "series": series})
    rows = rows.rename(columns={"period_start": "month"})
    london = rows.groupby("month", as_index=False)[["outcomes_count", "offences_count"]].sum()
    by_area = rows.drop(columns="area_code").groupby(rows["area_code"])
    return {str(code): part for code, part in by_area}, london


def _offences(rows: pd.DataFrame, last: pd.Timestamp) -> int:
    return int(rows.loc[rows["month"].isin(months_to(last)), "offences_count"].sum())


def _why_no_change(series: str, held: list[pd.Timestamp]) -> str:
    last = held[-1]
    found = breaks(DATASET, series, SOURCES)
    crossed = breaks_within(found, last - pd.DateOffset(months=23), last)
    if len(crossed):
        days = " and ".join(day_words(day) for day in crossed["date"].drop_duplicates())
        return f"the year before reaches back over the new way of recording ({days})"
    return "" if are_held(held, year_before(last)) else NOT_HELD


def _outcomes(
    series: str, here: pd.DataFrame, london: pd.DataFrame, held: list[pd.Timestamp]
) -> Outcomes | None:
    found = breaks(DATASET, series, SOURCES)["date"]
    before = [one for one in held if found.empty or one <= found.max()]
    if not before or not are_held(before, before[-1]):
        return None
    end = before[-1]
    sums = [
        one.loc[one["month"].isin(months_to(end)), ["outcomes_count", "offences_count"]].sum()
        for one in (here, london)
    ]
    mine, theirs = (
        poisson_rate(done, offences, 100) if offences >= SMALL_BASE else None
        for done, offences in sums
    )
    return Outcomes(end, int(sums[0].iloc[0]), mine, theirs)
