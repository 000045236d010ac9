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
        *("Past its date: cannot be judged from what is held", "◉", "target"),
        brief="Past its date, cannot be judged",
    ),
    "no_figure": Standing(
        *("Past its date: no figure in the published files held here", "○", "ring"),
        brief="Past its date, no figure held",
    ),
    "due": Standing("Due now", "◇", "diamond"),
    "not_yet_due": Standing("Not yet due", "▷", "arrow"),
    "no_date": Standing("No date given"),
    "no_promise": Standing("An answer that promises nothing"),
}
