"""Get the data: choose rows of a published table, see them, take them away, link to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.answers import ask
from dashboard.draft import Draft, PageEnds
from dashboard.page import SITE, Paper
from dashboard.subjects.get_data import figures as tables
from dashboard.subjects.get_data.words import addresses, citations
from dashboard.subjects.get_data.words.citations import Cited
from dashboard.subjects.pages import TITLES
from dashboard.words.cells import Cell
from dashboard.words.columns import FORMATS, cell_text, column_words, first_rows_says
from dashboard.words.numbers import listed
from datasets import catalogue

FIRST = "recorded_offences"
KINDS = {
    "date": "date",
    "integer": "whole number",
    "number": "number",
    "flag": "true or false",
    "label": "label",
    "text": "text",
}


@dataclass(frozen=True)
class Chosen:
    """What the reader chose: a table, and of it some rows and columns.

    Attributes:
        filters: column and the values wanted of it; no values means all.
        span: column of dates with the first and last day wanted; None where the table has none.
        columns: none means all.
    """

    table: tables.Table
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    span: tuple[str, str, str] | None
    columns: tuple[str, ...]

    @property
    def is_backwards(self) -> bool:
        """Whether the first day is after the last; the addresses would be refused."""
        if self.span is None:
            return False
        _, first, last = self.span
        return bool(first and last) and first > last

    @property
    def preview(self) -> tables.Preview:
        """The rows that fit."""
        found: tables.Preview = ask(
            tables.preview, self.table.id, self.filters, self.span, self.columns
        )
        return found

    def address(self, fmt: str = "csv", version: str = "") -> str:
        """Address of the rows; of one version of the data, else of the newest."""
        return addresses.table_address(SITE, self.table.id, self.query, fmt, version)

    @property
    def query(self) -> list[tuple[str, str]]:
        """The choice as the parameters of an address."""
        return addresses.query_of(self.filters, self.span, self.columns)


def build(draft: Draft) -> None:
    """Write the page: the rows chosen, their files and addresses, how to cite them, every column."""
    draft.paper = Paper(is_offered=False)
    table = which_table(draft)
    shown = draft.place()
    draft.section("Choose rows and columns", "Nothing chosen: all of them")
    chosen = Chosen(table, filters(draft, table), dates(draft, table), columns(draft, table))
    found = chosen.preview
    first, _, rest = table.description.partition(". ")
    draft.headline(
        addresses.preview_sentence(found.count, table.rows, table.title), f"{first.rstrip('.')}."
    )
    with draft.at(shown):
        if not chosen.is_backwards:
            downloads(draft, chosen)
        first_rows(draft, chosen, found)
        if rest:
            draft.caption(rest)
    if not chosen.is_backwards:
        files(draft, chosen)
        citation(draft, chosen, found)
    dictionary(draft, table)


# Choices


def which_table(draft: Draft) -> tables.Table:
    """The table chosen; the page ends with a notice where its file cannot be read."""
    titles = _titles(draft)
    usual = FIRST if FIRST in titles else next(iter(titles))
    with draft.controls_row():
        chosen = draft.select("Table", "dataset", titles, usual)
    try:
        table: tables.Table = ask(tables.table_of, chosen)
    except tables.UNREADABLE as error:
        draft.headline(TITLES["get-data"])
        draft.not_loaded(titles[chosen])
        raise PageEnds from error
    return table


def _titles(draft: Draft) -> dict[str, str]:
    """Every published table; the page ends with a notice where there is none at all."""
    try:
        titles: dict[str, str] = ask(tables.table_titles)
    except catalogue.SpoiltManifestError:
        raise
    except tables.UNREADABLE as error:
        draft.headline(TITLES["get-data"])
        draft.no_rows("any table", "This copy of the site holds no data.")
        raise PageEnds from error
    return titles


def filters(draft: Draft, table: tables.Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Values wanted of each column that has a short list of them."""
    with draft.controls_row("filters"):
        return tuple(
            (name, tuple(draft.multiselect(column_words(name), name, {one: one for one in values})))
            for name, values in table.lists.items()
        )


