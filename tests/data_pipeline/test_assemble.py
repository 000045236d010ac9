"""Datasets put together from several sources: one built again among others, and which value wins."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_pipeline import assemble, published_folder
from data_pipeline.__main__ import main
from datasets import catalogue
from datasets.schema import DATASETS
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.small_tables import forget_time

# One source of several


def of_source(folder: Path, source: str, monkeypatch) -> pd.DataFrame:
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    rows = catalogue.load("public_attitudes")
    return rows[rows["source_id"] == source].reset_index(drop=True)


SURVEYS = ("mopac_dashboard_transcription", "mopac_pas_workbook", "mopac_public_perception")


@pytest.mark.parametrize("source", SURVEYS)
def test_building_one_source_again_changes_nothing(source, build, published):
    before = hashes(published)
    assert build(source) == 0
    assert hashes(published) == before


def test_building_one_source_leaves_the_rows_of_the_others(
    build, small_mirror, published, good_published, monkeypatch
):
    """Even where their files are spoilt, as these are not read."""
    start = "Mar-23,Police do a good job in the local area,"
    lines = mini.lines(small_mirror / mini.PERCEPTION)
    line = next(line for line in lines if line.startswith(start))
    mini.edit(small_mirror / mini.PERCEPTION, line, f"{start}99\n")
    mini.edit(small_mirror / mini.TRANSCRIPTION_LONG, "Croydon,Good job,0.", "Croydon,Good job,1.")
    assert build("mopac_public_perception") == 0
    for other in SURVEYS[:2]:
        held = of_source(good_published, other, monkeypatch)
        pd.testing.assert_frame_equal(of_source(published, other, monkeypatch), held)
    changed = of_source(published, SURVEYS[2], monkeypatch)
    held = of_source(good_published, SURVEYS[2], monkeypatch)
    differing = changed[changed["share_pct"] != held["share_pct"]]
    assert differing[["measure", "share_pct"]].to_numpy().tolist() == [["good_job_local", 99.0]]
    assert published_folder.read_manifest(published)["version"] == "1.0.1"


def test_entries_of_a_source_in_two_files_stay_when_another_is_built(
    build, small_mirror, published
):
    (small_mirror / mini.WORKBOOK).unlink()
    mini.write_workbook_saves(small_mirror)
    assert build("mopac_pas_workbook") == 0
    before = hashes(published)
    assert build("mopac_public_perception") == 0
    assert hashes(published) == before


def test_order_of_the_sources_on_the_command_line_does_not_matter(small_mirror, tmp_path):
    for name, ids in (("a", SURVEYS), ("b", (*SURVEYS[::-1], SURVEYS[0]))):
        out = str(tmp_path / name)
        assert main(["build", *ids, "--mirror", str(small_mirror), "--out", out]) == 0
    assert forget_time(tmp_path / "a") == forget_time(tmp_path / "b")


def test_a_single_file_is_built_from_where_it_lies(published, small_mirror, tmp_path):
    file = shutil.copy(small_mirror / mini.OUTLINES, tmp_path / "outlines [new].geojson")
    arguments = ["build", "borough_boundaries", "--file", str(file), "--out", str(published)]
    assert main(arguments) == 0
    manifest = json.loads((published / "manifest.json").read_text())
    assert manifest["datasets"]["boundaries"]["sources"][0]["file"] == "outlines [new].geojson"


def test_a_file_for_a_reference_source_is_read_from_where_it_lies(published, tmp_path, capsys):
    file = tmp_path / "review_figures.csv"
    file.write_text("a,b\n1,2\n")
    arguments = ["build", "review_figures", "--file", str(file), "--out", str(published)]
    assert main(arguments) == 1
    assert "no column measure_id" in capsys.readouterr().err


def test_reference_sources_are_built_from_a_folder_of_downloads_too(published, tmp_path):
    arguments = ["build", "review_figures", "--raw", str(tmp_path), "--out", str(published)]
    before = hashes(published)
    assert main(arguments) == 0
    assert hashes(published) == before


def test_edition_is_read_from_the_folder_next_to_the_file(small_mirror, published, tmp_path):
    """Not from a folder further up that happens to look like one."""
    misleading = tmp_path / "edition-190001"
    shutil.copytree(small_mirror, misleading)
    before = hashes(published)
    arguments = [
        "build",
        "mps_recorded_crime",
        "--mirror",
        str(misleading),
        "--out",
        str(published),
    ]
    assert main(arguments) == 0
    assert hashes(published) == before


# Which value wins


MEASURES = ("trust", "good_job_local")
EDITIONS = ("2023-12", "2025-09", "2026-03")
PUBLISHERS = {
    "mopac_dashboard_transcription": True,
    "mopac_pas_workbook": False,
    "mopac_public_perception": False,
}
ATTITUDES = DATASETS["public_attitudes"]


@st.composite
def attitudes(draw) -> pd.DataFrame:
    """Rows of the three survey sources in any order, at most one per key, source and edition."""
    cells = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(MEASURES), st.sampled_from(sorted(PUBLISHERS)), st.sampled_from(EDITIONS)),
            st.integers(0, 100),
            min_size=1,
        )
    )  # fmt: skip
    rows = [
        {"survey": "PAS", "measure": measure, "area_code": "MPS", "group_dimension": "all", "group": "all",
         "period_end": pd.Timestamp("2023-12-31"), "time_basis": "rolling_12_months",
         "share_pct": float(share), "is_transcription": PUBLISHERS[source], "source_id": source, "edition": edition}
        for (measure, source, edition), share in cells.items()
    ]  # fmt: skip
    return pd.DataFrame(draw(st.permutations(rows)))


@settings(max_examples=50, deadline=None)
@given(attitudes())
def test_one_value_per_key_is_kept(rows):
    kept = assemble.one_value_per_key(rows, ATTITUDES)
    assert sorted(kept["measure"]) == sorted(rows["measure"].unique())


@settings(max_examples=50, deadline=None)
@given(attitudes(), st.randoms(use_true_random=False))
def test_the_order_of_the_sources_does_not_matter(rows, random):
    order = random.sample(range(len(rows)), len(rows))
    pd.testing.assert_frame_equal(
        assemble.one_value_per_key(rows.iloc[order], ATTITUDES),
        assemble.one_value_per_key(rows, ATTITUDES),
    )


@settings(max_examples=50, deadline=None)
@given(attitudes())
def test_a_publishers_file_wins_over_a_transcription_and_the_newest_edition_wins(rows):
    for _, winner in assemble.one_value_per_key(rows, ATTITUDES).iterrows():
        rivals = rows[rows["measure"] == winner["measure"]]
        if not rivals["is_transcription"].all():
            assert not winner["is_transcription"]
            rivals = rivals[~rivals["is_transcription"]]
        assert winner["edition"] == rivals["edition"].max()


def test_both_rules_hold_in_a_build(good_published, monkeypatch):
    monkeypatch.setenv("DATASETS_DIR", str(good_published))
    rows = catalogue.load(
        "public_attitudes", filters={"measure": "good_job_local", "area_code": "MPS"}
    )
    winners = rows.set_index("period_end")["source_id"]
    assert set(winners) == {"mopac_public_perception"}  # the newer of two publishers' files
    local = catalogue.load(
        "public_attitudes", filters={"measure": "good_job_local", "area_code": "E09000022"}
    ).set_index("period_end")["source_id"]
    assert local["2023-12-31"] == "mopac_pas_workbook"
    assert local["2024-03-31"] == "mopac_dashboard_transcription"


def test_each_month_is_taken_whole_from_its_newest_edition(good_published, monkeypatch):
    monkeypatch.setenv("DATASETS_DIR", str(good_published))
    rows = catalogue.load("recorded_offences", ["month", "edition"]).drop_duplicates()
    assert {f"{month:%Y%m}": edition for month, edition in rows.itertuples(index=False)} == {
        "202312": "202401", "202401": "202403", "202402": "202403", "202403": "202407", "202404": "202407",
        "202405": "202407", "202406": "202407", "202407": "202409", "202408": "202409", "202409": "202409",
    }  # fmt: skip
