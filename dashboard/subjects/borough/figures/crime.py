"""Recorded crime and its outcomes in one place beside London's, over the same 12 months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.places import ALL, MPS, places
from dashboard.figures.sources import breaks, breaks_within
from dashboard.subjects.borough.figures.profile import NEWEST, Known, peers, residents_of
from dashboard.subjects.crime.figures.counts import offences_by_place
from dashboard.subjects.outcomes.figures.outcomes import SMALL_BASE
from dashboard.subjects.outcomes.figures.ripening import (
    holds,
    last_ripe_month,
    positive,
    ripe_from,
)
from dashboard.words.periods import day_words, month_year
from datasets import catalogue
from stats.compare import change_between_counts, difference_of_rates
from stats.funnel import standing_among
from stats.intervals import Interval
from stats.rates import poisson_rate
from stats.twelve_months import are_held, mid_year_within, months_to, sums, year_before

GROUPS_SHOWN = (
    "Violence against the person",
    "Sexual offences",
    "Robbery",
    "Burglary",
    "Vehicle offences",
    "Theft",
    "Public order offences",
)

OUTCOMES_SHOWN = ("Violence against the person", "Sexual offences", "Burglary")

TOO_FEW = f"under {SMALL_BASE} in the 12 months before"
NOT_RIPE = "too early: figures this recent are still revised, and can be compared from {month}"
NOT_HELD = "the 12 months before are not all held"


@dataclass(frozen=True)
class CountLine:
    """What was counted of one offence group in 12 months in a place, beside London's.

    Attributes:
        group: an offence group, or `all`.
        count: offences, or outcomes.
        rate, london_rate: per 1,000 residents, or per 100 offences, with 95% intervals of chance;
            None on a base under 50.
        standing: of `stats.funnel`, in the over-dispersed funnel of the places of its kind; empty
            without a rate.
        change, london_change: on the 12 months before, with 95% interval: of offences in per cent, of
            a rate of outcomes in outcomes per 100 offences; None where it is not given.
        why_no_change: why it is not: empty where it is.
    """

    group: str
    count: int
    rate: Interval | None
    london_rate: Interval | None
    standing: str
    change: Interval | None
    london_change: Interval | None
    why_no_change: str


@dataclass(frozen=True)
class CountProfile:
    """All offences first, then every group shown.

    Attributes:
        end: first day of the last of the 12 months.
        crossed: breaks and edition seams within the 24 months, in words: nothing is compared then.
        crossed_on: their dates.
        population_year: whose residents rates are per; None for outcomes.
    """

    end: pd.Timestamp
    lines: list[CountLine]
    crossed: tuple[str, ...]
    crossed_on: tuple[pd.Timestamp, ...]
    population_year: int | None = None

    def of(self, group: str) -> CountLine | None:
        """The line of an offence group; None where it is not shown."""
        return next((line for line in self.lines if line.group == group), None)


def crime_profile(area_codes: tuple[str, ...], known: Known = NEWEST) -> CountProfile | None:
    """Offences recorded in the newest 12 months per 1,000 residents, and the change on the 12 before.

    Residents are those of the mid-year that stands for the 12 months. London's offences include those
    that were not given to a borough. None where the newest 12 months are not all held.
    """
    rows = catalogue.load("recorded_offences", ["month"])
    last = min(rows["month"].max(), known.crime or pd.Timestamp.max)
    months, counted = _offences(last)
    if not are_held(months, last):
        return None
    place, alike = peers(area_codes)
    london = tuple(code for code in places() if code != MPS)
    year = mid_year_within(last, residents_of(london).index)
    people = [float(residents_of(codes)[year]) for codes in alike]
    everyone = float(residents_of(london)[year])
    lines = []
    for group in (ALL, *GROUPS_SHOWN):
        by_area = counted.get(group, {})
        years = [_together(by_area, one) for one in alike]
        whole = _together(by_area, by_area)
        why_not = _why_no_change("recorded_offences", group, months, last)
        change = None if why_not else change_between_counts(years[place][1], years[place][0])
        counts = [float(now) for now, _ in years]
        lines.append(
            CountLine(
                group,
                years[place][0],
                poisson_rate(counts[place], people[place]),
                poisson_rate(whole[0], everyone),
                str(standing_among(place, counts, people)) if sum(counts) else "",
                change,
                None if why_not else change_between_counts(whole[1], whole[0]),
                why_not or (TOO_FEW if change is None else ""),
            )
        )
    return CountProfile(last, lines, *_crossed("recorded_offences", last), year)


def _in_two_years(months: pd.Series, last: pd.Timestamp) -> pd.Series:
    return months.isin(months_to(last)) | months.isin(months_to(year_before(last)))


TwoYears = tuple[int, int]
"""A count of the newest 12 months, and of the 12 before."""

_Counted = dict[str, dict[str, TwoYears]]
"""Offence group, or `all`, -> area -> counts; what was not given to a borough has one without a name."""


@catalogue.kept("recorded_offences")
def _offences(last: pd.Timestamp) -> tuple[frozenset[pd.Timestamp], _Counted]:
    """Which of the 24 months to `last` are held, and the offences of every place in them."""
    rows = catalogue.load(
        "recorded_offences", ["month", "area_code", "offence_group", "offences_count"]
    )
    rows = rows[_in_two_years(rows["month"], last)]
    return frozenset(rows["month"]), _counted(rows, "offences_count", last)


def _counted(rows: pd.DataFrame, column: str, last: pd.Timestamp) -> _Counted:
    """Sums of a column by group and area, of rows of the 24 months to `last`."""
    is_latest = rows["month"].isin(months_to(last))
    rows = rows.fillna({"area_code": ""})  # what was not given to a borough counts for London
    sums = rows.groupby(["offence_group", "area_code", is_latest], observed=True)[column].sum()
    found: _Counted = {ALL: {}}
    for group, area, latest, count in sums.reset_index().itertuples(index=False):
        both = (int(count), 0) if latest else (0, int(count))
        for by_area in (found[ALL], found.setdefault(group, {})):
            held = by_area.get(area, (0, 0))
            by_area[area] = (held[0] + both[0], held[1] + both[1])
    return found


def _together(by_area: Mapping[str, TwoYears], areas: Iterable[str]) -> TwoYears:
    """Counts of several areas in one."""
    held = [by_area.get(area, (0, 0)) for area in areas]
    return sum(now for now, _ in held), sum(before for _, before in held)


def _crossed(
    dataset: str, last: pd.Timestamp, group: str = ALL
) -> tuple[tuple[str, ...], tuple[pd.Timestamp, ...]]:
    """Breaks between the first and the last of the 24 months: what they are, and when."""
    found = breaks_within(breaks(dataset, group), last - pd.DateOffset(months=23), last)
    return tuple(found["label"]), tuple(found["date"])


def _why_no_change(
    dataset: str, group: str, months: frozenset[pd.Timestamp], last: pd.Timestamp
) -> str:
    labels, dates = _crossed(dataset, last, group)
    if labels:
        named = [f"“{one}” ({day_words(day)})" for one, day in zip(labels, dates, strict=True)]
        return f"the year before reaches back over {' and '.join(named)}"
    return "" if are_held(months, year_before(last)) else NOT_HELD


def monthly_rates(area_codes: tuple[str, ...] | None, known: Known = NEWEST) -> pd.DataFrame:
    """Offences per 1,000 residents over 12 months, month by month; London where no place is given.

    Returns:
        date (first day of the last month), value (absent where one of the 12 months is not held).
    """
    by_area = offences_by_place()
    mine = by_area if area_codes is None else by_area.reindex(columns=list(area_codes))
    held = mine.dropna(how="all")
    offences = sums(held.sum(axis=1)).loc[: known.crime]
    by_year = residents_of(area_codes or tuple(code for code in places() if code != MPS))
    years = [mid_year_within(last, by_year.index) for last in offences.index]
    return pd.DataFrame(
        {"date": offences.index, "value": 1000 * offences.to_numpy() / by_year[years].to_numpy()}
    )


def outcome_profile(area_codes: tuple[str, ...], known: Known = NEWEST) -> CountProfile | None:
    """Positive outcomes per 100 offences of the newest 12 ripe months, and the change on the 12 before.

    London's include those of offences that were not given to a borough. A change is given only if it is
    as clear, and of the same direction, after the revision seen at the age of the newer months. None
    where every month is provisional, or the newest 12 ripe ones are not all held.
    """
    ripe = last_ripe_month()
    if ripe is None:
        return None
    last = min(ripe, known.ripe or ripe, known.outcomes or ripe)
    months, outcomes, offences = _outcomes(last)
    if not are_held(months, last):
        return None
    place, alike = peers(area_codes)
    lines = []
    for group in (ALL, *OUTCOMES_SHOWN):
        of_group = outcomes.get(group, {}), offences.get(group, {})
        flows = [_flows(*of_group, one) for one in alike]
        whole = _flows(*of_group, of_group[0])
        why_not = _why_no_change("crime_outcomes", group, months, last)
        lines.append(_outcome_line(group, place, flows, whole, why_not, last))
    return CountProfile(last, lines, *_crossed("crime_outcomes", last))


@catalogue.kept("crime_outcomes")
def _outcomes(last: pd.Timestamp) -> tuple[frozenset[pd.Timestamp], _Counted, _Counted]:
    """Which of the 24 months to `last` are held; outcomes and offences of every place in them."""
    rows = catalogue.load(
        "crime_outcomes",
        ["period_end", "area_code", "offence_group", "outcomes_count", "offences_count"],
        positive(),
    )
    rows = rows.assign(month=rows["period_end"].dt.to_period("M").dt.to_timestamp())
    rows = rows[_in_two_years(rows["month"], last)]
    outcomes = _counted(rows, "outcomes_count", last)
    return frozenset(rows["month"]), outcomes, _counted(rows, "offences_count", last)


Flow = tuple[int, int]
"""Outcomes and offences of 12 months."""


def _flows(
    outcomes: Mapping[str, TwoYears], offences: Mapping[str, TwoYears], areas: Iterable[str]
) -> tuple[Flow, Flow]:
    """Of several areas together: of the newest 12 months, and of the 12 before."""
    held = list(areas)
    now, before = zip(_together(outcomes, held), _together(offences, held), strict=True)
    return now, before


def _outcome_line(
    group: str,
    place: int,
    flows: list[tuple[Flow, Flow]],
    whole: tuple[Flow, Flow],
    why_not: str,
    last: pd.Timestamp,
) -> CountLine:
    (outcomes, offences), _ = flows[place]
    is_known = offences >= SMALL_BASE and all(now[1] for now, _ in flows)
    change, why_not_here = _ripe_change(*flows[place], why_not, last)
    return CountLine(
        group,
        outcomes,
        poisson_rate(outcomes, offences, 100) if offences >= SMALL_BASE else None,
        poisson_rate(*whole[0], 100) if whole[0][1] >= SMALL_BASE else None,
        _standing(place, [now for now, _ in flows]) if is_known else "",
        change,
        _ripe_change(*whole, why_not, last)[0],
        why_not_here,
    )


def _ripe_change(
    now: Flow, before: Flow, why_not: str, last: pd.Timestamp
) -> tuple[Interval | None, str]:
    """The change of a ratio, or why none is given: also where a revision of the newer would undo it."""
    if why_not:
        return None, why_not
    change = _change(now, before)
    if change is None:
        return None, TOO_FEW
    found = holds(last, lambda factor: _finding(_change((round(now[0] * factor), now[1]), before)))
    return (change, "") if found else (None, NOT_RIPE.format(month=month_year(ripe_from(last))))


def _finding(change: Interval | None) -> str:
    if change is None or not change.excludes_zero:
        return "no_clear_change"
    return "rise" if change.estimate > 0 else "fall"


def _standing(place: int, flows: list[Flow]) -> str:
    outcomes, offences = ([float(one[part]) for one in flows] for part in (0, 1))
    return str(standing_among(place, outcomes, offences)) if sum(outcomes) else ""


def _change(now: Flow, before: Flow) -> Interval | None:
    """Change of a ratio of flows, in outcomes per 100 offences."""
    if min(now[1], before[1]) < SMALL_BASE or now[0] > now[1] or before[0] > before[1]:
        return None
    return difference_of_rates(*now, *before, per=100)
