"""From tidy rows to series: which are emphasised, in which colour, and where a line stops."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pandas as pd

from dashboard.charts.theme import EMPHASISED, Look

GREY_LABELS = 3
"""With more context lines than this none of them is named."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up")
GLYPHS = ("●", "■", "◆", "▲")
_FLAGS = ("is_dashed", "is_point")


@dataclass(frozen=True)
class Mark:
    """A date with a name: an event, or a break in a series.

    Attributes:
        date: of the event; or the first date of which the figures are of the new kind.
        label: a few words.
    """

    date: pd.Timestamp
    label: str


def marks(rows: pd.DataFrame) -> list[Mark]:
    """Return a mark per row of a frame with columns `date` and `label`."""
    pairs = zip(pd.to_datetime(rows["date"]), rows["label"].astype(str), strict=True)
    return [Mark(date, label) for date, label in pairs]


Place = tuple[pd.Timestamp, float | None]
"""A date and a value."""


def iso(date: pd.Timestamp) -> str:
    """Return a date as Plotly takes it."""
    return date.strftime("%Y-%m-%d")


@dataclass(frozen=True)
class Point:
    """One figure of a series.

    Attributes:
        low, high: its interval, None where it has none.
        is_dashed: of another standing than its neighbours: read off a dashboard, or across a break.
        is_alone: joined to no other figure, because the ones between are not published.
    """

    date: pd.Timestamp
    value: float
    low: float | None
    high: float | None
    is_dashed: bool
    is_alone: bool = False

    @property
    def at(self) -> Place:
        """Where it is drawn."""
        return self.date, self.value


@dataclass(frozen=True)
class Series:
    """One line.

    Attributes:
        place: among the emphasised lines, from 0; -1 for grey context.
        runs: the points that may be joined, one tuple for each stretch between gaps.
    """

    name: str
    place: int
    colour: str
    label_colour: str
    runs: tuple[tuple[Point, ...], ...]

    @property
    def is_main(self) -> bool:
        """Whether the line is emphasised."""
        return self.place >= 0

    @property
    def points(self) -> list[Point]:
        """All points, oldest first."""
        return [point for run in self.runs for point in run]

    @property
    def last(self) -> Point:
        """The newest point."""
        return self.runs[-1][-1]

    @property
    def symbol(self) -> str:
        """Plotly's name of the mark at the line's end."""
        return SYMBOLS[self.place] if self.is_main else "circle"

    @property
    def glyph(self) -> str:
        """The same mark as a character."""
        return GLYPHS[self.place] if self.is_main else "•"


def named(series: Sequence[Series]) -> list[Series]:
    """Return the lines that get a name: all, or without the context where that is a crowd."""
    context = sum(not each.is_main for each in series)
    return [each for each in series if each.is_main or context <= GREY_LABELS]


def read(rows: pd.DataFrame, look: Look, breaks: Iterable[Mark] = ()) -> list[Series]:
    """Return the series of a tidy frame in order of first appearance; none for no figures.

    A row whose value is missing leaves a gap in its line.

    Args:
        rows: columns `date`, `series`, `value`; optional `low`, `high`, `is_dashed`, `is_point`
            (joined to no other), `role` ("main" or "context") and `slot` (the colour's number, 0 to
            5, so that a measure keeps its colour when others are switched off).
        look: gives the colours.
        breaks: no line joins the points on either side of one.
    """
    dates = [mark.date for mark in breaks]
    found: list[Series] = []
    mains = 0
    for name, part in rows.reset_index(drop=True).groupby("series", sort=False, observed=True):
        runs = _runs(part.sort_values("date"), dates)
        if not runs:
            continue
        place = mains if _role(part) == "main" and mains < EMPHASISED else -1
        mains += place >= 0
        slot = int(part["slot"].iloc[0]) if "slot" in part else place
        found.append(_series(str(name), place, slot, runs, look))
    return found


def _role(part: pd.DataFrame) -> str:
    is_context = "role" in part and part["role"].iloc[0] == "context"
    return "context" if is_context else "main"


def _series(
    name: str, place: int, slot: int, runs: tuple[tuple[Point, ...], ...], look: Look
) -> Series:
    colours = look.palette
    if place < 0:
        return Series(name, place, colours.grey, colours.grey_text, runs)
    return Series(name, place, colours.series[slot], colours.labels[slot], runs)


def _runs(part: pd.DataFrame, breaks: Collection[pd.Timestamp]) -> tuple[tuple[Point, ...], ...]:
    """Split a series at missing values, at points that stand alone, and at breaks between two."""
    runs: list[list[Point]] = [[]]
    previous: Point | None = None
    for point in _points(part):
        if previous is not None and _is_apart(previous, point, breaks):
            runs.append([])
        if point.value == point.value:
            runs[-1].append(point)
        previous = point
    return tuple(tuple(run) for run in runs if run)


def _is_apart(one: Point, two: Point, breaks: Collection[pd.Timestamp]) -> bool:
    """Whether no line may join two neighbouring points."""
    if one.is_alone or two.is_alone or any(one.date < each <= two.date for each in breaks):
        return True
    return two.value != two.value


def _points(part: pd.DataFrame) -> list[Point]:
    """Return a point per row; the value of one is NaN where it is missing."""
    whole = part.reindex(columns=["date", "value", "low", "high", "is_dashed", "is_point"])
    numbers = whole[["value", "low", "high"]].astype(float)
    has_interval = numbers["low"].notna() & numbers["high"].notna()
    dashed, alone = (whole[name].eq(True).fillna(False).astype(bool) for name in _FLAGS)
    return [
        Point(pd.Timestamp(date), value, low if both else None, high if both else None, *flags)
        for date, value, low, high, both, *flags in zip(
            whole["date"],
            numbers["value"].tolist(),
            numbers["low"].tolist(),
            numbers["high"].tolist(),
            has_interval.tolist(),
            dashed.tolist(),
            alone.tolist(),
            strict=True,
        )
    ]


@dataclass(frozen=True)
class Stretch:
    """Points joined by one kind of line."""

    points: tuple[Point, ...]
    is_dashed: bool


def stretches(run: Sequence[Point]) -> list[Stretch]:
    """Cut a run where its line changes between solid and dashed.

    A piece of line is dashed when the point at either of its ends is. Neighbouring stretches share
    the point where they meet. A single point is a stretch of its own.
    """
    if len(run) == 1:
        return [Stretch((run[0],), run[0].is_dashed)]
    pieces = [(one, two, one.is_dashed or two.is_dashed) for one, two in pairwise(run)]
    found = []
    for is_dashed, same in groupby(pieces, key=lambda piece: piece[2]):
        listed = list(same)
        found.append(Stretch((listed[0][0], *(piece[1] for piece in listed)), is_dashed))
    return found
