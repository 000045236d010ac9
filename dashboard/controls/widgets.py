"""Widgets whose choices stand in the address bar."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

import streamlit as st

from dashboard.controls.address import (
    NONE_CHOSEN,
    OF_PLACES,
    asked_value,
    bind,
    carried_value,
    carried_values,
    many_values,
    note_choices,
    note_places,
    note_several,
    note_unknown,
    one_value,
    this_run,
    widget_key,
    yes_or_no,
)


def select(label: str, key: str, options: Mapping[str, str], default: str) -> str:
    """Show a drop-down list and return the value chosen.

    Args:
        label: what is chosen, as the reader sees it.
        key: name in the query string; stable, part of every link.
        options: value in the query string -> words on screen.
        default: the value when the query string names none; then it stays out of it.
    """
    value = asked_value(key, options, default)
    value = carried_value(key, value, options)
    bind(key, value, one_value(default))
    is_place = key == OF_PLACES
    chosen = st.selectbox(
        label,
        list(options),
        format_func=lambda option: options.get(option, option),
        key=widget_key(key),
        on_change=partial(note_places, options, default) if is_place else note_choices,
        accept_new_options=is_place,
    )
    return str(chosen)


def multiselect(
    label: str,
    key: str,
    options: Mapping[str, str],
    default: Collection[str] = (),
    max_selections: int | None = None,
) -> list[str]:
    """Show a list to choose several from and return the values, in the options' order.

    Args as in `select`; a repeated key in the query string gives several.
    """
    usual = [value for value in options if value in default]
    asked = this_run().params.get(key, [])
    known = [value for value in options if value in asked]
    note_unknown(key, [value for value in asked if value not in options and value != NONE_CHOSEN])
    if max_selections is not None and len(known) > max_selections:
        note_several(key, f"the first {max_selections} are shown")
        known = known[:max_selections]
    value = known or ([] if NONE_CHOSEN in asked else usual)
    value = carried_values(key, value, options)
    bind(key, value, many_values(usual))
    is_place = key == OF_PLACES
    chosen = st.multiselect(
        label,
        list(options),
        format_func=lambda option: options.get(option, option),
        key=widget_key(key),
        on_change=partial(note_places, options, usual) if is_place else note_choices,
        max_selections=max_selections,
        placeholder="Choose",
        accept_new_options=is_place,
    )
    return [value for value in options if value in chosen]


def switch(label: str, key: str, default: bool = False) -> bool:
    """Show a box to tick and return whether it is; `yes` or `no` in the query string."""
    words = {True: "yes", False: "no"}
    asked = asked_value(key, {"yes": "yes", "no": "no"}, words[default])
    bind(key, asked == "yes", yes_or_no(default))
    return bool(st.checkbox(label, key=widget_key(key), on_change=note_choices))


def text_search(label: str, key: str = "q", placeholder: str = "") -> str:
    """Show a search box and return the words in it, without spaces around them."""
    asked = this_run().params.get(key, [])
    if len(asked) > 1:
        note_several(key, "only the first is used")
    bind(key, asked[0] if asked else "", one_value(""))
    words = st.text_input(
        label, key=widget_key(key), on_change=note_choices, placeholder=placeholder, max_chars=200
    )
    return str(words).strip()
