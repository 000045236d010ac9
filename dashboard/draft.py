"""A page while it is written: each call adds to it, `page()` returns it as plain frozen data.

What stands on a page says where it belongs by where it is written: a chart, a table and their files
take their heading from the part they stand in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.asked import Address, Asked
from dashboard.files.about import DownloadMeta
from dashboard.heights import noting
from dashboard.page import (
    DATA,
    SITE,
    Block,
    CardTable,
    Chart,
    Choice,
    ChoiceRow,
    Code,
    Files,
    Fold,
    Group,
    Heading,
    Notes,
    Page,
    PageLink,
    Paper,
    Params,
    Part,
    Piece,
    Table,
    Text,
    address_of,
    within,
)
from dashboard.plain_text import plain
from dashboard.sourcing import sources_of
from dashboard.words import versions as words
from dashboard.words.cells import Cell
from datasets import catalogue
from datasets.schema import DATASETS

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

WORKED_OUT = "How this was worked out"
_KIND = re.compile(r"^[^.:]*\bcharts?\b[^.:]*[.:] ")


class PageEnds(Exception):  # noqa: N818 - no error: the page has said all there is to say
    """Ends the building of a page: what is drafted so far is the page."""


class _Place:
    """Where blocks are added: blocks, and places within them that are still being filled."""

    def __init__(self) -> None:
        self.items: list[Block | _Place] = []

    def flat(self) -> tuple[Block, ...]:
        found: list[Block] = []
        for item in self.items:
            found.extend(item.flat() if isinstance(item, _Place) else [item])
        return tuple(found)


class Draft:
    """A page that is being written, for one address.

    Attributes:
        path: the page's address without the slash.
        asked: what the address asks for, and the choices declared so far.
        paper: what its briefing shows.
    """

    def __init__(self, path: str, address: Address) -> None:
        """Begin an empty page."""
        self.path, self.asked = path, Asked(address)
        self._headline, self._lede = "", ""
        self.paper = Paper()
        self.notices: list[str] = []
        self._heading: tuple[str, str] = ("", "")
        self._sub: tuple[str, str] = ("", "")
        self._parts: list[tuple[str, str, str, _Place]] = []
        self._tables: Counter[str] = Counter()
        self._begin_part("", "")

    def _begin_part(self, title: str, subtitle: str) -> None:
        self._heading = self._sub = (title, subtitle)
        self._at = _Place()
        self._parts.append((_id_of(title, self._parts), title, subtitle, self._at))

    # Words

    def headline(self, text: str, lede: str | None = None) -> None:
        """Say the sentence that states the finding, and a paragraph under it."""
        self._headline, self._lede = text, lede or ""

    def section(self, text: str, subtitle: str | None = None) -> None:
        """Begin a part under a heading; below that unit and time basis."""
        self._begin_part(text, subtitle or "")

    def subsection(self, text: str) -> None:
        """Add a heading within the part."""
        self._sub = (text, "")
        self.add(Heading(text))

    def text(self, markdown: str) -> None:
        """Add Markdown."""
        self.add(Text(markdown))

    def caption(self, markdown: str) -> None:
        """Add small print."""
        self.add(Text(markdown, "caption"))

    def source(self, line: str) -> None:
        """Say whose figures stand above, as under a chart; see `sourcing.source_line`."""
        self.add(Text(line, "source"))

    def bullets(self, lines: Iterable[str]) -> None:
        """Add sentences as a list; nothing where there are none."""
        listed = "\n".join(f"- {plain(line)}" for line in dict.fromkeys(lines))
        if listed:
            self.text(listed)

    def facts(self, pairs: Mapping[str, str]) -> None:
        """Add short facts, a line each, the name in bold."""
        said = (
            f"**{name}:** {f'<{text}>' if text.startswith('https://') else plain(text)}"
            for name, text in pairs.items()
        )
        self.text("  \n".join(said))

    def notice(self, markdown: str) -> None:
        """Say something in place of figures; a briefing repeats it."""
        self.notices.append(markdown)
        self.info(markdown)

    def info(self, markdown: str) -> None:
        """Say something in a box."""
        self.add(Text(markdown, "notice"))

    def need_to_know(self, caveats: Iterable[str], about: str = "") -> None:
        """Add the caveats that apply to what is on screen; nothing where there are none.

        Args:
            caveats: a sentence or a few each.
            about: tells one such list from another, where a page has several.
        """
        if listed := tuple(caveats):
            self.add(Notes(listed, about))

    def no_rows(self, what: str, advice: str = "Choose another place or period above.") -> None:
        """Say that nothing is published for a choice.

        Args:
            what: the choice, to follow "Nothing is published for".
            advice: what the reader can do, a sentence.
        """
        self.notice(f"**Nothing is published for {plain(what)}.** {plain(advice)}")

    def worked_out(
        self,
        steps: Sequence[tuple[str, str] | str],
        title: str = WORKED_OUT,
        key: str = "worked-out",
    ) -> None:
        """Add how a figure or verdict was reached, folded away on screen and open on paper.

        Args:
            steps: in order; a pair is a row of a table (what it is, its value), a text is a line of
                its own (a formula with its result). Nothing is added where there are none.
            title: what stands on the fold.
            key: unlike any other fold's on the page.
        """
        if not steps:
            return
        with self.fold(title, key):
            for is_line, run in groupby(steps, key=lambda step: isinstance(step, str)):
                listed = list(run)
                if is_line:
                    self.text("\n".join(f"- {plain(str(line))}" for line in listed))
                else:
                    rows = pd.DataFrame(listed, columns=["Figure", "Value"])
                    alt = f"{title}: the figures that go in"
                    self.add(Table(rows, alt, self._heading[0], is_working=True))

    def copyable(self, text: str) -> None:
        """Add a text as it is, to copy."""
        self.add(Code(text))

    def page_link(self, path: str, label: str, params: Params | None = None) -> None:
        """Add a link to another page of the site that carries choices along."""
        self.add(PageLink(path, label, dict(params or {})))

    def piece(self, template: str, **values: Any) -> None:
        """Add a piece of markup of its own, made by a template."""
        self.add(Piece(template, values))

    # Where blocks stand

    def add(self, block: Block) -> None:
        """Add a block at this place. A table whose name another has already says that it is a further part."""
        if isinstance(block, Table | CardTable):
            self._tables[block.alt] += 1
            if (part := self._tables[block.alt]) > 1:
                block = replace(block, alt=f"{block.alt}, part {part}")
        self._at.items.append(block)

    @contextmanager
    def fold(self, title: str, key: str = "", is_open: bool = False) -> Iterator[None]:
        """Fold away what is added meanwhile, under a title."""
        found = Fold(title, key.removeprefix("fold-") or _slug(title), (), is_open)
        yield from self._gathered(lambda blocks: replace(found, blocks=blocks))

    @contextmanager
    def folded_on_phones(self, title: str, key: str) -> Iterator[None]:
        """Fold away what is added meanwhile on phones alone."""
        found = Fold(title, key, (), on_phones=True)
        yield from self._gathered(lambda blocks: replace(found, blocks=blocks))

    @contextmanager
    def group(self, name: str) -> Iterator[None]:
        """Keep together what is added meanwhile; `name` is its class."""
        yield from self._gathered(lambda blocks: Group(name, blocks))

    @contextmanager
    def columns(self, name: str = "columns") -> Iterator[None]:
        """Set side by side each block that is added meanwhile: mostly groups."""
        yield from self._gathered(lambda blocks: Group(name, blocks, columns=True))

    def _gathered(self, made: Callable[[tuple[Block, ...]], Block]) -> Iterator[None]:
        before, inner = self._at, _Place()
        self._at = inner
        try:
            yield
        finally:
            self._at = before
            if blocks := inner.flat():
                before.items.append(made(blocks))

    def place(self) -> _Place:
        """Keep a place here, to be filled later: `with draft.at(place):`."""
        kept = _Place()
        self._at.items.append(kept)
        return kept

    @contextmanager
    def at(self, place: _Place) -> Iterator[None]:
        """Add what follows meanwhile at a place that was kept."""
        before, self._at = self._at, place
        try:
            yield
        finally:
            self._at = before

    # Choices

    def choice_row(self, *keys: str, name: str = "choices") -> None:
        """Set choices that are declared in one row; those that only an address sets are in none."""
        shown = {one.key for one in self.asked.choices if one.kind != "hidden"}
        if row := tuple(key for key in keys if key in shown):
            self.add(ChoiceRow(name, row))

    @contextmanager
    def controls_row(self, name: str = "choices") -> Iterator[None]:
        """Set the choices that are declared meanwhile in one row."""
        before = len(self.asked.choices)
        yield
        self.choice_row(*(one.key for one in self.asked.choices[before:]), name=name)

    def select(self, label: str, key: str, options: Mapping[str, str], default: str) -> str:
        """Declare a choice of one; see `Asked.one`."""
        return self.asked.one(label, key, options, default)

    def multiselect(
        self,
        label: str,
        key: str,
        options: Mapping[str, str],
        default: Collection[str] = (),
        max_selections: int | None = None,
    ) -> list[str]:
        """Declare a choice of several; see `Asked.several`."""
        return self.asked.several(label, key, options, default, max_selections)

    def switch(self, label: str, key: str, default: bool = False) -> bool:
        """Declare a box to tick; see `Asked.switch`."""
        return self.asked.switch(label, key, default)

    def text_search(self, label: str, key: str = "q", placeholder: str = "") -> str:
        """Declare a search box; see `Asked.words`."""
        return self.asked.words(label, key, placeholder)

    # Figures

    def chart(
        self,
        draw: Callable[[bool], Figure],
        alt: str,
        source_line: str,
        key: str,
        beneath: str | None = None,
        subtitle: str = "",
        rows: str = "",
        figures: pd.DataFrame | None = None,
        marks: str = "",
    ) -> None:
        """Add a chart, with its source beneath.

        Args:
            draw: makes the figure with the site's palette; is told whether it is for a narrow window.
            alt: one sentence that says what the chart shows, for who cannot see it.
            source_line: see `sourcing.source_line`.
            key: unlike any other chart's on the page.
            beneath: what stands under the chart in place of its source, where several charts have one
                in common; in its picture stands the source all the same.
            subtitle: unit and time basis, for its picture; else those of the heading above it, else
                what `alt` says first.
            rows: name of the files that hold its figures, where they are not called as its key.
            figures: those of their rows that it draws, where they hold more.
            marks: what dashes and signs on it mean; it stands beneath, and goes with its picture.
        """
        said = subtitle or self._sub[1] or _KIND.sub("", alt).split(". ")[0].rstrip(".")
        said = f"{said.rstrip('.')}. {marks}" if marks else said
        noted = noting(self.path, key, draw)
        chart = Chart(key, self._sub[0], said, self._sub, noted, alt, source_line, beneath)
        self.add(replace(chart, rows=rows, figures=figures))
        if marks:
            self.caption(marks)

    def spark(self, figure: Figure, alt: str, key: str) -> None:
        """Add a small trend without axes."""
        self.add(Chart(key, "", "", ("", ""), lambda _narrow: figure, alt, is_spark=True))

    def table(self, frame: pd.DataFrame, alt: str, point: str = "") -> None:
        """Add figures as a table: the first column names the rows, numbers to the right.

        Args:
            frame: as readers should see it: headings in words, cells formatted or numeric. Its index
                is not shown.
            alt: what the table shows, one sentence.
            point: the column that it is read for.
        """
        self.add(Table(frame, alt, self._heading[0], point=point))

    def card_table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        alt: str,
        key: str,
        *,
        is_noted_whole: bool = False,
        is_of_data: bool = False,
    ) -> None:
        """Add a table whose rows become cards on a phone; see `CardTable`."""
        listed = tuple(tuple(row) for row in rows)
        whole, heading = is_noted_whole, self._heading[0]
        self.add(CardTable(tuple(headings), listed, alt, key, whole, heading, is_of_data))

    # Files

    def download_row(
        self,
        frame: pd.DataFrame,
        name: str,
        meta: DownloadMeta,
        dataset: str | tuple[str, ...] = (),
    ) -> None:
        """Offer the rows on screen as files, with their link, how to embed and to cite them.

        Args:
            frame: the rows, as data: columns named as in the catalogue.
            name: first part of the files' names; `datasets.shown` declares by it what the columns mean.
            meta: what the files say about themselves.
            dataset: the published table that the rows come from, or several, the main one first.
        """
        behind = tuple(filter(None, (dataset,))) if isinstance(dataset, str) else dataset
        self.add(Files(name, frame, _dated(meta), behind))

    def downloads_of(
        self,
        frame: pd.DataFrame,
        name: str,
        title: str,
        dataset: str,
        filters: Mapping[str, str],
        link: Params,
        notes: Iterable[str] = (),
        source_ids: Collection[str] = (),
        beside: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """Offer rows of one dataset as files, everything else read from its metadata.

        Args:
            beside: other published tables that some of the rows come from -> which of their sources.
        """
        sources = {dataset: source_ids, **(beside or {})}
        meta = self._meta(title, sources, filters, notes, link)
        self.download_row(frame, name, meta, tuple(sources))

    def other_files(
        self,
        parts: Iterable[OtherFiles],
        link: Params,
    ) -> None:
        """Offer the figures above that no row of downloads holds, a line of files each."""
        shown = [part for part in parts if not part.frame.empty]
        if shown:
            self.text("**Other figures above, as files**")
        for part in shown:
            meta = self._meta(part.title, part.sources, part.filters, part.notes, link)
            self.add(Files(part.name, part.frame, meta, tuple(part.sources), is_main=False))

    def _meta(
        self,
        title: str,
        sources: Mapping[str, Collection[str]],
        filters: Mapping[str, str],
        notes: Iterable[str],
        link: Params,
    ) -> DownloadMeta:
        cited = pd.concat([sources_of(*one) for one in sources.items()])
        return _dated(
            DownloadMeta(
                title=title,
                source="; ".join(dict.fromkeys(cited["citation"])),
                licence="; ".join(dict.fromkeys(cited["licence"])),
                filters=filters,
                link=self.fixed_link(link),
                data_version=catalogue.version(),
                notes=tuple(notes),
            )
        )

    def fixed_link(self, params: Params) -> str:
        """Return the address of this page with choices written out: defaults, dates, data version.

        So it shows the same page after newer data for as long as that version is kept, and after that
        the same choices and dates.
        """
        return SITE + address_of(self.path, {**params, DATA: catalogue.version()})

    # What is not there

    def need(self, *datasets: str) -> None:
        """End the page with a plain notice where a table it needs is not published, or is damaged.

        Args:
            datasets: what it needs; every published table where none is named.

        Raises:
            PageEnds: it is not published.
            catalogue.SpoiltTableError, catalogue.SpoiltManifestError: it is damaged.
        """
        try:
            published = catalogue.ids()
        except catalogue.SpoiltManifestError:
            raise
        except catalogue.DatasetError:
            published = []
        for dataset in datasets or published:
            if published and dataset in catalogue.damaged():
                raise catalogue.SpoiltTableError(dataset, words.NOT_AS_PUBLISHED)
            if dataset not in published:
                self.not_loaded(DATASETS[dataset].title)
                raise PageEnds

    def not_loaded(self, title: str) -> None:
        """Say that a table is not published here, or is damaged, in place of what would be shown."""
        if plain(title) in map(title_of, _damaged()):
            self.notice(words.table_checked(plain(title), words.PART))
            return
        self.notice(
            f"**These figures are not loaded.** The table “{plain(title)}” is not among the data "
            "published with this copy of the site. Nothing is shown in its place."
        )

    # The whole

    def page(self, notices: Iterable[str] = ()) -> Page:
        """Return what has been written as a page.

        Args:
            notices: what is said above everything else.
        """
        parts = [Part(id_, title, sub, at.flat()) for id_, title, sub, at in self._parts]
        above = tuple(Text(one, "notice") for one in notices)
        parts[0] = replace(parts[0], blocks=(*above, *parts[0].blocks))
        choices = tuple(self.asked.choices)
        link = _whole_link(self, choices)
        return Page(
            path=self.path,
            headline=self._headline,
            lede=self._lede,
            parts=tuple(_linked(parts, link, self._headline)),
            choices=choices,
            notices=(*notices, *self.notices),
            ignored=self.asked.ignored,
            link=link,
            paper=self.paper,
        )


class OtherFiles:
    """Other figures that a page shows, in files of their own.

    Attributes:
        name: first part of the files' names. title: what the table shows. frame: the rows, as data.
        sources: published tables that the rows come from, the main one first -> which of their
            sources; all where none is named.
        filters: what was chosen, label and value as a reader would say them.
        notes: caveats, a sentence each.
    """

    def __init__(
        self,
        name: str,
        title: str,
        frame: pd.DataFrame,
        sources: Mapping[str, Collection[str]],
        filters: Mapping[str, str] | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        """Keep them."""
        self.name, self.title, self.frame, self.sources = name, title, frame, sources
        self.filters, self.notes = filters or {}, notes


def title_of(dataset: str) -> str:
    """A table's title, as Markdown."""
    return plain(DATASETS[dataset].title if dataset in DATASETS else dataset)


