"""A page as data: what it says, shows and offers, before anything draws it.

`build(choices) -> Page` is a pure function of the address and the published data; the screen, the
served HTML, paper, Word and files are made of the `Page` and of nothing else. Everything here is
frozen. Texts are Markdown; in them, and in files, `SITE` stands where the site's own address goes,
which only whoever answers a reader knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pandas as pd

from dashboard.files.about import DownloadMeta
from dashboard.words.cells import NONE, Cell

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_NUMBER = re.compile(r"[−+-]?\d[\d,]*(\.\d+)?")
SITE = "\ue000"
"""Stands for scheme and host of the site in whatever is made of a page."""

DATA = "data"
"""Key in an address of the version of the data to read; the newest where it is not there."""

NONE_CHOSEN = "none"
"""In an address: a list from which everything was taken away."""

Params = Mapping[str, str | Sequence[str]]


# Choices


@dataclass(frozen=True)
class Choice:
    """One choice of a page, declared once: its widget, its address, its words.

    Attributes:
        key: its name in the address; stable, part of every link.
        label: what is chosen, as the reader sees it.
        kind: `one` of the options, `several`, `switch`, `words` to search for, or `hidden`, which only
            an address sets.
        value: what is chosen: a tuple for `several`, a bool for `switch`, else a text.
        default: what is chosen where the address says nothing.
        options: value in the address -> words on screen, in order.
        most: how many can be chosen at most.
        placeholder: what stands in an empty search box.
    """

    key: str
    label: str
    kind: str
    value: Any
    default: Any
    options: Mapping[str, str] = field(default_factory=dict)
    most: int | None = None
    placeholder: str = ""

    def written(self, value: Any = None) -> list[str]:  # noqa: ANN401 - as `value`
        """The values that the address holds for a choice: none for the default."""
        value = self.value if value is None else value
        if self.kind == "several":
            is_usual = sorted(value) == sorted(self.default)
            return [] if is_usual else list(value) or [NONE_CHOSEN]
        return [] if value == self.default else [self._as_text(value)]

    def written_out(self) -> list[str]:
        """The same with the default written out, for links that stay."""
        if self.kind == "several":
            return list(self.value) or [NONE_CHOSEN]
        text = self._as_text(self.value)
        return [text] if text else []

    def _as_text(self, value: Any) -> str:  # noqa: ANN401 - as `value`
        if self.kind == "switch":
            return "yes" if value else "no"
        return str(value)


# Blocks: what stands on a page, in order


@dataclass(frozen=True)
class Text:
    """Markdown: a paragraph (`body`), small print (`caption`), `source` or `notice`.

    Of a `source` only the first paragraph is always in view; a `notice` stands in place of figures.
    """

    markdown: str
    style: str = "body"


@dataclass(frozen=True)
class Heading:
    """A heading below that of a part."""

    text: str


@dataclass(frozen=True)
class Notes:
    """What must be known about the figures on screen, a sentence or a few each."""

    lines: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """Figures in rows and columns, headings in words, cells formatted or numeric.

    Attributes:
        frame: its first column names the rows where its values are all different.
        alt: what it shows, one sentence.
        heading: of the part that it stands in.
        point: the column that says what the table is read for; first in each card of a phone.
        is_working: it belongs to how a figure was worked out, and is no part of a briefing.
    """

    frame: pd.DataFrame
    alt: str
    heading: str = ""
    is_working: bool = False
    point: str = ""


_LONGEST_NAME = 44


def named_lines(cell: str) -> list[tuple[str, str]]:
    """The lines of a table's cell, each as its name and the rest: names are told where several lines have one."""
    lines = cell.split("\n")
    split = [line.partition(": ") for line in lines]
    named = [bool(said) and len(name) <= _LONGEST_NAME for name, _, said in split]
    if sum(named) < 2:
        return [("", line) for line in lines]
    return [
        (name, said) if is_named else ("", line)
        for line, is_named, (name, _, said) in zip(lines, named, split, strict=True)
    ]


