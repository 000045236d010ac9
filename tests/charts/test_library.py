"""The script that draws charts in the browser: Plotly's basic bundle, unchanged, and enough for them."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

import plotly.offline

import dashboard.charts
from dashboard.site.html import PLOTLY_LIBRARY

KINDS = {"Scatter", "Bar"}
"""Traces that the charts draw: the basic bundle holds these and pies."""
NOT_TRACES = {"Figure", "Layout"}
PUBLISHED = "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"
"""SHA-256 of `plotly-basic.min.js` in `plotly.js-basic-dist-min` 4.1.1."""


def test_it_is_as_published() -> None:
    assert hashlib.sha256(PLOTLY_LIBRARY.read_bytes()).hexdigest() == PUBLISHED


def test_it_is_of_the_version_that_the_package_draws_for() -> None:
    assert (
        f"plotly.js (basic - minified) v{plotly.offline.get_plotlyjs_version()}"
        in (PLOTLY_LIBRARY.read_text(encoding="utf-8")[:200])
    )


def test_charts_are_of_kinds_that_it_draws() -> None:
    made = {name for path in _chart_files() for name in _made_of_plotly(path)}
    assert made - NOT_TRACES == KINDS


def _chart_files() -> list[Path]:
    return sorted(Path(dashboard.charts.__path__[0]).rglob("*.py"))


def _made_of_plotly(path: Path) -> set[str]:
    """What a module calls of `go`, Plotly's graph objects."""
    called = (
        node.func
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    return {
        one.attr
        for one in called
        if isinstance(one, ast.Attribute)
        and isinstance(one.value, ast.Name)
        and one.value.id == "go"
    }
