"""Recorded crime of every place in one year, for the map and for places side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.places import ALL, EVERYONE, MPS, places
from dashboard.subjects.crime.figures.counts import crime_months
from datasets import catalogue
from datasets.rows import Between
from stats.rates import SMALL_BASE, percent_change, rate_per
from stats.twelve_months import are_held, mid_year_within, months_to

NO_CHANGE_UNDER = SMALL_BASE
"""Offences in the year before under which no change on it is given."""

_NONE = float("nan")


def places_in_year(group: str, subgroup: str, last: pd.Timestamp) -> pd.DataFrame:
    """The Met's area and every borough in the 12 months to a month.

    Args:
        group, subgroup: names, or `all`.
        last: first day of the last month.

    Returns:
        area_code, area_name, offences_count, before_count (the 12 months before), rate_per_1000,
        share_pct (of all offences of the place), change_pct (on the year before; absent on a base
        under 50), population_year; the Met's area first, boroughs by name. Absent where the months
        are not all held, or where the kind of offence was not in use in all of them.
    """
    latest, before = (_counts(group, subgroup, last, years) for years in (0, 1))
    whole = _counts(ALL, ALL, last, 0)
    year, people = _residents(last)
    rows = [_row(code, name, latest, before, whole, people) for code, name in places().items()]
    return pd.DataFrame(rows).assign(population_year=year)


def _residents(last: pd.Timestamp) -> tuple[int, pd.Series]:
    """The mid-year that stands for 12 months, and residents by place."""
    wanted = [code for code in places() if code != MPS]
    rows = catalogue.load(
        "population", ["year", "area_code", "residents_count"], {**EVERYONE, "area_code": wanted}
    )
    year = mid_year_within(last, set(rows["year"]))
    people = rows[rows["year"] == year].set_index("area_code")["residents_count"]
    return year, pd.concat([people.astype("int64"), pd.Series({MPS: int(people.sum())})])


def _row(
    code: str,
    name: str,
    latest: pd.Series | None,
    before: pd.Series | None,
    whole: pd.Series | None,
    people: pd.Series,
) -> dict[str, Any]:
    now, earlier, every = (_of(code, counts) for counts in (latest, before, whole))
    change = None if now is None or earlier is None else percent_change(earlier, now)
    has_share = now is not None and every is not None and every >= SMALL_BASE
    return {
        "area_code": code,
        "area_name": name,
        "offences_count": _NONE if now is None else now,
        "before_count": _NONE if earlier is None else earlier,
        "rate_per_1000": _NONE if now is None else rate_per(now, people[code]),
        "share_pct": 100 * (now or 0) / (every or 1) if has_share else _NONE,
        "change_pct": _NONE if change is None else change,
    }


def _of(code: str, counts: pd.Series | None) -> float | None:
    if counts is None:
        return None
    return float(counts.sum() if code == MPS else counts.get(code, 0))


def _counts(group: str, subgroup: str, last: pd.Timestamp, years: int) -> pd.Series | None:
    """Offences by place in 12 months some years earlier, those of no place under ""; or None."""
    end = last - pd.DateOffset(years=years)
    if not are_held(crime_months(MPS, group, subgroup).index, end):
        return None
    filters: dict[str, Any] = {"month": Between(months_to(end)[0], end)}
    filters |= {} if group == ALL else {"offence_group": group}
    filters |= {} if subgroup == ALL else {"offence_subgroup": subgroup}
    rows = catalogue.load("recorded_offences", ["area_code", "offences_count"], filters)
    codes = rows["area_code"].astype("object").fillna("")
    return rows.groupby(codes)["offences_count"].sum()


def rate_caveats() -> dict[str, str]:
    """What must be said of a place's rate per resident: name -> a few words; few places have any."""
    table = catalogue.reference("places")
    said = table[table["rate_caveat"] != ""]
    return dict(zip(said["area_name"], said["rate_caveat"], strict=True))


def outlines() -> pd.DataFrame:
    """Outlines of the boroughs: area_code, area_name, geometry (GeoJSON text)."""
    return catalogue.load("boundaries", ["area_code", "area_name", "geometry"])
