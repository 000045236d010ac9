"""Charts: a tidy frame in, a Plotly figure out. No files, no session, no widgets."""

from dashboard.charts.bars import bars
from dashboard.charts.lines import trend
from dashboard.charts.series import Mark, marks
from dashboard.charts.spark import spark
from dashboard.charts.theme import CONFIG, Look, config, empty
from dashboard.charts.timeline import coverage
from dashboard.charts.units import COUNT, PER_1000, PER_CENT, PER_CENT_CHANGE, POINTS, Unit

__all__ = [
    "CONFIG",
    "COUNT",
    "PER_1000",
    "PER_CENT",
    "PER_CENT_CHANGE",
    "POINTS",
    "Look",
    "Mark",
    "Unit",
    "bars",
    "config",
    "coverage",
    "empty",
    "marks",
    "spark",
    "trend",
]
