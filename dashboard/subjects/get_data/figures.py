"""The published tables themselves: what they hold, their columns, and rows of them as asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from datasets import catalogue, sources
from datasets.catalogue import DatasetError
from datasets.rows import Between
from datasets.schema import DATASETS, MEANING_COLUMNS

UNREADABLE = DatasetError
"""Raised by every function here where a table, or the list of them, cannot be read."""

MOST_VALUES = 60
"""A column with more values than this is filtered by address, not by a list on the page."""

KEYS_OF_THE_PAGE = ("dataset", "first", "last", "column")
"""What the page itself asks for in the address bar: a column of that name has no list of its own there."""

MOST_LISTS = 6
"""Lists shown at once."""

FIRST_ROWS, FIRST_COLUMNS = 5, 7
"""Rows shown of a choice, and columns where the reader chose none."""

PLACE, PLACE_CODE = "area_name", "area_code"

BEHIND = frozenset(
    (
        *("source_id", "edition", "edition_old", "published_label", "area_type", "design_effect"),
        *("geometry", "id", "figure_id", "measure_id", "success_measure", "population"),
        *("comparator", "group_dimension", "source_location", "original_source", "confidence_note"),
        *("definition", "better", "baseline_period_end", "baseline_value", "reason"),
        *("commitment_kind", "recommendation", "due_precision", "due_text", "decided_by"),
        *("target_value", "target_unit", "shown_by", "page", "evidence_value", "evidence_date"),
        *("evidence_rows", "evidence_source", "indicator_name", "change_low", "change_high"),
        *("baseline_base_n", "latest_base_n", "verdict_test", "needed", "nearest_figure_ids"),
        *MEANING_COLUMNS,
        "is_read_as",
    )
)
"""Columns of codes, provenance and detail: in every file, and not among the first to be looked at."""


@dataclass(frozen=True)
class Table:
    """One published table.

    Attributes:
        id, title, description: as in its metadata.
        rows: how many.
        period: first and last period held; empty where it is undated.
        key: columns that identify a row.
        columns: name, type, unit and description of each.
        lists: column -> its values, of the columns that a list can filter, at most six; a place is
            chosen by its name, not its code.
        dated_by: the column that dates a row, with its days to choose from and to; None where it has none.
        published: ISO date of the version of the data.
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
    published: str


@dataclass(frozen=True)
class Preview:
    """What a choice gives.

    Attributes:
        count: how many rows.
        rows: the newest of them.
        citation, licence: of the sources of all of them, each once.
    """

    count: int
    rows: pd.DataFrame
    citation: str
    licence: str

    @property
    def has_long_decimals(self) -> bool:
        """Whether a figure has more than two decimals."""
        figures = self.rows.select_dtypes("float")
        return bool((figures.sub(figures.round(2)).abs() > 0).any(axis=None))


def table_titles() -> dict[str, str]:
    """Every published table: id -> title, in alphabetical order of the titles."""
    titles = {id_: _title(id_) for id_ in catalogue.ids()}
    return dict(sorted(titles.items(), key=lambda pair: pair[1]))


def _title(dataset: str) -> str:
    """A table's own title; the declared one where the table cannot be read."""
    try:
        return str(catalogue.describe(dataset)["title"])
    except DatasetError:
        return DATASETS[dataset].title if dataset in DATASETS else dataset


def table_of(dataset: str) -> Table:
    """What is known of one table."""
    described, manifest = catalogue.describe(dataset), catalogue.manifest()
    entry = manifest["datasets"][dataset]
    columns = tuple(described["columns"])
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
        str(manifest["built_at"])[:10],
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


def preview(
    dataset: str,
    chosen: tuple[tuple[str, tuple[str, ...]], ...],
    span: tuple[str, str, str] | None,
    columns: tuple[str, ...],
) -> Preview:
    """What a choice gives.

    Args as in `rows_of`; where no columns are chosen, those that say most are shown, dates first and
    figures last. Rows of the same date stay in the order of the table's key.
    """
    described = catalogue.describe(dataset)
    held = described["columns"]
    shown = columns or first_columns(held)
    by = _newest_by(dataset, held)
    whose = [one["name"] for one in held if one["name"] == sources.COLUMN]
    found = rows_of(dataset, chosen, span, tuple(dict.fromkeys((*shown, *by, *whose))))
    first = found.sort_values(list(by), ascending=False, kind="stable") if by else found
    named = found[sources.COLUMN].unique() if whose else ()
    kept = sources.of_rows(described["sources"], named)
    return Preview(
        len(found),
        first.head(FIRST_ROWS)[list(shown)].reset_index(drop=True),
        "; ".join(dict.fromkeys(source["citation"] for source in kept)),
        "; ".join(dict.fromkeys(source["licence"] for source in kept)),
    )


def first_columns(columns: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The columns of a table that say most: one date, then what it is of, then its figures."""
    kinds = {one["name"]: one["type"] for one in columns}
    named = [name for name in kinds if not _is_behind(name, kinds)] or list(kinds)
    named.sort(key=lambda name: name != PLACE)
    days = [name for name in named if kinds[name] == "date"][-1:]
    days += [name for name in named if name == "year"]
    figures = [name for name in named if kinds[name] in {"integer", "number"} and name not in days]
    figures = figures[: FIRST_COLUMNS - len(days) - 1] + [name for name in named if name == "unit"]
    words = [name for name in named if kinds[name] in {"label", "text"} and name != "unit"]
    return (*days, *words[: FIRST_COLUMNS - len(days) - len(figures)], *figures)


def _is_behind(name: str, kinds: dict[str, str]) -> bool:
    return name in BEHIND or _is_code(name, kinds)


def _is_code(name: str, kinds: dict[str, str]) -> bool:
    return name == PLACE_CODE and PLACE in kinds


def _newest_by(dataset: str, columns: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The column that says how new a row is: the end of its period; none where the table has none."""
    declared = DATASETS[dataset].period[-1:] if dataset in DATASETS else ()
    days = [one["name"] for one in columns if one["type"] == "date" and one["name"] not in BEHIND]
    return declared or tuple(days[-1:])


def _lists(dataset: str, columns: tuple[dict[str, Any], ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    kinds = {column["name"]: column["type"] for column in columns}
    for name, kind in kinds.items():
        if kind != "label" or len(found) == MOST_LISTS or _is_code(name, kinds):
            continue
        if name in KEYS_OF_THE_PAGE:
            continue
        values = catalogue.load(dataset, [name])[name].dropna().unique()
        if 1 < len(values) <= MOST_VALUES:
            found[name] = tuple(sorted(map(str, values)))
    return found


def _dated_by(
    dataset: str, columns: tuple[dict[str, Any], ...]
) -> tuple[str, tuple[str, ...]] | None:
    days = {column["name"] for column in columns if column["type"] == "date"}
    for name in days.intersection(_newest_by(dataset, columns)):
        values = catalogue.load(dataset, [name])[name].dropna().unique()
        return name, tuple(f"{day:%Y-%m-%d}" for day in sorted(pd.to_datetime(values)))
    return None
