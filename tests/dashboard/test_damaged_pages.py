"""Pages over tables that are not as they were published: which one is said, and the rest stands."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.briefing.pages import brief
from dashboard.files import routes
from dashboard.markup.whole import footer_line, paper
from dashboard.page import Page, Text
from dashboard.site import embed
from data_pipeline import publish, published_folder
from datasets import catalogue, checked
from datasets.schema import DATASETS
from tests.dashboard.page_reading import cards, everything, notices, shown, tables

CRIME = "recorded_offences"
REST = "The rest of this page needs it"
PART = "What this page takes from it is left out"


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what is published, to spoil."""
    copied = shutil.copytree(catalogue.directory(), tmp_path / "published")
    monkeypatch.setenv("DATASETS_DIR", str(copied))
    return copied


def spoil(path: Path) -> bytes:
    """Turns one bit in the middle of a file round; returns what it held."""
    held = path.read_bytes()
    at = len(held) // 2
    path.write_bytes(held[:at] + bytes([held[at] ^ 4]) + held[at + 1 :])
    return held


def checked_words(dataset: str) -> str:
    return f"**The table “{DATASETS[dataset].title}” is being checked:** its bytes are not those"


def all_of(page: Page) -> tuple[str, str, list[list[list[str]]]]:
    """Its sentences, the HTML of its pieces and the cells of its tables."""
    cells = [table.astype(str).to_numpy().tolist() for table in tables(page)]
    return everything(page), cards(page), cells


def test_a_page_says_which_table_is_being_checked_and_recovers_by_itself(published: Path) -> None:
    before = all_of(shown("crime"))
    path = published / f"{CRIME}.parquet"
    held = spoil(path)
    page = shown("crime")
    (said,) = notices(page)
    assert said.startswith(checked_words(CRIME))
    assert REST in said
    assert not page.charts
    assert not tables(page)
    assert "data version" in footer_line()
    path.write_bytes(held)
    assert all_of(shown("crime")) == before


def test_a_page_that_does_not_need_the_table_is_as_it_was(published: Path) -> None:
    before = all_of(shown("gaps"))
    spoil(published / f"{CRIME}.parquet")
    assert all_of(shown("gaps")) == before


def test_what_a_page_can_do_without_is_left_out_and_said(published: Path) -> None:
    whole = shown("borough", area="E09000022")
    spoil(published / f"{CRIME}.parquet")
    page = shown("borough", area="E09000022")
    (said,) = notices(page)
    assert said.startswith(checked_words(CRIME))
    assert PART in said
    assert page.headline.startswith("Lambeth")
    lines = [line for one in whole.all_of(Text) for line in one.markdown.splitlines()]
    trust = [line for line in lines if "Trust in the Met:" in line]
    assert trust
    assert all(line in everything(page) for line in trust)


def test_what_was_left_out_is_said_each_time(published: Path) -> None:
    """Also where the answer that lacks it was kept."""
    spoil(published / "revisions.parquet")
    for _ in range(2):
        page = shown("crime")
        (said,) = [one for one in notices(page) if "being checked" in one]
        assert said.startswith(checked_words("revisions"))
        assert PART in said
        assert "Recorded crime in London" in page.headline


def test_the_briefing_of_a_page_says_it_too(published: Path) -> None:
    spoil(published / f"{CRIME}.parquet")
    page = shown("crime")
    said = paper(page, brief(page, "Crime", "https://site.test", date(2026, 11, 24)))
    assert "its bytes are not those" in said
    assert DATASETS[CRIME].title in said


@pytest.mark.parametrize("page", ["crime", "methods", ""])
def test_without_a_sound_list_of_tables_no_figure_is_shown(published: Path, page: str) -> None:
    spoil(published / "manifest.json")
    found = shown(page)
    (said,) = notices(found)
    assert said.startswith("**The list of the published tables is being checked.**")
    assert not tables(found)
    assert not found.charts
    assert footer_line().startswith("The list of the published tables is being checked ·")


def test_nothing_published_is_said_as_such_after_a_damaged_list_and_the_other_way_round(
    published: Path,
) -> None:
    manifest = published / "manifest.json"
    held = spoil(manifest)
    damaged = "**The list of the published tables is being checked.**"
    for _ in range(2):
        manifest.write_bytes(b"{")
        assert notices(shown("crime"))[0].startswith(damaged)
        manifest.unlink()
        assert not notices(shown("crime"))[0].startswith(damaged)
    manifest.write_bytes(held)
    assert not notices(shown("crime"))


@pytest.mark.parametrize("folder", ["x", "embed"])
@pytest.mark.parametrize("dataset", ["crime_outcomes", "population", CRIME])
def test_a_file_that_would_lack_rows_is_refused(published: Path, dataset: str, folder: str) -> None:
    """The page says what is left out beside it; a file cannot."""
    name = "borough.csv" if folder == "x" else "borough"
    address = f"/{folder}/borough/{name}?area=E09000022"
    client = TestClient(Starlette(routes=[*routes.routes(), *embed.routes()]))
    before = client.get(address)
    path = published / f"{dataset}.parquet"
    held = spoil(path)
    assert client.get(address).status_code == 503
    path.write_bytes(held)
    after = client.get(address)
    assert (after.status_code, after.content) == (200, before.content)
    assert after.headers["Data-Version"] == catalogue.version()


def test_get_the_data_says_it_and_offers_the_other_tables(published: Path) -> None:
    spoil(published / f"{CRIME}.parquet")
    page = shown("get-data")
    assert notices(page)[0].startswith(checked_words(CRIME))
    assert not tables(page)
    other = shown("get-data", dataset="boundaries")
    assert not notices(other)
    assert "33" in other.headline


def test_methods_counts_no_sources_while_one_table_is_checked(published: Path) -> None:
    assert " sources overdue; " in shown("methods").headline
    spoil(published / "workforce.parquet")
    page = shown("methods")
    assert notices(page)[0].startswith(checked_words("workforce"))
    assert not page.headline


def test_other_rows_under_the_same_number_are_shown_without_a_restart(published: Path) -> None:
    """As a folder is that was built elsewhere: caches go by content, not by version."""
    before = shown("crime").headline
    version, dataset = catalogue.version(), DATASETS[CRIME]
    rows = published_folder.read_published(published, dataset)
    assert rows is not None
    newest = rows.index[rows["month"].eq(rows["month"].max()) & rows["area_code"].notna()][0]
    rows.loc[newest, "offences_count"] += 100_000
    path = published / f"{CRIME}.parquet"
    metadata = published_folder.read_metadata(published, dataset)
    pq.write_table(publish.to_arrow(rows, dataset, metadata), path)
    manifest = json.loads((published / "manifest.json").read_bytes())
    manifest["datasets"][CRIME]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (published / "manifest.json").write_bytes(checked.seal(manifest))
    after = shown("crime").headline
    assert catalogue.version() == version
    counts = [
        int(re.findall(r"([\d,]+) offences", one)[0].replace(",", "")) for one in (before, after)
    ]
    assert counts[1] == counts[0] + 100_000


def test_no_older_figure_stands_in_for_one_that_is_damaged(published: Path) -> None:
    """Without the printed figures the Overview would tell of response times of the Review alone."""
    whole = shown("")
    assert "Immediate calls took" in everything(whole) + cards(whole)
    spoil(published / "published_figures.parquet")
    page = shown("")
    assert notices(page)[0].startswith(checked_words("published_figures"))
    assert REST in notices(page)[0]
    assert "Immediate calls took" not in everything(page) + cards(page)
