"""Get the data: what the page shows in every state, and that all it offers to copy works as printed."""

from __future__ import annotations

import io
import json
import pickle
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
import requests

from dashboard.files import formats
from dashboard.files.about import DownloadMeta
from dashboard.page import SITE, CardTable, Code, Page, Piece, Text
from dashboard.subjects import registry
from dashboard.subjects.get_data import figures as tables
from dashboard.words.columns import WORDS, cell_text, column_words, first_rows_says
from datasets import catalogue, checked, versions
from datasets.schema import COLUMNS, DATASETS
from tests.conftest import FROZEN

BURGLARIES = {
    "area_name": ["Lambeth", "Unknown"],
    "offence_group": ["Burglary", "Robbery"],
    "first": ["2026-01-01"],
}
TRUST = {
    "dataset": ["public_attitudes"],
    "measure": ["trust"],
    "area_name": ["Barking and Dagenham"],
    "column": ["period_end", "area_name", "share_pct", "base_n", "is_transcription"],
}


def opened(choices: dict[str, list[str]]) -> Page:
    with versions.reading(""):
        return registry.page_of("get-data", choices)


def texts(page: Page, site: str = "") -> dict[str, str]:
    """What can be copied, by the name above it."""
    names = [one.markdown.strip("*") for one in page.all_of(Text) if one.markdown.startswith("**")]
    copied = [one.text.replace(SITE, site) for one in page.all_of(Code)]
    return dict(zip(names[-len(copied) :], copied, strict=True))


def wanted(choices: dict[str, list[str]]) -> tuple[str, pd.DataFrame]:
    """Id of the table and the rows that a choice means."""
    dataset = choices.get("dataset", ["recorded_offences"])[0]
    filters = tuple(
        (name, tuple(v))
        for name, v in choices.items()
        if name in COLUMNS and name not in tables.KEYS_OF_THE_PAGE
    )
    span = ("month", choices["first"][0], "") if "first" in choices else None
    columns = [name for name in DATASETS[dataset].columns if name in choices.get("column", [])]
    return dataset, tables.rows_of(dataset, filters, span, tuple(columns))


# What the page shows


def test_the_newest_rows_stand_first_under_headings_in_words() -> None:
    page = opened({})
    assert page.headline == "Offences recorded by the Metropolitan Police: all 209,155 rows"
    assert page.parts[-1].title == "Columns"
    _, shown, _ = page.tables[0]
    assert list(shown) == ["Month", "Place", "Offence group", "Offence sub-group", "Offences"]
    whole = catalogue.load("recorded_offences", filters={"month": "2026-06-01"})
    first = whole.iloc[0]
    assert shown.iloc[0].tolist() == [
        "2026-06-01", first["area_name"], first["offence_group"], first["offence_subgroup"],
        str(first["offences_count"]),
    ]  # fmt: skip
    assert len(shown) == tables.FIRST_ROWS


def test_a_choice_counts_its_rows_and_keeps_the_columns_asked_for() -> None:
    page = opened(TRUST)
    _, rows = wanted(TRUST)
    assert page.headline == (
        f"Public attitudes to the police in London: {len(rows):,} of 11,013 rows"
    )
    _, shown, _ = page.tables[0]
    assert list(shown) == [column_words(name) for name in rows]
    newest = rows.sort_values("period_end").iloc[-1]
    assert shown.iloc[0].tolist() == [cell_text(value) for value in newest]
    assert shown["Period ends"].is_monotonic_decreasing


def test_no_more_columns_are_shown_than_fit_and_the_place_and_figure_are_among_them() -> None:
    for dataset in catalogue.ids():
        found = tables.preview(dataset, (), None, ())
        assert 0 < len(found.rows.columns) <= tables.FIRST_COLUMNS, dataset
        assert found.count == catalogue.manifest()["datasets"][dataset]["rows"]
        figures = {"share_pct", "rate_pct", "value", "latest_value"}
        figures |= {name for name in DATASETS[dataset].columns if name.endswith("_count")}
        have = set(DATASETS[dataset].columns)
        if figures & have:
            assert figures & set(found.rows.columns), dataset
        if tables.PLACE in have:
            assert tables.PLACE in found.rows.columns


