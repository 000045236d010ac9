"""A page's blocks as HTML: the same pieces for the screen, for who has no script yet, and for a frame.

Texts are Markdown in which no HTML is let through; everything else is escaped by the templates.
"""

from __future__ import annotations

import hashlib
import html
import math
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markdown_it import MarkdownIt
from markupsafe import Markup

from dashboard.draft import DATA
from dashboard.files import about, formats
from dashboard.heights import height_of
from dashboard.markup.glossed import glossed
from dashboard.page import (
    SITE,
    Block,
    CardTable,
    Chart,
    Choice,
    ChoiceRow,
    Files,
    Fold,
    Heading,
    Page,
    Part,
    Piece,
    Table,
    address_of,
    within,
)
from dashboard.words.cells import NONE
from dashboard.words.columns import FORMATS
from dashboard.words.numbers import count, rows_words
from dashboard.words.periods import day_words
from dashboard.words.sources import first_and_rest, shortened
from dashboard.words.standings import STANDINGS
from dashboard.words.verdicts import VERDICTS
from dashboard.words.versions import fixed_link_keeps
from datasets import catalogue
from datasets.schema import DATASETS

NOTES_IN_VIEW = 2
"""How many of the things to know are in view; the rest are folded beneath."""

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


# Texts


@lru_cache(maxsize=4096)
def markdown(text: str) -> Markup:
    """Markdown as HTML."""
    return Markup(_MARKDOWN.render(text).strip())


@lru_cache(maxsize=4096)
def inline(text: str) -> Markup:
    """Markdown of a line as HTML, without a paragraph around it."""
    return Markup(_MARKDOWN.renderInline(text).strip())


def name_of(text: str) -> str:
    """A short name for what a text stands on, the same as long as the text is."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def picture_name(title: str) -> str:
    """`trust-in-the-met-by-borough`: a title's first words, at most 60 characters."""
    words = re.sub(r"[^a-z0-9]+", " ", title.lower()).strip()
    return textwrap.shorten(words, 60, placeholder="").replace(" ", "-") or "chart"


# Tables

_WIDE, _ALWAYS_FIT, _LINES = 40, 2, 2
"""Characters and columns that a phone has room for side by side, where most cells take two lines at most;
the rows of a wider table become cards there."""
_SHORT, _SHORT_TOGETHER = 22, 80
"""Characters of a column's longest text that is kept on one line, and of all such columns."""


@dataclass(frozen=True)
class ShownTable:
    """A table as its reader sees it.

    Attributes:
        rows: texts. right: places of the columns of numbers, set to the right.
        short: places of the columns whose texts stay on one line where there is room.
        is_named: whether the first column names the rows.
        point: place of the column that it is read for; None where none is.
    """

    headings: list[str]
    rows: list[list[str]]
    right: frozenset[int]
    short: frozenset[int]
    is_named: bool
    point: int | None = None

    @cached_property
    def is_wide(self) -> bool:
        """Whether its rows become cards on a phone; each of its cells asks."""
        columns = [
            [heading, *cells] for heading, *cells in zip(self.headings, *self.rows, strict=True)
        ]
        return len(columns) > _ALWAYS_FIT and sum(map(_width, columns)) > _WIDE

    def classes(self, place: int) -> str:
        """The classes of a column's cells."""
        named = (("number", self.right), ("short", self.short), ("point", {self.point}))
        return " ".join(name for name, places in named if place in places)


def _width(column: Sequence[str]) -> float:
    """Characters that a column takes with a gap: its longest word, or a line of its usual text."""
    longest = max((len(word) for text in column for word in text.split()), default=0)
    return max(longest, median(map(len, column)) / _LINES) + 1


def table_of(frame: pd.DataFrame, point: str = "") -> ShownTable:
    """A frame's cells as texts; `point` is the column that it is read for."""
    right = {place for place, name in enumerate(frame.columns) if _reads_as_numbers(frame[name])}
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    is_named = len(frame.columns) > 1 and len({row[0] for row in rows}) == len(rows)
    named = right - {0} if is_named else right
    headings = [str(name) for name in frame.columns]
    place = headings.index(point) if point in headings else None
    return ShownTable(headings, rows, frozenset(named), _short(rows), is_named, place)


