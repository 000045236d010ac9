"""Promises as they stand on a day, set against the published table by other means."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.figures.places import ALL
from dashboard.subjects.commitments import figures as commitments
from dashboard.words.passages import DOCUMENTS
from datasets import catalogue
from datasets.schema import OWNERS

ENTERED = Path(__file__).parents[2] / "datasets" / "reference" / "commitments.csv"
DAY = date(2026, 11, 23)
MET = ("Metropolitan Police", "Metropolitan Police and Mayor of London")


def entered() -> list[dict[str, str]]:
    """The rows as they were entered by hand, read without the code under test."""
    with ENTERED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_request(row: dict[str, str]) -> bool:
    """Whether a row is a dated part of a recommendation: asked, not promised."""
    return row["id"].startswith("casey-15-")


def one(on: date, name: str) -> pd.Series:
    rows = commitments.promises(on)
    return rows[rows["id"] == name].iloc[0]


def test_every_row_is_there_once():
    rows = commitments.promises(DAY)
    assert Counter(rows["id"]) == Counter(row["id"] for row in entered())
    assert dict(Counter(rows["commitment_kind"])) == {
        "commitment": 43,
        "recommendation": 16,
        "answer": 16,
    }
    assert dict(Counter(rows["kind"])) == {
        "commitment": 41,
        "request": 2,
        "recommendation": 16,
        "answer": 16,
    }


def test_the_tally_of_the_met_leaves_out_every_other_owner():
    rows = commitments.promises(DAY)
    dated = [row for row in entered() if row["due"] and row["owner"] in MET and not is_request(row)]
    passed = [row for row in dated if row["due"][:7] < "2026-11"]
    assert commitments.tally(rows, "met", DAY) == {
        "dated": len(dated),
        "past": len(passed),
        "met": 0,
        "missed": 0,
        "undecided": len([row for row in passed if row["evidence"]]),
        "no_figure": len([row for row in passed if not row["evidence"]]),
        "with_mayor": 0,
    }
    assert (len(dated), len(passed)) == (30, 30)


def test_the_city_and_the_government_are_counted_apart():
    rows = commitments.promises(DAY)
    city = commitments.tally(rows, "city", DAY)
    assert (city["dated"], city["past"], city["undecided"], city["no_figure"]) == (6, 6, 1, 5)
    assert city["with_mayor"] == 0
    assert commitments.tally(rows, "government", DAY)["dated"] == 1
    assert commitments.tally(rows, "not-named", DAY)["dated"] == 0
    assert set(commitments.dated(rows, "met")["owner"]) == {"Metropolitan Police"}


def test_what_the_review_asked_for_is_nobodys_promise():
    rows = commitments.promises(DAY)
    asked = commitments.tally(rows, "asked", DAY)
    assert (asked["dated"], asked["past"], asked["no_figure"]) == (2, 1, 1)
    found = rows[rows["kind"] == "request"]
    assert set(found["id"]) == {"casey-15-two-years", "casey-15-five-years"}
    assert set(found["party"]) == {"asked"}
    assert set(found["commitment_kind"]) == {"commitment"}  # as published


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("padp-women", "early"),  # the very share, of autumn 2023
        ("board-supervisors", "early"),
        ("padp-sergeants", "other"),  # sergeants added, not the ratio
        ("board-support-officers", "read_as"),  # in post, net of those who left, not recruited
        ("rebuilding-second-plan", "read_as"),  # an update, taken to be the plan
        ("casey-01", ""),
        ("padp-overhaul", ""),  # nothing is held
    ],
)
def test_why_what_is_held_decides_nothing(name, why):
    assert one(DAY, name)["why_open"] == why


@pytest.mark.parametrize(
    ("name", "standing", "days"),
    [
        ("rebuilding-second-plan", "undecided", 1788),  # 31 December 2021
        ("board-support-officers", "undecided", 692),
        ("padp-women", "undecided", 237),  # 31 March to 23 November 2026
        ("padp-new-people", "undecided", 327),  # 31 December 2025
        ("board-supervisors", "undecided", 692),  # 31 December 2024
        ("padp-overhaul", "no_figure", 692),
        ("casey-15-two-years", "no_figure", 602),  # 31 March 2025
        ("casey-15-five-years", "not_yet_due", 0),
        ("casey-uplift", "no_date", 0),
        ("city-answer-16", "no_promise", 0),
        ("city-students", "no_figure", 1306),  # 27 April 2023
    ],
)
def test_how_a_promise_stands(name, standing, days):
    found = one(DAY, name)
    assert (found["standing"], found["days_overdue"]) == (standing, days)


@pytest.mark.parametrize(
    ("on", "standing", "days"),
    [
        (date(2026, 2, 28), "not_yet_due", 0),
        (date(2026, 3, 1), "due", 0),
        (date(2026, 3, 31), "due", 0),
        (date(2026, 4, 1), "undecided", 1),
    ],
)
def test_the_day_makes_the_state(on, standing, days):
    found = one(on, "padp-women")
    assert (found["standing"], found["days_overdue"]) == (standing, days)


def test_a_figure_of_a_later_day_is_not_held_yet():
    before, after = (
        one(on, "board-support-officers") for on in (date(2024, 12, 30), date(2024, 12, 31))
    )
    assert (before["state"], before["standing"]) == ("no_figure_published", "due")
    assert before[["evidence", "evidence_value", "evidence_rows"]].isna().all()
    assert not before["evidence_decides"]
    assert (after["state"], after["standing"], after["evidence_value"]) == ("open", "due", 271)


def test_an_earlier_day_counts_what_had_passed_by_then():
    on = date(2024, 6, 1)
    tally = commitments.tally(commitments.promises(on), "met", on)
    passed = [
        row for row in entered()
        if row["owner"] in MET and row["due"] and row["due"] != "2024" and row["due"] < "2024-05"
    ]  # fmt: skip
    assert (tally["dated"], tally["past"], tally["missed"]) == (30, len(passed), 0)


def test_today_the_states_are_the_published_ones():
    published = catalogue.load("commitments").set_index("id")["state"]
    rows = commitments.promises(DAY).set_index("id")
    read_as = rows.index[rows["why_open"] == "read_as"]
    assert set(read_as) == {"board-support-officers", "rebuilding-second-plan"}
    assert (rows.loc[read_as, "state"] == "open").all()
    others = rows.index.difference(read_as)
    assert rows.loc[others, "state"].to_dict() == published[others].to_dict()


def test_what_is_decided_stands_first_then_the_newest_date():
    rows = commitments.promises(DAY, owner="met", kind="commitment")
    assert rows["id"].iloc[:4].tolist() == [
        "board-support-officers",
        "rebuilding-second-plan",
        "padp-ethnic-minority",
        "padp-firearms-programme",
    ]
    assert rows["due"].isna().tolist() == [False] * 30 + [True] * 3
    assert rows["due"].iloc[2:30].is_monotonic_decreasing
    recommended = commitments.promises(DAY, kind="recommendation")["recommendation"]
    assert recommended.tolist() == list(range(1, 17))


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        ({"words": "PaDP women"}, 1),
        ({"words": "  VETTING policy"}, 2),
        ({"words": "nothing has these words"}, 0),
        ({"owner": "met"}, 48),
        ({"owner": "met-and-mayor"}, 4),
        ({"owner": "city"}, 23),
        ({"owner": "not-named"}, 2),
        ({"document": "op-leven"}, 15),
        ({"document": "board-paper"}, 14),
        ({"document": "casey-review"}, 20),
        ({"document": "rebuilding-trust"}, 3),
        ({"document": "city-answer"}, 23),
        ({"standing": "missed"}, 0),
        ({"kind": "request"}, 2),
        ({"kind": "commitment"}, 41),
        ({"kind": "answer"}, 16),
        ({"measure": "workforce_representation"}, 4),
        ({"owner": "city", "standing": "undecided"}, 1),
    ],
)
def test_a_choice_finds(choice, count):
    rows = commitments.promises(DAY, **choice)
    assert len(rows) == count
    assert list(rows.index) == list(range(count))


def test_a_figure_of_the_very_thing_still_decides(monkeypatch):
    entered_rows = catalogue.load("commitments")
    is_women = entered_rows["id"] == "padp-women"
    entered_rows.loc[is_women, "evidence_date"] = pd.Timestamp("2026-04-30")
    monkeypatch.setattr(commitments.catalogue, "load", lambda *_: entered_rows)
    found = one(DAY, "padp-women")
    assert (found["state"], found["standing"], found["why_open"]) == ("missed", "missed", "")
    assert commitments.promises(DAY)["id"].iloc[0] == "padp-women"


def test_the_choices_cover_the_table():
    rows = commitments.promises(DAY)
    assert {owner for owners in commitments.OWNERS.values() for owner in owners} == set(OWNERS)
    assert set(rows["document_id"]) == set(DOCUMENTS)
    assert set(rows["standing"]) <= set(commitments.STANDINGS)
    assert rows["party"].notna().all()
    assert ALL not in {*commitments.OWNERS, *DOCUMENTS, *commitments.STANDINGS}


def test_promises_are_counted_under_their_recommendation():
    expected = Counter(
        int(row["recommendation"])
        for row in entered()
        if row["owner"] in MET and row["due"] and row["recommendation"] and not is_request(row)
    )
    assert commitments.promised_under("met") == expected
    assert expected[4] == 15