def _damaged() -> Collection[str]:
    """Tables that are not as they were published; none where nothing is published at all."""
    try:
        return catalogue.damaged()
    except catalogue.DatasetError:
        return ()


def _dated(meta: DownloadMeta) -> DownloadMeta:
    built = str(catalogue.manifest()["built_at"])[:10]
    return replace(meta, published=meta.published or built)


def _whole_link(draft: Draft, choices: Sequence[Choice]) -> str:
    """The page's fixed link: that of its first files, else its choices written out."""
    files = [
        one for *_, place in draft._parts for one in within(place.flat()) if isinstance(one, Files)
    ]
    if files and files[0].meta.link:
        return files[0].meta.link
    try:
        return draft.fixed_link({one.key: one.written_out() for one in choices})
    except catalogue.DatasetError:
        return SITE + address_of(draft.path, {one.key: one.written_out() for one in choices})


def _linked(parts: Sequence[Part], link: str, headline: str) -> Iterator[Part]:
    """Parts whose charts print the link of the files that follow them, and a title."""
    blocks = [block for part in parts for block in within(part.blocks)]
    links: dict[int, str] = {}
    coming = next((one.meta.link for one in reversed(blocks) if isinstance(one, Files)), link)
    for block in reversed(blocks):
        if isinstance(block, Files) and block.meta.link:
            coming = block.meta.link
        links[id(block)] = coming

    def one(block: Block) -> Block:
        if isinstance(block, Group | Fold):
            return replace(block, blocks=tuple(map(one, block.blocks)))
        if isinstance(block, Chart) and not block.is_spark:
            title = block.title or headline or block.subtitle
            subtitle = block.subtitle if block.subtitle != title else ""
            return replace(block, title=title, subtitle=subtitle, link=links[id(block)])
        return block

    for part in parts:
        yield replace(part, blocks=tuple(map(one, part.blocks)))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-")


def _id_of(title: str, before: Sequence[tuple[str, str, str, Any]]) -> str:
    """`crimes-solved`; a second of the same name gets its number."""
    wanted = _slug(title) or "top"
    same = sum(
        1 for one in before if one[0] == wanted or re.fullmatch(rf"{re.escape(wanted)}-\d+", one[0])
    )
    return f"{wanted}-{same + 1}" if same else wanted
