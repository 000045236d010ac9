"""Who works for the Met: figures of the published tables, worked out a second way."""

import math

import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard.subjects.workforce.figures import printed as documents
from dashboard.subjects.workforce.figures import workforce as queries
from data_pipeline import publish
from datasets import catalogue
from datasets.schema import DATASETS

MARCH_2022 = pd.Timestamp("2022-03-31")
WORKFORCE = DATASETS["workforce"]


def counted(basis, sex, ranks=(), role="Police officers", date="2022-03-31"):
    """People in the file itself, summed row by row."""
    table = pq.read_table(catalogue.table_path("workforce")).to_pylist()
    return sum(
        row["people"]
        for row in table
        if str(row["date"])[:10] == date
        and (row["role"], row["people_basis"], row["sex"]) == (role, basis, sex)
        and (not ranks or row["rank"] in ranks)
    )


def test_women_among_officers_on_31_march_2022():
    newest = queries.women_by_year("officers", "headcount").iloc[-1]
    assert newest["date"] == MARCH_2022
    assert (newest["women"], newest["people"]) == (10638, 34542)
    assert newest["women"] == counted("headcount", "Female")
    assert newest["people"] == newest["women"] + counted("headcount", "Male")
    assert newest["share_pct"] == pytest.approx(100 * 10638 / 34542)


@pytest.mark.parametrize(("who", "basis"), [("senior", "headcount"), ("sergeants", "fte")])
def test_ranks_and_bases_are_kept_apart(who, basis):
    ranks = queries.WHO[who].ranks
    newest = queries.women_by_year(who, basis).iloc[-1]
    women, men = (counted(basis, sex, ranks) for sex in ("Female", "Male"))
    assert newest["women"] == pytest.approx(women)
    assert newest["people"] == pytest.approx(women + men)
    assert newest["people"] < queries.women_by_year("officers", basis)["people"].iloc[-1]


def test_every_year_is_one_day_in_march_and_no_total_without_sex_is_in_it():
    found = queries.women_by_year("officers", "fte")
    assert len(found) == 16
    assert set(found["date"].dt.strftime("%m-%d")) == {"03-31"}
    assert found["date"].is_unique
    assert queries.women_dates() == list(found["date"])


def test_special_constables_have_no_full_time_equivalents():
    assert queries.women_by_year("specials", "fte").empty
    assert not queries.women_by_year("specials", "headcount").empty


def test_senior_officers_are_those_of_the_success_measure():
    declared = [
        indicator["ranks"]
        for measure in catalogue.declared("success_measures")["measure"]
        for indicator in measure["indicator"]
        if "ranks" in indicator
    ]
    assert declared == [list(queries.SENIOR_RANKS)]


def test_the_gap_is_that_of_the_success_measure():
    rows = catalogue.load("success_measures").set_index("indicator")
    london = queries.women_of_london()
    for who, indicator in (("officers", "gap_to_residents"), ("senior", "gap_to_residents_senior")):
        share = queries.women_by_year(who, "headcount")["share_pct"].iloc[-1]
        assert london - share == pytest.approx(rows.loc[indicator, "baseline_value"])


def test_londoners_are_the_census():
    assert queries.women_of_london() == pytest.approx(100 * 4531615 / 8799730)
    groups = queries.groups_of_london()
    assert groups.round(1).to_dict() == {
        "Asian": 20.7, "Black": 13.5, "Mixed": 5.7, "Other": 6.3, "White": 53.8,
    }  # fmt: skip
    assert queries.minorities_of_london() == pytest.approx(46.2, abs=0.05)  # as the Review prints


