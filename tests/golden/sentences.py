"""Every sentence of every page at its default address, in one file to be read as a whole."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import time_machine

from dashboard.markup.fragments import Fragments
from dashboard.markup.tables import table_of
from dashboard.page import (
    SITE,
    Block,
    CardTable,
    Chart,
    Fold,
    Group,
    Heading,
    Notes,
    Page,
    PageLink,
    Piece,
    Table,
    Text,
)
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES
from datasets import catalogue, versions
from tests.golden import content, page_reader
from tests.golden.states import ONE_PLACE, Choices

PATH = Path(__file__).parent / "sentences.txt"

CITATION = "**Cite as:**"
"""How the line begins that names a publisher's title in full."""
LEAST = 3
"""Words of a cell that is read as a sentence; shorter ones are names and figures."""


@dataclass(frozen=True)
class Sentence:
    """One sentence, or a line that stands for itself.

    Attributes:
        page: its address without the slash.
        kind: `headline`, `lede`, `title`, `subtitle`, `body`, `caption`, `source`, `notice`, `note`,
            `heading`, `fold`, `chart`, `alt`, `table`, `column`, `cell`, `piece`, `link` or `cite`.
        text: as its reader sees it.
        is_folded: it is folded away at first, so that nobody meets it unasked.
    """

    page: str
    kind: str
    text: str
    is_folded: bool = False

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def written() -> str:
    """The file: a line a sentence, grouped by page."""
    lines: list[str] = []
    for title, path, choices in addresses():
        said = dict.fromkeys(f"{one.kind}: {one.text}" for one in sentences_of(path, choices))
        lines += [f"## {title}", *said, ""]
    return re.sub(rf"(?<![\d.]){re.escape(catalogue.version())}(?![\d.])", "VERSION", "\n".join(lines))  # fmt: skip


def addresses() -> Iterator[tuple[str, str, Choices]]:
    """Title, path and choices of every page as it opens, and of a page of one place."""
    for page in PAGES:
        yield page.title, page.path, {}
    yield "My borough: Lambeth", "borough", ONE_PLACE["borough"]


def sentences_of(path: str, choices: Choices) -> list[Sentence]:
    """The sentences of a page on the day its data was published."""
    day = datetime.datetime.fromisoformat(catalogue.manifest()["built_at"])
    with time_machine.travel(day), versions.reading(""):
        return sentences(registry.page_of(path, choices))


def sentences(page: Page) -> list[Sentence]:
    """The sentences of a page, in its order."""
    return [
        Sentence(page.path, kind, one, is_folded)
        for kind, text, is_folded in _texts(page)
        for one in _split(kind, text)
    ]


def _split(kind: str, text: str) -> Iterator[str]:
    """The sentences of a text; what is cited stays whole, and a line of sources is a list."""
    for line in content.plain_texts(text.replace(SITE, "")):
        shown = re.sub(r" <[^<>\s]*>", "", line)
        if kind in ("cite", "column"):
            yield shown
        else:
            parted = r"(?<=[.!?])\s+(?=[A-Z“0-9])" + (r"|; " if kind == "source" else "")
            yield from re.split(parted, shown)


def _texts(page: Page) -> Iterator[tuple[str, str, bool]]:
    yield "headline", page.headline, False
    yield "lede", page.lede, False
    made = Fragments(page, "")
    for part in page.parts:
        yield "title", part.title, False
        yield "subtitle", part.subtitle, False
        yield from _of_blocks(part.blocks, made, is_folded=False)


def _of_blocks(
    blocks: tuple[Block, ...], made: Fragments, *, is_folded: bool
) -> Iterator[tuple[str, str, bool]]:
    for block in blocks:
        for kind, text in _of_block(block, made):
            yield kind, text, is_folded
        if isinstance(block, Group | Fold):
            is_shut = isinstance(block, Fold) and not block.is_open and not block.on_phones
            yield from _of_blocks(block.blocks, made, is_folded=is_folded or is_shut)


def _of_block(block: Block, made: Fragments) -> Iterator[tuple[str, str]]:
    match block:
        case Text():
            yield from _of_text(block.markdown, block.style)
        case Heading():
            yield "heading", block.text
        case Notes():
            yield from (("note", line) for line in block.lines)
        case Fold():
            yield "fold", block.title
        case PageLink():
            yield "link", block.label
        case Chart():
            yield from _of_chart(block)
        case Table():
            shown = table_of(block.frame)
            yield from _of_table(block.alt, shown.headings, chain(*shown.rows))
        case CardTable():
            cells = list(chain(*block.rows))
            texts = chain(*([one.text, *one.quiet] for one in cells))
            yield from _of_table(block.alt, block.headings, texts)
            yield from (("link", words) for one in cells for words, _ in one.links)
        case Piece():
            yield from _of_piece(made.blocks([block]))


def _of_text(markdown: str, style: str) -> Iterator[tuple[str, str]]:
    for line in markdown.splitlines():
        yield ("cite" if line.startswith(CITATION) else style), line


def _of_chart(chart: Chart) -> Iterator[tuple[str, str]]:
    if not chart.is_spark:
        drawn = page_reader.chart_labels(chart)
        yield from (("chart", label) for label in drawn)
        under = chart.source_line if chart.beneath is None else chart.beneath
        yield from _of_text(under, "source")
    yield "alt", chart.alt


def _of_table(alt: str, headings: Iterable[str], cells: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield "table", alt
    yield from (("column", one) for one in headings)
    yield from (("cell", one) for one in cells if len(one.split()) >= LEAST)


def _of_piece(html: str) -> Iterator[tuple[str, str]]:
    for one in content.html_blocks(html):
        if isinstance(one, str):
            yield "piece", one
        else:
            yield from _of_table(one["table"], one["columns"], chain(*one["rows"]))
