"""The briefing of a page: offered at its foot, shown in its place as a print view."""

from __future__ import annotations

import html
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import streamlit as st

from dashboard import briefing, server
from dashboard.briefing import Briefing, PageRecord, word
from dashboard.controls.parts import section
from dashboard.controls.plots import chart
from dashboard.controls.recording import draw_waiting
from dashboard.controls.tables import draw_table
from dashboard.plain_text import cited, plain
from dashboard.controls.verdict_marks import judged
from datasets import versions

PRINT = "print"
"""Key in the address bar of the print view; `1` asks for it."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HOW = "Two sides of A4. To print it or to save it as a PDF, use the browser's print command."


def is_print() -> bool:
    """Whether the address asks for the print view."""
    return st.query_params.get(PRINT) == "1"


def offer(record: PageRecord) -> None:
    """Show, at the foot of a page, the ways to take its current choice to a meeting.

    Nothing is shown for a page that shows no figures. The Word file is made when it is asked for.
    """
    if not record.links or not record.headline:
        return
    with st.container(key="briefing-offer"):
        st.subheader("Briefing for a meeting", anchor=False)
        st.markdown(
            "Two sides of A4 on what is chosen above: the finding, its chart and table, what to know, "
            "and questions that the figures raise."
        )
        with st.container(horizontal=True, gap="small"):
            st.link_button("Print view", _with_print(record.links[0].meta.link))
            _word_button(record)


def show(record: PageRecord) -> None:
    """Show a page's record as two sides of A4: no choices, folds or tabs."""
    found = _brief(record)
    page = _page(record.path)
    with st.container(key="briefing"):
        st.html(
            f'<p class="briefing-head">{html.escape(server.SITE_NAME)} · Briefing: '
            f"{html.escape(page.title)}</p>"
        )
        st.title(found.headline or page.title, anchor=False)
        if found.lede:
            st.markdown(found.lede)
        for one in found.verdicts:
            judged(one.name, one.verdict, one.words, one.reason)
        for notice in found.notices:
            st.info(notice)
        if found.chart:
            _show_chart(found)
        if found.table:
            _show_table(found)
        _show_words(found)
    with st.container(key="briefing-take", horizontal=True, gap="small"):
        st.link_button("Back to the page", _without_print(found.link))
        if record.links:
            _word_button(record)
        st.caption(_HOW)


def _show_chart(found: Briefing) -> None:
    drawn = found.chart
    if drawn is None:
        return
    section(drawn.title or found.title, drawn.subtitle or None)
    chart(drawn.draw, drawn.alt, drawn.source_line, f"briefing-{drawn.key}")
    draw_waiting(found.link)


def _show_table(found: Briefing) -> None:
    if found.table is None:
        return
    st.header("The figures", anchor=False)
    draw_table(found.table.rows, found.table.alt)
    if found.rows_left:
        st.caption(briefing.rows_left_words(found.rows_left))


def _show_words(found: Briefing) -> None:
    if found.caveats:
        st.header("What you need to know", anchor=False)
        st.markdown("\n".join(f"- {caveat}" for caveat in found.caveats))
    if found.questions:
        st.header("Questions that the figures raise", anchor=False)
        st.markdown(
            "\n".join(
                f"{number}. **{plain(one.text)}** {plain(one.because)}"
                for number, one in enumerate(found.questions, 1)
            )
        )
    st.header("Source", anchor=False)
    for source in found.sources or [f"{found.signature}. {found.link}"]:
        st.caption(cited(source))
    st.caption(f"Made on {found.made.day} {found.made:%B %Y}.")


def _word_button(record: PageRecord) -> None:
    def made() -> bytes:
        return word.document(_brief(record))

    page = _page(record.path)
    st.download_button(
        "Word document",
        data=versions.as_read_now(made),
        file_name=f"briefing-{page.path or 'overview'}-{date.today().isoformat()}.docx",
        mime=_WORD,
        key="download-briefing",
        on_click="ignore",
    )


def _brief(record: PageRecord) -> Briefing:
    return briefing.brief(record, _page(record.path).title, st.context.url or "", date.today())


def _page(path: str) -> server.Page:
    return next(page for page in server.PAGES if page.path == path)


def _with_print(link: str) -> str:
    return _query(link, [(PRINT, "1")])


def _without_print(link: str) -> str:
    return _query(link, [])


def _query(link: str, added: list[tuple[str, str]]) -> str:
    parts = urlsplit(link)
    kept = [(key, value) for key, value in parse_qsl(parts.query) if key != PRINT]
    return urlunsplit(parts._replace(query=urlencode(kept + added)))
