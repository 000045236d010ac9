"""One place beside London, recomputed from the published tables another way."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from dashboard.queries import profile
from dashboard.wording import profile as words
from datasets import catalogue

LAMBETH, SOUTHWARK, WESTMINSTER = "E09000022", "E09000028", "E09000033"


def test_every_borough_is_in_one_command_and_every_command_in_the_list():
    places = profile.profile_places()
    commands = [place for place in places.values() if place.is_command]
    boroughs = [place for place in places.values() if not place.is_command]
    assert (len(boroughs), len(commands)) == (32, 12)
    members = [code for command in commands for code in command.area_codes]
    assert sorted(members) == sorted(place.id for place in boroughs)
    assert all(2 <= len(command.area_codes) <= 4 for command in commands)
    assert places["command-central-south"].area_codes == (LAMBETH, SOUTHWARK)
    assert "E09000001" not in places  # another police force


def test_survey_shares_stand_beside_london_at_the_newest_common_date():
    trust, local, fair, *_ = profile.survey_profile(LAMBETH)
    assert (trust.measure, trust.share_pct, trust.london_pct) == ("trust", 70, 74)
    assert {line.end for line in (trust, local, fair)} == {pd.Timestamp("2025-09-30")}
    assert (fair.share_pct, fair.london_pct, fair.standing) == (55, 66, "below_998")
    # 55 and 66 with 400 and 12,800 interviews, design effect 1.3, both printed as whole per cents
    error = math.sqrt((55 * 45 / 400 + 66 * 34 / 12_800) * 1.3 + 1 / 6)
    assert fair.difference.low == pytest.approx(-11 - 1.96 * error, abs=0.01)
    assert fair.difference.high == pytest.approx(-11 + 1.96 * error, abs=0.01)


def test_the_change_since_the_review_needs_a_year_that_shares_no_interviews():
    lines = {line.measure: line for line in profile.survey_profile(LAMBETH)}
    assert lines["trust"].change is not None
    assert (lines["trust"].newest_pct, lines["trust"].newest_end) == (
        64,
        pd.Timestamp("2026-03-31"),
    )
    assert lines["trust"].change.estimate == 4
    assert lines["good_job_local"].change.estimate == -16
    assert lines["good_job_local"].change.high < 0
    assert lines["relied_on"].end == pd.Timestamp("2023-12-31")
    assert lines["relied_on"].change is None


def recorded(codes, first, last):
    rows = catalogue.load("recorded_offences")
    rows = rows[rows["month"].between(first, last)]
    return int(rows.loc[rows["area_code"].isin(codes), "offences_count"].sum())


@pytest.mark.parametrize("codes", [(LAMBETH,), (LAMBETH, SOUTHWARK)])
def test_crime_is_the_sum_of_the_boroughs_per_resident(codes):
    last, (whole, *_) = profile.crime_profile(codes)
    assert last == pd.Timestamp("2026-06-01")
    now = recorded(codes, "2025-07-01", "2026-06-01")
    before = recorded(codes, "2024-07-01", "2025-06-01")
    people = catalogue.load(
        "population", None, {"year": 2024, "sex": "all", "ethnicity": "all", "age_band": "all"}
    )
    residents = people.loc[people["area_code"].isin(codes), "residents_count"].sum()
    assert whole.count == now
    assert whole.rate.estimate == pytest.approx(1000 * now / residents)
    assert whole.rate.low < whole.rate.estimate < whole.rate.high
    assert whole.change.estimate == pytest.approx(100 * (now - before) / before)
    assert whole.population_year == 2024


def test_london_holds_crimes_without_a_place_too():
    _, (whole, *_) = profile.crime_profile((LAMBETH,))
    rows = catalogue.load("recorded_offences")
    year = rows[rows["month"].between("2025-07-01", "2026-06-01")]
    people = catalogue.load(
        "population", None, {"year": 2024, "sex": "all", "ethnicity": "all", "age_band": "all"}
    )
    residents = people.loc[people["area_code"] != "E09000001", "residents_count"].sum()
    assert whole.london_rate.estimate == pytest.approx(
        1000 * year["offences_count"].sum() / residents
    )
    assert round(whole.london_rate.estimate, 1) == 100.3


def test_the_line_of_rates_ends_at_the_rate_of_the_newest_year():
    _, (whole, *_) = profile.crime_profile((WESTMINSTER,))
    line = profile.monthly_rates((WESTMINSTER,)).set_index("date")["value"]
    assert line.iloc[-1] == pytest.approx(whole.rate.estimate)
    assert profile.monthly_rates(None)["value"].iloc[-1] == pytest.approx(
        whole.london_rate.estimate
    )


def test_outcomes_are_sums_over_the_boroughs():
    rows = catalogue.load("crime_outcomes", None, {"outcome_kind": "positive_outcomes"})
    year = rows[(rows["period_end"] > "2024-12-31") & rows["area_code"].isin([LAMBETH, SOUTHWARK])]
    here, london = profile.outcome_profile((LAMBETH, SOUTHWARK))["value"]
    assert here == pytest.approx(100 * year["outcomes_count"].sum() / year["offences_count"].sum())
    assert round(london, 1) == 10.2


def test_each_tile_has_its_own_place():
    tiles = profile.tiles()
    assert len(tiles) == 33
    assert not tiles.duplicated(["column", "row"]).any()
    assert tiles["area_name"].str[:4].is_unique  # what a phone shows


@pytest.mark.parametrize(
    ("low", "high", "end"),
    [(-9, 1, "no clear difference."), (-9, -1, "4 points lower."), (1, 9, "4 points higher.")],
)
def test_a_survey_line(low, high, end):
    share = 78 if low > 0 else 70
    said = words.survey_line("trust", share, 74, low, high, date(2025, 9, 30))
    assert said == f"{share}% trust the Met (London 74%, year to September 2025): {end}"


def test_a_crime_line():
    said = words.crime_line("offences", 122.09, 100.34, date(2026, 6, 1))
    assert said == "122.1 offences per 1,000 residents (London 100.3, year to June 2026)."


@pytest.mark.parametrize(
    ("change", "words_"),
    [
        ((7.87, 4.8, 11.0), "+8% (+5 to +11)"),
        ((0.45, -1.0, 1.9), "0%, no clear change"),
        ((None, None, None), "not given: under 50 the year before"),
    ],
)
def test_a_change_of_a_count(change, words_):
    assert words.change_line(*change) == words_


def test_the_sentence_to_pass_on():
    trust = words.beside_london(70, 64, 74, date(2025, 9, 30), date(2026, 3, 31))
    assert trust == (
        "64% trust the Met (year to March 2026); 70% in the year to September 2025, the newest for "
        "London, where it was 74%"
    )
    assert words.beside_london(70, 70, 74, date(2025, 9, 30), date(2025, 9, 30)) == (
        "70% trust the Met, against 74% in London (year to September 2025)"
    )
    june = date(2026, 6, 1)
    said = words.share_sentence("Lambeth", trust, 122.09, 100.34, (-3.2, -4.0, -2.4), june)
    assert said == (
        f"Lambeth: {trust}; 122 crimes were recorded per 1,000 residents in the year to June 2026 "
        "(London 100; 3% fewer here than the year before)"
    )
    without = words.share_sentence("X", "", 80, 100, None, june)
    assert without == (
        "X: 80 crimes were recorded per 1,000 residents in the year to June 2026 (London 100)"
    )
    same = words.share_sentence("X", "", 80, 100, (-0.8, -2.1, 0.4), june)
    assert same.endswith("(London 100; no clear change here on the year before)")


def test_the_headline():
    assert words.headline("Lambeth", 64, date(2026, 3, 31), 122, 100) == (
        "Lambeth: 64% trust the Met, year to March 2026"
    )
    assert words.headline("X", None, None, 122.1, 100.3) == (
        "X: 122 crimes recorded per 1,000 residents, against 100 in London"
    )


def test_outcome_lines_and_standings():
    assert words.outcome_line(10.14, 10.15, date(2025, 12, 1)) == (
        "10.1 positive outcomes per 100 offences (London 10.2, year to December 2025)."
    )
    assert words.outcome_line(None, 10.15, date(2025, 12, 1)).startswith("Too few offences")
    assert words.standing_words("below_998") == "clearly lower than London's"
    assert words.standing_words("") == "no figure"
    assert "Lambeth and Southwark" in words.no_survey_for_command(["Lambeth", "Southwark"])
