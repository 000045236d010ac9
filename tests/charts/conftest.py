"""Where a figure's texts lie, reckoned as the browser would set them, to see that none overlap."""

import math
from itertools import combinations, pairwise
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard.charts.geometry import text_height, text_width


def axis(fig, name, letter):
    return getattr(fig.layout, f"{letter}axis" + name[1:])


def share_along(fig, place, ref, letter):
    """How far a place is along its plot, 0 at the left or at the bottom."""
    if ref == "paper":
        return place
    scale = axis(fig, ref or letter, letter)
    low, high = scale.range
    along = (place - low) / (high - low)
    start, end = scale.domain or (0, 1)
    return start + along * (end - start)


def box(fig, note, width):
    margin, height = fig.layout.margin, fig.layout.height
    text, size = note.text, note.font.size
    wide, high = text_width(text, size), text_height(text, size)
    across = share_along(fig, note.x, note.xref, "x")
    x = margin.l + across * (width - margin.l - margin.r) + (note.xshift or 0)
    up = share_along(fig, note.y, note.yref, "y")
    y = margin.t + (1 - up) * (height - margin.t - margin.b) - (note.yshift or 0)
    left = x - {"left": 0, "right": wide, None: wide / 2, "center": wide / 2}[note.xanchor]
    top = y - {"top": 0, "bottom": high, None: high / 2, "middle": high / 2}[note.yanchor]
    return SimpleNamespace(text=text, left=left, right=left + wide, top=top, bottom=top + high)


def tick_faults(fig, width):
    """Numbers or dates along the horizontal axis that touch each other."""
    scale, margin = fig.layout.xaxis, fig.layout.margin
    if scale.visible is False or not scale.tickvals:
        return []
    size, low, high = scale.tickfont.size, *scale.range

    def along(value):
        if scale.type == "date":
            low_date, high_date, date = map(pd.Timestamp, (low, high, value))
            return (date - low_date) / (high_date - low_date)
        return ((math.log10(value) if scale.type == "log" else value) - low) / (high - low)

    room = width - margin.l - margin.r
    places = [
        (along(value) * room, text_width(text, size), text)
        for value, text in zip(scale.tickvals, scale.ticktext, strict=True)
    ]
    return [
        f"ticks: {one[2]} | {two[2]}"
        for one, two in pairwise(places)
        if two[0] - two[1] / 2 - (one[0] + one[1] / 2) < 3
    ]


@pytest.fixture
def faults():
    """A function: texts of a figure that overlap or leave the picture, and type under 12 px."""

    def find(fig, look, width=None, slack=1.0):
        width = width or look.width
        notes = [note for note in fig.layout.annotations if not isinstance(note.x, str)]
        boxes = [box(fig, note, width) for note in notes]
        found = [
            f"{one.text} | {two.text}"
            for one, two in combinations(boxes, 2)
            if min(one.right, two.right) - max(one.left, two.left) > slack
            and min(one.bottom, two.bottom) - max(one.top, two.top) > slack
        ]
        found += [
            f"outside: {one.text}"
            for one in boxes
            if one.left < -slack
            or one.right > width + slack
            or one.top < -slack
            or one.bottom > fig.layout.height + slack
        ]
        found += tick_faults(fig, width)
        sizes = [(note.text, note.font.size) for note in fig.layout.annotations]
        sizes += [("axis", getattr(fig.layout, name).tickfont.size) for name in ("xaxis", "yaxis")]
        return found + [f"small: {text}" for text, size in sizes if size is None or size < 12]

    return find


@pytest.fixture
def notes():
    """A function: the annotations of a figure that bear a name."""
    return lambda fig, name: [note for note in fig.layout.annotations if note.name == name]


@pytest.fixture
def traces():
    """A function: the traces of a figure of a kind."""
    return lambda fig, meta: [trace for trace in fig.data if trace.meta == meta]
