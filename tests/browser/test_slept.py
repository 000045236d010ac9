"""A page whose connection was away: it says so, and what is chosen next is kept."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Visitor
from tests.serving import serving

PLACES = "Places"


@pytest.mark.browser
def test_a_choice_after_the_server_began_anew_is_kept(visit: Visitor, tmp_path: Path) -> None:
    with ExitStack() as first:
        address = first.enter_context(serving(tmp_path / "first.log"))
        page = visit(address=address).go("/trust?compare=good_job_local")
        first.close()
        page.locator(".connection", has_text="The connection is away").wait_for(timeout=15_000)
    with serving(tmp_path / "second.log", port=urlsplit(address).port or 0):
        page.locator(".connection").wait_for(state="detached", timeout=60_000)
        box = page.get_by_role("combobox", name=PLACES)
        box.press_sequentially("Lambeth")
        page.get_by_role("option", name="Lambeth", exact=True).click()
        page.wait_for_url("**area=E09000022&**", timeout=60_000)
        page.locator("#root h1", has_text="Lambeth").wait_for(timeout=60_000)
        assert page.url.endswith("?area=MPS&area=E09000022&compare=good_job_local")
        with page.expect_download(timeout=30_000) as taken:
            page.locator("#root #files-trust a[href*='/trust.csv']").press("Enter")
        assert "Lambeth" in Path(taken.value.path()).read_text(encoding="utf-8")
