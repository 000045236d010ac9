"""The Met's own records of force, reduced by a third party: a row a day and place, without the day."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, geography, raw_tables
from datasets.schema import Source, SourceError

DATE, PLACE, TOTAL = "Date", "Borough", "UseOfForceCount"
ALL = "all"
MONTHS = 12


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows: Date (first of a month), Borough, and text cells of counts.

    Raises:
        SourceError: a column is missing or unknown, or the file is cut short or cannot be read.
    """
    columns = [DATE, PLACE, *source.settings["tactics"], *source.labels["ethnicity"], TOTAL]
    return raw_tables.read_csv(path, source, required=columns, others=())[columns]


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> records of force in the year: by ethnicity, and those in which a tactic was used.

    Date and place repeat, as the day is gone: rows are added, never taken for the same one.

    Raises:
        SourceError: an unknown place, a date or a count that is not one, ethnicities that do not add
            up to the row's total, or months that are no financial year.
    """
    _places(raw[PLACE], source)
    columns = [name for name in raw.columns if name not in (DATE, PLACE)]
    counts = pd.DataFrame({name: convert.to_count(raw[name], source) for name in columns})
    _adds_up(counts, source)
    of_groups = [
        (ALL, ALL, group, counts[name].sum()) for name, group in source.labels["ethnicity"].items()
    ]
    of_tactics = [
        (kind, tactic, ALL, counts[name].sum())
        for name, (kind, tactic) in source.settings["tactics"].items()
    ]
    rows = pd.DataFrame(
        [*of_groups, *of_tactics], columns=["force_type", "tactic", "ethnicity", "uses_count"]
    )
    return rows.assign(year_end=_year_end(raw[DATE], source), count_basis="met_records")


def _places(places: pd.Series, source: Source) -> None:
    """Every place is one of the Met's boroughs, or one of the two that are none; none is lacking."""
    names = geography.area_names()
    boroughs = {
        spelling: names[code]
        for spelling, code in geography.area_codes().items()
        if code != geography.CITY
    }
    known = {**boroughs, **{name: name for name in source.settings["other_places"]}}
    held = set(convert.to_label(places, known, source))
    if missing := sorted({*known.values()} - held):
        raise SourceError.of(source.id, f"no row of {', '.join(missing)}: is the file cut short?")


def _adds_up(counts: pd.DataFrame, source: Source) -> None:
    wrong = counts[list(source.labels["ethnicity"])].sum(axis=1) != counts[TOTAL]
    if wrong.any():
        raise SourceError.of(
            source.id,
            f"line {wrong.tolist().index(True) + 2}: the ethnicities do not add up to its {TOTAL}",
        )


def _year_end(values: pd.Series, source: Source) -> pd.Timestamp:
    months = sorted(convert.to_date(values, "%Y-%m-01", source).unique())
    first = pd.Timestamp(months[0])
    wanted = pd.date_range(first, periods=MONTHS, freq="MS")
    if first.month != 4 or list(wanted) != months:
        raise SourceError.of(
            source.id,
            f"column {DATE}: {len(months)} months, {months[0]:%Y-%m} to {months[-1]:%Y-%m}, are not "
            "the 12 from April to March",
        )
    return wanted[-1] + pd.offsets.MonthEnd(0)
