"""Charts: a tidy frame in, a Plotly figure out. No files, no session, no widgets."""

from dashboard.charts.bars import bars
from dashboard.charts.changes import change_dots
from dashboard.charts.control import control_chart
from dashboard.charts.dumbbell import dumbbell
from dashboard.charts.funnel import funnel
from dashboard.charts.gap import gap_chart
from dashboard.charts.lines import trend
from dashboard.charts.outlines import outline_map
from dashboard.charts.place import place_panel
from dashboard.charts.ratios import ratio_dots
from dashboard.charts.scales import Scale, scale_for
from dashboard.charts.series import Mark, marks
from dashboard.charts.spark import spark
from dashboard.charts.theme import Look, empty
from dashboard.charts.tiles import tile_map
from dashboard.charts.timeline import coverage
from dashboard.charts.units import (
    COUNT,
    MINUTES,
    PER_1000,
    PER_CENT,
    PER_CENT_CHANGE,
    POINTS,
    RATIO,
    TENTHS,
    Unit,
)

__all__ = [
    "COUNT",
    "MINUTES",
    "PER_1000",
    "PER_CENT",
    "PER_CENT_CHANGE",
    "POINTS",
    "RATIO",
    "TENTHS",
    "Look",
    "Mark",
    "Scale",
    "Unit",
    "bars",
    "change_dots",
    "control_chart",
    "coverage",
    "dumbbell",
    "empty",
    "funnel",
    "gap_chart",
    "marks",
    "outline_map",
    "place_panel",
    "ratio_dots",
    "scale_for",
    "spark",
    "tile_map",
    "trend",
]
