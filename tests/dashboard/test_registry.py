"""The one way in: a page is built once for an address, the data's content and the day, and says what lacks."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from dashboard.draft import Draft, PageEnds
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES
from dashboard.words import versions as words
from datasets import catalogue, versions
from datasets.schema import DATASETS
from tests.dashboard.newer_data import with_one_more_period
from tests.dashboard.page_reading import everything, notices, shown


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, unkept: None) -> Iterator[list[Draft]]:
    """Pages of a subject of our own, each noted as it is built."""
    found: list[Draft] = []

    def build(draft: Draft) -> None:
        found.append(draft)
        draft.headline(f"{draft.select('Place', 'area', {'MPS': 'London', 'a': 'A'}, 'MPS')}")

    monkeypatch.setattr(registry, "_builder", lambda _path: build)
    return found


def test_a_page_is_built_once_for_an_address(built: list[Draft]) -> None:
    first = registry.page_of("crime", {"area": ["a"], "offence": []})
    assert registry.page_of("crime", {"area": ("a",)}) is first
    assert first.headline == "a"
    assert len(built) == 1
    for path, address in (("crime", {}), ("crime", {"area": ["MPS"]}), ("trust", {"area": ["a"]})):
        assert registry.page_of(path, address).key != first.key
    assert len(built) == 4
    assert registry.page_of("crime", {"b": ["1"], "a": ["2"]}) is registry.page_of(
        "crime", {"a": ["2"], "b": ["1"]}
    )


def test_a_page_is_built_anew_on_another_day(built: list[Draft]) -> None:
    """What is due and what is overdue moves on with the days."""
    for day, pages in ((1, 1), (1, 1), (2, 2)):
        with time_machine.travel(datetime(2027, 6, day, 12, tzinfo=UTC), tick=False):
            registry.page_of("crime", {})
        assert len(built) == pages


def test_a_page_is_built_anew_for_other_data_and_each_version_that_is_read(
    built: list[Draft], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, shipped = registry.page_of("crime", {}), catalogue.version()
    newer = with_one_more_period(tmp_path, ("use_of_force",), with_documents=False)
    monkeypatch.setenv("DATASETS_DIR", str(newer))
    assert registry.page_of("crime", {}) is not first
    with versions.reading(shipped):
        older = registry.page_of("crime", {})
    assert f"data={shipped}" in older.link
    assert len(built) == 3  # links of an older version name it, so its pages are its own
    with versions.reading(""):
        assert registry.page_of("crime", {}).link != older.link
    assert len(built) == 3


def test_a_page_that_fails_is_not_kept(monkeypatch: pytest.MonkeyPatch, unkept: None) -> None:
    calls: list[str] = []

    def build(draft: Draft) -> None:
        calls.append(draft.path)
        raise KeyError("a fault")

    monkeypatch.setattr(registry, "_builder", lambda _path: build)
    for _ in range(2):
        with pytest.raises(KeyError):
            registry.page_of("crime", {})
    assert len(calls) == 2


def test_what_ends_a_page_is_said_on_what_is_drafted(
    monkeypatch: pytest.MonkeyPatch, unkept: None
) -> None:
    title = DATASETS["workforce"].title
    left_out, rest = (words.table_checked(title, one) for one in (words.PART, words.REST))
    for error, said in (
        (PageEnds(), [left_out]),
        (catalogue.SpoiltTableError("workforce", ""), [rest]),  # not twice of one table
        (catalogue.SpoiltManifestError("x"), [left_out, words.LIST_CHECKED]),
    ):

        def build(draft: Draft, error: Exception = error) -> None:
            draft.headline("So far")
            catalogue.note_damaged(["workforce"])
            raise error

        monkeypatch.setattr(registry, "_builder", lambda _path, build=build: build)
        page = registry.build("crime", {})
        assert page.headline == "So far"
        assert notices(page) == list(page.notices) == said


def test_a_page_as_it_opens_is_built_before_what_one_reader_chose(
    built: list[Draft], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are asked for while another is built; an older version comes as late as a choice."""
    shipped = catalogue.version()
    asked: list[tuple[str, str]] = [("a", ""), ("", shipped), ("b", ""), ("", "")]
    as_built: list[tuple[list[str], str]] = []

    def build(draft: Draft) -> None:
        as_built.append((draft.asked.values("area"), catalogue.AS_OF.get()))

    monkeypatch.setattr(registry, "_builder", lambda _path: build)

    def ask(area: str, version: str) -> None:
        token = catalogue.AS_OF.set(version)
        registry.build("crime", {"area": [area]} if area else {})
        catalogue.AS_OF.reset(token)

    turns = registry.Turns()
    monkeypatch.setattr(registry, "_BUILDING", turns)
    with ThreadPoolExecutor(len(asked)) as readers, turns.turn(gives_way=0):
        for place, one in enumerate(asked, 1):
            readers.submit(ask, *one)
            while turns.waiting < place:
                time.sleep(0.001)
    assert as_built == [([], ""), (["a"], ""), ([], shipped), (["b"], "")]


def test_nobody_gives_way_for_longer_than_they_must() -> None:
    turns = registry.Turns()
    came: list[str] = []

    def wait(name: str, gives_way: float) -> None:
        with turns.turn(gives_way):
            came.append(name)

    with ThreadPoolExecutor(4) as waiting, turns.turn(0):
        for place, one in enumerate((("late", 60.0), ("chosen", 0.2), ("soon", 0.0)), 1):
            waiting.submit(wait, *one)
            while turns.waiting < place:
                time.sleep(0.001)
        time.sleep(0.3)
        waiting.submit(wait, "next", 0.0)
        time.sleep(0.05)
    assert came == ["soon", "chosen", "next", "late"]


def test_what_is_built_is_left_out_of_collections() -> None:
    page = registry.build("response", {})
    later = Draft("response", {})
    looked_at = {id(one) for one in gc.get_objects()}
    assert id(page) not in looked_at
    assert id(later) in looked_at


@pytest.mark.parametrize("page", [one.path for one in PAGES if one.path != "glossary"])
def test_where_nothing_is_published_every_page_says_so(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(tmp_path))
    found = shown(page)
    (said,) = notices(found)
    assert said.startswith(("**These figures are not loaded.**", "**Nothing is published "))
    assert not found.files
    assert not found.charts
    assert said in everything(found)


def test_every_page_of_the_site_is_a_subject_with_its_choices_declared() -> None:
    assert {registry.name_of(one.path) for one in PAGES} == registry.SUBJECTS
    for page in PAGES:
        assert not {one.key for one in shown(page.path).choices} - set(page.keys), page.path
