"""A fixed link shows the same figures after every source has published one more period.

While its version of the data is kept, everything is as it was; after that, so are all figures whose dates
the address names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.page import Page
from dashboard.sourcing import version_words
from datasets import catalogue
from tests.conftest import FROZEN
from tests.dashboard.newer_data import with_one_more_period
from tests.dashboard.page_reading import reading, shown

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


def figures_of(page: Page) -> dict[str, Any]:
    """Everything with a figure that a page shows, by name."""
    assert not page.ignored
    found: dict[str, Any] = {"headline": page.headline, "lede": page.lede}
    found["tables"] = [
        (alt, rows.to_dict("records")) for _, rows, alt in page.tables if not alt.startswith(STATUS)
    ]
    for one in page.charts:
        found[f"chart: {one.key}"] = (one.title, one.subtitle, one.alt)
        found[f"drawing: {one.key}"] = one.draw(False).to_json()
    return found | {"notices": page.notices}


LEADING = ("lead",)
"""What a link sets beside the reader's choices: the part of the page that it is of, which then leads."""


def figures_now(path: str, choices: Choices) -> tuple[dict[str, Any], Page]:
    """What a page shows from the data of today, read once for all tests of this file."""
    name = f"{path} {choices}"
    if name not in _NOW:
        assert catalogue.directory() == FROZEN
        page = shown(path, **choices)
        _NOW[name] = figures_of(page), page
    return _NOW[name]


_NOW: dict[str, tuple[dict[str, Any], Page]] = {}


def links_of(page: Page) -> list[Choices]:
    links = dict.fromkeys([page.link, *(one.meta.link for one in page.files)])
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
    _, read = figures_now(page, choices)
    links = links_of(read)
    led = [{key: one[key] for key in LEADING if key in one} for one in links]
    nows = [figures_now(page, {**choices, **one})[0] for one in led]
    version = catalogue.version()
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    for link, now in zip(links, nows, strict=True):
        assert link.pop("data") == [version]
        later = figures_of(shown(page, version, **link))
        with reading(version):
            notice = version_words(version)
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
    later = figures_of(shown(page, **choices))
    assert later["headline"] != now["headline"] or later["lede"] != now["lede"]
