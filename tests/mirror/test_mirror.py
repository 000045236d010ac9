"""The publishers' own files: nothing is lost on the way, and the frozen tables are what comes out.

Counts and shares are added up here with the csv module alone, independently of the pipeline.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline import published_folder, registry
from data_pipeline.__main__ import main
from datasets import catalogue
from datasets.schema import DATASETS
from tests.conftest import FROZEN

pytestmark = pytest.mark.mirror

SOURCES = registry.all_sources()
CRIME = SOURCES["mps_recorded_crime"]
NEWEST_FROM = (
    "202407"  # months from here on are from the edition of June 2026, earlier ones from a whole one
)


@pytest.fixture(scope="session")
def built(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder published from the mirror, then from the editions that lie apart where they are there."""
    out = tmp_path_factory.mktemp("built")
    assert main(["build", "--mirror", str(mirror), "--out", str(out)]) == 0
    if apart(mirror).is_dir():
        more = ["--mirror", str(apart(mirror)), "--out", str(out)]
        assert main(["build", "mps_recorded_crime", *more]) == 0
    return out


def apart(mirror: Path) -> Path:
    """The folder of editions that lie apart, beside the mirror."""
    return mirror.with_name("mirror_more")


def crime_files(mirror: Path) -> list[Path]:
    return sorted(mirror.glob("crime/edition-*/MPS Borough Level Crime*.csv"))


def edition_of(path: Path) -> str:
    return re.findall(r"edition-(\d{6})", path.as_posix())[-1]


def raw_cells(path: Path) -> Iterator[tuple[str, str, int]]:
    """Group, month and count of every cell, as the csv module reads them; or pandas, where it is Parquet."""
    if path.suffix == ".parquet":
        wide = pd.read_parquet(path)
        long = wide.melt("majortext", wide.columns[3:])
        yield from zip(long["majortext"].str.upper(), long["variable"], long["value"], strict=True)
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    for row in rows:
        for month, cell in zip(header[3:], row[3:], strict=True):
            yield row[0].upper(), month, int(cell)


@pytest.fixture(scope="session")
def tidied(mirror: Path) -> dict[Path, pd.DataFrame]:
    """Tidy rows of every recorded-crime file, of all editions."""
    module = registry.reader(CRIME)
    return {path: module.tidy(module.parse(path, CRIME), CRIME) for path in crime_files(mirror)}


# The whole build


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_build_from_the_mirror_gives_the_frozen_table(dataset, built):
    made = published_folder.read_published(built, DATASETS[dataset])
    frozen = published_folder.read_published(FROZEN, DATASETS[dataset])
    pd.testing.assert_frame_equal(made, frozen)


def test_a_second_build_changes_no_byte(built, mirror):
    before = {path.name: path.read_bytes() for path in built.iterdir()}
    assert main(["build", "--mirror", str(mirror), "--out", str(built)]) == 0
    assert {path.name: path.read_bytes() for path in built.iterdir()} == before


def test_what_was_built_passes_every_check(built):
    assert main(["check", "--out", str(built)]) == 0


# Recorded crime


def test_no_count_is_lost_in_the_published_table(built, mirror):
    held = sorted(apart(mirror).glob("crime/edition-*/recorded-crime-borough*.parquet"))
    whole = "202602" if held else "202511"
    used = {whole: range(201004, int(NEWEST_FROM)), "202606": range(int(NEWEST_FROM), 209912)}
    wanted = Counter()
    for path in [*crime_files(mirror), *held]:
        months = used.get(edition_of(path), ())
        for group, month, count in raw_cells(path):
            if int(month) in months:
                wanted[edition_of(path), group] += count
    rows = published_folder.read_published(built, DATASETS["recorded_offences"])
    sums = rows.groupby(["edition", rows["offence_group"].str.upper()])["offences_count"].sum()
    assert {key: count for key, count in sums.items()} == dict(wanted)
    assert sum(wanted.values()) > 10_000_000


def test_every_file_of_every_edition_is_there(mirror):
    assert Counter(map(edition_of, crime_files(mirror))) == {
        "202006": 1, "202401": 2, "202404": 2, "202511": 2, "202606": 1,
    }  # fmt: skip


def test_every_file_of_every_edition_is_read_without_losing_a_count(tidied):
    for path, tidy in tidied.items():
        wanted = Counter()
        cells = 0
        for _, month, count in raw_cells(path):
            wanted[month] += count
            cells += 1
        sums = tidy.groupby("month")["offences_count"].sum()
        assert {f"{month:%Y%m}": count for month, count in sums.items()} == dict(wanted), path
        assert len(tidy) == cells


def test_every_file_has_the_32_boroughs(tidied):
    for path, tidy in tidied.items():
        assert tidy.loc[tidy["area_type"] == "borough", "area_code"].nunique() == 32, path


