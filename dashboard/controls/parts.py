"""The parts of a page: headings, lists, rows, caveats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.controls.recording import this_page
from dashboard.controls.tables import draw_table
from dashboard.plain_text import plain


def headline(text: str, lede: str | None = None) -> None:
    """Show the sentence that states the finding, and a paragraph under it."""
    record = this_page()
    record.headline, record.lede = text, lede or ""
    st.title(text, anchor=False)
    if lede:
        with st.container(key="lede"):
            st.markdown(lede)


def section(text: str, subtitle: str | None = None) -> None:
    """Show a heading of the second level and, below it, unit and time basis."""
    this_page().heading = (text, subtitle or "")
    st.header(text, anchor=False)
    if subtitle:
        st.caption(subtitle)


def subsection(text: str) -> None:
    """Show a heading of the third level."""
    this_page().heading = (text, "")
    st.subheader(text, anchor=False)


def facts(pairs: Mapping[str, str]) -> None:
    """Show short facts, a line each, the name in bold."""
    st.markdown(
        "  \n".join(f"**{name}:** {_plain_but_links(text)}" for name, text in pairs.items())
    )


def bullets(lines: Iterable[str]) -> None:
    """Show sentences as a list; nothing where there are none."""
    st.markdown("\n".join(f"- {plain(line)}" for line in dict.fromkeys(lines)))


def _plain_but_links(text: str) -> str:
    return f"<{text}>" if text.startswith("https://") else plain(text)


def controls_row(key: str = "choices") -> Any:  # noqa: ANN401 - a Streamlit container
    """Return a container that sets its widgets in one row and wraps them on a phone."""
    return st.container(key=key, horizontal=True, gap="small", vertical_alignment="bottom")


def need_to_know(caveats: Iterable[str], about: str = "") -> None:
    """Show the caveats that apply to what is on screen; nothing where there are none.

    Args:
        caveats: a sentence or a few each.
        about: tells one such list from another, where a page has several.
    """
    listed = list(caveats)
    if not listed:
        return
    this_page().caveats.append(tuple(listed))
    with st.container(key=f"need-to-know-{about}" if about else "need-to-know"):
        st.subheader("What you need to know", anchor=False)
        st.markdown("\n".join(f"- {caveat}" for caveat in listed))


def no_rows(what: str, advice: str = "Choose another place or period above.") -> None:
    """Say that nothing is published for a choice.

    Args:
        what: the choice, to follow "Nothing is published for".
        advice: what the reader can do, a sentence.
    """
    words = f"**Nothing is published for {plain(what)}.** {plain(advice)}"
    this_page().notices.append(words)
    st.info(words)


WORKED_OUT = "How this was worked out"


def worked_out(
    steps: Sequence[tuple[str, str] | str], title: str = WORKED_OUT, key: str = "worked-out"
) -> None:
    """Show how a figure or verdict was reached, folded away on screen and open on paper.

    Args:
        steps: in order; a pair is a row of a table (what it is, its value), a text is a line of its
            own (a formula with its result). Nothing is shown where there are none.
        title: what stands on the fold.
        key: unlike any other fold's on the page.
    """
    if not steps:
        return
    with st.expander(title, key=f"fold-{key}"):
        for is_line, run in groupby(steps, key=lambda step: isinstance(step, str)):
            listed = list(run)
            if is_line:
                st.markdown("\n".join(f"- {plain(str(line))}" for line in listed))
            else:
                rows = pd.DataFrame(listed, columns=["Figure", "Value"])
                draw_table(rows, alt=f"{title}: the figures that go in")


def folded_on_phones(title: str, key: str) -> Any:  # noqa: ANN401 - a Streamlit container
    """Return a container that is folded away under a title on a phone, and open elsewhere.

    Args:
        title: what stands on the fold.
        key: unlike any other fold's on the page.
    """
    return st.expander(title, key=f"phone-fold-{key}")


def copyable(text: str) -> None:
    """Show a text as it is, with a button that copies it."""
    st.code(text, language=None, wrap_lines=True)
