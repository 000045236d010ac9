"""Gaps as tables for readers: every cell in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.subjects.gaps.words.names import decimals, period_of, share
from dashboard.words.capitals import first_large
from dashboard.words.cells import NONE
from dashboard.words.columns import column_words
from dashboard.words.numbers import listed, signed
from dashboard.words.periods import short_month_year
from dashboard.words.printed import marks
from dashboard.words.verdict_steps import limits

if TYPE_CHECKING:
    from dashboard.subjects.gaps.figures.series import GapPoint, GapSeries, Side

NOBODY = "nothing"
_WHAT = {
    "share": "",
    "gap": "gap only",
    "change": "its fall only",
    "limit": "a bound only",
    "doubtful": "in doubt",
}


def series_table(series: GapSeries) -> pd.DataFrame:
    """A row per period of one series, newest first: both shares, the gap, its interval if any has one."""
    table = pd.DataFrame(
        [
            {
                "Period": first_large(period_of(series, point)),
                series.group: _side(series, point.group),
                series.reference: _side(series, point.reference),
                "Gap": _gap(series, point),
                "95% interval": _interval(point),
            }
            for point in reversed(series.points)
        ]
    )
    has_interval = any(point.interval is not None for point in series.points)
    return table if has_interval else table.drop(columns="95% interval")


def changes_table(series: GapSeries) -> pd.DataFrame:
    """A row per printed change, where only changes are printed."""
    return pd.DataFrame(
        [
            {
                "Between": f"Years to March {change.start.year + 1} and March {change.end.year}",
                series.group: signed(change.group),
                series.reference: NONE if change.reference is None else signed(change.reference),
                "Change of the gap": NONE
                if change.reference is None
                else signed(change.group - change.reference),
            }
            for change in series.changes
        ]
    )


def others_table(others: Sequence[GapSeries]) -> pd.DataFrame:
    """A row per other series of the same group: its newest figures, whose they are, their flags."""
    return pd.DataFrame([_other(one) for one in others])


def _other(series: GapSeries) -> dict[str, str]:
    figures = series.figures.to_dict("records")
    warned = dict.fromkeys(mark for row in figures for mark in _marks(row))
    when = f", {period_of(series, series.points[-1])}" if series.points else ""
    return {
        "Who asked, what and when": f"{series.survey['name']}: {series.says}{when}",
        "Figures": _figures(series),
        column_words("caveat"): "; ".join(warned) or NONE,
    }


def _marks(row: Mapping[Any, Any]) -> list[str]:
    second_hand = ["second hand"] if row["read"] == "second_hand" else []
    return [*marks(row), *second_hand]


def _figures(series: GapSeries) -> str:
    """The newest shares and their gap: `Black 46%, White 64%: gap −18`."""
    if not series.points:
        changes = [f"{series.group} {signed(one.group)} points" for one in series.changes]
        return "; ".join(changes)
    point = series.points[-1]
    sides = [(series.group, point.group), (series.reference, point.reference)]
    shares = ", ".join(f"{name} {_side(series, side)}" for name, side in sides if side is not None)
    if point.gap is None:
        return shares
    gap = f"gap {_gap(series, point)}"
    return f"{shares}: {gap}" if shares else gap


def released_table(grid: pd.DataFrame) -> pd.DataFrame:
    """A row per measure: which groups the survey's own figures give, and for which none are held."""
    rows = []
    for name, cells in grid.groupby("name", sort=False):
        pairs = list(zip(cells["group"], cells["held"], strict=True))
        given = [f"{group} ({_held(held)})" for group, held in pairs if held]
        missing = [group for group, held in pairs if not held]
        rows.append(
            {
                "Measure": name,
                "Held, and for when": "; ".join(given) or NOBODY.capitalize(),
                "Not held": (listed(missing) or NONE) if given else "any group",
            }
        )
    return pd.DataFrame(rows)


def released_title(grid: pd.DataFrame, by: str, review: pd.Timestamp) -> str:
    """How much of what could be told of the groups is held, as a title."""
    held, since = _released(grid, review)
    newer = "none" if since == 0 else str(since)
    return (
        f"By {_named(by)}, {held or 'none'} of {len(grid)} possible figures "
        f"{'is' if held == 1 else 'are'} held, {newer} since the Review"
    )


def released_sentence(grid: pd.DataFrame, by: str, review: pd.Timestamp) -> str:
    """How many of the cells have any figure of the survey itself, and how many since the Review."""
    held, since = _released(grid, review)
    start = (
        f"Of {len(grid)} pairs of a measure and a group (by {_named(by)}), the survey's own figures"
    )
    if not held:
        return f"{start} are held for none."
    newer = "None of them is" if since == 0 else f"{since} of them {'is' if since == 1 else 'are'}"
    return (
        f"{start} are held for {held}. {newer} for a time since the Review (March 2023); for the "
        f"other {len(grid) - held} none is held."
    )


def _released(grid: pd.DataFrame, review: pd.Timestamp) -> tuple[int, int]:
    """Cells that have any figure of the survey itself, and those for a time since the Review."""
    held = [one for one in grid["held"] if one]
    return len(held), sum(max(one.values()) > review for one in held)


def _named(by: str) -> str:
    return by if by.isupper() or "+" in by else by.lower()


def _held(held: Mapping[str, pd.Timestamp]) -> str:
    """The newest of each kind: `Mar 2022; gap only, Sep 2022`."""
    ordered = sorted(held.items(), key=lambda one: one[1], reverse=True)
    newest = {}
    for what, end in ordered:
        if what == "share" or "share" not in newest:
            newest[what] = end
        if what == "share":
            break
    return "; ".join(
        f"{_WHAT[what]}, {short_month_year(end)}" if _WHAT[what] else short_month_year(end)
        for what, end in newest.items()
    )


def _side(series: GapSeries, side: Side | None) -> str:
    if side is None:
        return NONE
    marks = ("†" if side.is_flagged else "") + ("?" if side.is_doubtful and not side.also else "")
    places = decimals(series)
    values = " or ".join([share(side, places), *(f"{one:.{places}f}%" for one in side.also)])
    if side.low is not None and side.high is not None and not side.also:
        values += f" ({side.low:.0f} to {side.high:.0f})"
    return f"{values} {marks}" if marks else values


def _gap(series: GapSeries, point: GapPoint) -> str:
    if point.gap is None:
        return NONE
    return signed(point.gap, decimals(series)) + (" (as printed)" if point.is_printed else "")


def _interval(point: GapPoint) -> str:
    return NONE if point.interval is None else limits(point.interval)
