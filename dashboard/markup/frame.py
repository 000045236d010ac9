"""One figure of a page alone, as HTML for a frame of another site: title, chart, table, source, way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.files.about import SITE as SITE_NAME
from dashboard.markup.fragments import Fragments, template
from dashboard.page import CardTable, Chart, Files, Page, Part, Table, within
from dashboard.words.columns import cell_text, column_words
from dashboard.words.numbers import count
from dashboard.words.sources import shortened

MOST_ROWS = 100
"""Rows of files that a frame shows; all are in the files."""
_FIGURES = "The figures"
"""Heading of a part that holds the table of the chart before it."""

AnyTable = Table | CardTable


@dataclass(frozen=True, eq=False)
class Exhibit:
    """One figure of a page, whole.

    Attributes:
        key: its name in its address.
        title: the finding or the subject. subtitle: unit and time basis.
        source: whose figures, to when, under which licence.
        link: address that shows them again, on their page.
        chart: where it is one. table: its figures; None where its part of the page holds none.
        left_out: what of its files the table leaves out, in words.
    """

    key: str
    title: str
    subtitle: str
    source: str
    link: str
    chart: Chart | None = None
    table: AnyTable | None = None
    left_out: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawing at an address of its own, with its size in px."""

    address: str
    width: int
    height: int


# Which figures a page has


def exhibits(page: Page) -> list[str]:
    """The names of a page's figures: of its charts, then of its files."""
    names = [one.key for one in page.charts] + [one.name for one in page.files]
    return list(dict.fromkeys(names))


def exhibit_of(page: Page, name: str) -> Exhibit | None:
    """A figure of a page: the chart of that name, else the files; None where there is neither."""
    for chart in page.charts:
        if chart.key == name:
            return _of_chart(page, chart)
    return next((_of_files(page, one) for one in page.files if one.name == name), None)


def _of_chart(page: Page, chart: Chart) -> Exhibit:
    source = shortened(chart.source_line or chart.beneath or "")
    table = table_of_chart(page, chart)
    return Exhibit(chart.key, chart.title, chart.subtitle, source, chart.address, chart, table)


def _of_files(page: Page, files: Files) -> Exhibit:
    """Files that no chart shows: as the page's own table of them, else their rows.

    Verdicts are shown as the page's briefing has them: a row a measure, to be read. Of rows without the
    columns that say the same in all of them.
    """
    if files.is_main and page.paper.has_verdicts and page.paper.tables:
        return _of_verdicts(files, page.paper.tables[0])
    meta = files.meta
    table, left_out = _own_table(page, files), ""
    if table is None:
        first = files.frame.head(MOST_ROWS)
        texts = pd.DataFrame(
            {name: [_cell(one, str(name)) for one in _plain(first[name])] for name in first},
            dtype=object,
        )
        shown = texts[_telling(texts)]
        table = Table(shown.set_axis(_in_words(shown), axis="columns"), meta.title)
        left_out = _left_out(files.frame, shown)
    return Exhibit(
        key=files.name,
        title=meta.title,
        subtitle=". ".join(f"{label}: {value}" for label, value in meta.filters.items()),
        source=f"Source: {meta.source}. Licence: {meta.licence}",
        link=meta.link,
        table=table,
        left_out=left_out,
    )


def _of_verdicts(files: Files, table: Table) -> Exhibit:
    meta = files.meta
    source = f"Source: {meta.source}. Licence: {meta.licence}"
    return Exhibit(files.name, meta.title, "", source, meta.link, table=table)


def _own_table(page: Page, files: Files) -> AnyTable | None:
    """The table that the page shows of files: where their part of it has no chart, and one table alone."""
    part = next((one for one in page.parts if files in within(one.blocks)), None)
    if (
        part is None
        or not files.is_main
        or any(isinstance(one, Chart) for one in within(part.blocks))
    ):
        return None
    tables = list(_tables(part))
    return tables[0] if len(tables) == 1 else None


