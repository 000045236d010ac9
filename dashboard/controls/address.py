"""The address bar leads.

Each choice is read from the query string under its own key, and a change of any widget rewrites the
query string from all of them, in one step of the browser's history, when the page has been shown: so
a link, a reload and the Back button all show the same page, and a choice that another one has made
impossible is gone from it. Streamlit's own `bind=` is not used, because it writes the label on screen
("Lambeth") where links need the stable value ("E09000022"), and replaces the history entry instead of
adding one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.campaigns import is_of_campaign
from dashboard.plain_text import plain
from datasets.places import names, place_of, suggestion

NONE_CHOSEN = "none"
"""In the address bar: a list from which everything was taken away."""

OF_PLACES = "area"
"""Key whose values are places, which may be written as people write them."""

OF_EVERY_PAGE = frozenset(("data", "embed", "embed_options", "print"))
"""Keys that mean the same on every page: the data's version, a frame, paper."""

CARRIED = ("area", "from", "to")
"""Keys whose choice goes along when the reader moves to another page that has them too."""
_MOST_NAMED = 5
_RUN = "_address_of_this_run"
_MISTYPED = "_names_of_no_place"
_REMEMBERED = "_choices_carried_along"


_ToAddress = Callable[[Any], list[str]]


@dataclass
class _Run:
    """What is known of the address bar while a page is shown.

    Attributes:
        path: the page's address.
        base: the query string as the browser has it.
        params: the query string to go by: `base`, or what the reader's last choice makes of it.
        is_ours: a choice on the page made `params`, so nothing in it was asked for by hand.
        is_first: the page shown before, if any, was another one.
        has_arrived: the reader came from it, and not by Back or Forward.
        bound: key of each widget shown so far -> how its value is written.
        known: every key that is this page's, shown or not.
        unknown: key and value of what does not exist.
        several: key -> what became of more values than can be chosen.
        strange: keys that are none of this page's, and none that campaigns add.
        mistyped: what was typed into a list of places and names none of them.
        place: where both are said.
    """

    path: str
    base: dict[str, list[str]]
    params: dict[str, list[str]]
    is_ours: bool = False
    is_first: bool = True
    has_arrived: bool = False
    bound: dict[str, _ToAddress] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    unknown: dict[tuple[str, str], None] = field(default_factory=dict)
    several: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    mistyped: list[str] = field(default_factory=list)
    place: Any = None


def begin_page(path: str) -> None:
    """Read the address bar, before a page is shown.

    Args:
        path: the page's address without the slash.
    """
    base = {key: st.query_params.get_all(key) for key in st.query_params}
    context = get_script_run_ctx()
    is_back = bool(context and context.is_history_navigation)
    before: _Run | None = st.session_state.get(_RUN)
    now = _Run(path, base, _with_places_read(base))
    now.mistyped = st.session_state.pop(_MISTYPED, [])
    if before is not None and before.path != path:
        now.has_arrived = not is_back
    elif before is not None:
        now.is_first = False
        now.known = before.known.union(before.bound)
        if before.is_ours and not is_back:  # chosen, and not yet written
            now.params, now.is_ours = before.params, True
    st.session_state[_RUN] = now


