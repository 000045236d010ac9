"""Finds charges per 100 recorded offences by financial year, and what a verdict on them needs more.

The recorded basis alone: charged so far, of the offences recorded in the year. Charges are the Home
Office's; the offences of a group are the Met's own counts of all its places, as the Home Office's table
held has them for all offences only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from data_pipeline.derived.found import (
    ID,
    Found,
    Frames,
    Two,
    editions_of,
    labelled,
    nearest,
    rows_of,
)
from datasets import catalogue
from datasets.schema import MPS, SourceError
from stats.administrative import change_at_mix, ordinary_step
from stats.intervals import Share
from stats.ripeness import CARRIES_ITS_REVISION_BELOW
from stats.verdicts import Counted, Figure

WHOLE = "All offences"
SOURCES = ("home_office_outcomes", "home_office_charges_reduced")
"""Where charges are from: the publisher's own table before a third party's reduction of it."""

CHARGED: Mapping[str, str] = {
    "series": "notifiable",
    "outcome_kind": "charged",
    "outcome_basis": "recorded",
}
_TOGETHER = {
    one: "Theft, burglary and vehicle offences" for one in ("Theft", "Burglary", "Vehicle offences")
}
"""Offence groups of the Met's -> the one group of the Home Office's that holds them."""

Mix = Mapping[str, tuple[float, float]]
"""Offence group -> charges and recorded offences of a year, of the groups that have both."""
Editions = tuple[tuple[str, str], ...]


class Year(NamedTuple):
    """A financial year: charges so far, offences recorded, age in months of its youngest period, sources.

    The age is not a number where no day is known.
    """

    charged: float
    offences: float
    age: float
    made_from: Editions


@dataclass(frozen=True)
class FirstPublished:
    """Charges of the offences recorded in a year, as they were first published."""

    charged: int
    offences: int
    end: date


@dataclass(frozen=True)
class Beside:
    """What stands beside the verdict on the charges of all offences.

    Attributes:
        more: charges of the newest year less those of the baseline.
        group, more_of_group: the offence group whose charges moved most the same way, and by how many.
        before: the rate of the year before the baseline, with its end; None where it is not held.
    """

    more: int
    group: str
    more_of_group: int
    before: Figure | None


@dataclass(frozen=True)
class Charges:
    """Charges of one indicator, by financial year, and what a verdict on them needs.

    Attributes:
        declared: the indicator. frames: the published tables. published: the Review's day.
    """

    declared: dict[str, Any]
    frames: Frames
    published: date

    @cached_property
    def founds(self) -> list[Found]:
        """Charges per 100 recorded offences of each whole year, oldest first.

        Raises:
            SourceError: more charges than offences, which no cohort has.
        """
        return [_found(end, year) for end, year in self._years.items()]

    @cached_property
    def _years(self) -> dict[pd.Timestamp, Year]:
        return _years(self.declared, self.frames, pd.Timestamp(self.published))

    @cached_property
    def two(self) -> Two:
        """The year to the Review and the newest ripe one.

        Of figures that decide nothing, as first published, the newest year before the Review however
        old, and none since.
        """
        if self.declared.get("is_deciding", True):
            return nearest(self.founds, self.published)
        before = self._before
        return (before[-1] if before else None), None

    @property
    def _before(self) -> list[Found]:
        return [one for one in self.founds if one.figure.end <= self.published]

    @property
    def counted(self) -> Counted:
        """The ordinary yearly step of the rate, and of all offences its change at the baseline's mix."""
        at_mix = None
        if self._mixes is not None:
            try:
                at_mix = float(change_at_mix(*self._mixes))
            except ValueError as error:
                raise SourceError.of(ID, f"charges by offence group: {error}") from None
        return Counted(ordinary_step([one.figure for one in self.founds]), at_mix)

    @cached_property
    def _mixes(self) -> tuple[Mix, Mix] | None:
        """The mix of both years; None of an offence group or code, and where either is not held by group."""
        before, after = self.two
        if {"offence_group", "offence_codes"} & set(self.declared) or not (before and after):
            return None
        recorded = _recorded(self.frames).offences
        mixes = [_mix(self.frames, one, recorded) for one in (before, after)]
        return (mixes[0], mixes[1]) if all(mixes) else None

    @property
    def revision(self) -> tuple[float, float] | None:
        """The revision declared of the newest year, per cent, lowest and highest; None where it is old enough."""
        latest = self.two[1]
        if latest is None:
            return None
        age = self._years[pd.Timestamp(latest.figure.end)].age
        return None if age >= CARRIES_ITS_REVISION_BELOW else _declared_revision(self.declared)

    @property
    def beside(self) -> Beside | None:
        """What stands beside the verdict on all offences; None without two years by group."""
        before, after = self.two
        if self._mixes is None or before is None or after is None:
            return None
        more = round(_charged(after) - _charged(before))
        by_group = {
            group: round(self._mixes[1][group][0] - charged)
            for group, (charged, _) in self._mixes[0].items()
            if group in self._mixes[1]
        }
        group = max(by_group, key=lambda one: by_group[one] * (1 if more >= 0 else -1))
        earlier = [one.figure for one in self.founds if one.figure.end < before.figure.end]
        return Beside(more, group, by_group[group], earlier[-1] if earlier else None)

    @property
    def as_first_published(self) -> list[FirstPublished]:
        """The years before the Review, oldest first."""
        return [
            FirstPublished(round(_charged(one)), round(one.figure.shares[0].base_n), one.figure.end)
            for one in self._before
        ]


