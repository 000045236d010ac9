"""A page on the screen: its pieces of HTML, with the widgets of its choices between them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard import metrics, public
from dashboard.asked import place_in_vain, shortened
from dashboard.campaigns import is_of_campaign
from dashboard.markup.fragments import Item, Together, markdown
from dashboard.page import DATA, SITE
from dashboard.plain_text import plain
from dashboard.screen.choices import MISTYPED, show_row
from dashboard.screen.history import is_back
from dashboard.screen.shown import Shown, shown_at
from dashboard.screen.version import say_version
from dashboard.subjects.pages import PAGES

CARRIED = ("area", "from", "to")
"""Keys whose choice goes along when the reader moves to another page that has them too."""

OF_EVERY_PAGE = frozenset((DATA, "embed", "embed_options", "print"))
"""Keys that mean the same on every page: the data's version, a frame, paper."""

_PATH, _REMEMBERED = "_path_shown", "_choices_carried_along"
_MOST_NAMED = 5


def show(path: str) -> None:
    """Show the page at the address that the browser has.

    Args:
        path: the page's address without the slash.
    """
    about = next(page for page in PAGES if page.path == path)
    page = shown_at(path, _address(path, about.keys))
    _remember(page)
    first, *others = page.items
    said = f"{say_version(path)}{_said(page, about.keys)}"
    above = f'<div class="piece above">{said}</div>' if said else ""
    _html(f"{above}{first}" if isinstance(first, str) else above)
    for item in others if isinstance(first, str) else (first, *others):
        _show(page, item)


def _show(page: Shown, item: Item) -> None:
    if isinstance(item, str):
        _html(item)
    elif isinstance(item, Together):
        with st.container(key=item.name):
            for inner in item.items:
                _show(page, inner)
    else:
        show_row(page, item)


def _html(text: str) -> None:
    if text:
        st.html(text.replace(SITE, site_address()))


def site_address() -> str:
    """Scheme and host of the site as the reader reached it, without a slash at the end."""
    parts = urlsplit(st.context.url or "")
    return public.site_address(parts.scheme, parts.netloc)


def address() -> str:
    """The page's own address, without its choices: a script adds those made by the time it is followed."""
    parts = urlsplit(st.context.url or "")
    return f"{site_address()}{parts.path}"


# The address


def _address(path: str, keys: Collection[str]) -> dict[str, list[str]]:
    """What the address chooses, and what the reader brings along from another page."""
    state = st.session_state
    asked = {key: st.query_params.get_all(key) for key in st.query_params if key in keys}
    if state.get(_PATH) != path:
        metrics.PAGES.labels(path or "overview", "screen").inc()
    has_arrived = state.get(_PATH, path) != path and not is_back()
    state[_PATH] = path
    if not has_arrived:
        return asked
    remembered: dict[str, str] = state.get(_REMEMBERED, {})
    brought = {
        key: [remembered[key]]
        for key in CARRIED
        if key in keys and key not in asked and key in remembered
    }
    if not brought:
        return asked
    page = shown_at(path, asked | brought)
    known: dict[str, Any] = {
        key: values for key, values in brought.items() if page.params.get(key) == values
    }
    if known:
        kept = {key: st.query_params.get_all(key) for key in st.query_params}
        st.query_params.from_dict(kept | known)
    return asked | known


def _remember(page: Shown) -> None:
    """Keep what goes along: a list while exactly one of it is chosen, as other pages show one."""
    remembered: dict[str, str] = st.session_state.setdefault(_REMEMBERED, {})
    for one in page.choices:
        if one.key in CARRIED:
            written = one.written()
            if len(written) == 1:
                remembered[one.key] = written[0]
            else:
                remembered.pop(one.key, None)


# What is said of it


def _said(page: Shown, keys: Collection[str]) -> str:
    """HTML that says what the address asks for in vain."""
    typed = st.session_state.pop(MISTYPED, [])
    sentences = []
    if typed:
        named = ", ".join(map(place_in_vain, typed))
        sentences.append(f"This page has no place called {named}.")
    strange = [
        key
        for key in st.query_params
        if key not in {*keys, *OF_EVERY_PAGE} and not is_of_campaign(key)
    ]
    if strange:
        named = ", ".join(f"“{shortened(key)}”" for key in strange[:_MOST_NAMED])
        more = " and more" if len(strange) > _MOST_NAMED else ""
        sentences.append(f"This page knows nothing of {named}{more} in this link.")
    sentences += page.ignored
    if not sentences:
        return ""
    words = markdown(plain(" ".join(sentences)))
    return f'<div class="said said-warning" role="status">{words}</div>'