def _with_places_read(params: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The same with the code of each place whose name or code is written as people write it."""
    read = dict(params)
    if OF_PLACES in read:
        read[OF_PLACES] = [place_of(written) or written for written in read[OF_PLACES]]
    return read


def note_strange_parameters(keys: Collection[str]) -> None:
    """Tell the reader of parameters that the page does not know; those of campaigns are left alone.

    Args:
        keys: the page's own.
    """
    run = this_run()
    own = {*keys, *OF_EVERY_PAGE}
    run.strange = [key for key in run.base if key not in own and not is_of_campaign(key)]
    if run.strange:
        run.place = st.empty()
        _show_notes(run)


def settle_address() -> None:
    """Write the reader's choices to the address bar, when the page has been shown.

    Only now is it known which choices the last one leaves: the others drop out of the address.
    """
    run = this_run()
    if not run.is_ours:
        return
    named = {key for key, _ in run.unknown}.union(run.strange)
    dropped = (run.known | named).difference(run.bound)
    params = {key: values for key, values in run.params.items() if key not in dropped}
    params |= {
        key: to_address(st.session_state[widget_key(key)])
        for key, to_address in run.bound.items()
        if widget_key(key) in st.session_state
    }
    params = {key: values for key, values in params.items() if values}
    if params != run.base:
        st.query_params.from_dict(params)
    run.base, run.params, run.is_ours = params, params, False


def this_run() -> _Run:
    """Return what is known of the address while this page is shown."""
    if _RUN not in st.session_state:
        begin_page("")
    run: _Run = st.session_state[_RUN]
    return run


def note_ignored_parameters(allowed: Mapping[str, Collection[str]]) -> None:
    """Keep a place for the note on what the address asks for in vain, and begin it.

    The widgets add to it what they cannot follow: values that do not exist (any more), and a second
    value where one is chosen. Only an address opened or edited by hand is spoken of: in one made by
    a choice on the page, what no longer fits is dropped without a word.

    Args:
        allowed: key -> the values that exist. Other keys in the address bar are left alone.
    """
    run = this_run()
    run.place = run.place or st.empty()
    run.known.update(allowed)
    for key, values in allowed.items():
        asked = run.params.get(key, [])
        note_unknown(
            key, [one for one in asked if one not in values and one not in {"", NONE_CHOSEN}]
        )
    _show_notes(run)


def asked_value(key: str, options: Collection[str], default: str) -> str:
    """Return the value that the address asks for, or the default; note what cannot be followed."""
    asked = [value for value in this_run().params.get(key, []) if value]
    known = list(dict.fromkeys(value for value in asked if value in options))
    note_unknown(key, [value for value in asked if value not in options])
    if len(known) > 1:
        note_several(key, "only the first is used")
    return known[0] if known else default


def carried_value(key: str, value: str, options: Collection[str]) -> str:
    """Return a choice that the reader brings from another page, and remember this page's."""
    return carried_values(key, [value], options)[0]


def carried_values(key: str, values: list[str], options: Collection[str]) -> list[str]:
    """Return the one choice that the reader brings from another page, and remember this page's.

    A list goes along while exactly one of it is chosen: other pages show one.
    """
    if key not in CARRIED:
        return values
    run = this_run()
    remembered: dict[str, str] = st.session_state.setdefault(_REMEMBERED, {})
    if run.has_arrived and key not in run.params:
        if remembered.get(key) not in options:
            return values  # nothing is remembered, or only another page can show it
        values = [remembered[key]]
        run.params, run.is_ours = {**run.params, key: values}, True
    if key in run.params and len(values) == 1:
        remembered[key] = values[0]
    else:
        remembered.pop(key, None)
    return values


def note_unknown(key: str, values: Iterable[str]) -> None:
    """Tell the reader of values that do not exist."""
    run = this_run()
    run.unknown.update({(key, value): None for value in values})
    _show_notes(run)


def note_several(key: str, outcome: str) -> None:
    """Tell the reader what became of more values than can be chosen."""
    run = this_run()
    run.several[key] = outcome
    _show_notes(run)


def _show_notes(run: _Run) -> None:
    sentences = [*_mistyped_says(run), *([] if run.is_ours else _link_says(run))]
    if run.place is not None and sentences:
        run.place.warning(plain(" ".join(sentences)))


def _mistyped_says(run: _Run) -> list[str]:
    typed = ", ".join(_place_in_vain(one) for one in run.mistyped)
    return [f"This page has no place called {typed}."] if typed else []


def _link_says(run: _Run) -> list[str]:
    """What a link that was opened or edited by hand asks for in vain."""
    sentences = []
    if run.strange:
        named = ", ".join(f"“{_shortened(key)}”" for key in run.strange[:_MOST_NAMED])
        more = " and more" if len(run.strange) > _MOST_NAMED else ""
        sentences.append(f"This page knows nothing of {named}{more} in this link.")
    if run.unknown:
        ignored = "; ".join(_ignored(key, value) for key, value in run.unknown)
        sentences.append(
            "This link asks for something that is not in the data: "
            f"{ignored}. This page is shown without it."
        )
    several = run.several.items()
    return sentences + [
        f"This link asks for more than can be shown for “{key}”: {outcome}."
        for key, outcome in several
    ]


def _ignored(key: str, value: str) -> str:
    if key != OF_PLACES:
        return f"“{_shortened(value)}” for “{key}”"
    return f"{_place_in_vain(names().get(value, value))} for “{key}”"


def _place_in_vain(written: str) -> str:
    near = suggestion(written) if place_of(written) is None else None
    return f"“{_shortened(written)}”" + (f" (did you mean {near}?)" if near else "")


def _shortened(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:60]}…"


def one_value(default: str) -> _ToAddress:
    """How one choice is written: nothing where it is the default."""
    return lambda value: [] if value == default else [value]


def many_values(default: list[str]) -> _ToAddress:
    """How a list is written: nothing where it is the default, `none` where it is empty."""
    return lambda value: [] if sorted(value) == sorted(default) else list(value) or [NONE_CHOSEN]


def yes_or_no(default: bool) -> _ToAddress:
    """How a switch is written: nothing where it is the default."""
    return lambda value: [] if value == default else ["yes" if value else "no"]


def widget_key(key: str) -> str:
    """Name of a widget's state."""
    return f"choice_{key}"


def bind(key: str, value: object, to_address: _ToAddress) -> None:
    """Give a widget the value of the address bar, and note how its changes are written there."""
    run = this_run()
    if run.is_first or st.session_state.get(widget_key(key)) != value:
        st.session_state[widget_key(key)] = value  # another page's widget keeps its value to itself
    run.bound[key] = to_address


def note_choices() -> None:
    """Note what every widget makes of the address: the page that follows goes by it."""
    run = this_run()
    params = dict(run.params)
    for key, to_address in run.bound.items():
        if widget_key(key) in st.session_state:
            params[key] = to_address(st.session_state[widget_key(key)])
    run.params, run.is_ours = {key: values for key, values in params.items() if values}, True


def note_places(options: Collection[str], default: str | list[str]) -> None:
    """Read the places that were typed into a list as people write them, then note every choice.

    What names none of the places offered is taken out again and told of on the page that follows.

    Args:
        options: what the list offers.
        default: what is chosen where nothing else is.
    """
    state, key = st.session_state, widget_key(OF_PLACES)
    typed = state[key] if isinstance(state[key], list) else [state[key]]
    read = {one: one if one in options else place_of(one or "") for one in typed}
    known = list(dict.fromkeys(code for code in read.values() if code in options))
    state[_MISTYPED] = [one for one, code in read.items() if one and code not in options]
    if isinstance(default, list):
        state[key] = known
    else:
        before = [one for one in this_run().params.get(OF_PLACES, []) if one in options]
        state[key] = (known or before or [default])[0]
    note_choices()