@dataclass(frozen=True)
class CardTable:
    """A table of long texts whose rows become cards on a phone; the first cell names its row.

    Attributes:
        headings: of the columns. rows: as many cells each.
        alt: what it shows. key: class of the table, by which the style sheet sets its columns.
        is_noted_whole: whether a briefing repeats the smaller lines too.
        is_of_data: its cells are values of a published table, not sentences.
        heading: of the part that it stands in.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alt: str
    key: str
    is_noted_whole: bool = False
    heading: str = ""
    is_of_data: bool = False

    @property
    def numeric(self) -> frozenset[int]:
        """Places of the columns of rows of data, after the first, that hold numbers alone: they stand to the right."""
        if not self.is_of_data:
            return frozenset()
        columns = list(zip(*self.rows, strict=True))[1:]
        return frozenset(
            place
            for place, cells in enumerate(columns, start=1)
            if all(_NUMBER.fullmatch(one.text) or one.text in ("", NONE) for one in cells)
            and any(_NUMBER.fullmatch(one.text) for one in cells)
        )

    def as_frame(self) -> pd.DataFrame:
        """The texts of its cells."""
        texts = [
            [
                ", ".join((one.text, *one.quiet) if self.is_noted_whole else (one.text,))
                for one in row
            ]
            for row in self.rows
        ]
        return pd.DataFrame(texts, columns=list(self.headings))


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart, drawn when it is asked for.

    Attributes:
        key: names it on its page and in its address.
        title, subtitle: the finding or subject, with unit and time basis, for its picture and for paper.
        heading: title and subtitle of the part it stands in.
        draw: makes the figure; is told whether it is for a narrow window.
        alt: one sentence that says what it shows.
        source_line: whose figures, to when; what else is known of them in further paragraphs.
        beneath: what stands under it in place of its source, where several charts have one in common.
        link: address that shows the figures again, which its picture prints.
        is_spark: a small trend without axes.
        rows: name of the files that hold its figures, where they are not called as it is.
        figures: those of their rows that it draws; all of them where it is None.
    """

    key: str
    title: str
    subtitle: str
    heading: tuple[str, str]
    draw: Callable[[bool], Figure]
    alt: str
    source_line: str = ""
    beneath: str | None = None
    link: str = ""
    is_spark: bool = False
    rows: str = ""
    figures: pd.DataFrame | None = None

    @property
    def address(self) -> str:
        """Its own place on its page: what a picture, a frame and a citation of it lead to; empty without a link."""
        return self.link and f"{self.link}#chart-{self.key}"


@dataclass(frozen=True, eq=False)
class Files:
    """Figures of the page as files.

    Attributes:
        name: first part of the files' names and of their address.
        frame: the rows on screen, as data.
        meta: what the files say about themselves.
        datasets: published tables that the rows come from, the main one first.
        is_main: whether they have a row of their own, with link, frame and citation.
        of_chart: key of the chart whose rows these are; empty where they are the page's own.
    """

    name: str
    frame: pd.DataFrame
    meta: DownloadMeta
    datasets: tuple[str, ...] = ()
    is_main: bool = True
    of_chart: str = ""

    def drawn_by(self, chart: Chart) -> Files:
        """The rows among these that a chart draws, under its title."""
        if chart.figures is None:
            return self
        meta = replace(self.meta, title=chart.title or self.meta.title)
        return replace(self, frame=chart.figures, meta=meta, of_chart=chart.key)


@dataclass(frozen=True)
class Code:
    """A text as it is, to copy."""

    text: str


@dataclass(frozen=True)
class PageLink:
    """A link to a page of the site."""

    path: str
    label: str
    params: Params = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Its path and query string."""
        return address_of(self.path, self.params)


@dataclass(frozen=True)
class Piece:
    """A piece of markup of its own: the name of its template, and what goes into it."""

    template: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class ChoiceRow:
    """Where choices are made: their keys, in a row."""

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Blocks that belong together; `name` is their class, `columns` sets each side by side."""

    name: str
    blocks: tuple[Block, ...]
    columns: bool = False


@dataclass(frozen=True)
class Fold:
    """Blocks folded away under a title.

    Attributes:
        key: unlike any other fold's on the page.
        is_open: it stands open at first.
        on_phones: folded on phones alone, open elsewhere and then without its title.
    """

    title: str
    key: str
    blocks: tuple[Block, ...]
    is_open: bool = False
    on_phones: bool = False


