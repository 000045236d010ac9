"""Publishers' files as raw tables: CSV, Excel and OpenDocument; what is no such table is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import python_calamine

from data_pipeline.periods import as_text
from data_pipeline.steps import raw_files
from datasets.schema import Source, SourceError

SNIFFED = 100_000  # characters that hold a header, and what may stand above it
HEADER_WITHIN = 20  # lines from the top, where a header that is not on top is looked for
BLANK = " \t\xa0\ufeff"  # around a name; the last is a byte order mark that a title pushed down
SHOWN = 8  # names of columns in an error
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright lines"}
UNNAMED = ""
"""Among the columns that may be there: cells under no name are strays, to be left behind."""


def read_csv(
    path: Path,
    source: Source,
    *,
    required: Sequence[str] = (),
    others: Sequence[str] | None = None,
    headers: Sequence[Sequence[str]] = (),
    sep: str = ",",
    encoding: str = "utf-8",
    may_end_open: bool = False,
) -> pd.DataFrame:
    """A CSV file as text cells, every row as long as the header; columns without a name left behind.

    Args:
        path: the file.
        source: named in errors.
        required: columns that must be there.
        others: columns that may be there too; None lets any.
        headers: what a header begins with, one of these, where no column is required by its name.
        sep: what parts the cells.
        encoding: of the text.
        may_end_open: the publisher writes no line end after the last row.

    Raises:
        SourceError: the file is no such table, or its columns are not those.
    """
    text = raw_files.read_text(path, source, encoding)
    raw_files.refuse_message(text, path, source)
    raw_files.refuse_odd_lines(text, path, source)
    if not (may_end_open or source.is_reference):
        raw_files.refuse_cut_off(text, path, source)
    cells = _cells(text, sep, path, source)
    wanted = [required] if required else headers
    _refuse_other_delimiter(cells, wanted, sep, path.name, source)
    _refuse_title(cells, wanted, path.name, source)
    raw = _table(cells, (required, others), path.name, source)
    if raw.empty:
        raise SourceError.of(source.id, f"{path.name} holds a header and no rows")
    return raw


def read_parquet(path: Path, source: Source) -> pd.DataFrame:
    """A Parquet file as it types its cells.

    Raises:
        SourceError: it cannot be read as one, or holds no row.
    """
    raw_files.refuse_unreadable(path, source)
    try:
        raw = pd.read_parquet(path)
    except (OSError, pa.ArrowException) as error:
        first = str(error).splitlines()[0]
        raise SourceError.of(
            source.id, f"{path.name} cannot be read as Parquet: {first}"
        ) from error
    if raw.empty:
        raise SourceError.of(source.id, f"{path.name} holds a header and no rows")
    return raw


def header_of(text: str, wanted: Sequence[str], where: str, source: Source) -> list[str]:
    """The names of a CSV file's columns, for files too large to be read cell by cell.

    Raises:
        SourceError: another delimiter, or lines above the header.
    """
    top = [row for row in csv.reader(io.StringIO(text[:SNIFFED], newline="")) if row]
    _refuse_other_delimiter(top, [wanted], ",", where, source)
    _refuse_title(top, [wanted], where, source)
    return top[0]


def _cells(text: str, sep: str, path: Path, source: Source) -> list[list[str]]:
    """Rows of cells; blank lines are none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sep, strict=True)
    try:
        return [row for row in reader if row]
    except csv.Error as error:
        raise SourceError.of(
            source.id,
            f"{path.name}: line {reader.line_num} cannot be read as cells: {error}: "
            "is the file cut short, or a quotation mark left open?",
        ) from error


def _refuse_other_delimiter(
    cells: list[list[str]], wanted: Sequence[Sequence[str]], sep: str, where: str, source: Source
) -> None:
    if _header_at(cells, wanted) is not None:
        return
    for other, name in DELIMITERS.items():
        parted = [[cell.strip('"') for cell in sep.join(row).split(other)] for row in cells[:1]]
        if other != sep and _header_at(parted, wanted) is not None:
            raise SourceError.of(
                source.id, f"{where}: its cells are parted by {name}, not by {DELIMITERS[sep]}"
            )


def _header_at(cells: Sequence[Sequence[Any]], wanted: Sequence[Sequence[str]]) -> int | None:
    """The first row that holds all names of one of the headers, whatever their capitals."""
    headers = [{name.casefold() for name in one} for one in wanted]
    for number, row in enumerate(cells[:HEADER_WITHIN]):
        found = {str(cell).strip(BLANK).casefold() for cell in row}
        if any(header <= found for header in headers):
            return number
    return None


def _table(
    cells: list[list[Any]],
    columns: tuple[Sequence[str], Sequence[str] | None],
    where: str,
    source: Source,
) -> pd.DataFrame:
    """Rows of cells -> a table whose columns the first row names, those without a name left behind.

    `columns` are those that must be there, and those that may be (None lets any).
    """
    required, others = columns
    header = with_header(cells[:1])
    require_columns(header, required, source, where, others)
    for number, row in enumerate(cells, start=1):
        if len(row) != len(header.columns):
            is_last = number == len(cells) and len(row) < len(header.columns)
            why = f"row {number} has {len(row)} cells, the header {len(header.columns)}"
            raise SourceError.of(
                source.id, f"{where}: {why}{': is the file cut short?' if is_last else ''}"
            )
    raw = with_header(cells)
    nameless = raw.columns == UNNAMED
    if UNNAMED not in (others or ()):
        _refuse_strays(raw.loc[:, nameless], where, source)
    return raw.loc[:, ~nameless]


