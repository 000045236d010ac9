"""Draws the site's own `Page` block by block with the plain call of Streamlit for each.

The page is built anew for every visitor and every change, and nothing is kept: neither pages, nor
answers to queries, nor drawings; the tables alone are read once. With PLAIN_KEEPS_ANSWERS=1 in the
environment the answers are kept, as `st.cache_data` on each query would.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.charts import kept

if not os.environ.get("PLAIN_KEEPS_ANSWERS"):
    kept.KEPT = 0  # before the charts are imported: each of them takes it as it then is

from dashboard import answers
from dashboard.files import about, formats
from dashboard.files.formats import FORMATS, MEDIA_TYPES, Format
from dashboard.keeping import Kept
from dashboard.markup import fragments
from dashboard.page import (
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
    Part,
    Piece,
    Table,
    Text,
)
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES
from datasets import versions
from datasets.shown import columns_of

if not os.environ.get("PLAIN_KEEPS_ANSWERS"):
    answers._answers = Kept(0)
# Sparing the collector what is kept is part of what is measured against.
registry._keep_from_collector = lambda: None


def main() -> None:
    """Run the page that the address names."""
    pages = [
        st.Page(_page(one.path), title=one.label, url_path=one.path or None, default=not one.path)
        for one in PAGES
    ]
    st.navigation(pages, position="top").run()


def _page(path: str) -> Callable[[], None]:
    def show() -> None:
        address = {key: st.query_params.get_all(key) for key in st.query_params}
        with versions.reading():
            _draw(registry.build(path, address))

    return show


def _draw(page: Page) -> None:
    st.title(page.headline or page.path)
    if page.lede:
        st.markdown(page.lede)
    for part in page.parts:
        _part(page, part)


def _part(page: Page, part: Part) -> None:
    if part.title:
        st.header(part.title)
    if part.subtitle:
        st.caption(part.subtitle)
    _blocks(page, part.blocks)


def _blocks(page: Page, blocks: Sequence[Block]) -> None:
    for block in blocks:
        _DRAWN[type(block)](page, block)


def _text(_page: Page, one: Text) -> None:
    plain: Mapping[str, Callable[[str], object]] = {
        "body": st.markdown,
        "caption": st.caption,
        "notice": st.info,
    }
    plain[one.style](one.markdown)


def _heading(_page: Page, one: Heading) -> None:
    st.subheader(one.text)


def _notes(_page: Page, one: Notes) -> None:
    st.markdown("\n".join(f"- {line}" for line in one.lines))


def _table(_page: Page, one: Table) -> None:
    st.table(one.frame)


def _cards(_page: Page, one: CardTable) -> None:
    st.table(one.as_frame())


def _chart(_page: Page, one: Chart) -> None:
    st.plotly_chart(one.draw(False), key=f"chart_{one.key}")
    if one.source_line:
        st.caption(one.source_line)


def _files(_page: Page, one: Files) -> None:
    for column, fmt in zip(st.columns(len(FORMATS)), FORMATS, strict=True):
        column.download_button(
            fmt.upper(),
            partial(_file, one, fmt),
            about.file_name(one.name, one.meta, fmt),
            MEDIA_TYPES[fmt],
            key=f"file_{one.name}_{fmt}",
        )


def _file(one: Files, fmt: Format) -> bytes:
    return formats.to_bytes(one.frame, fmt, one.meta, columns_of(one.name))


def _code(_page: Page, one: Code) -> None:
    st.code(one.text)


def _link(_page: Page, one: PageLink) -> None:
    st.markdown(f"[{one.label}]({one.address})")


def _piece(_page: Page, one: Piece) -> None:
    template = fragments._TEMPLATES.get_template(f"pieces/{one.template}.html")
    st.markdown(template.render(one.values), unsafe_allow_html=True)


def _group(page: Page, one: Group) -> None:
    if not one.columns:
        with st.container():
            _blocks(page, one.blocks)
        return
    for column, block in zip(st.columns(len(one.blocks)), one.blocks, strict=True):
        with column:
            _blocks(page, [block])


def _fold(page: Page, one: Fold) -> None:
    with st.expander(one.title, expanded=one.is_open):
        _blocks(page, one.blocks)


def _choices(page: Page, row: ChoiceRow) -> None:
    listed = {one.key: one for one in page.choices}
    for column, key in zip(st.columns(len(row.keys)), row.keys, strict=True):
        with column:
            _WIDGETS[listed[key].kind](listed[key])


_DRAWN: Mapping[type, Callable[[Page, Any], None]] = {
    Text: _text,
    Heading: _heading,
    Notes: _notes,
    Table: _table,
    CardTable: _cards,
    Chart: _chart,
    Files: _files,
    Code: _code,
    PageLink: _link,
    Piece: _piece,
    Group: _group,
    Fold: _fold,
    ChoiceRow: _choices,
}


# Controls: a change is written into the address, from which the page is built


def _one(choice: Choice) -> None:
    options = list(choice.options)
    st.selectbox(
        choice.label,
        options,
        index=options.index(choice.value) if choice.value in options else 0,
        format_func=partial(_words_of, choice.options),
        key=choice.key,
        on_change=_chosen,
        args=(choice,),
    )


def _several(choice: Choice) -> None:
    st.multiselect(
        choice.label,
        list(choice.options),
        default=list(choice.value),
        format_func=partial(_words_of, choice.options),
        key=choice.key,
        max_selections=choice.most,
        on_change=_chosen,
        args=(choice,),
    )


def _switch(choice: Choice) -> None:
    st.checkbox(choice.label, choice.value, key=choice.key, on_change=_chosen, args=(choice,))


def _words(choice: Choice) -> None:
    st.text_input(choice.label, choice.value, key=choice.key, on_change=_chosen, args=(choice,))


_WIDGETS = {"one": _one, "several": _several, "switch": _switch, "words": _words}


def _words_of(options: Mapping[str, str], value: str) -> str:
    return options.get(value, value)


def _chosen(choice: Choice) -> None:
    value = st.session_state[choice.key]
    written = choice.written(tuple(value) if choice.kind == "several" else value)
    if written:
        st.query_params[choice.key] = written
    else:
        st.query_params.pop(choice.key, None)