def test_every_column_has_words_of_its_own() -> None:
    assert set(WORDS) < set(COLUMNS)
    plain = {"design_effect", "offence_group", "success_measure"}  # their names are words already
    assert {one for one in COLUMNS if "_" in one} - set(WORDS) == plain
    for dataset in DATASETS.values():
        assert len({column_words(name) for name in dataset.columns}) == len(dataset.columns)
    assert column_words("a_new_column") == "A new column"


def test_what_is_said_of_the_first_rows() -> None:
    assert first_rows_says(1, 1, 0) == "1 of 1 row, the newest first"
    assert first_rows_says(5, 1351, 1, is_rounded=True) == (
        "5 of 1,351 rows, the newest first; figures to two decimals; the files hold 1 more column"
    )
    assert [cell_text(one) for one in (11.278, 2.0, float("nan"), None, pd.NaT, 7, "x")] == [
        "11.28", "2", "–", "–", "–", "7", "x",
    ]  # fmt: skip


def test_no_row_fits() -> None:
    page = opened(
        {"area_name": ["Lambeth"], "offence_group": ["Burglary"], "offence_subgroup": ["Arson"]}
    )
    assert page.headline.endswith("no row fits this choice")
    assert list(page.notices) == [
        r"**Nothing is published for this choice.** Take a filter away below\."
    ]
    assert "curl" in texts(page)


def test_dates_the_wrong_way_round_are_said_and_offer_no_address_that_is_refused() -> None:
    page = opened({"first": ["2026-06-01"], "last": ["2026-01-01"]})
    assert "Choose a first date before the last" in page.notices[0]
    assert not page.all_of(Code)


def test_a_wrong_filter_in_the_address_is_named_and_left_out() -> None:
    page = opened({"area_name": ["Atlantis"], "dataset": ["recorded_offences"]})
    assert page.ignored[0].startswith("This link asks for something that is not in the data")
    assert "Atlantis" in page.ignored[0]
    assert page.headline.endswith("all 209,155 rows")
    assert "weather" in opened({"dataset": ["weather"]}).ignored[0]


def test_a_day_of_a_table_without_dates_is_named_and_left_out() -> None:
    page = opened({"dataset": ["boundaries"], "first": ["2026-01-01"]})
    assert "“2026-01-01” for “first”" in page.ignored[0]
    assert page.headline.endswith("all 33 rows")
    assert "first" not in page.params


def test_a_table_that_cannot_be_read_is_said_and_the_others_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(FROZEN, tmp_path / "published")
    for path in folder.glob("workforce*.parquet"):
        path.unlink()
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    page = opened({"dataset": ["workforce"]})
    assert page.headline == "Get the data"
    assert DATASETS["workforce"].title in page.notices[0]
    assert not page.all_of(Code)
    assert opened({}).headline.endswith("all 209,155 rows")


def test_no_data_at_all_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(tmp_path))
    page = registry.page_of("get-data", {})  # there is no version to read
    assert page.headline == "Get the data"
    assert "This copy of the site holds no data" in page.notices[0]


def test_the_default_is_another_table_where_the_usual_one_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(FROZEN, tmp_path / "published")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["datasets"] = {"boundaries": manifest["datasets"]["boundaries"]}
    (folder / "manifest.json").write_bytes(checked.seal(manifest))
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    assert opened({}).headline.endswith("all 33 rows")


# Citations


def test_a_choice_is_cited_by_the_sources_of_its_rows_and_a_key_of_its_own() -> None:
    built = catalogue.manifest()["built_at"][:10]
    version = catalogue.version().replace(".", "_")
    keys = {}
    for measure, cited, licence in (
        (
            "hate_crime_problem",
            "Greater London Authority, State of London, version 4: database of its charts, "
            "extract of the police series",
            "None stated with the database",
        ),
        (
            "understand_issues",
            "MOPAC, Public perception data, London Datastore",
            "Open Government Licence v3.0",
        ),
    ):
        choices = {"dataset": ["public_attitudes"], "measure": [measure]}
        if measure == "understand_issues":
            choices |= {"area_name": ["London (Met area)"]}
        copied = texts(opened(choices))
        assert copied["Text"].startswith(f"{cited}: Public attitudes to the police in London. ")
        assert f"published {built}, read " in copied["Text"]
        assert f". Licence: {licence}. /data/v/" in copied["Text"]
        assert f"  author = {{{{{cited}}}}},\n" in copied["BibTeX"]
        keys[measure] = copied["BibTeX"].splitlines()[0]
        assert re.fullmatch(rf"@misc{{public_attitudes_{version}_[0-9a-f]{{8}},", keys[measure])
    assert len(set(keys.values())) == 2


