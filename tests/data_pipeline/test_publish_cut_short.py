"""Publishing that is killed, meets another build or a full disk: the folder is wholly old or wholly new."""

from __future__ import annotations

import dataclasses
import errno
from pathlib import Path

import pytest

from data_pipeline import publish
from data_pipeline.__main__ import main
from datasets import catalogue
from datasets.schema import SourceError
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.small_tables import (
    BOUNDARIES,
    POPULATION,
    forget_time,
    outline,
    residents,
    table,
)


class Killed(BaseException):
    """Stands for the end of the process: nothing may catch it."""


# Killed


OLD = ([5, 6], '{"a": 1}')
NEW = ([5, 7, 8], '{"a": 2}')


def both(state: tuple[list[int], str]) -> list[publish.Table]:
    """Two tables, whose rows and metadata both differ from state to state."""
    counts, text = state
    described = [dataclasses.replace(one, description=text) for one in (POPULATION, BOUNDARIES)]
    return [table(residents(*counts), described[0]), table(outline(text), described[1])]


def state_read() -> tuple[list[int], str]:
    """What a reader of the catalogue sees."""
    counts = catalogue.load("population")["residents_count"].tolist()
    return counts, catalogue.load("boundaries")["geometry"].item()


def publish_killed_at(number: int, tables, out, monkeypatch, *, is_half_written: bool) -> bool:
    """Publishes until the given write, counted from 1; tells whether it came so far."""
    whole = publish._replace
    writes = iter(range(1, 1000))

    def write(path: Path, content: bytes) -> None:
        if next(writes) == number:
            if is_half_written:
                path.with_name(path.name + ".part").write_bytes(content[: len(content) // 2])
            raise Killed
        whole(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(publish, "_replace", write)
        try:
            publish.publish(tables, out)
        except Killed:
            return True
    return False


WRITES_OF_AN_UPDATE = 8  # two tables aside, two manifests, two plain tables with their metadata
KILLS = [(n, half) for n in range(1, WRITES_OF_AN_UPDATE + 1) for half in (False, True)]


@pytest.fixture
def unkilled(tmp_path: Path) -> dict[str, str]:
    """What the folder is after both states were published undisturbed."""
    folder = tmp_path / "unkilled"
    folder.mkdir()
    publish.publish(both(OLD), folder)
    publish.publish(both(NEW), folder)
    return forget_time(folder)


@pytest.mark.parametrize(("number", "half"), KILLS)
def test_killed_at_any_write_the_folder_is_wholly_old_or_new_and_heals(
    number, half, out, monkeypatch, unkilled
):
    publish.publish(both(OLD), out)
    assert publish_killed_at(number, both(NEW), out, monkeypatch, is_half_written=half)
    is_committed = number > 4
    assert state_read() == (NEW if is_committed else OLD)
    assert catalogue.version() == ("1.1.0" if is_committed else "1.0.0")
    assert catalogue.problems() == []
    publish.publish(both(NEW), out)
    assert state_read() == NEW
    assert forget_time(out) == unkilled


@pytest.mark.parametrize("number", range(1, WRITES_OF_AN_UPDATE + 1))
def test_killed_between_writing_and_swapping_the_file_of_that_name_is_the_old_one(
    number, out, monkeypatch
):
    publish.publish(both(OLD), out)
    swaps = iter(range(1, 1000))

    def wait_for_the_disk(_):
        if next(swaps) == number:
            raise Killed

    monkeypatch.setattr(publish.os, "fsync", wait_for_the_disk)
    with pytest.raises(Killed):
        publish.publish(both(NEW), out)
    assert state_read() == (NEW if number > 4 else OLD)
    assert catalogue.problems() == []


def test_an_update_has_no_write_beyond_those_killed_at(out, monkeypatch):
    publish.publish(both(OLD), out)
    beyond = WRITES_OF_AN_UPDATE + 1
    assert not publish_killed_at(beyond, both(NEW), out, monkeypatch, is_half_written=False)


@pytest.mark.parametrize("number", range(1, 5))
def test_a_killed_build_leaves_nothing_once_its_input_is_withdrawn(number, out, monkeypatch):
    publish.publish(both(OLD), out)
    before = hashes(out)
    assert publish_killed_at(number, both(NEW), out, monkeypatch, is_half_written=True)
    assert publish.publish(both(OLD), out) == []
    assert hashes(out) == before


@pytest.mark.parametrize("number", range(1, 9))
def test_killed_in_the_first_build_there_is_no_data_or_all_of_it(number, out, monkeypatch):
    assert publish_killed_at(number, both(NEW), out, monkeypatch, is_half_written=True)
    if number > 4:
        assert state_read() == NEW
    else:
        with pytest.raises(catalogue.DatasetError, match="no published data"):
            catalogue.ids()
    publish.publish(both(NEW), out)
    assert (state_read(), catalogue.version(), catalogue.problems()) == (NEW, "1.0.0", [])
    assert list(out.glob("*.part")) == []


def test_killed_while_reading_a_later_dataset_nothing_is_published(
    build, small_mirror, published, monkeypatch
):
    before = hashes(published)
    mini.edit(small_mirror / mini.OUTLINES, "51.3]", "51.31]")

    def die(*_):
        raise Killed

    monkeypatch.setattr("data_pipeline.sources.ons_population.tidy", die)
    with pytest.raises(Killed):
        build()
    assert hashes(published) == before


# Two at once


def test_a_second_build_says_so_and_exits_1(build, published, capsys):
    before = hashes(published)
    with publish.only_build(published):
        assert build("borough_boundaries") == 1
    written = capsys.readouterr().err
    assert written == f"error: {published}: another build is writing to this folder\n"
    assert hashes(published) == before


def test_the_lock_stands_beside_the_folder(out):
    with publish.only_build(out):
        assert list(out.iterdir()) == []
    assert list(out.iterdir()) == []


def test_the_lock_holds_under_another_name_of_the_folder(build, published, tmp_path, capsys):
    link = tmp_path / "link"
    link.symlink_to(published)
    with publish.only_build(link):
        assert build("borough_boundaries") == 1
    assert "another build is writing to this folder" in capsys.readouterr().err


def test_a_write_that_fails_is_one_line_and_leaves_nothing(
    build, small_mirror, published, capsys, monkeypatch
):
    before = hashes(published)
    mini.edit(small_mirror / mini.DENSITY, "MYE,99002", "MYE,99003")

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(publish.os, "fsync", full)
    assert build("ons_population") == 1
    written = capsys.readouterr().err
    assert written == (
        f"error: {published}: the folder cannot be written to: No space left on device\n"
    )
    assert hashes(published) == before


@pytest.mark.parametrize("written", range(12))
def test_whichever_write_fails_the_word_and_the_state_agree(written, out, monkeypatch):
    """After so many writes the disk is full: failed and as it was, or published and in force."""
    publish.publish([table(residents(5)), table(outline(), BOUNDARIES)], out)
    before, done, failed, told = hashes(out), [], [], []
    whole = publish._replace

    def until_full(path: Path, content: bytes) -> None:
        if len(done) == written:
            failed.append(path.name)
            raise OSError(errno.ENOSPC, "No space left on device")
        done.append(path.name)
        whole(path, content)

    monkeypatch.setattr(publish, "_replace", until_full)
    new = [table(residents(6)), table(outline("[]"), BOUNDARIES)]
    why = ""
    try:
        publish.publish(new, out, told.append)
    except SourceError as error:
        why = str(error)
    full = "No space left on device"
    late = f"{out}: version 1.0.1 is in force; the copies under plain names follow with the next build ({full})"
    if "manifest.json" in done:
        assert (why, catalogue.version()) == ("", "1.0.1")
        assert told == ([late] if failed else [])
    else:
        assert (why, told) == (f"{out}: the folder cannot be written to: {full}", [])
        assert (hashes(out), catalogue.version()) == (before, "1.0.0")
    monkeypatch.setattr(publish, "_replace", whole)
    publish.publish(new, out)
    assert catalogue.load("population")["residents_count"].tolist() == [6]
    plain, held = hashes(out)["population.parquet"], catalogue.manifest()["datasets"]
    assert plain == held["population"]["sha256"]


def test_a_change_log_that_cannot_be_written_does_not_undo_the_word(
    small_mirror, published, monkeypatch, capsys, tmp_path
):
    monkeypatch.setattr("data_pipeline.__main__.PUBLISHED", published)
    monkeypatch.setattr("data_pipeline.__main__.CHANGELOG", tmp_path)  # a folder
    mini.edit(small_mirror / mini.DENSITY, "MYE,99002", "MYE,99003")
    command = ["build", "ons_population", "--mirror", str(small_mirror), "--out", str(published)]
    assert main(command) == 0
    said = capsys.readouterr()
    assert "population: published" in said.out
    assert "not brought up to date (Is a directory)" in said.out
    assert said.err == ""


def test_the_folder_is_free_again_after_a_build(build):
    assert build("borough_boundaries") == 0
    assert build("borough_boundaries") == 0
