"""The period that each source covers."""

import pandas as pd
import pytest

from dashboard.charts import Look, coverage

WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])


@pytest.fixture
def sources():
    frame = pd.DataFrame(
        [
            ("MOPAC Public Attitude Survey, London", "2014-12-31", "2025-09-30", "September 2025"),
            ("Stop and search", "2018-01-01", "2021-06-30", None),
            ("Stop and search", "2022-01-01", "2026-04-30", "April 2026"),
        ],
        columns=["label", "start", "end", "newest"],
    )
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


def named(items, name):
    return [item for item in items if item.name == name]


@LOOKS
def test_bars_run_from_start_to_end_and_leave_holes(sources, look):
    fig = coverage(sources, look=look)
    spans = named(fig.layout.shapes, "source")
    assert [(span.x0, span.x1) for span in spans] == [
        ("2014-12-31", "2025-09-30"),
        ("2018-01-01", "2021-06-30"),
        ("2022-01-01", "2026-04-30"),
    ]
    assert spans[1].y0 == spans[2].y0 > spans[0].y0
    assert [n.text for n in named(fig.layout.annotations, "newest")] == [
        "September 2025",
        "April 2026",
    ]


@LOOKS
def test_today_is_drawn_when_given(sources, look):
    assert named(coverage(sources, look=look).layout.shapes, "today") == []
    fig = coverage(sources, look=look, today=pd.Timestamp("2026-07-20"))
    assert {shape.x0 for shape in named(fig.layout.shapes, "today")} == {"2026-07-20"}
    assert [n.text for n in named(fig.layout.annotations, "today")] == ["Today"]
    assert fig.layout.xaxis.range[1] > "2026-07-20"


def test_narrow_labels_stand_above_the_bars(sources):
    fig = coverage(sources, look=NARROW)
    assert fig.layout.margin.l <= 4
    labels = named(fig.layout.annotations, "label")
    spans = named(fig.layout.shapes, "source")
    for label, span in zip(labels, (spans[0], spans[1]), strict=True):
        lines = label.text.count("<br>") + 1
        assert label.y + lines * 13 * 1.3 <= span.y0


def test_newest_is_optional(sources):
    fig = coverage(sources.drop(columns="newest"), look=WIDE)
    assert named(fig.layout.annotations, "newest") == []


def test_no_rows_are_said(sources):
    fig = coverage(sources.iloc[:0], look=WIDE)
    assert fig.layout.annotations[0].text == "No figures for this choice"
