"""Bytes that are not those that were published: no frame, no metadata and no answer is made of them."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from starlette.testclient import TestClient

from data_pipeline import publish
from datasets import catalogue, versions
from tests.dashboard.published_versions import application
from tests.datasets.conftest import OFFENCES, offences

SEED = 20261130
FLIPS = {"*.parquet": 70, "manifest.json": 20, "*.json": 10}
"""Bits turned round, by files: where in them is drawn by size."""

NEVER_503 = ("/sitemap.xml", "/healthz", "/servez")
SAY_LESS = ("/data", "/openapi.json", "/sitemap.xml")
"""Answers that leave out what is damaged."""

ALL_TABLES = (*NEVER_503, *SAY_LESS[:2], "/data/v", "/data/datapackage.json", "/updates.xml")


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what is published, to spoil."""
    copied = shutil.copytree(catalogue.directory(), tmp_path / "published")
    monkeypatch.setenv("DATASETS_DIR", str(copied))
    return copied


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(application(), base_url="https://example.org") as found:
        yield found


def flipped(held: bytes, bit: int) -> bytes:
    at = bit // 8
    return held[:at] + bytes([held[at] ^ (1 << bit % 8)]) + held[at + 1 :]


def bits(folder: Path) -> Iterator[tuple[Path, int]]:
    chance = random.Random(SEED)
    for pattern, count in FLIPS.items():
        files = sorted(path for path in folder.glob(pattern))
        for path in chance.choices(files, [one.stat().st_size for one in files], k=count):
            yield path, chance.randrange(8 * path.stat().st_size)


@dataclass(frozen=True)
class Good:
    """What a page and the interface say of a table while all is well."""

    rows: pd.DataFrame
    said: str
    answers: Mapping[str, tuple[int, bytes]]


def said_of(dataset: str) -> str:
    return json.dumps([catalogue.describe(dataset), catalogue.manifest()["datasets"][dataset]])


def answers(client: TestClient, dataset: str, more: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    """Status and body of what the interface says of a table, and of all of them."""
    asked = [f"/data/{dataset}.{end}" for end in ("json?limit=40", "metadata.json")]
    return {
        path: (found.status_code, found.content)
        for path in (*asked, *more)
        for found in [client.get(path)]
    }


def test_no_bit_turned_round_gives_a_wrong_figure(published: Path, client: TestClient) -> None:
    """What is read, and what is answered, is as it was, or it is said that it cannot be."""
    good: dict[str, Good] = {}
    told = {"frames": 0, "answers": 0}
    for number, (path, bit) in enumerate(bits(published)):
        more = ALL_TABLES if number % 7 == 0 or path.name == "manifest.json" else ()
        dataset = path.stem if path.stem in catalogue.ids() else "use_of_force"
        if dataset not in good:
            asked = answers(client, dataset, ALL_TABLES)
            good[dataset] = Good(catalogue.load(dataset), said_of(dataset), asked)
        held = path.read_bytes()
        path.write_bytes(flipped(held, bit))
        try:
            assert catalogue.load(dataset).equals(good[dataset].rows), (path.name, bit)
            assert said_of(dataset) == good[dataset].said, (path.name, bit)
        except (catalogue.SpoiltTableError, catalogue.SpoiltManifestError):
            told["frames"] += 1
        for address, (status, body) in answers(client, dataset, more).items():
            assert status in (200, 503), (path.name, bit, address)
            told["answers"] += status == 503
            if status == 503:
                assert address not in NEVER_503, (path.name, bit)
                assert set(json.loads(body)) == {"error", "allowed"}
            elif address not in SAY_LESS:
                assert (status, body) == good[dataset].answers[address], (path.name, bit, address)
        path.write_bytes(held)
    whole = FLIPS["*.parquet"] + FLIPS["manifest.json"]
    assert whole <= told["frames"] <= whole + FLIPS["*.json"]
    assert told["answers"] > 2 * whole
    assert catalogue.problems() == []


# Other damage


def another_state(folder: Path, first_count: int) -> None:
    """Publish the made-up offences with another first count."""
    rows = offences()
    rows.loc[0, "offences_count"] = first_count
    publish.publish([publish.Table(OFFENCES, rows, [], publish.metadata_of(OFFENCES, []))], folder)


def first_count() -> int:
    return int(catalogue.load("recorded_offences")["offences_count"].iloc[0])


def offences_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("recorded_offences*.parquet"))


