"""What a chart of one moment shows, where not both shares are printed, and why there may be none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.subjects.gaps.words.names import sides

if TYPE_CHECKING:
    from dashboard.subjects.gaps.figures.series import GapSeries


def alone(series: GapSeries) -> str:
    """What the one mark of a moment stands for, where not both shares are printed."""
    group, reference = sides(series)
    point = series.points[0]
    has_group = point.group is not None and point.group.is_exact
    held, missing = (group, reference) if has_group else (reference, group)
    return (
        f"One mark: only the share of {held} can be drawn. {_WHY_ALONE[point.why].format(missing)}"
    )


_WHY_ALONE = {
    "no_reference": "No figure for {} is printed beside it.",
    "no_group": "No figure for {} is printed beside it.",
    "hidden": "Too few {} answered for theirs to be shown.",
    "doubtful": "The source contradicts itself on {}, or can be read in two ways.",
    "limit": "Of {} only a bound is printed (“at most”, “over” or “about”).",
}


def nothing_to_draw(series: GapSeries) -> str:
    """Why there is no chart, though there are figures."""
    why = series.points[-1].why if series.points else ""
    return {
        "hidden": "Too few people answered for any share to be shown, so there is nothing to draw.",
        "doubtful": "The source contradicts itself or can be read in two ways, so nothing is drawn: the table "
        "has what it prints.",
        "limit": "Only a bound is printed (“at most”, “over” or “about”), so nothing is drawn: the table has it.",
    }.get(why, "No share or gap is printed, so there is nothing to draw.")
