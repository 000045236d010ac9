"""A chart that is asked for again is not drawn again, and nobody sees another's."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.charts import PER_CENT, Look, kept, trend
from dashboard.charts.duedates import due_dates


@pytest.fixture
def counted():
    """A kind of chart, and what it was asked to draw so far."""
    asked = []

    @kept.kept
    def draw(rows, look=None):
        asked.append(look)
        return go.Figure(go.Scatter(y=rows["y"].tolist(), name=str(look)))

    return draw, asked


def rows(*values):
    return pd.DataFrame({"y": values})


def test_the_same_content_is_drawn_once(counted):
    draw, asked = counted
    assert draw(rows(1, 2)).to_json() == draw(rows(1, 2)).to_json()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("args", "named"),
    [((rows(1, 3),), {}), ((rows(1, 2).rename(index={1: 5}),), {}), ((rows(1, 2),), {"look": Look(narrow=True)})],
)  # fmt: skip
def test_anything_else_is_drawn_anew(counted, args, named):
    draw, asked = counted
    draw(rows(1, 2))
    draw(*args, **named)
    assert len(asked) == 2


def test_what_is_done_to_a_chart_is_done_to_that_one_alone(counted):
    draw, _ = counted
    first, before = draw(rows(1, 2)), draw(rows(1, 2)).to_json()
    first.update_layout(height=99)
    first.data[0].y = (9, 9)
    assert draw(rows(1, 2)).to_json() == before


def test_a_copy_is_looked_at_where_it_is_changed(counted):
    draw, _ = counted
    found = draw(rows(1, 2))
    with pytest.raises(ValueError, match="height"):
        found.update_layout(height=1)
    with pytest.raises(ValueError, match="size"):
        found.data[0].marker = {"size": "large"}


def test_rows_that_change_afterwards_change_no_chart(counted):
    draw, asked = counted
    own = rows(1, 2)
    before = draw(own).to_json()
    own.loc[0, "y"] = 7
    assert draw(own).data[0].y[0] == 7
    assert draw(rows(1, 2)).to_json() == before
    assert len(asked) == 2


def test_what_has_no_content_to_compare_is_drawn_each_time(counted):
    draw, asked = counted
    for _ in range(2):
        draw(rows(1, 2), look=lambda: None)
    assert len(asked) == 2


def test_few_are_kept(counted):
    draw, asked = counted
    for value in range(kept.KEPT + 1):
        draw(rows(value))
    draw(rows(0))
    assert len(asked) == kept.KEPT + 2


def test_every_chart_of_a_page_is_kept():
    drawing = [one for one in vars(charts).values() if hasattr(one, "__wrapped__")]
    assert {one.__name__ for one in [*drawing, due_dates]} == {
        *("bars", "change_dots", "control_chart", "coverage", "due_dates", "dumbbell", "funnel"),
        *("gap_chart", "outline_map", "place_panel", "ratio_dots", "spark"),
        *("tile_map", "trend"),
    }


def test_a_kept_chart_is_the_one_that_was_drawn_at_both_widths():
    dates = pd.date_range("2015-03-31", periods=40, freq="QE")
    lines = pd.DataFrame({"date": dates, "value": range(40, 80), "series": "London"})
    for look in (Look(), Look(narrow=True)):
        drawn = trend.__wrapped__(lines, unit=PER_CENT, look=look).to_plotly_json()
        for _ in range(2):
            again = trend(lines, unit=PER_CENT, look=look).to_plotly_json()
            assert repr(plain(again)) == repr(plain(drawn))


def plain(part):
    """A figure's parts, in an order that does not depend on how it was made."""
    if isinstance(part, dict):
        return {key: plain(part[key]) for key in sorted(part)}
    return [plain(one) for one in part] if isinstance(part, list | tuple) else part
