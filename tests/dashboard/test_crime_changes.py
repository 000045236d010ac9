"""Figures 1.2 and 1.3 remade, recomputed another way from the published table."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.words import changes as words
from datasets import catalogue


def summed(first, last, **filters):
    rows = catalogue.load("recorded_offences", None, filters)
    return int(rows.loc[rows["month"].between(first, last), "offences_count"].sum())


@pytest.fixture(scope="module")
def newest():
    return crime_changes.changes_to("MPS", pd.Timestamp("2026-06-01")).set_index("offence")


def test_the_newest_year_in_london(newest):
    assert newest.index[0] == "All offences"
    assert newest.loc["All offences", "offences_count"] == 910_619
    assert newest.loc["Rape", "offences_count"] == summed(
        "2025-07-01", "2026-06-01", offence_subgroup="Rape"
    )
    assert newest.loc["Theft", "share_pct"] == pytest.approx(
        100 * summed("2025-07-01", "2026-06-01", offence_group="Theft") / 910_619
    )


@pytest.mark.parametrize(
    ("offence", "years"),
    [("All offences", 1), ("Burglary", 5), ("Robbery", 10), ("Sexual offences", 5)],
)
def test_a_change_is_on_the_same_12_months_before(newest, offence, years):
    filters = {} if offence == "All offences" else {"offence_group": offence}
    now = summed("2025-07-01", "2026-06-01", **filters)
    before = summed(f"{2025 - years}-07-01", f"{2026 - years}-06-01", **filters)
    assert newest.loc[offence, f"change_{years}y_pct"] == pytest.approx(
        100 * (now - before) / before
    )


def test_no_change_on_a_base_under_50(newest):
    assert pd.isna(newest.loc["NFIB fraud", "change_1y_pct"])


def test_changes_of_few_offences_are_flagged(newest):
    now = summed("2025-07-01", "2026-06-01", offence_group="Fraud and forgery")
    before = summed("2024-07-01", "2025-06-01", offence_group="Fraud and forgery")
    assert (before, now) == (63, 32)
    flagged = newest["is_1y_of_few"]
    assert list(newest.index[flagged]) == ["Fraud and forgery", "Homicide"]
    assert not newest.loc["NFIB fraud", "is_1y_of_few"]  # no change is given at all
    assert words.change_cell(-49.2, True) == "−49% §"
    assert words.change_cell(-2.2, False) == "−2%"
    assert words.of_few(100).startswith("§ Small numbers: fewer than 100 offences")


def test_no_change_where_the_months_are_not_all_held():
    table = crime_changes.changes_to("E09000022", pd.Timestamp("2012-03-01"))
    assert table["change_1y_pct"].notna().any()
    assert table["change_5y_pct"].isna().all()
    assert crime_changes.changes_to("MPS", pd.Timestamp("2011-02-01")).empty


def test_the_five_year_row_shows_what_the_review_printed_implies_and_what_the_table_gives():
    both = crime_changes.printed_changes().set_index("offence")
    inconsistent = both[both["is_inconsistent"]]
    assert list(inconsistent.index) == [
        "Burglary",
        "Public order offences",
        "Sexual offences",
        "Violence against the person",
    ]
    three = inconsistent[["printed_5y_pct", "implied_5y_pct", "table_5y_pct"]].round()
    assert three.loc["Burglary"].tolist() == [-43, -30, -30]
    assert three.loc["Public order offences"].tolist() == [18, 22, 22]
    assert three.loc["Violence against the person"].tolist() == [18, 21, 19]
    assert three.loc["Sexual offences"].tolist() == [29, 40, 26]


def test_what_the_table_does_not_hold_is_absent():
    both = crime_changes.printed_changes().set_index("offence")
    assert len(both) == 19
    assert both.loc["Hate crime", "printed_count"] == 24_712
    assert pd.isna(both.loc["Hate crime", "table_count"])
    assert both.loc["All offences", ["printed_count", "table_count"]].tolist() == [872_841, 873_924]


def test_differences_beyond_rounding_are_marked():
    both = crime_changes.printed_changes().set_index("offence")
    assert list(both.index[both["is_count_apart"]]) == ["Drug offences", "Possession of weapons"]
    assert list(both.index[both["is_10y_apart"]]) == [
        "Possession of weapons",
        "Public order offences",
        "Sexual offences",
        "Homicide",
        "Rape",
        "Other sexual offences",
    ]
    assert list(both.index[both["is_1y_apart"]]) == ["Drug offences", "Possession of weapons"]
    assert both.loc["Rape", "is_5y_apart"]
    assert not both.loc[["All offences", "Hate crime"], "is_5y_apart"].any()
    assert words.pair_cell(41, 18, True) == "+41% / +18% ‡"
    assert words.count_and_difference(6_615, 6_107, True) == "6,615 (+8.3%) ‡"
    assert words.five_year_cell(-43, -30.2, -30.2, True, True).endswith("inconsistent ‡")
    assert words.apart(2.0, 2.0).startswith("‡ The table's count is more than 2% from the printed")


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, "–"), (math.nan, "–"), (0.4, "0%"), (-30.2, "−30%"), (157.3, "+157%")],
)
def test_a_change_in_a_cell(value, cell):
    assert words.percent_cell(value) == cell


def test_the_cell_of_five_years():
    assert words.five_year_cell(6, math.nan, 5.3, False) == "+6% / +5%"
    assert words.five_year_cell(-43, -30.2, -30.2, True) == (
        "−43% printed; −30% by its own shares; −30% in the table: inconsistent"
    )


def test_which_five_year_changes_do_not_fit_is_read_from_the_figures():
    both = crime_changes.printed_changes()
    said = words.five_years(list(both.loc[both["is_inconsistent"], "offence"]))
    assert (
        "for burglary, public order offences, sexual offences and violence against the person."
        in said
    )


def test_what_a_change_lies_across_is_said_with_its_date():
    breaks = [("A", pd.Timestamp("2024-02-28")), ("B", pd.Timestamp("2024-07-01"))]
    assert words.across_breaks(breaks) == (
        "† Across “A” (28 February 2024) and “B” (1 July 2024): part of the change can come from that."
    )
    assert (words.years_heading(1, False), words.years_heading(10, True)) == (
        "1 year",
        "10 years †",
    )


def test_a_count_beside_the_printed_one():
    assert words.count_and_difference(57_782, 58_863) == "57,782 (−1.8%)"
    assert words.count_and_difference(math.nan, 24_712) == "–"
