"""Names of files: they state the filters, and no two choices share one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dashboard.files import query
from dashboard.files.names import file_name
from datasets import versions
from tests.dashboard.published_versions import application, publish_all


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("published")
    publish_all(made)
    return made


@pytest.fixture
def client(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    with TestClient(application(), base_url="https://example.org") as found:
        yield found


def name(asked: str, dataset: str = "recorded_offences") -> str:
    table = versions.table(versions.current(), dataset)
    return file_name(table, query.read(asked.encode(), table), "csv")


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("", "recorded-offences"),
        ("month_from=2022-03&area_code=E09000022", "recorded-offences-from-2022-03-e09000022"),
        ("area_name=Lambeth&area_name=Barnet", "recorded-offences-lambeth-or-barnet"),
        ("area_code=", "recorded-offences-area_code-none"),
        ("month=2022&offence_group=Theft", "recorded-offences-2022-theft"),
        ("offences_count=5", "recorded-offences-offences_count-5"),
        ("offences_count=-5", "recorded-offences-offences_count-minus-5"),
        ("offences_count_from=2&offences_count_to=5", "recorded-offences-offences_count-from-2-to-5"),
        ("columns=month,offences_count", "recorded-offences-columns-month-offences_count"),
        ("sort=-month&limit=1", "recorded-offences-by-month-descending-1-row"),
        ("limit=2&offset=1", "recorded-offences-2-rows-after-the-first-1"),
        ("edition=202606", "recorded-offences-202606"),
    ],
)  # fmt: skip
def test_a_name_states_what_is_chosen(client: TestClient, asked: str, wanted: str) -> None:
    assert name(asked) == f"{wanted}.csv"
    sent = client.get(f"/data/recorded_offences.csv?{asked}").headers["content-disposition"]
    assert sent == f'attachment; filename="{wanted}.csv"'


def test_numbers_with_decimals_flags_and_labels_of_two_columns_name_their_column(client) -> None:
    for asked, wanted in (
        ("share_pct_from=69.5", "share_pct-from-69.5"),
        ("is_transcription=true", "is_transcription-true"),
        ("group=all", "group-all"),
        ("base_n=", "base_n-none"),
        ("period_end_to=2023-12", "to-2023-12"),
    ):
        assert name(asked, "public_attitudes") == f"public-attitudes-{wanted}.csv"


def test_what_could_mean_another_choice_too_has_a_hash(client: TestClient) -> None:
    """The place `=cmd|"/c calc"!A1` reads as `Cmd c calc A1` would; by its own words it is clear."""
    assert name("area_name==cmd|%22/c%20calc%22!A1", "public_attitudes") == (
        "public-attitudes-cmd-c-calc-a1.csv"
    )
    one, other = (
        name(f"geometry={quote(text)}", "boundaries") for text in ('{"type": "Polygon"}', "type polygon")
    )  # fmt: skip
    assert other == "boundaries-geometry-type-polygon.csv"
    assert re.fullmatch(r"boundaries-geometry-type-polygon-[0-9a-f]{8}\.csv", one)


def test_a_name_that_is_cut_ends_in_a_hash_of_the_query(client: TestClient) -> None:
    start = "&".join(["month=2022-10", *(f"month={year}" for year in range(2001, 2022))])
    names = [name(f"{start}&limit={limit}") for limit in (1, 2)]
    assert names[0] != names[1]
    for one in names:
        assert len(one) == len("x" * 120 + ".csv")
        assert re.fullmatch(r"recorded-offences-2022-10-or-[a-z0-9-]*-[0-9a-f]{8}\.csv", one)
    swapped = name(f"limit=1&{start}")
    assert swapped == names[0]  # the order of parameters means nothing


SHIPPED_CHOICES = {
    "area_name": ("Lambeth", "Barking and Dagenham", "Westminster", "Unknown"),
    "offence_group": ("Theft", "Burglary", "Robbery", "Violence against the person"),
    "offence_subgroup": ("Other theft", "Theft from the person", "Shoplifting"),
    "area_type": ("borough", "airport", "unknown"),
    "month": ("2022", "2022-02", "2022-02-01"),
    "month_from": ("2021", "2021-02"),
    "offences_count": ("5", "-5", "15"),
    "offences_count_to": ("5", "-5", "15"),
    "columns": ("month", "month,area_name", "area_name,month"),
    "sort": ("month", "-month", "month,-area_name"),
    "limit": ("1", "10"),
    "offset": ("1", "10"),
}
CHOICES = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(texts) for name, texts in SHIPPED_CHOICES.items()}
)
SEEN: dict[str, dict[str, str]] = {}


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chosen=CHOICES)
def test_no_two_choices_share_a_name(chosen: dict[str, str]) -> None:
    found = name("&".join(f"{key}={quote(value)}" for key, value in chosen.items()))
    assert SEEN.setdefault(found, chosen) == chosen
    assert re.fullmatch(r"[a-z0-9._-]{1,124}", found)


def test_no_two_labels_of_a_shipped_table_share_a_name() -> None:
    """And the words of almost all can stand without a hash."""
    of = versions.current()
    labels = hashed = 0
    for dataset in of.entries:
        columns = versions.table(of, dataset).labels
        choices = [(column, label) for column in columns for label in columns[column]]
        names = [name(f"{column}={quote(label)}", dataset) for column, label in choices]
        assert len(set(names)) == len(choices), dataset
        labels += len(names)
        hashed += sum(bool(re.search(r"-[0-9a-f]{8}\.csv$", one)) for one in names)
    assert labels > 4_000
    assert hashed < labels / 20
