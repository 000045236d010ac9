"""Response times: each figure with its basis, and the sentences on them."""

import pandas as pd
import pytest

from dashboard.queries import response as queries
from dashboard.wording import response as words


@pytest.mark.parametrize(
    ("measure", "grade", "found"),
    [
        (queries.AVERAGE, "i", [(10, 12), (10.08, 1), (11.2, 1), (12, 12), (12.6, 12)]),
        (queries.AVERAGE, "s", [(44, 12), (48.87, 1), (64.18, 1), (107, 12), (167, 12), (122, 3)]),
        (queries.WITHIN, "i", [(92.6, 12), (85, 12), (86.9, 12)]),
        (queries.WITHIN, "s", [(77.2, 12), (81.9, 12), (62.5, 3)]),
    ],
)
def test_arrivals_with_their_length_in_months(measure, grade, found):
    rows = queries.arrivals(measure, grade)
    assert list(zip(rows["value"], rows["months"], strict=True)) == found
    assert len(set(rows["unit"])) == 1
    assert (rows["is_usual"] == (rows["months"] == 12)).all()
    assert set(rows["geography"]) == {"London (MPS area)"}


def test_the_reviews_own_years():
    assert queries.review_years("i")["value"].tolist() == [10, 12]
    assert queries.review_years("s")["value"].tolist() == [44, 107]


def test_answering_is_apart_from_arriving():
    rows = queries.calls(queries.ANSWERED)
    assert rows["value"].tolist() == [57.3, 63.9, 91, 94, 85, 77.5]
    assert queries.calls(queries.WAIT_101)["value"].tolist() == [8, 1.83]


def test_targets_are_those_that_the_documents_name():
    assert queries.target_pct(queries.WITHIN, "i") == 90
    assert queries.target_pct(queries.WITHIN, "s") is None
    assert queries.target_pct(queries.ANSWERED) == 90
    rows = queries.everything()
    named = rows[rows["measure_id"] == "response_time_target"].set_index("group")["value"]
    assert {grade: named[queries.GRADES[grade]] for grade in "is"} == queries.TARGET_MINUTES


def test_nothing_on_arrival_is_held_since_the_review():
    assert queries.arrivals_since().empty
    assert queries.newest_arrival() == pd.Timestamp("2023-02-28")


def test_parts_of_london_are_apart():
    rows = queries.parts_of_london()
    assert rows["value"].tolist() == [36, 35, 40, 109, 282, 50.4, 78]
    assert "London (MPS area)" not in set(rows["geography"])


def test_the_files_hold_all_33_figures_printed_elsewhere():
    rows = queries.everything()
    assert (rows["source_id"] == "published_figures").sum() == 33
    assert rows["figure_id"].is_unique


# Words


def test_the_headline_sets_the_last_year_against_the_first():
    assert words.headline("s", queries.review_years("s")) == (
        "The Met took 107 minutes on average to reach a significant call (S grade) in 2021, against 44 in 2012"
    )
    years = queries.review_years("i")
    assert words.headline("i", years.tail(1)).endswith("(I grade) in 2021")
    assert words.headline("i", years.assign(value=12.0)).endswith("in 2021, the same as in 2012")


def test_whether_it_is_faster_since_cannot_be_judged():
    said = words.since_sentence(0, pd.Timestamp("2023-02-28"))
    assert "cannot be judged" in said
    assert "ends in February 2023" in said
    assert words.since_sentence(2, pd.Timestamp("2024-02-28")).startswith("2 figures on arrival")


def test_targets_and_standards_in_words():
    assert "reached within 15 minutes. The target share is 90%." in words.target_note("i", 15, 90)
    assert "No target share is named." in words.target_note("s", 60, None)
    assert "the national standard is 90%" in words.answered_basis(90)
    assert "standard" not in words.answered_basis(None)


def test_the_newest_share_answered():
    rows = queries.calls(queries.ANSWERED)
    assert words.answered_heading(rows) == (
        "77.5% of 999 calls were answered within 10 seconds (April 2025 to September 2025)"
    )
    assert words.answered_heading(rows.iloc[:0]) == "999 calls answered within 10 seconds"
