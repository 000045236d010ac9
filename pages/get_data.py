"""Get the data: choose rows of a published table, see them, take them away, link to them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import controls, wording
from dashboard.queries import tables
from dashboard.wording import addresses

FIRST = "public_attitudes"
PREVIEW = 5
LABELS = {"csv": "CSV", "json": "JSON", "parquet": "Parquet", "xlsx": "XLSX"}


def which_table() -> tables.Table:
    """The table chosen."""
    titles = controls.ask(tables.table_titles)
    asked = st.query_params.get("dataset", FIRST)
    shown = controls.ask(tables.table_of, asked if asked in titles else FIRST)
    days = shown.dated_by[1] if shown.dated_by else ()
    controls.note_ignored_parameters(
        {
            "dataset": titles,
            **{name: set(values) for name, values in shown.lists.items()},
            "column": {column["name"] for column in shown.columns},
            "first": days,
            "last": days,
        }
    )
    with controls.controls_row():
        chosen = controls.select("Table", "dataset", titles, FIRST)
    return controls.ask(tables.table_of, chosen)


def filters() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Values wanted of each column that has a short list of them."""
    with controls.controls_row("filters"):
        return tuple(
            (name, tuple(controls.multiselect(name, name, {one: one for one in values})))
            for name, values in table.lists.items()
        )


def dates() -> tuple[str, str, str] | None:
    """The column of dates with the first and last day wanted; None where the table has none."""
    if table.dated_by is None:
        return None
    name, days = table.dated_by
    options = {"": "any"} | {day: day for day in days}
    newest_first = {"": "any"} | {day: day for day in reversed(days)}
    with controls.controls_row("dates"):
        first = controls.select(f"{name} from", "first", options, "")
        last = controls.select(f"{name} to", "last", newest_first, "")
    return name, first, last


def columns() -> tuple[str, ...]:
    """Columns wanted; none chosen means all."""
    names = {column["name"]: column["name"] for column in table.columns}
    with controls.controls_row("columns"):
        return tuple(controls.multiselect("Columns (none: all)", "column", names))


def show_preview(rows: pd.DataFrame) -> None:
    """The first rows as they are in the file."""
    controls.section("The first rows", f"{min(PREVIEW, len(rows))} of {wording.count(len(rows))}")
    if rows.empty:
        controls.no_rows("this choice", "Take a filter away above.")
        return
    head = rows.head(PREVIEW)
    dated = head.select_dtypes("datetime").columns
    shown = head.assign(**{name: head[name].dt.strftime("%Y-%m-%d") for name in dated})
    controls.table(
        shown.astype("object").where(shown.notna(), None).drop(columns="geometry", errors="ignore"),
        alt=f"The first rows of {table.title}",
    )


def show_addresses() -> None:
    """The files, their addresses, and the same query elsewhere."""
    base, version = controls.site_address(), controls.data_version()
    query = addresses.query_of(chosen, span, wanted)
    newest = {fmt: addresses.table_address(base, table.id, query, fmt) for fmt in addresses.FORMATS}
    fixed = addresses.table_address(base, table.id, query, "csv", version)
    controls.section("Take them away", f"Data version {version}")
    controls.file_links({LABELS[fmt]: address for fmt, address in newest.items()})
    for label, text in {
        "This address always gives the newest figures": newest["csv"],
        f"This one gives the figures of version {version}, while it is kept (the last five)": fixed,
        "curl": addresses.curl(newest["csv"], table.id),
        "Python, pandas": addresses.pandas_snippet(newest["csv"]),
        "Python, DuckDB": addresses.duckdb_snippet(newest["parquet"], table.id),
        "R": addresses.r_snippet(newest["csv"]),
        "Google Sheets (in Excel: Data, From Web, the address above)": addresses.sheets_formula(
            newest["csv"]
        ),
    }.items():
        st.markdown(f"**{label}**")
        controls.copyable(text)


def show_citation() -> None:
    """How to cite the rows: in a sentence, for BibTeX and as CSL-JSON."""
    version, day = controls.data_version(), date.today().isoformat()
    query = addresses.query_of(chosen, span, wanted)
    link = addresses.table_address(controls.site_address(), table.id, query, "csv", version)
    of = (table.id, table.title, table.citation, version, day, link)
    controls.section("Licence and citation", table.licence)
    for label, text in {
        "Text": addresses.citation_text(
            table.title, table.citation, table.licence, version, day, link
        ),
        "BibTeX": addresses.bibtex(*of),
        "CSL-JSON": addresses.csl_json(*of),
    }.items():
        st.markdown(f"**{label}**")
        controls.copyable(text)


def show_dictionary() -> None:
    """Every column: what it means, its type and unit."""
    controls.section("Columns", f"A row is identified by {wording.listed(list(table.key))}")
    controls.table(
        pd.DataFrame(
            {
                "Column": [column["name"] for column in table.columns],
                "Meaning": [column["description"] for column in table.columns],
                "Kind": [column["type"] for column in table.columns],
                "Unit": [column["unit"] or "–" for column in table.columns],
            }
        ),
        alt=f"Columns of {table.title}",
    )


controls.stop_unless_loaded()

top = st.container()
table = which_table()
chosen = filters()
span = dates()
wanted = columns()
rows = controls.ask(tables.rows_of, table.id, chosen, span, wanted)
with top:
    controls.headline(
        addresses.preview_sentence(len(rows), table.rows, table.title), table.description
    )
show_preview(rows)
show_addresses()
show_citation()
show_dictionary()
