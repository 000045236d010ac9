"""Charges from the Home Office's outcomes tables against the figures read off them by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline import crosschecks, locate, registry, source_files
from data_pipeline.sources import home_office_charges_reduced as reduced
from data_pipeline.steps import home_office
from datasets.schema import MPS

pytestmark = pytest.mark.mirror
REDUCED, TIDIED = "home_office_charges_reduced", "home_office_outcomes"
WHOLE = "All offences"
RATES = [12.72, 10.95, 8.87, 7.43, 6.83, 8.27, 6.59, 5.72, 5.00, 5.42, 6.15]
RAPE = ["19C", "19D", "19E", "19F", "19G", "19H"]
ADULT_RAPE = ["19C", "19F"]


def read(id_: str, mirror) -> source_files.Reading:
    source = registry.all_sources()[id_]
    return source_files.read_source(source, locate.in_mirror(mirror)(source))


@pytest.fixture(scope="module")
def rows(mirror) -> pd.DataFrame:
    return with_year(read(REDUCED, mirror).rows)


@pytest.fixture(scope="module")
def tidied(mirror) -> pd.DataFrame:
    return with_year(read(TIDIED, mirror).rows)


def with_year(rows: pd.DataFrame) -> pd.DataFrame:
    """The year in which the financial year of each row ends."""
    ends = rows["period_end"]
    return rows.assign(year=ends.dt.year + (ends.dt.month > 3))


def met(rows: pd.DataFrame, kind: str, basis: str, group: str = WHOLE) -> pd.Series:
    """Outcomes of the Met by financial year."""
    chosen = rows[
        (rows["area_code"] == MPS)
        & (rows["outcome_kind"] == kind)
        & (rows["outcome_basis"] == basis)
        & (rows["offence_group"] == group)
    ]
    return chosen.groupby("year")["outcomes_count"].sum()


def recorded_crime(rows: pd.DataFrame) -> pd.Series:
    return rows[rows["outcome_kind"] == "offences_only"].set_index("year")["offences_count"]


def test_charges_per_100_recorded_crimes_in_eleven_years(rows):
    rates = 100 * met(rows, "charged", "recorded") / recorded_crime(rows)
    assert rates.astype(float).round(2).tolist() == RATES
    assert rates.index.tolist() == list(range(2016, 2027))


def test_charges_on_both_bases(rows):
    recorded, closed = (met(rows, "charged", basis) for basis in ("recorded", "closed"))
    assert (recorded[2023], recorded[2026]) == (50_408, 56_411)
    assert (closed[2023], closed[2026]) == (52_423, 78_174)
    assert recorded_crime(rows)[[2023, 2026]].tolist() == [881_856, 916_963]


def test_the_quarters_that_break_the_closed_basis(rows):
    quarters = rows[
        (rows["area_code"] == MPS)
        & (rows["outcome_kind"] == "charged")
        & (rows["outcome_basis"] == "closed")
        & (rows["offence_group"] == WHOLE)
    ].set_index("period_end")["outcomes_count"]
    assert (quarters["2024-06-30"], quarters["2026-03-31"]) == (7_559, 26_982)


def test_the_share_of_offences_given_an_outcome_that_were_charged(rows):
    charged, assigned = (met(rows, kind, "recorded")[2026] for kind in ("charged", "assigned"))
    assert (charged, assigned) == (56_411, 830_557)
    assert round(100 * charged / assigned, 1) == 6.8


def test_sexual_offences_violence_and_robbery_charged(rows):
    def both(group):
        counts = met(rows, "charged", "recorded", group)
        return counts[2023], counts[2026]

    assert both("Sexual offences") == (2_167, 1_806)
    assert both("Violence against the person") == (15_463, 15_819)
    assert both("Robbery") == (1_992, 2_048)
    theft = both("Theft, burglary and vehicle offences")
    assert theft[1] - theft[0] == 5_108


def test_violence_and_robbery_charged_per_100_of_the_mets_own_counts(rows, mirror):
    """The offences are of all places in the Met's recorded crime, as the Home Office's are not by group."""
    recorded = read("mps_recorded_crime", mirror).rows
    months = recorded["month"]
    offences = recorded.groupby([months.dt.year + (months.dt.month > 3), "offence_group"])[
        "offences_count"
    ].sum()

    def rates(group):
        charged = met(rows, "charged", "recorded", group)
        return [round(100 * float(charged[y] / offences[y, group]), 2) for y in (2023, 2026)]

    assert rates("Violence against the person") == [6.41, 6.41]
    assert rates("Robbery") == [6.73, 6.34]
    assert rates("Sexual offences") == [8.70, 6.55]


def test_quarters_add_up_to_the_year_in_every_column(mirror):
    """All 40 columns of counts, 2014-15 among them; the build refuses where they do not."""
    folder = mirror / "charges"
    quarters, years = (
        pd.read_csv(folder / f"DERIVED_oocd_metropolitan_force_{of}.csv")
        for of in ("quarter", "year")
    )
    sums = quarters.groupby("fy")[reduced.COUNTS].sum()
    assert len(reduced.COUNTS) == 40
    assert (sums == years.set_index("fy")[reduced.COUNTS]).all(axis=None)


def test_groups_add_up_to_the_year_in_every_column(mirror, rows):
    folder = mirror / "charges"
    groups, years = (
        pd.read_csv(folder / f"DERIVED_oocd_metropolitan_force_{of}.csv")
        for of in ("offence_year", "year")
    )
    sums, years = groups.groupby("fy")[reduced.BY_GROUP].sum(), years.set_index("fy")
    for column in reduced.BY_GROUP:
        basis, of = column.split("_")
        of = {"charge": "t1"}.get(of, of)
        assert (sums[column] == years[f"{basis}_all_{of}"]).all()
    finding = crosschecks.groups_against_quarters(lambda _: rows)
    assert finding.is_right
    assert finding.says.startswith("44 of 44 sums")  # 11 years, 2 kinds, 2 bases


def test_each_year_is_as_old_as_the_edition_that_it_was_read_from(rows):
    charged = rows[(rows["area_code"] == MPS) & (rows["outcome_kind"] == "charged")]
    ages = (
        charged[charged["period_end"].dt.month == 3]
        .groupby("year")["age_months"]
        .agg(["min", "max"])
    )
    assert ages["min"].tolist() == ages["max"].tolist()
    assert ages["min"].tolist() == [99, 87, 75, 63, 51, 48, 39, 39, 27, 15, 3]
    assert not rows["is_provisional"].any()


def test_the_editions_are_those_in_the_names_of_the_publishers_files(mirror):
    listed = pd.read_csv(mirror / "charges/PUBLISHER_FILES.csv").set_index("financial_year")
    days = pd.to_datetime(
        listed["filename"].str.extract(r"-(\d{6})\.\w+$")[0], format="%d%m%y"
    ).dt.strftime("%Y-%m-%d")
    settings = registry.all_sources()[REDUCED].settings
    assert settings["editions"] == days.loc["2015/16":"2025/26"].to_dict()
    assert settings["recorded_crime_edition"] == days["2012/13 onwards (recorded crime)"]


def test_all_forces_by_year(rows):
    national = rows[rows["area_name"] == home_office.ALL_FORCES]
    assert national["area_code"].isna().all()
    charged = national[national["outcome_kind"] == "charged"]
    closed = charged[charged["outcome_basis"] == "closed"].set_index("year")["outcomes_count"]
    assert (closed[2016], closed[2026]) == (556_829, 550_778)


def test_nothing_of_2014_15_is_used(rows):
    assert f"{rows['period_start'].min():%Y-%m-%d}" == "2015-04-01"


@pytest.mark.parametrize(
    ("codes", "year", "charged", "offences"),
    [
        (RAPE, 2018, 269, 7_712),
        (RAPE, 2019, 128, 8_339),
        (ADULT_RAPE, 2018, 184, 5_948),
        (ADULT_RAPE, 2019, 83, 6_582),
    ],
)
def test_rape_as_first_published(tidied, codes, year, charged, offences):
    chosen = tidied[
        (tidied["area_code"] == MPS)
        & tidied["offence_code"].isin(codes)
        & (tidied["year"] == year)
        & (tidied["outcome_kind"] == "charged")
        & (tidied["outcome_basis"] == "recorded")
    ]
    assert chosen[["outcomes_count", "offences_count"]].sum().tolist() == [charged, offences]


def test_the_two_tidied_years_against_the_sums_made_by_hand(tidied):
    for year, charged, given, offences in (
        (2018, 71_331, 73_313, 815_528),
        (2019, 60_817, 62_808, 862_720),
    ):
        own = tidied[
            (tidied["area_code"] == MPS)
            & (tidied["year"] == year)
            & (tidied["outcome_kind"] == "charged")
        ]
        sums = own.groupby("outcome_basis")[["outcomes_count", "offences_count"]].sum()
        assert sums.loc["recorded"].tolist() == [charged, offences]
        assert sums.loc["closed", "outcomes_count"] == given
    assert len(tidied) == 13_937
    assert tidied["age_months"].isna().all()
    of_year = tidied[tidied["is_provisional"]].groupby("year")["period_start"].min()
    assert [f"{day:%Y-%m}" for day in of_year] == ["2017-10", "2018-10"]


def test_all_forces_are_charged_as_often_as_the_tidied_copies_say(tidied):
    """44 forces, all crime: 10.00% and 8.54%; rape 4.15% and 2.22%."""
    national = tidied[
        (tidied["area_name"] == home_office.ALL_FORCES)
        & (tidied["outcome_kind"] == "charged")
        & (tidied["outcome_basis"] == "recorded")
    ]

    def rates(rows):
        sums = rows.groupby("year")[["outcomes_count", "offences_count"]].sum().astype(float)
        return (100 * sums["outcomes_count"] / sums["offences_count"]).round(2).tolist()

    assert rates(national) == [10.00, 8.54]
    assert rates(national[national["offence_code"].isin(RAPE)]) == [4.15, 2.22]


def test_the_copy_of_the_mets_rows_has_the_same_counts(tidied, mirror):
    """Another copy of the same two years: charges and all outcomes on both bases, by code and quarter."""
    raw = pd.read_csv(
        mirror / "charges/DERIVED_ho_outcomes_metropolitan_2017-18_2018-19.csv",
        dtype={"offence_code": str},
    )
    names = {
        "outcomes_for_offences_recorded_in_quarter": "recorded",
        "outcomes_recorded_in_quarter": "closed",
    }
    raw = raw.rename(columns=names)
    own = tidied[tidied["area_code"] == MPS]
    for kind, part in (
        ("charged", raw["outcome_type"] == 1),
        ("assigned", raw["outcome_type"] != 0),
    ):
        for basis in ("recorded", "closed"):
            theirs = raw[part].groupby(["financial_year", "offence_code"])[basis].sum()
            chosen = own[(own["outcome_kind"] == kind) & (own["outcome_basis"] == basis)]
            years = (chosen["year"] - 1).astype(str) + "/" + (chosen["year"] % 100).astype(str)
            ours = chosen.groupby([years, "offence_code"])["outcomes_count"].sum()
            ours.index.names = theirs.index.names
            both = pd.concat([ours, theirs], axis=1, keys=["ours", "theirs"]).fillna(0)
            assert (both["ours"] == both["theirs"]).all()
