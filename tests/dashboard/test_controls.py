"""Colours that follow the reader's theme, and tables and notes that show text as it is."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import controls
from dashboard.charts import page_theme
from dashboard.charts.theme import DARK, LIGHT, Look, Margin, Palette, figure
from dashboard.controls import sourcing, tables
from dashboard.queries import renewals

SETTINGS = Path(__file__).parents[2] / ".streamlit" / "config.toml"


@pytest.mark.parametrize(("name", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_the_settings_hold_the_palettes_colours(name: str, palette: Palette) -> None:
    theme = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["theme"][name]
    categorical, diverging = page_theme.theme_slots(palette)
    assert len(categorical) == len(diverging) == 10
    assert theme["chartCategoricalColors"] == categorical
    assert theme["chartDivergingColors"] == diverging
    assert theme["backgroundColor"] == palette.page
    assert theme["textColor"] == palette.ink


def test_no_colour_of_a_chart_is_left_to_one_theme() -> None:
    chart = figure(Look(), height=300, margin=Margin())
    chart.add_scatter(x=[1, 2], y=[3, 4], line_color=LIGHT.series[0], text=["#12436D and more"])
    chart.add_scatter(x=[1, 2], y=[3, 4], fillcolor="rgba(18,67,109,0.15)")
    chart.add_annotation(text="a", font_color=LIGHT.labels[1])
    shown = page_theme.in_theme_colours(chart).to_json()
    every = {LIGHT.page, LIGHT.ink, LIGHT.muted, LIGHT.grid, LIGHT.axis, LIGHT.grey}
    for colour in every.union(LIGHT.series, LIGHT.labels):
        assert f'"{colour}"' not in shown
    assert '"#000001"' in shown
    assert '"#00000126"' in shown
    assert "#12436D and more" in shown


def test_the_template_becomes_part_of_the_layout() -> None:
    chart = go.Figure(
        layout={
            "template": {
                "layout": {
                    "margin": {"l": 5, "r": 6},
                    "xaxis": {"fixedrange": True},
                    "annotationdefaults": {"showarrow": False},
                }
            },
            "margin": {"l": 1},
            "xaxis2": {"side": "top"},
            "annotations": [{"text": "a"}],
        }
    )
    layout = page_theme.in_theme_colours(chart).to_dict()["layout"]
    assert layout["margin"] == {"l": 1, "r": 6}
    assert layout["xaxis"]["fixedrange"] is True
    assert layout["xaxis2"] == {"fixedrange": True, "side": "top"}
    assert layout["annotations"][0]["showarrow"] is False
    assert not layout["template"].get("layout")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (float("nan"), "–"),
        (1234567, "1,234,567"),
        (2000.0, "2,000"),
        (69.5, "69.5"),
        (True, "True"),
        (pd.Timestamp("2023-12-01"), "1 December 2023"),
        ("£5 ~ $6 *x*", r"£5 \~ \$6 \*x\*"),
    ],
)
def test_a_cell_reads_as_plain_text(value: object, shown: str) -> None:
    assert tables._cell(value) == shown


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (["73%", "−4 points", "–"], True),
        (["+3 points (2 to 4)"], True),
        (["872,841", "+1 point, no clear difference", "£1,200", "3.5%"], True),
        (["September 2025"], False),
        (["8 September 2026", "–"], False),
        (["2023", "2025-12 and 2026-03"], False),
        (["12 months", "1 - a long text that merely begins with a number of something"], False),
        (["–"], False),
        ([1, None], True),
        ([True, False], False),
    ],
)
def test_columns_of_numbers_are_told_from_words(values: list[object], numbers: bool) -> None:
    assert tables._reads_as_numbers(pd.Series(values)) is numbers


@pytest.mark.parametrize(
    ("today", "status", "days_late"),
    [
        (date(2026, 9, 7), "fresh", -1),
        (date(2026, 9, 8), "due", 0),
        (date(2026, 10, 27), "due", 49),
        (date(2026, 10, 28), "overdue", 50),
    ],
)
def test_a_source_is_judged_by_its_own_lag(today: date, status: str, days_late: int) -> None:
    found = renewals.renewal(_source(), today)
    assert found == renewals.Renewal(date(2026, 9, 8), days_late, status)


@pytest.mark.parametrize(
    "differs", [{"newest": ""}, {"stale_days": 0}, {"is_transcription": True}], ids=str
)
def test_nothing_newer_is_expected_of_some_sources(differs: dict[str, object]) -> None:
    assert renewals.renewal(_source() | differs, date(2030, 1, 1)) is None


def test_only_overdue_sources_are_named() -> None:
    one, other = _source(), _source() | {"title": "Other", "newest": "2026-09"}
    older = _source() | {"newest": "2025-12"}
    today = date(2026, 11, 23)
    alone = controls.overdue_line(pd.DataFrame([one]), today)
    assert alone == (
        "Newer figures are overdue here: this source is usually renewed by September 2026."
    )
    both = controls.overdue_line(pd.DataFrame([one, other, older]), today)
    assert both == (
        "Newer figures are overdue here for those to June 2026 (usually renewed by September 2026) and to "
        "December 2025 (usually renewed by March 2026)."
    )
    assert controls.overdue_line(pd.DataFrame([other]), today) == ""


def test_a_publisher_is_named_in_full_once() -> None:
    mayor, met = "Mayor's Office for Policing and Crime (MOPAC)", "Metropolitan Police Service"
    rows = [
        ("MOPAC dashboard, as transcribed", f"{mayor}; transcribed by a third party"),
        ("MOPAC survey", mayor),
        ("MPS crime", met),
        ("State of London", "Greater London Authority (GLA), from MOPAC"),
    ]
    shown = pd.DataFrame(rows, columns=["title", "publisher"])
    assert sourcing._with_publishers(shown) == [
        "MOPAC dashboard, as transcribed (MOPAC is the Mayor's Office for Policing and Crime)",
        "MOPAC survey",
        "MPS crime (Metropolitan Police Service)",
        "State of London (Greater London Authority (GLA), from MOPAC)",
    ]


def _source() -> dict[str, object]:
    lag = {"due_days": 70, "stale_days": 120}
    return {"title": "Crime", "newest": "2026-06", "is_transcription": False, **lag}
