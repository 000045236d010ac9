"""Faults of the machine: the process killed at any moment, and a full disk.

Both are the real thing: the command line's `build` as a process of its own. Those that are killed come from
one process that has imported everything, as nothing of a folder is touched before the build is at work.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_pipeline import plausible, publish
from data_pipeline.__main__ import main
from datasets import catalogue
from datasets.schema import SourceError
from tests.conftest import REPOSITORY
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes

SEED = 20260930
KILLS = 14
IDS = ("ons_population", "borough_boundaries", "mopac_pas_workbook")
"""Sources of three tables and of the verdicts: few, so that the builds take little time."""

MAIN = """
import sys
from data_pipeline import plausible
from data_pipeline.__main__ import main
plausible.alarms = lambda *_: []  # the figures are invented
sys.exit(main(sys.argv[1:]))
"""
READY = ("pandera.pandas", *(f"data_pipeline.sources.{id_}" for id_ in IDS))
"""What a build imports only when it is at work."""
UNCHANGED = ["corrections", "signs"]
"""The log, to which a build that accepts nothing adds nothing, and signs of none of these figures."""


def command(mirror: Path, out: Path, ids: tuple[str, ...] = IDS) -> list[str]:
    options = ["--mirror", str(mirror), "--out", str(out)]
    return [sys.executable, "-c", MAIN, "build", *ids, *options]


def run(mirror: Path, out: Path, ids: tuple[str, ...] = IDS) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(mirror, out, ids), cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


def at_work(mirror: Path, out: Path) -> multiprocessing.process.BaseProcess:
    """The process of a build that has just begun."""
    ready = multiprocessing.get_context("forkserver")
    ready.set_forkserver_preload([__name__, *READY])
    process = ready.Process(target=_main, args=(command(mirror, out)[3:], str(out)))
    process.start()
    return process


def _main(arguments: list[str], published: str) -> None:
    os.environ["DATASETS_DIR"] = published
    plausible.alarms = lambda *_: []  # the figures are invented
    sys.exit(main(arguments))


def built(mirror: Path, out: Path) -> int | None:
    """Exit status of a build that nobody kills."""
    process = at_work(mirror, out)
    process.join()
    return process.exitcode


def kill_after(seconds: float, mirror: Path, out: Path) -> bool:
    """Builds, and kills the process after so long; tells whether it was still at work."""
    process = at_work(mirror, out)
    process.join(seconds)
    was_at_work = process.is_alive()
    process.kill()
    process.join()
    return was_at_work


def state(folder: Path) -> dict[str, str]:
    """Data version, and the hash of each table as the catalogue would read it."""
    written = catalogue.manifest()["datasets"]
    found = {"version": catalogue.version()}
    for dataset, entry in written.items():
        hashed = folder / f"{dataset}-{entry['sha256'][:12]}.parquet"
        path = hashed if hashed.exists() else folder / f"{dataset}.parquet"
        found[dataset] = hashlib.sha256(path.read_bytes()).hexdigest()
        assert found[dataset] == entry["sha256"], f"{dataset} is not what the manifest names"
        catalogue.load(dataset)
    return found


@pytest.fixture(scope="module")
def changed_mirror(good_mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good mirror with another figure in each of the tables."""
    mirror = shutil.copytree(good_mirror, tmp_path_factory.mktemp("faults") / "changed")
    mini.edit(mirror / mini.DENSITY, "MYE,99002", "MYE,99003")
    text = (mirror / mini.OUTLINES).read_text()
    (mirror / mini.OUTLINES).write_text(text.replace("51.3]", "51.31]"))
    sheets = mini.workbook_sheets()
    sheets["MPS"][-1][-1] += 0.01  # London's newest trust, which a verdict stands on
    mini.write_workbook(mirror / mini.WORKBOOK, sheets)
    return mirror


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The published folder, which is the one that the catalogue reads."""
    monkeypatch.setenv("DATASETS_DIR", str(tmp_path / "published"))
    return tmp_path / "published"


def test_killed_at_any_moment_the_catalogue_reads_old_or_new_and_the_next_build_works(
    good_mirror, changed_mirror, tmp_path, out
):
    assert built(good_mirror, out) == 0
    old_folder = shutil.copytree(out, tmp_path / "old")
    old = state(out)
    started = time.perf_counter()
    assert built(changed_mirror, out) == 0
    whole = time.perf_counter() - started
    new = state(out)
    assert set(old) == set(new)
    assert [name for name in old if old[name] == new[name]] == UNCHANGED

    moments = random.Random(SEED)
    killed = 0
    for number in range(KILLS):
        shutil.rmtree(out)
        shutil.copytree(old_folder, out)
        # Half of them at any time, half in the last part, where files are written.
        first = 0.02 if number % 2 else 0.6
        started = time.perf_counter()
        if kill_after(whole * moments.uniform(first, 1.02), changed_mirror, out):
            killed += 1
        else:  # the machine is less busy than it was
            whole = time.perf_counter() - started
        assert state(out) in (old, new)
        assert catalogue.problems() == []
        assert main(command(changed_mirror, out)[3:]) == 0
        assert (state(out), catalogue.problems()) == (new, [])
        assert list(out.glob("*.part")) == []
    assert killed >= KILLS // 2


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 384 kB, where the tests may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a tiny disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=384k", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no tiny disk can be mounted: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_full_disk_is_one_line_and_the_old_version_stays(
    tiny_disk, good_mirror, changed_mirror, monkeypatch
):
    out = tiny_disk / "published"
    monkeypatch.setenv("DATASETS_DIR", str(out))
    assert run(good_mirror, out).returncode == 0
    old, before = state(out), hashes(out)
    filler = tiny_disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    done = run(changed_mirror, out)
    assert done.returncode == 1
    assert done.stderr == (
        f"error: {out}: the folder cannot be written to: No space left on device\n"
    )
    assert (state(out), catalogue.problems(), hashes(out)) == (old, [], before)
    filler.unlink()
    assert run(changed_mirror, out).returncode == 0
    assert state(out) != old


def test_at_every_fill_of_the_disk_the_word_and_the_state_agree(
    tiny_disk, good_mirror, changed_mirror, tmp_path, monkeypatch
):
    """From no room at all to room for everything, in steps of a page of the disk."""
    out = tiny_disk / "published"
    monkeypatch.setenv("DATASETS_DIR", str(out))
    assert main(command(good_mirror, out)[3:]) == 0
    old, kept = state(out), shutil.copytree(out, tmp_path / "kept")
    new: list[publish.Table] = []
    with monkeypatch.context() as patch:
        patch.setattr(publish, "publish", lambda tables, *_: new.extend(tables) or [])
        assert main(command(changed_mirror, out)[3:]) == 0
    words = []
    for room in range(0, 160, 4):
        shutil.rmtree(out)
        shutil.copytree(kept, out)
        filler = fill(tiny_disk, room)
        told: list[str] = []
        try:
            publish.publish(new, out, told.append)
            words.append("late" if told else "published")
        except SourceError as error:
            words.append(str(error).removeprefix(f"{out}: "))
        now = state(out)
        if words[-1] in ("late", "published"):
            assert [name for name in old if now[name] == old[name]] == UNCHANGED
        else:
            assert words[-1] == "the folder cannot be written to: No space left on device"
            assert (now, hashes(out)) == (old, hashes(kept))
        filler.unlink()
        publish.publish(new, out)
        plain = {name: hashes(out)[f"{name}.parquet"] for name in state(out) if name != "version"}
        assert plain == {name: digest for name, digest in state(out).items() if name != "version"}
    assert len(set(words)) == 3
    assert words[-1] == "published"


def fill(disk: Path, room: int) -> Path:
    """Fills a disk but for so many kB."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while file.write(bytes(1024)):
                pass
        file.truncate(max(0, file.tell() - room * 1024))
    return filler
