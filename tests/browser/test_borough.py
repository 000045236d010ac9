"""My borough on paper: one side of A4, as the browser prints it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Visitor = Callable[..., Any]
PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b(?!s)")

in_browser = pytest.mark.browser


@in_browser
@pytest.mark.parametrize("area", ["E09000033", "command-central-west"])
def test_a_place_prints_on_one_side_of_a4(visit: Visitor, tmp_path: Path, area: str) -> None:
    page = visit().go(f"/borough?area={area}")
    page.locator(".st-key-place-picture .main-svg").locator("visible=true").first.wait_for()
    printed = page.pdf(path=tmp_path / "printed.pdf", format="A4")
    assert len(PAGE_OBJECT.findall(printed)) == 1
    page.emulate_media(media="print")
    for gone in (
        ".stAppHeader",
        ".st-key-choices-place",
        ".tiles",
        ".st-key-place-lines",
        "footer",
    ):
        assert not page.locator(gone).locator("visible=true").count(), gone
    for kept in (
        "h1",
        ".cards-place",
        ".cards-counts",
        ".st-key-need-to-know",
        ".st-key-place-picture",
    ):
        assert page.locator(kept).locator("visible=true").count(), kept
    page.emulate_media(media="screen")
