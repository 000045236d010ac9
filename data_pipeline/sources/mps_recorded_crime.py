"""MPS recorded crime by borough: one wide file of months per edition half, six layouts since 2020."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, geography, raw_tables
from datasets.schema import Source, SourceError

KEY = ["group", "subgroup", "place"]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """Wide CSV or Parquet -> raw frame: group, subgroup, place, then a column of cells per month (YYYYMM).

    Raises:
        SourceError: the header is none of the known layouts, or the file cannot be read.
    """
    if path.suffix == ".parquet":
        raw = raw_tables.read_parquet(path, source)
    else:
        raw = raw_tables.read_csv(path, source, headers=source.settings["key_columns"])
    names = list(raw.columns[:3])
    if names not in source.settings["key_columns"]:
        raise SourceError.of(
            source.id, f"{path.name}: unknown layout, the first columns are {', '.join(names)}"
        )
    months = list(raw.columns[3:])
    odd = [name for name in months if not re.fullmatch(r"20\d\d(0[1-9]|1[0-2])", name)]
    if odd or not months:
        raise SourceError.of(
            source.id, f"{path.name}: column {odd[:1] or 'of a month'} is not a month (YYYYMM)"
        )
    return raw.set_axis([*KEY, *months], axis=1)


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw frame -> a row per month, place and sub-group, with every cell kept, zeros included.

    Raises:
        SourceError: an unknown label, a sub-group in another group than its own, a count that is not
            one, a repeated row, a group or a borough missing.
    """
    raw_tables.refuse_repeats(raw, KEY, source)
    named = _named(raw, source)
    _subgroups_in_their_group(named, source)
    _groups_present(named, source)
    _boroughs_present(named, source)
    months = list(raw.columns[3:])
    counts = pd.DataFrame({month: convert.to_count(raw[month], source) for month in months})
    long = pd.concat([named, counts], axis=1).melt(
        list(named.columns), months, "month", "offences_count"
    )
    long["month"] = pd.to_datetime(long["month"], format="%Y%m")
    return long


def _named(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    others = source.settings["non_places"]
    known = {**geography.area_codes(), **dict.fromkeys(others, "")}
    codes = convert.to_label(raw["place"], known, source)
    names = codes.map(geography.area_names())
    other_names = raw["place"].map({name: facts["area_name"] for name, facts in others.items()})
    other_types = raw["place"].map({name: facts["area_type"] for name, facts in others.items()})
    return pd.DataFrame(
        {
            "area_name": names.fillna(other_names),
            "offence_group": convert.to_label(raw["group"], source.labels["offence_group"], source),
            "offence_subgroup": convert.to_label(
                raw["subgroup"], source.labels["offence_subgroup"], source
            ),
            "area_code": codes.mask(codes == ""),
            "area_type": other_types.fillna("borough"),
            "published_label": raw["subgroup"],
        }
    )


def _subgroups_in_their_group(named: pd.DataFrame, source: Source) -> None:
    declared = source.settings["subgroups_of"]
    pairs = named[["offence_group", "offence_subgroup"]].drop_duplicates().to_numpy().tolist()
    for group, subgroup in pairs:
        if subgroup not in declared.get(group, ()):
            raise SourceError.of(source.id, f"{subgroup} is no sub-group of {group}")


def _groups_present(named: pd.DataFrame, source: Source) -> None:
    missing = sorted(set(source.settings["required_groups"]) - set(named["offence_group"]))
    if missing:
        raise SourceError.of(source.id, f"no rows for {', '.join(missing)}: is the file cut short?")


def _boroughs_present(named: pd.DataFrame, source: Source) -> None:
    """Every edition has had a row for all 32 boroughs in these sub-groups, the file's last among them.

    Those of `complete_where_held` are not in every file: they are looked at where they are.
    """
    boroughs = set(geography.area_names()) - {geography.CITY}
    of_boroughs = named[named["area_code"].isin(boroughs)]
    held = of_boroughs.groupby("offence_subgroup")["area_code"].nunique()
    some = [name for name in source.settings["complete_where_held"] if name in held.index]
    for subgroup in [*source.settings["complete_subgroups"], *some]:
        rows = int(held.get(subgroup, 0))
        if rows != len(boroughs):
            raise SourceError.of(
                source.id, f"{subgroup}: rows for {rows} of 32 boroughs: is the file cut short?"
            )
