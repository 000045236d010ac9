"""Stop and search: searches by ethnic group, and how they stand to those of White people."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from statistics import median

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.subjects.powers.figures.disproportion import (
    COMPUTED,
    GROUPS,
    WHITE,
    against_white,
    mask,
    masked_parts,
    people_thresholds,
    residents_by_group,
    residents_white_and_black,
)
from dashboard.subjects.powers.figures.searches import (
    MONTHLY,
    OBJECTS_FROM,
    OFFICER,
    SHORT_GROUP,
    YEAR,
    Window,
    breaks_crossed,
    calendar,
    groups_of,
    held_months,
    rows_of,
    short_months,
    window_to,
    windows,
)
from datasets import catalogue
from stats.compare import change_of_ratio, rate_ratio
from stats.intervals import Interval
from stats.second_masks import Sum, masked_cells

Cell = tuple[Hashable, str]
"""A month, or `all` for the sum of a window's, and a group."""
YEAR_BEFORE = pd.DateOffset(months=YEAR)

Pair = tuple[int, int, int, int]
"""Searches and residents of a group, then of White people."""
ODD = 1.5
"""Times the usual month of a group's searches from which on a month is odd, White people's being usual."""


@dataclass(frozen=True)
class Leading:
    """A group's ratio as the page leads with it: without its one odd month, where there is one.

    Attributes:
        ratio: of the 12 months, without `month`. pair: what it is worked out from. whole: of all of them.
        month: left out; None where none is odd. searches: of the group in it.
        usual: searches of the group in the usual other month.
        before, change: the ratio of the 12 months before, without the same month of that year, and the
            later ratio over it; None where the two cannot be compared.
    """

    ratio: Interval
    pair: Pair
    whole: Interval
    month: pd.Timestamp | None = None
    searches: int = 0
    usual: int = 0
    before: Interval | None = None
    change: Interval | None = None


def searches_by_month(
    basis: str, searched_for: str = ALL, window: Window | None = None
) -> pd.DataFrame:
    """Searches of each group in every month of the table's span.

    A held month without a row of a group is a nought; of those in no group only where the month
    tells them apart.

    Args:
        window: 12 months whose sums stand beside them, as those of the 12 before do in words: none
            of these months that is masked follows from the sums; see `masked_months`.

    Returns:
        month, ethnicity, searches_count (absent where masked or not held), is_masked, standing:
        `held`, `part` (some days of the month), `short` (the group was hardly recorded) or
        `missing`.
    """
    months, part = held_months(basis, searched_for)
    short = {(month, SHORT_GROUP) for month in short_months(basis)}
    every = _by_group(basis, ALL, "month").to_dict()
    counts = _by_group(basis, searched_for, "month").to_dict()
    hidden = frozenset() if window is None else masked_months(basis, searched_for, window)
    rows = []
    for month, group in product(calendar(), groups_of(basis)):
        told = group in GROUPS or (month, group) in every
        count = int(counts.get((month, group), 0)) if month in months and told else None
        standing = "part" if month in part else "short" if (month, group) in short else "held"
        standing = "missing" if count is None else standing
        shown = None if count is None or (month, group) in hidden else mask(count)
        rows.append((month, group, shown, count is not None and shown is None, standing))
    names = ["month", "ethnicity", "searches_count", "is_masked", "standing"]
    return pd.DataFrame(rows, columns=names).astype({"searches_count": "Int64"})


def masked_months(basis: str, searched_for: str, window: Window) -> frozenset[Cell]:
    """Months of a group whose searches are masked on a page that shows a window.

    Those of 1 to 4, and as many more as keep them from being worked out: of each group's sum over
    the 12 months and of everyone's over the groups, which the page shows, and of the sums of the 12
    months before, which its sentences on change go by.
    """
    before = window_to(f"{window.last - YEAR_BEFORE:%Y-%m}", basis, searched_for)
    both = _masked(basis, searched_for, window) | _masked(basis, searched_for, before)
    return frozenset(cell for cell in both if cell[0] != ALL)


