"""The four formats, each written piece by piece from batches of rows."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.files import workbook
from dashboard.files.about import DownloadMeta
from dashboard.files.frames import Declared, arrow_of
from dashboard.files.text import csv_columns, csv_text, json_columns, rows
from datasets.schema import COLUMNS

Format = Literal["csv", "xlsx", "parquet", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)

MEDIA_TYPES: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}

_ROWS_OF_A_GROUP = 131_072

Batches = Iterable[pa.RecordBatch]


def to_bytes(
    frame: pd.DataFrame, fmt: Format, meta: DownloadMeta, declared: Declared = COLUMNS
) -> bytes:
    """Return the file's bytes; the frame's index is not written.

    Args:
        frame: the rows. What is declared as a date is written as a date, as a count as a whole number.
        fmt, meta, declared: as for `pieces`.

    Raises:
        ValueError: no such format.
        TooManyRowsError: more rows than a spreadsheet holds.
    """
    table = arrow_of(frame, declared)
    return b"".join(pieces(table.to_batches(), table.schema, fmt, meta, declared))


def pieces(
    batches: Batches,
    schema: pa.Schema,
    fmt: Format,
    meta: DownloadMeta,
    declared: Declared = COLUMNS,
) -> Iterator[bytes]:
    """Return the file's bytes in pieces, each made when it is asked for.

    CSV and JSON hold one batch at a time; Parquet and XLSX are held whole, but compressed.

    Args:
        batches: the rows, all with the columns of `schema`; there may be none.
        schema: names and types of the columns.
        fmt: one of `FORMATS`.
        meta: what the file says about itself.
        declared: what each column means, by name; those of the published tables unless told.

    Raises:
        ValueError: no such format.
        TooManyRowsError: more rows than a spreadsheet holds.
    """
    if fmt == "xlsx":
        return workbook.write(batches, schema, meta, declared)
    writers = {"csv": _csv, "parquet": _parquet, "json": _json}
    if fmt not in writers:
        raise ValueError(f"no format {fmt}: choose one of {', '.join(FORMATS)}")
    return writers[fmt](batches, schema, meta)


def _csv(batches: Batches, schema: pa.Schema, _meta: DownloadMeta) -> Iterator[bytes]:
    columns = csv_columns(schema)
    waiting = f"{','.join(csv_text(name) for name in schema.names)}\r\n".encode()
    for batch in batches:
        yield waiting + rows(batch, columns)
        waiting = b""
    if waiting:
        yield waiting


def _json(batches: Batches, schema: pa.Schema, meta: DownloadMeta) -> Iterator[bytes]:
    said = json.dumps(meta.as_dict(), ensure_ascii=False, indent=1)
    waiting = f'{{"meta": {said},\n"rows": [\n'.encode()
    columns = json_columns(schema)
    for batch in batches:
        yield waiting + rows(batch, columns)[:-2]
        waiting = b",\n"
    yield b"\n]}\n" if waiting == b",\n" else waiting + b"]}\n"


def _parquet(batches: Batches, schema: pa.Schema, meta: DownloadMeta) -> Iterator[bytes]:
    described = {f"download.{key}": _as_text(value) for key, value in meta.as_dict().items()}
    schema = schema.with_metadata({**(schema.metadata or {}), **described})
    buffer = io.BytesIO()
    with pq.ParquetWriter(buffer, schema, compression="zstd") as writer:
        for group in _in_groups(batches):
            writer.write_table(group.replace_schema_metadata(schema.metadata))
    yield buffer.getvalue()


def _in_groups(batches: Batches) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(one.num_rows for one in waiting) >= _ROWS_OF_A_GROUP:
            yield pa.Table.from_batches(waiting).unify_dictionaries()
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting).unify_dictionaries()


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
