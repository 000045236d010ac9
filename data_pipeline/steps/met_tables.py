"""The Met's open data on the London Datastore: one table in a workbook's sheets, a CSV file, or Parquet.

A third party keeps the publisher's workbooks as Parquet: names of columns in small letters with `_` for
spaces, the rows of all sheets one under the other with the sheet's name in `sheet`, values as published.
Here all three kinds of file come out in that form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import python_calamine
from pyarrow import csv as pa_csv

from data_pipeline.steps import raw_files, raw_tables
from datasets.schema import Source, SourceError

SHEET = "sheet"
"""The column that names the sheet of a row."""


def read(path: Path, source: Source, sheets: dict[str, Sequence[str]]) -> pd.DataFrame:
    """A file's rows as published, of all its sheets.

    Args:
        path: a workbook (.xlsx), a CSV file or a Parquet file.
        source: named in errors.
        sheets: the sheets that there may be -> columns that each must have, named as in this module's text.

    Returns:
        A column for each that some sheet must have, blank (an empty text, or no day) where a sheet has it not;
        and `sheet`. The index numbers the rows of the file, or of the sheet, from 0.

    Raises:
        SourceError: no such file, a sheet that is none of those, or one without its columns.
    """
    read_kind = {".parquet": _parquet, ".csv": _csv}.get(path.suffix.lower(), _workbook)
    found = read_kind(path, source, sheets)
    unknown = sorted(set(found) - set(sheets))
    if unknown or not found:
        there = f"sheet {unknown[0]!r} is none of" if unknown else "no sheet is"
        raise SourceError.of(source.id, f"{path.name}: {there} {', '.join(sheets)}")
    tables = []
    for name, rows in found.items():
        where = f"{path.name}, sheet {name}"
        raw_tables.require_columns(rows, sheets[name], source, where)
        tables.append(rows[list(sheets[name])].assign(**{SHEET: name}))
    return _blanks(pd.concat(tables) if len(tables) > 1 else tables[0])


def _blanks(raw: pd.DataFrame) -> pd.DataFrame:
    """The rows with an empty text for each blank cell that is no day and no number."""
    texts = raw.select_dtypes(exclude=["number", "datetime"]).columns
    return raw.assign(**{name: raw[name].fillna("") for name in texts})


def _named(name: object) -> str:
    """A column's name as the third party writes it."""
    return re.sub(r"[\s/.-]+", "_", re.sub(r"[()]", "", str(name)).strip().lower()).strip("_")


def _parquet(
    path: Path, source: Source, sheets: dict[str, Sequence[str]]
) -> dict[str, pd.DataFrame]:
    try:
        raw = pd.read_parquet(path)
    except (OSError, pa.ArrowException) as error:
        first = str(error).splitlines()[0]
        raise SourceError.of(
            source.id, f"{path.name} cannot be read as Parquet: {first}"
        ) from error
    if len(sheets) == 1:
        return {next(iter(sheets)): raw}
    raw_tables.require_columns(raw, [SHEET], source, path.name)
    return {str(name): rows for name, rows in raw.groupby(SHEET, sort=False)}


def _csv(path: Path, source: Source, sheets: dict[str, Sequence[str]]) -> dict[str, pd.DataFrame]:
    """A CSV file, its cells text: the first sheet whose columns it has, or else the first of all."""
    text = raw_files.read_text(path, source)
    raw_files.refuse_message(text, path, source)
    raw_files.refuse_odd_lines(text, path, source)
    raw_files.refuse_cut_off(text, path, source)
    header = text.partition("\n")[0].rstrip("\r").split(",")
    names = [_named(name.strip('"')) for name in header]
    fitting = [name for name, columns in sheets.items() if set(columns) <= set(names)]
    try:
        table = pa_csv.read_csv(
            path,
            read_options=pa_csv.ReadOptions(column_names=names, skip_rows=1),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowException, ValueError) as error:
        first = str(error).splitlines()[0]
        raise SourceError.of(
            source.id, f"{path.name} cannot be read as a table: {first}"
        ) from error
    return {(fitting or list(sheets))[0]: table.to_pandas()}


def _workbook(
    path: Path, source: Source, sheets: dict[str, Sequence[str]]
) -> dict[str, pd.DataFrame]:
    """The sheets of a workbook that have rows; where one only is looked for, it may have any name."""
    raw_files.refuse_no_workbook(path, source, raw_files.MAX_LARGE_BYTES)
    used = {name for columns in sheets.values() for name in columns}
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        tables = {
            name: _table(iter(workbook.get_sheet_by_name(name).iter_rows()), used)
            for name in workbook.sheet_names
        }
    except (python_calamine.CalamineError, OSError) as error:
        raise SourceError.of(
            source.id, f"{path.name} cannot be read as a workbook: {error}"
        ) from error
    found = {name: table for name, table in tables.items() if not table.empty}
    if len(sheets) == 1 and len(found) == 1:
        return {next(iter(sheets)): next(iter(found.values()))}
    return found


def _table(rows: Iterator[list[Any]], used: Collection[str]) -> pd.DataFrame:
    """The rows of a sheet under its first, columns that nobody uses left behind.

    A sheet can have half a million rows, so each is let go as it is read, and equal cells are kept once.
    """
    names = [_named(cell) for cell in next(rows, [])]
    at = [number for number, name in enumerate(names) if name in used]
    columns: list[list[Any]] = [[] for _ in at]
    once: dict[Any, Any] = {}
    for row in rows:
        for column, number in zip(columns, at, strict=True):
            cell = row[number]
            column.append(once.setdefault((type(cell), cell), cell))
    told = [names[number] for number in at]
    table = pd.DataFrame(dict(enumerate(columns)))
    return table.set_axis(told, axis="columns") if len(table) else pd.DataFrame(columns=told)
