"""Charges and what stands beside them on the Solved crime page: figures, sentences, files."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest

from dashboard.page import ChoiceRow, Fold
from dashboard.subjects.outcomes.figures import charges, counted_positive, custody, flagged
from dashboard.subjects.outcomes.words import charges as words
from datasets.shown import columns_of
from tests.dashboard.made_outcomes import CAMDEN, LAMBETH, with_made_outcomes
from tests.dashboard.page_reading import everything, notices, shown, tables

solved = partial(shown, "outcomes")
NEW = (
    *("charges", "charges-closed", "charges-beside", "out-of-court", "out-of-court-groups"),
    *("flagged", "flagged-series", "custody", "what-is-positive"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return with_made_outcomes(tmp_path_factory.mktemp("outcomes"))


@pytest.fixture
def _made(folder, monkeypatch):
    monkeypatch.setenv("DATASETS_DIR", str(folder))


made = pytest.mark.usefixtures("_made")


@made
def test_a_year_is_its_four_quarters_over_the_offences_of_the_home_office():
    years = charges.charge_years().set_index("date")
    assert years["outcomes_count"].tolist() == [400, 360, 380, 480]
    assert years["rate_pct"].tolist() == pytest.approx([4.0, 3.6, 3.8, 4.8])
    assert years["is_young"].tolist() == [False, False, True, True]


@made
def test_young_years_carry_the_revision_declared_of_their_group():
    newest = charges.charge_years().iloc[-1]
    assert (newest["low_pct"], newest["high_pct"]) == pytest.approx((4.8 * 0.95, 4.8 * 1.06))
    sexual = charges.charge_years("Sexual offences").iloc[-1]
    assert (sexual["low_pct"], sexual["high_pct"]) == pytest.approx(
        (sexual["rate_pct"], sexual["rate_pct"] * 1.5)
    )
    assert charges.charge_years().iloc[1][["low_pct", "high_pct"]].isna().all()


@made
def test_a_year_that_lacks_a_quarter_is_left_out(monkeypatch):
    whole = charges._met

    def short(labels, group):
        rows = whole(labels, group)
        return rows[pd.to_datetime(rows["period_end"]) != pd.Timestamp("2025-12-31")]

    monkeypatch.setattr(charges, "_met", short)
    assert charges.charge_years()["date"].max() == pd.Timestamp("2025-03-31")


@made
def test_groups_of_the_met_stand_together_where_the_home_offices_do():
    theft = charges.charge_years("Theft, burglary and vehicle offences").set_index("date")
    robbery = charges.charge_years("Robbery").set_index("date")
    assert (
        theft.loc["2023-03-31", "offences_count"] > 10 * robbery.loc["2023-03-31", "offences_count"]
    )
    assert charges.group_of("Burglary") == "Theft, burglary and vehicle offences"
    assert charges.group_of("all") == charges.WHOLE


@made
def test_charges_made_in_a_year_stay_apart_from_those_of_its_crimes():
    closed = charges.closed_quarters().set_index("date")
    assert closed.loc["2026-03-31"].tolist() == [110, 111, 112, 113, 446]


@made
def test_the_met_beside_all_forces_is_of_offences_given_an_outcome():
    newest = charges.beside_all_forces().groupby("area_name").last()
    assert newest["share_pct"].to_dict() == pytest.approx(
        {"London (Met area)": 6.0, "England and Wales (44 forces)": 10.0}
    )


@made
def test_disposals_by_year_are_their_quarters():
    years = charges.out_of_court("year")
    quarters = charges.out_of_court("quarter")
    assert len(quarters) == 4 * len(years)
    assert quarters["outcomes_count"].sum() == years["outcomes_count"].sum() == 4 * 240


@made
def test_flagged_crime_has_outcomes_to_february_2024_only_and_rates_on_enough_offences():
    london = flagged.of_place("MPS").set_index(["series", "last_month"])
    before = london.loc[("domestic_abuse", pd.Timestamp("2024-02-01"))]
    assert (before["offences_count"], before["outcomes_count"]) == (12 * 110, 12 * 11)
    after = london.loc[("domestic_abuse", pd.Timestamp("2025-04-01"))]
    assert after["offences_count"] == 12 * 110
    assert pd.isna(after["outcomes_count"])
    assert pd.isna(after["rate_pct"])
    places = flagged.by_borough("hate_crime", pd.Timestamp("2024-02-01")).set_index("area_code")
    assert len(places) == 32
    assert places.loc[LAMBETH[0], "rate_pct"] == pytest.approx(10.0)
    assert places.loc[CAMDEN[0], "offences_count"] == 48
    assert pd.isna(places.loc[CAMDEN[0], "rate_pct"])


@made
def test_custody_gives_whole_years_with_the_few_to_court_in_the_sum():
    years = custody.sexual_offences()
    assert years["date"].dt.year.tolist() == [2022, 2023]
    assert years["to_court_count"].tolist() == [12 * 51, 12 * 71]
    assert years["pending_count"].tolist() == [12 * 9, 12 * 19]


@made
def test_what_is_positive_leaves_out_what_is_not():
    kinds = counted_positive.kinds(counted_positive.months()[-1]).set_index("outcome_kind")
    assert kinds["share_pct"].to_dict() == pytest.approx(
        {"charged": 70.0, "community_resolution": 23.0, "cautioned": 7.0}
    )


@made
def test_charges_lead_the_page_of_london_and_its_outcomes_that_of_a_borough():
    london, lambeth = solved(), solved(area=LAMBETH[0])
    assert london.headline.startswith("5 in 100 crimes charged so far, year to March 2026: ")
    assert london.charts[0].key == "charges"
    rows = [one.keys for one in london.all_of(ChoiceRow)]
    assert rows == [("area", "offence"), ("show", "from", "to"), ("every", "flag")]
    assert lambeth.headline.startswith("About 8 crimes in 100 solved in Lambeth")
    assert lambeth.charts[0].key == "outcomes"
    assert lambeth.all_of(ChoiceRow)[0].keys == ("area", "offence", "show", "from", "to")
    assert words.WHOLE_MET in everything(lambeth)
    assert words.WHOLE_MET not in everything(london)


@made
def test_the_page_says_what_each_exhibit_is_and_is_not():
    page = solved()
    text = everything(page)
    assert "4.8 of 100 crimes charged so far, year to March 2026; 4.0 to March 2023" in text
    assert "all offences −5 to +6%; sexual offences 0 to +50%" in text
    assert "Charges per 100 recorded crimes for England and Wales are not loaded" in text
    assert "So no verdict, here or elsewhere, rests on this count" in text
    assert "A lower bound, so no verdict" in text
    assert "These kinds overlap and are never added" in text
    assert "Of positive outcomes of business crime 70% are charges, 23% community" in text
    assert "The share of all recorded offences that led to a charge" not in text
    table = next(one for one in tables(page) if "Per 100 (may become)" in one).set_index("Year to")
    assert table.loc["March 2026"].tolist() == ["480 of 10,000", "4.8 (4.6 to 5.1)"]
    assert table.loc["March 2023", "Per 100 (may become)"] == "4.0"


@made
def test_a_kind_of_crime_chosen_is_drawn_beside_all_of_them():
    page = solved(offence="Burglary")
    assert "thefts, burglaries and vehicle crimes charged so far" in page.headline
    assert "Burglary alone is not in these tables" in everything(page)
    drawn = page.charts[0].draw(False)
    assert {trace.name for trace in drawn.data if trace.name} >= {"All offences"}


@made
@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("every", ["year", "quarter"])
def test_every_chart_can_be_drawn(narrow, every):
    page = solved(every=every, flag="hate_crime")
    assert len(page.charts) == 8
    for chart in page.charts:
        assert chart.draw(narrow).data


@made
def test_parts_for_few_readers_are_folded():
    folds = {one.key for one in solved().all_of(Fold)}
    assert folds >= {"charges-closed", "out-of-court", "flagged", "custody", "what-is-positive"}


@made
def test_each_exhibit_has_files_whose_columns_are_all_declared():
    held = {one.name: one for one in solved().files}
    assert set(NEW) <= set(held)
    for name in NEW:
        assert not held[name].frame.empty
        assert set(held[name].frame.columns) <= set(columns_of(name)), name
        assert "flag=domestic_abuse" in held[name].meta.link
        assert "every=year" in held[name].meta.link


@made
def test_small_counts_in_custody_are_in_no_table_and_no_file():
    page = solved()
    (frame,) = [one.frame for one in page.files if one.name == "custody"]
    assert set(frame.columns).isdisjoint({"disposal"})
    assert not any("To court" in one.columns for one in tables(page))


def test_where_the_tables_are_not_held_the_page_is_as_before_and_says_so():
    if not charges.charge_years().empty:
        pytest.skip("the frozen tables hold charges")
    page = solved()
    assert page.charts[0].key == "outcomes"
    (said,) = [one for one in notices(page) if "Not loaded" in one]
    for part in ("charges and out-of-court disposals", "domestic abuse and hate crime", "custody"):
        assert part in said
    assert "The share of all recorded offences that led to a charge" in everything(page)


held = pytest.mark.skipif(
    "charges.charge_years().empty", reason="the frozen tables do not hold charges yet"
)


@held
def test_the_mets_charge_rate_of_eleven_years():
    rates = [round(one, 2) for one in charges.charge_years()["rate_pct"]]
    assert rates == [12.72, 10.95, 8.87, 7.43, 6.83, 8.27, 6.59, 5.72, 5.00, 5.42, 6.15]


@held
def test_charges_that_decide_nothing_and_those_beside_all_forces():
    closed = charges.closed_quarters().set_index("date")
    assert closed.loc["2023-03-31", "outcomes_count"] == 52_423
    assert closed.loc["2026-03-31", "outcomes_count"] == 78_174
    met = charges.beside_all_forces().query("area_name == 'London (Met area)'").iloc[-1]
    assert (met["charged_count"], met["assigned_count"]) == (56_411, 830_557)


@held
def test_published_figures_of_the_other_exhibits():
    london = flagged.of_place("MPS").set_index(["series", "last_month"])
    pairs = {"2023-01-01": (9_841, 95_657), "2024-02-01": (8_231, 96_205)}
    for month, (outcomes, offences) in pairs.items():
        row = london.loc[("domestic_abuse", pd.Timestamp(month))]
        assert (row["outcomes_count"], row["offences_count"]) == (outcomes, offences)
    years = custody.sexual_offences().set_index("date")["to_court_count"]
    assert (years["2022-12-31"], years["2025-12-31"]) == (2_126, 2_528)
    kinds = counted_positive.kinds(counted_positive.months()[-1]).set_index("outcome_kind")[
        "outcomes_count"
    ]
    assert (kinds["charged"], kinds["community_resolution"]) == (44_776, 14_603)
