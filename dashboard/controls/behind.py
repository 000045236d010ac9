"""Under a row of downloads: the whole published tables that its rows were taken from."""

from __future__ import annotations

import html
from collections.abc import Iterable

import streamlit as st

from dashboard import downloads
from datasets import catalogue
from datasets.schema import DATASETS

_LABELS = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet", "json": "JSON"}


def everything_behind(datasets: Iterable[str], rows: int) -> None:
    """Show how many rows the files above hold, and the whole tables behind them as links.

    Args:
        datasets: ids of the tables; one that is not published is left out.
        rows: in the files above.
    """
    lines = [line for dataset in datasets if (line := _line(dataset))]
    listed = "".join(f"<li>{line}</li>" for line in lines) if len(lines) > 1 else ""
    behind = " <b>Everything behind them:</b>" + ("" if listed else f" {lines[0]}") if lines else ""
    st.html(
        f'<div class="behind"><p>These files hold what is shown, {rows_words(rows)}.{behind}</p>'
        f"{f'<ul>{listed}</ul>' if listed else ''}</div>"
    )


def rows_words(rows: int) -> str:
    """`1 row`, `1,234 rows`."""
    return f"{rows:,} row" if rows == 1 else f"{rows:,} rows"


def _line(dataset: str) -> str:
    """A table's name, its size in words, its four files and the page that filters it."""
    try:
        rows = catalogue.manifest()["datasets"][dataset]["rows"]
        size = catalogue.table(dataset).content.size
    except (catalogue.DatasetError, KeyError):
        return ""
    title = DATASETS[dataset].title
    asked = catalogue.AS_OF.get()
    folder = f"/data/v/{asked}" if asked else "/data"
    files = " ".join(_link(f"{folder}/{dataset}.{fmt}", dataset, fmt) for fmt in downloads.FORMATS)
    of = f"&amp;data={asked}" if asked else ""
    choose = f'<a href="/get-data?dataset={dataset}{of}">choose rows</a>'
    return (
        f"{html.escape(title)}, {rows:,} rows, {size_words(size)} as Parquet: {files} or {choose}"
    )


def _link(address: str, dataset: str, fmt: str) -> str:
    label = _LABELS[fmt]
    name = html.escape(f"{DATASETS[dataset].title}, the whole table as {label}")
    return f'<a href="{address}" aria-label="{name}" download>{label}</a>'


def size_words(size: int) -> str:
    """`15 kB`, `1.3 MB`."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
