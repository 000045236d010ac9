"""The canvas of charts with a row for each place or group: names, marks, words, a value axis, a key.

All lengths are in px. Rows are placed from the top of the plot, on an axis that runs downwards. A
chart says what its rows and its numbers are, and then which marks it draws.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import axes, legend, theme
from dashboard.charts.geometry import plain, text_height, text_width, wrapped
from dashboard.charts.legend import Legend, Piece
from dashboard.charts.theme import Look, Margin, Note
from dashboard.charts.units import Unit

PAD = 9.0
"""How far the plot runs on beyond the first and the last number of its axis."""
NO_FIGURE = "No figure"
_LONG = 12
"""With more rows than this the axis has its numbers at the bottom too."""
_NUMBERS, _RULE = 20, 18
"""Room of the axis's numbers, and of a rule's name above them."""
_PHONE, _TALLEST = 300, 72
"""The least height of a chart on a phone, and the greatest of a row."""
_GAP = 10
_BETWEEN = 8
"""Between two columns of words."""
_NAME, _NAME_NARROW = 170, 108
"""The widest line of a name."""
_BESIDE = 9.0
"""How far a word stands from the middle of its mark."""


# ---------------------------------------------------------------------------------------------
# What a chart says of its rows and numbers


@dataclass(frozen=True)
class Entry:
    """What a row says.

    Attributes:
        label: the name, unformatted.
        words: at the right, a formatted text for each column; may have several lines.
        role: "main", "chosen" (bold) or "context" (grey).
    """

    label: str
    words: tuple[str, ...] = ()
    role: str = "main"


@dataclass(frozen=True)
class Row:
    """A name as it is printed, with the row's place; `middle` is where its marks stand."""

    label: str
    top: float
    height: float
    middle: float

    @property
    def bottom(self) -> float:
        """Where the next row starts."""
        return self.top + self.height


@dataclass(frozen=True)
class Dot:
    """A mark, `down` px from the plot's top, with its interval where it has one.

    Its value is a date, as Plotly takes it, where the axis is one of time.
    """

    value: float | str
    down: float
    tooltip: str
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Word:
    """What stands beside a mark; `left` and `right` in px from the plot's left edge."""

    text: str
    left: float
    right: float
    is_left_of_mark: bool

    def crosses(self, across: float) -> bool:
        """Whether the word stands over a place, in px from the plot's left edge."""
        return self.left < across < self.right


@dataclass(frozen=True)
class ValueAxis:
    """The value axis: its numbers, and the least and greatest value drawn."""

    ticks: Sequence[float]
    texts: Sequence[str]
    low: float
    high: float
    is_log: bool = False

    def place(self, value: float) -> float:
        """Return a value as Plotly counts it in ranges and annotations."""
        return math.log10(value) if self.is_log else value

    def ends(self, width: float) -> tuple[float, float]:
        """Return the axis's range on a plot `width` px wide: a little beyond what is drawn."""
        low, high = self.place(self.low), self.place(self.high)
        more = (high - low) * PAD / max(width - 2 * PAD, 1)
        return low - more, high + more

    def across(self, value: float, width: float) -> float:
        """Return how many px from the left edge of a plot `width` px wide a value is."""
        low, high = self.ends(width)
        return (self.place(value) - low) / (high - low) * width


def value_axis(
    values: Sequence[float], unit: Unit, look: Look, *, from_zero: bool = False
) -> ValueAxis:
    """Return an axis that just holds the values, with even numbers along it.

    Args:
        values: all that is drawn. unit: of the numbers. look: a phone has room for fewer.
        from_zero: the axis includes 0.
    """
    low, high = min(values), max(values)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    inside: list[float] = []
    for target in (4, 6) if look.narrow else (8, 12):
        ticks = axes.value_ticks(low, high, zero=from_zero, shares=False, target=target)
        inside = inside if len(inside) > 2 else [tick for tick in ticks if low <= tick <= high]
    if len(inside) < 2 or low == high:
        inside, low, high = ticks, ticks[0], ticks[-1]
    return ValueAxis(inside, unit.ticks(inside, short=look.narrow), low, high)


