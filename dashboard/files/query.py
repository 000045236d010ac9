"""The query string of a table: which rows, which columns, in which order, how many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from dashboard.files.errors import bad_request
from dashboard.files.values import Kind, Values, as_labels, kind_of, read_bound, read_values
from datasets.batches import Condition, Sort
from datasets.versions import Table

LARGEST = 10_000_000
"""Largest limit and offset."""

MOST_PARAMETERS = 1_000
_OWN = ("columns", "limit", "offset", "sort")
_WHOLE = re.compile("[0-9]+", re.ASCII)
_MOST_DIGITS = 18  # as in any other whole number here; more would take long to read


@dataclass(frozen=True)
class Query:
    """What of a table is asked for.

    Attributes:
        columns: in this order.
        conditions: all must hold.
        sort: empty for the order of the table's key.
        offset, limit: rows passed over, and rows that follow at most (None: all).
        filters: the choices in words, for what a file says about itself.
        given: every parameter as it was written.
    """

    columns: tuple[str, ...]
    conditions: tuple[Condition, ...]
    sort: Sort
    offset: int
    limit: int | None
    filters: Mapping[str, str]
    given: Mapping[str, tuple[str, ...]]

    @property
    def canonical(self) -> str:
        """The query string with its parameters in the order of their names."""
        pairs = [(name, value) for name in sorted(self.given) for value in self.given[name]]
        return urlencode(pairs)

    @property
    def is_part(self) -> bool:
        """Whether not all of the rows that fit are asked for."""
        return bool(self.offset) or self.limit is not None

    @property
    def is_whole(self) -> bool:
        """Whether every row of the table is asked for, in whatever order."""
        return not self.conditions and not self.is_part


def read(raw: bytes, table: Table) -> Query:
    """What a query string asks for.

    Raises:
        ApiError: 400, with what is allowed.
    """
    given = _pairs(raw)
    _known(given, table)
    given |= {name: as_labels(name, values, table) for name, values in given.items()}
    columns = _columns(given.get("columns"), table)
    limit = _whole("limit", given.get("limit"))
    offset = _whole("offset", given.get("offset")) or 0
    sort = _sort(given.get("sort"), table)
    named = {parameters(table)[name] for name in given}
    asked = {name: _asked(name, given, table) for name in table.arrow.names if name in named}
    return Query(
        columns=columns,
        conditions=tuple(one for conditions, _ in asked.values() for one in conditions),
        sort=sort,
        offset=offset,
        limit=limit,
        filters=_in_words(
            {name: words for name, (_, words) in asked.items()},
            columns if "columns" in given else (),
            sort,
            offset,
            limit,
        ),
        given={name: tuple(values) for name, values in given.items()},
    )


@lru_cache(maxsize=64)
def parameters(table: Table) -> Mapping[str, str]:
    """Every parameter that a table takes, with the column that it is of, empty where it is of none."""
    found = {}
    for field in table.arrow:
        found[field.name] = field.name
        if kind_of(field.type).has_bounds:
            found |= {f"{field.name}_from": field.name, f"{field.name}_to": field.name}
    return {**found, **dict.fromkeys(_OWN, "")}


def _pairs(raw: bytes) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(
            raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except UnicodeDecodeError:
        raise bad_request("the query string is not UTF-8", ["percent-encoded UTF-8"]) from None
    except ValueError:
        allowed = [f"at most {MOST_PARAMETERS} parameters"]
        raise bad_request("the query string holds too many parameters", allowed) from None
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given


def _known(given: Mapping[str, list[str]], table: Table) -> None:
    allowed = parameters(table)
    if not set(given) <= set(allowed):
        raise bad_request("a parameter names no column of this table", list(allowed))


def _columns(given: list[str] | None, table: Table) -> tuple[str, ...]:
    if given is None:
        return tuple(table.arrow.names)
    names = dict.fromkeys(name for one in given for name in one.split(","))
    if not set(names) <= set(table.arrow.names):
        raise bad_request("columns: one of them is not in this table", table.arrow.names)
    return tuple(names)


def _whole(name: str, given: list[str] | None) -> int | None:
    if given is None:
        return None
    allowed = [f"0 to {LARGEST}"]
    if len(given) > 1:
        raise bad_request(f"{name}: given more than once", allowed)
    if not _WHOLE.fullmatch(given[0]):
        raise bad_request(f"{name}: not a whole number", allowed)
    if len(given[0]) > _MOST_DIGITS or int(given[0]) > LARGEST:
        raise bad_request(f"{name}: too large", allowed)
    return int(given[0])


def _sort(given: list[str] | None, table: Table) -> Sort:
    if given is None:
        return ()
    names = [name for one in given for name in one.split(",")]
    bare = [name.removeprefix("-") for name in names]
    if not set(bare) <= set(table.arrow.names) or len(set(bare)) < len(bare):
        allowed = [each for name in table.arrow.names for each in (name, f"-{name}")]
        raise bad_request("sort: not columns of this table, each once", allowed)
    return tuple(
        (one, "descending" if name.startswith("-") else "ascending")
        for one, name in zip(bare, names, strict=True)
    )


def _asked(name: str, given: Mapping[str, list[str]], table: Table) -> tuple[list[Condition], str]:
    """Conditions on one column, and the same in words."""
    kind = kind_of(table.arrow.field(name).type)
    found: list[Condition] = []
    words: list[str] = []
    if name in given:
        values = read_values(name, given[name], kind, table)
        found.append(values.condition(name))
        words.append(_listed(given[name], values))
    if kind.has_bounds:
        bounds = _bounds(name, given, kind)
        found += bounds
        ends = [
            f"{end} {given[f'{name}_{end}'][0]}"
            for end in ("from", "to")
            if f"{name}_{end}" in given
        ]
        words += [" ".join(ends)] if ends else []
    return found, " and ".join(words)


def _listed(given: list[str], values: Values) -> str:
    named = [value for value in given if value]
    return ", ".join([*named, *(["none"] if values.or_absent else [])])


def _bounds(name: str, given: Mapping[str, list[str]], kind: Kind) -> list[Condition]:
    low, high = (
        read_bound(f"{name}_{end}", given.get(f"{name}_{end}"), kind, end) for end in ("from", "to")
    )
    if low is None and high is None:
        return []
    if low is not None and high is not None and low > high:
        raise bad_request(f"{name}_from is after {name}_to", [f"{name}_from up to {name}_to"])
    return [Condition(name, spans=((low, high),))]


def _in_words(
    by_column: Mapping[str, str],
    columns: tuple[str, ...],
    sort: Sort,
    offset: int,
    limit: int | None,
) -> dict[str, str]:
    words = dict(by_column)
    if columns:
        words["columns"] = ", ".join(columns)
    if sort:
        words["order"] = ", ".join(f"by {name} {direction}" for name, direction in sort)
    if limit is not None:
        words["rows"] = ("1 row" if limit == 1 else f"{limit} rows") + (
            f" after the first {offset}" if offset else ""
        )
    elif offset:
        words["rows"] = f"all after the first {offset}"
    return words
