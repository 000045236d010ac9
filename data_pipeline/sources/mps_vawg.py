"""Violence against women and girls: offences by class and by place, victims by age and by ethnicity.

Each file holds the same counts several times, a sheet a view, by the month in which they were recorded
and the month in which they were committed; the latter, and wards, are summed over.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, geography, met_tables, raw_tables
from datasets.schema import MPS, MPS_NAME, Source, SourceError

RECORDED, COMMITTED, COUNT = "recorded_date_months", "date_committed_from_date_months", "count"
PLACE = "borough_name"


def parse(path: Path, source: Source) -> pd.DataFrame:
    """A file of offences or of victims -> raw rows of all its sheets, with the publisher's labels.

    Raises:
        SourceError: an unknown sheet, a column missing, or the file cannot be read.
    """
    sheets = {name: one["columns"] for name, one in source.settings["sheets"].items()}
    return met_tables.read(path, source, sheets)


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> counts of each view by month and what the view tells apart.

    A sheet that no view is made of is read for its sums alone.

    Raises:
        SourceError: an unknown label, a count or month that is none, a row that stands twice, a sheet
            missing, or sheets whose sums of a month are apart.
    """
    sheets = source.settings["sheets"]
    of_units = {sheets[name]["unit"] for name in raw[met_tables.SHEET].unique()}
    wanted = {name: one for name, one in sheets.items() if one["unit"] in of_units}
    found = {name: _counted(raw[raw[met_tables.SHEET] == name], name, source) for name in wanted}
    _same_sums(found, source)
    return pd.concat(
        [_of_view(rows, wanted[name]) for name, rows in found.items() if "view" in wanted[name]],
        ignore_index=True,
    )


def _counted(rows: pd.DataFrame, sheet: str, source: Source) -> pd.DataFrame:
    """The counts of a sheet by month and what it tells apart, in our labels."""
    declared = source.settings["sheets"][sheet]
    if rows.empty:
        raise SourceError.of(source.id, f"no sheet {sheet!r}: the file is not whole")
    raw_tables.refuse_repeats(rows, [one for one in declared["columns"] if one != COUNT], source)
    told = {
        ours: _labels(rows[theirs], ours, source)
        for ours, theirs in declared["tells_apart"].items()
    }
    counts = pd.DataFrame(
        {
            "month": convert.each_once(rows[RECORDED], lambda cells: _months(cells, source)),
            **told,
            "counted": convert.each_once(
                rows[COUNT], lambda cells: convert.to_count(cells, source)
            ),
        }
    )
    return counts.groupby(["month", *told])["counted"].sum().reset_index()


def _months(cells: pd.Series, source: Source) -> pd.Series:
    return convert.to_month(cells, source)


def _labels(cells: pd.Series, name: str, source: Source) -> pd.Series:
    """Our labels; a place is its GSS code, or its own name where it is none."""
    others = {one: one for one in source.settings["non_places"]}
    places = {**geography.area_codes(), **others}
    labels = places if name == "place" else source.labels[name]
    return convert.each_once(cells, lambda distinct: convert.to_label(distinct, labels, source))


def _same_sums(found: dict[str, pd.DataFrame], source: Source) -> None:
    """Sheets of one unit count the same, each in its own way, so their months have one sum each."""
    sums = pd.DataFrame(
        {name: one.groupby("month")["counted"].sum() for name, one in found.items()}
    )
    apart = sums.max(axis=1) - sums.min(axis=1)
    odd = sums[
        (apart > source.settings["apart_at_most"] * sums.max(axis=1)) | sums.isna().any(axis=1)
    ]
    if len(odd):
        month, of_month = odd.index[0], odd.iloc[0].fillna(0)
        says = ", ".join(f"{count:,.0f} in {name!r}" for name, count in of_month.items())
        raise SourceError.of(
            source.id,
            f"{month:%Y-%m} adds up to {says} ({len(odd)} such): is the file cut short?",
        )


def _of_view(rows: pd.DataFrame, declared: dict[str, str]) -> pd.DataFrame:
    codes = rows.get("place", pd.Series(MPS, index=rows.index))
    names = {**geography.area_names(), MPS: MPS_NAME}
    is_place = codes.isin(names)
    return pd.DataFrame(
        {
            "view": declared["view"],
            "month": rows["month"],
            "area_name": codes.map(names).fillna(codes),
            "area_code": codes.where(is_place),
            "offence_class": rows.get("offence_class", "all"),
            "class_group": rows.get("class_group", "all"),
            "victim_group": rows.get("victim_group", "all"),
            "unit": declared["unit"],
            "counted": rows["counted"],
        }
    )
