"""Misconduct: figures as printed, kept apart by what they count, and the sentences on them."""

from datetime import date

import pandas as pd
import pytest

from dashboard.briefing.pages import brief
from dashboard.charts import Look, ratio_dots
from dashboard.subjects import registry
from dashboard.subjects.misconduct import figures as queries
from dashboard.subjects.misconduct import words
from datasets import catalogue
from tests.dashboard.page_reading import everything


def test_cases_to_answer_are_the_reviews():
    rows = queries.case_to_answer()
    assert dict(zip(rows["group"], rows["value"], strict=True)) == {
        "All": 33, "Sexual misconduct": 29, "Breach of equality and diversity rules": 20, "Domestic abuse": 14,
    }  # fmt: skip
    assert rows["group"].iloc[0] == queries.EVERY_ALLEGATION
    assert rows["value"].is_monotonic_decreasing


def test_public_complaints_are_never_among_internal_cases():
    internal = {*queries.case_to_answer()["figure_id"], *queries.other_internal()["figure_id"]}
    complaints = queries.public_complaints()
    assert set(complaints["value"]) == {3, 5, 90, 6, 1}
    assert not internal & set(complaints["figure_id"])
    assert complaints["statement"].str.contains("ublic complaint").all()
    assert queries.other_internal()["figure_id"].str.startswith("R").all()


def test_disparity_is_as_printed_written_as_a_ratio():
    rows = queries.disparity()
    found = [
        (row.kind, row.group, round(row.ratio, 2), row.period_end.year) for row in rows.itertuples()
    ]
    assert found == [
        ("allegation", "Black", 1.81, 2022),
        ("allegation", "Asian", 1.55, 2022),
        ("allegation", "Mixed ethnicity", 1.41, 2022),
        ("allegation", "Black", 2.0, 2014),
        ("case to answer", "Black", 1.41, 2019),
        ("case to answer", "Asian", 1.34, 2019),
        ("Regulation 13 case", "Black", 2.26, 2022),
        ("Regulation 13 case", "Asian", 2.23, 2022),
        ("Regulation 13 case", "Mixed ethnicity", 1.5, 2022),
    ]
    assert rows["figure_id"].iloc[0] == "R0911"  # not R0455, which says "officers" only


def test_other_forces_are_apart():
    assert set(queries.disparity_elsewhere()["geography"]) == {"England and Wales"}
    assert set(queries.counts()["geography"]) == {"London (MPS area)"}
    elsewhere = queries.counts_elsewhere()
    assert elsewhere["value"].tolist() == [972, 1312, 735, 6, 5.5]


def test_what_is_set_against_all_others_is_apart_from_what_is_set_against_white_colleagues():
    against_others = queries.disparity_with_others()
    assert against_others["value"].tolist() == [4.96, 2.46, 2]
    assert not set(against_others["figure_id"]) & set(queries.disparity()["figure_id"])
    assert queries.disparity()["comparator"].str.contains("White").all()


def test_every_count_of_the_documents_has_a_name():
    rows = pd.concat(
        [catalogue.load(table, None, {"success_measure": "misconduct_action_rate", "unit": "count"})
         for table in ("review_figures", "published_figures")]
    )  # fmt: skip
    assert len({one.brief or one.title for one in words.COUNTS.values()}) == len(words.COUNTS)
    met = rows[rows["geography"] == "London (MPS area)"]
    assert set(met["measure_id"]) == set(words.COUNTS)
    shown = {*queries.counts()["figure_id"], *queries.counts_elsewhere()["figure_id"]}
    assert set(rows["figure_id"]) <= shown
    assert set(queries.counts()["figure_id"]) == set(met["figure_id"])
    assert len(met) == 45


def test_one_kind_of_count_at_a_time_with_its_length():
    rows = queries.counts("officers_dismissed_gross_misconduct")
    assert rows[["value", "months", "is_usual"]].to_numpy().tolist() == [
        [51, 8, False], [100, 12, True],
    ]  # fmt: skip
    suspended = queries.counts("officers_suspended")
    assert suspended["value"].tolist() == [69, 144, 183, 201]
    assert suspended["is_usual"].tolist() == [True, False, True, True]


def test_nothing_comparable_is_held_since_the_review():
    assert queries.action_since().empty
    assert queries.disparity_since().empty


def test_the_files_hold_every_figure_once():
    figures = queries.everything()["figure_id"]
    assert figures.is_unique
    assert {"R0904", "R0911", "P0130", "P0152", "R1520", "P0160"} <= set(figures)
    assert len(figures) == 4 + 9 + 5 + 9 + 3 + 3 + 45 + 5


# Words


WHEN = "2013 to 2022"


