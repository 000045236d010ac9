"""Values of a filter: written in a query string, read in the type of their column."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import pyarrow as pa

from dashboard.files.errors import MOST_LISTED, ApiError, bad_request
from datasets import batches
from datasets.batches import Condition, Span
from datasets.places import names, place_of, suggestion
from datasets.versions import Table

JSON_TYPES = {"date": "string", "integer": "integer", "number": "number", "flag": "boolean"}
"""Kind of column -> its type in JSON."""
_OF_PLACES = ("area_code", "area_name")
_DATE = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_INTEGER = re.compile("-?[0-9]{1,18}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", re.ASCII)


@dataclass(frozen=True)
class Kind:
    """How the values of a column are written.

    Attributes:
        span: reads a written value as its first and last; raises ValueError.
        allowed: what may be written, in words.
        has_bounds: whether `_from` and `_to` make sense.
    """

    span: Callable[[str], Span]
    allowed: tuple[str, ...]
    has_bounds: bool


@dataclass(frozen=True)
class Values:
    """What one column may hold: see `Condition`."""

    exact: frozenset[Any] = frozenset()
    spans: tuple[Span, ...] = ()
    or_absent: bool = False

    def condition(self, column: str) -> Condition:
        """The same, of a column."""
        return Condition(column, self.exact, self.spans, self.or_absent)


def kind_of(arrow: pa.DataType) -> Kind:
    """How the values of a column of this type are written."""
    if pa.types.is_date(arrow):
        return _DATES
    if pa.types.is_integer(arrow):
        return _INTEGERS
    if pa.types.is_floating(arrow):
        return _NUMBERS
    return _FLAGS if pa.types.is_boolean(arrow) else _TEXTS


def read_values(name: str, written: list[str], kind: Kind, table: Table) -> Values:
    """The values that a column may have; an empty one stands for an absent value.

    Raises:
        ApiError: 400: one of them cannot be a value of the column.
    """
    present = [text for text in written if text]
    if len(present) < len(written) and not table.arrow.field(name).nullable:
        raise bad_request(f"{name}: every row has a value", _allowed(name, kind, table))
    _known_labels(name, present, table)
    try:
        spans = {kind.span(text) for text in present}
    except ValueError:
        raise bad_request(f"{name}: not a value of this column", kind.allowed) from None
    _known_days(name, spans, table)
    or_absent = len(present) < len(written)
    # Some tables hold an empty text where there is none: it is the same empty cell to a reader.
    empty = {""} if or_absent and kind is _TEXTS else set()
    exact = frozenset(low for low, high in spans if low == high) | empty
    wide = tuple(sorted(span for span in spans if span[0] != span[1]))
    return Values(exact, wide, or_absent)


def read_bound(name: str, written: list[str] | None, kind: Kind, end: str) -> Any:  # noqa: ANN401
    """The value of `_from` or `_to`, None where it is not given.

    A date that names a year or month stands for its first day in `_from`, its last in `_to`.

    Raises:
        ApiError: 400: it is no value, or given twice.
    """
    if written is None:
        return None
    try:
        (text,) = written
        low, high = kind.span(text)
    except ValueError:
        raise bad_request(f"{name}: not one value of this column", kind.allowed) from None
    return low if end == "from" else high


def as_labels(name: str, texts: list[str], table: Table) -> list[str]:
    """The values of one parameter as the table has them, where a label is written as people write it.

    A place may be named or coded in any usual spelling, in the column of names and in that of codes;
    a `+` that was not escaped has become a space. What names no label stays as it is.
    """
    labels = table.labels.get(name, ())
    return [text if text in labels else _label_of(name, text, labels) or text for text in texts]


def _label_of(name: str, text: str, labels: tuple[str, ...]) -> str | None:
    joined = text.strip().upper().replace(" ", "+")
    if joined in labels:
        return joined
    code = place_of(text) if name in _OF_PLACES else None
    return (
        None
        if code is None
        else next((one for one in (code, names()[code]) if one in labels), None)
    )


def _known_labels(name: str, texts: list[str], table: Table) -> None:
    labels = table.labels.get(name)
    unknown = [text for text in texts if labels is not None and text not in labels]
    if labels is not None and unknown:
        raise _unknown_label(name, unknown[0], labels)


def _unknown_label(name: str, text: str, labels: tuple[str, ...]) -> ApiError:
    place = suggestion(text) if name in _OF_PLACES else None
    near = [place] if place else get_close_matches(text, labels, n=1)
    meant = f"; did you mean {near[0]}?" if near else ""
    more = (
        f" (the first {MOST_LISTED} of {len(labels)} are listed)"
        if len(labels) > MOST_LISTED
        else ""
    )
    return bad_request(f"{name}: no row of this table has that value{meant}{more}", labels)


def _known_days(name: str, spans: set[Span], table: Table) -> None:
    """Refuse a day that no row has: its file would be empty, and look like a day without figures."""
    if not pa.types.is_date(table.arrow.field(name).type):
        return
    wanted = {low for low, high in spans if low == high}
    days = _days(table, name) if wanted else ()
    if not wanted <= set(days):
        first = min(wanted - set(days))
        near = sorted(sorted(days, key=lambda day: abs(day - first))[:MOST_LISTED])
        few = (
            f" (the {MOST_LISTED} nearest of {len(days)} are listed)"
            if len(days) > MOST_LISTED
            else ""
        )
        error = f"{name}: no row of this table has that day{few}; YYYY-MM asks for a whole month"
        raise bad_request(error, [day.isoformat() for day in near])


@lru_cache(maxsize=128)
def _days(table: Table, name: str) -> tuple[date, ...]:
    """The days that occur in a column."""
    found: set[date | None] = set()
    for batch in batches.read(table, (name,), (), (), 0, None):
        found |= set(batch.column(0).unique().to_pylist())
    return tuple(sorted(day for day in found if day is not None))


def _allowed(name: str, kind: Kind, table: Table) -> tuple[str, ...]:
    return table.labels.get(name, kind.allowed)


def _date_span(text: str) -> Span:
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError("not a date")
    year, month, day = found.groups()
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        return first, first
    last_month = int(month or 12)
    return first, date(int(year), last_month, calendar.monthrange(int(year), last_month)[1])


def _integer_span(text: str) -> Span:
    if not _INTEGER.fullmatch(text):
        raise ValueError("not a whole number")
    return int(text), int(text)


def _number_span(text: str) -> Span:
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError("not a number")
    return float(text), float(text)


def _flag_span(text: str) -> Span:
    if text not in {"true", "false"}:
        raise ValueError("not a flag")
    return text == "true", text == "true"


_DATES = Kind(_date_span, ("YYYY", "YYYY-MM", "YYYY-MM-DD"), has_bounds=True)
_INTEGERS = Kind(_integer_span, ("a whole number such as 12 or -3",), has_bounds=True)
_NUMBERS = Kind(_number_span, ("a number such as 12, 69.5 or -3",), has_bounds=True)
_FLAGS = Kind(_flag_span, ("true", "false"), has_bounds=False)
_TEXTS = Kind(lambda text: (text, text), ("text as it stands in the table",), has_bounds=False)