def masked_groups(basis: str, searched_for: str, window: Window) -> frozenset[str]:
    """Groups whose sum over a window is masked, for the reasons of `masked_months`."""
    hidden = _masked(basis, searched_for, window)
    return frozenset(group for month, group in hidden if month == ALL)


def _masked(basis: str, searched_for: str, window: Window) -> frozenset[Cell]:
    """Months and sums to mask in a window; found once per choice and content of the table."""
    digest = catalogue.manifest()["datasets"]["stop_and_search"]["sha256"]
    return _masked_of(basis, searched_for, window, digest)


@lru_cache(maxsize=64)
def _masked_of(basis: str, searched_for: str, window: Window, digest: str) -> frozenset[Cell]:
    """Months and sums as one table: months add up to sums, sums of the groups to everyone's.

    All months of a group whose sum is small are masked, noughts too: which of them were searched
    months would tell what they were.
    """
    del digest  # part of the cache's key only
    counts = _by_group(basis, searched_for, "month").to_dict()
    told_apart = set(_by_group(basis, ALL, "month").index)
    cells: dict[Cell, int] = {}
    sums, throughout = [], set[Cell]()
    for group in groups_of(basis):
        months: dict[Cell, int] = {
            (month, group): int(counts.get((month, group), 0))
            for month in window.counted
            if group in GROUPS or (month, group) in told_apart
        }
        whole = cells[ALL, group] = sum(months.values())
        if whole and mask(whole) is None:
            throughout |= set(months)
        elif months:
            cells |= months
            sums.append(Sum(tuple(months), (ALL, group)))
    everyone = Sum(tuple(cell for cell in cells if cell[0] == ALL))
    return masked_cells(cells, [*sums, everyone], people_thresholds()) | throughout


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


def _by_group(basis: str, searched_for: str, *more: str) -> pd.Series:
    return rows_of(basis, searched_for).groupby([*more, "group"])["stops_count"].sum()


def counts_by_group(basis: str, searched_for: str, end: str) -> dict[str, int]:
    """Searches of each group in the 12 months to `end`, in the order of pages; nothing masked.

    Those who are in no group stand in it only where the files count them.
    """
    rows = rows_of(basis, searched_for)
    rows = rows[rows["month"].isin(window_to(end, basis, searched_for).counted)]
    counts = rows.groupby("group")["stops_count"].sum()
    shown = [group for group in groups_of(basis) if group in GROUPS or group in counts.index]
    return {group: int(counts.get(group, 0)) for group in shown}


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
        counts = _shown_by_month(basis, searched_for, held[end])
        earlier_pair = _without_month(earlier_pair, counts, but - YEAR_BEFORE, group)
        later_pair = _without_month(later_pair, counts, but, group)
    if earlier_pair is None or later_pair is None:
        return None
    earlier = rate_ratio(*earlier_pair)
    return earlier, change_of_ratio(earlier, rate_ratio(*later_pair))


def _without_month(
    pair: Pair | None, counts: Mapping[Hashable, int], month: pd.Timestamp, group: str
) -> Pair | None:
    """A pair less one month; None where that month is masked or what is left has too few searches."""
    mine, white = (counts.get((month, one), 0) for one in (group, WHITE))
    if pair is None or not mine or not white:
        return None
    rest = pair[0] - mine, pair[2] - white
    return (rest[0], pair[1], rest[1], pair[3]) if all(map(mask, rest)) else None


def _shown_by_month(basis: str, searched_for: str, window: Window) -> dict[Hashable, int]:
    """Searches by month and group, without those that are masked where the window is shown."""
    counts = _by_group(basis, searched_for, "month").to_dict()
    hidden = masked_months(basis, searched_for, window)
    return {cell: int(count) for cell, count in counts.items() if cell not in hidden}


def _pair(basis: str, searched_for: str, end: str, group: str, denominator: str) -> Pair | None:
    counts = counts_by_group(basis, searched_for, end)
    residents = residents_by_group(denominator)
    hidden = masked_groups(basis, searched_for, window_to(end, basis, searched_for))
    if any(one in hidden or not counts.get(one) for one in (group, WHITE)):
        return None
    return counts[group], residents[group], counts[WHITE], residents[WHITE]


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


