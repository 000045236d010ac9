"""A build of several sources: each that is refused has its line, the others are built all the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data_pipeline.__main__ import main
from datasets import checked
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
    assert written.startswith(
        "error: public_attitudes: the published public_attitudes.parquet is damaged: "
    )
    others = (
        f"gla_survey_series, mopac_dashboard_transcription, {WORKBOOK}, state_of_london_surveys"
    )
    assert written.endswith(f"; to make it anew, build all its sources at once, {others} too\n")
    assert written.count("\n") == 1


def spoil(path: Path) -> bytes:
    """Turns one bit in the middle of a file round; returns what it held."""
    held = path.read_bytes()
    at = len(held) // 2
    path.write_bytes(held[:at] + bytes([held[at] ^ 4]) + held[at + 1 :])
    return held


def test_damaged_rows_are_carried_into_no_version(build, published, capsys):
    """A bit of the rows of one source, when the other one is built alone; then both are."""
    good = {path: path.read_bytes() for path in published.glob("public_attitudes*.parquet")}
    for path in good:
        spoil(path)
    spoilt = hashes(published)
    assert build(PERCEPTION) == 1
    assert "the published public_attitudes.parquet is damaged" in capsys.readouterr().err
    assert hashes(published) == spoilt
    assert build() == 0
    assert {path: path.read_bytes() for path in good} == good


def test_a_table_that_is_gone_is_not_taken_for_one_without_rows(build, published, capsys):
    for path in published.glob("public_attitudes*.parquet"):
        path.unlink()
    assert build(PERCEPTION) == 1
    assert "public_attitudes.parquet is damaged: the table is missing" in capsys.readouterr().err


def test_a_build_mends_the_copy_that_is_spoilt_from_the_sound_one(build, published):
    before = hashes(published)
    for spoilt in ("public_attitudes-*.parquet", "boundaries.parquet", "boundaries.json"):
        (path,) = published.glob(spoilt)
        spoil(path)
    assert hashes(published) != before
    assert build(CRIME) == 0
    assert hashes(published) == before


def test_check_names_every_file_that_is_not_as_published(published, capsys):
    (named,) = published.glob("population-*.parquet")
    for path in (named, published / "boundaries.parquet", published / "recorded_offences.json"):
        spoil(path)
    (published / "commitments.parquet").unlink()
    main(["check", "--out", str(published)])
    told = capsys.readouterr()
    assert "FAIL  files are those of the manifest" in told.out
    for line in (
        f"error: {named.name} is not the file of the manifest",
        "error: boundaries.parquet is not the file of the manifest",
        "error: recorded_offences.json is not the metadata of recorded_offences.parquet",
        "error: commitments.parquet is missing",
    ):
        assert line in told.err.splitlines()


def test_a_manifest_with_one_bit_turned_is_refused_whole(build, published, capsys):
    good = (published / "manifest.json").read_bytes()
    for at in (good.index(b"rows") + 9, good.index(b'"sha256"', len(good) - 90) + 3):
        (published / "manifest.json").write_bytes(
            good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]
        )
        before = hashes(published)
        assert build(CRIME) == 1
        written = capsys.readouterr().err
        assert written.startswith(f"error: {published / 'manifest.json'}: cannot be read")
        assert hashes(published) == before


def test_a_build_seals_what_was_published_before_there_were_seals(build, published):
    for path in published.glob("manifest*.json"):
        held = json.loads(path.read_bytes())
        del held["sha256"]
        path.write_text(json.dumps(held))
    with pytest.raises(checked.SpoiltManifestError, match="no hash of its own content"):
        checked.snapshot_at(published / "manifest.json")
    assert build(CRIME) == 0
    for path in published.glob("manifest*.json"):
        assert checked.snapshot_at(path).version == "1.0.0"


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
