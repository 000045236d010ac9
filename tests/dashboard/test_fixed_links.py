"""A fixed link shows the same figures after every source has published one more period.

While its version of the data is kept, everything is as it was; after that, so are all figures whose dates
the address names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.briefing.record import PageRecord
from datasets import catalogue
from tests.conftest import FROZEN, REPOSITORY
from tests.dashboard.newer_data import with_one_more_period

LAMBETH = "E09000022"
Choices = dict[str, list[str]]

OPENED: list[Any] = [
    ("trust", {}),
    ("trust", {"area": [LAMBETH, "MPS"], "measure": ["trust"], "from": ["2018-03"]}),
    ("gaps", {}),
    ("gaps", {"measure": ["feels_safe_after_dark"], "by": ["sex"], "group": ["Women"]}),
    ("gaps", {"measure": ["trust"], "by": ["sex"]}),
    ("crime", {}),
    ("crime", {"area": [LAMBETH], "offence": ["Burglary"], "as": ["rate"], "show": ["month"]}),
    ("outcomes", {}),
    ("outcomes", {"area": [LAMBETH], "offence": ["Robbery"], "show": ["month"]}),
    ("powers", {}),
    ("powers", {"show": ["ratio"], "group": ["Asian"]}),
    ("workforce", {}),
    ("workforce", {"who": ["staff"], "count": ["fte"]}),
    ("misconduct", {}),
    ("response", {}),
    ("borough", {"area": [LAMBETH]}),
    ("commitments", {}),
    ("commitments", {"state": ["undecided"]}),
    ("review", {}),
]
"""Pages whose fixed link names the dates of its figures, and what is chosen on them."""

UNDATED = ("", "misconduct", "response", "crime", "borough", "methods")
"""Pages that show what is newest of documents or verdicts, which no date can hold; and two others."""

SCRIPT = """
import runpy
from dashboard import controls
with controls.version_asked():
    controls.begin_record({path!r})
    controls.say_version()
    runpy.run_path({page!r})
"""

FOLLOWS_NEWEST = ("trust", "crime", "outcomes", "powers", "workforce", "borough")
"""Pages that show newer figures where no date is chosen."""

STATUS = "What is released by"
"""Begins the name of a table that says what has been released until today."""


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_one_more_period(tmp_path_factory.mktemp("newer"))


@pytest.fixture(scope="module")
def much_newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Newer series, beside which the version that the links were made for is no longer kept."""
    folder = with_one_more_period(tmp_path_factory.mktemp("much_newer"), with_documents=False)
    (folder / f"manifest-{catalogue.version()}.json").unlink()
    return folder


def figures_of(page: str, choices: Choices) -> tuple[dict[str, Any], PageRecord]:
    """Everything with a figure that a page shows for an address, by name; and its record."""
    script = str(REPOSITORY / "pages" / f"{page.replace('-', '_') or 'overview'}.py")
    app = AppTest.from_string(SCRIPT.format(path=page, page=script), default_timeout=180)
    for key, values in choices.items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    assert not app.warning, [one.value for one in app.warning]
    record: PageRecord = app.session_state["_record_of_this_page"]
    found: dict[str, Any] = {"headline": record.headline, "lede": record.lede}
    found["tables"] = [
        (one.alt, one.rows.to_dict("records"))
        for one in record.tables
        if not one.alt.startswith(STATUS)
    ]
    for one in record.charts:
        found[f"chart: {one.key}"] = (one.title, one.subtitle, one.alt)
        found[f"drawing: {one.key}"] = one.draw(False).to_json()
    return found | {"notices": list(record.notices)}, record


def figures_now(page: str, choices: Choices) -> tuple[dict[str, Any], PageRecord]:
    """What a page shows from the data of today, run once for all tests of this file."""
    name = f"{page} {choices}"
    if name not in _NOW:
        assert catalogue.directory() == FROZEN
        _NOW[name] = figures_of(page, choices)
    return _NOW[name]


_NOW: dict[str, tuple[dict[str, Any], PageRecord]] = {}


def links_of(record: PageRecord) -> list[Choices]:
    links = dict.fromkeys(one.meta.link for one in record.links)
    return [parse_qs(urlsplit(link).query) for link in links]


@pytest.mark.parametrize(("page", "choices"), OPENED, ids=str)
def test_a_link_with_dates_shows_the_same_figures_when_its_version_is_gone(
    page: str, choices: Choices, much_newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_the_same_later(page, choices, much_newer, "is not kept here", monkeypatch)


@pytest.mark.parametrize("page", UNDATED)
def test_a_fixed_link_shows_the_same_page_while_its_version_is_kept(
    page: str, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = {"area": [LAMBETH]} if page == "borough" else {}
    assert_the_same_later(page, choices, newer, "The newest is version 1.", monkeypatch)


def assert_the_same_later(
    page: str, choices: Choices, folder: Path, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page's links show the same from another folder, and say which version they asked for."""
    now, record = figures_now(page, choices)
    version = catalogue.version()
    assert links_of(record)
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    for link in links_of(record):
        assert link["data"] == [version]
        later, _ = figures_of(page, link)
        notice = later["notices"].pop(0)
        assert said in notice
        assert f"data version {version}" in notice
        assert {name: later.get(name) for name in now} == now, link
        assert set(later) == set(now), link


@pytest.mark.parametrize("page", FOLLOWS_NEWEST)
def test_without_dates_the_newest_figures_are_shown(
    page: str, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = {"area": [LAMBETH]} if page == "borough" else {}
    now, _ = figures_now(page, choices)
    monkeypatch.setenv("DATASETS_DIR", str(newer))
    later, _ = figures_of(page, choices)
    assert later["headline"] != now["headline"] or later["lede"] != now["lede"]
