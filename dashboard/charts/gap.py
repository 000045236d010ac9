"""A group and the one it is held against: both lines above, the gap between them beneath.

Both stay in sight, because a gap can narrow when everyone's figure falls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import endlabels, sheet, strokes, theme
from dashboard.charts.frames import checked, require_order
from dashboard.charts.geometry import Plot, plain, text_height, wrapped
from dashboard.charts.kept import kept
from dashboard.charts.series import Mark, Series, read
from dashboard.charts.sheet import Beneath, Sheet
from dashboard.charts.theme import Look
from dashboard.charts.units import PER_CENT, POINTS, Unit

_WIDE, _NARROW = (300.0, 150.0), (230.0, 140.0)
"""Height of the upper and of the lower plot, in px."""
_BETWEEN = 28.0
"""Room between the plots in px, the lower one's heading not counted."""
_OPTIONAL = ("low", "high")


@kept
def gap_chart(
    lines: pd.DataFrame,
    gaps: pd.DataFrame,
    *,
    look: Look,
    unit: Unit = PER_CENT,
    gap_unit: Unit = POINTS,
    gap_label: str = "Gap",
    events: Iterable[Mark] = (),
    breaks: Iterable[Mark] = (),
    when: str = "%B %Y",
    zero: bool = False,
) -> go.Figure:
    """Draw the figures of two groups over time and, beneath, the gap between them.

    Args:
        lines: one row per date and group, columns as for `trend`: `date`, `series`, `value` (in the
            unit), optional `low`, `high`, `is_dashed`, `is_point` (a mark with a whisker, joined to
            no other, where the years between are not published), `role`, `slot`. Two groups; the
            one that the gap is counted from comes second.
        gaps: one row per date: `date`, `value` (the first group minus the second, in `gap_unit`),
            optional `low`, `high`, `is_dashed`, `is_point`.
        look: theme and room.
        unit, gap_unit: of the two plots.
        gap_label: names the lower plot, such as "Gap: Black minus White British".
        events, breaks, when: as for `trend`.
        zero: the upper axis includes 0. The lower one always does.

    Returns:
        A figure as wide as its container. With no figures in `lines`, one that says so.

    Raises:
        ValueError: a column is missing, more than two groups, two rows of one group and date, or an
            interval that does not hold its value.
    """
    breaks = tuple(breaks)
    _check(lines, gaps)
    groups = read(lines, look, breaks)
    if not groups:
        return theme.empty(look)
    gap = read(gaps.assign(series=gap_label, role="main", slot=_GAP_SLOT), look, breaks)
    heading = _heading(gap, gap_unit, gap_label, look)
    upper, lower = _NARROW if look.narrow else _WIDE
    ticks = _gap_ticks(gap, gap_unit, look)
    between = _BETWEEN + text_height(heading, look.size)
    laid = sheet.lay_out(
        groups,
        endlabels.labels(groups, [unit.value(each.last.value) for each in groups], look),
        unit,
        look,
        height=upper,
        events=events,
        breaks=breaks,
        zero=zero,
        target=5,
        beneath=Beneath(gap, ticks, gap_unit.ticks(ticks), lower, between),
    )
    fig = laid.figure(when)
    _draw_zero(fig, laid.plot, look)
    strokes.draw(fig, _apart(groups, laid.plot), look, all_bands=True)
    strokes.draw(fig, gap, replace(look, narrow=False), axis="y2")
    laid.write(fig)
    _draw_heading(fig, heading, lower, laid)
    _draw_gap_at_end(fig, gap, gap_unit, look)
    strokes.speak(fig, groups, [], unit)
    strokes.speak(fig, gap, [], gap_unit, axis="y2")
    return fig


_GAP_SLOT = 4
"""The gap is drawn in the palette's dark grey: it is neither group's."""


def _check(lines: pd.DataFrame, gaps: pd.DataFrame) -> None:
    drawn = checked(
        lines,
        "gap_chart",
        texts=["date", "series"],
        numbers=["value"],
        optional_numbers=_OPTIONAL,
        unique=["series", "date"],
    )
    beneath = checked(
        gaps,
        "gap_chart",
        texts=["date"],
        numbers=["value"],
        optional_numbers=_OPTIONAL,
        unique=["date"],
    )
    for frame in (drawn, beneath):
        require_order(frame, "gap_chart", "low", "value", "high")
    names = [str(name) for name in drawn["series"].unique()]
    if len(names) > 2:
        raise ValueError(f"gap_chart: a gap is between two groups, not {', '.join(names)}")


# ---------------------------------------------------------------------------------------------
# Layout


def _gap_ticks(gap: Sequence[Series], gap_unit: Unit, look: Look) -> list[float]:
    """Return the lower axis's numbers; without any gap only zero's neighbours."""
    if not gap:
        return [-1.0, 0.0, 1.0]
    return sheet.value_ticks(gap, gap_unit, look, zero=True, target=3)


def _heading(gap: Sequence[Series], gap_unit: Unit, gap_label: str, look: Look) -> str:
    """Return what stands over the lower plot; on a phone with the newest figure."""
    words = f"{plain(gap_label)}, {gap_unit.name}" if gap_unit.name else plain(gap_label)
    if not gap:
        return wrapped(f"{words}: no figure", look.size, look.width)
    if not look.narrow:
        return f"<b>{words}</b>"
    text = gap_unit.value(gap[0].last.value)
    return wrapped(f"{words}: {text}", look.size, look.width).replace(text, f"<b>{text}</b>")


def _apart(groups: Sequence[Series], plot: Plot) -> list[Series]:
    """Return the groups with marks of one date set a few px apart, so that no whisker hides one."""
    px = (plot.last - plot.first) / plot.width
    steps = (-4, 4) if len(groups) == 2 else (0,)
    return [
        replace(
            group,
            runs=tuple(
                tuple(
                    replace(point, date=point.date + step * px) if point.is_alone else point
                    for point in run
                )
                for run in group.runs
            ),
        )
        for group, step in zip(groups, steps, strict=True)
    ]


# ---------------------------------------------------------------------------------------------
# Drawing


def _draw_zero(fig: go.Figure, plot: Plot, look: Look) -> None:
    line = {"color": look.palette.muted, "width": 1.5}
    ends = [(plot.first, 0), (plot.last, 0)]
    fig.add_trace(strokes.joined(ends, "zero", line, yaxis="y2"))


def _draw_heading(fig: go.Figure, heading: str, lower: float, laid: Sheet) -> None:
    """Write what the lower plot shows above it; `lower` is its height in px."""
    look = laid.look
    fig.add_annotation(
        name="heading",
        text=heading,
        x=0,
        xref="paper",
        xanchor="left",
        xshift=-laid.margin.left,
        y=lower / laid.plots,
        yref="paper",
        yanchor="bottom",
        yshift=8,
        align="left",
        bgcolor=look.palette.page,
        font={"size": look.size, "color": look.palette.ink},
    )


def _draw_gap_at_end(fig: go.Figure, gap: Sequence[Series], gap_unit: Unit, look: Look) -> None:
    """Write the newest gap beside its mark; a phone has it in the heading."""
    if not gap or look.narrow:
        return
    last = gap[0].last
    fig.add_annotation(
        name="gap label",
        text=f"<b>{gap_unit.value(last.value)}</b>",
        x=1,
        xref="paper",
        xanchor="left",
        xshift=6,
        y=last.value,
        yref="y2",
        yanchor="middle",
        font={"size": look.size, "color": gap[0].label_colour},
    )