def of_charges(
    declared: dict[str, Any], frames: Frames, published: date, _design_effect: float | None
) -> Two:
    """Charges per 100 offences recorded in the year to the Review, and in the newest ripe year."""
    return Charges(declared, frames, published).two


def without_places(frames: Frames) -> dict[str, pd.DataFrame]:
    """The tables with recorded offences summed over places and sub-groups, which nothing here needs."""
    rows = frames.get("recorded_offences")
    if rows is None:
        return dict(frames)
    kept = ["month", "offence_group", "source_id", "edition"]
    sums = rows.groupby(kept, observed=True)["offences_count"].sum().reset_index()
    return {**frames, "recorded_offences": sums}


def _declared_revision(declared: dict[str, Any]) -> tuple[float, float]:
    """Lowest and highest revision of an offence group's charges, per cent: its own, else that of all."""
    table = catalogue.reference("outcome_revisions")
    table = table[table["row"].eq("declared")]
    for column in ("outcome_kind", "outcome_basis"):
        table = table[table[column] == CHARGED[column]]
    ends = {
        str(row["offence_group"]): (float(row["low_pct"]), float(row["high_pct"]))
        for row in table.to_dict("records")
    }
    found = ends.get(declared.get("offence_group", WHOLE), ends.get(WHOLE))
    if found is None:
        raise SourceError.of(ID, "no revision of charges is declared in outcome_revisions")
    return found


def _charged(found: Found) -> float:
    share = found.figure.shares[0]
    return share.pct * share.base_n / 100


def _found(end: pd.Timestamp, year: Year) -> Found:
    try:
        share = Share(100 * year.charged / year.offences, year.offences)
    except ValueError as error:
        raise SourceError.of(ID, f"charges of the year to {end:%B %Y}: {error}") from None
    start = (end - pd.DateOffset(years=1) + pd.Timedelta(days=1)).date()
    figure = Figure(share.pct, start, end.date(), "financial_year", (share,))
    return Found(figure, year.made_from, share.base_n)


def _years(
    declared: dict[str, Any], frames: Frames, published: pd.Timestamp
) -> dict[pd.Timestamp, Year]:
    """Whole financial years of one source, by their last day, oldest first: years of two are never joined.

    Of the sources that hold the year to the Review, else of all, that which reaches furthest; where two
    reach as far the one with more years, then the publisher's own.
    """
    rows = labelled(rows_of(frames, "crime_outcomes"), CHARGED)
    rows = rows[rows["area_code"] == MPS]
    if declared.get("is_deciding", True):
        rows = rows[~rows["is_provisional"].astype(bool)]
    found = [_of_source(rows[rows["source_id"] == one], declared, frames) for one in SOURCES]
    return max(
        found,
        key=lambda years: (published in years, max(years, default=pd.Timestamp.min), len(years)),
    )


def _of_source(
    rows: pd.DataFrame, declared: dict[str, Any], frames: Frames
) -> dict[pd.Timestamp, Year]:
    """The years of one source: those whose rows cover every day, and whose offences are known."""
    group, codes = declared.get("offence_group", WHOLE), declared.get("offence_codes")
    if codes is not None:
        rows = rows[rows["offence_code"].isin(codes)]
    elif group != WHOLE or WHOLE in set(rows["offence_group"]):
        rows = rows[rows["offence_group"] == group]
    recorded = None if group == WHOLE or rows.empty else _recorded(frames)
    years = {
        end: _one_year(of_year, end, str(group), frames, recorded)
        for end, of_year in whole_years(rows).items()
    }
    return {end: year for end, year in years.items() if year is not None and year.offences > 0}


