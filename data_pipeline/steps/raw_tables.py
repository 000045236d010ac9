"""Publishers' files as raw tables: CSV, Excel and OpenDocument; what is no such table is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import python_calamine

from data_pipeline.periods import as_text
from datasets.schema import Source, SourceError

MAX_UNPACKED_BYTES = 200_000_000  # of a workbook; the largest met unpacks to 34 MB
MAX_UNPACKED_RATIO = 200  # unpacked bytes to one packed; the highest met is 41


def read_csv(
    path: Path,
    source: Source,
    *,
    required: Sequence[str] = (),
    encoding: str = "utf-8-sig",
    has_last_line_end: bool = True,
    **options: Any,
) -> pd.DataFrame:
    """A CSV file as text cells, empty cells as empty text.

    Args:
        has_last_line_end: the publisher ends the last line too, so that a file without is cut short.

    Raises:
        SourceError: the file is empty or cut short, or not such a table, or a required column is not there.
    """
    if path.stat().st_size == 0:
        raise SourceError.of(source.id, f"{path.name} is empty")
    if has_last_line_end:
        refuse_cut_off(path, source)
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
    require_columns(raw, required, source, path.name)
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
    return with_header(read_cells(path, sheet, source))


def with_header(cells: list[list[Any]]) -> pd.DataFrame:
    """Rows of cells -> a table whose columns the first row names."""
    header, *rows = cells
    return pd.DataFrame(rows, columns=[str(name) for name in header])


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
