"""What stands under a chart: whose figures, then their licences, then what else is known of them.

Each is a paragraph. The first is always in view, the others are folded away on screen; pictures, frames
and paper say the first two.
"""

from __future__ import annotations

from collections.abc import Iterable

_PARAGRAPH, _START, _LICENCE = "\n\n", "Source: ", "Licence: "


def said(whose: str, licences: Iterable[str], known: str = "") -> str:
    """Return the paragraphs of some figures.

    Args:
        whose: publishers, subject and date. licences: of each source. known: of each source, and how late.
    """
    licence = _LICENCE + "; ".join(dict.fromkeys(licences))
    return _PARAGRAPH.join(filter(None, (f"{_START}{whose}", licence, known)))


def joined(*lines: str) -> str:
    """Return what stands under a chart of several tables, paragraph by paragraph."""
    split = [line.split(_PARAGRAPH) for line in dict.fromkeys(filter(None, lines))]
    first, licences, known = (
        [one[place] for one in split if len(one) > place] for place in range(3)
    )
    each = dict.fromkeys(
        one for said in licences for one in said.removeprefix(_LICENCE).split("; ")
    )
    paragraphs = (
        _START + "; ".join(one.removeprefix(_START).removesuffix(".") for one in first),
        _LICENCE + "; ".join(each) if each else "",
        ". ".join(dict.fromkeys(one.removesuffix(".") for one in known)),
    )
    return _PARAGRAPH.join(filter(None, paragraphs))


def first_and_rest(line: str) -> tuple[str, str]:
    """Return the paragraph that is always in view, and the others."""
    first, _, rest = line.partition(_PARAGRAPH)
    return first, rest


def shortened(line: str) -> str:
    """Return whose figures and their licences as one paragraph, for pictures, frames and paper."""
    return ". ".join(one.removesuffix(".") for one in line.split(_PARAGRAPH)[:2] if one)