Block = (
    Text | Heading | Notes | Table | CardTable | Chart | Files | Code | PageLink | Piece
    | ChoiceRow | Group | Fold
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of a page under a heading of its own; the first has none.

    Attributes:
        id: of its heading, to link to.
        subtitle: unit and time basis.
    """

    id: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, eq=False)
class Paper:
    """What a page's briefing shows, where it is not the page's first chart and first table.

    Attributes:
        chart: key of the chart; the first where it is empty or not on the page.
        tables: all of their rows, under their headings; the page's first, cut to fit, where none is named.
        has_verdicts: the tables say each measure's verdict, so that nothing else need.
        unsaid: what must be known of the page alone, and not of these tables.
        caveats: what must be known of these figures; the page's first list where none is given.
        lede: what stands under the headline, where that is not the page's lede.
        is_offered: the page offers it; one that no meeting needs is printed all the same.
    """

    chart: str = ""
    tables: tuple[Table, ...] = ()
    has_verdicts: bool = False
    unsaid: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    lede: str = ""
    is_offered: bool = True


@dataclass(frozen=True, eq=False)
class Page:
    """A page: everything that it says, shows and offers at one address.

    Attributes:
        path: its address without the slash; `link` is the whole, every choice written out.
        headline, lede: the sentence that states the finding, and the paragraph under it.
        notices: what is said in place of figures: nothing published, not loaded.
        ignored: what the address asks for in vain, a sentence each.
        choices: as declared, in the order of the address.
        key: what it is kept by: address, content of the data, day.
        paper: what its briefing shows.
    """

    path: str
    headline: str
    lede: str
    parts: tuple[Part, ...]
    choices: tuple[Choice, ...] = ()
    notices: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    link: str = ""
    key: tuple[Any, ...] = ()
    paper: Paper = Paper()

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block, those within others too, in the order of the page."""
        for part in self.parts:
            yield from within(part.blocks)

    def all_of(self, kind: type) -> list[Any]:
        """The blocks of a kind, in the order of the page."""
        return [block for block in self.blocks if isinstance(block, kind)]

    @property
    def charts(self) -> list[Chart]:
        """Its charts, without the small trends."""
        return [one for one in self.all_of(Chart) if not one.is_spark]

    @property
    def tables(self) -> list[tuple[str, pd.DataFrame, str]]:
        """Heading, rows and description of each table that is no working."""
        found = [one for one in self.blocks if isinstance(one, Table | CardTable)]
        return [
            (one.heading, one.as_frame() if isinstance(one, CardTable) else one.frame, one.alt)
            for one in found
            if isinstance(one, CardTable) or not one.is_working
        ]

    @property
    def files(self) -> list[Files]:
        """Its files."""
        return self.all_of(Files)

    @property
    def rows(self) -> dict[str, Files]:
        """Its files by their names; by the key of a chart those of its figures."""
        by_name = {one.name: one for one in self.files}
        of_charts = {
            one.key: by_name[one.rows or one.key].drawn_by(one)
            for one in self.all_of(Chart)
            if (one.rows or one.key) in by_name
        }
        return of_charts | by_name

    @property
    def datasets(self) -> list[str]:
        """The datasets whose rows it offers in rows of their own, the main one first."""
        main = [one for files in self.files if files.is_main for one in files.datasets]
        return list(dict.fromkeys(main))

    def chosen(self, key: str) -> list[str]:
        """The values of a choice, the default written out."""
        return next((one.written_out() for one in self.choices if one.key == key), [])

    @property
    def params(self) -> dict[str, list[str]]:
        """The choices as the address holds them, without defaults."""
        return {one.key: written for one in self.choices if (written := one.written())}


def within(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks and those within them, in order."""
    for block in blocks:
        yield block
        if isinstance(block, Group | Fold):
            yield from within(block.blocks)


def address_of(path: str, params: Params) -> str:
    """Path and query string of a page."""
    query = urlencode({key: value for key, value in params.items() if value}, doseq=True)
    return f"/{path}?{query}" if query else f"/{path}"