def _short(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """Places of the columns of short texts; none where those alone would fill the page."""
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    short = {place: length for place, length in enumerate(longest) if length <= _SHORT}
    fits = sum(short.values()) <= _SHORT_TOGETHER
    return frozenset(short if fits and len(short) < len(longest) else ())


def _cell(value: Any) -> str:  # noqa: ANN401 - a cell of any kind
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return NONE
    if isinstance(value, pd.Timestamp):
        return day_words(value)
    if isinstance(value, float) and value.is_integer():
        return count(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def _reads_as_numbers(values: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(values.dtype):
        return not pd.api.types.is_bool_dtype(values.dtype)
    texts = [value for value in values if isinstance(value, str) and not _NO_FIGURE.match(value)]
    return bool(texts) and all(_FIGURE.fullmatch(text) for text in texts)


# What stands where a figure is masked or missing.
_NO_FIGURE = re.compile(r"–?$|\[c\]")
# A figure, and what may follow it: a unit, an interval, a mark. Not a date.
_FIGURE = re.compile(r"(?!\d{1,2} [A-Z][a-z]+ \d{4}$)[+−-]?£?\d[\d,]*(\.\d+)?%?( .{0,30})?")


# Files


def size_words(size: int) -> str:
    """`15 kB`, `1.3 MB`."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


def embedding(files: Files) -> str:
    """The HTML that shows a page in a frame of another site."""
    link = files.meta.link
    address = f"{link}{'&' if '?' in link else '?'}embed=true"
    return _framing(address, files.meta.title, 900, ' allow="clipboard-write"')


_FRAME_HEIGHT = 860
"""Px of a frame where nothing is known of the height of what is in it."""
_AROUND, _ROW, _TALLEST = 140, 25, 1400
"""Px in a frame 600 px wide, the width of an article: around what is in it, of a table's row, and of the highest
frame. It stands so where the site may run no script; what is longer scrolls."""
_TITLE, _SMALL, _SIGNED = (52, 28), (85, 21), 50
"""Characters on a line of such a frame's title and of its small print, and their heights in px; characters
of the site's name after a source."""
_DRAWN, _FRAMED = 720, 584
"""Px that a chart's still picture is wide, and its width in such a frame."""
_FIT = """
<script>
addEventListener("message", ({ source, data }) => {
  if (data?.type !== "frame-height") return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.style.height = `${data.height}px`;
  }
});
</script>"""
"""Makes a frame as high as it says that it is, in the site that shows it: of each frame on its page by itself."""


def _framing(address: str, title: str, height: int, more: str = "") -> str:
    name = html.escape(f"{title} · {about.SITE}")
    return (
        f'<iframe src="{html.escape(address)}" title="{name}" loading="lazy"{more} '
        f'style="border: 0; width: 100%; height: {height}px"></iframe>'
    )


def _height_of_words(title: str, subtitle: str, source: str) -> int:
    """Px that what stands around a figure takes in a frame 600 px wide."""
    lines = ((title, _TITLE), (subtitle, _SMALL), (source + " " * _SIGNED, _SMALL))
    return _AROUND + sum(
        math.ceil(len(text) / on_a_line) * height for text, (on_a_line, height) in lines
    )


def _behind(datasets: Iterable[str]) -> list[dict[str, Any]]:
    """The whole published tables behind rows of a page: what each is, and where it can be had."""
    return [found for dataset in datasets if (found := _whole_table(dataset))]


def _whole_table(dataset: str) -> dict[str, Any] | None:
    try:
        rows = catalogue.manifest()["datasets"][dataset]["rows"]
        size = catalogue.table(dataset).content.size
    except (catalogue.DatasetError, KeyError):
        return None
    asked, title = catalogue.AS_OF.get(), DATASETS[dataset].title
    folder = f"/data/v/{asked}" if asked else "/data"
    return {
        "title": title,
        "rows": rows,
        "size": size_words(size),
        "choose": address_of("get-data", {"dataset": dataset, **({DATA: asked} if asked else {})}),
        "files": [
            (
                FORMATS[fmt],
                f"{folder}/{dataset}.{fmt}",
                f"{title}, the whole table as {FORMATS[fmt]}",
            )
            for fmt in formats.FORMATS
        ],
    }


# The pieces of a page


def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    found.globals |= {
        "FORMATS": FORMATS,
        "NOTES_IN_VIEW": NOTES_IN_VIEW,
        "STANDINGS": STANDINGS,
        "VERDICTS": VERDICTS,
        "citation": about.citation,
        "first_and_rest": first_and_rest,
        "inline": inline,
        "kind": lambda block: type(block).__name__,
        "link_keeps": lambda: fixed_link_keeps(catalogue.version()),
        "markdown": markdown,
        "name_of": name_of,
        "picture_name": picture_name,
        "rows_words": rows_words,
        "table_of": table_of,
    }
    return found


_TEMPLATES = _environment()


def template(name: str, **values: Any) -> str:
    """A template filled with values."""
    return _TEMPLATES.get_template(name).render(values)


class Fragments:
    """The HTML of a page's pieces.

    Args of the constructor:
        page: which one. title: what stands as its headline where it has none.
        is_apart: on paper or in a frame of another site, where no table is folded and nothing is offered.
    """

    def __init__(self, page: Page, title: str, is_apart: bool = False) -> None:
        """Bind the templates to the page."""
        self.page = page
        self._rows = page.rows
        self._params = (
            {**page.params, DATA: catalogue.version()} if page.files or page.charts else {}
        )
        self._first = {
            one.key
            for part in page.parts[: opening(page)]
            for one in within(part.blocks)
            if isinstance(one, Chart) and not one.is_spark
        }
        self._folded = {
            chart.key
            for fold in page.all_of(Fold)
            if not (fold.is_open or fold.on_phones)
            for chart in within(fold.blocks)
            if isinstance(chart, Chart)
        }
        first = {
            one
            for part in page.parts[:1]
            for one in within(part.blocks)
            if isinstance(one, Heading)
        }
        folds = {} if is_apart else _folds_of_tables(page)
        own: dict[str, Callable[..., Any] | str | bool] = {
            "title": title,
            "is_apart": is_apart,
            "is_below_headline": first.__contains__,
            "room": self._room,
            "drawing": lambda chart: self.address(f"{chart.key}.plotly.json"),
            "rows_of": lambda chart: self._rows.get(chart.key),
            "rows_address": lambda chart, fmt: self.address(f"{chart.key}.{fmt}"),
            "to_copy": self._to_copy,
            "file_address": lambda files, fmt: self.address(f"{files.name}.{fmt}"),
            "behind": self._behind,
            "embeddings": self._embeddings,
            "render_piece": self._piece,
            "chosen": self._chosen,
            "chosen_words": self._chosen_words,
            "row_title": self._row_title,
            "folds_choices": self.folds_choices,
            "fold_of": lambda one: folds.get(id(one)),
        }
        self._module: TemplateModule = _TEMPLATES.get_template("blocks.html").make_module(own)

    def address(self, file: str, folder: str = "x") -> str:
        """Where a file of the page is, at the page's choice.

        Args:
            file: its name. folder: `x` for what is taken away, `embed` for what stands in a frame.
        """
        return address_of(f"{folder}/{self.page.path or 'overview'}/{file}", self._params)

    def _to_copy(self, chart: Chart) -> list[tuple[str, str, str]]:
        """What is copied of a chart: its name in the menu, the whole of it in words, and the text."""
        files = self._rows.get(chart.key)
        if files:
            meta = replace(files.meta, link=chart.address or files.meta.link)
        else:
            told = (chart.title, about.SITE, shortened(chart.source_line).rstrip(". "))
            meta = about.DownloadMeta(*told, link=chart.address, data_version=catalogue.version())
        height = height_of(self.page.path, chart.key, narrow=False)
        source = shortened(chart.source_line or chart.beneath or "")
        said = _height_of_words(chart.title, chart.subtitle, source)
        room = round(height * _FRAMED / _DRAWN) + said if height else _FRAME_HEIGHT
        code = self._framed(chart.key, chart.link, chart.title, room)
        return [
            ("Link", "fixed link", chart.address),
            ("Citation", "citation", about.citation(meta)),
            ("Embed code", "embed code", code),
        ]

    def _framed(self, name: str, link: str, title: str, height: int = _FRAME_HEIGHT) -> str:
        """The code for a frame of one figure alone, with the choices of its link; height in px."""
        start = f"{SITE}/embed/{self.page.path or 'overview'}/{name}"
        return _framing(f"{start}?{link.partition('?')[2]}", title, height) + _FIT

    def _embeddings(self, files: Files) -> list[str]:
        """The code for a frame of figures that no chart shows: of their table, or of a page without charts."""
        if not self.page.charts and not self.page.paper.has_verdicts:
            return [embedding(files)]
        is_drawn = any(files.name in (one.key, one.rows) for one in self.page.charts)
        if is_drawn:
            return []
        meta = files.meta
        filters = ". ".join(f"{label}: {value}" for label, value in meta.filters.items())
        height = _height_of_words(meta.title, filters, f"{meta.source} {meta.licence}")
        height += _ROW * (1 + len(files.frame))
        return [self._framed(files.name, meta.link, meta.title, min(height, _TALLEST))]

    def _behind(self, files: Files) -> Markup:
        """The whole tables behind rows; empty where there are none."""
        lines = _behind(files.datasets)
        return self._piece(Piece("behind", {"lines": lines})) if lines else Markup()

    def _piece(self, piece: Piece) -> Markup:
        template = _TEMPLATES.get_template(f"pieces/{piece.template}.html")
        return Markup(template.render(piece.values))

    def _room(self, chart: Chart) -> Markup:
        """The height of a chart's box in either form, so that nothing moves when it is drawn.

        What is folded away has none: it is drawn when it is opened.
        """
        if chart.key in self._folded:
            return Markup()
        if chart.key in self._first and not height_of(self.page.path, chart.key, narrow=True):
            for look in (False, True):
                chart.draw(look)
        wide, narrow = (height_of(self.page.path, chart.key, look) for look in (False, True))
        return (
            Markup(f' style="--wide: {wide}px; --narrow: {narrow}px"')
            if wide and narrow
            else Markup()
        )

    def _chosen(self, row: ChoiceRow) -> list[tuple[Choice, list[str]]]:
        """The choices of a row with what is chosen in words, for who cannot change them yet."""
        known = {one.key: one for one in self.page.choices}
        return [(known[key], _in_words(known[key])) for key in row.keys if key in known]

    def briefing(self) -> str:
        """The ways to take the page's choice to a meeting; empty where none is offered."""
        ways = self._ways_of_briefing()
        return template("briefing.html", printed=ways[0], word=ways[1]) if ways else ""

    def _ways_of_briefing(self) -> tuple[str, str] | None:
        """Addresses of the print view and of the Word document; None where no briefing is offered."""
        shows_figures = any(one.is_main for one in self.page.files)
        if not (self.page.headline and self.page.paper.is_offered and shows_figures):
            return None
        printed = address_of(self.page.path, {**self._params, "print": "1"})
        return printed, self.address("briefing.docx")

    def top(self) -> str:
        """Headline and lede."""
        return str(self._module.top(self.page))  # type: ignore[attr-defined]

    def blocks(self, blocks: Sequence[Block]) -> Markup:
        """Some blocks, one after the other."""
        return Markup(self._module.blocks(blocks))  # type: ignore[attr-defined]

    def part(self, part: Part, within: Markup, is_folded: bool) -> str:
        """A part: its heading and what stands in it, folded on phones or not.

        The fold is named by the part's place: its heading may say another finding for another choice.
        """
        place = self.page.parts.index(part)
        return str(self._module.part(part, within, is_folded, place))  # type: ignore[attr-defined]

    def choosing(self, row: ChoiceRow) -> str:
        """What opens a row of choices on a phone, and says there what is chosen."""
        return str(self._module.choosing(row, ""))  # type: ignore[attr-defined]

    def contents(self) -> str:
        """The list of the page's parts, with the ways to its briefing last; empty for a page of few."""
        parts = [one for one in self.page.parts[opening(self.page) :] if one.title]
        if len(parts) < _FEW_PARTS:
            return ""
        return str(self._module.contents(parts, self._ways_of_briefing()))  # type: ignore[attr-defined]

    @property
    def folds_choices(self) -> bool:
        """Whether choices are folded on phones: not where to choose is what a page is for."""
        return bool(self.page.charts)

    def _row_title(self, row: ChoiceRow) -> str:
        """What opens a row of choices: all of the page's first row, of another the name of its first choice."""
        rows = self.page.all_of(ChoiceRow)
        labels = [choice.label for choice, _ in self._chosen(row)]
        if not labels or not rows or row == rows[0]:
            return "Change what is shown"
        return labels[0] if len(labels) == 1 else f"{labels[0]} and more"

    def _chosen_words(self, row: ChoiceRow) -> str:
        """`London (Met area) · 4 measures · December 2014`: what is chosen in a row."""
        said = ""
        for choice, words in self._chosen(row):
            if choice.kind == "switch":
                words = [choice.label] if choice.value else []
            if not words:
                continue
            many = f"{len(words)} {choice.label[:1].lower()}{choice.label[1:]}"
            parted = (" to " if choice.key == "to" else " · ") if said else ""
            said += parted + (many if len(words) > _MOST_IN_WORDS else ", ".join(words))
        return said


_FEW_PARTS, _MOST_IN_WORDS = 3, 2
"""Parts below the opening from which a page lists them; options that a row of choices names one by one."""


def opening(page: Page) -> int:
    """How many parts of a page stand open on a phone: those down to its first chart, of the first two."""
    charts = (
        any(isinstance(one, Chart) and not one.is_spark for one in within(part.blocks))
        for part in page.parts[:2]
    )
    return next((place for place, has_chart in enumerate(charts, start=1) if has_chart), 1)


def _folds_of_tables(page: Page) -> dict[int, tuple[str, str]]:
    """The tables folded on phones, by identity -> name and title of the fold: those beside a chart."""
    found: dict[int, tuple[str, str]] = {}
    for part in page.parts:
        of_part = list(within(part.blocks))
        if not any(isinstance(one, Chart) and not one.is_spark for one in of_part):
            continue
        folds = [one for one in of_part if isinstance(one, Fold)]
        folded = {id(inner) for fold in folds for inner in within(fold.blocks)}
        tables = [one for one in of_part if isinstance(one, Table | CardTable)]
        in_view = [one for one in tables if id(one) not in folded]
        for place, one in enumerate(in_view, start=1):
            title = "The figures as a table" if place == 1 else f"Table: {one.alt}"
            found[id(one)] = (f"{part.id}-table-{place}", title)
    return found


def _in_words(choice: Choice) -> list[str]:
    if choice.kind == "switch":
        return ["yes" if choice.value else "no"]
    values = choice.value if choice.kind == "several" else [choice.value]
    return [str(choice.options.get(one, one)) for one in values if one or one in choice.options]


@dataclass(frozen=True)
class Together:
    """Pieces that the screen keeps together, so that the first can fold away the rest: its name is unique."""

    name: str
    items: tuple[Item, ...]


Item = str | ChoiceRow | Together
"""What the screen shows at one place: a piece of HTML, a row of choices, or several of them together."""


def items_of(page: Page, title: str) -> tuple[Item, ...]:
    """A page as the screen shows it: pieces of HTML, with the rows of choices between them.

    A part is a piece of its own, so that what a choice changes leaves its neighbours as they are.
    """
    page = glossed(page)
    made = Fragments(page, title)
    found: list[Item] = []
    opened = opening(page)
    for place, part in enumerate(page.parts):
        is_folded = place >= opened
        above = made.top() if place == 0 else ""
        first, *others = _split(made, part.blocks)
        head = above + made.part(part, first, is_folded) if isinstance(first, Markup) else above
        of_part = [
            _piece(head),
            *(one if not isinstance(one, Markup) else _piece(one) for one in others),
        ]
        if is_folded and len(of_part) > 1:
            found.append(Together(f"part-{place}", tuple(filter(None, of_part))))
        else:
            found += of_part
        if place == opened - 1:
            found.append(_piece(made.contents()))
    return tuple(one for one in (*found, _piece(made.briefing())) if one)


def _split(made: Fragments, blocks: Sequence[Block]) -> list[Markup | ChoiceRow | Together]:
    """A part's blocks as HTML, parted by its rows of choices; the first is always HTML."""
    found: list[Markup | ChoiceRow | Together] = []
    pending: list[Block] = []
    for block in blocks:
        if isinstance(block, ChoiceRow):
            row = (_piece(made.choosing(block)), block)
            shown = Together(f"choosing-{block.name}", row) if made.folds_choices else block
            found += [made.blocks(pending), shown]
            pending = []
        else:
            pending.append(block)
    return [*found, made.blocks(pending)]


def _piece(text: str) -> str:
    return f'<div class="piece">{text}</div>' if text else ""
