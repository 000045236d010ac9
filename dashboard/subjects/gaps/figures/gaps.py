"""Gaps between groups: what can be chosen, one series, and the rows of its chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures.published import entry
from dashboard.subjects.gaps.figures.series import (
    GapPoint,
    GapSeries,
    question,
    reference_of,
    series_of,
)
from datasets.schema import MARK_COLUMNS

JOINED = ("quarter", "financial_year", "rolling_12_months")
"""Time bases whose figures follow on from each other; others are single points."""


def opening() -> dict[str, str]:
    """The choice that the page opens with: measure, by, group."""
    found = gap_figures.declared()["opening"]
    return {key: str(found[key]) for key in ("measure", "by", "group")}


def over_time() -> dict[str, str]:
    """The choice whose two shares are both published for most periods: measure, by, group."""
    found = gap_figures.declared()["over_time"]
    return {key: str(found[key]) for key in ("measure", "by", "group")}


def is_over_time(series: GapSeries | None) -> bool:
    """Whether a series has the gap at more than one date, so that lines can be drawn."""
    return series is not None and len(series.gaps) > 1


def groups(measure: str, dimension: str) -> list[str]:
    """Groups to choose from: those of the survey, then any others that have a figure."""
    declared = list(entry("dimension", dimension)["groups"])
    cells = gap_figures.cells(measure, dimension)
    references = {reference_of(dimension, group, None) for group in cells["group"]}
    references |= set(entry("dimension", dimension)["reference"])
    found = [group for group in cells["group"].unique() if group not in references]
    return list(dict.fromkeys([*declared, *found]))


def sources_of(measure: str, dimension: str, group: str) -> dict[str, str]:
    """Series that hold a figure of the group: id -> short name; those with a gap come first."""
    cells = gap_figures.cells(measure, dimension)
    found = [
        series_of(cells[cells["series"] == series], group)
        for series in cells.loc[cells["group"] == group, "series"].unique()
    ]
    ranked = sorted(filter(None, found), key=lambda one: not (one.gaps or one.changes))
    return {str(one.figures["series"].iloc[0]): _short(one) for one in ranked}


def _short(series: GapSeries) -> str:
    asked = question(str(series.figures["question"].iloc[0]))
    name = str(series.survey["short"])
    return f"{name}: {asked['short']}" if "short" in asked else name


def gap_series(measure: str, dimension: str, group: str, series: str) -> GapSeries | None:
    """One series for a group and its reference group; None where it holds no figure of the group."""
    cells = gap_figures.cells(measure, dimension)
    return series_of(cells[cells["series"] == series], group)


def until(series: GapSeries, last: pd.Timestamp) -> GapSeries:
    """The series as it stood with the period that ends on a day as its newest."""
    return replace(
        series,
        points=tuple(point for point in series.points if point.end <= last),
        figures=series.figures[series.figures["period_end"] <= last].reset_index(drop=True),
    )


# --- For the chart -------------------------------------------------------------------------------


def lines(series: GapSeries, names: tuple[str, str]) -> pd.DataFrame:
    """Both shares over time: date, series, value, low, high, role, is_point.

    A row without a value stands where a period is missing, so that no line is drawn across it.
    """
    rows: list[dict[str, Any]] = []
    for which, (name, role) in enumerate(zip(names, ("main", "context"), strict=True)):
        drawn = []
        for point in series.points:
            side = (point.group, point.reference)[which]
            if side is not None and side.is_exact:
                values = {"value": side.pct, "low": side.low, "high": side.high}
                drawn.append((point, {**values, "series": name, "role": role}))
        rows += _with_holes(series, drawn)
    columns = ["date", "series", "value", "low", "high", "role", "is_point"]
    return pd.DataFrame(rows, columns=columns)


def gap_rows(series: GapSeries) -> pd.DataFrame:
    """The gap over time: date, value, low, high, is_point; rows without a value as in `lines`."""
    drawn = []
    for point in series.gaps:
        low, high = (point.interval.low, point.interval.high) if point.interval else (None, None)
        drawn.append((point, {"value": point.gap, "low": low, "high": high}))
    rows = _with_holes(series, drawn)
    return pd.DataFrame(rows, columns=["date", "value", "low", "high", "is_point"])


def is_alone(series: GapSeries) -> bool:
    """Whether it is one moment of which not both shares are printed: one mark, told in words."""
    return len(series.points) == 1 and not is_snapshot(series)


def alone(series: GapSeries) -> pd.DataFrame:
    """The one mark of such a series; no row where no exact figure is printed.

    Returns:
        label, first, second: the one share that is printed, in per cent.
    """
    point = series.points[0]
    first, second = (
        side.pct if side is not None and side.is_exact else None
        for side in (point.group, point.reference)
    )
    label = series.says[:1].upper() + series.says[1:]
    rows = [] if first is None and second is None else [(label, first, second)]
    return pd.DataFrame(rows, columns=["label", "first", "second"])


def is_snapshot(series: GapSeries) -> bool:
    """Whether it is one moment with both shares: drawn as a pair, not over time."""
    return len(series.points) == 1 and bool(series.gaps) and not series.gaps[0].is_printed


def snapshot(series: GapSeries) -> pd.DataFrame:
    """Every question that the same survey put to the same two groups at the same time.

    Only questions of the same measure, the one chosen among them.

    Returns:
        label, first, second, low, high (of the gap), role; the chosen one is `chosen`.
    """
    cells = gap_figures.cells(series.measure, series.dimension)
    cells = cells[cells["survey"] == series.survey["id"]]
    asked = [
        series_of(cells[cells["series"] == one], series.group) for one in cells["series"].unique()
    ]
    rows = [
        {
            "label": one.says[:1].upper() + one.says[1:],
            "first": point.group.pct,
            "second": point.reference.pct,
            "low": point.interval and point.interval.low,
            "high": point.interval and point.interval.high,
            "role": "chosen" if one.says == series.says else "main",
        }
        for one in asked
        if one is not None and is_snapshot(one) and one.reference == series.reference
        for point in one.gaps
        if point.end == series.points[0].end and point.group and point.reference
    ]
    return pd.DataFrame(rows, columns=["label", "first", "second", "low", "high", "role"])


def _with_holes(
    series: GapSeries, drawn: Sequence[tuple[GapPoint, dict[str, Any]]]
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    before: GapPoint | None = None
    for point, values in drawn:
        is_point = _stands_alone(series, point)
        eve = point.start - pd.Timedelta(days=1)
        if before is not None and series.basis in JOINED and before.end < eve:
            absent = {"value": None, "low": None, "high": None}
            rows.append({**values, **absent, "date": eve, "is_point": False})
        rows.append({**values, "date": point.end, "is_point": is_point})
        before = point
    return rows


def _stands_alone(series: GapSeries, point: GapPoint) -> bool:
    """Whether no figure of the period before or after is held: a point, joined to no other."""
    if series.basis not in JOINED:
        return True
    ends = {one.end for one in series.points}
    starts = {one.start for one in series.points}
    day = pd.Timedelta(days=1)
    follows, leads = (point.start - day) in ends, (point.end + day) in starts
    return not (follows or leads)


# --- For the files -------------------------------------------------------------------------------

_FILE = [
    "measure", "dimension", "role", "group", "published_group", "period_start", "period_end", "basis", "value",
    "low_pct", "high_pct", "base_n", "design_effect", *MARK_COLUMNS, "geography", "statement", "document",
    "location", "caveat", "figure_id", "source_id", "edition",
]  # fmt: skip


def as_data(series: GapSeries) -> pd.DataFrame:
    """The figures behind a series with everything known of each, for the files.

    The gap, in points, with its interval stands beside the share of the group: gap_points, gap_low,
    gap_high.
    """
    rows = series.figures[_FILE]
    numbers = ["value", "low_pct", "high_pct", "base_n", "design_effect"]
    rows = rows.assign(**{name: rows[name].astype("float64") for name in numbers})
    flags = {name: rows[name].astype(bool) for name in MARK_COLUMNS if name.startswith("is_")}
    return rows.assign(**flags, **_gap_columns(series, rows))


def _gap_columns(series: GapSeries, rows: pd.DataFrame) -> dict[str, pd.Series]:
    gaps = {point.end: point for point in series.gaps}
    is_of_group = rows["role"].isin(["share", "gap"]) & rows["group"].eq(series.group)
    points = [
        gaps.get(pd.Timestamp(end)) if of_group else None
        for end, of_group in zip(rows["period_end"], is_of_group, strict=True)
    ]
    intervals = [point.interval if point else None for point in points]
    columns = {
        "gap_points": [point.gap if point else None for point in points],
        "gap_low": [one.low if one else None for one in intervals],
        "gap_high": [one.high if one else None for one in intervals],
    }
    return {
        name: pd.Series(values, rows.index, dtype="float64") for name, values in columns.items()
    }
