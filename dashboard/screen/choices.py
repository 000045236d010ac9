"""The widgets of a page's choices. The address leads: a change of any of them rewrites it.

Each widget shows what the address says, however it came to say it: a link, a reload and the Back
button all show the same page. A choice that another one has made impossible is gone from the address,
in the same step of the browser's history. Streamlit's own `bind=` is not used: it writes the label on
screen ("Lambeth") where links need the stable value ("E09000022"), and replaces the step in the history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.asked import OF_PLACES
from dashboard.draft import DATA
from dashboard.page import Choice, ChoiceRow, Page
from dashboard.screen.version import version_asked
from dashboard.subjects import registry
from datasets.places import place_of

MISTYPED = "_names_of_no_place"
"""Key of the session: what was typed into a list of places and names none of them."""


def show_row(page: Page, row: ChoiceRow) -> None:
    """Show some of a page's choices in one row."""
    by_key = {one.key: one for one in page.choices}
    with st.container(key=row.name, horizontal=True, gap="small", vertical_alignment="bottom"):
        for choice in (by_key[key] for key in row.keys if key in by_key):
            _show(page, choice)


def _show(page: Page, choice: Choice) -> None:
    value = list(choice.value) if choice.kind == "several" else choice.value
    key = widget_key(choice.key)
    if st.session_state.get(key) != value or not isinstance(value, str):
        st.session_state[key] = value
    _WIDGETS[choice.kind](choice, key, partial(_chosen, page.path, page.choices, choice.key))


def widget_key(key: str) -> str:
    """Name of a widget's state."""
    return f"choice_{key}"


def _select(choice: Choice, key: str, changed: Any) -> None:  # noqa: ANN401 - a callback
    st.selectbox(
        choice.label,
        list(choice.options),
        format_func=partial(_words_of, choice.options),
        key=key,
        on_change=changed,
        accept_new_options=choice.key == OF_PLACES,
    )


def _several(choice: Choice, key: str, changed: Any) -> None:  # noqa: ANN401 - a callback
    st.multiselect(
        choice.label,
        list(choice.options),
        format_func=partial(_words_of, choice.options),
        key=key,
        on_change=changed,
        max_selections=choice.most,
        placeholder="Choose",
        accept_new_options=choice.key == OF_PLACES,
    )


def _switch(choice: Choice, key: str, changed: Any) -> None:  # noqa: ANN401 - a callback
    st.checkbox(choice.label, key=key, on_change=changed)


def _search(choice: Choice, key: str, changed: Any) -> None:  # noqa: ANN401 - a callback
    st.text_input(
        choice.label,
        key=key,
        on_change=changed,
        placeholder=choice.placeholder,
        max_chars=200,
    )


_WIDGETS = {"one": _select, "several": _several, "switch": _switch, "words": _search}


def _words_of(options: Mapping[str, str], value: str) -> str:
    return options.get(value, value)


def _chosen(path: str, choices: Sequence[Choice], changed: str) -> None:
    """Write the address of what is now chosen: as the page that follows knows it, so in one step."""
    state = st.session_state
    if changed == OF_PLACES:
        _read_places(next(one for one in choices if one.key == OF_PLACES))
    address = {
        one.key: one.written(_value(one, state.get(widget_key(one.key), one.value)))
        for one in choices
    }
    with version_asked():
        params: dict[str, Any] = dict(registry.page_of(path, address).params)
    if asked := st.query_params.get(DATA):
        params[DATA] = asked
    st.query_params.from_dict(params)


def _value(choice: Choice, shown: Any) -> Any:  # noqa: ANN401 - a widget's value
    if choice.kind == "several":
        return tuple(value for value in choice.options if value in shown)
    return choice.default if shown is None else shown


def _read_places(choice: Choice) -> None:
    """Read the places that were typed into a list as people write them.

    What names none of the places offered is taken out again, and told of on the page that follows.
    """
    state, key = st.session_state, widget_key(OF_PLACES)
    typed = state[key] if isinstance(state[key], list) else [state[key]]
    read = {one: one if one in choice.options else place_of(one or "") for one in typed}
    known = list(dict.fromkeys(code for code in read.values() if code in choice.options))
    state[MISTYPED] = [one for one, code in read.items() if one and code not in choice.options]
    state[key] = known if choice.kind == "several" else (known or [choice.value])[0]
