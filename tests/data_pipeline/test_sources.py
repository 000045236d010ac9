"""The contract of every source: found by the registry, and a tiny file in the publisher's layout.

`tests/fixtures/<source>/` holds such files (a workbook as the JSON of its sheets), `expected.csv`
with the tidy rows that must come out of each, and where needed a `settings.toml` that says what so
tiny a file is excused from. A new source is covered as soon as its folder is there.
"""

from __future__ import annotations

import dataclasses
import shutil
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline import registry
from datasets.schema import DATASETS, Source, SourceError
from tests.data_pipeline import miniature as mini

FIXTURES = mini.FIXTURES
SOURCES = registry.all_sources()
PROVENANCE = {"source_id", "edition", "is_transcription"}


def with_fixture_settings(source: Source) -> Source:
    """The source as the fixture's tiny files need it."""
    path = FIXTURES / source.id / "settings.toml"
    eased = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return dataclasses.replace(source, settings={**source.settings, **eased})


def files_of(source: Source, tmp_path: Path) -> dict[str, Path]:
    """Name as in expected.csv -> file; workbooks are made from the JSON of their sheets."""
    folder = FIXTURES / source.id
    expected = pd.read_csv(folder / "expected.csv", dtype=str, keep_default_na=False)
    found = {}
    for name in expected["file"].unique():
        found[name] = folder / name
        for written in _written(folder, name):
            found[name] = tmp_path / name
            mini.write_written(written, found[name])
    return found


def _written(folder: Path, name: str) -> list[Path]:
    """The text that a file is made from: the JSON of its sheets, or what is packed in it; none mostly."""
    return [path for kind in ("json", "txt") if (path := folder / f"{name}.{kind}").exists()]


def as_text(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Rows as the cells of expected.csv."""
    return [
        {name: cell_text(value) for name, value in row.items()}
        for row in rows.to_dict(orient="records")
    ]


def cell_text(value) -> str:
    if pd.isna(value):
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


@pytest.mark.parametrize("name", SOURCES)
def test_fixture_comes_out_as_expected(name, tmp_path):
    source = with_fixture_settings(SOURCES[name])
    module = registry.reader(source)
    table = pd.read_csv(FIXTURES / name / "expected.csv", dtype=str, keep_default_na=False)
    for file, path in files_of(source, tmp_path).items():
        tidy = module.tidy(module.parse(path, source), source)
        wanted = table[table["file"] == file].drop(columns="file").to_dict(orient="records")
        columns = [column for column in table.columns if column != "file"]
        assert as_text(tidy[columns]) == wanted
        assert sorted(tidy.columns) == sorted(columns)


@pytest.mark.parametrize("name", SOURCES)
def test_every_fixture_file_is_expected_to_give_rows(name, tmp_path):
    used = {
        str(path.relative_to(FIXTURES / name))
        for path in FIXTURES.joinpath(name).rglob("*")
        if path.is_file()
    }
    folder = FIXTURES / name
    found = {
        str(written.relative_to(folder))
        for file in files_of(SOURCES[name], tmp_path)
        for written in _written(folder, file) or [folder / file]
    }
    assert used - {"expected.csv", "settings.toml"} == found


@pytest.mark.parametrize("name", SOURCES)
def test_tidy_gives_the_columns_of_its_dataset(name):
    columns = pd.read_csv(FIXTURES / name / "expected.csv", nrows=0).columns.drop("file")
    assert set(columns) == set(DATASETS[SOURCES[name].dataset].columns) - PROVENANCE


def test_fixtures_are_for_known_sources_only():
    assert {path.name for path in FIXTURES.iterdir() if path.is_dir()} == set(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_registry_finds_what_the_source_must_say(name):
    source = SOURCES[name]
    assert source.id == name
    assert source.dataset in DATASETS
    empty = [
        field
        for field in ("title", "publisher", "licence", "licence_url", "citation", "url", "cadence", "files")
        if not getattr(source, field)
    ]  # fmt: skip
    assert empty == (["files"] if source.on_request else [])


def test_sources_come_in_alphabetical_order():
    assert list(SOURCES) == sorted(SOURCES)


def test_nothing_chosen_is_everything_but_what_is_built_on_request():
    chosen = [source.id for source in registry.choose(SOURCES, [])]
    assert chosen == [name for name in SOURCES if name != "mopac_pas_microdata"]


def test_a_source_named_twice_is_chosen_once():
    assert [source.id for source in registry.choose(SOURCES, ["ons_population"] * 2)] == [
        "ons_population"
    ]


# A folder of sources that does not fit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A registry of one source."""
    for suffix in (".toml", ".py"):
        shutil.copy(registry.SOURCES / f"ons_population{suffix}", tmp_path)
    return tmp_path


def test_one_source_in_a_folder_is_found(folder):
    assert registry.all_sources(folder) == {"ons_population": SOURCES["ons_population"]}


@pytest.mark.parametrize(("orphan", "missing"), [(".toml", ".py"), (".py", ".toml")])
def test_an_orphan_is_an_error_that_names_it(folder, orphan, missing):
    (folder / f"lost{orphan}").touch()
    with pytest.raises(SourceError, match=f"^lost: sources/lost{missing} is missing$"):
        registry.all_sources(folder)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('dataset = "population"', 'dataset = "weather"', "id or dataset is not a declared one"),
        ('id = "ons_population"', 'id = "ons_people"', "id or dataset is not a declared one"),
        ("due_days", "due_weeks", "unexpected keyword argument 'due_weeks'"),
        ("publisher =", "printer =", "'printer'"),
        ('cadence = "yearly', 'cadence = yearly"', "cannot be used: "),
        (
            "[settings]",
            '[[breaks]]\nday = "2020-04-01"\n[settings]',
            "unexpected keyword argument 'day'",
        ),
        ("[settings]", '[[corrections]]\nedition = "1"\n[settings]', "'expected'"),
    ],
)
def test_metadata_that_does_not_fit_is_refused_by_name(folder, old, new, says):
    mini.edit(folder / "ons_population.toml", old, new)
    with pytest.raises(SourceError, match=r"^ons_population: ons_population\.toml") as caught:
        registry.all_sources(folder)
    assert says in str(caught.value)


# Declared corrections and labels


@pytest.mark.parametrize("name", SOURCES)
def test_corrections_say_why_and_what_they_expect(name):
    for correction in SOURCES[name].corrections:
        assert correction.reason.endswith(".")
        assert len(correction.expected) > 0


@pytest.mark.parametrize(
    "name", [name for name, source in SOURCES.items() if "measure" in source.labels]
)
def test_each_measure_has_one_label_in_a_source(name):
    """Two labels of one measure in one file would be one key twice."""
    labels = list(SOURCES[name].labels["measure"].values())
    assert sorted(set(labels)) == sorted(labels)


def test_offence_labels_differ_only_in_letters_that_editions_changed():
    """One sub-group of an edition is never merged with another of the same edition's layout."""
    labels = SOURCES["mps_recorded_crime"].labels["offence_subgroup"]
    upper = [ours for theirs, ours in labels.items() if theirs.isupper()]
    repeated = {ours for ours in upper if upper.count(ours) > 1}
    assert repeated == {"Domestic burglary", "Public fear, alarm or distress"}
