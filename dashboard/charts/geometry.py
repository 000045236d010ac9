"""Where text goes: how wide it is, and how to keep pieces of it apart. All lengths in px.

Plotly measures text in the browser, after the figure has left us; so widths are reckoned here, for
DejaVu Sans, the widest face in the site's font stack. In any other face the text takes less room.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

_BY_WIDTH = {
    0.32: " \u00a0'.,:;|ijl!()[]·-",
    0.42: 'frt"/\\',
    0.98: "mMW%@—●■◆▲◇△▼○…",
    0.84: "w+=−OQGD&",
    0.72: "ABCEHKNRTUVXYZ",
}
_EM = {character: em for em, characters in _BY_WIDTH.items() for character in characters}
_OTHER, _BOLD = 0.63, 1.12
_TAG = re.compile(r"<[^>]+>")
LINE = 1.3
"""Height of a line of text, as a multiple of its type."""


def text_width(text: str, size: float) -> float:
    """Return the width of the longest line of a text, its `<b>` parts reckoned as bold."""
    return max(_line_width(line, size) for line in text.split("<br>"))


def _line_width(line: str, size: float) -> float:
    total, weight = 0.0, 1.0
    for part in re.split(r"(<[^>]+>)", line):
        if part in {"<b>", "</b>"}:
            weight = _BOLD if part == "<b>" else 1.0
        elif not _TAG.fullmatch(part):
            total += weight * sum(_EM.get(char, _OTHER) for char in html.unescape(part))
    return total * size


def text_height(text: str, size: float) -> float:
    """Return the height of a text with `<br>` between its lines."""
    return (text.count("<br>") + 1) * size * LINE


def plain(text: str) -> str:
    """Return a text in which Plotly finds no tags: names come from the data."""
    return html.escape(str(text), quote=False)


def wrapped(text: str, size: float, room: float) -> str:
    """Return the text with `<br>` where a line would outgrow `room`; words are never cut."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return "<br>".join(lines)


def in_lines(*texts: str) -> str:
    """Return texts one beneath the other; empty ones are left out."""
    return "<br>".join(text for text in texts if text)


# ---------------------------------------------------------------------------------------------
# Labels in a column: the ends of lines