def cut(path: Path, _folder: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def emptied(path: Path, _folder: Path) -> None:
    path.write_bytes(b"")


def deleted(path: Path, _folder: Path) -> None:
    path.unlink()


def folder_in_its_place(path: Path, _folder: Path) -> None:
    path.unlink()
    path.mkdir()


def swapped(path: Path, folder: Path) -> None:
    path.write_bytes((folder / "boundaries.parquet").read_bytes())


def of_the_version_before(path: Path, folder: Path) -> None:
    digest = versions.snapshot("1.0.0").entries["recorded_offences"]["sha256"]
    path.write_bytes((folder / f"recorded_offences-{digest[:12]}.parquet").read_bytes())


SPOILS = (cut, emptied, deleted, folder_in_its_place, swapped, of_the_version_before)


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: spoil.__name__)
def test_a_table_that_is_not_the_one_published_is_told_and_comes_back(
    spoil: Callable[[Path, Path], None], folder: Path
) -> None:
    another_state(folder, 70)
    assert first_count() == 70
    digest = versions.current().entries["recorded_offences"]["sha256"]
    both = [
        folder / f"recorded_offences-{digest[:12]}.parquet",
        folder / "recorded_offences.parquet",
    ]
    held = both[0].read_bytes()
    for path in both:
        spoil(path, folder)
    for ask in (catalogue.load, catalogue.describe, catalogue.schema, catalogue.table_path):
        with pytest.raises(catalogue.SpoiltTableError, match=r"^recorded_offences: the table"):
            ask("recorded_offences")
    assert catalogue.damaged() == {"recorded_offences"}
    assert [one.partition(":")[0] for one in catalogue.problems()] == ["recorded_offences"]
    assert not catalogue.is_readable("recorded_offences")
    assert catalogue.load("boundaries")["area_name"].tolist() == ["Barnet"]
    for path in both:
        if path.is_dir():
            path.rmdir()
        path.write_bytes(held)
    assert first_count() == 70
    assert catalogue.damaged() == frozenset()


@pytest.mark.parametrize("which", [0, 1])
def test_where_one_file_is_spoilt_and_the_other_is_sound_the_sound_one_is_read(
    which: int, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good = [path for path in (folder / "boundaries.parquet", *folder.glob("boundaries-*.parquet"))]
    held = good[which].read_bytes()
    good[which].write_bytes(flipped(held, 8 * (len(held) // 2)))
    assert catalogue.load("boundaries")["area_name"].tolist() == ["Barnet"]
    assert catalogue.problems() == []
    assert (good[which].name in caplog.text) == (
        which == 1
    )  # the one named after its hash is asked first


def test_a_manifest_whose_hash_is_gone_or_renamed_is_none(folder: Path) -> None:
    good = (folder / "manifest.json").read_bytes()
    name = good.index(b'"sha256"', len(good) - 90) + 1
    for bit in range(8 * name, 8 * (name + len("sha256"))):
        (folder / "manifest.json").write_bytes(flipped(good, bit))
        with pytest.raises(catalogue.SpoiltManifestError):
            catalogue.ids()
    unsealed = json.loads(good)
    del unsealed["sha256"]
    (folder / "manifest.json").write_text(json.dumps(unsealed))
    with pytest.raises(catalogue.SpoiltManifestError, match="no hash of its own content"):
        catalogue.ids()
    (folder / "manifest.json").write_bytes(good)
    assert catalogue.ids() == ["boundaries", "recorded_offences"]


def test_the_manifest_of_one_version_does_not_pass_for_that_of_another(folder: Path) -> None:
    for count in (70, 71):
        another_state(folder, count)
    shutil.copy(folder / "manifest-1.0.1.json", folder / "manifest-1.0.0.json")
    with pytest.raises(catalogue.SpoiltManifestError, match="that of another version"):
        versions.snapshot("1.0.0")


def rebuilt_elsewhere(folder: Path, count: int) -> Path:
    """Another folder of the same version with other rows, as a build into an empty folder makes it."""
    other = folder / f"anew-{count}"
    other.mkdir()
    another_state(other, count)
    return other


def put(other: Path, folder: Path) -> None:
    for path in other.iterdir():
        shutil.copy(path, folder)


def test_a_folder_built_anew_under_the_same_number_is_other_data(folder: Path) -> None:
    put(rebuilt_elsewhere(folder, 70), folder)
    was = catalogue.state()
    assert (catalogue.version(), first_count()) == ("1.0.0", 70)
    put(rebuilt_elsewhere(folder, 71), folder)
    assert (catalogue.version(), first_count()) == ("1.0.0", 71)
    assert catalogue.state() != was


def test_what_is_swapped_in_while_a_page_runs_is_read_by_the_next(folder: Path) -> None:
    """Never two states on one page: it is made of the bytes that were current at its start."""
    with versions.reading():
        another_state(folder, 70)
        assert (catalogue.version(), first_count()) == ("1.0.0", 7)
    with versions.reading():
        assert (catalogue.version(), first_count()) == ("1.0.1", 70)
        for path in offences_files(folder):
            path.unlink()
        put(rebuilt_elsewhere(folder, 71), folder)
        assert (catalogue.version(), first_count()) == ("1.0.1", 70)
    assert (catalogue.version(), first_count()) == ("1.0.0", 71)


def test_a_damaged_table_is_part_of_what_answers_are_kept_by(folder: Path) -> None:
    was = catalogue.state()
    held = {path: path.read_bytes() for path in offences_files(folder)}
    for path in held:
        path.write_bytes(b"x")
    assert catalogue.state() == f"{was} recorded_offences"
    with catalogue.noting_damaged() as noted:
        assert not catalogue.is_readable("recorded_offences")
        assert catalogue.is_readable("boundaries")
        assert not catalogue.is_readable("weather")
    assert noted == {"recorded_offences"}
    for path, content in held.items():
        path.write_bytes(content)
    assert catalogue.state() == was
