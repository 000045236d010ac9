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
from dashboard.page import DATA, Choice, ChoiceRow
from dashboard.screen.shown import Shown, shown_at
from dashboard.screen.version import version_asked
from datasets.places import place_of

MISTYPED = "_names_of_no_place"
"""Key of the session: what was typed into a list of places and names none of them."""


def show_row(page: Shown, row: ChoiceRow) -> None:
    """Show some of a page's choices in one row."""
    by_key = {one.key: one for one in page.choices}
    with st.container(key=row.name, horizontal=True, gap="small", vertical_alignment="bottom"):
        for choice in (by_key[key] for key in row.keys if key in by_key):
            _show(page, choice)


def _show(page: Shown, choice: Choice) -> None:
    """Show a choice as the address has it.

    A session that begins anew (the connection was away, the server restarted) knows nothing of its
    widgets, but the browser does: what it says then and the address does not was chosen meanwhile.
    """
    value = list(choice.value) if choice.kind == "several" else choice.value
    key, state = widget_key(choice.key), st.session_state
    is_known = key in state
    if is_known and (state[key] != value or not isinstance(value, str)):
        state[key] = value
    changed = partial(_chosen, page.path, page.choices, choice.key)
    shown = _WIDGETS[choice.kind](choice, key, changed, None if is_known else value)
    if not is_known and shown != value:
        _write(page.path, page.choices, {choice.key: _read(choice, shown)})
        st.rerun()


def widget_key(key: str) -> str:
    """Name of a widget's state."""
    return f"choice_{key}"


def _select(choice: Choice, key: str, changed: Any, at_first: Any) -> Any:  # noqa: ANN401 - Streamlit's
    options = list(choice.options)
    return st.selectbox(
        choice.label,
        options,
        index=0 if at_first is None else options.index(at_first),
        format_func=partial(_words_of, choice.options),
        key=key,
        on_change=changed,
        accept_new_options=choice.key == OF_PLACES,
    )


def _several(choice: Choice, key: str, changed: Any, at_first: Any) -> Any:  # noqa: ANN401 - Streamlit's
    return st.multiselect(
        choice.label,
        list(choice.options),
        default=at_first,
        format_func=partial(_words_of, choice.options),
        key=key,
        on_change=changed,
        max_selections=choice.most,
        placeholder="Choose",
        accept_new_options=choice.key == OF_PLACES,
    )


def _switch(choice: Choice, key: str, changed: Any, at_first: Any) -> Any:  # noqa: ANN401 - Streamlit's
    return st.checkbox(choice.label, value=bool(at_first), key=key, on_change=changed)


def _search(choice: Choice, key: str, changed: Any, at_first: Any) -> Any:  # noqa: ANN401 - Streamlit's
    return st.text_input(
        choice.label,
        value=at_first or "",
        key=key,
        on_change=changed,
        placeholder=choice.placeholder,
        max_chars=200,
    )


_WIDGETS = {"one": _select, "several": _several, "switch": _switch, "words": _search}


def _words_of(options: Mapping[str, str], value: str) -> str:
    return options.get(value, value)


def _chosen(path: str, choices: Sequence[Choice], changed: str) -> None:
    """Write the address of what the widgets now show."""
    state = st.session_state
    keys = {one.key: widget_key(one.key) for one in choices}
    if changed == OF_PLACES:
        choice = next(one for one in choices if one.key == OF_PLACES)
        state[keys[OF_PLACES]] = _read(choice, state[keys[OF_PLACES]])
    _write(path, choices, {key: state[name] for key, name in keys.items() if name in state})


def _write(path: str, choices: Sequence[Choice], shown: Mapping[str, Any]) -> None:
    """Write the address of some choices: as the page that follows knows it, so in one step.

    Args:
        path: of the page. choices: as it had them.
        shown: key -> what is now chosen; the others stay as they were.
    """
    address = {one.key: one.written(_value(one, shown.get(one.key, one.value))) for one in choices}
    with version_asked():
        params: dict[str, Any] = dict(shown_at(path, address).params)
    if asked := st.query_params.get(DATA):
        params[DATA] = asked
    st.query_params.from_dict(params)


def _value(choice: Choice, shown: Any) -> Any:  # noqa: ANN401 - a widget's value
    if choice.kind == "several":
        return tuple(value for value in choice.options if value in shown)
    return choice.default if shown is None else shown


def _read(choice: Choice, shown: Any) -> Any:  # noqa: ANN401 - a widget's value
    """What a widget shows; in a list of places, what was typed as people write them.

    What names none of the places offered is taken out again, and told of on the page that follows.
    """
    if choice.key != OF_PLACES:
        return shown
    typed = shown if isinstance(shown, list) else [shown]
    read = {one: one if one in choice.options else place_of(one or "") for one in typed}
    known = list(dict.fromkeys(code for code in read.values() if code in choice.options))
    st.session_state[MISTYPED] = [
        one for one, code in read.items() if one and code not in choice.options
    ]
    return known if choice.kind == "several" else (known or [choice.value])[0]
