"""Tables that are fetched and kept although nobody has seen their layout: what their headings tell.

A table proves itself by a row of headings that names police forces, and by rows of the Met below it.
That is said, and nothing more is taken from it: a reader is written once a file has been seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from data_pipeline.steps import raw_files, raw_tables
from datasets.schema import Source, SourceError

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
            rows = sum(bool(MET.fullmatch(_plain(row[column]))) for row in cells[at + 1 :])
            yield f"{path.name}, sheet {name}: {rows:,} rows of the Met; headings: {headings}"


def _sheets(path: Path, source: Source) -> dict[str, list[list[Any]]]:
    raw_files.refuse_unreadable(path, source)
    return raw_tables.read_workbook(path, source)


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
