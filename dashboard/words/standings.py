"""How a promise stands on a day: its words, and the mark that stands for it in tables and charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """A standing in every form in which it is said.

    Attributes:
        title: in full. brief: for a narrow column, beside which the figure stands, or that there is none.
        mark: before words. shape: the same in a chart; both empty for what bears no date.
    """

    title: str
    mark: str = ""
    shape: str = ""
    brief: str = ""


STANDINGS: Mapping[str, Standing] = {
    "met": Standing("Met", "●", "disc"),
    "missed": Standing("Missed", "✕", "cross"),
    "undecided": Standing(
        *("Past due: the figure held does not decide", "◉", "target"),
        brief="Past due, undecided",
    ),
    "no_figure": Standing(
        *("Past due: no figure held here", "○", "ring"),
        brief="Past due, no figure held",
    ),
    "due": Standing("Due now", "◇", "diamond"),
    "not_yet_due": Standing("Not yet due", "▷", "arrow"),
    "no_date": Standing("No date given"),
    "no_promise": Standing("An answer that promises nothing"),
}