def _plain(values: pd.Series) -> Iterator[object]:
    return iter(values.astype(object).where(values.notna(), None))


def _cell(value: object, column: str) -> str:
    """A cell as a page has it: whole numbers with commas, but for years."""
    if isinstance(value, bool):
        return ("no", "yes")[value]
    is_count = isinstance(value, int) and "year" not in column
    return count(value) if is_count else cell_text(value)  # type: ignore[arg-type]


def _telling(texts: pd.DataFrame) -> list[str]:
    """The columns of rows that tell one from another; all where none does."""
    columns = texts.columns.tolist()
    return [name for name in columns if len(set(texts[name])) > 1] or columns


_OF_FILES = {"searches_count": "Searches", "is_masked": "Hidden, as so few"}
"""Columns that pages' files have and no published table: what a reader calls them."""


def _in_words(frame: pd.DataFrame) -> list[str]:
    """A frame's columns in words, or as they are named where two would read the same."""
    words = [_OF_FILES.get(str(name)) or column_words(str(name)) for name in frame.columns]
    names = [str(name).replace("_", " ") for name in frame.columns]
    return words if len(set(words)) == len(words) else names


def _left_out(frame: pd.DataFrame, shown: pd.DataFrame) -> str:
    rows, columns = (whole - part for whole, part in zip(frame.shape, shown.shape, strict=True))
    more = f"{columns} more {'column' if columns == 1 else 'columns'}"
    parts = [f"{count(rows)} more {'row' if rows == 1 else 'rows'}"] if rows else []
    return " and ".join([*parts, *([more] if columns else [])])


def table_of_chart(page: Page, chart: Chart) -> AnyTable | None:
    """The figures of a chart: the table that follows it in its part, else the first of that part.

    A part without a table has its figures in the next one where that is headed so: `The figures: …`.
    """
    place = next(at for at, part in enumerate(page.parts) if chart in within(part.blocks))
    part = page.parts[place]
    found = next(_following(part, chart), None) or next(_tables(part), None)
    for following in page.parts[place + 1 : place + 2]:
        if found is None and following.title.startswith(_FIGURES):
            found = next(_tables(following), None)
    return found


def _following(part: Part, chart: Chart) -> Iterator[AnyTable]:
    """The tables after a chart and before the next one."""
    is_past = False
    for block in within(part.blocks):
        if isinstance(block, Chart) and not block.is_spark:
            if is_past:
                return
            is_past = block is chart
        elif is_past and _is_table(block):
            yield block  # type: ignore[misc]


def _tables(part: Part) -> Iterator[AnyTable]:
    return (one for one in within(part.blocks) if _is_table(one))  # type: ignore[misc]


def _is_table(block: object) -> bool:
    return isinstance(block, CardTable) or (isinstance(block, Table) and not block.is_working)


# Their HTML


def frame(
    page: Page,
    shown: Exhibit,
    pictures: Mapping[str, Picture] | None,
    version: str,
    notice: str = "",
) -> str:
    """A figure as HTML.

    Args:
        page: the page that it is of. shown: the figure.
        pictures: look -> its chart's still picture; None where the page's script is to draw it.
        version: of the data. notice: what is said of that version, as Markdown.
    """
    pieces = Fragments(page, "", is_apart=True)
    return template(
        "frame.html",
        shown=shown,
        pictures=pictures,
        drawing=pieces.address(f"{shown.key}.plotly.json"),
        table=pieces.blocks([shown.table]) if shown.table else "",
        source=f"{shown.source.rstrip('. ')}. {SITE_NAME}, data version {version}.",
        site_name=SITE_NAME,
        notice=notice,
    )


def refusal(title: str, words: Sequence[str], path: str) -> str:
    """What stands in a frame whose address cannot be answered.

    Args:
        title: what is wrong. words: a sentence each. path: page to which a link leads, without slash.
    """
    return template(
        "frame_refused.html", title=title, words=words, site_name=SITE_NAME, link=f"/{path}"
    )
