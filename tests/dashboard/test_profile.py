"""One place beside London, recomputed from the published tables another way."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboard.subjects.borough.figures import crime as profile_crime
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.outcomes.figures.ripening import positive
from datasets import catalogue

LAMBETH, SOUTHWARK, WESTMINSTER, CAMDEN = "E09000022", "E09000028", "E09000033", "E09000007"
PAIR = (LAMBETH, SOUTHWARK)
EVERYONE = {"year": 2024, "sex": "all", "ethnicity": "all", "age_band": "all"}


KEPT = (
    *((profile, "residents_of"), (profile, "clear_alone"), (profile_crime, "residents_of")),
    *((profile_crime, name) for name in ("_offences", "_outcomes", "offences_by_place")),
)
"""What is kept with the published tables: not to be made of rows that a test invents, nor kept of them."""


@pytest.fixture
def reading_anew(monkeypatch):
    """Lets nothing be kept of what is read."""
    for module, name in KEPT:
        monkeypatch.setattr(module, name, getattr(module, name).__wrapped__)


def test_every_borough_is_in_one_command_and_every_command_in_the_list():
    places = profile.profile_places()
    commands = [place for place in places.values() if place.is_command]
    boroughs = [place for place in places.values() if not place.is_command]
    assert (len(boroughs), len(commands)) == (32, 12)
    members = [code for command in commands for code in command.area_codes]
    assert sorted(members) == sorted(place.id for place in boroughs)
    assert all(2 <= len(command.area_codes) <= 4 for command in commands)
    pair = places["command-central-south"]
    assert pair.area_codes == PAIR
    assert (pair.title, pair.name) == (
        "Central South command",
        "Central South command (Lambeth and Southwark)",
    )
    assert profile.CITY not in places


def test_the_peers_of_a_place_are_of_its_kind():
    place, boroughs = profile.peers((LAMBETH,))
    assert (len(boroughs), boroughs[place]) == (32, (LAMBETH,))
    place, commands = profile.peers(PAIR)
    assert (len(commands), commands[place]) == (12, PAIR)


def test_survey_shares_stand_beside_london_at_the_newest_common_date():
    trust, local, fair, *others = profile.survey_profile((LAMBETH,))
    assert (trust.measure, trust.here.estimate, trust.london.estimate) == ("trust", 70, 74)
    assert {line.end for line in (trust, local, fair)} == {pd.Timestamp("2025-09-30")}
    assert {line.end for line in others} == {pd.Timestamp("2023-12-31")}
    assert (fair.here.estimate, fair.london.estimate, fair.standing) == (55, 66, "below_998")
    assert trust.standing == "within"
    # 55 and 66 with 400 and 12,800 interviews, design effect 1.3, both printed as whole per cents
    error = math.sqrt((55 * 45 / 400 + 66 * 34 / 12_800) * 1.3 + 1 / 6)
    assert fair.difference.low == pytest.approx(-11 - 1.96 * error, abs=0.01)
    assert fair.difference.high == pytest.approx(-11 + 1.96 * error, abs=0.01)
    assert trust.source_ids == {"mopac_dashboard_transcription", "mopac_pas_workbook"}
    assert (trust.is_transcription, others[0].is_transcription) == (True, False)


def test_the_change_since_the_review_is_to_the_places_newest_year_and_shares_no_interviews():
    lines = {line.measure: line for line in profile.survey_profile((LAMBETH,))}
    trust = lines["trust"]
    assert (trust.own.share.estimate, trust.own.end) == (64, pd.Timestamp("2026-03-31"))
    assert (trust.london_own.share.estimate, trust.london_own.end) == (74, trust.end)
    assert (trust.own.change.estimate, trust.london_own.change.estimate) == (4, 3)
    # 60 and 64 with 400 interviews each, design effect 1.3, both printed as whole per cents
    error = math.sqrt((60 * 40 + 64 * 36) / 400 * 1.3 + 1 / 6)
    assert trust.own.change.low == pytest.approx(4 - 1.96 * error, abs=0.01)
    assert trust.not_among == 0
    local = lines["good_job_local"]
    assert (local.own.share.estimate, local.own.change.estimate) == (32, -16)
    assert local.not_among == 0  # clear among all 32
    assert lines["relied_on"].own.change is None
    assert lines["relied_on"].own.why_no_change == "the two years share interviews"


def test_a_change_that_is_clear_alone_only_says_among_how_many():
    """Four boroughs' trust moved clearly by itself by March 2026; Hillingdon's among all 32."""
    lines = {
        place.name: profile.survey_profile(place.area_codes)[0]
        for place in profile.profile_places().values()
        if not place.is_command
    }
    alone = {name: line.not_among for name, line in lines.items() if line.own.change.excludes_zero}
    assert len(alone) == 4
    assert alone.pop("Hillingdon") == 0
    assert set(alone.values()) == {32}


def test_a_commands_share_is_the_mean_of_its_boroughs_by_residents():
    rows = catalogue.load("public_attitudes", None, {"survey": "PAS", "measure": "trust"})
    rows = rows[
        rows["area_code"].isin(PAIR)
        & (rows["period_end"] == "2025-09-30")
        & (rows["time_basis"] == "rolling_12_months")
    ].set_index("area_code")
    people = catalogue.load("population", None, EVERYONE).set_index("area_code")["residents_count"]
    weights = people[list(PAIR)]
    expected = (rows["share_pct"] * weights).sum() / weights.sum()
    trust, *_ = profile.survey_profile(PAIR)
    assert trust.here.estimate == pytest.approx(expected)
    alone, *_ = profile.survey_profile((LAMBETH,))
    assert trust.here.high - trust.here.low < alone.here.high - alone.here.low
    assert trust.london == alone.london
    assert trust.own.end == pd.Timestamp("2026-03-31")
    assert trust.not_among == 0


def test_a_command_has_no_figure_where_one_of_its_boroughs_has_none(unkept, monkeypatch):
    whole = catalogue.load

    def without_southwark(dataset, *more):
        rows = whole(dataset, *more)
        missing = dataset == "public_attitudes"
        return rows[rows["area_code"] != SOUTHWARK] if missing else rows

    monkeypatch.setattr(catalogue, "load", without_southwark)
    assert profile.survey_profile(PAIR) == []
    assert len(profile.survey_profile((LAMBETH,))) == 5
    assert profile.survey_lines(PAIR, "trust").empty


def test_the_line_of_trust_ends_at_the_newest_share_and_breaks_at_a_missing_quarter():
    line = profile.survey_lines((LAMBETH,), "trust").set_index("date")
    assert line["value"].iloc[-1] == 64
    assert line["is_dashed"].iloc[-1]
    assert line.index.to_series().diff().dropna().dt.days.between(89, 93).all()
    both = profile.survey_lines(PAIR, "trust").set_index("date")["value"]
    trust, *_ = profile.survey_profile(PAIR)
    assert both[trust.end] == pytest.approx(trust.here.estimate)


def recorded(codes, first, last, group=None):
    rows = catalogue.load("recorded_offences")
    rows = rows[rows["month"].between(first, last)]
    rows = rows if group is None else rows[rows["offence_group"] == group]
    return int(rows.loc[rows["area_code"].isin(codes), "offences_count"].sum())


@pytest.mark.parametrize("codes", [(LAMBETH,), PAIR])
def test_crime_is_the_sum_of_the_boroughs_per_resident(codes):
    found = profile_crime.crime_profile(codes)
    whole = found.of("all")
    assert found.end == pd.Timestamp("2026-06-01")
    now = recorded(codes, "2025-07-01", "2026-06-01")
    before = recorded(codes, "2024-07-01", "2025-06-01")
    people = catalogue.load("population", None, EVERYONE)
    residents = people.loc[people["area_code"].isin(codes), "residents_count"].sum()
    assert whole.count == now
    assert whole.rate.estimate == pytest.approx(1000 * now / residents)
    assert whole.rate.low < whole.rate.estimate < whole.rate.high
    assert whole.change.estimate == pytest.approx(100 * (now - before) / before)
    assert (found.population_year, found.crossed) == (2024, ())
    burglary = found.of("Burglary")
    assert burglary.count == recorded(codes, "2025-07-01", "2026-06-01", "Burglary")


def test_only_places_that_differ_more_than_boroughs_do_stand_apart():
    standings = {
        code: profile_crime.crime_profile((code,)).of("all").standing
        for code in (LAMBETH, CAMDEN, WESTMINSTER)
    }
    assert standings == {LAMBETH: "within", CAMDEN: "above_95", WESTMINSTER: "above_998"}


def test_london_holds_crimes_without_a_place_too():
    whole = profile_crime.crime_profile((LAMBETH,)).of("all")
    rows = catalogue.load("recorded_offences")
    year = rows[rows["month"].between("2025-07-01", "2026-06-01")]
    people = catalogue.load("population", None, EVERYONE)
    residents = people.loc[people["area_code"] != profile.CITY, "residents_count"].sum()
    assert whole.london_rate.estimate == pytest.approx(
        1000 * year["offences_count"].sum() / residents
    )
    assert round(whole.london_rate.estimate, 1) == 100.3


def test_no_change_of_crime_over_a_break_or_a_seam_of_editions(reading_anew, monkeypatch):
    whole = catalogue.load

    def to_june_2025(dataset, *more):
        rows = whole(dataset, *more)
        return rows[rows["month"] <= "2025-06-01"] if dataset == "recorded_offences" else rows

    monkeypatch.setattr(catalogue, "load", to_june_2025)
    found = profile_crime.crime_profile((LAMBETH,))
    assert found.end == pd.Timestamp("2025-06-01")
    assert found.crossed == ("New crime recording system", "Later data from here")
    line = found.of("all")
    assert (line.change, line.london_change) == (None, None)
    assert line.why_no_change == (
        "the year before reaches back over “New crime recording system” (28 February 2024) and "
        "“Later data from here” (1 July 2024)"
    )
    assert line.rate.estimate > 100


def test_no_change_without_all_24_months_or_on_a_small_base(reading_anew, monkeypatch):
    whole = catalogue.load

    def short(dataset, *more):
        rows = whole(dataset, *more)
        if dataset != "recorded_offences" or "offence_group" not in rows:
            return rows
        robberies = (rows["offence_group"] == "Robbery") & (rows["area_code"] == LAMBETH)
        return rows[~(robberies & (rows["month"] < "2025-07-01"))]

    monkeypatch.setattr(catalogue, "load", short)
    robbery = profile_crime.crime_profile((LAMBETH,)).of("Robbery")
    assert (robbery.change, robbery.why_no_change) == (None, profile_crime.TOO_FEW)
    monkeypatch.setattr(
        catalogue,
        "load",
        lambda dataset, *more: (
            rows[rows["month"] >= "2025-01-01"]
            if dataset == "recorded_offences" and (rows := whole(dataset, *more)) is not None
            else whole(dataset, *more)
        ),
    )
    whole_line = profile_crime.crime_profile((LAMBETH,)).of("all")
    assert (whole_line.change, whole_line.why_no_change) == (None, profile_crime.NOT_HELD)


def test_the_line_of_rates_ends_at_the_rate_of_the_newest_year():
    whole = profile_crime.crime_profile((WESTMINSTER,)).of("all")
    line = profile_crime.monthly_rates((WESTMINSTER,)).set_index("date")["value"]
    assert line.iloc[-1] == pytest.approx(whole.rate.estimate)
    assert profile_crime.monthly_rates(None)["value"].iloc[-1] == pytest.approx(
        whole.london_rate.estimate
    )


def test_outcomes_are_sums_over_the_boroughs_and_not_compared_across_connect():
    rows = catalogue.load("crime_outcomes", None, positive())
    year = rows[
        rows["period_end"].between("2024-09-30", "2025-08-31") & rows["area_code"].isin(PAIR)
    ]
    found = profile_crime.outcome_profile(PAIR)
    whole = found.of("all")
    outcomes, offences = year["outcomes_count"].sum(), year["offences_count"].sum()
    assert whole.rate.estimate == pytest.approx(100 * outcomes / offences)
    assert whole.count == outcomes
    assert round(whole.london_rate.estimate, 1) == 8.7
    assert (found.end, found.crossed) == (
        pd.Timestamp("2025-08-01"),
        ("New crime recording system",),
    )
    assert whole.change is None
    assert "28 February 2024" in whole.why_no_change
    burglary = year[year["offence_group"] == "Burglary"]
    assert found.of("Burglary").rate.estimate == pytest.approx(
        100 * burglary["outcomes_count"].sum() / burglary["offences_count"].sum()
    )


def test_outcomes_of_two_years_on_one_side_of_the_break_are_compared(reading_anew, monkeypatch):
    whole = catalogue.load

    def to_2023(dataset, *more):
        rows = whole(dataset, *more)
        return rows[rows["period_end"] <= "2023-12-31"] if dataset == "crime_outcomes" else rows

    monkeypatch.setattr(catalogue, "load", to_2023)
    line = profile_crime.outcome_profile((LAMBETH,)).of("all")
    rows = to_2023("crime_outcomes", None, positive())
    rows = rows[rows["area_code"] == LAMBETH]
    now, before = (
        rows[rows["period_end"].dt.year == year][["outcomes_count", "offences_count"]].sum()
        for year in (2023, 2022)
    )
    expected = 100 * (
        now["outcomes_count"] / now["offences_count"]
        - before["outcomes_count"] / before["offences_count"]
    )
    assert line.change.estimate == pytest.approx(expected)
    assert line.change.low < expected < line.change.high
    assert line.why_no_change == ""


AUGUST = pd.Timestamp("2025-08-01")


def test_a_rise_that_the_revision_of_its_age_would_undo_is_not_ripe():
    """500 of 5,000 against 440: clear as published, not after the 7.7% that was taken back."""
    change, why_not = profile_crime._ripe_change((500, 5_000), (440, 5_000), "", AUGUST)
    assert change is None
    assert why_not == (
        "too early: figures this recent are still revised, and can be compared from December 2026"
    )


def test_a_rise_that_holds_after_the_revision_is_given():
    change, why_not = profile_crime._ripe_change((800, 5_000), (440, 5_000), "", AUGUST)
    assert (round(change.estimate, 1), why_not) == (7.2, "")


def test_years_of_like_ripeness_are_compared_as_published():
    change, why_not = profile_crime._ripe_change(
        (500, 5_000), (440, 5_000), "", pd.Timestamp("2024-08-01")
    )
    assert (round(change.estimate, 1), why_not) == (1.2, "")


def test_outcomes_of_a_fixed_link_end_at_its_ripe_month():
    known = profile.Known(outcomes=pd.Timestamp("2025-12-01"), ripe=pd.Timestamp("2025-07-01"))
    assert profile_crime.outcome_profile((LAMBETH,), known).end == pd.Timestamp("2025-07-01")
    older = profile.Known(outcomes=pd.Timestamp("2025-06-01"))
    assert profile_crime.outcome_profile((LAMBETH,), older).end == pd.Timestamp("2025-06-01")


def test_too_few_offences_have_no_rate_of_outcomes():
    few, many, last = (3, 49), (10, 60), pd.Timestamp("2025-08-01")
    line = profile_crime._outcome_line(
        "Burglary", 0, [(few, many), (many, many)], (many, many), "", last
    )
    assert (line.rate, line.standing, line.change) == (None, "", None)
    assert line.why_no_change == profile_crime.TOO_FEW


def test_each_tile_has_its_own_place():
    tiles = profile.tiles()
    assert len(tiles) == 33
    assert not tiles.duplicated(["column", "row"]).any()
    assert tiles["area_name"].str[:4].is_unique  # what a phone shows
