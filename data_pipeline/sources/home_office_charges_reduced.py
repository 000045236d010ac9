"""Charges and out-of-court disposals by force, as a third party reduced the Home Office's outcomes tables.

Four small tables: the Met's by quarter, the Met's by year and offence group, the Met's recorded crime by
year, and all forces together by year. Each outcome stands on two bases: of the offences recorded in the
period, and given in it. The Met's own years are its quarters added up, so the table that prints them is
held against the quarters and not published.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline.steps import convert, home_office, raw_tables, ripeness
from datasets.schema import MPS, MPS_NAME, Source, SourceError

FORCE = ["force", "slug", "fy"]
BASES = ("closed", "recorded")
SCOPES = ("all", "ex_fraud")
TYPES = ("t1", "t2", "t3", "t6", "t7", "t8", "t22", "oocd", "positive", "assigned")
COUNTS = [f"{basis}_{scope}_{of}" for basis in BASES for scope in SCOPES for of in TYPES]
OUT_OF_COURT = ("t2", "t3", "t6", "t7", "t8", "t22")
BY_GROUP = [f"{basis}_{of}" for basis in BASES for of in ("oocd", "charge")]
RECORDED_CRIME = "recorded_crime"

LAYOUTS: dict[str, list[str]] = {
    "quarters": [*FORCE, "q", *COUNTS],
    "groups": [*FORCE, "offence_group", *BY_GROUP],
    "offences": [*FORCE, RECORDED_CRIME],
    "all forces": ["fy", *COUNTS],
}
YEARS = ("force_quarter", "force_year")
"""Part of the name of the quarters' file -> of the file beside it that prints their years."""


def parse(path: Path, source: Source) -> pd.DataFrame:
    """One of the four tables -> raw rows with the third party's columns.

    Raises:
        SourceError: none of the four layouts, a row twice, another force than the Met, or quarters that
            do not add up to the year in the file beside them.
    """
    raw = raw_tables.read_csv(path, source, headers=list(LAYOUTS.values()))
    layout = _layout(raw, path.name, source)
    raw_tables.require_columns(raw, LAYOUTS[layout], source, path.name, [])
    raw_tables.refuse_repeats(raw, [one for one in KEYS if one in raw], source)
    if "force" in raw:
        convert.to_listed(raw["force"], [source.settings["force"]], source)
    if layout == "quarters":
        _add_up_to_years(raw, path, source)
    return raw


KEYS = ("force", "fy", "q", "offence_group")


def _layout(raw: pd.DataFrame, where: str, source: Source) -> str:
    for name, columns in LAYOUTS.items():
        if columns[:4] == list(raw.columns[:4]):
            return name
    raise SourceError.of(
        source.id, f"{where}: unknown layout, the first columns are {', '.join(raw.columns[:4])}"
    )


def _add_up_to_years(raw: pd.DataFrame, path: Path, source: Source) -> None:
    """The four quarters of each year, in every column of counts, against the year as printed beside them."""
    beside = path.with_name(path.name.replace(*YEARS))
    if beside == path or not beside.exists():
        return
    printed = raw_tables.read_csv(beside, source, required=[*FORCE, *COUNTS], others=[])
    years = _counts(printed, COUNTS, source).groupby(printed["fy"]).sum()
    sums = _counts(raw, COUNTS, source).groupby(raw["fy"]).sum()
    if list(years.index) != list(sums.index):
        odd = min(set(years.index) ^ set(sums.index))
        raise SourceError.of(source.id, f"{odd} is in one of {path.name} and {beside.name} only")
    for column in COUNTS:
        for year in sums.index[sums[column] != years[column]]:
            raise SourceError.of(
                source.id,
                f"{path.name}: {column} of {year}: its quarters add up to {sums[column][year]}, "
                f"{beside.name} has {years[column][year]}",
            )


