"""Whose rows an answer holds: it names their sources, licences and notes, and nobody else's."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from dashboard.files import narrowed
from datasets import batches, catalogue, sources
from tests.dashboard.published_versions import LICENCE, application

TRANSCRIPTION = "MOPAC public dashboard, transcription found in a public repository"

# Table and query -> ids of the sources of its rows, in the table's order.
ANSWERS = {
    ("public_attitudes", ""): (
        "gla_survey_series", "mopac_dashboard_transcription", "mopac_pas_workbook",
        "mopac_public_perception", "state_of_london_surveys",
    ),
    ("public_attitudes", "source_id=mopac_public_perception"): ("mopac_public_perception",),
    ("public_attitudes", "measure=hate_crime_problem"): ("state_of_london_surveys",),
    ("public_attitudes", "is_transcription=true"): (
        "gla_survey_series", "mopac_dashboard_transcription", "state_of_london_surveys",
    ),
    ("public_attitudes", "measure=trust&area_name=Lambeth&sort=-period_end&limit=1"): (
        "mopac_dashboard_transcription",
    ),
    ("public_attitudes", "columns=share_pct&measure=hate_crime_problem"): (
        "state_of_london_surveys",
    ),
    ("crime_outcomes", "outcome_kind=sanction_detections"): ("review_sanction_detections",),
    ("crime_outcomes", "outcome_kind=positive_outcomes"): (
        "mps_monthly_dashboard", "mps_other_crime",
    ),
    ("crime_outcomes", "offence_code=19C&outcome_basis=recorded"): ("home_office_outcomes",),
    ("crime_outcomes", "offence_code=&outcome_kind=charged"): (
        "home_office_charges_reduced", "mps_business_crime",
    ),
    ("population", "year=2021&sex=Female"): ("census_2021_ethnicity",),
    ("population", "year_from=2022"): ("ons_population",),
    ("population", "year=2021"): ("census_2021_ethnicity", "ons_population"),
    ("workforce", "people_basis=headcount"): (
        "home_office_chief_officers", "home_office_ranks_2003", "home_office_workforce",
    ),
}  # fmt: skip


@pytest.fixture
def shipped() -> Iterator[TestClient]:
    """The frozen tables."""
    with TestClient(application(), base_url="https://example.org") as found:
        yield found


def of_table(dataset: str) -> dict[str, dict[str, Any]]:
    """Source id -> what the table says of it."""
    return {one["id"]: one for one in catalogue.describe(dataset)["sources"]}


def joined(dataset: str, ids: tuple[str, ...], key: str) -> str:
    return "; ".join(dict.fromkeys(of_table(dataset)[one][key] for one in ids))


@pytest.mark.parametrize(("dataset", "query"), ANSWERS)
def test_an_answer_names_the_sources_of_its_rows_alone(
    shipped: TestClient, dataset: str, query: str
) -> None:
    ids = ANSWERS[dataset, query]
    without_columns = "&".join(one for one in query.split("&") if not one.startswith("columns="))
    text = shipped.get(f"/data/{dataset}.csv?{without_columns}").text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["source_id"] for row in rows} == set(ids)  # what the answers below must say

    meta = shipped.get(f"/data/{dataset}.json?{query}").json()["meta"]
    assert meta["source"] == joined(dataset, ids, "citation")
    assert meta["licence"] == joined(dataset, ids, "licence")
    others = [one for name, one in of_table(dataset).items() if name not in ids]
    here = [note for one in ids for note in of_table(dataset)[one]["caveats"]]
    assert [note for note in here if note not in meta["notes"]] == []
    elsewhere = [note for one in others for note in one["caveats"] if note not in here]
    assert [note for note in elsewhere if note in meta["notes"]] == []

    said = shipped.get(f"/data/{dataset}.metadata.json?{query}").json()
    assert "; ".join(said["dc:source"]) == meta["source"]
    assert "; ".join(said["dc:rights"]) == meta["licence"]
    assert said["rdfs:comment"] == meta["notes"]


def test_spreadsheet_and_parquet_say_the_same(shipped: TestClient) -> None:
    query = "measure=trust&area_name=Lambeth&sort=-period_end&limit=1"
    body = shipped.get(f"/data/public_attitudes.xlsx?{query}").content
    book = openpyxl.load_workbook(io.BytesIO(body))
    cover = {row[0].value: row[1].value for row in book["Cover"].iter_rows()}
    assert cover["Source"] == TRANSCRIPTION
    assert cover["Licence"] == "None stated with the transcription"
    notes = [row[1].value for row in book["Notes"].iter_rows(min_row=4)]
    assert re.search(r"MOPAC's dashboard\b.* by a third party", notes[0])
    assert not any("State of London" in note for note in notes)

    body = shipped.get(f"/data/public_attitudes.parquet?{query}").content
    said = pq.read_schema(io.BytesIO(body)).metadata
    assert said[b"download.source"].decode() == TRANSCRIPTION
    assert json.loads(said[b"download.notes"])[0] == notes[0]


def test_no_program_is_told_of_a_licence_where_none_is_stated(shipped: TestClient) -> None:
    query = "measure=hate_crime_problem"
    assert shipped.get(f"/data/public_attitudes.json?{query}").json()["meta"]["licence"] == (
        "None stated with the database"
    )
    link = shipped.get(f"/data/public_attitudes.csv?{query}").headers["link"]
    assert 'rel="describedby"' in link
    assert "license" not in link
    said = shipped.get(f"/data/public_attitudes.metadata.json?{query}").json()
    assert (said["dc:license"], said["dc:rights"]) == ([], ["None stated with the database"])
    package = shipped.get("/data/datapackage.json").json()
    tables = {one["name"]: one for one in package["resources"]}
    ogl = {"path": LICENCE, "title": "Open Government Licence v3.0"}
    assert tables["public-attitudes"]["licenses"] == [ogl]
    assert [one["licence"] for one in tables["public-attitudes"]["sources"]] == [
        "Open Government Licence v3.0 (the GLA's; the repository states none)",
        "None stated with the transcription",
        "Open Government Licence v3.0",
        "Open Government Licence v3.0",
        "None stated with the database",
    ]
    assert "licenses" not in tables["published-figures"]


def test_the_licence_in_the_header_is_that_of_the_rows(shipped: TestClient) -> None:
    def licences(query: str) -> set[str]:
        address = f"/data/workforce.csv?{query}"
        get, head = shipped.get(address).headers, shipped.head(address).headers
        assert get["link"] == head["link"]
        return set(re.findall('<([^>]*)>; rel="license"', get["link"]))

    every = of_table("workforce")
    for query, ids in (
        ("", tuple(every)),
        ("source_id=mps_strength", ("mps_strength",)),
        ("people_basis=headcount", ANSWERS["workforce", "people_basis=headcount"]),
    ):
        assert licences(query) == {every[one]["licence_url"] for one in ids}


@pytest.mark.parametrize("query", ["limit=0", "offset=99999", "period_end_to=1999"])
def test_an_answer_without_rows_names_the_table_s_sources(shipped: TestClient, query: str) -> None:
    said = shipped.get(f"/data/public_attitudes.json?{query}").json()
    assert said["rows"] == []
    ids = ANSWERS["public_attitudes", ""]
    assert said["meta"]["source"] == joined("public_attitudes", ids, "citation")


def test_rows_made_from_several_tables_keep_every_source(shipped: TestClient) -> None:
    said = shipped.get("/data/success_measures.json?measure=response_times").json()
    ids = tuple(of_table("success_measures"))
    assert said["meta"]["source"] == joined("success_measures", ids, "citation")


@pytest.mark.parametrize(
    ("dataset", "query", "label", "is_told"),
    [
        ("recorded_offences", "", "Residential burglary re-labelled", True),
        ("recorded_offences", "offence_group=Burglary", "Residential burglary re-labelled", True),
        ("recorded_offences", "offence_group=Robbery", "Residential burglary re-labelled", False),
        ("recorded_offences", "offence_group=Robbery", "New crime recording system", True),
        ("recorded_offences", "month=2026", "Residential burglary re-labelled", True),
        (
            "recorded_offences",
            "offence_group=Robbery&offence_group=Burglary",
            "Residential burglary re-labelled",
            True,
        ),
        (
            "stop_and_search",
            "ethnicity_basis=officer_defined",
            "Self-defined ethnicity: new list",
            False,
        ),
        ("stop_and_search", "ethnicity=Black", "Unofficial copy from here", True),
    ],
)
def test_a_break_of_what_is_left_out_is_not_told(
    shipped: TestClient, dataset: str, query: str, label: str, is_told: bool
) -> None:
    meta = shipped.get(f"/data/{dataset}.json?{query}&limit=5").json()["meta"]
    assert any(f", {label} (affects" in note for note in meta["notes"]) is is_told


def test_a_whole_table_and_one_of_one_source_are_not_read_for_it(
    shipped: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counted(*arguments: object) -> Iterator[Any]:
        asked.append(arguments)
        return iter(())

    monkeypatch.setattr(narrowed.batches, "read", counted)
    for path in ("public_attitudes.csv?sort=area_code", "recorded_offences.csv?area_name=Lambeth"):
        assert shipped.head(f"/data/{path}").status_code == 200
    assert asked == []
    shipped.head("/data/public_attitudes.csv?area_name=Lambeth")
    ((_, columns, conditions, *_),) = asked
    assert columns == ["source_id"]
    assert conditions == (batches.Condition("area_name", frozenset({"Lambeth"})),)


def test_the_same_address_gives_the_same_bytes_again(shipped: TestClient) -> None:
    for fmt in ("json", "xlsx", "parquet", "metadata.json"):
        address = f"/data/public_attitudes.{fmt}?area_name=Lambeth&area_name=Bexley"
        assert shipped.get(address).content == shipped.get(address).content, fmt


def test_sources_of_rows() -> None:
    every = [{"id": "a"}, {"id": "b"}, {"id": "c"}]
    assert sources.of_rows(every, ["c", "a", "a"]) == [{"id": "a"}, {"id": "c"}]
    for ids in ([], ["x"], ["a", "x"], ["a", None]):
        assert sources.of_rows(every, ids) == every
