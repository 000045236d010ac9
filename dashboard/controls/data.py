"""Cached answers to queries, one per process, choices and content of the published data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from datasets import catalogue
from datasets.schema import DATASETS

T = TypeVar("T")


def load(
    dataset: str,
    columns: Iterable[str] | None = None,
    filters: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Return rows of a dataset, read once per process and content of the data.

    Changing the frame is safe: it shares its values with the cache until they are changed.

    Raises:
        catalogue.DatasetError: as `catalogue.load`; `not_loaded` is what to show then.
    """
    chosen = None if columns is None else tuple(columns)
    wanted = dict(filters or {})
    key = repr(sorted(wanted.items()))
    return _load(dataset, chosen, key, catalogue.state(), wanted).copy(deep=False)


@st.cache_resource(show_spinner=False, max_entries=128)
def _load(
    dataset: str,
    columns: tuple[str, ...] | None,
    filters_key: str,
    state: str,
    _filters: Mapping[str, Any],
) -> pd.DataFrame:
    del filters_key, state  # part of the cache's key only
    return catalogue.load(dataset, columns, _filters)


def ask(query: Callable[..., T], *choices: Any) -> T:
    """Return a query's answer, computed once per process, choices and content of the data.

    The answer is shared: pages derive from it and never change it. What it had to leave out for want of
    a damaged table is noted each time it is given.
    """
    name = f"{query.__module__}.{query.__qualname__}"
    found: T
    found, left_out = _ask(name, repr(choices), catalogue.state(), query, choices)
    catalogue.note_damaged(left_out)
    return found


@st.cache_resource(show_spinner=False, max_entries=512)
def _ask(
    name: str,
    choices_key: str,
    state: str,
    _query: Callable[..., Any],
    _choices: tuple[Any, ...],
) -> tuple[Any, frozenset[str]]:
    del name, choices_key, state  # part of the cache's key only
    with catalogue.noting_damaged() as left_out:
        return _query(*_choices), frozenset(left_out)


def data_version() -> str:
    """Return the version of the published data."""
    return catalogue.version()


def corrections() -> pd.DataFrame:
    """Return what was corrected or accepted: since when, of what kind, what it was and is, and why."""
    if "corrections" not in catalogue.ids():  # a version from before there was a log
        return pd.DataFrame(columns=list(DATASETS["corrections"].columns))
    return load("corrections").sort_values("date", kind="stable", ignore_index=True)
