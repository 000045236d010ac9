"""Publishing: all or nothing, a version that tells what changed, and no half-written folder ever."""

from __future__ import annotations

import dataclasses
import errno
import json
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_pipeline import assemble, publish, published_folder
from data_pipeline.__main__ import main
from datasets import catalogue, checked, versions
from datasets.schema import DATASETS, Dataset, SourceError
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes

POPULATION = DATASETS["population"]
BOUNDARIES = DATASETS["boundaries"]


class Killed(BaseException):
    """Stands for the end of the process: nothing may catch it."""


def residents(*counts: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": range(2011, 2011 + len(counts)),
            "area_code": "E09000003",
            "area_name": "Barnet",
            "sex": "all",
            "ethnicity": "all",
            "age_band": "all",
            "residents_count": counts,
            "source_id": "ons_population",
            "edition": "2012",
        }
    )


def outline(text: str = "{}") -> pd.DataFrame:
    values = ["E09000003", "Barnet", text, "borough_boundaries", "2023"]
    return pd.DataFrame([values], columns=list(BOUNDARIES.columns))


def table(rows: pd.DataFrame, dataset: Dataset = POPULATION) -> publish.Table:
    source = {"id": "a", "edition": "1", "file": "f", "sha256": "00", "retrieved": "2026-01-01"}
    return publish.Table(dataset, rows, [source], publish.metadata_of(dataset, []))


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty published folder, also the one that the catalogue reads."""
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    return folder


# Versions


def test_first_version_is_1_0_0(out):
    assert publish.publish([table(residents(5))], out) == ["population"]
    assert catalogue.version() == "1.0.0"


def test_unchanged_rows_leave_every_file_untouched(out):
    publish.publish([table(residents(5))], out)
    before = hashes(out)
    assert publish.publish([table(residents(5))], out) == []
    assert hashes(out) == before


def test_added_rows_raise_the_minor_version(out):
    publish.publish([table(residents(5))], out)
    publish.publish([table(residents(5, 6))], out)
    assert catalogue.version() == "1.1.0"


def test_rows_added_while_others_go_raise_the_minor_version(out):
    publish.publish([table(residents(5, 6, 7))], out)
    publish.publish([table(residents(5, 6).assign(year=[2013, 2014]))], out)
    assert catalogue.version() == "1.1.0"


def test_a_new_table_raises_the_minor_version(out):
    publish.publish([table(residents(5))], out)
    publish.publish([table(outline(), BOUNDARIES)], out)
    assert catalogue.version() == "1.1.0"


def test_a_corrected_value_raises_the_patch_version(out):
    publish.publish([table(residents(5))], out)
    publish.publish([table(residents(6))], out)
    assert catalogue.version() == "1.0.1"


def test_a_removed_column_raises_the_major_version(out):
    kept = tuple(name for name in POPULATION.columns if name != "age_band")
    key = tuple(name for name in POPULATION.key if name != "age_band")
    smaller = dataclasses.replace(POPULATION, columns=kept, key=key)
    publish.publish([table(residents(5))], out)
    publish.publish([table(residents(5), smaller)], out)
    assert catalogue.version() == "2.0.0"


def test_a_column_removed_beside_added_rows_is_still_major(out):
    smaller = dataclasses.replace(
        POPULATION, columns=tuple(name for name in POPULATION.columns if name != "area_name")
    )
    publish.publish([table(residents(5))], out)
    publish.publish([table(residents(5, 6), smaller), table(outline(), BOUNDARIES)], out)
    assert catalogue.version() == "2.0.0"


def test_a_retyped_column_raises_the_major_version(out, monkeypatch):
    publish.publish([table(residents(5))], out)
    monkeypatch.setitem(publish._ARROW, "integer", pa.float64())
    publish.publish([table(residents(5))], out)
    assert catalogue.version() == "2.0.0"


# Files


def test_each_table_stands_under_its_hash_and_its_plain_name(out):
    publish.publish([table(residents(5, 6))], out)
    digest = catalogue.manifest()["datasets"]["population"]["sha256"]
    assert sorted(hashes(out)) == [
        "manifest-1.0.0.json",
        "manifest.json",
        f"population-{digest[:12]}.parquet",
        "population.json",
        "population.parquet",
    ]
    assert hashes(out)["population.parquet"] == digest
    assert hashes(out)[f"population-{digest[:12]}.parquet"] == digest


def test_manifest_states_rows_and_period(out):
    publish.publish([table(residents(5, 6, 7))], out)
    entry = catalogue.manifest()["datasets"]["population"]
    assert (entry["rows"], entry["period"]) == (3, ["2011", "2013"])


def test_readers_follow_the_manifest_not_the_plain_name(out):
    publish.publish([table(residents(5))], out)
    old = (out / "population.parquet").read_bytes()
    publish.publish([table(residents(6))], out)
    (out / "population.parquet").write_bytes(old)
    assert catalogue.load("population")["residents_count"].tolist() == [6]


def test_readers_use_the_plain_name_where_no_hashed_file_is(out):
    publish.publish([table(residents(5))], out)
    for path in out.glob("population-*.parquet"):
        path.unlink()
    assert catalogue.load("population")["residents_count"].tolist() == [5]
    assert catalogue.problems() == []


def test_the_last_five_versions_are_kept_and_older_ones_removed(out):
    for value in range(8):
        publish.publish([table(residents(value))], out)
    versions = sorted(path.name for path in out.glob("manifest-*.json"))
    assert versions == [f"manifest-1.0.{n}.json" for n in (3, 4, 5, 6, 7)]
    tables = [pq.read_table(path).to_pandas() for path in out.glob("population-*.parquet")]
    assert sorted(rows["residents_count"].item() for rows in tables) == [3, 4, 5, 6, 7]


def test_the_version_of_a_fresh_clone_is_kept_when_the_next_one_comes(out):
    """A clone holds its version under the plain names alone."""
    publish.publish([table(residents(5)), table(outline(), BOUNDARIES)], out)
    for path in [*out.glob("*-????????????.parquet"), *out.glob("manifest-*.json")]:
        path.unlink()
    publish.publish([table(residents(6)), table(outline(), BOUNDARIES)], out)
    assert versions.kept() == ("1.0.1", "1.0.0")
    with versions.reading("1.0.0"):
        assert catalogue.version() == "1.0.0"
        assert catalogue.load("population")["residents_count"].tolist() == [5]
        assert catalogue.load("boundaries")["geometry"].tolist() == ["{}"]
    assert catalogue.load("population")["residents_count"].tolist() == [6]


def test_a_spoilt_table_is_not_kept_as_the_version_before(out):
    publish.publish([table(residents(5))], out)
    for path in out.glob("*-????????????.parquet"):
        path.unlink()
    (out / "population.parquet").write_bytes(b"spoilt")
    publish.publish([table(residents(6))], out)
    with pytest.raises(versions.SpoiltTableError), versions.reading("1.0.0"):
        pass
    assert catalogue.load("population")["residents_count"].tolist() == [6]


def test_versions_are_ordered_as_numbers(out):
    for value in range(12):
        publish.publish([table(residents(value))], out)
    kept = {path.name for path in out.glob("manifest-*.json")}
    assert kept == {f"manifest-1.0.{n}.json" for n in (7, 8, 9, 10, 11)}


def test_a_table_shared_by_kept_versions_is_kept_once(out):
    publish.publish([table(residents(5)), table(outline(), BOUNDARIES)], out)
    publish.publish([table(residents(6)), table(outline(), BOUNDARIES)], out)
    assert len(list(out.glob("boundaries-*.parquet"))) == 1
    assert len(list(out.glob("population-*.parquet"))) == 2


@pytest.mark.parametrize(
    "spoilt", ["population.parquet", "population-*.parquet", "population*.parquet"]
)
def test_spoilt_files_are_healed_by_the_next_build(out, spoilt):
    publish.publish([table(residents(5))], out)
    before = hashes(out)
    for path in out.glob(spoilt):
        path.write_bytes(b"spoilt")
    publish.publish([table(residents(5))], out)
    assert hashes(out) == before


def test_a_spoilt_plain_file_is_healed_where_only_plain_files_are_kept(out):
    """As in a fresh clone, which has no hash-named files."""
    publish.publish([table(residents(5))], out)
    for path in out.glob("population-*.parquet"):
        path.unlink()
    (out / "population.parquet").write_bytes(b"spoilt")
    publish.publish([table(residents(5))], out)
    assert catalogue.problems() == []


def test_date_of_retrieval_is_kept_while_the_file_is_the_same(out):
    publish.publish([table(residents(5))], out)
    later = table(residents(5))
    later.sources[0]["retrieved"] = "2026-02-02"
    assert publish.publish([later], out) == []
    assert catalogue.manifest()["datasets"]["population"]["sources"][0]["retrieved"] == "2026-01-01"


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


def forget_time(folder: Path) -> dict[str, str]:
    """Hashes of a folder after its manifests were given one time of building."""
    for path in folder.glob("manifest*.json"):
        path.write_bytes(checked.seal({**json.loads(path.read_text()), "built_at": "2000-01-01"}))
    return hashes(folder)


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
