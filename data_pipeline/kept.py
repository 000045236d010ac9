"""Tables that are fetched and kept although nobody has seen their layout: what their headings tell.

A table proves itself by a row of headings that names police forces, and by rows of the Met below it.
That is said, and nothing more is taken from it: a reader is written once a file has been seen.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from data_pipeline.steps import raw_files, raw_tables
from datasets.schema import Source, SourceError

CONTENT = "content.xml"
BEGINNING = 4_000_000  # bytes of a large file that are looked at
HEADER_WITHIN = 30  # rows from the top of a sheet
LEAST_HEADINGS = 2  # so that a title that names a force is none
FORCE = re.compile(r"(police )?force( name| area)?|police force area( name)?")
MET = re.compile(r"metropolitan( police( service)?)?")


def refuse_no_table(path: Path, source: Source) -> None:
    """Stops at a file that no sheet of which has headings with a column of police forces.

    Raises:
        SourceError: it has none, or cannot be read.
    """
    if not any(_headings(cells) for cells in _sheets(path, source).values()):
        raise SourceError.of(
            source.id, f"{path.name}: no sheet has headings with a column of police forces"
        )


def lines(path: Path, source: Source) -> Iterator[str]:
    """A line for each sheet with a column of police forces: its headings, and the rows of the Met.

    Raises:
        SourceError: there is no such sheet, or the file cannot be read.
    """
    refuse_no_table(path, source)
    for name, cells in _sheets(path, source).items():
        found = _headings(cells)
        if found:
            at, column = found
            headings = ", ".join(_text(cell) for cell in cells[at] if _text(cell))
            below = [row[column] for row in cells[at + 1 :] if len(row) > column]
            rows = sum(bool(MET.fullmatch(_plain(cell))) for cell in below)
            yield f"{path.name}, sheet {name}: {rows:,} rows of the Met; headings: {headings}"


def _sheets(path: Path, source: Source) -> dict[str, list[list[Any]]]:
    """The sheets' cells; of an OpenDocument file too large to be read whole, the first rows of its first."""
    raw_files.refuse_no_workbook(path, source, raw_files.MAX_LARGE_BYTES)
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked <= raw_files.MAX_UNPACKED_BYTES or CONTENT not in archive.namelist():
            return raw_tables.read_workbook(path, source)
        with archive.open(CONTENT) as content:
            return _first_rows(content.read(BEGINNING).decode("utf-8", errors="ignore"))


def _first_rows(text: str) -> dict[str, list[list[Any]]]:
    """The beginning of an OpenDocument file's content -> its rows; repeats of cells are not undone."""
    found: dict[str, list[list[Any]]] = {}
    for table in text.split("<table:table ")[1:]:
        name = re.search(r'table:name="([^"]*)"', table)
        rows = table.split("<table:table-row")[1 : HEADER_WITHIN + 1]
        cells = [re.findall(r"<text:p[^>]*>([^<]*)", row) for row in rows]
        found[html.unescape(name[1]) if name else ""] = [
            [html.unescape(cell) for cell in row] for row in cells
        ]
    return found


def _headings(cells: Sequence[Sequence[Any]]) -> tuple[int, int] | None:
    """The row of headings and, in it, the column of police forces."""
    for number, row in enumerate(cells[:HEADER_WITHIN]):
        forces = [n for n, cell in enumerate(row) if FORCE.fullmatch(_plain(cell))]
        if forces and sum(bool(_text(cell)) for cell in row) >= LEAST_HEADINGS:
            return number, forces[0]
    return None


def _text(cell: object) -> str:
    return " ".join(str(cell).split())


def _plain(cell: object) -> str:
    """A label in small letters, without the marks of its footnotes."""
    return re.sub(r"\s*(\[.*?\]|[\d,]+)$", "", _text(cell).replace("_", " ").lower())