def test_the_headline_says_whose_allegations_and_when():
    page = registry.page_of("misconduct", {})
    assert page.headline == words.headline("33%", WHEN, 0, 0)
    assert page.headline == ("Case to answer: 33% of internal misconduct allegations, 2013 to 2022")
    assert page.lede == (
        "Of allegations by the public, counted apart, 5% had one. A newer share may exist; not yet checked. The "
        "counts held do not say out of how many."
    )
    assert "A newer share" not in words.lede("5%", 0, 1)
    assert "the share of cases with action have" in words.headline("33%", WHEN, 1, 0)
    assert "the disparity between ethnic groups have" in words.headline("33%", WHEN, 0, 1)
    both = words.headline("33%", WHEN, 1, 2)
    assert "the share of cases with action and the disparity between ethnic groups" in both


def test_one_reason_why_nothing_is_newer_on_the_page_and_on_paper():
    page = registry.page_of("misconduct", {})
    text = everything(page).replace("\\", "")
    assert (
        "The Home Office publishes yearly tables of police misconduct. Whether they give the Met by itself is not yet "
        "checked." in text
    )
    assert "Figures may exist, and are not yet checked here. Home Office, Police misconduct" in text
    assert "What it would take: The Met to publish" not in text
    paper = brief(page, "Misconduct", "https://x", date(2026, 11, 30))
    assert [one.reason for one in paper.verdicts] == [
        "Figures may exist, and are not yet checked here. Home Office, Police misconduct, England and Wales, open data "
        "tables."
    ] * 2


def test_a_chart_has_its_own_rows_and_no_others():
    rows = registry.page_of("misconduct", {}).rows
    assert rows["action"].frame["value"].tolist() == [33, 29, 20, 14]
    assert rows["disparity-1"].frame["ratio"].round(2).tolist() == [1.41, 1.34]
    assert len(rows["misconduct"].frame) == 83


def test_headings_carry_their_figures():
    assert (
        words.action_heading("33%") == "33% of internal misconduct allegations had a case to answer"
    )
    assert words.disparity_heading(
        {"group": "Black", "ratio": 1.81, "bound": "exact"}, "year to March 2022"
    ) == (
        "Black officers and staff: 1.81 times as likely as White colleagues to face an "
        "allegation (year to March 2022)"
    )
    assert "55% to 60% of allegations" in words.no_case_sentence("55%", "60%", "33%")
    assert "With the 33%" in words.no_case_sentence("55%", "60%", "33%")


def test_a_count_is_named_with_its_period():
    rows = queries.counts("officers_dismissed_or_would_have_been")
    assert words.count_heading("Dismissed", rows) == "Dismissed: 113 (2023)"
    assert words.count_heading("Dismissed", rows.iloc[:0]) == "Dismissed"
    two = queries.counts("officers_suspended")
    assert words.count_heading("Suspended", two) == "Suspended: 183 or 201 (September 2023)"


def test_no_chart_joins_two_kinds_or_two_times():
    sets = queries.disparity_sets(queries.disparity())
    assert [(one["kind"].iloc[0], one["group"].tolist()) for one in sets] == [
        ("allegation", ["Black", "Asian", "Mixed ethnicity"]),
        ("allegation", ["Black"]),
        ("case to answer", ["Black", "Asian"]),
        ("Regulation 13 case", ["Black", "Asian", "Mixed ethnicity"]),
    ]
    assert all(one["period_end"].nunique() == one["kind"].nunique() == 1 for one in sets)
    assert words.disparity_set_heading("allegation", "year to March 2022") == (
        "An allegation, year to March 2022"
    )
    assert (
        "Black colleagues, an allegation, about 2 times (year to March 2014)"
        in words.lone_disparity(sets[1].iloc[0])
    )


@pytest.mark.parametrize(
    ("place", "row", "where"),
    [
        (
            0,
            ["Black: an allegation", "1.81 times", "Year to March 2022"],
            "The Review, chapter 7.2",
        ),
        (
            3,
            ["Black: an allegation", "about 2 times", "Year to March 2014"],
            "Baroness Casey Review interim report",
        ),
        (
            6,
            ["Black: a Regulation 13 case", "2.26 times", "April 2018 to March 2022"],
            "The Review, chapter 9",
        ),
    ],
)
def test_the_table_of_disparity(place, row, where):
    *cells, printed_in = words.disparity_cells(queries.disparity())[place]
    assert [cell.text for cell in cells] == row
    assert printed_in.text.startswith(where)


def test_a_ratio_without_interval_has_no_key_that_names_one():
    rows = pd.DataFrame({"label": ["Black", "Asian"], "value": [1.81, 1.55]})
    fig = ratio_dots(rows, look=Look(), reference="White colleagues")
    assert "95%" not in " ".join(str(note.text) for note in fig.layout.annotations)
    with_interval = ratio_dots(
        rows.assign(low=1.2, high=2.0), look=Look(), reference="White colleagues"
    )
    assert "95% interval" in " ".join(str(note.text) for note in with_interval.layout.annotations)
