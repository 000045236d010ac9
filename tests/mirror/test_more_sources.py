"""Sources beside the first ones, in the publishers' files: totals read from the raw files, and their oddities."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline import crosschecks, locate, registry, source_files

pytestmark = pytest.mark.mirror
SOURCES = registry.all_sources()
TRUST_WITHIN = 0.8  # points: the mean of four whole per cents against a whole per cent


def rows_of(name: str, mirror) -> pd.DataFrame:
    source = SOURCES[name]
    return source_files.read_source(source, locate.in_mirror(mirror)(source)).rows


def raw_of(name: str, mirror) -> pd.DataFrame:
    (path,) = locate.in_mirror(mirror)(SOURCES[name])
    return pd.read_csv(path, dtype=str, keep_default_na=False)


# Searches by financial year


@pytest.fixture(scope="module")
def searches(mirror) -> pd.DataFrame:
    return rows_of("home_office_stops", mirror)


@pytest.mark.parametrize(
    ("year", "outcome", "black", "white"),
    [
        (2009, "all", 207_973, 354_904),
        (2012, "all", 149_749, 216_349),
        (2019, "all", 55_855, 55_704),
        (2009, "Arrest, counts under 1,000 only", 4_909, 4_520),
        (2019, "Arrest, counts under 1,000 only", 5_556, 3_407),
    ],
)
def test_searches_and_what_is_left_of_arrests(searches, year, outcome, black, white):
    chosen = searches[(searches["period_end"].dt.year == year) & (searches["outcome"] == outcome)]
    sums = chosen.groupby(chosen["ethnicity"].str.split().str[0])["stops_count"].sum()
    assert (sums["Black"], sums["White"]) == (black, white)


def test_years_follow_each_other_and_have_no_month(searches):
    assert list(searches["period_end"].dt.year.unique()) == list(range(2007, 2020))
    assert searches["month"].isna().all()
    assert len(searches) == 3_679


def test_the_copy_has_lost_every_count_of_a_thousand_arrests_and_no_count_of_searches(mirror):
    raw = raw_of("home_office_stops", mirror)
    arrests = pd.to_numeric(raw["resultant_arrests"], errors="coerce")
    assert (arrests.max(), pd.to_numeric(raw["searches"], errors="coerce").max()) == (997, 84_561)
    met = raw[raw["force_name"] == "Metropolitan Police"]
    lost = met[(met["resultant_arrests"] == "NA") & (met["searches"] != "NA")]
    assert (len(lost), lost["searches"].astype(int).median()) == (226, 5785.5)


# Force


def test_records_of_force(mirror):
    rows = rows_of("mps_use_of_force", mirror).set_index(["tactic", "ethnicity"])["uses_count"]
    assert rows["all"].to_dict() == {
        "Asian": 12_577, "Black": 36_842, "Chinese": 429, "Mixed": 3_431, "Not known": 2_039,
        "Other": 5_267, "White": 40_973,
    }  # fmt: skip
    assert rows["all"].sum() == 101_558
    assert rows["Conducted energy device (Taser)", "all"] == 5_480
    assert rows["Firearms: aimed", "all"] == 826


# Officers


@pytest.fixture(scope="module")
def ranks(mirror) -> pd.DataFrame:
    return rows_of("home_office_ranks_2003", mirror)


def test_officers_of_2003_by_rank_and_ethnicity(ranks):
    heads = ranks[(ranks["date"] == "2003-03-31") & (ranks["people_basis"] == "headcount")]
    assert heads.groupby("rank")["people"].sum().to_dict() == {
        "Chief inspector": 442, "Chief officer": 36, "Chief superintendent": 93, "Constable": 22_253,
        "Inspector": 1_362, "Sergeant": 4_251, "Superintendent": 132,
    }  # fmt: skip
    assert heads.groupby("ethnicity")["people"].sum().to_dict() == {
        "Asian": 503, "Black": 565, "Chinese or other": 279, "Mixed": 238, "Not stated": 8, "White": 26_976,
    }  # fmt: skip
    assert heads.groupby("sex")["people"].sum().to_dict() == {"Female": 5_124, "Male": 23_445}


def test_chief_officers_are_those_of_the_other_tables(mirror, ranks):
    chiefs = rows_of("home_office_chief_officers", mirror)
    heads = chiefs[chiefs["people_basis"] == "headcount"]
    of_2019 = heads[heads["date"] == "2019-03-31"].groupby("ethnicity")["people"].sum()
    assert (of_2019["White"], of_2019["Not stated"], of_2019.sum()) == (23, 10, 34)
    both = ranks[(ranks["rank"] == "Chief officer") & (ranks["people_basis"] == "headcount")]
    key = ["date", "sex", "ethnicity"]
    merged = both.merge(heads, on=key, suffixes=("", "_too"))
    assert len(merged) == len(both) == 48
    assert (merged["people"] == merged["people_too"]).all()
    open_data = rows_of("home_office_workforce", mirror)
    theirs = open_data[
        (open_data["rank"] == "Chief officer") & (open_data["people_basis"] == "headcount")
    ]
    sums = heads.groupby("date")["people"].sum() - theirs.groupby("date")["people"].sum()
    assert sums.dropna().loc[lambda less: less != 0].to_dict() == {pd.Timestamp("2015-03-31"): 3}


def test_the_row_of_march_2026(mirror):
    (people,) = rows_of("home_office_workforce_2026", mirror)["people"]
    assert people == 31_495
    open_data = rows_of("home_office_workforce", mirror)
    officers = open_data[
        (open_data["role"] == "Police officers")
        & (open_data["people_basis"] == "fte")
        & (open_data["date"] == "2010-03-31")
    ]
    raw = raw_of("home_office_workforce_2026", mirror)
    assert round(officers["people"].sum()) == int(raw["officers_fte_31_march_2010"].iloc[0])


# The GLA's series


def test_satisfaction_is_that_of_the_state_of_london_wherever_both_have_it(mirror):
    ours, theirs = (
        rows_of(id_, mirror) for id_ in ("gla_survey_series", "state_of_london_surveys")
    )
    key = ["survey", "measure", "area_code", "group", "period_end", "time_basis"]
    both = ours.merge(theirs, on=key, suffixes=("", "_too"))
    assert (both["share_pct"] == both["share_pct_too"]).all()
    assert len(both) == 3 * 12
    satisfied = ours[ours["measure"] == "satisfied_reporting"]
    assert (len(ours), len(satisfied)) == (8 + 45, 45)
    assert satisfied["period_end"].max() == pd.Timestamp("2024-12-31")


def test_trust_by_year_is_near_the_mean_of_the_rolling_years_that_end_in_it(mirror):
    yearly = rows_of("gla_survey_series", mirror)
    yearly = yearly[yearly["measure"] == "trust"].set_index("period_end")["share_pct"]
    assert yearly.tolist() == [87, 85, 84, 82, 78, 72, 70, 71]
    parts = [
        rows_of(one, mirror) for one in ("mopac_pas_workbook", "mopac_dashboard_transcription")
    ]
    rolling = pd.concat(parts)
    chosen = rolling[(rolling["measure"] == "trust") & (rolling["area_code"] == "MPS")]
    quarters = chosen.drop_duplicates("period_end").set_index("period_end")["share_pct"]
    means = quarters.groupby(quarters.index.year).mean()
    for end, share in yearly.items():
        assert abs(means[end.year] - share) <= TRUST_WITHIN


def test_recorded_crime_is_what_the_gla_counts(mirror):
    frames = {
        "recorded_offences": rows_of("mps_recorded_crime", mirror),
        "gla_crime_series": rows_of("gla_crime_series", mirror),
    }
    finding = crosschecks.recorded_against_gla(frames.get)
    assert finding.is_right
    assert finding.says.startswith("82 months, Burglary -0.01%, Sexual offences +0.12%")
    more = frames["recorded_offences"]
    frames["recorded_offences"] = more.assign(offences_count=more["offences_count"] * 1.01)
    assert not crosschecks.recorded_against_gla(frames.get).is_right
