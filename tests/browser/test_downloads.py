"""Files taken as a reader takes them, opened by other programs than those that wrote them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page

Cell = str | int | float | bool | None
Rows = list[dict[str, Cell]]
Visitor = Callable[..., Any]

FORMATS = ("csv", "xlsx", "parquet", "json")

FOUND: dict[str, dict[str, tuple[str, str, float | str]]] = {
    "/": {"overview": ("71%", "baseline_value", 71)},
    "/trust": {
        "trust": ("74%", "share_pct", 74),
        "trust-boroughs": ("Barking and Dagenham", "area_name", "Barking and Dagenham"),
    },
    "/gaps?measure=feels_safe_after_dark&by=sex&group=Women": {
        "gaps": ("57%", "value", 57),
        "gaps-measured": ("4.34", "value", 4.34),
        "gaps-victims": ("", "counted", 2_248),
    },
    "/crime": {"crime": ("910,619", "offences_count", 910_619)},
    "/outcomes": {
        "charges": ("56,411", "outcomes_count", 56_411),
        "charges-closed": ("78,174", "outcomes_count", 78_174),
        "outcomes": ("81,280", "outcomes_count", 81_280),
        "charges-beside": ("830,557", "assigned_count", 830_557),
        "out-of-court": ("", "outcomes_count", 178),
        "out-of-court-groups": ("441", "outcomes_count", 441),
        "flagged": ("2,226", "offences_count", 2_226),
        "flagged-series": ("310", "offences_count", 310),
        "custody": ("2,528", "to_court_count", 2_528),
        "what-is-positive": ("", "outcomes_count", 5),
    },
    "/powers": {
        "powers": ("56,727", "searches_count", 56_727),
        "powers-months": ("4,471", "searches_count", 4_471),
        "powers-outcomes": ("15,946", "outcome_count", 15_946),
        "force": ("76,052", "uses_count", 76_052),
        "powers-force-records": ("2,039", "uses_count", 2_039),
        "powers-objects": ("81,095", "searches_count", 81_095),
        "powers-years": ("2,360", "searches_count", 2_360),
    },
    "/workforce": {
        "workforce": ("10,638", "women", 10_638),
        "workforce-printed": ("", "measure_id", "bame_officers_pct_of_rank"),
    },
    "/misconduct": {"misconduct": ("33%", "value", 33)},
    "/response": {"response": ("12 min 36 s", "value", 12.6)},
    "/borough?area=E09000022": {"borough": ("122.1", "value", 122.1)},
    "/commitments": {
        "promises": (
            "Recruit 500 more",
            "promise",
            "Recruit 500 more police community support officers.",
        )
    },
    "/review": {"review": ("872,841", "value", 872_841)},
    "/methods": {"sources": ("", "publisher", "Metropolitan Police Service")},
}
"""Address of a page -> name of a row of downloads -> a text in a table on the page, and the column
and value in which each file of the row has it."""

OTHERS: dict[str, tuple[str, str, float | str]] = {
    "/crime": ("crime-kinds", "offences_count", 283_458),
    "/workforce": ("workforce-ranks", "women_pct", 32.5),
}
"""Address of a page -> a line of its other figures, and the column and value that its files have."""


def opened(path: Path, fmt: str) -> Rows:
    """The rows of a file, read by a reader that is not ours."""
    if fmt == "csv":
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file, strict=True))
    if fmt == "json":
        return json.loads(path.read_text(encoding="utf-8"))["rows"]
    if fmt == "parquet":
        return pq.read_table(path).to_pylist()
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
    header, *rows = book["Table"].iter_rows(min_row=3, values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def holds(rows: Rows, column: str, value: float | str) -> bool:
    """Whether a row has the value, as rounded on the page."""
    cells = {str(row[column]) for row in rows}
    if isinstance(value, str):
        return value in cells
    digits = len(str(value).partition(".")[2])
    figures = [float(cell) for cell in cells if re.fullmatch(r"-?[\d.]+", cell)]
    return value in [round(figure, digits) for figure in figures]


UNFOLD = "all => all.forEach(one => { one.open = true; })"

AT_ONCE = 8
"""Files to take before the page is opened anew: Chromium asks before the eleventh of one page."""


@pytest.mark.browser
def test_every_page_gives_its_figures_in_every_format(visit: Visitor) -> None:
    window = visit()
    for path, expected in FOUND.items():
        page, files = window.go(path), 0
        rows = page.locator("#root .files:not(.files-other)")
        rows.nth(len(expected) - 1).wait_for(state="attached")
        come_to_rest(page)
        page.locator("#root details").evaluate_all(UNFOLD)
        names = [
            one.removeprefix("files-") for one in rows.evaluate_all("all => all.map(one => one.id)")
        ]
        assert names == list(expected), path
        said = page.locator("#root .files-of").all_inner_texts()
        for place, (name, (text, column, value)) in enumerate(expected.items()):
            count = int(re.search(r", ([\d,]+) rows?$", said[place])[1].replace(",", ""))
            if text:
                page.locator("table", has_text=text).first.wait_for(state="attached")
            if files + len(FORMATS) > AT_ONCE:
                page, files = window.go(path), 0
                come_to_rest(page)
                page.locator("#root details").evaluate_all(UNFOLD)
            for fmt in FORMATS:
                files += 1
                found = opened(
                    taken(page, f"#root #files-{name} a[href^='/x/'][href*='/{name}.{fmt}']"), fmt
                )
                assert len(found) == count, (path, name, fmt)
                assert holds(found, column, value), (path, name, fmt, column, value)
    assert window.failures == []


@pytest.mark.browser
def test_the_other_figures_of_a_page_come_in_files_of_their_own(visit: Visitor) -> None:
    window = visit()
    for path, (name, column, value) in OTHERS.items():
        page = window.go(path)
        line = page.locator(f"#root #files-{name}")
        line.wait_for()
        come_to_rest(page)
        count = int(re.search(r": ([\d,]+) rows", line.inner_text())[1].replace(",", ""))
        for fmt in FORMATS:
            found = opened(
                taken(page, f"#root #files-{name} a[href^='/x/'][href*='/{name}.{fmt}']"), fmt
            )
            assert len(found) == count, (name, fmt)
            assert holds(found, column, value), (name, fmt)
    assert window.failures == []


def come_to_rest(page: Page) -> None:
    """Wait until charts that are still being drawn move no button any more."""
    heights = [0]
    while len(heights) < 5 or len(set(heights[-4:])) > 1:
        heights.append(page.evaluate("document.querySelector('.stMain').scrollHeight"))
        page.wait_for_timeout(150)


def taken(page: Page, link: str) -> Path:
    """Follow a link, by key: what is drawn meanwhile can move it from under the pointer."""
    with page.expect_download(timeout=10_000) as download:
        page.locator(link).press("Enter")
    return download.value.path()
