"""How far everyone can use the site, and what the framework that shows its choices leaves undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Left:
    """A fault that the framework leaves on pages of this site.

    Attributes:
        rule: of axe, which finds it. selector: of the elements that have it, all the framework's own.
        words: what it means for a reader, and the way round it.
        seen_at: address of a page that has it as a laptop shows it.
    """

    rule: str
    selector: str
    words: str
    seen_at: str


LEFT_BY_FRAMEWORK: tuple[Left, ...] = ()
"""All that axe finds on the site: a test fails where it finds anything else."""

TITLE = "Accessibility"
SUBTITLE = "How far everyone can use this site, and what is left to mend"

MADE_FOR = (
    "This site aims at level AA of the Web Content Accessibility Guidelines 2.2.",
    "All of it can be used by keyboard, in light and in dark.",
    "Each chart is described in words, and its figures stand in a table or a file beside it.",
    "What can be touched is at least 24 by 24 pixels, apart from links within a sentence.",
    "Nothing moves by itself, and what would slide stands still for readers who ask for less motion.",
    "Pages can be read without scripts; charts and choices need them.",
)


def tested(left: Sequence[Left]) -> str:
    """How it is tested, and how many faults are left: `left`, which stand beneath."""
    faults = f"{len(left)} of Streamlit" if left else "none of Streamlit"
    return (
        "Every page is tested with axe, a program that finds such faults. It looks at each on a phone and on a "
        "laptop, in light and in dark, as it opens, with a choice made and with nothing to show. "
        f"It finds none of this site's own, and {faults}, the framework that shows the choices"
        f"{':' if left else '.'}"
    )