def _counts(raw: pd.DataFrame, columns: list[str], source: Source) -> pd.DataFrame:
    return pd.DataFrame({name: convert.to_count(raw[name], source) for name in columns})


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> a row per period, offence group, outcome kind and basis, from the first year used.

    Raises:
        SourceError: an unknown label or year, a count that is not one, a quarter missing, or printed
            sums that are not those of their parts.
    """
    layout = _layout(raw, "the table", source)
    first = home_office.first_year(source.settings["first_year"], source)
    used = raw[[home_office.first_year(written, source) >= first for written in raw["fy"]]]
    if used.empty:
        raise SourceError.of(source.id, f"holds no year from {source.settings['first_year']} on")
    make = {
        "quarters": _quarters,
        "groups": _groups,
        "offences": _offences,
        "all forces": _all_forces,
    }
    return make[layout](used, source)


def _quarters(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    quarters = convert.to_listed(raw["q"], ["1", "2", "3", "4"], source).astype(int)
    short = quarters.groupby(raw["fy"]).nunique().loc[lambda held: held < 4]
    if len(short):
        raise SourceError.of(
            source.id, f"{short.index[0]} has {short.iloc[0]} quarters of 4: is the file cut short?"
        )
    found = _of_types(raw, source)
    periods = [
        home_office.quarter(year, number, source)
        for year, number in zip(raw["fy"], quarters, strict=True)
    ]
    return _rows(raw, periods, found, source, area_name=MPS_NAME, area_code=MPS)


def _all_forces(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    found = _of_types(raw, source)
    return _rows(raw, _years(raw, source), found, source, area_name=home_office.ALL_FORCES)


def _of_types(raw: pd.DataFrame, source: Source) -> dict[tuple[str, str], pd.Series]:
    """Outcome kind and basis -> counts of each row, once every printed sum is that of its parts."""
    counts = _counts(raw, COUNTS, source)
    found = {}
    for basis in BASES:
        for scope in SCOPES:
            _sums_are_right(raw, counts, f"{basis}_{scope}_", source)
        for kind, types in source.settings["kinds"].items():
            found[kind, basis] = counts[[f"{basis}_all_{of}" for of in types]].sum(axis=1)
    return found


def _sums_are_right(raw: pd.DataFrame, counts: pd.DataFrame, start: str, source: Source) -> None:
    out_of_court = counts[[start + of for of in OUT_OF_COURT]].sum(axis=1)
    wrong = {
        "oocd": counts[start + "oocd"] != out_of_court,
        "positive": counts[start + "positive"] != counts[start + "t1"] + counts[start + "oocd"],
        "assigned": counts[start + "assigned"] < counts[start + "positive"],
    }
    for of, rows in wrong.items():
        if rows.any():
            first = raw.assign(count=counts[start + of])[rows].iloc[0]
            when = f"{first['fy']} quarter {first['q']}" if "q" in raw else first["fy"]
            raise SourceError.of(
                source.id,
                f"column {start}{of}, {when}: {first['count']:,} does not fit "
                f"its parts ({int(rows.sum())} such)",
            )


def _groups(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    groups = convert.to_label(raw["offence_group"], source.labels["offence_group"], source)
    held = raw.groupby("fy")["offence_group"].nunique()
    short = held[held < len(source.labels["offence_group"])]
    if len(short):
        raise SourceError.of(
            source.id,
            f"{short.index[0]} has {short.iloc[0]} offence groups of "
            f"{len(source.labels['offence_group'])}: is the file cut short?",
        )
    counts = _counts(raw, BY_GROUP, source)
    found = {
        (kind, basis): counts[f"{basis}_{of}"]
        for basis in BASES
        for kind, of in (("charged", "charge"), ("out_of_court", "oocd"))
    }
    return _rows(
        raw, _years(raw, source), found, source,
        area_name=MPS_NAME, area_code=MPS, offence_group=groups,
    )  # fmt: skip


def _offences(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The Met's recorded crime: of whole years, where the outcomes are of quarters."""
    absent = pd.Series(pd.NA, index=raw.index, dtype="Int64")
    rows = _unaged(
        raw,
        _years(raw, source),
        {("offences_only", "as_published"): absent},
        area_name=MPS_NAME,
        area_code=MPS,
        offences_count=convert.to_count(raw[RECORDED_CRIME], source),
    )
    day = pd.Timestamp(source.settings["recorded_crime_edition"])
    return _aged(rows, pd.Series(day, index=rows.index), source)


def _years(raw: pd.DataFrame, source: Source) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    return [home_office.year(written, source) for written in raw["fy"]]


def _rows(
    raw: pd.DataFrame,
    periods: list[tuple[pd.Timestamp, pd.Timestamp]],
    found: dict[tuple[str, str], pd.Series],
    source: Source,
    **columns: Any,
) -> pd.DataFrame:
    """The rows of `_unaged`, aged by the edition that their year was read from."""
    rows = _unaged(raw, periods, found, **columns)
    days = convert.to_label(rows["fy"], source.settings["editions"], source)
    return _aged(rows, pd.to_datetime(days), source)


def _aged(rows: pd.DataFrame, days: pd.Series, source: Source) -> pd.DataFrame:
    """The rows with their ages; tables of old years are made anew for years."""
    return ripeness.with_age(rows, days, source, longest_wait=math.inf).drop(columns="fy")


def _unaged(
    raw: pd.DataFrame,
    periods: list[tuple[pd.Timestamp, pd.Timestamp]],
    found: dict[tuple[str, str], pd.Series],
    **columns: Any,
) -> pd.DataFrame:
    """A row for each raw row, outcome kind and basis."""
    starts, ends = zip(*periods, strict=True)
    same = raw.assign(period_start=starts, period_end=ends)[["fy", "period_start", "period_end"]]
    filled: dict[str, Any] = {
        "area_code": None,
        "offence_group": "All offences",
        "offences_count": pd.NA,
        **columns,
    }
    parts = [
        same.assign(
            **filled, outcome_kind=kind, outcome_basis=basis, outcomes_count=counts.astype("Int64")
        )
        for (kind, basis), counts in found.items()
    ]
    rows = pd.concat(parts, ignore_index=True).assign(
        series="notifiable", offence_code=None, rate_pct=float("nan")
    )
    return rows.astype({"offences_count": "Int64"})
