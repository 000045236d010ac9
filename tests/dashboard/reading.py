"""A page run without a browser, the states it can be found in, and what it says."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.controls import sourcing
from datasets import catalogue, checked

SITE = Path(__file__).parents[2]
PAGES = SITE / "pages"
SAYS = ("title", "header", "subheader", "markdown", "caption", "info", "warning")


def shown(name: str, **params: str | list[str]) -> AppTest:
    """A page at an address with these parameters, run to its end."""
    return _run(AppTest.from_file(PAGES / f"{name}.py", default_timeout=60), params)


def shown_in_site(name: str, **params: str | list[str]) -> AppTest:
    """The same with all that the site puts around a page; `_` in a parameter's name is a hyphen."""
    site = AppTest.from_file(SITE / "dashboard" / "main.py", default_timeout=120)
    site.switch_page(str(PAGES / f"{name}.py"))
    return _run(site, {key.replace("_", "-"): value for key, value in params.items()})


def _run(page: AppTest, params: dict[str, str | list[str]]) -> AppTest:
    for key, value in params.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def everything(page: AppTest, *more: str) -> str:
    """All its sentences, one after the other, and those of other kinds of elements, such as `code`."""
    return " ".join(str(one.value) for kind in (*SAYS, *more) for one in page.get(kind))


def cards(page: AppTest) -> str:
    """Its own HTML: tables that become cards on a phone, tiles, links to files."""
    return " ".join(one.proto.body for one in page.get("html"))


def tables(page: AppTest) -> list[Any]:
    """The frames of its tables."""
    return [one.value for one in page.get("table")]


def leave_out(tables: Iterable[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishes all tables but these, from a copy in an empty folder."""
    copied = shutil.copytree(catalogue.directory(), folder / "published")
    manifest = copied / "manifest.json"
    held = json.loads(manifest.read_text(encoding="utf-8"))
    for table in tables:
        del held["datasets"][table]
    manifest.write_bytes(checked.seal(held))
    monkeypatch.setenv("DATASETS_DIR", str(copied))


def make_it(day: datetime.date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes it another day for what is said of overdue figures."""

    class Day(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:
            return day

    monkeypatch.setattr(sourcing, "date", Day)
