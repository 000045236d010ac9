"""A published folder in an object store: what is read of it is what is read of a local folder."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from starlette.testclient import TestClient

from data_pipeline import publish, send
from data_pipeline.__main__ import main
from datasets import catalogue, object_store, versions
from datasets.object_store import FollowedCopy
from datasets.schema import SourceError
from tests import object_store as stores
from tests.conftest import REPOSITORY
from tests.dashboard.published_versions import application
from tests.datasets.conftest import OFFENCES, offences
from tests.object_store import Store


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with stores.speaking(), stores.serving(tmp_path_factory.mktemp("store") / "log") as found:
        yield found


@pytest.fixture
def store(server: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Holds what the folder of the test holds, and is what the catalogue reads."""
    send.send(folder, server.address)
    monkeypatch.setenv("DATASETS_DIR", server.address)
    monkeypatch.setattr(object_store, "_followed", {})
    monkeypatch.setattr(object_store, "EVERY_SECONDS", 3_600)  # a test says when it is looked at
    monkeypatch.setenv(object_store.COPY, "")
    yield server
    for one in object_store._followed.values():
        one.end()


def followed(of: Store) -> FollowedCopy:
    catalogue.directory()
    return object_store._followed[of.address]


def one_more(out: Path, count: int = 99) -> None:
    """A newer version: another first count."""
    rows = offences()
    rows.loc[0, "offences_count"] = count
    publish.publish([publish.Table(OFFENCES, rows, [], publish.metadata_of(OFFENCES, []))], out)


def first_count() -> int:
    return int(catalogue.load("recorded_offences")["offences_count"].iloc[0])


