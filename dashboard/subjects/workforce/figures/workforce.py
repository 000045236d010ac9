"""Who works for the Met: sex, rank and year against London's people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.places import ALL
from datasets import catalogue
from datasets.schema import REFERENCE
from stats.suppression import is_masked, thresholds_of
from stats.trend import Closing, closing_year

OFFICERS = "Police officers"
Beside = tuple[pd.DataFrame, pd.DataFrame]
WINDOWS = (3, 5, 10, 15)
"""Years that "the present rate of change" can be taken over."""


LEAST_FOR_RATE = 200
"""Of fewer people than this on the last day, no closing year is worked out.

One of 200 moves the share by half a point, as much as all Met officers' share moves in a year: the
line would follow single people.
"""


@dataclass(frozen=True)
class Who:
    """A part of the Met's people.

    Attributes:
        role: as in the dataset. ranks: as in it; all where none is named.
    """

    role: str
    ranks: tuple[str, ...] = ()


SENIOR_RANKS = ("Chief inspector", "Superintendent", "Chief superintendent", "Chief officer")
"""Who counts as a senior officer: the same ranks as in the success measure."""
WHO = {
    "officers": Who(OFFICERS),
    "constables": Who(OFFICERS, ("Constable",)),
    "sergeants": Who(OFFICERS, ("Sergeant",)),
    "inspectors": Who(OFFICERS, ("Inspector",)),
    "senior": Who(OFFICERS, SENIOR_RANKS),
    "chief_inspectors": Who(OFFICERS, ("Chief inspector",)),
    "superintendents": Who(OFFICERS, ("Superintendent",)),
    "chief_superintendents": Who(OFFICERS, ("Chief superintendent",)),
    "chief_officers": Who(OFFICERS, ("Chief officer",)),
    "staff": Who("Police staff"),
    "pcsos": Who("Police community support officers"),
    "specials": Who("Special constables"),
}
RANKS = [who for who, part in WHO.items() if part.role == OFFICERS]
"""Every row of the table by rank, from the lowest up; those of senior officers after their sum."""


def women_by_year(who: str, basis: str) -> pd.DataFrame:
    """Women among a part of the Met's people on every 31 March.

    Args:
        who: a key of WHO.
        basis: `headcount` or `fte` (full-time equivalents); the two are never mixed. Special
            constables are counted by head only.

    Returns:
        date, women, people (all sexes, as the source has them), share_pct; women and share_pct are
        missing where so few could point to a person. No row where they were not counted.
    """
    part = WHO[who]
    filters = {
        "source_id": "home_office_workforce",
        "role": part.role,
        "people_basis": basis,
        **({"rank": list(part.ranks)} if part.ranks else {}),
    }
    rows = catalogue.load("workforce", ["date", "sex", "people"], filters)
    by_sex = rows[rows["sex"] != "all"]  # the September tables give no sex
    people = by_sex.groupby("date")["people"].sum()
    women = by_sex[by_sex["sex"] == "Female"].groupby("date")["people"].sum()
    table = pd.DataFrame({"women": women.reindex(people.index, fill_value=0.0), "people": people})
    table["women"] = table["women"].mask(_too_few(table["women"]))
    return table.assign(share_pct=100 * table["women"] / table["people"]).reset_index()


def _too_few(counts: pd.Series) -> pd.Series:
    written = (REFERENCE / "suppression.toml").read_text(encoding="utf-8")
    limits = thresholds_of(written, "count_of_people")
    found = [is_masked(int(count + 0.5), limits) for count in counts]
    return pd.Series(found, index=counts.index, dtype="bool")


def women_dates() -> list[pd.Timestamp]:
    """Days on which the Met's people were counted by sex, oldest first."""
    return list(women_by_year("officers", "headcount")["date"])


def by_rank(basis: str, date: pd.Timestamp) -> pd.DataFrame:
    """Women in every rank of officers, and groups of ranks, on one date.

    Returns:
        who, women, people, share_pct; a row per group of ranks that was counted on `date`, from the
        lowest rank up, those within the senior ranks last.
    """
    every = [women_by_year(who, basis).assign(who=who) for who in RANKS]
    rows = pd.concat(every)
    names = ["who", "women", "people", "share_pct"]
    return rows.loc[rows["date"] == date, names].reset_index(drop=True)


def women_of_london() -> float:
    """Share of London's residents who are women or girls at the Census of 2021, in per cent.

    The mid-year estimates that are held give no sex. The City of London is in it: the Census table
    has it in one row with Westminster.
    """
    rows = _census(["sex", "residents_count"])
    by_sex = rows.groupby("sex")["residents_count"].sum()
    return float(100 * by_sex["Female"] / by_sex.sum())