def in_order(labels: Sequence[str], roles: Sequence[str], sort: bool) -> list[int]:
    """Return the places of rows as they are shown: by name, context first as it was given."""
    places = range(len(labels))
    if not sort:
        return list(places)
    top = [place for place in places if roles[place] == "context"]
    rest = sorted(set(places).difference(top), key=lambda place: labels[place].casefold())
    return top + rest


def by_size(values: Sequence[float | None], roles: Sequence[str], natural: bool) -> list[int]:
    """Return the places of rows as they are shown: the greatest first, context and what is missing last.

    Args:
        values: of the rows. roles: theirs.
        natural: the rows have an order of their own, that of dates, ages or ranks, and keep it.
    """
    places = list(range(len(values)))
    if natural:
        return places

    def rank(place: int) -> tuple[bool, float]:
        value = values[place]
        is_last = roles[place] == "context" or value is None
        return is_last, 0.0 if is_last or value is None else -value

    return sorted(places, key=rank)


def shared_height(rows: int, look: Look, around: float = 0.0) -> float:
    """Return a row's share of the height that a chart should have on a phone; 0 elsewhere.

    Args:
        rows: how many there are. look: theme and room. around: height of what is above and below them.
    """
    return min((_PHONE - around) / rows, _TALLEST) if look.narrow else 0.0


# ---------------------------------------------------------------------------------------------
# The canvas


@dataclass(frozen=True)
class Canvas:
    """A figure with the rows that are drawn in it; methods add to the figure."""

    fig: go.Figure
    rows: Sequence[Row]
    margin: Margin
    look: Look

    @property
    def width(self) -> float:
        """The least width that the plot has."""
        return self.look.width - self.margin.left - self.margin.right

    def lines(
        self,
        meta: str,
        ends: Iterable[tuple[float | None, float | None, float, float]],
        line: Mapping[str, Any],
    ) -> None:
        """Draw separate lines in one trace, each given as x0, x1, y0 and y1."""
        drawn = list(ends)
        self.fig.add_trace(
            go.Scatter(
                meta=meta,
                x=[x for x0, x1, *_ in drawn for x in (x0, x1, None)],
                y=[y for *_, y0, y1 in drawn for y in (y0, y1, None)],
                mode="lines",
                connectgaps=False,
                hoverinfo="skip",
                line=dict(line),
            )
        )

    def dots(self, dots: Sequence[Dot], kind: Piece, *, meta: str, size: float) -> None:
        """Draw marks of one kind as the key shows it, over their intervals as thin bars."""
        intervals = [(*one.interval, one.down, one.down) for one in dots if one.interval]
        if intervals:
            self.lines("interval", intervals, {"color": kind.edge, "width": 2})
        if dots:
            marker = {
                "symbol": kind.shape,
                "size": size,
                "color": kind.fill,
                "opacity": 1,
                "line": {"color": kind.edge, "width": 2},
            }
            self.marks(dots, meta=meta, marker=marker)

    def marks(
        self, dots: Sequence[Dot], *, meta: str, marker: Mapping[str, Any], name: str | None = None
    ) -> None:
        """Draw marks in one trace, each with its words under the pointer."""
        self.fig.add_trace(
            go.Scatter(
                meta=meta,
                name=name,
                x=[one.value for one in dots],
                y=[one.down for one in dots],
                mode="markers",
                cliponaxis=False,
                hoverinfo="text",
                hovertext=[one.tooltip for one in dots],
                marker=dict(marker),
            )
        )

    def annotate(self, notes: Iterable[Note]) -> None:
        """Add annotations."""
        theme.annotate(self.fig, notes)

    def name(self, row: Row, inset: float = 0.0) -> Note:
        """Return a row's name at the plot's left edge; on a phone above its marks, `inset` px down."""
        narrow = self.look.narrow
        return {
            "name": "label",
            "text": row.label,
            "x": 0,
            "xref": "paper",
            "xanchor": "left" if narrow else "right",
            "xshift": -self.margin.left if narrow else -12,
            "y": row.top + inset if narrow else row.middle,
            "yref": "y",
            "yanchor": "top" if narrow else "middle",
            "align": "left" if narrow else "right",
            "font": {"size": self.look.size, "color": self.look.palette.ink},
        }


