"""A page's blocks as HTML: the same pieces for the screen, for who has no script yet, and for a frame.

Texts are Markdown in which no HTML is let through; everything else is escaped by the templates.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markdown_it import MarkdownIt
from markupsafe import Markup

from dashboard.files import about, formats
from dashboard.heights import height_of
from dashboard.markup import embedding
from dashboard.markup.glossed import glossed
from dashboard.markup.tables import table_of
from dashboard.page import (
    DATA,
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
    named_lines,
    within,
)
from dashboard.words.columns import FORMATS
from dashboard.words.numbers import rows_words
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


# The whole tables behind a page


def size_words(size: int) -> str:
    """`15 kB`, `1.3 MB`."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


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
        "named_lines": named_lines,
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
        return [
            ("Link", "fixed link", chart.address),
            ("Citation", "citation", about.citation(meta)),
            ("Embed code", "embed code", embedding.of_chart(self.page, chart)),
        ]

    def _embeddings(self, files: Files) -> list[str]:
        """The code for a frame of figures that no chart shows: of their table, or of a page without charts."""
        if not self.page.charts and not self.page.paper.has_verdicts:
            return [embedding.of_page(files)]
        is_drawn = any(files.name in (one.key, one.rows) for one in self.page.charts)
        return [] if is_drawn else [embedding.of_rows(self.page, files)]

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
