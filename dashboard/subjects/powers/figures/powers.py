"""Stop and search: how each group's searches per resident stand to those of White people."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from statistics import median

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.subjects.powers.figures.counts import (
    counts_by_group,
    masked_groups,
    searches_by_month,
    shown_by_month,
)
from dashboard.subjects.powers.figures.disproportion import (
    COMPUTED,
    WHITE,
    against_white,
    mask,
    residents_by_group,
    residents_white_and_black,
)
from dashboard.subjects.powers.figures.searches import (
    OFFICER,
    SHORT_GROUP,
    YEAR,
    YEAR_BEFORE,
    Window,
    breaks_crossed,
    groups_of,
    short_months,
    window_to,
    windows,
)
from stats.compare import change_of_ratio, rate_ratio
from stats.intervals import Interval

Pair = tuple[int, int, int, int]
"""Searches and residents of a group, then of White people."""
ODD = 1.5
"""Times the usual month of a group's searches from which on a month is odd, White people's being usual."""


@dataclass(frozen=True)
class Leading:
    """A group's ratio as the page leads with it: without its one odd month, where there is one.

    Attributes:
        ratio: of the 12 months, without `month`. pair: what it is worked out from. whole: of all of them.
        busiest: the month with the most searches of the group; None where it is masked, or leaves too few.
        searches: of the group in it. usual: of the group in the usual other month. without: the ratio of
            the other months.
        month: the busiest where it is odd, and so left out; None where none is.
        before, change: the ratio of the 12 months before, without the same month of that year, and the
            later ratio over it; None where the two cannot be compared.
    """

    ratio: Interval
    pair: Pair
    whole: Interval
    busiest: pd.Timestamp | None = None
    searches: int = 0
    usual: int = 0
    without: Interval | None = None
    month: pd.Timestamp | None = None
    before: Interval | None = None
    change: Interval | None = None


def rates_by_group(basis: str, searched_for: str, end: str, denominator: str = ALL) -> pd.DataFrame:
    """Searches of each group per 1,000 residents and against White people; see `against_white`.

    Rates are of the months held, not made up to a year. A group that was hardly recorded in one of
    them (`is_short`) has a count and no rate.
    """
    counts = counts_by_group(basis, searched_for, end)
    hidden = masked_groups(basis, searched_for, window_to(end, basis, searched_for))
    found = against_white(counts, residents_by_group(denominator), hidden)
    short = set(window_to(end, basis, searched_for).counted) & set(short_months(basis))
    found = found.assign(is_short=(found["ethnicity"] == SHORT_GROUP) & bool(short))
    found.loc[found["is_short"], COMPUTED] = float("nan")
    return found


def ratios_by_month(
    basis: str, searched_for: str = ALL, denominator: str = ALL, window: Window | None = None
) -> pd.DataFrame:
    """Each group's rate over White people's, month by month; whole months only.

    Args:
        window: as `searches_by_month`.

    Returns:
        month, ethnicity, ratio, ratio_low, ratio_high; absent in a month that is missing or held in
        part, or where a count is nought or masked.
    """
    monthly = searches_by_month(basis, searched_for, window)
    held = monthly.assign(
        searches_count=monthly["searches_count"].where(monthly["standing"] == "held")
    )
    wide = held.pivot_table(
        index="month", columns="ethnicity", values="searches_count", dropna=False, aggfunc="sum",
        min_count=1,
    )  # fmt: skip
    residents = residents_by_group(denominator)
    found = []
    for group in [one for one in groups_of(basis) if one in residents and one != WHITE]:
        for month, count, white in zip(wide.index, wide[group], wide[WHITE], strict=True):
            is_known = pd.notna(count) and pd.notna(white) and count > 0 and white > 0
            pair = (
                (int(count), residents[group], int(white), residents[WHITE]) if is_known else None
            )
            ratio = (None, None, None) if pair is None else _limits(rate_ratio(*pair))
            found.append((month, group, *ratio))
    names = ["month", "ethnicity", "ratio", "ratio_low", "ratio_high"]
    return pd.DataFrame(found, columns=names).astype(dict.fromkeys(names[2:], "float64"))


def _limits(found: Interval) -> tuple[float, float, float]:
    return found.estimate, found.low, found.high


def leading(
    basis: str, searched_for: str, end: str, group: str, denominator: str = ALL
) -> Leading | None:
    """The ratio that the page leads with; None where a count is too small.

    A month is odd where a group was searched at least `ODD` times as often as in its usual other month
    and White people were not: such a month would lend the whole year its ratio.
    """
    asked = (basis, searched_for, end, group, denominator)
    pair = _pair(*asked)
    if pair is None:
        return None
    whole, window = rate_ratio(*pair), window_to(end, basis, searched_for)
    counts = shown_by_month(basis, searched_for, window)
    busiest = max(window.counted, key=lambda month: counts.get((month, group), 0))
    rest = _without_month(pair, counts, busiest, group)
    if rest is None:
        before, change = year_before(*asked) or (None, None)
        return Leading(whole, pair, whole, before=before, change=change)
    others = [month for month in window.counted if month != busiest]
    usual, white = (
        median(counts.get((month, one), 0) for month in others) for one in (group, WHITE)
    )
    number, without = counts[busiest, group], rate_ratio(*rest)
    is_odd = 0 < usual * ODD <= number and counts[busiest, WHITE] < white * ODD
    month = busiest if is_odd else None
    before, change = year_before(*asked, but=month) or (None, None)
    led = (without, rest) if is_odd else (whole, pair)
    return Leading(*led, whole, busiest, number, int(usual), without, month, before, change)


def other_years(
    basis: str, searched_for: str, end: str, group: str, denominator: str = ALL
) -> list[tuple[pd.Timestamp, float, float]]:
    """How the ratio moved in earlier years that can be compared, newest first: what a year does to it.

    Returns:
        last month of each 12 months before `end` that end in the same month; the ratio of the 12 before
        them, and theirs, both as the page would lead with them.
    """
    last = pd.Timestamp(end)
    ends = [
        one
        for one in windows(basis, searched_for)
        if pd.Timestamp(one) < last and pd.Timestamp(one).month == last.month
    ]
    leads = [(one, leading(basis, searched_for, one, group, denominator)) for one in ends]
    return [
        (pd.Timestamp(one), lead.before.estimate, lead.ratio.estimate)
        for one, lead in leads
        if lead is not None and lead.before is not None
    ]


def year_before(
    basis: str,
    searched_for: str,
    end: str,
    group: str,
    denominator: str = ALL,
    but: pd.Timestamp | None = None,
) -> tuple[Interval, Interval] | None:
    """A group's ratio in the 12 months before, and the later ratio over it.

    None where either period is not whole, a break in the series lies in or between them, or a
    count is too small.

    Args:
        but: a month of the later period to leave out, and with it the same month a year before, so
            that like months are compared.
    """
    held = windows(basis, searched_for)
    before = f"{pd.Timestamp(end) - pd.DateOffset(months=YEAR):%Y-%m}"
    if before not in held or not (held[end].is_whole and held[before].is_whole):
        return None
    if breaks_crossed(basis, held[before].first, held[end].last):
        return None
    earlier_pair = _pair(basis, searched_for, before, group, denominator)
    later_pair = _pair(basis, searched_for, end, group, denominator)
    if but is not None:
        counts = shown_by_month(basis, searched_for, held[end])
        earlier_pair = _without_month(earlier_pair, counts, but - YEAR_BEFORE, group)
        later_pair = _without_month(later_pair, counts, but, group)
    if earlier_pair is None or later_pair is None:
        return None
    earlier = rate_ratio(*earlier_pair)
    return earlier, change_of_ratio(earlier, rate_ratio(*later_pair))


def _pair(basis: str, searched_for: str, end: str, group: str, denominator: str) -> Pair | None:
    counts = counts_by_group(basis, searched_for, end)
    residents = residents_by_group(denominator)
    hidden = masked_groups(basis, searched_for, window_to(end, basis, searched_for))
    if any(one in hidden or not counts.get(one) for one in (group, WHITE)):
        return None
    return counts[group], residents[group], counts[WHITE], residents[WHITE]


def _without_month(
    pair: Pair | None, counts: Mapping[Hashable, int], month: pd.Timestamp, group: str
) -> Pair | None:
    """A pair less one month; None where that month is masked or what is left has too few searches."""
    mine, white = (counts.get((month, one), 0) for one in (group, WHITE))
    if pair is None or not mine or not white:
        return None
    rest = pair[0] - mine, pair[2] - white
    return (rest[0], pair[1], rest[1], pair[3]) if all(map(mask, rest)) else None


def ratio_with_mixed(searched_for: str, end: str, denominator: str = ALL) -> float | None:
    """Black people's ratio if residents of Mixed White and Black background were counted as Black.

    Officers record no Mixed group, so this is how far that can matter. None where a count is too
    small.
    """
    pair = _pair(OFFICER, searched_for, end, "Black", denominator)
    if pair is None:
        return None
    count, people, white_count, white_people = pair
    wider = people + residents_white_and_black(denominator)
    return (count / wider) / (white_count / white_people)
