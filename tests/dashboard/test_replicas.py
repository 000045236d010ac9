"""Two processes of the site, as a balancer has them: what a page of one offers, the other answers.

Each has a copy of its own of the published folder, with an older version kept in it, and neither has seen the
other's visitors.
"""

from __future__ import annotations

import asyncio
import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from benchmarks.visitor import Visitor
from dashboard.subjects.pages import PAGES
from tests import serving
from tests.conftest import FROZEN
from tests.dashboard.newer_data import with_one_more_period

NAME = "https://scorecard.example"
"""Whom both say they are: whole addresses are those of the balancer."""
OLDER = "older"
"""Stands for the version before the newest, in the cases."""
WITHOUT_FILES = ("borough", "glossary")
CHOSEN = ("borough?area=E09000022", "crime?area=E09000022&offence=Burglary&as=rate")
OPENED = (*(page.path for page in PAGES), *CHOSEN, f"trust?{OLDER}")

_LINK = re.compile(rf"""(?:href|src)=["'](?:{NAME})?(/[^"'#]+)""")
_MEDIA = re.compile(r"/media/[\w.-]+")
_MADE_NOW = re.compile(r"\.(docx|xlsx)(\?|$)")
"""Whose bytes hold the moment at which they were made."""


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two copies of one folder with two versions."""
    one = with_one_more_period(tmp_path_factory.mktemp("one"), with_documents=False)
    return one, Path(shutil.copytree(one, tmp_path_factory.mktemp("other") / "published"))


@pytest.fixture(scope="module")
def replicas(
    versions: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Addresses of the two, which both bear the same name."""
    logs = tmp_path_factory.mktemp("logs")
    one, other = (str(folder) for folder in versions)
    name = {"SITE_URL": NAME}
    with (
        serving.serving(logs / "one.log", DATASETS_DIR=one, **name) as here,
        serving.serving(logs / "other.log", DATASETS_DIR=other, **name) as there,
    ):
        yield here, there
    for log in logs.iterdir():
        assert "Traceback" not in log.read_text(encoding="utf-8")


def older_version() -> str:
    """The frozen one, which the newer one was made of."""
    return re.search(r'"version": "([\d.]+)"', (FROZEN / "manifest.json").read_text())[1]


def offered(site: str, address: str) -> set[str]:
    """Files, drawings and pictures that a page names on the screen and in its HTML."""
    screen = asyncio.run(on_screen(site.removeprefix("http://"), address))
    served = requests.get(f"{site}{address}", timeout=60).text
    found = {html.unescape(one) for one in _LINK.findall(screen + served)}
    found |= set(_MEDIA.findall(screen))
    pages = {f"/{page.path}" for page in PAGES}
    return {one for one in found if one.split("?")[0] not in pages}


async def on_screen(site: str, address: str) -> str:
    async with Visitor(site, address) as visitor:
        await visitor.open()
        sent = [one.SerializeToString() for one in visitor.elements]
    return "\n".join(one.decode(errors="replace") for one in sent)


def fault(here: str, there: str, address: str) -> str:
    """What is wrong with an answer of the one that did not show the page; empty where nothing is."""
    answer = requests.get(f"{there}{address}", timeout=120)
    if answer.status_code != 200:
        return f"{answer.status_code}"
    if not address.startswith(("/x/", "/data/")):
        return ""
    same = requests.get(f"{here}{address}", timeout=120)
    if same.headers.get("content-disposition") != answer.headers.get("content-disposition"):
        return "another name"
    if same.headers.get("etag") != answer.headers.get("etag"):
        return "another tag"
    is_made_now = _MADE_NOW.search(address)
    return "" if is_made_now or same.content == answer.content else "other bytes"


@pytest.mark.parametrize("opened", OPENED)
def test_whatever_a_page_of_one_replica_offers_the_other_answers(
    opened: str, replicas: tuple[str, str]
) -> None:
    here, there = replicas
    found = offered(here, f"/{opened}".replace(OLDER, f"data={older_version()}"))
    assert {one: wrong for one in sorted(found) if (wrong := fault(here, there, one))} == {}
    files = [one for one in found if one.startswith(("/x/", "/data/"))]
    assert len(files) >= 3 or opened in WITHOUT_FILES
    assert not [one for one in found if one.startswith("/media/")], "of this process's memory alone"