def bare(rows: Sequence[Row], margin: Margin, look: Look) -> Canvas:
    """Return a canvas of which nothing is drawn yet, as high as its rows need."""
    depth = rows[-1].bottom
    fig = theme.figure(look, height=margin.top + depth + margin.bottom, margin=margin)
    fig.update_yaxes(range=[depth, 0], visible=False)
    return Canvas(fig, rows, margin, look)


def stacked(
    labels: Sequence[str], heights: Sequence[float], below: float | None = None
) -> list[Row]:
    """Return rows one beneath the other; marks stand `below` px above each row's end, or half-way."""
    tops = list(accumulate(heights, initial=0.0))[:-1]
    return [
        Row(label, top, height, top + (height / 2 if below is None else height - below))
        for label, top, height in zip(labels, tops, heights, strict=True)
    ]


# ---------------------------------------------------------------------------------------------
# The canvas with numbers along its top


@dataclass(frozen=True)
class ValueCanvas(Canvas):
    """A canvas with a value axis; its names and words stand in columns beside the plot."""

    axis: ValueAxis

    def across(self, value: float) -> float:
        """Return how many px from the plot's left edge a value is, where the plot is least wide."""
        return self.axis.across(value, self.width)

    def guides(self, ends: Sequence[float | None]) -> None:
        """Draw a pale line in each row from its name to a value; none where there is no value."""
        start = self.axis.ends(self.width)[0]
        left = 10**start if self.axis.is_log else start
        drawn = [
            (left, end, row.middle, row.middle)
            for row, end in zip(self.rows, ends, strict=True)
            if end is not None
        ]
        self.lines("guide", drawn, {"color": self.look.palette.axis, "width": 1, "dash": "1px,3px"})

    def rule(self, value: float, words: str, *, spared: Collection[Row] = ()) -> None:
        """Draw a line down the plot at a value, with its name above the axis's numbers.

        The canvas must have been made with room for it. The name stays within the picture.

        Args:
            value: in the axis's unit. words: the line's name.
            spared: rows that the line leaves out, because words stand there.
        """
        look = self.look
        drawn = [(value, value, row.top, row.bottom) for row in self.rows if row not in spared]
        self.lines("rule", drawn, {"color": look.palette.muted, "width": 1.5})
        half = text_width(words, look.small) / 2
        across = self.across(value)
        low, high = half - self.margin.left, self.width + self.margin.right - half
        self.fig.add_annotation(
            name="rule",
            text=words,
            x=self.axis.place(value),
            xshift=max(low, min(across, high)) - across,
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=_NUMBERS,
            font={"size": look.small, "color": look.palette.ink},
        )

    def remark(self, row: Row) -> Note:
        """Return what stands in a row that has no mark, at the left of the plot."""
        colours = self.look.palette
        return _level(row) | {
            "name": "remark",
            "text": NO_FIGURE,
            "x": 0,
            "xshift": 4,
            "bgcolor": colours.page,
            "font": {"size": self.look.small, "color": colours.muted},
        }

    def word(self, text: str, value: float, *, wants_left: bool) -> Word:
        """Return a word left or right of a mark: on the side it wants, or where that has no room."""
        across, width = self.across(value), text_width(text, self.look.small)
        left, right = across - _BESIDE - width, across + _BESIDE + width
        fits = left >= 0 if wants_left else right <= self.width
        if wants_left == fits:
            return Word(text, left, across - _BESIDE, True)
        return Word(text, across + _BESIDE, right, False)

    def beside(
        self, text: str, value: float, row: Row, *, to_left: bool, away: float = _BESIDE
    ) -> Note:
        """Return words `away` px from the middle of the mark at a value, left or right of it."""
        return {
            "name": "word",
            "text": text,
            "x": value,
            "xanchor": "right" if to_left else "left",
            "xshift": -away if to_left else away,
            "y": row.middle,
            "yref": "y",
            "yanchor": "middle",
            "font": {"size": self.look.small, "color": self.look.palette.ink},
        }


