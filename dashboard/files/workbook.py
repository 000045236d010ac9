"""XLSX as the Analysis Function of the UK's government asks for it, for who reads with a screen reader.

A cover; the notes, with the shorthand explained; what the columns mean; one marked-up table a
sheet under its title. No merged cells, no empty cells in a table, no filters, no frozen panes.
https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/

XlsxWriter writes everything but the rows of the table. Those are woven as text straight into the
sheet's part of the archive, so that a long table takes neither minutes nor memory.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from dashboard.files.about import SITE, DownloadMeta, long_date
from dashboard.files.cells import HIDES, SHORTHAND, sheet_columns, width
from dashboard.files.text import Column, rows
from datasets.schema import Column as Declared

MOST_ROWS = 1_000_000
"""Rows of the longest table; a sheet has room for 1,048,576 with what stands above it."""

_TITLE, _SAYS, _HEADINGS = 0, 1, 2
"""Lines of the table's sheet: its title, what is on it, the headings."""


class TooManyRowsError(ValueError):
    """More rows than a spreadsheet holds."""


def write(
    batches: Iterable[pa.RecordBatch],
    schema: pa.Schema,
    meta: DownloadMeta,
    declared: Mapping[str, Declared],
) -> Iterator[bytes]:
    """The whole file, in one piece.

    Args:
        batches, schema, meta: as for `files.pieces`.
        declared: what each column means, by name.

    Raises:
        TooManyRowsError: more than `MOST_ROWS`.
    """
    empty, table_sheet, date_style = _without_rows(schema, meta, declared)
    columns = sheet_columns(schema, declared, date_style)
    whole = io.BytesIO()
    with (
        zipfile.ZipFile(empty) as before,
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        tables = [name for name in before.namelist() if name.startswith("xl/tables/")]
        last = tables[-1:] if schema.names else []
        for name in before.namelist():
            if name not in {table_sheet, *last}:
                after.writestr(before.getinfo(name), before.read(name), zipfile.ZIP_DEFLATED)
        part = before.read(table_sheet).decode()
        count = _fill(after, before.getinfo(table_sheet), part, batches, columns)
        for name in last:
            table = _stretched(before.read(name).decode(), count)
            after.writestr(before.getinfo(name), table, zipfile.ZIP_DEFLATED)
    yield whole.getvalue()


def _fill(
    archive: zipfile.ZipFile,
    name: zipfile.ZipInfo,
    part: str,
    batches: Iterable[pa.RecordBatch],
    columns: Sequence[Column],
) -> int:
    """Writes the table's sheet with its rows; returns how many."""
    head, tail = re.sub(r"<dimension [^>]*/>", "", part).split("</sheetData>")
    count = 0
    info = zipfile.ZipInfo(name.filename, name.date_time)
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as sheet:
        sheet.write(head.encode())
        for batch in batches:
            count += batch.num_rows
            if count > MOST_ROWS:
                raise TooManyRowsError(f"a spreadsheet holds at most {MOST_ROWS:,} rows")
            hides = batch.column(HIDES) if HIDES in batch.schema.names else None
            sheet.write(rows(batch, columns, hides))
        sheet.write(f"</sheetData>{tail}".encode())
    return count


def _stretched(part: str, count: int) -> str:
    """The table's own part, over as many rows as there are (at least one: a table cannot be empty)."""
    end = _HEADINGS + 1 + max(count, 1)
    return re.sub(r'(ref="[A-Z]+\d+:[A-Z]+)\d+"', rf'\g<1>{end}"', part)


def _without_rows(
    schema: pa.Schema, meta: DownloadMeta, declared: Mapping[str, Declared]
) -> tuple[io.BytesIO, str, int]:
    """The workbook without the table's rows, the name of that sheet's part, the style of dates."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        made = datetime.fromisoformat(meta.retrieved[:10])
        book.set_properties({"title": meta.title, "comments": meta.source, "created": made})
        described = [declared[name] for name in schema.names if name in declared]
        sheets = ["Cover", "Notes", *(["Columns"] if described else []), "Table"]
        _cover_sheet(book, meta, sheets)
        _notes_sheet(book, meta)
        if described:
            _columns_sheet(book, described)
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        _table_sheet(book, schema, meta, dates)
    return buffer, f"xl/worksheets/sheet{len(sheets)}.xml", int(dates.xf_index or 0)


def _title(book: xlsxwriter.Workbook, sheet: Worksheet, text: str) -> None:
    sheet.write_string(0, 0, text, book.add_format({"bold": True, "font_size": 16}))


def _wrapped(book: xlsxwriter.Workbook) -> Style:
    return book.add_format({"text_wrap": True, "valign": "top"})


def _cover_sheet(book: xlsxwriter.Workbook, meta: DownloadMeta, sheets: list[str]) -> None:
    sheet = book.add_worksheet("Cover")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90, _wrapped(book))
    _title(book, sheet, meta.title)
    bold = book.add_format({"bold": True, "valign": "top"})
    lines = _cover_lines(meta)
    for row, (label, text) in enumerate(lines, start=1):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, text)
    for row, name in enumerate(sheets[1:], start=len(lines) + 1):
        sheet.write_string(row, 0, f"Sheet {name}", bold)
        sheet.write_url(row, 1, f"internal:'{name}'!A1", string=_SHEETS[name])


_SHEETS = {
    "Notes": "What you need to know, and the shorthand",
    "Columns": "What each column holds, and its unit",
    "Table": "The figures",
}


def _cover_lines(meta: DownloadMeta) -> list[tuple[str, str]]:
    chosen = "; ".join(f"{label}: {value}" for label, value in meta.filters.items())
    published = [("Data published", long_date(meta.published))] if meta.published else []
    return [
        ("Source", meta.source),
        ("Licence", meta.licence),
        ("Filters", chosen or "None: every row"),
        ("Link", meta.link or "None"),
        ("Retrieved", long_date(meta.retrieved)),
        ("Data version", meta.data_version or "Not stated"),
        *published,
        ("Made by", SITE),
    ]


def _notes_sheet(book: xlsxwriter.Workbook, meta: DownloadMeta) -> None:
    sheet = book.add_worksheet("Notes")
    _title(book, sheet, "What you need to know")
    notes = meta.notes or ("No notes apply to these figures.",)
    lines = [(f"Note {number}", note) for number, note in enumerate(notes, start=1)]
    _listed(book, sheet, "notes", ("Note", "What it says"), [*lines, *SHORTHAND.items()])


def _columns_sheet(book: xlsxwriter.Workbook, described: list[Declared]) -> None:
    sheet = book.add_worksheet("Columns")
    _title(book, sheet, "What each column holds")
    lines = [(one.name, one.description, one.unit or "[z]") for one in described]
    _listed(book, sheet, "columns", ("Column", "What it holds", "Unit"), lines)


def _listed(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    name: str,
    headings: tuple[str, ...],
    lines: Sequence[tuple[str, ...]],
) -> None:
    """Writes a small table of text under the sheet's title."""
    wrapped = _wrapped(book)
    for place, wide in enumerate((24, 100, 18)[: len(headings)]):
        sheet.set_column(place, place, wide, wrapped)
    sheet.write_string(1, 0, "This sheet holds one table.")
    for row, line in enumerate(lines, start=3):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text, wrapped)
    sheet.add_table(2, 0, 2 + len(lines), len(headings) - 1, _markup(name, headings))


def _table_sheet(
    book: xlsxwriter.Workbook, schema: pa.Schema, meta: DownloadMeta, dates: Style
) -> None:
    sheet = book.add_worksheet("Table")
    _title(book, sheet, meta.title)
    sheet.write_string(_SAYS, 0, f"This sheet holds one table. {_shorthand_in_brief()}")
    if not schema.names:
        return
    for place, field in enumerate(schema):
        style = dates if pa.types.is_date(field.type) else None
        sheet.set_column(place, place, width(field), style)
    last = len(schema) - 1
    sheet.add_table(_HEADINGS, 0, _HEADINGS + 1, last, _markup("figures", schema.names))


def _markup(name: str, headings: Iterable[str]) -> dict[str, object]:
    columns = [{"header": heading} for heading in headings]
    return {
        "name": name,
        "columns": columns,
        "autofilter": False,
        "style": "Table Style Light 1",
        "banded_rows": False,
    }


def _shorthand_in_brief() -> str:
    brief = ", ".join(f"{mark} {says.split(':')[0].lower()}" for mark, says in SHORTHAND.items())
    return f"Shorthand: {brief}; see the sheet Notes."
