"""Addresses and snippets of the page that gives the data away."""

from __future__ import annotations

import pytest

from dashboard.subjects.get_data import figures as tables
from dashboard.subjects.get_data.words import addresses

BASE = "https://example.org"


def test_an_address_repeats_a_key_for_or_and_ends_in_its_format():
    query = addresses.query_of(
        [("offence_group", ("Burglary", "Theft")), ("area_code", ())],
        ("month", "2022-01-01", ""),
        ("month", "offences_count"),
    )
    assert addresses.table_address(BASE, "recorded_offences", query, "json") == (
        "https://example.org/data/recorded_offences.json?offence_group=Burglary&offence_group=Theft"
        "&month_from=2022-01-01&columns=month%2Coffences_count"
    )


def test_a_fixed_address_names_the_version():
    assert addresses.table_address(BASE, "workforce", [], "csv", "1.1.0") == (
        "https://example.org/data/v/1.1.0/workforce.csv"
    )


def test_both_ends_of_a_span_are_written_and_open_ones_are_not():
    assert addresses.query_of([], ("month", "", "2023-01-01"), ()) == [("month_to", "2023-01-01")]
    assert addresses.query_of([], ("month", "", ""), ()) == []
    assert addresses.query_of([], None, ()) == []


def test_snippets_hold_the_address():
    address = f"{BASE}/data/workforce.csv?sex=Female"
    assert addresses.curl(address, "workforce") == f"curl -o workforce.csv '{address}'"
    assert addresses.sheets_formula(address) == f'=IMPORTDATA("{address}")'
    assert f'read.csv("{address}")' in addresses.r_snippet(address)
    assert f'pd.read_csv("{address}")' in addresses.pandas_snippet(address)
    compile(addresses.pandas_snippet(address), "pandas", "exec")
    compile(addresses.duckdb_snippet(address, "workforce"), "duckdb", "exec")


@pytest.mark.parametrize(
    ("found", "words"),
    [(0, "T: no row fits this choice"), (9, "T: all 9 rows"), (3, "T: 3 of 9 rows")],
)
def test_how_many_rows_a_choice_gives(found, words):
    assert addresses.preview_sentence(found, 9, "T") == words


def test_every_published_table_can_be_chosen():
    titles = tables.table_titles()
    assert titles["recorded_offences"] == "Offences recorded by the Metropolitan Police"
    assert list(titles.values()) == sorted(titles.values())


def test_a_table_says_how_it_can_be_filtered():
    table = tables.table_of("recorded_offences")
    assert table.rows == 209_155
    assert "Burglary" in table.lists["offence_group"]
    assert len(table.lists) <= tables.MOST_LISTS
    assert all(1 < len(values) <= tables.MOST_VALUES for values in table.lists.values())
    name, days = table.dated_by
    assert (name, days[0], days[-1]) == ("month", "2010-04-01", "2026-06-01")
    assert tables.table_of("boundaries").dated_by is None


def test_rows_are_those_asked_for():
    rows = tables.rows_of(
        "recorded_offences",
        (("offence_group", ("Burglary",)), ("area_code", ("E09000022",))),
        ("month", "2026-01-01", "2026-06-01"),
        ("month", "offence_group", "offences_count"),
    )
    assert list(rows.columns) == ["month", "offence_group", "offences_count"]
    assert set(rows["offence_group"]) == {"Burglary"}
    assert rows["month"].nunique() == 6
    everything = tables.rows_of("workforce", (("sex", ()),), ("date", "", ""), ())
    assert len(everything) == tables.table_of("workforce").rows
