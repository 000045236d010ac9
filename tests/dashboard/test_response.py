"""Response times: each figure with its basis, and the sentences on them."""

import re

import pandas as pd
import pytest

from dashboard.page import CardTable
from dashboard.subjects import registry
from dashboard.subjects.response import figures as queries
from dashboard.subjects.response import words


@pytest.mark.parametrize(
    ("measure", "grade", "found"),
    [
        (
            queries.AVERAGE,
            "i",
            [(15.22, 1), (10, 12), (10.08, 1), (11.2, 1), (12, 12), (12.6, 12)],
        ),
        (queries.AVERAGE, "s", [(44, 12), (48.87, 1), (64.18, 1), (107, 12), (167, 12), (122, 3)]),
        (queries.WITHIN, "i", [(93.1, 12), (92.6, 12), (85, 12), (86.9, 12)]),
        (queries.WITHIN, "s", [(77.2, 12), (81.9, 12), (62.5, 3)]),
    ],
)
def test_arrivals_with_their_length_in_months(measure, grade, found):
    rows = queries.arrivals(measure, grade)
    assert list(zip(rows["value"], rows["months"], strict=True)) == found
    assert len(set(rows["unit"])) == 1
    assert (rows["is_usual"] == (rows["months"] == 12)).all()
    assert set(rows["geography"]) == {"London (MPS area)"}


def test_a_share_within_twelve_minutes_is_not_among_those_within_fifteen():
    apart = queries.within_another_time("i")
    assert apart["value"].tolist() == [70]
    assert apart["statement"].str.contains("within 12 minutes").all()
    assert not set(apart["figure_id"]) & set(queries.arrivals(queries.WITHIN, "i")["figure_id"])
    assert set(apart["figure_id"]) <= set(queries.everything()["figure_id"])
    assert queries.within_another_time("s").empty


def averages(grade, second_hand=True):
    rows = queries.arrivals(queries.AVERAGE, grade)
    return rows if second_hand else rows[rows["read"] == "first_hand"]


def test_averages_of_whole_years():
    assert queries.whole_years(averages("i"))["value"].tolist() == [10, 12, 12.6]
    assert queries.whole_years(averages("s"))["value"].tolist() == [44, 107, 167]
    assert queries.whole_years(averages("s", False))["value"].tolist() == [44, 107]


def test_answering_is_apart_from_arriving():
    rows = queries.calls(queries.ANSWERED)
    assert rows["value"].tolist() == [57.3, 63.9, 77.6, 91, 90.9, 94, 85, 86.2, 77.5, 88]
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
    assert rows["value"].tolist() == [
        83, 89.7, 52, 36, 35, 40, 109, 19.25, 22.25, 282, 50.4, 78,
    ]  # fmt: skip
    assert "London (MPS area)" not in set(rows["geography"])


def test_the_files_hold_all_45_figures_printed_elsewhere():
    rows = queries.everything()
    assert (rows["source_id"] == "published_figures").sum() == 45
    assert rows["figure_id"].is_unique


# Words


def test_the_headline_has_the_newest_year():
    assert words.headline("i", queries.whole_years(averages("i"))) == (
        "Immediate calls took 12 min 36 s on average (year to November 2022)"
    )
    assert words.headline("s", queries.whole_years(averages("s"))) == (
        "Significant calls took 167 min on average (year to August 2022), disputed"
    )


def test_the_headline_without_second_hand_figures():
    years = queries.whole_years(averages("s", False))
    assert words.headline("s", years) == "Significant calls took 107 min on average (2021)"
    assert (
        words.headline("s", years.head(0)) == "Average time to reach a significant call (S grade)"
    )


def test_how_the_newest_was_read_and_what_the_review_printed():
    assert words.newest_read(averages("i")) == (
        "Second hand, worked out. The Review printed 12 min for 2021 and 10 min for 2012."
    )
    assert words.newest_read(averages("s")) == (
        "Second hand, in conflict, worked out. The Review printed 107 min for 2021 and 44 min for 2012."
    )
    assert words.newest_read(averages("i", False)) == (
        "As the Review printed it. The Review printed 10 min for 2012."
    )
    assert words.newest_read(averages("i").head(0)) == ""