def canvas(
    entries: Sequence[Entry],
    axis: ValueAxis,
    look: Look,
    *,
    key: Sequence[Piece],
    has_rule: bool = False,
    columns: Sequence[str] = (),
    row_height: float = 0.0,
    among: Sequence[Entry] = (),
) -> ValueCanvas:
    """Return a canvas with names, words, key and axis, ready for its marks.

    Args:
        entries: in order, top to bottom. axis: the numbers.
        look: theme and room; narrow breaks long names over two lines.
        key: the marks and what they say, above everything.
        has_rule: keep room between the axis's numbers and the key, for the name of a line.
        columns: headings of the words at the right, level with the axis's numbers.
        row_height: the least height of a row; by default what a name needs.
        among: rows of the charts beside this one, whose names and words have as much room.
    """
    shown = legend.lay_out(key, look)
    words = _columns([*entries, *among], columns, look)
    margin = _margin([*entries, *among], shown, has_rule, words, look)
    rows = _rows(entries, row_height, margin, look)
    drawn = bare(rows, margin, look)
    made = ValueCanvas(drawn.fig, rows, margin, look, axis)
    _draw_axis(made)
    legend.draw(made.fig, shown, margin, look)
    pairs = zip(entries, rows, strict=True)
    notes = [note for entry, row in pairs for note in _row_notes(entry, row, words, made)]
    made.annotate([*notes, *_numbers(made), *_headings(words, look)])
    return made


def room(entries: Sequence[Entry], look: Look, columns: Sequence[str] = ()) -> float:
    """Return the least width of the plot between the names and the words of some rows."""
    left, right = _sides(entries, _columns(entries, columns, look), look)
    return look.width - left - right


@dataclass(frozen=True)
class _Column:
    """Words one beneath the other; `left` and `right` in px from the plot's right edge."""

    heading: str
    left: float
    right: float
    is_of_figures: bool

    @property
    def at(self) -> Note:
        """Where a text of it stands: figures at its right, words at its left."""
        side, shift = ("right", self.right) if self.is_of_figures else ("left", self.left)
        return {"x": 1, "xref": "paper", "xanchor": side, "xshift": shift, "align": side}


def _columns(entries: Sequence[Entry], headings: Sequence[str], look: Look) -> list[_Column]:
    """Return the columns of the words at the right, each as wide as its widest text."""
    many = max((len(entry.words) for entry in entries), default=0)
    found: list[_Column] = []
    edge = 0.0
    for place in range(many):
        texts = [entry.words[place] for entry in entries if len(entry.words) > place]
        heading = headings[place] if len(headings) > place else ""
        width = max(text_width(text, look.small) for text in (heading, *texts))
        if width:
            start = edge + (_BETWEEN if found else _GAP)
            edge = start + width
            figures = any(character.isdigit() for text in texts for character in text)
            found.append(_Column(heading, start, edge, figures))
    return found


def _sides(entries: Sequence[Entry], columns: Sequence[_Column], look: Look) -> tuple[float, float]:
    """Return the room of the names, left of the plot, and of the words, right of it."""
    left = max(text_width(_name(entry, look), look.small) for entry in entries) + _GAP
    return left, columns[-1].right + 3 if columns else 4


