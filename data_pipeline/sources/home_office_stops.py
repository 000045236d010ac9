"""The Home Office's searches and resultant arrests: a row a force, year, power, reason and ethnicity."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import Source, SourceError

KEY = [
    "year_ending",
    "legislation",
    "reason_for_search_arrest",
    "ethnic_group_self_defined",
    "ethnicity_self_defined",
]
FORCE = "force_name"
SEARCHES, ARRESTS = "searches", "resultant_arrests"
COUNTED = [SEARCHES, ARRESTS]
LOST_FROM = 1000
"""In the copy held every cell of so many arrests or more, of any force, is blank: a comma parted its thousands."""


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV, gzipped or not -> raw rows of the Met: `KEY`, searches, resultant_arrests (text, NA where not given).

    Raises:
        SourceError: a column is missing, no row is of the Met, a row stands twice, a year lacks one, or the
            file cannot be read.
    """
    raw = raw_tables.read_csv(
        path, source, required=[FORCE, *KEY, *COUNTED], others=source.settings["left_out"]
    )
    rows = raw[raw[FORCE] == source.settings["force"]]
    if rows.empty:
        raise SourceError.of(source.id, f"{path.name}: no row of {source.settings['force']}")
    raw_tables.refuse_repeats(rows, KEY, source)
    _whole(rows, path, source)
    found: pd.DataFrame = rows[[*KEY, *COUNTED]]
    return found


def _whole(rows: pd.DataFrame, path: Path, source: Source) -> None:
    """Every year has a row for each reason and ethnicity, whether or not anyone was searched."""
    held = rows.groupby("year_ending").size()
    if held.min() < held.max():
        raise SourceError.of(
            source.id,
            f"{path.name}: {held.min()} rows of the year to {held.idxmin()}, not {held.max()}: "
            "is the file cut short?",
        )
    missing = sorted({*source.labels["object_of_search"]} - {*_reasons(rows)})
    if missing:
        raise SourceError.of(
            source.id, f"{path.name}: no row of {missing[0]}: is the file cut short?"
        )


def _reasons(rows: pd.DataFrame) -> pd.Series:
    named = rows["legislation"] + "/" + rows["reason_for_search_arrest"]
    return named.rename("reason_for_search_arrest")


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> searches, and the arrests among them, by financial year, ethnicity and reason.

    A power has reasons of its own, so that the reason tells the power too. What is not given is absent;
    as the larger counts of arrests are not, their outcome says that they are not whole.

    Raises:
        SourceError: an unknown label, a reason under another power than its own, a date that is not
            one or no 31 March, a count that is not one, a larger count of arrests.
    """
    groups = raw["ethnic_group_self_defined"] + "/" + raw["ethnicity_self_defined"]
    ends = _year_ends(raw["year_ending"], source)
    cells = pd.DataFrame(
        {
            "period_start": ends - pd.DateOffset(years=1) + pd.Timedelta(days=1),
            "period_end": ends,
            "ethnicity": convert.to_label(
                groups.rename("ethnicity_self_defined"), source.labels["ethnicity"], source
            ),
            "ethnicity_basis": "self_defined",
            "object_of_search": convert.to_label(
                _reasons(raw), source.labels["object_of_search"], source
            ),
            "month": pd.NaT,
        }
    )
    counts = {name: _given(raw[name], source) for name in COUNTED}
    whole = counts[ARRESTS] >= LOST_FROM
    if whole.any():
        raise SourceError.of(
            source.id,
            f"column {ARRESTS}: {counts[ARRESTS][whole].iloc[0]:,} is given, which the copy held has "
            "lost: its arrests may be whole, and are read as not",
        )
    return pd.concat(
        [
            cells.loc[given.index].assign(outcome=source.labels["outcome"][name], stops_count=given)
            for name, given in counts.items()
        ],
        ignore_index=True,
    )


def _given(published: pd.Series, source: Source) -> pd.Series:
    return convert.to_count(published[published != source.settings["not_given"]], source)


def _year_ends(values: pd.Series, source: Source) -> pd.Series:
    ends = convert.to_date(values, "%Y-%m-%d", source)
    odd = values[(ends.dt.month != 3) | (ends.dt.day != 31)]
    if len(odd):
        raise SourceError.of(source.id, f"column year_ending: {odd.iloc[0]!r} is no 31 March")
    return ends