def without_busiest_month(
    basis: str, searched_for: str, end: str, group: str, denominator: str = ALL
) -> tuple[pd.Timestamp, int, float] | None:
    """The month with the most searches of a group: its searches, and the ratio of the other months.

    None where a count is too small, or one of them is masked.
    """
    window = window_to(end, basis, searched_for)
    pair = _pair(basis, searched_for, end, group, denominator)
    counts = _shown_by_month(basis, searched_for, window)
    busiest = max(window.counted, key=lambda month: counts.get((month, group), 0))
    rest = _without_month(pair, counts, busiest, group)
    if rest is None:
        return None
    events, residents, white_events, white_residents = rest
    ratio = (events / residents) / (white_events / white_residents)
    return busiest, counts[busiest, group], ratio


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
    whole = rate_ratio(*pair)
    window = window_to(end, basis, searched_for)
    counts = _shown_by_month(basis, searched_for, window)
    month, usual = _odd_month(counts, window, group)
    rest = None if month is None else _without_month(pair, counts, month, group)
    if month is None or rest is None:
        before, change = year_before(*asked) or (None, None)
        return Leading(whole, pair, whole, before=before, change=change)
    before, change = year_before(*asked, but=month) or (None, None)
    number = counts[month, group]
    return Leading(rate_ratio(*rest), rest, whole, month, number, usual, before, change)


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


def _odd_month(
    counts: Mapping[Hashable, int], window: Window, group: str
) -> tuple[pd.Timestamp | None, int]:
    """The one month of a window that is odd, else None, and the searches of the usual other month."""
    busiest = max(window.counted, key=lambda month: counts.get((month, group), 0))
    others = [month for month in window.counted if month != busiest]
    usual, white = (
        median(counts.get((month, one), 0) for month in others) for one in (group, WHITE)
    )
    is_odd = (
        0 < usual * ODD <= counts.get((busiest, group), 0)
        and counts.get((busiest, WHITE), 0) < white * ODD
    )
    return (busiest if is_odd else None), int(usual)


def objects_searched(window: Window) -> pd.DataFrame:
    """What was looked for in the months of a window, everyone together, most first.

    No row where the window begins before `OBJECTS_FROM`.

    Returns:
        object_of_search, searches_count, is_masked, share_pct (of all of them).
    """
    counts = _object_counts(window).sort_values(ascending=False)
    total = int(counts.sum())
    hidden = masked_parts({str(label): int(count) for label, count in counts.items()})
    shown = {str(label): None if label in hidden else int(count) for label, count in counts.items()}
    rows = [
        (label, count, count is None, None if count is None else 100 * count / total)
        for label, count in shown.items()
    ]
    names = ["object_of_search", "searches_count", "is_masked", "share_pct"]
    return pd.DataFrame(rows, columns=names).astype(
        {"searches_count": "Int64", "share_pct": "float64"}
    )


def _object_counts(window: Window) -> pd.Series:
    columns = ["month", "object_of_search", "stops_count"]
    chosen = {"source_id": MONTHLY, "ethnicity_basis": [ALL, OFFICER]}
    rows = catalogue.load("stop_and_search", columns, chosen)
    months = window.counted if window.counted[0] >= OBJECTS_FROM else []
    rows = rows[(rows["object_of_search"] != ALL) & rows["month"].isin(months)]
    return rows.groupby("object_of_search")["stops_count"].sum()


def without_ethnicity_pct(basis: str, end: str) -> float | None:
    """Share of the searches in the 12 months to `end` that no ethnic group is known of, per cent.

    Where months are held as counts by group and counts by object, it is the difference of the two.
    """
    counts = counts_by_group(basis, ALL, end)
    known = sum(count for group, count in counts.items() if group in GROUPS)
    by_object = int(_object_counts(window_to(end, basis)).sum())
    whole = max(sum(counts.values()), by_object)
    return 100 * (whole - known) / whole if whole else None
