"""Charts drawn before, kept to be shown again.

A drawing follows from its arguments alone, and is most of what showing a page costs: every reader who
opens a page at its default is shown the same ones. They are kept by the arguments' content, so that
other figures are another drawing whatever their version is called.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, ParamSpec

import plotly.graph_objects as go

KEPT = 96
"""Drawings of each kind of chart that are kept, those shown last."""

_Args = ParamSpec("_Args")


@dataclass(frozen=True)
class _Asked:
    """A chart's arguments, which are equal where their content is."""

    digest: bytes
    args: tuple[Any, ...] = field(compare=False)
    named: Mapping[str, Any] = field(compare=False)


def kept(draw: Callable[_Args, go.Figure]) -> Callable[_Args, go.Figure]:
    """The function, drawing once what is asked for again; each caller has a copy of its own."""

    @lru_cache(maxsize=KEPT)
    def drawn(asked: _Asked) -> go.Figure:
        return draw(*asked.args, **asked.named)

    @wraps(draw)
    def copied(*args: _Args.args, **named: _Args.kwargs) -> go.Figure:
        try:
            content = pickle.dumps((args, named))
        except (pickle.PicklingError, AttributeError, TypeError):
            return draw(
                *args, **named
            )  # with a function in it, say, that has no content to compare
        return go.Figure(drawn(_Asked(hashlib.sha256(content).digest(), args, named)))

    return copied
