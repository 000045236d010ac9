"""Use of force: figures worked out apart, groups and tactics that change from year to year."""

import math

import pandas as pd
import pytest

from dashboard.subjects.powers.figures import force
from datasets import catalogue
from stats.second_masks import exposed_cells

NEWEST, BEFORE = pd.Timestamp("2020-03-31"), pd.Timestamp("2019-03-31")
TASER = "Conducted energy device (Taser)"


def uses(year_end):
    rows = pd.read_parquet(catalogue.table_path("use_of_force"))
    return rows[pd.to_datetime(rows["year_end"]) == year_end]


def row_of(frame, group):
    return frame.set_index("ethnicity").loc[group]


def test_two_years_are_held():
    assert force.force_years() == [NEWEST, BEFORE]


def test_tactics_stand_under_their_kind_with_their_families():
    found = list(force.force_tactics(NEWEST))
    assert found[0] == "all"
    at = found.index("Restraint")
    assert found[at : at + 6] == [
        "Restraint", "Ground restraint", "Handcuffing", "Handcuffing: compliant",
        "Handcuffing: non-compliant", "Limb or body restraints",
    ]  # fmt: skip
    assert "Handcuffing: not stated" not in found  # never used
    assert not {"Tactical communication", "Not reported", "Total"} & set(found)


def test_what_is_a_sum_of_tactics():
    found = force.force_tactics(NEWEST)
    assert found["all"]
    assert found["Handcuffing"]
    assert found["Restraint"]
    assert not found["Firearms"]  # a kind of one tactic
    assert not found["Baton: used"]
    assert found[TASER]
    assert not force.force_tactics(BEFORE)[TASER]  # not yet split


def test_handcuffs_against_black_and_white_people():
    found = force.force_by_group(NEWEST, "Handcuffing")
    black, white = row_of(found, "Black"), row_of(found, "White")
    rows = uses(NEWEST)
    rows = rows[rows["tactic"].str.startswith("Handcuffing")]
    by_group = rows.groupby("ethnicity")["uses_count"].sum()
    assert (by_group["Black"], by_group["White"]) == (44_938, 51_096)
    assert (black["events_count"], white["events_count"]) == (44_938, 51_096)
    ratio = (44_938 / 1_188_385) / (51_096 / 4_731_155)
    reach = 1.96 * math.sqrt(1 / 44_938 - 1 / 1_188_385 + 1 / 51_096 - 1 / 4_731_155)
    assert black["ratio"] == pytest.approx(ratio)
    assert black["ratio_low"] == pytest.approx(ratio * math.exp(-reach), rel=1e-4)
    assert round(ratio, 2) == 3.50


def test_a_family_is_what_stands_before_the_colon():
    assert force.force_counts(NEWEST, "Baton")["Black"] == 657 + 252  # and no baton round
    assert force.force_counts(NEWEST, "Dog")["White"] == 75 + 156
    assert force.force_counts(NEWEST, "Other equipment")["Black"] == 2_113


def test_all_tactics_are_those_that_the_home_office_totals():
    counts = force.force_counts(NEWEST, "all")
    rows = uses(NEWEST)
    counted = rows[~rows["force_type"].isin(["Not reported", "Tactical communication"])]
    assert sum(counts.values()) == counted["uses_count"].sum() == 205_135
    assert force.not_counted(NEWEST) == 43_345


def test_chinese_people_are_asian_as_in_the_census():
    rows = uses(BEFORE)
    batons = rows[rows["tactic"] == "Baton: drawn"].set_index("ethnicity")["uses_count"]
    assert (batons["Asian"], batons["Chinese"]) == (160, 7)
    assert force.force_counts(BEFORE, "Baton: drawn")["Asian"] == 167
    assert "Chinese" not in force.force_counts(BEFORE, "all")
    assert force.has_chinese(BEFORE)
    assert not force.has_chinese(NEWEST)


def test_those_of_no_group_come_last():
    assert list(force.force_counts(NEWEST, "all"))[-1] == "Not reported"
    assert list(force.force_counts(BEFORE, "all"))[-2:] == ["Not known", "Not reported"]