def _refuse_title(
    cells: list[list[Any]], wanted: Sequence[Sequence[str]], where: str, source: Source
) -> None:
    above = _header_at(cells, wanted)
    if above:
        first = next((str(cell) for cell in cells[0] if str(cell).strip()), "")
        raise SourceError.of(
            source.id,
            f"{where}: its first line is no header but {first[:60]!r}, such as a title; "
            f"the header stands below it, in row {above + 1}",
        )


def _refuse_strays(nameless: pd.DataFrame, where: str, source: Source) -> None:
    filled = nameless.astype(str).apply(lambda column: column.str.strip() != "").any(axis=1)
    if filled.any():
        row = int(filled.idxmax()) + 2  # the header is the first
        raise SourceError.of(
            source.id, f"{where}: row {row} has a cell under a column without name"
        )


def read_sheet(
    path: Path,
    sheet: str,
    source: Source,
    *,
    required: Sequence[str],
    others: Sequence[str] | None = None,
) -> pd.DataFrame:
    """One sheet of a workbook, its first row as header, cells as the workbook types them.

    `required` and `others` are the columns that must and that may be there, as in `read_csv`.

    Raises:
        SourceError: not a workbook, no such sheet, no rows, or its columns are not those.
    """
    where = f"{path.name}, sheet {sheet}"
    cells = read_cells(path, sheet, source)
    _refuse_title(cells, [required], where, source)
    return _table(cells, (required, others), where, source)


def with_header(cells: list[list[Any]]) -> pd.DataFrame:
    """Rows of cells -> a table whose columns the first row names, without spaces around them."""
    header, *rows = cells
    return pd.DataFrame(rows, columns=[str(name).strip() for name in header])


def read_cells(path: Path, sheet: str, source: Source) -> list[list[Any]]:
    """One sheet of a workbook (.xlsx or .ods) as rows of cells, for sheets whose header is not on top.

    Raises:
        SourceError: not a workbook, no such sheet, or no rows under the first.
    """
    (cells,) = read_workbook(path, source, [sheet]).values()
    refuse_no_rows(cells, f"{path.name}: sheet {sheet!r}", source)
    return cells


def refuse_no_rows(cells: list[list[Any]], where: str, source: Source) -> None:
    """Stops when a sheet has nothing under its first row.

    Raises:
        SourceError: it has not.
    """
    if len(cells) < 2:
        raise SourceError.of(source.id, f"{where} holds no rows")


def read_workbook(
    path: Path, source: Source, sheets: Sequence[str] = ()
) -> dict[str, list[list[Any]]]:
    """The sheets named of a workbook, or all of them, each as rows of cells.

    Raises:
        SourceError: not a workbook that can be read, or no such sheet.
    """
    raw_files.refuse_no_workbook(path, source)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(
            io.BytesIO(raw_files.read_bytes(path, source))
        )
        names = workbook.sheet_names
        wanted = [name for name in sheets or names if name in names]
        found = {name: workbook.get_sheet_by_name(name).to_python() for name in wanted}
    except (python_calamine.CalamineError, OSError) as error:
        raise SourceError.of(
            source.id, f"{path.name} cannot be read as a workbook: {error}"
        ) from error
    for sheet in sheets:
        if sheet not in found:
            there = ", ".join(names)
            raise SourceError.of(source.id, f"{path.name}: no sheet {sheet!r} (it has {there})")
    return found


def require_columns(
    raw: pd.DataFrame,
    wanted: Sequence[str],
    source: Source,
    where: str,
    others: Sequence[str] | None = None,
) -> None:
    """Stops at a column that the parser relies on and that is not there, or at one nobody knows.

    Args:
        raw: the table.
        wanted: columns that must be there.
        source: named in errors.
        where: file and sheet, named in errors.
        others: columns that may be there too; None lets any.

    Raises:
        SourceError: a column is missing, stands twice, or is none of those.
    """
    names = [str(name) for name in raw.columns]
    there = f"(it has {', '.join(names[:SHOWN])}{', …' if len(names) > SHOWN else ''})"
    if missing := [name for name in wanted if name not in names]:
        raise SourceError.of(source.id, f"{where}: no column {', '.join(missing)} {there}")
    if twice := [name for name in dict.fromkeys(names) if name and names.count(name) > 1]:
        raise SourceError.of(source.id, f"{where}: column {', '.join(twice)} stands twice")
    known = {*wanted, *(names if others is None else others), UNNAMED}
    if unknown := [name for name in names if name not in known]:
        raise SourceError.of(source.id, f"{where}: unknown column {', '.join(unknown)}")


def refuse_repeats(raw: pd.DataFrame, key: list[str], source: Source) -> None:
    """Stops when rows stand twice.

    Raises:
        SourceError: two rows share the cells of `key`, texts or months.
    """
    repeated = raw[raw.duplicated(key)]
    if not repeated.empty:
        first = ", ".join(map(as_text, repeated.iloc[0][key]))
        raise SourceError.of(
            source.id, f"duplicate key: {len(repeated)} rows stand twice, first {first}"
        )