def dates(draft: Draft, table: tables.Table) -> tuple[str, str, str] | None:
    """The column of dates with the first and last day wanted; None where the table has none."""
    if table.dated_by is None:
        for key in ("first", "last"):
            draft.asked.hidden(key, (), "")
        return None
    name, days = table.dated_by
    options = {"": "any"} | {day: day for day in days}
    newest_first = {"": "any"} | {day: day for day in reversed(days)}
    with draft.controls_row("dates"):
        first = draft.select(f"{column_words(name)}, from", "first", options, "")
        last = draft.select(f"{column_words(name)}, to", "last", newest_first, "")
    return name, first, last


def columns(draft: Draft, table: tables.Table) -> tuple[str, ...]:
    """Columns wanted; none chosen means all."""
    names = {column["name"]: column_words(column["name"]) for column in table.columns}
    with draft.controls_row("columns"):
        return tuple(draft.multiselect("Columns (none: all)", "column", names))


# What is shown


def first_rows(draft: Draft, chosen: Chosen, found: tables.Preview) -> None:
    """The newest rows as they are in the file, under headings in words."""
    table = chosen.table
    if found.rows.empty:
        draft.no_rows(
            "this choice",
            "Choose a first date before the last."
            if chosen.is_backwards
            else "Take a filter away below.",
        )
        return
    left_out = len(chosen.columns or table.columns) - len(found.rows.columns)
    draft.caption(first_rows_says(len(found.rows), found.count, left_out, found.has_long_decimals))
    draft.card_table(
        [column_words(name) for name in found.rows.columns],
        [[Cell(cell_text(value)) for value in row] for row in found.rows.itertuples(index=False)],
        f"The first rows of {table.title}",
        "rows",
        is_of_data=True,
    )


def _addresses(chosen: Chosen) -> dict[str, str]:
    """Format -> address of the rows in it, of the version that is read."""
    shown = catalogue.AS_OF.get()
    return {fmt: chosen.address(fmt, shown) for fmt in addresses.FORMATS}


def downloads(draft: Draft, chosen: Chosen) -> None:
    """The files themselves, which most come for."""
    links = _addresses(chosen)
    draft.piece("links", addresses={FORMATS[fmt]: address for fmt, address in links.items()})


def files(draft: Draft, chosen: Chosen) -> None:
    """Addresses of the files that stay, and the same query elsewhere."""
    version = catalogue.version()
    links = _addresses(chosen)
    draft.section("Addresses that stay", f"Data version {version}")
    kept = f"This one gives those of version {version}, while it is kept (the last five)"
    _to_copy(
        draft,
        {
            "This address always gives the newest figures": chosen.address(),
            kept: chosen.address(version=version),
        },
    )
    with draft.fold("The same rows in curl, Python, R and Google Sheets", "code"):
        _to_copy(draft, addresses.snippets(links["csv"], links["parquet"], chosen.table.id))


def citation(draft: Draft, chosen: Chosen, found: tables.Preview) -> None:
    """How to cite the rows: in a sentence, for BibTeX and as CSL-JSON."""
    table, version = chosen.table, catalogue.version()
    of = Cited(
        dataset=table.id,
        title=table.title,
        source=found.citation,
        licence=found.licence,
        version=version,
        published=table.published,
        read=date.today().isoformat(),
        link=chosen.address(version=version),
        query=chosen.query,
    )
    draft.section("Licence and citation", f"Licence: {found.licence}")
    _to_copy(draft, {"Text": citations.in_words(of)})
    with draft.fold("For reference managers: BibTeX and CSL-JSON", "citation"):
        _to_copy(draft, {"BibTeX": citations.bibtex(of), "CSL-JSON": citations.csl_json(of)})


def _to_copy(draft: Draft, texts: Mapping[str, str]) -> None:
    """Texts to copy, each under its name."""
    for label, text in texts.items():
        draft.text(f"**{label}**")
        draft.copyable(text)


def dictionary(draft: Draft, table: tables.Table) -> None:
    """Every column: its name in the files, what it means, its type and unit."""
    key = listed([column_words(name) for name in table.key])
    draft.section("Columns", f"A row is identified by: {key}. The files are in that order.")
    draft.card_table(
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
