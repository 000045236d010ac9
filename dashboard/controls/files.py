"""The download row: files, fixed link and citation."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import downloads, wording
from dashboard.briefing.record import Link
from dashboard.controls.behind import everything_behind, rows_words
from dashboard.controls.links import Params, fixed_link
from dashboard.controls.recording import draw_waiting, this_page
from dashboard.controls.sourcing import sources_of
from dashboard.plain_text import cited, plain
from datasets import catalogue
from datasets.shown import columns_of

_LABELS: Mapping[downloads.Format, str] = {
    "csv": "Download CSV",
    "xlsx": "XLSX",
    "parquet": "Parquet",
    "json": "JSON",
}


@dataclass(frozen=True)
class Part:
    """Other figures that a page shows, in files of their own.

    Attributes:
        name: first part of the files' names, and of the widgets' keys.
        title: what the table shows.
        frame: the rows on screen, as data.
        sources: published tables that the rows come from, the main one first -> which of their
            sources; all where none is named.
        filters: what was chosen, label and value as a reader would say them.
        notes: caveats, a sentence each.
    """

    name: str
    title: str
    frame: pd.DataFrame
    sources: Mapping[str, Collection[str]]
    filters: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()


def download_row(
    frame: pd.DataFrame,
    name: str,
    meta: downloads.DownloadMeta,
    dataset: str | tuple[str, ...] = (),
) -> None:
    """Show one row: the files, the fixed link, how to embed and to cite; under it, what is behind.

    A file is made when its button is pressed, so that showing the page costs nothing.

    Args:
        frame: the rows on screen, as data: columns named as in the catalogue.
        name: first part of the files' names, and of the widgets' keys; `datasets.shown` declares
            by it what the columns mean.
        meta: what the files say about themselves.
        dataset: the published table that the rows come from, or several, the main one first.
    """
    meta = _dated(meta)
    behind = tuple(filter(None, (dataset,))) if isinstance(dataset, str) else dataset
    this_page().links.extend(Link(one, meta, frame) for one in behind or ("",))
    draw_waiting(meta.link)
    with st.container(key=f"downloads-{name}", horizontal=True, gap="small"):
        _file_buttons(frame, name, meta, is_main=True)
        with st.popover("Copy fixed link"):
            st.markdown(wording.fixed_link_keeps(catalogue.version()))
            st.code(meta.link, language=None, wrap_lines=True)
        with st.popover("Embed"):
            st.markdown("This shows the page in a frame of yours, with its source and a link back.")
            st.code(embedding(meta.link, meta.title), language=None, wrap_lines=True)
        with st.popover("Cite"):
            st.code(downloads.citation(meta), language=None, wrap_lines=True)
    everything_behind(behind, len(frame))
    with st.container(key=f"on-paper-{name}"):  # what the buttons hold, for who prints the page
        st.caption(cited(downloads.citation(meta)))


def other_files(parts: Iterable[Part], link: Params) -> None:
    """Show the figures above that no row of downloads holds, a line of files each.

    Args:
        parts: the figures; one without rows is left out. Nothing is shown where none has any.
        link: every choice of the page.
    """
    address = fixed_link(link)
    draw_waiting(address)
    shown = [part for part in parts if not part.frame.empty]
    if not shown:
        return
    with st.container(key=f"other-files-{shown[0].name}", gap="small"):
        st.markdown("**Other figures above, as files**")
        for part in shown:
            meta = _dated(_meta(part, address))
            this_page().parts.append(Link(next(iter(part.sources)), meta, part.frame))
            with st.container(key=f"part-{part.name}", horizontal=True, gap="small"):
                st.markdown(f"{plain(part.title)}: {rows_words(len(part.frame))}")
                with st.container(horizontal=True, gap="small", width="content"):
                    _file_buttons(part.frame, part.name, meta, is_main=False)


def _dated(meta: downloads.DownloadMeta) -> downloads.DownloadMeta:
    built = str(catalogue.manifest()["built_at"])[:10]
    return replace(meta, published=meta.published or built)


def _file_buttons(
    frame: pd.DataFrame, name: str, meta: downloads.DownloadMeta, is_main: bool
) -> None:
    for fmt, label in _LABELS.items():
        st.download_button(
            label if is_main else label.removeprefix("Download "),
            data=partial(downloads.to_bytes, frame, fmt, meta, columns_of(name)),
            file_name=downloads.file_name(name, meta, fmt),
            mime=downloads.MEDIA_TYPES[fmt],
            key=f"download-{name}-{fmt}",
            type="primary" if is_main and fmt == "csv" else "secondary",
            on_click="ignore",
        )


def embedding(link: str, title: str) -> str:
    """Return the HTML that shows a page in a frame of another site.

    Args:
        link: fixed address of what is shown.
        title: what it is; read out to who cannot see the frame.
    """
    address = html.escape(f"{link}{'&' if '?' in link else '?'}embed=true")
    name = html.escape(f"{title} · {downloads.SITE}")
    return (
        f'<iframe src="{address}" title="{name}" loading="lazy" allow="clipboard-write" '
        'style="border: 0; width: 100%; height: 900px"></iframe>'
    )


def downloads_of(
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
    """Show the download row for rows of one dataset, everything else read from its metadata.

    Args as in `download_row` and `source_line`; `link` holds every choice of the page.

    Args:
        beside: other published tables that some of the rows come from -> which of their sources.
    """
    sources = {dataset: source_ids, **(beside or {})}
    main = Part(name, title, frame, sources, filters, tuple(notes))
    download_row(frame, name, _meta(main, fixed_link(link)), tuple(sources))


def _meta(part: Part, link: str) -> downloads.DownloadMeta:
    """What files of some rows say about themselves."""
    cited = pd.concat([sources_of(*one) for one in part.sources.items()])
    return downloads.DownloadMeta(
        title=part.title,
        source="; ".join(dict.fromkeys(cited["citation"])),
        licence="; ".join(dict.fromkeys(cited["licence"])),
        filters=part.filters,
        link=link,
        data_version=catalogue.version(),
        notes=tuple(part.notes),
    )