def groups_of_london() -> pd.Series:
    """Share of London's residents in each broad ethnic group at the Census of 2021, in per cent.

    Returns:
        Indexed by Asian, Black, Mixed, Other, White.
    """
    rows = _census(["ethnicity", "residents_count"])
    broad = rows["ethnicity"].str.split(":").str[0].rename("group")
    counts = rows.groupby(broad)["residents_count"].sum()
    return 100 * counts / counts.sum()


def minorities_of_london() -> float:
    """Share of London's residents who are not White at the Census of 2021, in per cent."""
    return 100.0 - float(groups_of_london()["White"])


def _census(columns: Sequence[str]) -> pd.DataFrame:
    return catalogue.load("population", columns, {"source_id": "census_2021_ethnicity"})


def closings(
    dates: Iterable[pd.Timestamp],
    shares: Iterable[float],
    reference: float,
    windows: Sequence[int] = WINDOWS,
) -> dict[int, Closing]:
    """When a gap would close at the rate of each window that ends at the newest date.

    Args:
        dates, shares: one a year, oldest first; no window holds a missing share.
        reference: share among London's people.
        windows: in years.

    Returns:
        Years of each window that the dates hold in full -> what it gives.
    """
    pairs = [(_as_year(date), share) for date, share in zip(dates, shares, strict=True)]
    found = {}
    for window in windows:
        inside = [pair for pair in pairs if pair[0] >= pairs[-1][0] - window - 0.1]
        if len(inside) == window + 1 and not any(pd.isna(share) for _, share in inside):
            years, values = zip(*inside, strict=True)
            found[window] = closing_year(years, values, reference)
    return found


def closings_of(
    rows: pd.DataFrame, reference: float, windows: Sequence[int] = WINDOWS
) -> dict[int, Closing]:
    """As `closings`; none where there are fewer than LEAST_FOR_RATE people on the last day.

    Args:
        rows: date, people, share_pct; one a year, oldest first.
    """
    if rows.empty or rows["people"].iloc[-1] < LEAST_FOR_RATE:
        return {}
    return closings(rows["date"], rows["share_pct"], reference, windows)


def _as_year(date: pd.Timestamp) -> float:
    """31 March 2022 -> 2022.24..."""
    return float(date.year + (date.day_of_year - 1) / 365.25)


def rank_closings(basis: str, last: pd.Timestamp, window: int) -> dict[str, Closing]:
    """When the gap to London's women would close in every rank, at the rate of one window.

    Returns:
        One of RANKS -> what it gives; none where the window is not held in full, or there are fewer
        than LEAST_FOR_RATE people.
    """
    london = women_of_london()
    found = {}
    for who in RANKS:
        rows = women_by_year(who, basis)
        rows = rows[rows["date"] <= last]
        one = closings_of(rows, london, [window])
        if window in one:
            found[who] = one[window]
    return found


def beside(rows: pd.DataFrame, name: str, other: str, share: float) -> Beside:
    """A share over time as lines, with one share of London's people at every date, and the gap.

    Args:
        rows: date, value, and whatever else the chart is to know, such as is_point.
        name, other: the two lines. share: of London's people, known at one date only.

    Returns:
        Lines (date, series, value, role, is_dashed, is_point) and gaps (date, value: points below or above).
    """
    level = pd.DataFrame({"date": sorted(rows["date"].unique()), "value": share})
    known = rows.assign(series=name, role="main", is_dashed=False)
    known = known if "is_point" in known else known.assign(is_point=False)
    level = level.assign(series=other, role="context", is_dashed=True, is_point=False)
    lines = pd.concat([known, level], ignore_index=True)
    return lines, rows.assign(value=rows["value"] - share)


def as_data(series: pd.DataFrame, who: str, basis: str, london: float) -> pd.DataFrame:
    """Yearly figures of `women_by_year` with everything that says what they are, for the files."""
    part = WHO[who]
    return series.rename(columns={"share_pct": "women_pct"}).assign(
        role=part.role,
        ranks=", ".join(part.ranks) or ALL,
        people_basis=basis,
        londoners_women_pct=london,
        gap_points=series["share_pct"] - london,
        source_id="home_office_workforce",
    )


def strength() -> pd.DataFrame:
    """The Met's own monthly count of its people, in full-time equivalents.

    Returns:
        date, role, people; officers first, then staff and community support officers.
    """
    rows = catalogue.load("workforce", ["date", "role", "people"], {"source_id": "mps_strength"})
    is_other = rows["role"] != OFFICERS
    order = rows.assign(is_other=is_other, size=-rows.groupby("role")["people"].transform("max"))
    return order.sort_values(["is_other", "size", "date"])[["date", "role", "people"]]
