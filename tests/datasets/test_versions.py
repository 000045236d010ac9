"""Versions of the published data: which can be read, and what is said of the others."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline import publish
from datasets import catalogue, versions
from tests.datasets.conftest import OFFENCES, offences


def publish_again(folder: Path, first_count: int) -> None:
    """A new version, in which the first cell is another."""
    rows = offences()
    rows.loc[0, "offences_count"] = first_count
    metadata = publish.metadata_of(OFFENCES, [])
    publish.publish([publish.Table(OFFENCES, rows, [], metadata)], folder)


def first_count(table: versions.Table) -> int:
    return int(pd.read_parquet(table.path)["offences_count"].iloc[0])


def test_the_current_version_is_that_of_the_manifest(folder: Path) -> None:
    now = versions.current()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert now.version == manifest["version"] == "1.0.0"
    assert now.built_at == datetime.fromisoformat(manifest["built_at"]).astimezone(UTC)
    assert list(now.entries) == ["boundaries", "recorded_offences"]


def test_a_version_keeps_its_rows_when_a_newer_one_is_published(folder: Path) -> None:
    publish_again(folder, 70)
    now, before = versions.current(), versions.snapshot("1.0.0")
    assert (now.version, before.version) == ("1.0.1", "1.0.0")
    assert first_count(versions.table(now, "recorded_offences")) == 70
    assert first_count(versions.table(before, "recorded_offences")) == 7


def test_the_last_five_versions_are_kept(folder: Path) -> None:
    for count in range(100, 107):
        publish_again(folder, count)
    assert versions.kept() == ("1.0.7", "1.0.6", "1.0.5", "1.0.4", "1.0.3")
    for gone in ("1.0.2", "1.0.0", "9.0.0"):
        with pytest.raises(versions.VersionNotKeptError):
            versions.snapshot(gone)


def test_a_clone_holds_the_current_version_alone(folder: Path) -> None:
    for path in [*folder.glob("manifest-*.json"), *folder.glob("*-????????????.parquet")]:
        path.unlink()
    assert versions.kept() == ("1.0.0",)
    assert first_count(versions.table(versions.current(), "recorded_offences")) == 7


def test_what_a_killed_build_never_committed_is_no_version(folder: Path) -> None:
    committed = (folder / "manifest.json").read_text()
    (folder / "manifest-1.1.0.json").write_text(committed.replace("1.0.0", "1.1.0"))
    assert versions.kept() == ("1.0.0",)
    with pytest.raises(versions.VersionNotKeptError):
        versions.snapshot("1.1.0")


@pytest.mark.parametrize("text", ["1.0", "01.0.0", "1.0.0.0", "../1.0.0", "1.0.0\n", "¹.0.0", ""])
def test_what_is_no_version_is_not_looked_for(folder: Path, text: str) -> None:
    assert not versions.is_version(text)
    with pytest.raises(versions.VersionNotKeptError):
        versions.snapshot(text)


def test_a_spoilt_table_is_refused_as_soon_as_it_is_spoilt(folder: Path) -> None:
    assert versions.table(versions.current(), "boundaries").digest
    for path in folder.glob("boundaries*.parquet"):
        path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(
        versions.SpoiltTableError, match=r"^boundaries: .* not those of the manifest"
    ):
        versions.table(versions.current(), "boundaries")
    assert first_count(versions.table(versions.current(), "recorded_offences")) == 7


def test_a_missing_table_is_refused(folder: Path) -> None:
    for path in folder.glob("boundaries*.parquet"):
        path.unlink()
    with pytest.raises(versions.SpoiltTableError, match=r"^boundaries: the table is missing$"):
        versions.table(versions.current(), "boundaries")


def test_an_unknown_dataset_is_refused(folder: Path) -> None:
    with pytest.raises(catalogue.DatasetNotPublishedError, match="weather: not among"):
        versions.table(versions.current(), "weather")


def test_a_missing_manifest_is_said_without_the_folder(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    with pytest.raises(catalogue.DatasetError, match=r"no manifest\.json$") as error:
        versions.current()
    assert str(folder) not in str(error.value)


@pytest.mark.parametrize("content", ["{", "[]", '{"version": "1.0.0"}', '{"built_at": 5}'])
def test_a_manifest_that_is_none_is_said(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content)
    with pytest.raises(catalogue.DatasetError, match=r"^manifest\.json cannot be read: it "):
        versions.current()


def test_labels_are_those_that_occur(folder: Path) -> None:
    table = versions.table(versions.current(), "recorded_offences")
    assert table.labels["offence_group"] == ("Burglary", "Robbery", "Theft")
    assert table.labels["area_code"] == ("E09000003", "E09000022")
    assert "month" not in table.labels


def test_what_is_said_of_a_version_that_is_read_is_said_of_it_though_another_is_published(
    folder: Path,
) -> None:
    with versions.reading():
        publish_again(folder, 70)
        assert (versions.held().version, versions.current().version) == ("1.0.0", "1.0.1")
        assert versions.newest() == "1.0.0", (
            "else a page of it would say that it is of an older one"
        )
    assert versions.held().version == "1.0.1"
    with versions.reading("1.0.0"):
        assert (versions.held().version, versions.newest()) == ("1.0.0", "1.0.1")


@pytest.mark.parametrize("spoilt", [None, b"{"], ids=["gone", "damaged"])
def test_a_page_that_begins_without_a_list_of_tables_ends_without_one(
    folder: Path, spoilt: bytes | None
) -> None:
    """Else it would say that nothing can be shown, and show figures beside it."""
    manifest = folder / "manifest.json"
    held = manifest.read_bytes()
    manifest.unlink() if spoilt is None else manifest.write_bytes(spoilt)
    with versions.reading_as_asked("1.0.0"):
        manifest.write_bytes(held)
        with pytest.raises(catalogue.DatasetError) as error:
            catalogue.version()
        assert isinstance(error.value, catalogue.SpoiltManifestError) is (spoilt is not None)
        with pytest.raises(catalogue.DatasetError):
            catalogue.load("recorded_offences")
    assert catalogue.version() == "1.0.0"


def test_a_table_that_is_damaged_when_a_reading_begins_is_so_to_its_end(folder: Path) -> None:
    """Else a page would say that it is being checked, and show its figures."""
    held = {path: path.read_bytes() for path in folder.glob("boundaries*.parquet")}
    for path, content in held.items():
        path.write_bytes(content + b" ")
    with versions.reading():
        for path, content in held.items():
            path.write_bytes(content)
        assert not catalogue.is_readable("boundaries")
        with pytest.raises(versions.SpoiltTableError, match=r"^boundaries: .* reading began$"):
            catalogue.load("boundaries")
        with pytest.raises(catalogue.DatasetNotPublishedError, match="weather: not among"):
            catalogue.table("weather")
    assert len(catalogue.load("boundaries"))
