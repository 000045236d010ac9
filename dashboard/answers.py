"""Answers to queries, each worked out once a process, choices and content of the published data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pandas as pd

from dashboard.keeping import Kept
from datasets import catalogue
from datasets.schema import DATASETS

T = TypeVar("T")

_answers: Kept[tuple[Any, frozenset[str]]] = Kept(512, "answers")


def ask(query: Callable[..., T], *choices: Any) -> T:
    """Return a query's answer, worked out once a process, choices and content of the data.

    The answer is shared: pages derive from it and never change it. What it had to leave out for want of
    a damaged table is noted each time it is given.
    """

    def answered() -> tuple[T, frozenset[str]]:
        with catalogue.noting_damaged() as left_out:
            return query(*choices), frozenset(left_out)

    key = (query.__module__, query.__qualname__, repr(choices), catalogue.state())
    found: T
    found, left_out = _answers.get(key, answered)
    catalogue.note_damaged(left_out)
    return found


def corrections() -> pd.DataFrame:
    """Return what was corrected or accepted: since when, of what kind, what it was and is, and why."""
    if "corrections" not in catalogue.ids():  # a version from before there was a log
        return pd.DataFrame(columns=list(DATASETS["corrections"].columns))
    return catalogue.load("corrections").sort_values("date", kind="stable", ignore_index=True)
