"""The published tables themselves: what they hold, their columns, and rows of them as asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from datasets import catalogue
from datasets.catalogue import Between

MOST_VALUES = 60
"""A column with more values than this is filtered by address, not by a list on the page."""

MOST_LISTS = 6
"""Lists shown at once."""


@dataclass(frozen=True)
class Table:
    """One published table.

    Attributes:
        id, title, description: as in its metadata.
        rows: how many.
        period: first and last period held; empty where it is undated.
        key: columns that identify a row.
        columns: name, type, unit and description of each.
        lists: column -> its values, of the columns that a list can filter, at most six.
        dated_by: the column of dates to choose from and to, with its values; None where it has none.
        citation, licence: of all its sources, each once.
    """

    id: str
    title: str
    description: str
    rows: int
    period: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[dict[str, Any], ...]
    lists: dict[str, tuple[str, ...]]
    dated_by: tuple[str, tuple[str, ...]] | None
    citation: str
    licence: str


def table_titles() -> dict[str, str]:
    """Every published table: id -> title, in alphabetical order of the titles."""
    titles = {id_: str(catalogue.describe(id_)["title"]) for id_ in catalogue.ids()}
    return dict(sorted(titles.items(), key=lambda pair: pair[1]))


def table_of(dataset: str) -> Table:
    """What is known of one table."""
    described, entry = catalogue.describe(dataset), catalogue.manifest()["datasets"][dataset]
    columns = tuple(described["columns"])
    sources = described["sources"]
    return Table(
        dataset,
        described["title"],
        described["description"],
        int(entry["rows"]),
        tuple(entry["period"] or ()),
        tuple(described["key"]),
        columns,
        _lists(dataset, columns),
        _dated_by(dataset, columns),
        "; ".join(dict.fromkeys(source["citation"] for source in sources)),
        "; ".join(dict.fromkeys(source["licence"] for source in sources)),
    )


def rows_of(
    dataset: str,
    chosen: tuple[tuple[str, tuple[str, ...]], ...],
    span: tuple[str, str, str] | None,
    columns: tuple[str, ...],
) -> pd.DataFrame:
    """Rows of a table as asked for.

    Args:
        dataset: id.
        chosen: column and the values wanted of it; no values means all.
        span: column of dates, first and last day wanted; empty text leaves that end open.
        columns: in this order; none means all.
    """
    filters: dict[str, Any] = {name: list(values) for name, values in chosen if values}
    if span is not None and (span[1] or span[2]):
        filters[span[0]] = Between(span[1] or None, span[2] or None)
    return catalogue.load(dataset, list(columns) or None, filters)


def _lists(dataset: str, columns: tuple[dict[str, Any], ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for column in columns:
        if column["type"] != "label" or len(found) == MOST_LISTS:
            continue
        name = column["name"]
        values = catalogue.load(dataset, [name])[name].dropna().unique()
        if 1 < len(values) <= MOST_VALUES:
            found[name] = tuple(sorted(map(str, values)))
    return found


def _dated_by(
    dataset: str, columns: tuple[dict[str, Any], ...]
) -> tuple[str, tuple[str, ...]] | None:
    period = [column["name"] for column in columns if column["type"] == "date"]
    if not period:
        return None
    values = catalogue.load(dataset, [period[0]])[period[0]].dropna().unique()
    return period[0], tuple(f"{day:%Y-%m-%d}" for day in sorted(pd.to_datetime(values)))
