"""A table and what must be said about it, as the bytes of a CSV, XLSX, Parquet or JSON file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Literal, get_args

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

Format = Literal["csv", "xlsx", "parquet", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)

MEDIA_TYPES: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}

SITE = "London policing scorecard"
"""Source of what the site says itself."""

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class DownloadMeta:
    """What a file says about itself.

    Attributes:
        title: what the table shows.
        source: publisher and name of the source, as it asks to be cited.
        licence: under which it may be used.
        filters: what was chosen, label and value as a reader would say them.
        link: fixed address that shows the same rows.
        data_version: version of the published data.
        retrieved: ISO date on which the file was made.
        notes: caveats, a sentence each.
    """

    title: str
    source: str
    licence: str
    filters: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    data_version: str = ""
    retrieved: str = field(default_factory=lambda: date.today().isoformat())
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the same as plain values, for JSON."""
        return {**asdict(self), "filters": dict(self.filters), "notes": list(self.notes)}


def to_bytes(frame: pd.DataFrame, fmt: Format, meta: DownloadMeta) -> bytes:
    """Return the file's bytes; the frame's index is not written.

    Raises:
        ValueError: no such format.
    """
    writers = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet, "json": _json}
    if fmt not in writers:
        raise ValueError(f"no format {fmt}: choose one of {', '.join(FORMATS)}")
    return writers[fmt](frame, meta)


def file_name(name: str, meta: DownloadMeta, fmt: Format) -> str:
    """Return a file name that states the filters: `trust-lambeth-2015-03.csv`."""
    words = [name, *meta.filters.values()]
    slugs = [re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-") for word in words]
    return "-".join(slug for slug in slugs if slug)[:120].rstrip("-") + f".{fmt}"


def citation(meta: DownloadMeta) -> str:
    """Return a sentence that says what was used, whose it is, and when it was read."""
    version = f", data version {meta.data_version}" if meta.data_version else ""
    link = f" {meta.link}" if meta.link else ""
    what = (
        f"{SITE}, {meta.title}" if meta.source == SITE else f"{meta.source}: {meta.title}. {SITE}"
    )
    return f"{what}{version}, retrieved {_long_date(meta.retrieved)}. {meta.licence}.{link}"


def safe_cell(value: object) -> object:
    """Return a text that a spreadsheet would run as a formula behind an apostrophe."""
    if isinstance(value, str) and value.startswith(_RUN_BY_SPREADSHEETS):
        return f"'{value}"
    return value


def _safe(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame as text where it is text or dates, with nothing a spreadsheet would run."""
    safe = _with_iso_dates(frame)
    texts = safe.select_dtypes(exclude=["number", "bool"]).columns
    safe = safe.assign(**{name: safe[name].astype(object).map(safe_cell) for name in texts})
    return safe.rename(columns=lambda name: str(safe_cell(str(name))))


def _with_iso_dates(frame: pd.DataFrame) -> pd.DataFrame:
    dates = frame.select_dtypes("datetime").columns
    return frame.assign(**{name: _iso_dates(frame[name]) for name in dates})


def _iso_dates(values: pd.Series) -> pd.Series:
    written: pd.Series = values.dt.strftime("%Y-%m-%d").astype(object)
    return written.where(values.notna(), None)


def _csv(frame: pd.DataFrame, _meta: DownloadMeta) -> bytes:
    text = _safe(frame).to_csv(index=False, lineterminator="\r\n")
    return str(text).encode("utf-8")


def _json(frame: pd.DataFrame, meta: DownloadMeta) -> bytes:
    rows = json.loads(_with_iso_dates(frame).to_json(orient="records", date_format="iso"))
    answer = {"meta": meta.as_dict(), "rows": rows}
    return json.dumps(answer, ensure_ascii=False, indent=1).encode("utf-8")


def _parquet(frame: pd.DataFrame, meta: DownloadMeta) -> bytes:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    described = {f"download.{key}": _as_text(value) for key, value in meta.as_dict().items()}
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), **described})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _long_date(iso: str) -> str:
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {day:%B %Y}"


# ---------------------------------------------------------------------------------------------
# XLSX: a cover sheet, the notes, the table


def _xlsx(frame: pd.DataFrame, meta: DownloadMeta) -> bytes:
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,  # a text that begins with = stays a text
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": meta.title, "comments": meta.source})
        _cover_sheet(book, meta)
        _notes_sheet(book, meta)
        _table_sheet(book, frame)
    return buffer.getvalue()


def _cover_sheet(book: xlsxwriter.Workbook, meta: DownloadMeta) -> None:
    sheet = book.add_worksheet("Cover")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_string(0, 0, meta.title, book.add_format({"bold": True, "font_size": 16}))
    bold = book.add_format({"bold": True, "valign": "top"})
    for row, (label, text) in enumerate(_cover_lines(meta), start=2):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, text)


def _cover_lines(meta: DownloadMeta) -> list[tuple[str, str]]:
    chosen = "; ".join(f"{label}: {value}" for label, value in meta.filters.items())
    return [
        ("Source", meta.source),
        ("Licence", meta.licence),
        ("Filters", chosen or "None: every row"),
        ("Link", meta.link or "None"),
        ("Retrieved", _long_date(meta.retrieved)),
        ("Data version", meta.data_version or "Not stated"),
        ("Made by", SITE),
        ("Sheets", "Cover; Notes: what you need to know; Table: the figures"),
    ]


def _notes_sheet(book: xlsxwriter.Workbook, meta: DownloadMeta) -> None:
    sheet = book.add_worksheet("Notes")
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True}))
    sheet.write_string(0, 0, "What you need to know", book.add_format({"bold": True}))
    for row, note in enumerate(meta.notes or ("No notes apply to these figures.",), start=1):
        sheet.write_string(row, 0, note)


def _table_sheet(book: xlsxwriter.Workbook, frame: pd.DataFrame) -> None:
    sheet = book.add_worksheet("Table")
    headings = [str(column) for column in frame.columns]
    if not headings:
        return
    for position, heading in enumerate(headings):
        sheet.set_column(position, position, min(max(len(heading), 12), 60) + 2)
        sheet.write_column(1, position, _cells(frame.iloc[:, position]))
    columns = [{"header": heading} for heading in headings]
    marked_up = {"columns": columns, "style": "Table Style Light 1", "name": "figures"}
    sheet.add_table(0, 0, max(len(frame), 1), len(headings) - 1, marked_up)
    sheet.freeze_panes(1, 0)


def _cells(values: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in values.astype(object).tolist()]
