"""The Met's tables of violence against women, custody, other and business crime against figures read by hand."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from data_pipeline import locate, registry, source_files

pytestmark = pytest.mark.mirror
SOURCES = registry.all_sources()


@pytest.fixture(scope="module")
def rows_of(mirror) -> Callable[[str], pd.DataFrame]:
    """The rows of a source, each source read once."""
    read: dict[str, pd.DataFrame] = {}

    def rows(id_: str) -> pd.DataFrame:
        if id_ not in read:
            source = SOURCES[id_]
            read[id_] = source_files.read_source(source, locate.in_mirror(mirror)(source)).rows
        return read[id_]

    return rows


# Violence against women and girls


def by_year(rows: pd.DataFrame, **where: str) -> dict[int, int]:
    for column, label in where.items():
        rows = rows[rows[column] == label]
    return rows.groupby(rows["month"].dt.year)["counted"].sum().to_dict()


def test_offences_against_women_by_class_and_place_are_the_same_total(rows_of):
    rows = rows_of("mps_vawg")
    assert len(rows) == 11_260
    years = by_year(rows, view="classification")
    assert (years[2022], years[2023], years[2024], years[2025]) == (
        153_513,
        154_316,
        127_532,
        132_688,
    )
    assert by_year(rows, view="place") == years


def test_one_in_five_of_that_total_the_met_classes_as_outside(rows_of):
    outside = by_year(
        rows_of("mps_vawg"), class_group="Outside of violence against women and girls"
    )
    assert (outside[2023], outside[2024]) == (30_489, 27_607)


def test_rape_of_women(rows_of):
    rows = rows_of("mps_vawg")
    grown = by_year(rows, offence_class="Rape of a female aged 16 and over")
    assert [grown[year] for year in range(2022, 2026)] == [6_643, 6_375, 6_019, 6_792]
    every = by_year(rows, class_group="Rape")
    assert [every[year] for year in range(2022, 2026)] == [8_303, 7_923, 7_461, 8_241]


def test_victims_by_age_and_by_ethnicity_are_the_same_people(rows_of):
    rows = rows_of("mps_vawg")
    victims = by_year(rows, view="victim_age")
    assert victims == by_year(rows, view="victim_ethnicity")
    assert (victims[2023], victims[2024]) == (144_372, 127_848)
    unknown = by_year(rows, view="victim_ethnicity", victim_group="Not known")
    shares = [round(100 * unknown[year] / victims[year]) for year in (2014, 2019, 2021, 2025)]
    assert shares == [4, 22, 29, 25]


# Custody


def test_sexual_offences_prosecuted_or_to_court_from_custody(rows_of):
    rows = rows_of("mps_custody")
    assert len(rows) == 32_870
    sexual = rows[(rows["offence_group"] == "Sexual offences")]
    held = sexual[sexual["disposal"].isin(["Prosecution", "To court"])]
    years = held.groupby(held["month"].dt.year)["offences_count"].sum()
    assert [int(years[year]) for year in range(2021, 2026)] == [1_734, 2_126, 1_912, 2_086, 2_528]


def test_disposals_that_are_not_final_pile_up_in_the_newest_months(rows_of):
    rows = rows_of("mps_custody")
    bail = rows[rows["disposal"] == "Police bail"]
    years = bail.groupby(bail["month"].dt.year)["offences_count"].sum()
    assert (years[2021], years[2026]) == (104, 14_313)
    assert rows.loc[rows["month"].dt.year == 2026, "offences_count"].sum() == 51_572


# Other crime


def flows(rows: pd.DataFrame, series: str, first: str, last: str) -> tuple[int, int, float]:
    own = rows[(rows["series"] == series) & rows["period_start"].between(first, last)]
    outcomes, offences = own["outcomes_count"].sum(), own["offences_count"].sum()
    return int(outcomes), int(offences), round(100 * outcomes / offences, 1)


@pytest.mark.parametrize(
    ("series", "of_review", "before_connect"),
    [
        ("domestic_abuse", (9_841, 95_657, 10.3), (8_231, 96_205, 8.6)),
        ("domestic_abuse.violence_with_injury", (2_809, 22_823, 12.3), (2_549, 24_056, 10.6)),
        ("hate_crime", (3_444, 23_949, 14.4), (2_396, 26_902, 8.9)),
        ("hate_crime.homophobic", (618, 3_510, 17.6), (471, 3_761, 12.5)),
    ],
)
def test_positive_outcomes_in_the_reviews_year_and_the_last_before_connect(
    rows_of, series, of_review, before_connect
):
    rows = rows_of("mps_other_crime")
    assert flows(rows, series, "2022-02-01", "2023-01-01") == of_review
    assert flows(rows, series, "2023-03-01", "2024-02-01") == before_connect


def test_knife_crime_is_from_the_newest_edition_that_holds_the_month(rows_of):
    rows = rows_of("mps_other_crime")
    knife = rows[rows["series"] == "knife_crime"]
    editions = knife.groupby("period_start")["edition"].unique().map(list)
    assert editions["2022-02-01"] == ["2025-07"]
    assert editions["2022-03-01"] == ["2026-02"]
    assert flows(rows, "knife_crime", "2023-03-01", "2024-02-01")[2] == 11.3
    assert flows(rows, "knife_crime", "2024-08-01", "2025-07-01")[0] == 1_582


def test_the_newest_four_months_of_each_file_are_provisional(rows_of):
    rows = rows_of("mps_other_crime")
    young = rows[rows["is_provisional"]].groupby("series")["period_start"].min()
    assert f"{young['domestic_abuse']:%Y-%m}" == "2025-04"
    assert f"{young['knife_crime']:%Y-%m}" == "2025-11"


def test_young_victims_are_people_without_outcomes(rows_of):
    rows = rows_of("mps_other_crime")
    young = rows[rows["series"].str.startswith("knife_crime.young")]
    assert young["outcomes_count"].isna().all()
    others = rows.drop(young.index)
    assert others["outcomes_count"].notna().all()


def test_no_count_of_the_boroughs_rows_is_lost(rows_of, mirror):
    """Added up apart from the reader, but for the totals that are left out."""
    path = next(mirror.glob("outcomes/monthly-crime-dashboard_OtherCrimeData*.parquet"))
    raw = pd.read_parquet(path)
    raw = raw[(raw["area_type"] == "Borough") & ~raw["crime_subtype"].str.startswith("TNO")]
    raw = raw[~raw["crime_type"].eq("Knife Crime")]
    wanted = raw.groupby("measure")["count"].sum()
    rows = rows_of("mps_other_crime")
    rows = rows[~rows["series"].str.startswith("knife_crime")]
    assert rows["offences_count"].sum() == wanted["Offences"]
    assert rows["outcomes_count"].sum() == wanted["Positive Outcomes"]


# Business crime


def test_what_the_met_counts_as_positive(rows_of):
    rows = rows_of("mps_business_crime")
    kinds = rows.groupby("outcome_kind")["outcomes_count"].sum()
    positive = kinds[list(SOURCES["mps_business_crime"].settings["positive"])]
    assert (kinds.sum(), positive.sum()) == (872_784, 64_026)
    assert (kinds["charged"], kinds["community_resolution"]) == (44_776, 14_603)
    assert (kinds["cautioned"], kinds["penalty_notice"]) == (2_665, 1_908)
    shares = (100 * positive / positive.sum()).astype(float).round()
    assert (shares["charged"], shares["community_resolution"]) == (70, 23)
