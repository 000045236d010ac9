"""Names of the files that are sent: they state the filters, and no two choices share one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import pyarrow as pa

from dashboard.files.about import name_of, slug
from dashboard.files.formats import Format
from dashboard.files.query import Query
from datasets.versions import Table

_OR = "-or-"
_NONE = "none"
_PLAIN = re.compile("[a-z0-9]+( [a-z0-9]+)*", re.ASCII)


class _Part(NamedTuple):
    """A piece of a name.

    Attributes:
        text: the piece.
        is_clear: whether nothing else could be meant by it.
        is_label: whether it is one label without the name of its column.
    """

    text: str
    is_clear: bool = True
    is_label: bool = False


def file_name(table: Table, asked: Query, fmt: Format) -> str:
    """Return a name such as recorded-offences-from-2022-03-lambeth-burglary.csv.

    A label stands alone where it is of one column only, and so does the one date of a table; other
    filters name their column. Where the words might be those of another choice too, or are cut, a
    short hash of the query follows them.
    """
    parts = [*_filters(table, asked), *_rest(asked)]
    is_clear = all(part.is_clear for part in parts) and not _run_together(table, parts)
    words = [slug(table.dataset), *(part.text for part in parts)]
    return name_of(words, fmt, asked.canonical, is_clear)


def _filters(table: Table, asked: Query) -> Iterator[_Part]:
    for field in table.arrow:
        values = asked.given.get(field.name, ())
        if values and pa.types.is_dictionary(field.type):
            yield _labels(table, field.name, values)
        elif values and pa.types.is_string(field.type):
            yield _texts(field.name, values)
        else:
            yield from _values(table, field, asked)


def _labels(table: Table, column: str, values: tuple[str, ...]) -> _Part:
    """Labels of a column, by themselves where no other column has them."""
    known = [(slug(value), _columns_of(table)[slug(value)]) for value in values if value]
    is_clear = all(one and _OR not in one and of.count(column) == 1 for one, of in known)
    is_alone = all(values) and all(set(of) == {column} for _, of in known)
    joined = _OR.join(slug(value) or _NONE for value in values)
    return _Part(joined if is_alone else f"{column}-{joined}", is_clear, is_label=is_alone)


def _texts(column: str, values: tuple[str, ...]) -> _Part:
    """Texts of a column that may hold any."""
    is_clear = all(_PLAIN.fullmatch(value) and _OR not in slug(value) for value in values)
    return _Part(f"{column}-{_OR.join(slug(value) or _NONE for value in values)}", is_clear)


def _values(table: Table, field: pa.Field, asked: Query) -> Iterator[_Part]:
    """Dates, numbers and flags, and how far those of a column may go."""
    values = [_number(value) for value in asked.given.get(field.name, ())]
    bounds = [
        f"{end}-{_number(value)}"
        for end in ("from", "to")
        for value in asked.given.get(f"{field.name}_{end}", ())
    ]
    if values or bounds:
        is_the_date = _dates(table) == [field.name] and _NONE not in values
        named = [] if is_the_date else [field.name]
        yield _Part("-".join([*named, *([_OR.join(values)] if values else []), *bounds]))


def _rest(asked: Query) -> Iterator[_Part]:
    """Columns, order and rows."""
    if "columns" in asked.given:
        yield _Part("-".join(["columns", *asked.columns]))
    for name, direction in asked.sort:
        yield _Part(f"by-{name}-{direction}")
    if asked.is_part:
        yield _Part(slug(asked.filters["rows"]))


def _run_together(table: Table, parts: list[_Part]) -> bool:
    """Whether two labels side by side read as another one."""
    return any(
        one.is_label and other.is_label and f"{one.text}-{other.text}" in _columns_of(table)
        for one, other in pairwise(parts)
    )


def _number(text: str) -> str:
    """A number, date or flag as it may stand in a name: a minus is not a dash."""
    return f"minus-{text[1:]}" if text.startswith("-") else text or _NONE


def _dates(table: Table) -> list[str]:
    return [field.name for field in table.arrow if pa.types.is_date(field.type)]


@lru_cache(maxsize=64)
def _columns_of(table: Table) -> Mapping[str, list[str]]:
    """A label as it stands in a name -> its column, once for every label that is written so."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for column, labels in table.labels.items():
        for label in labels:
            found[slug(label)].append(column)
    return dict(found)