def test_every_tactic_with_small_counts_masked():
    found = force.force_by_tactic(NEWEST, "Black").set_index("tactic")
    assert found.loc["Baton: used", ["uses_count", "group_count", "white_count"]].tolist() == [
        591, 252, 209,
    ]  # fmt: skip
    assert found.loc["Baton: used", "ratio"] == pytest.approx(4.8003, abs=1e-4)
    few = found.loc["Baton round (AEP): drawn"]  # 4 on Black people
    assert pd.isna(few["group_count"])
    assert pd.isna(few["ratio"])
    assert found.loc["Baton round (AEP): used", "white_count"] == 0


def test_no_masked_count_follows_from_the_sums_on_screen():
    """Subtracting, group by group and tactic by tactic, from everything that the page shows."""
    for year_end in (NEWEST, BEFORE):
        hidden = force.masked(year_end)
        held = force._counted(year_end)
        cells = {(tactic, group) for tactic in force.force_tactics(year_end)
                 for group in [*force.force_counts(year_end, "all"), "all"]}  # fmt: skip
        assert hidden < cells
        assert not exposed_cells(hidden, force._sums(held, cells))


def test_a_second_count_is_masked_beside_a_small_one():
    hidden = force.masked(NEWEST)
    small = [("Shield", "Mixed"), ("Shield", "Other"), ("Dog: bite", "Asian")]
    assert {*small, ("Dog: deployed", "Asian"), ("Spit and bite guard", "Mixed")} <= hidden
    dogs = force.force_by_group(NEWEST, "Dog: deployed").set_index("ethnicity")
    assert dogs.loc["Asian", "is_masked"]  # 31, beside 2 bites and 33 dogs in all
    assert dogs.loc["Asian", ["events_count", "rate_per_1000", "ratio"]].isna().all()
    assert (
        force.force_by_group(NEWEST, "Dog").set_index("ethnicity").loc["Asian", "events_count"]
        == 33
    )
    assert dogs.loc["Black", "events_count"] == 110
    tasers = force.force_by_tactic(BEFORE, "Black").set_index("tactic").loc[TASER]
    assert tasers["group_count"] == 3_055
    assert pd.isna(tasers["white_count"])  # less lethal weapons less these are 3 baton rounds
    assert pd.isna(tasers["ratio"])


def test_sums_of_tactics_are_the_tables_own():
    held = force._counted(BEFORE)
    counts = {tactic: force.force_counts(BEFORE, tactic) for tactic in force.force_tactics(BEFORE)}
    cells = {(tactic, group) for tactic, of in counts.items() for group in [*of, "all"]}
    number = {cell: counts[cell[0]].get(cell[1], sum(counts[cell[0]].values())) for cell in cells}
    sums = force._sums(held, cells)
    assert len(sums) > 100
    for one in sums:
        assert sum(number[part] for part in one.parts) == number[one.total]


def test_the_review_on_force_once_each_as_it_meant_it():
    found = force.review_force_ratios()
    assert [tuple(row) for row in found[["tactic", "group", "bound", "value"]].to_numpy()] == [
        ("Handcuffing", "Black", "more_than", 3.0),
        ("Baton: used", "Black", "exact", 4.5),
        (f"{TASER}: discharged", "Black", "about", 4.0),
        ("Handcuffing", "Mixed", "about", 2.0),
        ("Baton: used", "Mixed", "about", 2.0),
    ]
    assert set(found["tactic"]) <= set(force.force_tactics(NEWEST))
    assert force.met_coverage_pct() == 65


def test_black_and_mixed_people_taken_together():
    found = force.ratio_black_and_mixed(NEWEST, "all")
    together = (76_052 + 6_461) / (1_188_385 + 505_790)
    assert found == pytest.approx(together / (87_840 / 4_731_155))
    assert round(found, 2) == 2.62
    assert force.ratio_black_and_mixed(NEWEST, "Shield") is None  # Mixed is masked
