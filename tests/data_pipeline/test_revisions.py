"""Each cell that changed between two editions is listed once, with the reason that its neighbours give."""

import pandas as pd
import pytest

from data_pipeline.derived import revisions

JULY = pd.Timestamp("2024-07-01")


def edition(name, *cells):
    return pd.DataFrame(
        [
            {
                "source_id": "mps_recorded_crime", "edition": name, "month": JULY, "area_name": place,
                "area_code": None if place == "Unknown" else place, "offence_group": "Theft",
                "offence_subgroup": kind, "offences_count": count,
            }
            for place, kind, count in cells
        ]
    )  # fmt: skip


def kinds(old, new):
    rows = pd.concat([edition("202511", *old), edition("202606", *new)])
    found = revisions.between(rows, "202511", "202606")
    return {
        (c.area_name, c.offence_subgroup): (c.kind, c.old_count, c.new_count)
        for c in found.itertuples()
    }


def test_a_cell_that_stays_is_not_listed():
    assert kinds([("Brent", "Shoplifting", 5)], [("Brent", "Shoplifting", 5)]) == {}


def test_a_crime_moved_between_sub_groups_of_a_place_is_relabelled():
    old = [("Brent", "Shoplifting", 5), ("Brent", "Other theft", 7)]
    new = [("Brent", "Shoplifting", 4), ("Brent", "Other theft", 8)]
    assert kinds(old, new) == {
        ("Brent", "Shoplifting"): ("relabelled", 5, 4),
        ("Brent", "Other theft"): ("relabelled", 7, 8),
    }


def test_a_crime_without_a_place_given_to_a_borough_is_reallocated():
    old = [("Unknown", "Shoplifting", 9), ("Brent", "Shoplifting", 5)]
    new = [("Unknown", "Shoplifting", 1), ("Brent", "Shoplifting", 13)]
    assert kinds(old, new) == {
        ("Unknown", "Shoplifting"): ("reallocated", 9, 1),
        ("Brent", "Shoplifting"): ("reallocated", 5, 13),
    }


def test_a_rise_that_unplaced_crimes_cannot_explain_is_changed():
    old = [("Unknown", "Shoplifting", 9), ("Brent", "Shoplifting", 5)]
    new = [("Unknown", "Shoplifting", 8), ("Brent", "Shoplifting", 13)]
    assert kinds(old, new)["Brent", "Shoplifting"] == ("changed", 5, 13)


def test_a_cell_in_one_edition_only_is_listed_unless_it_is_zero():
    old = [("Brent", "Shoplifting", 5), ("Lambeth", "Shoplifting", 0)]
    found = kinds(old, [("Brent", "Other theft", 3)])
    assert found["Brent", "Shoplifting"][0] == "changed"
    assert pd.isna(found["Brent", "Shoplifting"][2])
    assert ("Lambeth", "Shoplifting") not in found


def test_editions_without_a_common_month_are_refused():
    rows = pd.concat(
        [
            edition("1", ("Brent", "Shoplifting", 1)),
            edition("2", ("Brent", "Shoplifting", 1)).assign(month=pd.Timestamp("2024-08-01")),
        ]
    )
    with pytest.raises(ValueError, match="no month in common"):
        revisions.between(rows, "1", "2")


def test_the_summary_counts_cells_and_net_change():
    old = [("Unknown", "Shoplifting", 9), ("Brent", "Shoplifting", 5)]
    rows = pd.concat(
        [
            edition("1", *old),
            edition("2", ("Unknown", "Shoplifting", 1), ("Brent", "Shoplifting", 13)),
        ]
    )
    (row,) = revisions.summary(revisions.between(rows, "1", "2")).itertuples(index=False)
    assert tuple(row) == ("reallocated", 2, 0)