def test_what_is_newer_on_another_basis():
    assert words.newer(averages("s"))[-1] == (
        "Newer, but not of a whole year and so not comparable: 122 min, December 2022 to February "
        "2023 (second hand, in conflict, worked out)."
    )
    assert words.newer(averages("i")) == words.newer(averages("i").head(0)) == []


def test_years_stand_first_then_the_length_of_most_figures():
    found = registry.page_of("response", {})
    keys = [one.key for one in found.charts if one.key.startswith("averages-")]
    assert keys == ["averages-12", "averages-1"]


def test_charts_name_measure_and_unit():
    assert words.average_title("i") == "Average time to reach an immediate call (I grade)"
    assert words.within_title("s", 60) == (
        "Per cent of significant calls (S grade) reached within 60 minutes"
    )


def test_whether_it_is_faster_since_cannot_be_judged():
    said = words.since_sentence(0, pd.Timestamp("2023-02-28"))
    assert said == "Nothing on arrival is newer than February 2023."
    assert words.since_sentence(2, pd.Timestamp("2024-02-28")).startswith("2 figures on arrival")


def test_targets_and_standards_in_words():
    assert "reached within 15 minutes. The target share is 90%." in words.target_note("i", 15, 90)
    assert "No target share is named." in words.target_note("s", 60, None)
    assert "the national standard is 90%" in words.answered_basis(90)
    assert "standard" not in words.answered_basis(None)


def test_the_newest_share_answered():
    rows = queries.calls(queries.ANSWERED)
    assert words.answered_heading(rows) == (
        "77.5% of 999 calls answered within 10 seconds (April to September 2025), down from 85%"
    )
    assert words.answered_since(rows) == (
        "Single months since: 88% in November 2025 (second hand, dates assumed). A month is no half year: the "
        "two are not compared."
    )
    assert words.answered_lede(rows) == (
        "Newer, but only of answering: 77.5% of 999 calls answered within 10 seconds (April to September 2025, "
        "85% a year before)."
    )
    first_hand = rows[rows["read"] == "first_hand"]
    assert words.answered_heading(first_hand) == (
        "86.2% of 999 calls answered within 10 seconds (2024), up from 77.6%"
    )
    month = rows[rows["months"] == 1]
    assert words.answered_heading(month) == (
        "88% of 999 calls answered within 10 seconds (November 2025)"
    )
    assert words.answered_heading(rows.iloc[:0]) == "999 calls answered within 10 seconds"
    assert words.answered_since(rows.iloc[:0]) == words.answered_lede(rows.iloc[:0]) == ""


def test_the_half_year_is_drawn_first():
    page = registry.page_of("response", {})
    keys = [one.key for one in page.charts]
    assert keys[2:5] == ["answered-6", "answered-1", "answered-12"]


def test_each_chart_has_its_own_rows():
    rows = registry.page_of("response", {}).rows
    assert rows["averages-12"].frame["value"].tolist() == [10, 12, 12.6]
    assert rows["answered-6"].frame["value"].tolist() == [85, 77.5]
    assert len(rows["answered-1"].frame) == 6
    assert len(rows["response"].frame) == 51


def test_a_table_names_its_sources_in_short_and_no_month_in_digits():
    page = registry.page_of("response", {})
    cells = [row for one in page.all_of(CardTable) for row in one.rows]
    said = [cell.text for row in cells for cell in row]
    assert "999 calls answered within 10 seconds, February 2024" in said
    assert "999 calls answered within 10 seconds, April to September 2025" in said
    assert not [text for text in said if re.search(r"\d{4}-\d\d to", text)]
    assert "Barnet Post, 17 December 2025" in said
    assert "Evening Standard, December 2022" in said
