"""Cells of a sheet's XML, and the shorthand for what no number can say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

import pyarrow as pa

from dashboard.files.text import Column, Write
from datasets.schema import Absent
from datasets.schema import Column as Declared

SHORTHAND: Mapping[str, str] = {
    "[c]": "Confidential: hidden because so few could point to a person.",
    "[x]": "Not available: no figure is published for this cell.",
    "[z]": "Not applicable: there is nothing that this cell could hold.",
}
"""The Analysis Function's marks, and what each means here."""

_MARKS: Mapping[Absent, str] = {
    "confidential": "[c]",
    "not_available": "[x]",
    "not_applicable": "[z]",
    "": "[x]",
}
"""What stands for a cell without a value, by what its column declares that to mean."""

HIDES = "is_masked"
"""Flag of a row whose counts of people are hidden, with all that is worked out of them."""

_NEVER_HIDDEN = frozenset({"residents_count"})
"""Numbers of such a row that are published elsewhere: where one is absent, there is none."""

_LONGEST_TEXT = 32_000  # a cell holds 32,767 characters, some of them escaped
_EPOCH = date(1899, 12, 30)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def sheet_columns(
    schema: pa.Schema, declared: Mapping[str, Declared], date_style: int
) -> list[Column]:
    """How the cells of each column are written, the row's own tags included.

    Args:
        schema: names and types of the columns.
        declared: what each column means, by name.
        date_style: number of the workbook's style for dates.
    """
    last = len(schema) - 1
    return [
        Column(
            write=_writer(field.type, date_style, _absent(field, declared)),
            absent=_text(_absent(field, declared)),
            hidden=_text(_MARKS["confidential"]) if _can_be_hidden(field) else "",
            start="<row>" * (not at),
            end="</row>" * (at == last),
        )
        for at, field in enumerate(schema)
    ]


def width(field: pa.Field) -> int:
    """Width of a column, in characters: texts have room for the name of a place or an offence."""
    kind = _plain(field.type)
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    least = 30 if is_text else 12 if pa.types.is_date(kind) else 14
    return min(max(len(field.name), least), 60) + 2


def _absent(field: pa.Field, declared: Mapping[str, Declared]) -> str:
    """The shorthand for an empty cell of a column: what its declaration says of it."""
    return _MARKS[declared[field.name].absent if field.name in declared else ""]


def _can_be_hidden(field: pa.Field) -> bool:
    return _is_number(_plain(field.type)) and field.name not in _NEVER_HIDDEN


def _writer(kind: pa.DataType, date_style: int, absent: str) -> Write:
    kind = _plain(kind)
    if _is_number(kind):
        return lambda number: f"<c><v>{number}</v></c>"
    if pa.types.is_boolean(kind):
        return lambda flag: f'<c t="b"><v>{int(flag)}</v></c>'
    if pa.types.is_date(kind):
        return lambda day: f'<c s="{date_style}"><v>{(day - _EPOCH).days}</v></c>'
    return lambda value: _text(str(value) or absent)  # an empty text is no text


def _text(value: str) -> str:
    kept = value if len(value) <= _LONGEST_TEXT else f"{value[:_LONGEST_TEXT]}…"
    written = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", escape(kept))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