def test_ranks_on_a_day_add_up():
    rows = queries.by_rank("headcount", MARCH_2022).set_index("who")
    assert list(rows.index) == queries.RANKS
    parts = ["constables", "sergeants", "inspectors", "senior"]
    assert rows.loc[parts, "people"].sum() == rows.loc["officers", "people"] == 34542
    senior = ["chief_inspectors", "superintendents", "chief_superintendents", "chief_officers"]
    assert rows.loc[senior, "women"].sum() == rows.loc["senior", "women"] == 176
    assert queries.by_rank("headcount", pd.Timestamp("2022-04-30")).empty


def test_few_women_are_not_counted_out(tmp_path, monkeypatch):
    people = {"Female": 4.0, "Male": 30.0}
    rows = [
        {
            "date": pd.Timestamp(f"{year}-03-31"), "role": "Police officers", "rank": "Chief officer",
            "sex": sex, "ethnicity": "all", "people": people[sex] + year - 2020,
            "people_basis": "headcount", "source_id": "home_office_workforce", "edition": "2022-03",
        }
        for year in (2020, 2021)
        for sex in people
    ]  # fmt: skip
    table = pd.DataFrame(rows)[list(WORKFORCE.columns)]
    publish.publish(
        [publish.Table(WORKFORCE, table, [], publish.metadata_of(WORKFORCE, []))], tmp_path
    )
    monkeypatch.setenv("DATASETS_DIR", str(tmp_path))
    first, second = queries.women_by_year("chief_officers", "headcount").itertuples()
    assert math.isnan(first.women)
    assert math.isnan(first.share_pct)
    assert (first.people, second.women) == (34, 5)


# When the gap would close


def test_closing_years_by_hand():
    """The least-squares slope by its own formula, over 31 March of each year."""
    series = queries.women_by_year("officers", "headcount")
    london = queries.women_of_london()
    found = queries.closings(series["date"], series["share_pct"], london)
    assert list(found) == [3, 5, 10, 15]
    years = [date.year + (date.day_of_year - 1) / 365.25 for date in series["date"]]
    for window, one in found.items():
        x, y = years[-window - 1 :], list(series["share_pct"])[-window - 1 :]
        middle, level = sum(x) / len(x), sum(y) / len(y)
        slope = sum((a - middle) * (b - level) for a, b in zip(x, y, strict=True))
        slope /= sum((a - middle) ** 2 for a in x)
        assert one.rate.estimate == pytest.approx(slope)
        assert one.year == pytest.approx(x[-1] + (london - y[-1]) / slope)
    assert {window: int(one.year) for window, one in found.items()} == {
        3: 2048, 5: 2058, 10: 2065, 15: 2060,
    }  # fmt: skip


def test_a_window_that_is_not_held_in_full_is_left_out():
    series = queries.women_by_year("officers", "headcount").iloc[:5]
    assert list(queries.closings(series["date"], series["share_pct"], 51.5)) == [3]
    gappy = series["share_pct"].where(series.index != 2)
    assert queries.closings(series["date"], gappy, 51.5) == {}
    assert queries.closings([], [], 51.5) == {}


def test_each_rank_closes_at_its_own_rate():
    found = queries.rank_closings("headcount", MARCH_2022, 5)
    assert found["chief_inspectors"].standing == "not_closing"
    assert int(found["officers"].year) == 2058
    assert int(found["senior"].year) == 2094
    assert int(found["superintendents"].year) == 2045  # 207 people
    assert not {"chief_superintendents", "chief_officers"} & set(found)  # 49 and 44 people
    assert queries.rank_closings("headcount", pd.Timestamp("2009-03-31"), 5) == {}


def test_lines_stand_beside_one_level():
    rows = pd.DataFrame(
        {"date": pd.to_datetime(["2020-03-31", "2021-03-31"]), "value": [29.0, 30.0]}
    )
    lines, gaps = queries.beside(rows, "Women", "Londoners", 51.5)
    assert lines["series"].tolist() == ["Women", "Women", "Londoners", "Londoners"]
    assert lines["value"].tolist() == [29, 30, 51.5, 51.5]
    assert lines["is_dashed"].tolist() == [False, False, True, True]
    assert gaps["value"].tolist() == [-22.5, -21.5]


