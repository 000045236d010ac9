"""A verdict on a page: a word and a shape, never a colour alone."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard.wording.measure_cards import Face

_SHAPES = {
    "improved": "▲",
    "worsened": "▼",
    "mixed": "▲▼",
    "no_clear_change": "▬",
    "cannot_be_judged": "○",
}


def verdict(kind: str, words: str) -> None:
    """Show a verdict: its shape and its words.

    Args:
        kind: one of `queries.success.VERDICTS`.
        words: the verdict's name.
    """
    st.html(_mark(kind, words))


def judged(name: str, kind: str, words: str, figures: str | Sequence[str]) -> None:
    """Show an indicator's name, its verdict and the figures it stands on, each on its own line."""
    listed = [figures] if isinstance(figures, str) else figures
    lines = "".join(f'<p class="judged-figures">{html.escape(line)}</p>' for line in listed)
    st.html(
        f'<div class="judged"><p class="judged-name">{html.escape(name)}</p>{_mark(kind, words)}'
        f"{lines}</div>"
    )


def face(shown: Face) -> None:
    """Show a measure at a glance: its figure, when that was at the Review and since, and why."""
    facts = {"At the Review": shown.then, "Since": shown.since, "Change": shown.change}
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{html.escape(words)}</dd></div>"
        for name, words in facts.items()
        if words
    )
    why = f'<p class="face-reason">{html.escape(shown.reason)}</p>' if shown.reason else ""
    st.html(
        f'<div class="face"><p class="face-figure"><strong>{html.escape(shown.figure)}</strong> '
        f"{html.escape(shown.words)}</p><dl>{rows}</dl>{why}</div>"
    )


def tally(counts: Iterable[tuple[int, str]]) -> None:
    """Show how many came to each verdict, in one line that wraps."""
    items = "".join(
        f"<li><strong>{number}</strong> {html.escape(words)}</li>" for number, words in counts
    )
    st.html(f'<ul class="tally">{items}</ul>')


def _mark(kind: str, words: str) -> str:
    return (
        f'<p class="verdict verdict-{kind}"><span class="verdict-shape" aria-hidden="true">'
        f"{_SHAPES[kind]}</span>{html.escape(words)}</p>"
    )
