"""Rows of a published table in pieces: filtered while Parquet is read, never a copy of the whole.

Row groups whose statistics rule out every wanted row are not read at all (Arrow looks at those of
dates and numbers, not of labels). Of the others, only the columns asked for are decoded, a batch at a
time, so beyond the table's own bytes memory stays the same however long it is. A filter looks at
each distinct value of a batch once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from datasets.checked import SpoiltTableError, Table

BATCH_ROWS = 8_192
"""Rows of a batch that is handed on."""

_ROWS_FILTERED_AT_ONCE = 16 * BATCH_ROWS

Span = tuple[Any, Any]
"""From and to, both included; None leaves that end open."""

Sort = tuple[tuple[str, Literal["ascending", "descending"]], ...]


@dataclass(frozen=True)
class Condition:
    """What a column must hold: one of the values, or within one of the spans, or nothing.

    Attributes:
        column: its name.
        values: each in the column's own type: text, `date`, `int`, `float`, `bool`.
        spans: of dates or numbers.
        or_absent: whether a row without a value fits.
    """

    column: str
    values: frozenset[Any] = frozenset()
    spans: tuple[Span, ...] = ()
    or_absent: bool = False

    def fits(self, value: Any) -> bool:  # noqa: ANN401 - a cell of any type
        """Say whether a cell fits."""
        if value is None:
            return self.or_absent
        return value in self.values or any(_within(value, span) for span in self.spans)

    def expression(self, kind: pa.DataType) -> pc.Expression:
        """The same for Arrow, to skip row groups by their statistics."""
        field = pc.field(self.column)
        parts = [field.isin(pa.array(list(self.values), type=_plain(kind)))] if self.values else []
        parts += [_expression(field, span, _plain(kind)) for span in self.spans]
        parts += [field.is_null()] if self.or_absent else []
        whole = pc.scalar(False) if not parts else parts[0]
        for part in parts[1:]:
            whole = whole | part
        return whole


def read(
    table: Table,
    columns: Sequence[str],
    conditions: Collection[Condition] = (),
    sort: Sort = (),
    offset: int = 0,
    limit: int | None = None,
) -> Iterator[pa.RecordBatch]:
    """Rows that fit every condition, in the order of the table's key unless sorted.

    Only a sort holds all wanted rows at once, as it must.

    Args:
        table: what to read.
        columns: which, in this order.
        conditions: all must hold; they may be of columns that are not asked for.
        sort: columns to sort by, the first leads; equal rows keep the order of the key and absent
            values come last.
        offset: how many of the rows are passed over.
        limit: how many follow at most; None for all.

    Raises:
        SpoiltTableError: the bytes are those of the manifest and still are no table.
    """
    needed = [*columns, *(name for name, _ in sort if name not in columns)]
    found = _fitting(table, needed, conditions, _enough(conditions, sort, offset, limit))
    if sort:
        found = _sorted(found, table, needed, sort)
    return (batch.select(list(columns)) for batch in _slice(found, offset, limit))


def _enough(conditions: Collection[Condition], sort: Sort, offset: int, limit: int | None) -> int:
    """Rows of one batch: no more than what is asked for, where the first rows are."""
    if conditions:
        return _ROWS_FILTERED_AT_ONCE
    if sort or limit is None:
        return BATCH_ROWS
    return min(BATCH_ROWS, max(1, offset + limit))


def _fitting(
    table: Table, columns: list[str], conditions: Collection[Condition], rows: int
) -> Iterator[pa.RecordBatch]:
    extra = dict.fromkeys(one.column for one in conditions if one.column not in columns)
    try:
        groups = row_groups(table, conditions)
        # One thread a request: on a busy machine, handing work on costs more than it saves.
        with table.file() as file:
            batches = file.iter_batches(
                rows, row_groups=groups, columns=[*columns, *extra], use_threads=False
            )
            for batch in batches:
                kept = _kept(batch, conditions).select(columns)
                for start in range(0, kept.num_rows, BATCH_ROWS):
                    yield kept.slice(start, BATCH_ROWS)
    except (OSError, pa.ArrowInvalid) as error:
        raise SpoiltTableError(table.dataset, "the table cannot be read") from error


def row_groups(table: Table, conditions: Collection[Condition]) -> list[int]:
    """Numbers of the row groups that may hold a row that fits, by the file's statistics."""
    every = list(range(table.footer.num_row_groups))
    if not conditions or len(every) == 1:
        return every
    fragment = table.fragment
    for one in conditions:
        wanted = one.expression(table.arrow.field(one.column).type)
        fragment = fragment.subset(filter=wanted, schema=table.arrow)
    return [group.id for group in fragment.row_groups]


def _kept(batch: pa.RecordBatch, conditions: Collection[Condition]) -> pa.RecordBatch:
    for one in conditions:
        batch = batch.filter(_mask(batch.column(one.column), one))
    return batch


def _mask(values: pa.Array, condition: Condition) -> pa.Array:
    coded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    answers = [condition.fits(value) for value in coded.dictionary.to_pylist()]
    absent = len(answers)
    places = coded.indices.fill_null(absent) if coded.null_count else coded.indices
    return pa.array([*answers, condition.or_absent]).take(places)


def _slice(
    batches: Iterator[pa.RecordBatch], offset: int, limit: int | None
) -> Iterator[pa.RecordBatch]:
    left = limit
    if left == 0:
        return
    for batch in batches:
        passed = min(offset, batch.num_rows)
        offset -= passed
        piece = batch.slice(passed, left)
        if piece.num_rows:
            yield piece
        if left is not None:
            left -= piece.num_rows
            if left == 0:
                return


def _sorted(
    batches: Iterator[pa.RecordBatch], table: Table, columns: list[str], sort: Sort
) -> Iterator[pa.RecordBatch]:
    held = pa.Table.from_batches(
        batches, schema=pa.schema([table.arrow.field(name) for name in columns])
    ).unify_dictionaries()
    plain = {name: held[name].cast(_plain(held.field(name).type)) for name, _ in sort}
    keys = [(name, order, "at_end") for name, order in sort]
    order = pc.sort_indices(pa.table(plain), sort_keys=keys)
    for start in range(0, held.num_rows, BATCH_ROWS):
        rows = held.take(order.slice(start, BATCH_ROWS)).combine_chunks()
        yield from rows.to_batches()


def _within(value: Any, span: Span) -> bool:  # noqa: ANN401 - a cell of any type
    low, high = span
    return bool((low is None or low <= value) and (high is None or value <= high))


def _expression(field: pc.Expression, span: Span, kind: pa.DataType) -> pc.Expression:
    low, high = span
    whole = pc.scalar(True)
    if low is not None:
        whole = whole & (field >= pa.scalar(low, type=kind))
    if high is not None:
        whole = whole & (field <= pa.scalar(high, type=kind))
    return whole


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
