"""Two processes of the site, as a balancer has them, over one object store that holds two versions.

What a page of one offers the other answers, though it has not seen that visitor; both take up what is
published; and what is damaged in the store is said by both and takes neither out.
"""

from __future__ import annotations

import asyncio
import html
import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from benchmarks.visitor import Visitor
from dashboard.subjects.pages import PAGES
from data_pipeline import publish, send
from datasets import object_store
from datasets.schema import DATASETS
from tests import object_store as stores
from tests import serving
from tests.conftest import FROZEN
from tests.dashboard.newer_data import longer, with_one_more_period
from tests.object_store import Store

NAME = "https://scorecard.example"
"""Whom both say they are: whole addresses are those of the balancer."""
OLDER = "older"
"""Stands for the version before the newest, in the cases."""
WITHOUT_FILES = ("borough", "glossary")
CHOSEN = ("borough?area=E09000022", "crime?area=E09000022&offence=Burglary&as=rate")
OPENED = (*(page.path for page in PAGES), *CHOSEN, f"trust?{OLDER}")

_LINK = re.compile(rf"""(?:href|src)=["'](?:{NAME})?(/[^"'#]+)""")
_MEDIA = re.compile(r"/media/[\w.-]+")
SEED = 20261130
"""Of what is drawn: of each kind of address that a page offers, one."""
MADE_APART = ("docx", "xlsx")

_MADE_NOW = re.compile(r"\.(docx|xlsx)(\?|$)")
"""Whose bytes hold the moment at which they were made."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two versions."""
    return with_one_more_period(tmp_path_factory.mktemp("published"), with_documents=False)


@pytest.fixture(scope="module")
def store(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with stores.speaking(), stores.serving(tmp_path_factory.mktemp("store") / "log") as found:
        send.send(published, found.address)
        yield found


@pytest.fixture(scope="module")
def replicas(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Addresses of the two, which both bear the same name."""
    logs = tmp_path_factory.mktemp("logs")
    common = {
        "DATASETS_DIR": store.address,
        "SITE_URL": NAME,
        object_store.COPY: "",
        object_store.EVERY: "3",
    }
    with (
        serving.serving(logs / "one.log", **common) as here,
        serving.serving(logs / "other.log", **common) as there,
    ):
        yield here, there
    for log in logs.iterdir():
        assert "Traceback" not in log.read_text(encoding="utf-8")


def older_version() -> str:
    """The frozen one, which the newer one was made of."""
    return re.search(r'"version": "([\d.]+)"', (FROZEN / "manifest.json").read_text())[1]


def offered(site: str, address: str) -> set[str]:
    """Files, drawings and pictures that a page names on the screen and in its HTML."""
    screen = serving.apart(asyncio.run, on_screen(site.removeprefix("http://"), address))
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


def kind_of(address: str) -> tuple[str, str, bool]:
    """What answers an address: its folder and its format, and whether it names a version of the data."""
    path, _, query = address.partition("?")
    folder, _, name = path.strip("/").partition("/")
    return (
        folder,
        name.partition(".")[2] if folder == "x" else path.rpartition(".")[2],
        "data=" in query,
    )


def drawn(found: set[str], opened: str, already: set[str]) -> list[str]:
    """Of each kind of address that a page offers one, drawn by chance; no whole table twice.

    Of those kinds that take another process seconds, one for each page.
    """
    chance = random.Random(f"{SEED} {opened}")
    by_kind: dict[tuple[str, str, bool], list[str]] = {}
    for one in sorted(found - already):
        by_kind.setdefault(kind_of(one), []).append(one)
    made_apart = [kind for kind in by_kind if kind[1] in MADE_APART]
    left_out = chance.sample(made_apart, max(0, len(made_apart) - 1))
    return [chance.choice(addresses) for kind, addresses in by_kind.items() if kind not in left_out]


ASKED: set[str] = set()
"""Addresses that both have answered already: pages have whole tables and scripts in common."""


@pytest.mark.parametrize("opened", OPENED)
def test_whatever_a_page_of_one_replica_offers_the_other_answers(
    opened: str, replicas: tuple[str, str]
) -> None:
    here, there = replicas
    found = offered(here, f"/{opened}".replace(OLDER, f"data={older_version()}"))
    asked = drawn(found, opened, ASKED)
    ASKED.update(asked)
    assert {one: wrong for one in asked if (wrong := fault(here, there, one))} == {}
    files = [one for one in found if one.startswith(("/x/", "/data/"))]
    assert len(files) >= 3 or opened in WITHOUT_FILES
    assert not [one for one in found if one.startswith("/media/")], "of this process's memory alone"


# What is published, and what is damaged; in this order, after the pages

WITHIN_SECONDS = 60
OF_SEARCHES = (
    "/data/stop_and_search.csv",
    "/data/stop_and_search.parquet",
    "/x/powers/powers.csv",
    "/x/powers/powers.json",
    "/embed/powers/powers",
)


def within_a_minute(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def status(address: str) -> int:
    return requests.get(address, timeout=60).status_code


def test_a_damaged_object_is_said_by_every_replica_takes_none_out_and_heals(
    store: Store, published: Path, replicas: tuple[str, str]
) -> None:
    assert [status(f"{one}/readyz") for one in replicas] == [200, 200]
    store.damage("stop_and_search")
    for one in replicas:
        within_a_minute(lambda site=one: status(f"{site}/readyz") == 503)
    for one in replicas:
        assert (status(f"{one}/servez"), status(f"{one}/healthz")) == (200, 200)
        for file in OF_SEARCHES:
            refused = requests.get(f"{one}{file}", timeout=60)
            assert (file, refused.status_code) == (file, 503)
            assert "being checked" in refused.text or "/readyz" in refused.text
        assert status(f"{one}/data/workforce.csv") == 200
        assert status(f"{one}/x/workforce/workforce.csv") == 200
        said = requests.get(f"{one}/powers", timeout=60).text
        shown = serving.apart(asyncio.run, on_screen(one.removeprefix("http://"), "/powers"))
        assert all("is being checked" in text for text in (said, shown))
        assert "is being checked" not in requests.get(f"{one}/workforce", timeout=60).text
    send.send(published, store.address)
    for one in replicas:
        within_a_minute(lambda site=one: status(f"{site}/readyz") == 200)
        assert {file: status(f"{one}{file}") for file in OF_SEARCHES} == dict.fromkeys(
            OF_SEARCHES, 200
        )
        assert "is being checked" not in requests.get(f"{one}/powers", timeout=60).text


def test_both_take_up_a_new_version_within_a_minute(
    store: Store, published: Path, replicas: tuple[str, str]
) -> None:
    before = {requests.get(f"{one}/data", timeout=60).json()["version"] for one in replicas}
    publish.publish([longer(published, DATASETS["workforce"])], published)
    newer = send.send(published, store.address)
    assert 2 * object_store.EVERY_SECONDS < WITHIN_SECONDS, (
        "as the site looks where nothing else is said"
    )
    assert before != {newer}
    for one in replicas:
        within_a_minute(
            lambda site=one: requests.get(f"{site}/data", timeout=60).json()["version"] == newer
        )
    for old in before:  # who has a page of it open goes on with its files
        assert [status(f"{one}/x/crime/crime.csv?data={old}") for one in replicas] == [200, 200]
