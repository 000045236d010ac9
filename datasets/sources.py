"""Whose rows they are: the sources that the rows of a table name, out of all that it has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

COLUMN = "source_id"
"""The column that names the source of a row. A table made from several others has none."""


def of_rows(
    sources: Sequence[Mapping[str, Any]], ids: Collection[str | None]
) -> list[Mapping[str, Any]]:
    """The sources that rows name, in the order of the table's own.

    Args:
        sources: all that the table has, as its metadata describes them.
        ids: what stands in `COLUMN` of the rows.

    Returns:
        All of them where there is no row, or one whose source is not among them: rather a source
        too many than one too few.
    """
    named = set(ids)
    if not named or not named <= {source["id"] for source in sources}:
        return list(sources)
    return [source for source in sources if source["id"] in named]
