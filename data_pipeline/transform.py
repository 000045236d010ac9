"""Steps that sources share: raw frame in, tidier frame out. Unknown labels raise, never become null."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import python_calamine

from datasets.schema import REFERENCE, Correction, Dataset, Source, SourceError

SHOWN = 3  # examples named in an error


def read_csv(path: Path, source: Source, **options: Any) -> pd.DataFrame:
    """A CSV file as text cells, empty cells as empty text.

    Raises:
        SourceError: the file is empty, or not such a table.
    """
    if path.stat().st_size == 0:
        raise SourceError.of(source.id, f"{path.name} is empty")
    try:
        raw: pd.DataFrame = pd.read_csv(
            path, dtype=str, keep_default_na=False, encoding="utf-8-sig", **options
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise SourceError.of(
            source.id, f"{path.name} cannot be read as a table: {error}"
        ) from error
    if raw.empty:
        raise SourceError.of(source.id, f"{path.name} holds a header and no rows")
    return raw


def read_sheet(path: Path, sheet: str, source: Source) -> pd.DataFrame:
    """One sheet of a workbook, its first row as header, cells as the workbook types them.

    Raises:
        SourceError: not a workbook, no such sheet, or no rows.
    """
    if path.stat().st_size == 0:
        raise SourceError.of(source.id, f"{path.name} is empty")
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        names = workbook.sheet_names
        cells = workbook.get_sheet_by_name(sheet).to_python() if sheet in names else None
    except (python_calamine.CalamineError, OSError) as error:
        raise SourceError.of(
            source.id, f"{path.name} cannot be read as a workbook: {error}"
        ) from error
    if cells is None:
        raise SourceError.of(
            source.id, f"{path.name}: no sheet {sheet!r} (it has {', '.join(names)})"
        )
    header, *rows = cells or [[]]
    if not rows:
        raise SourceError.of(source.id, f"{path.name}: sheet {sheet!r} holds no rows")
    return pd.DataFrame(rows, columns=[str(name) for name in header])


def require_columns(raw: pd.DataFrame, wanted: Sequence[str], source: Source, where: str) -> None:
    """Stops when a column the parser relies on is not there under its name, or stands twice."""
    missing = [name for name in wanted if name not in raw.columns]
    if missing:
        there = ", ".join(map(str, raw.columns[:8]))
        raise SourceError.of(source.id, f"{where}: no column {', '.join(missing)} (it has {there})")
    twice = [name for name in wanted if list(raw.columns).count(name) > 1]
    if twice:
        raise SourceError.of(source.id, f"{where}: column {', '.join(twice)} stands twice")


def to_label(values: pd.Series, labels: Mapping[str, Any], source: Source) -> pd.Series:
    """Each published label as the project writes it.

    Raises:
        SourceError: a label that the source's metadata does not list.
    """
    found = pd.Series(values.map(labels), index=values.index)
    unknown = sorted(values[found.isna()].astype(str).unique())
    if unknown:
        named = ", ".join(map(repr, unknown[:SHOWN]))
        raise SourceError.of(source.id, f"unknown label in column {values.name}: {named}")
    return found


@functools.cache
def places() -> pd.DataFrame:
    """The 32 boroughs and the City: area_code, area_name, spellings met, tile column and row."""
    return pd.read_csv(REFERENCE / "places.csv", dtype=str, keep_default_na=False)


@functools.cache
def area_codes() -> dict[str, str]:
    """Every spelling met -> GSS code."""
    table = places()
    spellings = table["area_name"] + "|" + table["spellings"]
    pairs = zip(spellings, table["area_code"], strict=True)
    return {name: code for names, code in pairs for name in names.split("|") if name}


def area_names() -> dict[str, str]:
    """GSS code -> the name we write."""
    return dict(zip(places()["area_code"], places()["area_name"], strict=True))


def to_number(values: pd.Series, source: Source, *, decimal_comma: bool = False) -> pd.Series:
    """Cells as numbers; a comma is a decimal point only where said, as elsewhere it may part thousands.

    Raises:
        SourceError: a cell is blank, endless or not a number.
    """
    text = values.astype(str).str.strip()
    if decimal_comma:
        text = text.str.replace(",", ".", regex=False)
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    _refuse(values, ~numbers.abs().lt(float("inf")), "is not a number", source)
    return numbers


def to_count(values: pd.Series, source: Source) -> pd.Series:
    """Cells as whole numbers of at least 0.

    Raises:
        SourceError: a blank, negative or fractional cell.
    """
    numbers = to_number(values, source)
    _refuse(values, numbers < 0, "is a negative count", source)
    _refuse(values, numbers % 1 != 0, "is a fractional count", source)
    return numbers.astype("int64")


def to_share(values: pd.Series, full: float, source: Source) -> pd.Series:
    """Shares on the source's own scale (0 to `full`: 1 or 100) -> whole per cents, 0 to 100.

    The survey's publishers print whole per cents, so a value that is not one is on another scale.

    Raises:
        SourceError: a value outside the scale, or finer than whole per cents.
    """
    numbers = to_number(values, source, decimal_comma=True)
    _refuse(values, (numbers < 0) | (numbers > full), f"is outside the scale 0 to {full:g}", source)
    shares = (numbers * (100 / full)).round(6)
    whole = shares.round()
    _refuse(
        values,
        (shares - whole).abs() > 1e-4,
        f"is not a whole per cent on the scale 0 to {full:g}",
        source,
    )
    return whole


def _refuse(values: pd.Series, bad: pd.Series, why: str, source: Source) -> None:
    if bad.any():
        first, cell = next(iter(values[bad].items()))
        line = f"line {first + 2}" if isinstance(first, int) else first  # the header is line 1
        raise SourceError.of(
            source.id, f"column {values.name}, {line}: {cell!r} {why} ({int(bad.sum())} such)"
        )


def to_date(values: pd.Series, layout: str, source: Source) -> pd.Series:
    """Text -> dates.

    Raises:
        SourceError: a date not in the layout.
    """
    dates = pd.to_datetime(values, format=layout, errors="coerce")
    _refuse(values, dates.isna(), f"is not a date of the form {layout}", source)
    return dates


def to_month_end(values: pd.Series, layout: str, source: Source, months: int = 0) -> pd.Series:
    """Text dates -> last day of that month, or of the month `months` later.

    Raises:
        SourceError: a date not in the layout.
    """
    ends = to_date(values, layout, source) + pd.offsets.MonthEnd(0)
    return ends + pd.offsets.MonthEnd(months) if months else ends


def correct(tidy: pd.DataFrame, dataset: Dataset, source: Source, edition: str) -> pd.DataFrame:
    """Applies the source's declared corrections to one edition's tidy rows.

    Raises:
        SourceError: the rows no longer hold the faulty values expected: the correction is outdated.
    """
    for correction in source.corrections:
        if correction.edition == edition:
            tidy = _correct_one(tidy, dataset, source, correction)
    return tidy


def _correct_one(
    tidy: pd.DataFrame, dataset: Dataset, source: Source, correction: Correction
) -> pd.DataFrame:
    faulty = pd.Series(True, index=tidy.index)
    for column, wanted in correction.where.items():
        faulty &= tidy[column].astype(str).isin([wanted] if isinstance(wanted, str) else wanted)
    if correction.action == "drop_repeats":
        faulty &= tidy.duplicated(list(dataset.key))
    rows = tidy[faulty].sort_values(list(dataset.key))
    if tuple(rows[correction.column]) != correction.expected:
        raise SourceError.of(
            source.id,
            f"declared correction no longer fits the file, remove or renew it: {correction.reason}",
        )
    return tidy[~faulty]


def newest_edition(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """For each value of `by`, the rows of the newest edition that holds it."""
    newest = rows.groupby(list(by), sort=False, observed=True)["edition"].transform("max")
    return rows[rows["edition"] == newest]


def edition_joins(rows: pd.DataFrame, by: str, value: str) -> list[dict[str, Any]]:
    """How far the editions that are used differ over the months they share.

    Args:
        rows: tidy rows of all editions, before the newest is taken for each `by`.
        by: the column of the period, such as `month`.
        value: the column of counts.

    Returns:
        For each edition that gives way to a newer one: older, newer, first (first period taken from
        the newer), periods (shared), low_pct and high_pct (newer against older, in per cent).
    """
    totals = rows.pivot_table(index=by, columns="edition", values=value, aggfunc="sum")
    taken = totals.apply(lambda editions: editions.last_valid_index(), axis=1)
    used = list(dict.fromkeys(taken))
    return [_join(totals, taken, older, newer) for older, newer in itertools.pairwise(used)]


def _join(totals: pd.DataFrame, taken: pd.Series, older: str, newer: str) -> dict[str, Any]:
    shared = totals[[older, newer]].dropna()
    change = (shared[newer] / shared[older] - 1) * 100
    return {
        "older": older,
        "newer": newer,
        "first": f"{taken[taken == newer].index[0]:%Y-%m}",
        "periods": len(shared),
        "low_pct": round(float(change.min()), 1) if len(shared) else None,
        "high_pct": round(float(change.max()), 1) if len(shared) else None,
    }


def one_value_per_key(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Rows of all sources -> one per key: a publisher's file before a transcription, newest first.

    Where two sources have an edition of the same name, the first by id is taken.
    """
    first = ["is_transcription"] if "is_transcription" in rows.columns else []
    ranked = rows.sort_values(
        [*first, "edition", "source_id"], ascending=[*[True] * len(first), False, True]
    )
    return (
        ranked.drop_duplicates(list(dataset.key))
        .sort_values(list(dataset.key))
        .reset_index(drop=True)
    )