def test_files_say_what_their_figures_are():
    series = queries.women_by_year("senior", "fte").tail(1)
    row = queries.as_data(series, "senior", "fte", 51.5).iloc[0]
    assert row["ranks"] == ", ".join(queries.SENIOR_RANKS)
    assert (row["people_basis"], row["source_id"]) == ("fte", "home_office_workforce")
    assert row["gap_points"] == pytest.approx(row["women_pct"] - 51.5)


def test_the_mets_own_count_is_apart():
    rows = queries.strength()
    assert list(rows["role"].unique()) == [
        "Police officers", "Police staff", "Police community support officers",
    ]  # fmt: skip
    officers = rows[rows["role"] == "Police officers"].set_index("date")["people"]
    assert officers.index.max() == pd.Timestamp("2026-03-31")
    assert officers.iloc[-1] == 31181
    assert officers.max() == 34523
    assert len(officers) == 155


# What documents print


def test_ethnic_minority_officers_by_year_are_figure_9_3_3():
    yearly, points = documents.minority_lines()
    assert yearly["value"].tolist() == [10, 11, 11, 12, 13, 14, 14, 15, 15, 16]
    assert yearly["date"].iloc[-1] == MARCH_2022
    assert points["value"].tolist() == [6.9, 11, 11.7, 15, 15.6, 16.6]
    assert set(points["source_id"]) == {"published_figures"}
    assert len(documents.minority_by_rank()) == 70  # seven rows of ten years, no range of ranks
    ranks = documents.minority_ranks().set_index("rank")
    assert ranks.loc["Chief superintendents", ["first_pct", "last_pct"]].tolist() == [4, 12]
    assert ranks.loc["Superintendents", ["first_pct", "last_pct"]].tolist() == [7, 7]
    assert len(ranks) == 7


def test_groups_at_the_met_stand_beside_the_census():
    rows = documents.groups_at_the_met().set_index("group")
    assert rows["met_pct"].to_dict() == {
        "Asian": 7, "Black": 5, "Mixed": 3, "Other": 2, "Unknown": 3, "White": 80,
    }  # fmt: skip
    assert rows["met_pct"].sum() == 100
    assert math.isnan(rows.loc["Unknown", "london_pct"])
    assert rows.loc["Black", "london_pct"] == pytest.approx(13.5, abs=0.05)


def test_the_reviews_years_are_in_conflict():
    years = documents.years_printed()
    assert years.groupby("group", observed=True)["value"].unique().map(list).to_dict() == {
        "Women": [30], "Black, Asian and ethnic minority": [30, 39, 40],
    }  # fmt: skip
    assert set(years["group"]) == set(documents.GROUPS)
    assert documents.review_projections()["is_conflict"].sum() == 3


def test_women_printed_elsewhere_are_of_the_met_alone_where_said():
    rows = documents.women_elsewhere()
    whole = rows[rows["is_whole"]].set_index("figure_id")["value"]
    assert whole.to_dict() == {"R0563": 29, "P0258": 30.4, "R1020": 31, "P0265": 33}


def test_recruits_and_probationers():
    recruits = documents.recruits()
    assert recruits["women_pct"].tolist() == [29, 28, 29, 30, 33, 31, 32, 37, 39]
    assert recruits["minority_pct"].tolist() == [16, 16, 25, 25, 24, 21, 17, 19, 23]
    leavers = documents.probationers()
    assert leavers["resigned_pct"].tolist() == [8, 6, 7, 10]
    assert leavers.loc[MARCH_2022].tolist() == [353, 10, 22, 22]


def test_statements_that_cannot_be_rates_are_not_shown():
    refused = documents.refused_on_leaving()
    assert refused["figure_id"].tolist() == ["R1055", "R1056", "R1057", "R1379"]
    assert not set(refused["figure_id"]) & set(documents.everything()["figure_id"])
