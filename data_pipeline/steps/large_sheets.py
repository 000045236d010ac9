"""Large workbooks read row by row, such as a year of outcomes with half a million rows.

A workbook of 40 MB unpacks to 270 MB; as a table of Python objects it would take gigabytes. Its cells lie
packed in the memory of the library that reads them, and a row at a time is made of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import python_calamine

from data_pipeline.steps import raw_files
from datasets.schema import Source, SourceError

HEADER_WITHIN = 20  # rows from the top of a sheet
WORKSHEET = python_calamine.SheetTypeEnum.WorkSheet
SHOWN = 3  # sheets named in an error

Headings = Mapping[str, Sequence[str]]
"""Our name of a column -> the publisher's names of it, any of which will do."""


def rows_of(path: Path, source: Source, wanted: Headings) -> Iterator[list[Any]]:
    """The rows of the sheet with the headings wanted, the headings first.

    Sheets without them, such as a cover or a chart, are passed over; so is what stands above them.
    Capitals, spaces and signs of a heading do not count.

    Raises:
        SourceError: no workbook that can be read, or no one sheet with the headings.
    """
    raw_files.refuse_no_workbook(path, source, raw_files.MAX_LARGE_BYTES)
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        sheet = _sheet(workbook, path, source, wanted)
    except (python_calamine.CalamineError, OSError) as error:
        raise SourceError.of(
            source.id, f"{path.name} cannot be read as a workbook: {error}"
        ) from error
    return itertools.dropwhile(lambda row: bool(_lacking(row, wanted)), sheet.iter_rows())


def _sheet(
    workbook: python_calamine.CalamineWorkbook, path: Path, source: Source, wanted: Headings
) -> python_calamine.CalamineSheet:
    """The one sheet with the headings; a sheet is unpacked to see them, and let go if it has none."""
    names = [one.name for one in workbook.sheets_metadata if one.typ == WORKSHEET]
    found, lacks = None, []
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        top = itertools.islice(sheet.iter_rows(), HEADER_WITHIN)
        lacking = min((_lacking(row, wanted) for row in top), key=len, default=list(wanted))
        if lacking:
            lacks.append(f"{name} lacks {', '.join(lacking)}")
        elif found:
            both = f"{found.name} and {name}"
            raise SourceError.of(source.id, f"{path.name}: two sheets have the headings: {both}")
        else:
            found = sheet
    if found is None:
        why = "; ".join(lacks[:SHOWN]) or "it has no sheets"
        raise SourceError.of(source.id, f"{path.name}: no sheet has the headings ({why})")
    return found


def _lacking(row: Sequence[Any], wanted: Headings) -> list[str]:
    """Our names of the columns that a row of headings lacks."""
    there = {bare(cell) for cell in row}
    return [name for name, theirs in wanted.items() if not there & set(map(bare, theirs))]


def bare(heading: object) -> str:
    """A heading in small letters, its words parted by single spaces."""
    return re.sub(r"[^a-z0-9]+", " ", str(heading).lower()).strip()
