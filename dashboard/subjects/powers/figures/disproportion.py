"""Events of each ethnic group set against residents, and against White people."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from functools import cache
from typing import Any, TypeVar

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.figures.places import residents as residents_by_year
from datasets import catalogue
from datasets.schema import REFERENCE
from stats.compare import difference_of_rates, rate_ratio
from stats.intervals import Interval
from stats.rates import rate_per
from stats.second_masks import Sum, masked_cells
from stats.suppression import Thresholds, is_masked, thresholds_of

Part = TypeVar("Part", bound=Hashable)
WHITE = "White"
GROUPS = ("Black", "Mixed", "Asian", "Other", WHITE)
"""The Census's broad groups, in the order of pages; every finer group's name begins with one."""

CENSUS = "census_2021_ethnicity"
CENSUS_YEAR = 2021
CITY_CODE = "E09000001"
DENOMINATORS = {ALL: "All ages, Census 2021", "11-61": "Ages 11 to 61, Census 2021"}
"""Residents that a rate can be set against: `age_band` of `population` -> name."""

COMPUTED = [
    *("rate_per_1000", "ratio", "ratio_low", "ratio_high"),
    *("difference_per_1000", "difference_low", "difference_high"),
]
COLUMNS = ["ethnicity", "events_count", "is_masked", "residents_count", *COMPUTED]


@cache
def people_thresholds() -> Thresholds:
    """Which counts of people are masked."""
    written = (REFERENCE / "suppression.toml").read_text(encoding="utf-8")
    return thresholds_of(written, "count_of_people")


def mask(count: int) -> int | None:
    """A count of people, or None where it is 1 to 4 and could point to one."""
    return None if is_masked(count, people_thresholds()) else count


def broad_group(label: str) -> str:
    """`Asian: Indian`, `Asian Indian` -> `Asian`; a label of no broad group stays as it is."""
    first = label.replace(":", " ").split(" ")[0]
    return first if first in GROUPS else label


def denominators() -> dict[str, str]:
    """The denominators that are held by ethnic group: `age_band` -> name."""
    rows = catalogue.load("population", ["ethnicity", "age_band"], {"year": CENSUS_YEAR})
    held = set(rows.loc[rows["ethnicity"] != ALL, "age_band"])
    return {band: name for band, name in DENOMINATORS.items() if band in held}


def residents_by_group(age_band: str = ALL) -> dict[str, int]:
    """London's residents in each broad ethnic group on the day of the Census, the City included."""
    rows = _census(age_band)
    counts = rows.groupby(rows["ethnicity"].map(broad_group))["residents_count"].sum()
    return {group: int(counts[group]) for group in GROUPS if group in counts}


def residents_white_and_black(age_band: str = ALL) -> int:
    """London's residents of Mixed White and Black background (African and Caribbean together)."""
    rows = _census(age_band)
    is_both = rows["ethnicity"].str.startswith("Mixed: White and Black")
    return int(rows.loc[is_both, "residents_count"].sum())


def city_residents() -> int:
    """Residents of the City of London in mid-2021, whom the Census's counts cannot leave out."""
    return int(residents_by_year(CITY_CODE)[CENSUS_YEAR])


def _census(age_band: str) -> pd.DataFrame:
    rows = catalogue.load(
        "population",
        ["ethnicity", "residents_count"],
        {"year": CENSUS_YEAR, "age_band": age_band},
    )
    return rows[rows["ethnicity"] != ALL]


def masked_parts(counts: Mapping[Part, int]) -> frozenset[Part]:
    """Counts to mask of parts whose total is known: those of 1 to 4, and never one alone."""
    return masked_cells(counts, [Sum(tuple(counts))], people_thresholds())


def against_white(
    counts: Mapping[str, int], residents: Mapping[str, int], hidden: Collection[str] = ()
) -> pd.DataFrame:
    """Rates of each group and how they stand to those of White people.

    Args:
        counts: group -> events; a group without residents (not recorded) gets no rate.
        residents: group -> people.
        hidden: groups whose counts are masked though they are not small, so that no small one can be
            worked out; see `masked_parts`.

    Returns:
        `COLUMNS`, a row a group in the order of `counts`; rates and differences per 1,000 residents.
        A masked count is absent and `is_masked`, with everything computed from it; so is every
        ratio where White people's count is masked, either is nought, or events outnumber residents.
    """
    shown = {group: None if group in hidden else mask(count) for group, count in counts.items()}
    reference = (shown.get(WHITE), residents.get(WHITE))
    rows = [
        {
            "ethnicity": group,
            "events_count": count,
            "is_masked": count is None,
            "residents_count": residents.get(group),
            **_rate(count, residents.get(group)),
            **({} if group == WHITE else _compared(count, residents.get(group), *reference)),
        }
        for group, count in shown.items()
    ]
    found = pd.DataFrame(rows, columns=COLUMNS)
    whole = {"events_count": "Int64", "residents_count": "Int64", "is_masked": "bool"}
    numbers = dict.fromkeys(COMPUTED, "float64")
    return found.astype({**whole, **numbers})


def _rate(count: int | None, people: int | None) -> dict[str, Any]:
    if people is None or count is None:
        return {}
    return {"rate_per_1000": rate_per(count, people)}


def _compared(
    count: int | None, people: int | None, white_count: int | None, white_people: int | None
) -> dict[str, Any]:
    if not people or not white_people or not count or not white_count:
        return {}
    if count > people or white_count > white_people:
        return {}  # the intervals take every event for another resident
    ratio = rate_ratio(count, people, white_count, white_people)
    difference = difference_of_rates(count, people, white_count, white_people)
    return {**_named("ratio", ratio, "ratio"), **_named("difference", difference)}


def _named(name: str, found: Interval, estimate: str = "difference_per_1000") -> dict[str, float]:
    return {estimate: found.estimate, f"{name}_low": found.low, f"{name}_high": found.high}