def test_csl_json_is_a_dataset_with_its_dates_and_address() -> None:
    (item,) = json.loads(texts(opened(BURGLARIES))["CSL-JSON"])
    assert item["type"] == "dataset"
    assert item["version"] == catalogue.version()
    built = date.fromisoformat(catalogue.manifest()["built_at"][:10])
    assert item["issued"]["date-parts"] == [[built.year, built.month, built.day]]
    assert date(*item["accessed"]["date-parts"][0]) >= built
    query = parse_qs(urlsplit(item["URL"]).query)
    assert query["offence_group"] == ["Burglary", "Robbery"]
    assert f"/data/v/{catalogue.version()}/" in item["URL"]


# What can be copied, run as it is


def as_csv(rows: pd.DataFrame) -> bytes:
    return formats.to_bytes(rows, "csv", DownloadMeta("t", "s", "l"))


def run(snippet: str, folder: Path) -> pd.DataFrame:
    """The rows that a Python snippet leaves in `rows`; it prints how many."""
    (folder / "snippet.py").write_text(
        f"{snippet}\n\nimport pickle\npickle.dump(rows, open('rows.pickle', 'wb'))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "snippet.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows: pd.DataFrame = pickle.loads((folder / "rows.pickle").read_bytes())
    assert done.stdout == f"{len(rows)}\n"
    return rows


@pytest.mark.parametrize("choices", [BURGLARIES, TRUST], ids=["burglaries", "trust"])
def test_what_can_be_copied_gives_the_rows_on_screen(
    choices: dict[str, list[str]], address: str, tmp_path: Path
) -> None:
    page = opened(choices)
    copied = texts(page, address)
    dataset, rows = wanted(choices)
    assert 25 < len(rows) < 1_000
    assert f"{len(rows):,} of" in page.headline

    subprocess.run(copied["curl"], shell=True, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / f"{dataset}.csv").read_bytes() == as_csv(rows)

    by_pandas = run(copied["Python, pandas"], tmp_path)
    pd.testing.assert_frame_equal(by_pandas, pd.read_csv(io.BytesIO(as_csv(rows))))

    by_duckdb = run(copied["Python, DuckDB"], tmp_path)
    assert as_csv(by_duckdb) == as_csv(rows)

    for name, text in copied.items():
        if name.startswith(("R", "Google", "This")):
            (asked,) = re.findall(r'http[^"\s]+', text)
            assert requests.get(asked, timeout=30).content == as_csv(rows), name
    assert copied["R"].startswith("rows <- read.csv(")


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_r_snippet_gives_the_rows_on_screen(address: str, tmp_path: Path) -> None:
    snippet = texts(opened(BURGLARIES), address)["R"]
    done = subprocess.run(
        ["Rscript", "-e", snippet], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-1] == str(len(wanted(BURGLARIES)[1]))


def test_frictionless_reads_every_table_by_the_data_package(address: str) -> None:
    import frictionless

    package = frictionless.Package(f"{address}/data/datapackage.json")
    report = package.validate(limit_rows=20_000)
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "note"]) == []
    assert report.valid
    rows = {task.name: task.stats["rows"] for task in report.tasks}
    assert rows == {
        dataset.replace("_", "-"): min(entry["rows"], 20_000)
        for dataset, entry in catalogue.manifest()["datasets"].items()
    }


def test_the_downloads_stand_above_the_rows_and_numbers_to_the_right():
    page = registry.page_of("get-data", {})
    kinds = [
        one.template if isinstance(one, Piece) else one.key
        for one in page.blocks
        if isinstance(one, Piece | CardTable)
    ]
    assert kinds.index("links") < kinds.index("rows")
    rows = next(one for one in page.all_of(CardTable) if one.key == "rows")
    named = {rows.headings[place] for place in rows.numeric}
    assert named == {"Offences"}
    columns = next(one for one in page.all_of(CardTable) if one.key == "columns")
    assert not columns.numeric
