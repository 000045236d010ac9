"""A build of several sources: each that is refused has its line, the others are built all the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.bad_input.spoilt import cut_in_half, edited, emptied, first_count
from tests.data_pipeline.conftest import hashes

WORKBOOK = "mopac_pas_workbook"
PERCEPTION = "mopac_public_perception"
CRIME = "mps_recorded_crime"


def test_the_good_mirror_is_accepted(build, published):
    """Else every case above could pass for a fault of the miniature."""
    before = hashes(published)
    assert build() == 0
    assert hashes(published) == before


def test_other_datasets_are_built_when_one_is_refused(build, small_mirror, published, capsys):
    first_count("-3")(small_mirror)
    edited(mini.DENSITY, "99002", "99003")(small_mirror)
    assert build() == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert told.err.startswith("error: mps_recorded_crime: ")
    assert [line for line in told.out.splitlines() if line.endswith(": published")] == [
        "population: published"
    ]


def test_each_refused_dataset_has_a_line(build, small_mirror, capsys):
    first_count("-3")(small_mirror)
    emptied(mini.OUTLINES)(small_mirror)
    assert build() == 1
    starts = [line.split(": ")[1] for line in capsys.readouterr().err.splitlines()]
    assert starts == ["borough_boundaries", "mps_recorded_crime"]


def test_each_faulty_file_of_a_dataset_has_a_line(build, small_mirror, published, capsys):
    before = hashes(published)
    first_count("-3")(small_mirror)
    emptied(mini.CRIME_HISTORICAL)(small_mirror)
    emptied(mini.PERCEPTION)(small_mirror)
    emptied(mini.WORKBOOK)(small_mirror)
    assert build(CRIME, PERCEPTION, WORKBOOK) == 1
    written = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in written] == [CRIME, CRIME, PERCEPTION, WORKBOOK]
    assert mini.HISTORICAL in written[0]
    assert mini.RECENT in written[1]
    assert hashes(published) == before


def test_unknown_source_is_refused(build, published, capsys):
    before = hashes(published)
    assert build("mps_weather") == 1
    written = capsys.readouterr().err
    assert written.startswith("error: mps_weather: no such source; there are borough_boundaries, ")
    assert written.count("\n") == 1
    assert hashes(published) == before


def test_folder_that_is_not_there_is_refused(build, small_mirror, published, capsys):
    before = hashes(published)
    shutil.rmtree(small_mirror)
    assert build(CRIME) == 1
    written = capsys.readouterr().err
    assert written == f"error: mps_recorded_crime: folder {small_mirror} is not there\n"
    assert hashes(published) == before


def test_published_table_that_cannot_be_read_is_named(build, published, capsys):
    for path in published.glob("public_attitudes*.parquet"):
        path.write_bytes(b"no table")
    assert build(PERCEPTION) == 1
    written = capsys.readouterr().err
    assert written.startswith("error: public_attitudes: public_attitudes-")
    assert "cannot be read" in written
    assert written.count("\n") == 1


def test_manifest_that_cannot_be_read_is_named(build, published, capsys):
    (published / "manifest.json").write_text('{"version": ')
    assert build(PERCEPTION) == 1
    written = capsys.readouterr().err
    assert written.startswith(f"error: {published / 'manifest.json'}: cannot be read as a manifest")
    assert written.count("\n") == 1


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "data_pipeline", "build", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("source", "spoil", "says"),
    [
        (CRIME, first_count("-3"), "'-3' is a negative count"),
        (WORKBOOK, cut_in_half(mini.WORKBOOK), "cannot be read as a workbook"),
    ],
    ids=["negative-count", "workbook-cut-in-half"],
)
def test_a_process_of_its_own_says_one_line(source, spoil, says, small_mirror, published):
    before = hashes(published)
    spoil(small_mirror)
    done = run(source, "--mirror", str(small_mirror), "--out", str(published))
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {source}: ")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert hashes(published) == before
