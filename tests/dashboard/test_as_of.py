"""A link that names a version of the data: read while it is kept, and said so where it is not the newest."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.draft import Draft
from dashboard.markup.fragments import Fragments
from dashboard.sourcing import source_line, version_words
from datasets import catalogue, versions
from tests.dashboard.newer_data import with_one_more_period
from tests.dashboard.page_reading import reading
from tests.dashboard.screen import html, opened, said

SHIPPED = catalogue.version()


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newer")
    return with_one_more_period(folder, ("use_of_force",), with_documents=False)


@dataclass(frozen=True)
class Shown:
    """What a page says of the data that it reads: rows, fixed link, what is said of the version, files."""

    version: str
    rows: int
    link: str
    said: str
    source: str
    files: str


def shown(newer: Path, monkeypatch: pytest.MonkeyPatch, data: str = "") -> Shown:
    """A page with one row of files, at an address that asks for a version of the data."""
    monkeypatch.setenv("DATASETS_DIR", str(newer))
    with reading(data):
        draft, rows = Draft("crime", {}), catalogue.load("use_of_force")
        draft.downloads_of(rows, "force", "Force", "use_of_force", {}, {"area": "MPS"})
        page = draft.page()
        return Shown(
            catalogue.version(),
            len(rows),
            page.link,
            version_words(data),
            source_line("use_of_force"),
            Fragments(page, "").blocks(page.parts[0].blocks),
        )


def test_without_a_version_the_newest_is_read(newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = shown(newer, monkeypatch)
    newest = catalogue.version()
    assert newest != SHIPPED
    assert (found.version, found.rows) == (newest, 533)
    assert found.link.endswith(f"?area=MPS&data={newest}")
    assert not found.said
    assert 'href="/data/use_of_force.csv"' in found.files
    assert f"/x/crime/force.csv?data={newest}" in found.files


def test_the_newest_asked_for_by_name_needs_no_word(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(newer))
    found = shown(newer, monkeypatch, catalogue.version())
    assert found.rows == 533
    assert not found.said


def test_a_version_that_is_kept_is_read_and_named(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shown(newer, monkeypatch, SHIPPED)
    assert (found.version, found.rows) == (SHIPPED, 371)
    assert found.link.endswith(f"?area=MPS&data={SHIPPED}")
    assert found.said.startswith(f"**This link shows data version {SHIPPED}, published on ")
    assert f"The newest is version {catalogue.version()}" in found.said
    assert f'href="/data/v/{SHIPPED}/use_of_force.csv"' in found.files
    assert f"/get-data?dataset=use_of_force&amp;data={SHIPPED}" in found.files
    assert f"/x/crime/force.csv?data={SHIPPED}" in found.files


def test_of_an_older_version_nothing_is_said_to_be_overdue(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "overdue" in shown(newer, monkeypatch).source
    assert "overdue" not in shown(newer, monkeypatch, SHIPPED).source


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("0.9.9", "was made for data version 0.9.9, which is not kept here"),
        ("99.0.0", "was made for data version 99.0.0, which is not kept here"),
        ("../1.1.1", "asks for a version of the data that does not exist"),
        ("1.1", "asks for a version of the data that does not exist"),
        ("<b>x</b>", "asks for a version of the data that does not exist"),
    ],
)
def test_of_any_other_version_the_newest_is_shown_and_it_is_said(
    asked: str, words: str, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shown(newer, monkeypatch, asked)
    assert (found.version, found.rows) == (catalogue.version(), 533)
    assert words in found.said
    assert "<b>" not in found.said


def test_it_is_said_above_the_page_with_a_way_on(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(newer))
    newest, choice = catalogue.version(), {"second-hand": "no"}
    page = opened("response", data=SHIPPED, **choice)
    assert f"This link shows data version {SHIPPED}, published on " in said(page)
    same = f'<a href="/response?second-hand=no">The same choice in version {newest}</a>'
    assert same in said(page)
    assert f"data version {SHIPPED}" in html(page).split("<footer")[1]
    gone = said(opened("response", data="0.9.9"))
    assert "which is not kept here" in gone
    assert '<a href="/methods">What was revised since: Methods and sources</a>' in gone
    assert "data-version" not in said(opened("response", data=newest))


def test_two_readers_of_two_versions_do_not_see_each_others(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(newer))
    found: list[str] = []
    with versions.reading(SHIPPED):
        other = threading.Thread(target=lambda: found.append(catalogue.version()))
        other.start()
        other.join()
        assert catalogue.version() == SHIPPED
    assert found == [catalogue.version()]
    assert found != [SHIPPED]


def test_a_version_whose_table_is_spoilt_is_not_read(
    newer: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = with_one_more_period(tmp_path, ("use_of_force",), with_documents=False)
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    digest = versions.snapshot(SHIPPED).entries["use_of_force"]["sha256"]
    (folder / f"use_of_force-{digest[:12]}.parquet").write_bytes(b"spoilt")
    found = shown(folder, monkeypatch, SHIPPED)
    assert (found.version, found.rows) == (catalogue.version(), 533)
    assert "which is not kept here" in found.said