def test_the_editions_that_lie_apart_serve_as_decided_and_may_be_built_again(built, mirror):
    if not apart(mirror).is_dir():
        pytest.skip("the editions that lie apart are not here")
    rows = published_folder.read_published(built, DATASETS["recorded_offences"])
    spans = rows.groupby("edition")["month"].agg(["min", "max"]).astype(str)
    assert spans.to_numpy().tolist() == [["2010-04-01", "2024-06-01"], ["2024-07-01", "2026-06-01"]]
    assert (list(spans.index), rows["offences_count"].sum()) == (["202602", "202606"], 13_366_674)
    revised = published_folder.read_published(built, DATASETS["revisions"])
    assert set(zip(revised["edition_old"], revised["edition_new"], strict=True)) == {
        ("202602", "202606")
    }
    before = {path.name: path.read_bytes() for path in built.iterdir()}
    more = ["--mirror", str(apart(mirror)), "--out", str(built)]
    assert main(["build", "mps_recorded_crime", *more]) == 0
    assert {path.name: path.read_bytes() for path in built.iterdir()} == before


@pytest.mark.parametrize("edition", ["202401", "202404", "202511"])
def test_both_halves_of_an_edition_follow_each_other(edition, mirror):
    halves = [path for path in crime_files(mirror) if edition_of(path) == edition]
    months = sorted({month for path in halves for _, month, _ in raw_cells(path)})
    wanted = pd.date_range(f"{months[0]}01", f"{months[-1]}01", freq="MS").strftime("%Y%m")
    assert months == list(wanted)


# The survey


def workbook_rows(*paths: Path) -> pd.DataFrame:
    source = SOURCES["mopac_pas_workbook"]
    module = registry.reader(source)
    rows = pd.concat([module.tidy(module.parse(path, source), source) for path in paths])
    key = list(DATASETS["public_attitudes"].key)
    return rows.sort_values(key, ignore_index=True)


def workbook_file(mirror: Path) -> Path:
    (path,) = mirror.glob(SOURCES["mopac_pas_workbook"].files[0])
    return path


def test_the_csv_saves_hold_the_rows_of_the_workbook(mirror):
    saves = [mirror / name for name in SOURCES["mopac_pas_workbook"].instead]
    workbook = workbook_rows(workbook_file(mirror))
    pd.testing.assert_frame_equal(workbook_rows(*saves), workbook)
    assert len(workbook) == 291 + 9_312


def test_london_figures_of_both_publishers_files_agree(mirror):
    source = SOURCES["mopac_public_perception"]
    module = registry.reader(source)
    path = mirror / "pas" / "public-perception_edition_to_2025-09" / "public-perception-data.csv"
    perception = module.tidy(module.parse(path, source), source)
    both = workbook_rows(workbook_file(mirror)).merge(
        perception, on=["measure", "area_code", "period_end"], suffixes=("", "_too")
    )
    agree = both["share_pct"] == both["share_pct_too"]
    assert (int(agree.sum()), len(both)) == (245, 245)


def test_every_share_of_the_workbook_is_published_or_gave_way_to_an_equal_one(built, mirror):
    rows = published_folder.read_published(built, DATASETS["public_attitudes"])
    key = list(DATASETS["public_attitudes"].key)
    both = workbook_rows(workbook_file(mirror)).merge(rows, on=key, suffixes=("", "_published"))
    assert len(both) == 291 + 9_312
    assert (both["share_pct"] == both["share_pct_published"]).all()


def test_shares_of_the_newest_perception_file_are_all_published(built, mirror):
    path = mirror / "pas" / "public-perception_edition_to_2025-09" / "public-perception-data.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        raw = Counter(int(row["proportion"]) for row in csv.DictReader(file))
    rows = published_folder.read_published(built, DATASETS["public_attitudes"])
    ours = rows[(rows["source_id"] == "mopac_public_perception") & (rows["edition"] == "2025-09")]
    assert Counter(ours["share_pct"].astype(int)) == raw


# Residents and outlines


def test_residents_of_2010_are_those_of_the_density_table(built, mirror):
    path = mirror / "population" / "housing-density-borough.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        raw = {
            row["Code"]: int(row["Population"])
            for row in csv.DictReader(file)
            if row["Year"] == "2010" and row["Code"].startswith("E09")
        }
    rows = published_folder.read_published(built, DATASETS["population"])
    ours = rows[rows["year"] == 2010].set_index("area_code")["residents_count"]
    assert ours.to_dict() == raw
    assert len(raw) == 33


def test_the_catalogue_reads_what_was_built(built, monkeypatch):
    monkeypatch.setenv("DATASETS_DIR", str(built))
    assert catalogue.problems() == []
    assert catalogue.ids() == sorted(DATASETS)
