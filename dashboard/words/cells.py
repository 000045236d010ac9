"""A cell of a table of long texts."""

from __future__ import annotations

from dataclasses import dataclass

NONE = "–"
"""Stands where there is no value."""
CONFIDENTIAL = "[c]"
"""Stands for a count of so few that it could point to a person."""
NO_FIGURE = "no figure"
NOT_PUBLISHED = "not published"


@dataclass(frozen=True)
class Cell:
    """What a cell of a table says.

    Attributes:
        text: its words.
        quiet: further lines in smaller type.
        state: one of `standings.STANDINGS` whose mark stands before the words; empty: none.
        links: words and address of each link at its end.
    """

    text: str
    quiet: tuple[str, ...] = ()
    state: str = ""
    links: tuple[tuple[str, str], ...] = ()