def whole_years(rows: pd.DataFrame) -> dict[pd.Timestamp, pd.DataFrame]:
    """Last day of each financial year -> its rows, where their periods make up the year."""
    rows = rows[rows["outcomes_count"].notna()]
    by_year = rows.groupby(_year_end(rows["period_end"]), sort=True)
    return {pd.Timestamp(str(end)): year for end, year in by_year if _is_whole(year)}


def _one_year(
    rows: pd.DataFrame, end: pd.Timestamp, group: str, frames: Frames, recorded: _Recorded | None
) -> Year | None:
    """Charges, offences, age and sources of one year; None where its offences are not held."""
    charged, made_from = float(rows["outcomes_count"].sum()), editions_of(rows)
    ages = rows["age_months"]
    age = float(ages.min()) if ages.notna().all() else float("nan")
    if rows["offences_count"].notna().all():
        return Year(charged, float(rows["offences_count"].sum()), age, made_from)
    if recorded is None:
        found = _all_offences(frames, str(rows["source_id"].iloc[0]), end)
    else:
        found = _offences_of(group, recorded, end)
    return None if found is None else Year(charged, found[0], age, made_from + found[1])


def _all_offences(frames: Frames, source: str, end: pd.Timestamp) -> tuple[float, Editions] | None:
    """Offences of every group recorded in a financial year, as the source of the charges has them."""
    labels = {"source_id": source, "outcome_kind": "offences_only"}
    rows = labelled(rows_of(frames, "crime_outcomes"), labels)
    rows = rows[(rows["area_code"] == MPS) & (pd.to_datetime(rows["period_end"]) == end)]
    rows = rows[rows["offences_count"].notna()]
    return None if rows.empty else (float(rows["offences_count"].sum()), editions_of(rows))


def _offences_of(
    group: str, recorded: _Recorded, end: pd.Timestamp
) -> tuple[float, Editions] | None:
    """Offences of a group recorded in a financial year, as the Met counts them."""
    if group not in recorded.offences or end not in recorded.offences.index:
        return None
    offences = float(recorded.offences[group][end])
    return None if math.isnan(offences) else (offences, recorded.editions[end])


@dataclass(frozen=True)
class _Recorded:
    """The Met's counts of all its places.

    Attributes:
        offences: of each whole financial year (its last day), a column an offence group of the Home Office's.
        editions: sources and editions that each year is from.
    """

    offences: pd.DataFrame
    editions: Mapping[pd.Timestamp, tuple[tuple[str, str], ...]]


def _recorded(frames: Frames) -> _Recorded:
    rows = rows_of(frames, "recorded_offences")
    columns = ["month", "offence_group", "source_id", "edition"]
    sums = rows.groupby(columns, observed=True)["offences_count"].sum().reset_index()
    sums = sums.assign(
        year_end=_year_end(sums["month"]),
        offence_group=sums["offence_group"].astype("str").replace(_TOGETHER),
    )
    months = sums.groupby("year_end")["month"].nunique()
    sums = sums[sums["year_end"].isin(months.index[months == 12])]
    offences = sums.pivot_table(
        index="year_end", columns="offence_group", values="offences_count", aggfunc="sum"
    )
    editions = {
        pd.Timestamp(str(end)): editions_of(of_year) for end, of_year in sums.groupby("year_end")
    }
    return _Recorded(offences, editions)


def _year_end(days: pd.Series) -> pd.Series:
    """Last day of the financial year in which each day lies."""
    days = pd.to_datetime(days)
    return pd.to_datetime((days.dt.year + (days.dt.month > 3)).astype(str) + "-03-31")


def _is_whole(rows: pd.DataFrame) -> bool:
    """Whether the periods of a year's rows, each once, make up 12 months."""
    periods = rows[["period_start", "period_end"]].apply(pd.to_datetime).drop_duplicates()
    days = (periods["period_end"] - periods["period_start"]).dt.days + 1
    return bool(days.sum() in (365, 366))


def _mix(frames: Frames, found: Found, recorded: pd.DataFrame) -> Mix:
    end = pd.Timestamp(found.figure.end)
    rows = labelled(rows_of(frames, "crime_outcomes"), {**CHARGED, "source_id": found.source_id})
    rows = rows[(rows["area_code"] == MPS) & (rows["offence_group"] != WHOLE)]
    rows = rows[_year_end(rows["period_end"]) == end]
    charged = rows.groupby(rows["offence_group"].astype("str"))["outcomes_count"].sum()
    if end not in recorded.index:
        return {}
    offences = {str(group): float(recorded[group][end]) for group in recorded}
    return {
        str(group): (float(count), offences[str(group)])
        for group, count in charged.items()
        if offences.get(str(group), 0) > 0
    }