def test_what_is_read_of_a_store_is_what_is_read_of_the_folder(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {name: catalogue.load(name) for name in catalogue.ids()}
    found = (catalogue.version(), catalogue.state(), versions.kept(), catalogue.problems())
    assert catalogue.directory() != folder
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    assert found == (catalogue.version(), catalogue.state(), versions.kept(), [])
    for name in catalogue.ids():
        pd.testing.assert_frame_equal(there[name], catalogue.load(name))


def test_a_newer_version_is_taken_up_and_a_reading_under_way_stays_with_its_own(
    store: Store, folder: Path
) -> None:
    assert (catalogue.version(), first_count()) == ("1.0.0", 7)
    one_more(folder)
    with versions.reading():
        send.send(folder, store.address)
        followed(store).look()
        assert (catalogue.version(), first_count()) == ("1.0.0", 7)
    assert (catalogue.version(), first_count()) == ("1.0.1", 99)
    with versions.reading("1.0.0"):
        assert (catalogue.version(), first_count()) == ("1.0.0", 7)


def test_it_is_followed_without_being_asked(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_store, "EVERY_SECONDS", 0.05)
    assert first_count() == 7
    one_more(folder)
    send.send(folder, store.address)
    deadline = time.monotonic() + 60
    while first_count() == 7 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert first_count() == 99


def test_a_damaged_object_is_found_and_said_as_in_a_folder_and_heals(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert catalogue.problems() == []
    name = store.damage("recorded_offences")
    followed(store).look()
    said = catalogue.problems()
    assert said == ["recorded_offences: the table's bytes are not those of the manifest"]
    assert catalogue.damaged() == {"recorded_offences"}
    with TestClient(application(), base_url="https://example.org") as client:
        assert client.get("/data/recorded_offences.csv").status_code == 503
        assert client.get("/data/boundaries.csv").status_code == 200
        assert client.get("/servez").status_code == 200
        assert client.get("/readyz").status_code == 503
    (folder / name).write_bytes(store.read(name))
    (folder / "recorded_offences.parquet").write_bytes(store.read(name))
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    assert catalogue.problems() == said  # in the same words
    monkeypatch.setenv("DATASETS_DIR", store.address)
    (folder / name).unlink()
    with pytest.raises(SourceError, match="not those of the manifest"):
        send.send(folder, store.address)  # nor is damage ever sent
    one_more(folder, 7)
    send.send(folder, store.address)
    followed(store).look()
    assert (catalogue.problems(), first_count()) == ([], 7)


def test_a_table_that_is_gone_is_gone_and_a_manifest_that_is_none_is_said(store: Store) -> None:
    assert catalogue.problems() == []
    held = store.read("manifest.json")
    (name,) = (one for one in store.names() if one.startswith("boundaries"))
    store.remove(name)
    store.write("manifest.json", held[:-9])
    followed(store).look()
    assert catalogue.problems() == [
        "manifest.json cannot be read: it is not the JSON of a manifest"
    ]
    store.write("manifest.json", held)
    followed(store).look()
    assert catalogue.problems() == ["boundaries: the table is missing"]


def test_what_cannot_be_had_whole_changes_nothing(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither an object cut short nor a store that fails between two tables makes a mixed version."""
    assert first_count() == 7
    one_more(folder)
    send.send(folder, store.address)
    read = FollowedCopy._bytes
    monkeypatch.setattr(
        FollowedCopy,
        "_bytes",
        lambda self, name: read(self, name)[: 50 if name.endswith(".parquet") else None],
    )
    followed(store).look()
    assert (catalogue.version(), first_count(), catalogue.problems()) == ("1.0.0", 7, [])
    monkeypatch.setattr(FollowedCopy, "_bytes", read)
    followed(store).look()
    assert (catalogue.version(), first_count()) == ("1.0.1", 99)


def test_an_older_version_is_put_back_into_force(store: Store, folder: Path) -> None:
    one_more(folder)
    assert main(["send", "--out", str(folder), "--to", store.address]) == 0
    followed(store).look()
    assert (catalogue.version(), versions.kept()) == ("1.0.1", ("1.0.1", "1.0.0"))
    assert main(["send", "--out", str(folder), "--to", store.address, "--version", "1.0.0"]) == 0
    followed(store).look()
    assert (catalogue.version(), versions.kept(), first_count()) == ("1.0.0", ("1.0.0",), 7)
    assert main(["send", "--out", str(folder), "--to", store.address, "--version", "9.9.9"]) == 1


def test_what_no_version_names_goes_from_the_store_and_from_the_copy(
    store: Store, folder: Path
) -> None:
    store.write("boundaries-000000000000.parquet", b"of a version that is not kept")
    copy = followed(store)
    assert "boundaries-000000000000.parquet" in {one.name for one in copy.folder.iterdir()}
    send.send(folder, store.address)
    copy.look()
    assert {one.name for one in copy.folder.iterdir()} == store.names()


def test_a_process_started_from_one_that_reads_a_store_reads_its_copy(store: Store) -> None:
    code = "from datasets import catalogue; print(catalogue.directory(), catalogue.version())"
    printed = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        env={**os.environ, object_store.COPY: f"{followed(store).folder} {store.address}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert printed.stdout.split() == [str(followed(store).folder), "1.0.0"]


def test_a_store_that_no_longer_answers_leaves_what_is_held_and_is_said(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_store, "_followed", {})
    monkeypatch.setattr(object_store, "EVERY_SECONDS", 3_600)
    monkeypatch.setenv(object_store.COPY, "")
    with stores.speaking(), stores.serving(tmp_path_factory.mktemp("gone") / "log") as store:
        send.send(folder, store.address)
        monkeypatch.setenv("DATASETS_DIR", store.address)
        assert first_count() == 7
        store.end()
        followed(store).look()
        assert (first_count(), catalogue.problems()) == (7, [])
        monkeypatch.setattr(object_store, "SILENT_SECONDS", 0.0)
        (said,) = catalogue.problems()
        assert said.startswith("the store of published data has not been read for ")
        assert first_count() == 7
        with pytest.raises(SourceError, match="cannot be written to"):
            send.send(folder, store.address)


def test_an_address_that_is_none_is_said(folder: Path) -> None:
    with pytest.raises(SourceError, match="no address of a store"):
        send.send(folder, "ftp+nothing://x/y")
