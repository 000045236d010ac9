"""Steps that sources share: raw frame in, tidier frame out. Unknown labels raise, never become null."""

from __future__ import annotations

import fnmatch
import functools
import itertools
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import python_calamine

from datasets.schema import REFERENCE, Correction, Dataset, EditionRule, Source, SourceError

SHOWN = 3  # examples named in an error
MAX_COUNT = 10_000_000  # more than London has residents
MAX_UNPACKED_BYTES = 200_000_000  # of a workbook; the largest met unpacks to 34 MB
MAX_UNPACKED_RATIO = 200  # unpacked bytes to one packed; the highest met is 41


def read_csv(
    path: Path, source: Source, *, encoding: str = "utf-8-sig", **options: Any
) -> pd.DataFrame:
    """A CSV file as text cells, empty cells as empty text.

    Raises:
        SourceError: the file is empty, or not such a table.
    """
    if path.stat().st_size == 0:
        raise SourceError.of(source.id, f"{path.name} is empty")
    try:
        raw: pd.DataFrame = pd.read_csv(
            path, dtype=str, keep_default_na=False, encoding=encoding, **options
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise SourceError.of(
            source.id, f"{path.name} cannot be read as a table: {error}"
        ) from error
    if raw.empty:
        raise SourceError.of(source.id, f"{path.name} holds a header and no rows")
    return raw


def refuse_cut_off(path: Path, source: Source) -> None:
    """Stops at a text file whose last line has no end, where the publisher always writes one.

    A row that is cut would else be read as one with blank cells, or with a smaller number.

    Raises:
        SourceError: the last byte is no line end.
    """
    content = path.read_bytes()
    if content and not content.endswith(b"\n"):
        raise SourceError.of(
            source.id, f"{path.name}: its last line has no end: is the file cut short?"
        )


def read_sheet(path: Path, sheet: str, source: Source) -> pd.DataFrame:
    """One sheet of a workbook, its first row as header, cells as the workbook types them.

    Raises:
        SourceError: not a workbook, no such sheet, or no rows.
    """
    header, *rows = read_cells(path, sheet, source)
    return pd.DataFrame(rows, columns=[str(name) for name in header])


def read_cells(path: Path, sheet: str, source: Source) -> list[list[Any]]:
    """One sheet of a workbook (.xlsx or .ods) as rows of cells, for sheets whose header is not on top.

    Raises:
        SourceError: not a workbook, no such sheet, or no rows under the first.
    """
    (cells,) = read_workbook(path, source, [sheet]).values()
    if len(cells) < 2:
        raise SourceError.of(source.id, f"{path.name}: sheet {sheet!r} holds no rows")
    return cells


def read_workbook(
    path: Path, source: Source, sheets: Sequence[str] = ()
) -> dict[str, list[list[Any]]]:
    """The sheets named of a workbook, or all of them, each as rows of cells.

    Raises:
        SourceError: an empty file, not a workbook, one that would unpack beyond all measure, or no
            such sheet.
    """
    if path.stat().st_size == 0:
        raise SourceError.of(source.id, f"{path.name} is empty")
    refuse_zip_bomb(path, source)
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        names = workbook.sheet_names
        wanted = [name for name in sheets or names if name in names]
        found = {name: workbook.get_sheet_by_name(name).to_python() for name in wanted}
    except (python_calamine.CalamineError, OSError) as error:
        raise _not_a_workbook(path, source, error) from error
    for sheet in sheets:
        if sheet not in found:
            there = ", ".join(names)
            raise SourceError.of(source.id, f"{path.name}: no sheet {sheet!r} (it has {there})")
    return found


def refuse_zip_bomb(path: Path, source: Source) -> None:
    """Stops before a workbook is unpacked that says it holds far more than any publisher's.

    Raises:
        SourceError: more than `MAX_UNPACKED_BYTES`, or more than `MAX_UNPACKED_RATIO` to the byte.
    """
    if not zipfile.is_zipfile(path):
        return  # an old .xls, or no workbook at all, as the reader will say
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _not_a_workbook(path, source, error) from error
    ratio = unpacked / path.stat().st_size
    if unpacked > MAX_UNPACKED_BYTES or ratio > MAX_UNPACKED_RATIO:
        raise SourceError.of(
            source.id,
            f"{path.name} would unpack to {unpacked / 1e6:.0f} MB, {ratio:.0f} times its size: "
            f"the limits are {MAX_UNPACKED_BYTES / 1e6:.0f} MB and {MAX_UNPACKED_RATIO} times",
        )


def _not_a_workbook(path: Path, source: Source, error: Exception) -> SourceError:
    return SourceError.of(source.id, f"{path.name} cannot be read as a workbook: {error}")


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
    """Cells as whole numbers of at least 0; London has fewer than `MAX_COUNT` of anything counted.

    Raises:
        SourceError: a blank, negative or fractional cell, or one over `MAX_COUNT`.
    """
    numbers = to_number(values, source)
    _refuse(values, numbers < 0, "is a negative count", source)
    _refuse(values, numbers % 1 != 0, "is a fractional count", source)
    _refuse(values, numbers > MAX_COUNT, f"is over {MAX_COUNT:,}", source)
    return numbers.astype("int64")


def to_quantity(values: pd.Series, source: Source) -> pd.Series:
    """Cells as numbers of at least 0, such as full-time equivalents.

    Raises:
        SourceError: a blank or negative cell, or one that is not a number.
    """
    numbers = to_number(values, source)
    _refuse(values, numbers < 0, "is negative", source)
    return numbers


def to_share(values: pd.Series, full: float, source: Source, *, is_whole: bool = True) -> pd.Series:
    """Shares on the source's own scale (0 to `full`: 1 or 100) -> per cents, 0 to 100.

    The survey's publishers print whole per cents, so a value that is not one is on another scale.
    Where a source is known to print finer shares, `is_whole=False` keeps them, to six decimals.

    Raises:
        SourceError: a value outside the scale, or finer than whole per cents where they are whole.
    """
    numbers = to_number(values, source, decimal_comma=True)
    _refuse(values, (numbers < 0) | (numbers > full), f"is outside the scale 0 to {full:g}", source)
    shares = (numbers * (100 / full)).round(6)
    if not is_whole:
        return shares
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


def correct(
    tidy: pd.DataFrame, dataset: Dataset, source: Source, edition: str, file: str = ""
) -> pd.DataFrame:
    """Applies the source's declared corrections to one file's tidy rows.

    Raises:
        SourceError: the rows no longer hold the faulty values expected: the correction is outdated.
    """
    for correction in source.corrections:
        of_file = fnmatch.fnmatchcase(file, correction.file or "*")
        if of_file and correction.edition in ("", edition):
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
    if correction.action != "replace":
        return tidy[~faulty]
    mended = tidy.copy()
    mended.loc[rows.index, correction.column] = list(correction.used)
    return mended


def newest_edition(
    rows: pd.DataFrame, by: Sequence[str], rules: Sequence[EditionRule] = ()
) -> pd.DataFrame:
    """For each value of `by`, the rows of the newest edition that holds it.

    Args:
        rows: tidy rows of all editions.
        by: columns for which one edition is taken whole.
        rules: editions that serve some periods (the first column of `by`) although a newer one
            holds them too.
    """
    rank = rows["edition"].rank(method="dense")
    for rule in rules:
        rank = rank.mask(_served(rows, by[0], rule), rank.max() + 1)
    best = rank.groupby([rows[column] for column in by], sort=False).transform("max")
    return rows[rank == best]


def _served(rows: pd.DataFrame, period: str, rule: EditionRule) -> pd.Series:
    served = rows["edition"] == rule.edition
    if rule.first:
        served &= rows[period] >= pd.Timestamp(rule.first)
    if rule.last:
        served &= rows[period] <= pd.Timestamp(rule.last)
    return served


def preferred_files(rows: pd.DataFrame, by: Sequence[str], source: Source) -> pd.DataFrame:
    """For each value of `by`, the rows of the files that the source prefers most.

    Args:
        rows: tidy rows of all files, with the name of each row's file in `file`.
        by: the columns for which one kind of file is taken whole, such as `month`.
        source: its `file_preference` lists patterns of file names, best first.

    Raises:
        SourceError: a file fits none of the patterns.
    """
    ranks = {name: _rank(name, source) for name in rows["file"].unique()}
    rank = rows["file"].map(ranks)
    best = rank.groupby([rows[column] for column in by], sort=False).transform("min")
    return rows[rank == best]


def _rank(name: str, source: Source) -> int:
    for rank, pattern in enumerate(source.file_preference):
        if fnmatch.fnmatchcase(name, pattern):
            return rank
    listed = ", ".join(source.file_preference)
    raise SourceError.of(source.id, f"{name} fits no pattern of file_preference ({listed})")


def missing_months(months: pd.Series) -> list[str]:
    """Months between the first and the last that no row is of, as `YYYY-MM`, oldest first."""
    held = pd.DatetimeIndex(months.unique())
    wanted = pd.date_range(held.min(), held.max(), freq="MS")
    return [f"{month:%Y-%m}" for month in wanted.difference(held)]


def edition_joins(
    rows: pd.DataFrame, selected: pd.DataFrame, by: str, value: str
) -> list[dict[str, Any]]:
    """How far the editions that are used differ over the months they share.

    Args:
        rows: tidy rows of all editions.
        selected: those of them that are used, one edition for each `by`.
        by: the column of the period, such as `month`.
        value: the column of counts.

    Returns:
        For each edition that gives way to a newer one: older, newer, first (first period taken from
        the newer), periods (shared), low_pct and high_pct (newer against older, in per cent).
    """
    totals = rows.pivot_table(index=by, columns="edition", values=value, aggfunc="sum")
    taken = selected.groupby(by)["edition"].first()
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
