"""A page run without a browser, the states it can be found in, and what it says."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.controls import sourcing
from datasets import catalogue

PAGES = Path(__file__).parents[2] / "pages"
SAYS = ("title", "header", "subheader", "markdown", "caption", "info", "warning")


def shown(name: str, **params: str | list[str]) -> AppTest:
    """A page at an address with these parameters, run to its end."""
    page = AppTest.from_file(PAGES / f"{name}.py", default_timeout=60)
    for key, value in params.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def everything(page: AppTest) -> str:
    """All its sentences, one after the other."""
    return " ".join(str(one.value) for kind in SAYS for one in page.get(kind))


def tables(page: AppTest) -> list[Any]:
    """The frames of its tables."""
    return [one.value for one in page.get("table")]


def leave_out(table: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishes all tables but one, from a copy in an empty folder."""
    copied = shutil.copytree(catalogue.directory(), folder / "published")
    manifest = copied / "manifest.json"
    held = json.loads(manifest.read_text(encoding="utf-8"))
    del held["datasets"][table]
    manifest.write_text(json.dumps(held), encoding="utf-8")
    monkeypatch.setenv("DATASETS_DIR", str(copied))


def make_it(day: datetime.date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes it another day for what is said of overdue figures."""

    class Day(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:
            return day

    monkeypatch.setattr(sourcing, "date", Day)