def _margin(
    entries: Sequence[Entry], key: Legend, has_rule: bool, columns: Sequence[_Column], look: Look
) -> Margin:
    heading = max((text_height(one.heading, look.small) for one in columns), default=0)
    above = key.height + max((_RULE if has_rule else 0) + _NUMBERS, heading)
    below = _NUMBERS if len(entries) > _LONG else 4
    return Margin(*_sides(entries, columns, look), above + (4 if key.height else 0), below)


def _rows(entries: Sequence[Entry], least: float, margin: Margin, look: Look) -> list[Row]:
    """Place the rows; on a phone they share the height that a chart should have."""
    usual = 24 if look.narrow else 25
    share = shared_height(len(entries), look, margin.top + margin.bottom)
    least = max(least or usual, share)
    names = [_name(entry, look) for entry in entries]
    texts = [(name, *entry.words) for name, entry in zip(names, entries, strict=True)]
    heights = [max(text_height(text, look.small) for text in row) + 6 for row in texts]
    return stacked(names, [max(height, least) for height in heights])


def _name(entry: Entry, look: Look) -> str:
    """Return a name as it is printed, in as many lines as it needs."""
    text = wrapped(plain(entry.label), look.small, _NAME_NARROW if look.narrow else _NAME)
    return f"<b>{text}</b>" if entry.role == "chosen" else text


def _draw_axis(drawn: ValueCanvas) -> None:
    axis = drawn.axis
    drawn.fig.update_xaxes(
        type="log" if axis.is_log else "linear",
        range=list(axis.ends(drawn.width)),
        side="top",
        tickmode="array",
        tickvals=list(axis.ticks),
        ticktext=list(axis.texts),
        tickangle=0,
        showgrid=True,
        gridcolor=drawn.look.palette.grid,
        ticklabelstandoff=2,
    )
    drawn.fig.update_layout(hovermode="closest", hoverdistance=40, xaxis_showspikes=False)


def _numbers(drawn: ValueCanvas) -> list[Note]:
    """Return the axis's numbers once more at the bottom of a long chart."""
    if len(drawn.rows) <= _LONG:
        return []
    axis, look = drawn.axis, drawn.look
    font = {"size": look.small, "color": look.palette.muted}
    at = {"y": 0, "yref": "paper", "yanchor": "top", "yshift": -3}
    return [
        {"name": "number", "text": text, "x": axis.place(tick), "font": font, **at}
        for tick, text in zip(axis.ticks, axis.texts, strict=True)
    ]


def _row_notes(
    entry: Entry, row: Row, columns: Sequence[_Column], drawn: ValueCanvas
) -> list[Note]:
    """Return a row's name, left of the plot, and its words, in columns right of it."""
    look = drawn.look
    colours = look.palette
    level = _level(row)
    name = {
        "name": "label",
        "text": row.label,
        "x": 0,
        "xshift": -drawn.margin.left,
        "align": "left",
        "font": {
            "size": look.small,
            "color": colours.grey_text if entry.role == "context" else colours.ink,
        },
    }
    font = {"size": look.small, "color": colours.ink}
    words = [
        level | column.at | {"name": "words", "text": text, "font": font}
        for column, text in zip(columns, entry.words, strict=False)
        if text
    ]
    return [level | name, *words]


def _level(row: Row) -> Note:
    """Return the place of a text that starts at a side of the plot, level with a row's marks."""
    return {
        "xref": "paper",
        "xanchor": "left",
        "y": row.middle,
        "yref": "y",
        "yanchor": "middle",
    }


def _headings(columns: Sequence[_Column], look: Look) -> list[Note]:
    """Return the headings of the words at the right, where there are any."""
    at = {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 1}
    font = {"size": look.small, "color": look.palette.muted}
    return [
        one.at | at | {"name": "column", "text": one.heading, "font": font}
        for one in columns
        if one.heading
    ]
