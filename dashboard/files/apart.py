"""Files that take long to write, written in a process of its own (`dashboard.heavy`).

A workbook of 200,000 rows takes two seconds of a processor, the interpreter's lock all along; the
other formats are sent while they are made and let others have their turn.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa

from dashboard.files import formats, workbook
from dashboard.files.about import DownloadMeta
from dashboard.files.formats import Format
from dashboard.files.frames import Declared
from dashboard.files.query import Query
from dashboard.files.workbook import TooManyRowsError
from dashboard.heavy import Gate, Workshop
from datasets import batches
from datasets.checked import Table, opened

MOST_ROWS_HERE = 500
"""Rows of a workbook that is written at once: it takes less than handing it on."""

WORKSHOP = Workshop(most_waiting=20)
seats = Gate(1, 20, 0)
"""For who asks for a long workbook: some may ask for the same and wait for one piece of work."""


def is_long(found: Table, asked: Query, fmt: Format) -> bool:
    """Say whether rows of a table are to be written by `workbook_of`."""
    rows = int(found.footer.num_rows)
    return (
        fmt == "xlsx" and min(rows, rows if asked.limit is None else asked.limit) > MOST_ROWS_HERE
    )


def workbook_of(found: Table, asked: Query, meta: DownloadMeta) -> bytes:
    """Rows of a table as XLSX.

    Raises:
        BusyError: too many are being written.
        FailedError: the process ended.
        TooManyRowsError: more rows than a spreadsheet holds.
    """
    if asked.is_whole and found.footer.num_rows > workbook.MOST_ROWS:
        raise TooManyRowsError(f"a spreadsheet holds at most {workbook.MOST_ROWS:,} rows")
    return WORKSHOP.do(_workbook, found.dataset, found.digest, found.content, asked, meta)


def to_bytes(frame: pd.DataFrame, fmt: Format, meta: DownloadMeta, declared: Declared) -> bytes:
    """As `formats.to_bytes`, a long workbook in a process of its own. Raises as `workbook_of`."""
    write: Callable[..., bytes] = formats.to_bytes
    if fmt == "xlsx" and len(frame) > MOST_ROWS_HERE:
        return WORKSHOP.do(write, frame, fmt, meta, dict(declared))  # a view cannot be handed on
    return write(frame, fmt, meta, declared)


def _workbook(
    dataset: str, digest: str, content: pa.Buffer, asked: Query, meta: DownloadMeta
) -> bytes:
    """In the process: the bytes were seen to be sound where they come from."""
    found = opened(dataset, Path(), digest, content)
    schema = pa.schema([found.arrow.field(name) for name in asked.columns])
    rows = batches.read(
        found, asked.columns, asked.conditions, asked.sort, asked.offset, asked.limit
    )
    return b"".join(formats.pieces(rows, schema, "xlsx", meta))
