"""What is clear, and what improved, is decided in `stats` alone: read from the source of every other module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
FOLDERS = ("dashboard", "data_pipeline", "datasets", "pages")
SHOWS_NO_FIGURE = "dashboard/charts/"
"""Draws axes, which are compared with 0 as well; what is clear comes in as a column."""

END = re.compile(r"(?:^|_)(?:low|high|three|change_low|change_high)\b")


def faults(text: str) -> Iterator[str]:
    """Where a module decides by itself: an interval's end against 0 or 1, or one verdict or another."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(map(is_end, sides)) and any(map(is_nought_or_one, sides)):
                yield ast.unparse(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_compared = node.func.attr in ("gt", "lt", "ge", "le", "between")
            if is_compared and is_end(node.func.value) and any(map(is_nought_or_one, node.args)):
                yield ast.unparse(node)
        elif isinstance(node, ast.IfExp):
            words = {one.value for one in (node.body, node.orelse) if isinstance(one, ast.Constant)}
            if words & {"improved", "worsened"}:
                yield ast.unparse(node)


def is_end(node: ast.expr) -> bool:
    """`low`, `change.high`, `row["change_low"]`, `three[1]`."""
    if isinstance(node, ast.Subscript):
        inner = node.slice
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            return bool(END.search(inner.value))
        return is_end(node.value)
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return bool(END.search(name))


def is_nought_or_one(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant) and node.value in (0, 1) and not isinstance(node.value, bool)
    )


def test_no_module_outside_stats_decides_what_is_clear_or_better():
    paths = [path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*.py")]
    assert len(paths) > 100
    found = {
        name: list(faults(path.read_text(encoding="utf-8")))
        for path in paths
        if not (name := path.relative_to(REPOSITORY).as_posix()).startswith(SHOWS_NO_FIGURE)
    }
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    "text",
    [
        "low <= 0 <= high",
        "change.low > 0 or change.high < 0",
        "'lower' if high < 0 else 'higher'",
        "three[1] <= 0 <= three[2]",
        "row['change_low'] > 0",
        "held['low'].gt(0) | held['high'].lt(0)",
        "low <= 1 <= high",
        "word = 'improved' if gaps[1] < gaps[0] else 'worsened'",
    ],
)
def test_a_module_that_decides_by_itself_is_caught(text):
    assert list(faults(text))


@pytest.mark.parametrize(
    "text", ["change.side == 'above'", "side_of(low, high)", "count > 0", "low < high", "flow > 0"]
)
def test_a_module_that_asks_is_not(text):
    assert list(faults(text)) == []
