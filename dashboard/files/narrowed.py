"""What a table says of itself, narrowed to the rows of an answer: their sources, what concerns them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.files.query import Query
from datasets import batches, sources
from datasets.batches import Condition
from datasets.versions import Table

_ALL = "all"
"""What a break affects that concerns every row of its source."""


def described(table: Table, asked: Query) -> Mapping[str, Any]:
    """The table's metadata with the sources of the wanted rows alone, and the breaks that concern them.

    A table whose rows do not name their source (it is made from several) keeps all of its own, and
    so does an answer without rows.

    Raises:
        SpoiltTableError: the table can no longer be read.
    """
    if asked.is_whole:
        return table.described
    kept = [
        {**source, "breaks": _concerning(source.get("breaks", []), table, asked.conditions)}
        for source in _sources(table, asked)
    ]
    return {**table.described, "sources": kept}


def _sources(table: Table, asked: Query) -> list[Mapping[str, Any]]:
    every = table.described["sources"]
    if len(every) == 1 or sources.COLUMN not in table.arrow.names:
        return list(every)
    order = asked.sort if asked.is_part else ()  # else it is the same rows in any order
    rows = batches.read(table, [sources.COLUMN], asked.conditions, order, asked.offset, asked.limit)
    found: set[str | None] = set()
    for batch in rows:
        found.update(pc.unique(batch.column(0)).to_pylist())
        if len(found) == len(every):
            break
    return sources.of_rows(every, found)


def _concerning(
    breaks: Collection[Mapping[str, Any]], table: Table, conditions: Collection[Condition]
) -> list[Mapping[str, Any]]:
    """The breaks but those of a label that the conditions leave out."""
    of_labels = [one for one in conditions if pa.types.is_dictionary(_type(table, one))]
    return [one for one in breaks if not _is_left_out(one["affects"], table, of_labels)]


def _type(table: Table, condition: Condition) -> pa.DataType:
    return table.arrow.field(condition.column).type


def _is_left_out(label: str, table: Table, conditions: Collection[Condition]) -> bool:
    return label != _ALL and any(
        label in table.labels[one.column] and not one.fits(label) for one in conditions
    )
