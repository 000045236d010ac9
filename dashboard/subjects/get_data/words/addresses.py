"""Addresses of tables and the same query in other languages, as text to copy. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from dashboard.words.numbers import count, rows_words

FORMATS = ("csv", "json", "parquet", "xlsx")

Query = Sequence[tuple[str, str]]


def table_address(
    base: str, dataset: str, query: Query, fmt: str = "csv", version: str = ""
) -> str:
    """Address of a table's rows in one format.

    Args:
        base: scheme and host, no slash at the end.
        dataset: id.
        query: name and value of each parameter, in order; a repeated name is OR.
        fmt: one of `FORMATS`.
        version: of the data, for an address whose rows never change; empty for the newest.
    """
    folder = f"/data/v/{version}" if version else "/data"
    asked = f"?{urlencode(list(query))}" if query else ""
    return f"{base}{folder}/{dataset}.{fmt}{asked}"


def query_of(
    chosen: Sequence[tuple[str, Sequence[str]]],
    span: tuple[str, str, str] | None,
    columns: Sequence[str],
) -> list[tuple[str, str]]:
    """Parameters of a choice: values of columns, first and last day, columns."""
    query = [(name, value) for name, values in chosen for value in values]
    if span is not None:
        name, first, last = span
        query += [(f"{name}_from", first)] if first else []
        query += [(f"{name}_to", last)] if last else []
    return query + ([("columns", ",".join(columns))] if columns else [])


def curl(address: str, dataset: str) -> str:
    """The file with curl."""
    return f"curl -o {dataset}.csv '{address}'"


def pandas_snippet(address: str) -> str:
    """The rows with pandas."""
    return f'import pandas as pd\n\nrows = pd.read_csv("{address}")\nprint(len(rows))'


def duckdb_snippet(address: str, dataset: str) -> str:
    """The rows with DuckDB, from the Parquet file; `.df()` hands them to pandas."""
    file = f"{dataset}.parquet"
    return (
        "import urllib.request\n\nimport duckdb\n\n"
        f'urllib.request.urlretrieve("{address}", "{file}")\n'
        f'rows = duckdb.read_parquet("{file}").df()\nprint(len(rows))'
    )


def r_snippet(address: str) -> str:
    """The rows with R."""
    return f'rows <- read.csv("{address}")\nnrow(rows)'


def sheets_formula(address: str) -> str:
    """The rows in Google Sheets; Excel opens the same address by Data, From Web."""
    return f'=IMPORTDATA("{address}")'


def snippets(csv: str, parquet: str, dataset: str) -> dict[str, str]:
    """The same rows in other languages: what each is for -> text to copy.

    Args:
        csv, parquet: addresses of the rows.
        dataset: id, which names the files.
    """
    return {
        "curl": curl(csv, dataset),
        "Python, pandas": pandas_snippet(csv),
        "Python, DuckDB": duckdb_snippet(parquet, dataset),
        "R": r_snippet(csv),
        "Google Sheets (in Excel: Data, From Web, the address above)": sheets_formula(csv),
    }


def preview_sentence(found: int, whole: int, title: str) -> str:
    """How many rows a choice gives."""
    if found == 0:
        return f"{title}: no row fits this choice"
    if found == whole:
        return f"{title}: all {rows_words(whole)}"
    return f"{title}: {count(found)} of {rows_words(whole)}"
