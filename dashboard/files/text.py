"""Rows as text, fast: each distinct cell of a column is written once, then Arrow weaves the rows.

A cell is written with whatever stands before and after it (a comma, a key, a tag), so the rows of
CSV, JSON and XLSX are made in the same way and only their cells differ.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Write = Callable[[Any], str]
"""Writes one value that is there: text, bool, number, date."""

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")
_QUOTED_IN_CSV = frozenset(',"\r\n')
_in_quotes = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Column:
    """How the cells of a column are written.

    Attributes:
        write: a value.
        absent: what stands where there is no value, or one that is no finite number.
        hidden: what stands there instead in a row that hides its counts; empty for the same.
        start, end: what stands before and after each.
    """

    write: Write
    absent: str = ""
    hidden: str = ""
    start: str = ""
    end: str = ""


def rows(batch: pa.RecordBatch, columns: Sequence[Column], hides: pa.Array | None = None) -> bytes:
    """The batch's rows, one after the other, UTF-8.

    Args:
        batch: the cells.
        columns: how those of each column are written.
        hides: which rows hide their counts, a flag each; None for no row.
    """
    if not batch.num_columns or not batch.num_rows:
        return b""
    texts = [_written(*pair, hides) for pair in zip(batch.columns, columns, strict=True)]
    woven = pc.binary_join_element_wise(*texts, "")
    return bytes(woven.buffers()[2].to_pybytes())  # the texts lie one after the other


def _written(values: pa.Array, column: Column, hides: pa.Array | None) -> pa.Array:
    if pa.types.is_null(values.type):
        values = values.cast(pa.string())
    if pa.types.is_floating(values.type):
        values = pc.if_else(pc.is_finite(values), values, None)
    coded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    start, end, write = column.start, column.end, column.write
    texts = [f"{start}{write(value)}{end}" for value in coded.dictionary.to_pylist()]
    places = coded.indices
    if coded.null_count:
        absent = len(texts)
        texts += [f"{start}{text}{end}" for text in (column.absent, column.hidden)]
        if hides is not None and column.hidden:
            places = pc.if_else(pc.and_kleene(coded.is_null(), hides), absent + 1, places)
        places = places.fill_null(absent)
    return pa.array(texts, pa.string()).take(places)


def csv_columns(schema: pa.Schema) -> list[Column]:
    """Columns of a CSV: nothing where there is no value, quotes where RFC 4180 asks for them.

    Where there is one column alone, such a row would be a blank line, which most readers pass over
    (pandas, R and Python's csv among them): two quotes stand for its cell.
    """
    if len(schema) == 1:
        return [Column(_writer(schema.field(0).type, _csv_text_alone), absent='""', end="\r\n")]
    ends = [*[","] * (len(schema) - 1), "\r\n"]
    return [
        Column(_writer(field.type, csv_text), end=end)
        for field, end in zip(schema, ends, strict=False)
    ]


def json_columns(schema: pa.Schema) -> list[Column]:
    """Columns of JSON objects, one a row, each followed by a comma and a line break."""
    last = len(schema) - 1
    return [
        Column(
            write=_writer(field.type, _in_quotes, dates=lambda day: f'"{day.isoformat()}"'),
            absent="null",
            start=f"{'{' * (not at)}{_in_quotes(field.name)}: ",
            end="},\n" if at == last else ", ",
        )
        for at, field in enumerate(schema)
    ]


def csv_text(text: str) -> str:
    """A text as a cell of a CSV that no spreadsheet runs."""
    safe = str(safe_cell(text))
    return safe if _QUOTED_IN_CSV.isdisjoint(safe) else '"' + safe.replace('"', '""') + '"'


def _csv_text_alone(text: str) -> str:
    """A text as the only cell of its row: never a blank line."""
    return csv_text(text) if text.strip() else f'"{text}"'


def safe_cell(value: object) -> object:
    """Return a text that a spreadsheet would run as a formula behind an apostrophe."""
    if isinstance(value, str) and value.startswith(_RUN_BY_SPREADSHEETS):
        return f"'{value}"
    return value


def _writer(
    kind: pa.DataType, texts: Callable[[str], str], dates: Write = lambda day: day.isoformat()
) -> Write:
    """What writes the values of a type of column: dates are ISO, flags true and false."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return str
    if pa.types.is_boolean(kind):
        return lambda flag: "true" if flag else "false"
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return dates
    return lambda value: texts(str(value))
