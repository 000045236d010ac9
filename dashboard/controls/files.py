"""The download row: files, fixed link and citation."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import downloads
from dashboard.briefing.record import Link
from dashboard.controls.behind import everything_behind
from dashboard.controls.links import Params, fixed_link
from dashboard.controls.recording import draw_waiting, this_page
from dashboard.controls.sourcing import sources_of
from dashboard.controls.text import plain
from datasets import catalogue

_LABELS: Mapping[downloads.Format, str] = {
    "csv": "Download CSV",
    "xlsx": "XLSX",
    "parquet": "Parquet",
    "json": "JSON",
}


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
        name: first part of the files' names, and of the widgets' keys.
        meta: what the files say about themselves.
        dataset: the published table that the rows come from, or several, the main one first.
    """
    meta = replace(meta, published=meta.published or str(catalogue.manifest()["built_at"])[:10])
    behind = tuple(filter(None, (dataset,))) if isinstance(dataset, str) else dataset
    this_page().links.extend(Link(one, meta) for one in behind or ("",))
    draw_waiting(meta.link)
    with st.container(key=f"downloads-{name}", horizontal=True, gap="small"):
        for fmt, label in _LABELS.items():
            st.download_button(
                label,
                data=partial(downloads.to_bytes, frame, fmt, meta),
                file_name=downloads.file_name(name, meta, fmt),
                mime=downloads.MEDIA_TYPES[fmt],
                key=f"download-{name}-{fmt}",
                type="primary" if fmt == "csv" else "secondary",
                on_click="ignore",
            )
        with st.popover("Copy fixed link"):
            st.markdown(
                "This address keeps these places, measures and dates after new data arrives."
            )
            st.code(meta.link, language=None, wrap_lines=True)
        with st.popover("Embed"):
            st.markdown("This shows the page in a frame of yours, with its source and a link back.")
            st.code(embedding(meta.link, meta.title), language=None, wrap_lines=True)
        with st.popover("Cite"):
            st.code(downloads.citation(meta), language=None, wrap_lines=True)
    everything_behind(behind, len(frame))
    with st.container(key=f"on-paper-{name}"):  # what the buttons hold, for who prints the page
        st.caption(plain(downloads.citation(meta)))


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
) -> None:
    """Show the download row for rows of one dataset, everything else read from its metadata.

    Args as in `download_row` and `source_line`; `link` holds every choice of the page.
    """
    shown = sources_of(dataset, source_ids)
    meta = downloads.DownloadMeta(
        title=title,
        source="; ".join(shown["citation"]),
        licence="; ".join(dict.fromkeys(shown["licence"])),
        filters=filters,
        link=fixed_link(link),
        data_version=catalogue.version(),
        notes=tuple(notes),
    )
    download_row(frame, name, meta, dataset)
