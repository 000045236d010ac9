"""The Met's monthly crime dashboard: offences and positive outcomes by month, place and offence group.

The publisher's file is long (a row per month, place, sub-group and measure, wards included) and runs
to 877,000 rows, so its cells are kept as codes of their distinct values: each distinct cell is read
and checked once. A student's reduction of it has a row per month, borough and group.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as pa_csv

from data_pipeline import periods
from data_pipeline.steps import convert, geography, raw_files, raw_tables, ripeness
from datasets.schema import MONTHLY_POSITIVE_OUTCOMES, Source, SourceError

LONG = [
    "Month_Year",
    "Area Type",
    "Area name",
    "Offence Group",
    "Offence Subgroup",
    "Measure",
    "Count",
]
MADE_ON = "Refresh Date"
"""The day on which the publisher made the file; the reduction does not say it."""

LONG_OTHERS = ["Borough_SNT", "Area code", "Financial Year", "FY_FYIndex", MADE_ON]
REDUCED = ["Month_Year", "Area_name", "Offence_Group", "Offences", "Positive_Outcomes"]
KEY = ["Month_Year", "Area name", "Offence Group", "Offence Subgroup", "Measure"]
GROUPED = ["month", "place", "offence_group"]
COUNTS = ["offences_count", "outcomes_count"]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV in the publisher's layout, or the reduced workbook -> raw rows with the publisher's labels.

    Raises:
        SourceError: a column or sheet is missing, or the file cannot be read.
    """
    if path.suffix.lower() == ".csv":
        return _long(path, source)
    sheet = source.settings["sheet"]
    raw = raw_tables.read_sheet(path, sheet, source, required=REDUCED, others=["Success_Ratio"])
    return raw[REDUCED].assign(Month_Year=raw["Month_Year"].map(_as_text))


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> a row per month, place and offence group, its sub-groups summed.

    Raises:
        SourceError: an unknown label, a count that is not one, a repeated row, a measure, month,
            group or borough missing, or a total of the reduction that is not the sum.
    """
    counts = _of_long(raw, source) if "Measure" in raw.columns else _of_reduced(raw, source)
    _months_follow(counts["month"], source)
    rows = _rows(counts, source)
    _boroughs_present(rows, source)
    return ripeness.with_age(rows, _made_on(raw, source), source)


def _made_on(raw: pd.DataFrame, source: Source) -> pd.Timestamp | None:
    """The day of the file: the first that a row says, so that no age is too high; None without any."""
    if MADE_ON not in raw.columns:
        return None
    days = _each(raw[MADE_ON], lambda cells: convert.to_date(cells, "%d/%m/%Y", source))
    return pd.Timestamp(days.cat.categories.min())


def _long(path: Path, source: Source) -> pd.DataFrame:
    """The publisher's columns that are used, whatever their capitals, as categories of text."""
    written = _header(path, source)
    text = pa.dictionary(pa.int32(), pa.string())
    try:
        table = pa_csv.read_csv(
            path,
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(written.values()),
                column_types=dict.fromkeys(written.values(), text),
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        first = str(error).splitlines()[0]
        raise SourceError.of(
            source.id, f"{path.name} cannot be read as a table: {first}"
        ) from error
    if not table.num_rows:
        raise SourceError.of(source.id, f"{path.name} holds a header and no rows")
    raw: pd.DataFrame = table.rename_columns(list(written)).unify_dictionaries().to_pandas()
    return raw


def _header(path: Path, source: Source) -> dict[str, str]:
    """Our name of each column that is used -> as the file spells it."""
    text = raw_files.read_text(path, source)
    raw_files.refuse_message(text, path, source)
    raw_files.refuse_odd_lines(text, path, source)
    raw_files.refuse_cut_off(text, path, source)
    names = raw_tables.header_of(text, LONG, path.name, source)
    folded = [name.casefold() for name in names]
    wanted, others = ([name.casefold() for name in one] for one in (LONG, LONG_OTHERS))
    raw_tables.require_columns(pd.DataFrame(columns=folded), wanted, source, path.name, others)
    used = [*LONG, *([MADE_ON] if MADE_ON.casefold() in folded else [])]
    return {name: names[folded.index(name.casefold())] for name in used}


def _of_long(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Rows of boroughs -> month, place, offence_group, offences_count, outcomes_count.

    The publisher writes no row for a count of none, so an absent count of a month and place that
    has others is 0.
    """
    kinds = _each(raw["Area Type"], _labels(source, "area_type"))
    is_notifiable = ~raw["Offence Group"].isin(source.settings["not_notifiable"])
    kept = raw[(kinds == "borough") & is_notifiable]
    raw_tables.refuse_repeats(kept, KEY, source)
    long = pd.DataFrame(
        {
            "month": _each(kept["Month_Year"], lambda cells: _months(cells, source)),
            "place": kept["Area name"],
            "offence_group": _each(kept["Offence Group"], _labels(source, "offence_group")),
            "measure": _each(kept["Measure"], _labels(source, "measure")),
            "count": _each(kept["Count"], lambda cells: convert.to_count(cells, source)),
        }
    )
    _measures_present(long, source)
    wide = long.pivot_table(
        index=GROUPED, columns="measure", values="count", aggfunc="sum", fill_value=0, observed=True
    )
    return wide.reset_index().astype(
        {"place": "str", "offence_group": "str", "month": "datetime64[s]"}
    )


def _each(cells: pd.Series, to: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Converts each distinct cell once; an error names the first line on which it stands.

    Returns:
        Categories for labels and dates, plain numbers for counts.
    """
    codes, first = np.unique(cells.cat.codes, return_index=True)
    distinct = pd.Series(
        cells.cat.categories[codes].astype(str), index=cells.index[first], name=cells.name
    )
    converted = to(distinct)
    if not pd.api.types.is_integer_dtype(converted):
        converted = converted.astype("category")
    places = np.searchsorted(codes, cells.cat.codes)
    return pd.Series(converted.array.take(places), index=cells.index)


def _labels(source: Source, name: str) -> Callable[[pd.Series], pd.Series]:
    return lambda cells: convert.to_label(cells, source.labels[name], source)


def _months(cells: pd.Series, source: Source) -> pd.Series:
    """First days of months, from dd/mm/yyyy."""
    months = convert.to_date(cells, "%d/%m/%Y", source)
    odd = cells[months.dt.day != 1]
    if len(odd):
        raise SourceError.of(
            source.id, f"column {cells.name}: {odd.iloc[0]!r} is not the first day of a month"
        )
    return months


def _measures_present(long: pd.DataFrame, source: Source) -> None:
    """Every month has both measures: a file of offences alone says nothing of their outcomes."""
    if long.empty:
        raise SourceError.of(source.id, "column Area Type: no row is of a borough")
    for name, measure in source.labels["measure"].items():
        months = long["month"].cat.categories
        held = long.loc[long["measure"] == measure, "month"].unique()
        missing = months.difference(pd.DatetimeIndex(held))
        if len(missing):
            raise SourceError.of(
                source.id, f"column Measure: no row says {name!r} for {missing[0]:%Y-%m}"
            )


def _of_reduced(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Rows of the reduction -> month, place, offence_group and counts, its totals checked and dropped."""
    is_total = raw["Offence_Group"] == source.settings["total"]
    groups = convert.to_label(
        raw.loc[~is_total, "Offence_Group"], source.labels["offence_group"], source
    )
    counts = pd.DataFrame(
        {
            "month": _months(raw["Month_Year"], source),
            "place": raw["Area_name"],
            "offence_group": groups.reindex(raw.index),
            "offences_count": convert.to_count(raw["Offences"], source),
            "outcomes_count": convert.to_count(raw["Positive_Outcomes"], source),
        }
    )
    parts: pd.DataFrame = counts[~is_total]
    _totals_are_sums(counts[is_total], parts, source)
    return parts


def _totals_are_sums(totals: pd.DataFrame, parts: pd.DataFrame, source: Source) -> None:
    where = ["month", "place"]
    sums = parts.groupby(where)[COUNTS].sum()
    differ = sums.sub(totals.groupby(where)[COUNTS].sum()).fillna(1).ne(0).any(axis=1)
    if differ.any():
        month, place = differ[differ].index[0]
        raise SourceError.of(
            source.id,
            f"{source.settings['total']} of {place}, {month:%Y-%m} is not the sum of its groups "
            f"({int(differ.sum())} such)",
        )


def _rows(counts: pd.DataFrame, source: Source) -> pd.DataFrame:
    others = dict.fromkeys(source.settings["non_places"], "")
    places = counts["place"].rename("Area name")
    codes = convert.to_label(places, {**geography.area_codes(), **others}, source)
    offences, outcomes = (counts[name].astype("Int64") for name in COUNTS)
    return pd.DataFrame(
        {
            "period_start": counts["month"],
            "period_end": counts["month"] + pd.offsets.MonthEnd(0),
            "area_name": codes.map(geography.area_names()).fillna(places),
            "series": MONTHLY_POSITIVE_OUTCOMES["series"],
            "offence_group": counts["offence_group"],
            "offence_code": None,
            "outcome_kind": MONTHLY_POSITIVE_OUTCOMES["outcome_kind"],
            "outcome_basis": MONTHLY_POSITIVE_OUTCOMES["outcome_basis"],
            "area_code": codes.mask(codes == ""),
            "outcomes_count": outcomes,
            "offences_count": offences,
            "rate_pct": (counts["outcomes_count"] / counts["offences_count"] * 100).where(
                counts["offences_count"] > 0
            ),
        }
    )


def _months_follow(months: pd.Series, source: Source) -> None:
    missing = periods.missing_months(months)
    if missing:
        raise SourceError.of(source.id, f"month {missing[0]} is missing ({len(missing)} such)")


def _boroughs_present(rows: pd.DataFrame, source: Source) -> None:
    """Each required group has a row for all 32 boroughs in each month."""
    boroughs = set(geography.area_names()) - {geography.CITY}
    of_boroughs = rows[rows["area_code"].isin(boroughs)]
    held = of_boroughs.groupby(["period_start", "offence_group"])["area_code"].nunique()
    wanted = pd.MultiIndex.from_product(
        [rows["period_start"].unique(), source.settings["required_groups"]]
    )
    short = held.reindex(wanted, fill_value=0).loc[lambda number: number < len(boroughs)]
    if len(short):
        (month, group), number = short.index[0], short.iloc[0]
        raise SourceError.of(
            source.id,
            f"{group}, {month:%Y-%m}: rows for {number} of 32 boroughs: is the file cut short?",
        )


def _as_text(cell: object) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, datetime.date) else str(cell)
