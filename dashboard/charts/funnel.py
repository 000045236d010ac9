"""Many places against one figure: which differ from it by more than chance explains.

A funnel plot turned on its side: each place has a row, so that its name can be read on a phone, and
its limits are drawn there. Where bases differ the band steps. Alphabetical: no league table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import canvas, theme
from dashboard.charts.canvas import Dot, Entry, Row, ValueCanvas, Word
from dashboard.charts.frames import checked, or_none, require_order, roles
from dashboard.charts.geometry import in_lines, plain
from dashboard.charts.kept import kept
from dashboard.charts.legend import Piece
from dashboard.charts.theme import Look, Note, tint
from dashboard.charts.units import Unit

_LIMITS = ("low_998", "low_95", "high_95", "high_998")
_OUTER, _INNER = 0.07, 0.13
"""How opaque the bands are; the inner one lies on the outer one."""


@dataclass(frozen=True)
class _Place:
    """One place. `limits` are in the order of `_LIMITS`; `beyond` is 0, 95 or 99.8."""

    label: str
    role: str
    value: float | None
    limits: tuple[float, float, float, float]
    base: float | None

    @property
    def beyond(self) -> float:
        if self.value is None:
            return 0
        outer_low, low, high, outer_high = self.limits
        if self.value < outer_low or self.value > outer_high:
            return 99.8
        return 95 if self.value < low or self.value > high else 0

    @property
    def side(self) -> str:
        """Which way the place differs: "lower", "higher", or "" when it does not."""
        if not self.beyond or self.value is None:
            return ""
        return "lower" if self.value < self.limits[1] else "higher"

    @property
    def word(self) -> str:
        """What is said beside the mark."""
        return f"may be {self.side}" if self.beyond == 95 else self.side


@kept
def funnel(
    rows: pd.DataFrame,
    *,
    unit: Unit,
    look: Look,
    centre: float,
    centre_label: str = "London",
    base_words: str = "interviews",
    when: str = "",
    sort: bool = True,
) -> go.Figure:
    """Draw each place as a dot within the limits of chance around one figure.

    Args:
        rows: one per place; columns `label`, `value` (in the unit; missing: "No figure"),
            `low_95`, `high_95`, `low_998`, `high_998` (limits around the centre for a place of this
            base, in the unit), optional `base_n` (for the tooltip) and `role` ("main", "chosen" for
            the reader's place, "context").
        unit: of values and axis.
        look: theme and room.
        centre: the figure that places are held against, in the unit.
        centre_label: whose it is.
        base_words: what `base_n` counts.
        when: the period in words, for the tooltip.
        sort: in alphabetical order, context first; otherwise as the rows come.

    Returns:
        A figure as wide as its container, as high as its rows need.

    Raises:
        ValueError: a column is missing, limits are out of order, or two rows are of one place.
    """
    places = _read(rows, sort)
    if not any(place.value is not None for place in places):
        return theme.empty(look)
    entries = [Entry(place.label, _words(place, unit), place.role) for place in places]
    axis = canvas.value_axis(_drawn(places, centre), unit, look)
    drawn = canvas.canvas(entries, axis, look, key=_key(places, look), has_rule=True)
    _draw_bands(drawn, places)
    words = [_word(place, drawn) for place in places]
    drawn.guides([_guide_end(*pair) for pair in zip(places, words, strict=True)])
    crossed = [
        row
        for row, word in zip(drawn.rows, words, strict=True)
        if word is not None and word.crosses(drawn.across(centre))
    ]
    drawn.rule(centre, f"{plain(centre_label)} <b>{unit.value(centre)}</b>", spared=crossed)
    said = f"{plain(centre_label)} {unit.words(centre)}"
    dots = [
        (place, Dot(place.value, row.middle, _tooltip(place, unit, said, base_words, when)))
        for place, row in zip(places, drawn.rows, strict=True)
        if place.value is not None
    ]
    drawn.marks(
        [dot for _, dot in dots], meta="mark", marker=_marker([one for one, _ in dots], look)
    )
    drawn.annotate(_notes(places, words, drawn))
    return drawn.fig


def _read(rows: pd.DataFrame, sort: bool) -> list[_Place]:
    found = checked(
        rows,
        "funnel",
        texts=["label"],
        numbers=["value", *_LIMITS],
        optional_texts=["role"],
        optional_numbers=["base_n"],
        unique=["label"],
    )
    require_order(found, "funnel", *_LIMITS)
    if found[list(_LIMITS)].isna().any(axis=None):
        raise ValueError("funnel: a row has no limits")
    labels, kinds = [str(label) for label in found["label"]], roles(found, "funnel")
    return [_place(found.iloc[n], kinds[n]) for n in canvas.in_order(labels, kinds, sort)]


def _place(row: pd.Series, role: str) -> _Place:
    outer_low, low, high, outer_high = (float(row[name]) for name in _LIMITS)
    limits = (outer_low, low, high, outer_high)
    return _Place(str(row["label"]), role, or_none(row["value"]), limits, or_none(row["base_n"]))


def _words(place: _Place, unit: Unit) -> tuple[str]:
    if place.value is None:
        return ("–",)
    text = unit.value(place.value)
    return (f"<b>{text}</b>" if place.role == "chosen" else text,)


def _key(places: Sequence[_Place], look: Look) -> list[Piece]:
    """Explain the marks that are on screen, and the bands."""
    colours = look.palette
    accent = colours.series[0]
    kinds = {place.beyond for place in places}
    pieces = [Piece("No clear difference", "circle", colours.grey, colours.grey)]
    if 95 in kinds:
        pieces.append(Piece("May differ", "right", accent))
    if 99.8 in kinds:
        pieces.append(Piece("Differs", "right", accent, accent))
    pieces.append(
        Piece("Chance alone: 95 in 100 places", "band", colours.axis, tint(accent, _OUTER + _INNER))
    )
    pieces.append(
        Piece("Chance alone: 998 in 1,000", "dotted band", colours.axis, tint(accent, _OUTER))
    )
    return pieces


def _drawn(places: Sequence[_Place], centre: float) -> list[float]:
    values = [place.value for place in places if place.value is not None]
    return [*values, *(limit for place in places for limit in place.limits), centre]


# ---------------------------------------------------------------------------------------------
# Drawing


def _draw_bands(drawn: ValueCanvas, places: Sequence[_Place]) -> None:
    colours = drawn.look.palette
    for name, low, high, opacity, dash in (
        ("99.8", 0, 3, _OUTER, "2px,3px"),
        ("95", 1, 2, _INNER, "solid"),
    ):
        left = _edge([place.limits[low] for place in places], drawn.rows)
        right = _edge([place.limits[high] for place in places], drawn.rows)
        band = {"fill": "toself", "fillcolor": tint(colours.series[0], opacity), "line_width": 0}
        edge = {"line": {"color": colours.axis, "width": 1, "dash": dash}}
        for meta, corners, style in (
            (f"band {name}", [*left, *right[::-1]], band),
            (f"limit {name}", left, edge),
            (f"limit {name}", right, edge),
        ):
            x, y = [x for x, _ in corners], [y for _, y in corners]
            drawn.fig.add_trace(
                go.Scatter(meta=meta, x=x, y=y, mode="lines", hoverinfo="skip", **style)
            )


def _edge(limits: Sequence[float], rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return the corners of a limit that is straight within a row and steps between rows."""
    corners = [(limits[0], rows[0].top)]
    for (one, two), row in zip(pairwise(limits), rows[1:], strict=True):
        if one != two:
            corners += [(one, row.top), (two, row.top)]
    return [*corners, (limits[-1], rows[-1].bottom)]


def _marker(places: Sequence[_Place], look: Look) -> dict[str, Any]:
    """Return the look of each mark: dots, and arrows beyond the limits."""
    page = look.palette.page
    colours = [_colour(place, look) for place in places]
    drawn = list(zip(places, colours, strict=True))
    return {
        "symbol": [_SYMBOLS[place.side] for place in places],
        "size": [12 if place.side or place.role == "chosen" else 9 for place in places],
        "color": [page if place.beyond == 95 else colour for place, colour in drawn],
        "opacity": 1,
        "line": {"color": colours, "width": [2 if one.beyond == 95 else 0 for one in places]},
    }


def _colour(place: _Place, look: Look) -> str:
    is_plain = not place.beyond and place.role != "chosen"
    return look.palette.grey if is_plain else look.palette.series[0]


_SYMBOLS = {"": "circle", "lower": "triangle-left", "higher": "triangle-right"}


def _tooltip(place: _Place, unit: Unit, centre: str, base_words: str, when: str) -> str:
    """Return lines of text: name and figure, what it says, the limits, the base, the period."""
    if place.value is None:
        return ""
    said = f"{place.word} than" if place.word else "no clear difference from"
    return in_lines(
        f"<b>{plain(place.label)}: {unit.words(place.value)}</b>",
        f"{said.capitalize()} {centre}",
        f"Chance alone: {unit.between(place.limits[1:3])}, 19 times in 20",
        "" if place.base is None else f"{place.base:,.0f} {plain(base_words)}",
        plain(when),
    )


def _word(place: _Place, drawn: ValueCanvas) -> Word | None:
    """Return an outlier's word: away from the centre where there is room for it."""
    if not place.word or place.value is None:
        return None
    return drawn.word(place.word, place.value, wants_left=place.side == "lower")


def _guide_end(place: _Place, word: Word | None) -> float | None:
    """Return to which value the row's pale line runs: not where a word is in its way."""
    return None if word is not None and word.is_left_of_mark else place.value


def _notes(
    places: Sequence[_Place], words: Sequence[Word | None], drawn: ValueCanvas
) -> list[Note]:
    """Return the words beside outliers, and what stands where there is no figure."""
    notes = []
    for place, word, row in zip(places, words, drawn.rows, strict=True):
        if place.value is None:
            notes.append(drawn.remark(row))
        elif word is not None:
            to_left = word.is_left_of_mark
            notes.append(drawn.beside(word.text, place.value, row, to_left=to_left))
    return notes
