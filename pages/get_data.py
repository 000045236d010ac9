"""Get the data: choose rows of a published table, see them, take them away, link to them."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import controls, wording
from dashboard.controls.cards import card_table
from dashboard.queries import tables
from dashboard.wording import addresses, citations
from dashboard.wording.cells import Cell
from dashboard.wording.citations import Cited
from dashboard.wording.columns import cell_text, column_words, first_rows_says

FIRST = "recorded_offences"
LABELS = {"csv": "CSV", "json": "JSON", "parquet": "Parquet", "xlsx": "XLSX"}
KINDS = {
    "date": "date",
    "integer": "whole number",
    "number": "number",
    "flag": "true or false",
    "label": "label",
    "text": "text",
}


def which_table() -> tables.Table:
    """The table chosen; the page ends with a notice where its file cannot be read."""
    titles = controls.ask(tables.table_titles)
    usual = FIRST if FIRST in titles else next(iter(titles))
    asked = st.query_params.get("dataset", usual)
    found = read_table(asked if asked in titles else usual)
    days = found.dated_by[1] if found and found.dated_by else ()
    controls.note_ignored_parameters(
        {"dataset": titles, "first": days, "last": days}
        | ({name: set(values) for name, values in found.lists.items()} if found else {})
        | ({"column": {column["name"] for column in found.columns}} if found else {})
    )
    with controls.controls_row():
        chosen = controls.select("Table", "dataset", titles, usual)
    table = read_table(chosen)
    if table is None:
        with top:
            controls.headline("Get the data")
        controls.not_loaded(titles[chosen])
        controls.end_page()
    return table


def read_table(dataset: str) -> tables.Table | None:
    """What is known of a table; None where its file cannot be read."""
    try:
        return controls.ask(tables.table_of, dataset)
    except tables.UNREADABLE:
        return None


def filters() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Values wanted of each column that has a short list of them."""
    with controls.controls_row("filters"):
        return tuple(
            (
                name,
                tuple(controls.multiselect(column_words(name), name, {one: one for one in values})),
            )
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
        first = controls.select(f"{column_words(name)}, from", "first", options, "")
        last = controls.select(f"{column_words(name)}, to", "last", newest_first, "")
    return name, first, last


def columns() -> tuple[str, ...]:
    """Columns wanted; none chosen means all."""
    names = {column["name"]: column_words(column["name"]) for column in table.columns}
    with controls.controls_row("columns"):
        return tuple(controls.multiselect("Columns (none: all)", "column", names))


def show_preview() -> None:
    """The newest rows as they are in the file, under headings in words."""
    if found.rows.empty:
        controls.section("The rows")
        advice = (
            "Choose a first date before the last." if is_backwards else "Take a filter away above."
        )
        controls.no_rows("this choice", advice)
        return
    left_out = len(wanted or table.columns) - len(found.rows.columns)
    controls.section(
        "The newest rows" if table.dated_by else "The first rows",
        first_rows_says(len(found.rows), found.count, left_out, found.has_long_decimals),
    )
    card_table(
        [column_words(name) for name in found.rows.columns],
        [[Cell(cell_text(value)) for value in row] for row in found.rows.itertuples(index=False)],
        f"The first rows of {table.title}",
        "rows",
    )


def show_addresses() -> None:
    """The files, their addresses, and the same query elsewhere."""
    base, version = controls.site_address(), controls.data_version()
    older = controls.older_version()
    files = {
        fmt: addresses.table_address(base, table.id, query, fmt, older) for fmt in addresses.FORMATS
    }
    newest = addresses.table_address(base, table.id, query, "csv")
    fixed = addresses.table_address(base, table.id, query, "csv", version)
    controls.section("Take them away", f"Data version {version}")
    controls.file_links({LABELS[fmt]: address for fmt, address in files.items()})
    listed(
        {
            "This address always gives the newest figures": newest,
            f"This one gives those of version {version}, while it is kept (the last five)": fixed,
        }
    )
    with st.expander("The same rows in curl, Python, R and Google Sheets", key="fold-code"):
        listed(addresses.snippets(files["csv"], files["parquet"], table.id))


def show_citation() -> None:
    """How to cite the rows: in a sentence, for BibTeX and as CSL-JSON."""
    version = controls.data_version()
    of = Cited(
        dataset=table.id,
        title=table.title,
        source=found.citation,
        licence=found.licence,
        version=version,
        published=table.published,
        read=date.today().isoformat(),
        link=addresses.table_address(controls.site_address(), table.id, query, "csv", version),
        query=query,
    )
    controls.section("Licence and citation", f"Licence: {found.licence}")
    listed({"Text": citations.in_words(of)})
    with st.expander("For reference managers: BibTeX and CSL-JSON", key="fold-citation"):
        listed({"BibTeX": citations.bibtex(of), "CSL-JSON": citations.csl_json(of)})


def listed(texts: dict[str, str]) -> None:
    """Texts to copy, each under its name."""
    for label, text in texts.items():
        st.markdown(f"**{label}**")
        controls.copyable(text)


def show_dictionary() -> None:
    """Every column: its name in the files, what it means, its type and unit."""
    key = wording.listed([column_words(name) for name in table.key])
    controls.section("Columns", f"A row is identified by: {key}. The files are in that order.")
    card_table(
        ["Name in the files", "In words", "Meaning", "Kind and unit"],
        [
            [
                Cell(column["name"]),
                Cell(column_words(column["name"])),
                Cell(column["description"]),
                Cell(", ".join(filter(None, [KINDS[column["type"]], column["unit"]]))),
            ]
            for column in table.columns
        ],
        f"Columns of {table.title}",
        "columns",
    )


def stop_without_data() -> None:
    """End the page with a notice where no table at all is published."""
    try:
        controls.ask(tables.table_titles)
    except tables.UNREADABLE:
        controls.headline("Get the data")
        controls.no_rows("any table", "This copy of the site holds no data.")
        controls.end_page()


stop_without_data()
top = st.container()
table = which_table()
chosen = filters()
span = dates()
wanted = columns()
query = addresses.query_of(chosen, span, wanted)
found = controls.ask(tables.preview, table.id, chosen, span, wanted)
with top:
    controls.headline(
        addresses.preview_sentence(found.count, table.rows, table.title), table.description
    )
is_backwards = span is not None and bool(span[1] and span[2]) and span[1] > span[2]
show_preview()
if not is_backwards:  # the addresses would be refused
    show_addresses()
    show_citation()
show_dictionary()