def spread(
    centres: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Return centres moved as little as possible so that no two pieces overlap.

    Pieces keep their order. Those that touch form a block, centred on the mean of where they want
    to be; blocks that touch merge. Blocks stay between `low` and `high` where there is room.

    Args:
        centres: where each piece would like its middle.
        heights: how tall each one is, the gap to the next included.
        low, high: bounds of the column.
    """
    order = sorted(range(len(centres)), key=lambda index: centres[index])
    blocks: list[_Block] = []
    for index in order:
        blocks.append(_Block([index], heights[index], centres[index]).within(low, high))
        while len(blocks) > 1 and blocks[-2].bottom > blocks[-1].top + 1e-9:
            last = blocks.pop()
            blocks[-1] = blocks[-1].joined(last, centres, heights).within(low, high)
    placed = dict(pair for block in blocks for pair in block.places(heights))
    return [placed[index] for index in range(len(centres))]


@dataclass(frozen=True)
class _Block:
    """Pieces that touch each other; `top` is the smaller coordinate."""

    members: list[int]
    height: float
    centre: float

    @property
    def top(self) -> float:
        return self.centre - self.height / 2

    @property
    def bottom(self) -> float:
        return self.centre + self.height / 2

    def within(self, low: float, high: float) -> _Block:
        """The block moved between the bounds; to the lower one where it is taller than the room."""
        highest = max(high - self.height / 2, low + self.height / 2)
        return replace(self, centre=min(max(self.centre, low + self.height / 2), highest))

    def joined(self, other: _Block, centres: Sequence[float], heights: Sequence[float]) -> _Block:
        """Both blocks as one, where the sum of squared moves is least."""
        members = self.members + other.members
        offset, wishes = 0.0, 0.0
        for index in members:
            wishes += centres[index] - (offset + heights[index] / 2)
            offset += heights[index]
        return _Block(members, offset, wishes / len(members) + offset / 2)

    def places(self, heights: Sequence[float]) -> Iterator[tuple[int, float]]:
        """Each member with its centre."""
        edge = self.top
        for index in self.members:
            yield index, edge + heights[index] / 2
            edge += heights[index]


# ---------------------------------------------------------------------------------------------
# Labels in lines: the key above a narrow chart


def flow(widths: Sequence[float], room: float, gap: float = 14) -> list[tuple[int, float]]:
    """Return the row (from 0) and left edge of each piece, set one after the other like words."""
    places: list[tuple[int, float]] = []
    row, edge = 0, 0.0
    for width in widths:
        if edge and edge + width > room:
            row, edge = row + 1, 0.0
        places.append((row, edge))
        edge += width + gap
    return places


# ---------------------------------------------------------------------------------------------
# Labels on stems: events above a chart


@dataclass(frozen=True)
class Flag:
    """A label hung on a vertical stem.

    Attributes:
        stem: where the stem stands. left, right: the edges of the text.
        row: 0 is next to the plot, 1 the row above it.
    """

    stem: float
    left: float
    right: float
    row: int = 0

    @property
    def side(self) -> str:
        """On which side of its stem the text is: "right", "left", or "over" it."""
        if self.left >= self.stem:
            return "right"
        return "left" if self.right <= self.stem else "over"


def stagger(
    stems: Sequence[float], widths: Sequence[float], low: float, high: float, gap: float = 5
) -> list[Flag]:
    """Return flags in as few rows as keep every text clear of the others and of their stems.

    A stem runs up to its own row, so it crosses the rows beneath: no text may stand there.

    Args:
        stems: positions, in any order. widths: of the texts.
        low, high: edges of the picture. gap: between a stem and its text.
    """
    choices = [
        _choices(stem, width, low, high, gap) for stem, width in zip(stems, widths, strict=True)
    ]
    slid = [
        [*options, *_slid(stem, width, low, high)]
        for options, stem, width in zip(choices, stems, widths, strict=True)
    ]
    for offered in (choices, slid):
        for rows in range(1, len(stems) + 1):
            found = _fit(offered, rows, [])
            if found is not None:
                return found
    # Stems closer together than the gap: a row each.
    return [replace(options[0], row=row) for row, options in enumerate(choices)]


def _choices(stem: float, width: float, low: float, high: float, gap: float) -> list[Flag]:
    """Return where a text may hang: right of its stem, left of it, or else over it."""
    right = Flag(stem, stem + gap, stem + gap + width)
    left = Flag(stem, stem - gap - width, stem - gap)
    fitting = [flag for flag in (right, left) if low <= flag.left and flag.right <= high]
    edge = max(low, min(stem - width / 2, high - width))
    return fitting or [Flag(stem, edge, edge + width)]


def _slid(stem: float, width: float, low: float, high: float) -> list[Flag]:
    """Return where else a text may hang: at an edge of the picture, if need be over its own stem."""
    return [Flag(stem, edge, edge + width) for edge in (low, max(low, high - width))]


def _fit(choices: Sequence[Sequence[Flag]], rows: int, placed: list[Flag]) -> list[Flag] | None:
    """Return the first arrangement in which nothing touches, trying low rows first, or None."""
    if len(placed) == len(choices):
        return placed
    for row in range(rows):
        for option in choices[len(placed)]:
            flag = replace(option, row=row)
            if any(_touch(flag, other) for other in placed):
                continue
            found = _fit(choices, rows, [*placed, flag])
            if found is not None:
                return found
    return None


def _touch(one: Flag, other: Flag, gap: float = 8) -> bool:
    if one.row == other.row:
        return one.left < other.right + gap and other.left < one.right + gap
    upper, lower = (one, other) if one.row > other.row else (other, one)
    return lower.left - 3 < upper.stem < lower.right + 3


# ---------------------------------------------------------------------------------------------
# From data to px


@dataclass(frozen=True)
class Plot:
    """The rectangle that data are drawn in: its ranges, and its size in px."""

    first: pd.Timestamp
    last: pd.Timestamp
    bottom: float
    top: float
    width: float
    height: float

    def across(self, date: pd.Timestamp) -> float:
        """Return how many px from the left edge a date is."""
        return float((date - self.first) / (self.last - self.first)) * self.width

    def down(self, value: float) -> float:
        """Return how many px under the top edge a value is."""
        return (self.top - value) / (self.top - self.bottom) * self.height

    def value_at(self, down: float) -> float:
        """Return the value that lies so many px under the top edge."""
        return self.top - down / self.height * (self.top - self.bottom)
