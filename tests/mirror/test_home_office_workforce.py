"""The Met's workforce in the Home Office's own files, and against the Met's own count."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline import locate, registry, source_files

pytestmark = pytest.mark.mirror


def rows_of(name: str, mirror) -> pd.DataFrame:
    source = registry.all_sources()[name]
    return source_files.read_source(source, locate.in_mirror(mirror)(source)).rows


@pytest.fixture(scope="module")
def rows(mirror) -> pd.DataFrame:
    return rows_of("home_office_workforce", mirror)


def officers(rows: pd.DataFrame, basis: str) -> pd.DataFrame:
    return rows[(rows["role"] == "Police officers") & (rows["people_basis"] == basis)]


@pytest.mark.parametrize(
    ("date", "heads", "women_pct"),
    [("2020-03-31", 32_799, 29.0), ("2021-03-31", 33_550, 29.8), ("2022-03-31", 34_542, 30.8)],
)
def test_women_among_officers(rows, date, heads, women_pct):
    found = officers(rows, "headcount")
    by_sex = found[found["date"] == date].groupby("sex")["people"].sum()
    assert by_sex.sum() == heads
    assert round(100 * by_sex["Female"] / heads, 1) == women_pct


def test_dates_and_what_they_tell_apart(rows):
    by_date = rows.groupby("date")["sex"].agg(set)
    marches, septembers = by_date[by_date.index.month == 3], by_date[by_date.index.month == 9]
    assert list(marches.index.year) == list(range(2007, 2023))
    assert list(septembers.index.year) == [2014, 2015, 2016, 2017, 2018, 2019]
    assert all("all" not in sexes for sexes in marches)
    assert all(sexes == {"all"} for sexes in septembers)
    assert (len(rows), set(rows["ethnicity"])) == (1_155, {"all"})


def test_september_figures_are_of_the_newest_table(rows):
    found = officers(rows, "fte").set_index(["date", "sex"])["people"].xs("all", level="sex")
    found = found.sort_index()
    assert found.round(2).tolist() == [31583.05, 32182.68, 31781.87, 30871.22, 30136.17, 30940.23]


def test_volunteers_have_no_full_time_equivalents(rows):
    fte = set(rows.loc[rows["people_basis"] == "fte", "role"])
    assert fte == {
        "Police officers",
        "Police staff",
        "Police community support officers",
        "Designated officers",
    }
    assert set(rows["role"]) - fte == {"Special constables", "Police support volunteers"}


def test_the_met_counts_some_hundreds_of_officers_fewer(rows, mirror):
    theirs = officers(rows, "fte").groupby("date")["people"].sum()
    mets = officers(rows_of("mps_strength", mirror), "fte").groupby("date")["people"].sum()
    fewer = (theirs - mets).dropna()
    assert len(fewer) == 15
    assert (round(fewer.min()), round(fewer.max())) == (220, 491)
