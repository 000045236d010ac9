"""Printed figures: which are found, what is left out, and how they are worded."""

import pandas as pd
import pytest

from dashboard.blocks.printed import AsPrinted
from dashboard.figures import printed as queries
from dashboard.subjects.review.figures.review import review_figures
from dashboard.words import printed as words
from dashboard.words.passages import short_document
from dashboard.words.sources import joined, said, shortened
from datasets import catalogue
from tests.dashboard.made_figures import MEANT

ROW = {
    "figure_id": "R0001", "group": "All", "statement": "A figure.",
    "value": 12.0, "unit": "percent", "source_id": "published_figures",
    "period_start": pd.Timestamp("2022-04-01"), "period_end": pd.Timestamp("2023-03-31"),
    "source_document": "A paper, May 2024", "source_location": "page 3", "confidence_note": "",
    "months": 12, "is_usual": True, **MEANT,
}  # fmt: skip


def frame(*rows):
    return pd.DataFrame([ROW | row for row in rows])


# Queries


def test_figures_come_from_both_tables_in_order_of_their_period():
    found = queries.printed(["average_response_time"], geographies=queries.MET_AREAS)
    assert set(found["source_id"]) == {"review_figures", "published_figures"}
    assert found["period_end"].is_monotonic_increasing
    assert found["value"].tolist()[:3] == [15.22, 10, 44]
    assert len(queries.printed(["average_response_time"], ["percent"])) == 0


def test_what_must_not_be_charted_is_left_out_and_named():
    measures = ["female_probationer_resignation_pct", "probationer_resignation_rate_pct"]
    assert set(queries.printed(measures)["measure_id"]) == {"probationer_resignation_rate_pct"}
    assert list(queries.refused(measures)["figure_id"]) == ["R1056", "R1057"]
    every = set(catalogue.load("review_figures", ["measure_id"])["measure_id"])
    refused = queries.refused(every)
    assert len(refused) == 43
    assert not set(refused["figure_id"]) & set(queries.printed(every)["figure_id"])


def test_figures_say_how_they_were_read_and_whether_they_are_in_conflict():
    found = queries.printed(["officers_suspended"]).set_index("figure_id")
    assert found.loc["P0138", ["read", "is_conflict"]].tolist() == ["second_hand", True]
    assert found.loc["P0132", ["read", "is_conflict"]].tolist() == ["first_hand", True]
    assert found.loc["P0133", ["read", "is_conflict"]].tolist() == ["first_hand", False]
    kept = queries.without_second_hand(found.reset_index())
    assert "P0138" not in set(kept["figure_id"])
    assert {"P0132", "P0133", "R1608"} <= set(kept["figure_id"])


def test_since_the_review_is_the_mets_own_and_later():
    found = queries.since_the_review(["officers_dismissed_barred_list"])
    assert found["figure_id"].tolist() == ["P0151"]  # not England and Wales, nor the City
    assert queries.since_the_review(["officers_share"]).empty


def test_lengths_of_time_and_the_usual_one():
    rows = frame(
        {"period_start": pd.Timestamp("2022-09-01"), "period_end": pd.Timestamp("2023-04-28")},
        {},
        {"period_start": pd.Timestamp("2024-05-21"), "period_end": pd.Timestamp("2024-05-21")},
        {"period_start": pd.Timestamp("2021-01-01"), "period_end": pd.Timestamp("2021-12-31")},
        {"is_point_in_time": True},
    ).drop(columns=["months", "is_usual"])
    found = queries.with_length(rows)
    assert found["months"].tolist() == [8, 12, 0, 12, 0]
    assert found["is_usual"].tolist() == [False, True, False, True, False]
    tied = queries.with_length(rows.iloc[:2])
    assert tied["is_usual"].tolist() == [False, True]
    assert queries.with_length(rows.iloc[:0]).empty


# Words


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (33.0, "percent", "33%"),
        (92.6, "percent", "92.6%"),
        (10.08, "minutes", "10 min 5 s"),
        (1.0, "minutes", "1 min"),
        (0.5, "minutes", "30 s"),
        (482255.0, "count", "482,255"),
        (0.5, "percentage_points", "0.5 points"),
        (1.0, "percentage_points", "1 point"),
        (-2.0, "percentage_points", "−2 points"),
        (2.0, "ratio", "2 times"),
        (400.0, "days", "400 days"),
        (5.5, "rate_per_1000", "5.5 per 1,000"),
        (30.0, "years", "30 years"),
        (2053.0, "years", "2053"),
        (7591.0, "fte", "7,591 full-time posts"),
        (8.0, "hours", "8 hours"),
        (-43.0, "percent", "−43%"),
        (3.0, "furlongs", "3 furlongs"),
        (4000.0, "gbp_million", "£4,000 million"),
        (-700.0, "gbp_million", "−£700 million"),
        (72500.0, "gbp", "£72,500"),
    ],
)
def test_values_carry_their_unit(value, unit, said):
    assert words.value_words(value, unit) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "12%"),
        ({"bound": "at_most"}, "at most 12%"),
        ({"bound": "at_least"}, "at least 12%"),
        ({"bound": "more_than"}, "over 12%"),
        ({"bound": "about"}, "about 12%"),
        ({"is_change": True}, "+12%"),
        ({"is_change": True, "value": -12.0}, "−12%"),
        ({"is_change": True, "value": 0.0}, "0%"),
        ({"is_change": True, "bound": "about"}, "about +12%"),
        ({"printed_as": "about an eighth", "bound": "about"}, "“about an eighth”"),
        ({"printed_as": float("nan")}, "12%"),
    ],
)
def test_a_figure_is_worded_with_its_bound_its_sign_or_the_documents_own_words(changes, said):
    assert words.row_value(ROW | changes) == said


def test_an_unknown_bound_is_no_figure():
    with pytest.raises(KeyError):
        words.bounded("12%", "perhaps")


def test_lengths_in_words():
    assert [words.length_words(n) for n in (0, 1, 8)] == ["at one time", "1 month", "8 months"]


def test_sources_name_document_place_and_note():
    assert (
        words.source_words(
            "Baroness Casey Review final report, March 2023",
            "Casey Review; ch 7.2; line 3853",
            "Note.",
        )
        == "The Review, chapter 7.2. Note."
    )
    assert (
        words.source_words("A paper, 2024", "(title described, not quoted) example.org", "")
        == "A paper, 2024, example.org"
    )
    assert (
        words.source_words("A paper, 2024", "(title described, not quoted)", "") == "A paper, 2024"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source_document": "Baroness Casey Review final report", "source_id": "review_figures"}, "the Review"),
        ({"source_document": "Op Leven Review", "source_id": "review_figures", "is_target": True},
         "first hand, a target"),
        ({}, "first hand"),
        ({"read": "second_hand", "bound": "about", "dating": "left_open"}, "second hand, approximate, dates assumed"),
        ({"read": "second_hand", "is_conflict": True}, "second hand, in conflict"),
        ({"read": "derived", "is_worked_out": True}, "worked out"),
        ({"is_testimony": True, "is_doubtful": True}, "first hand, one officer's word"),
        ({"is_doubtful": True}, "first hand, in doubt"),
        ({"is_other_survey": True, "is_other_method": True}, "first hand, another survey, another method"),
    ],
)  # fmt: skip
def test_marks_say_where_a_figure_was_read(changes, said):
    assert words.mark_words(ROW | changes) == said


def test_only_marks_that_occur_are_explained():
    assert words.explained_marks(frame({})) == []
    found = words.explained_marks(
        frame({"read": "second_hand", "bound": "about"}, {"is_conflict": True, "is_target": True})
    )
    assert [one.split("”")[0] for one in found] == ["“Second hand", "“In conflict", "“Approximate"]


def test_figures_are_cells_with_place_marks_and_note():
    rows = frame(
        {
            "confidence_note": "Second hand. Upper bound",
            "caveat": "Read second hand. Only an upper limit is printed",
            "bound": "at_most",
            "source_location": "para 3; line 9",
        }
    )
    what, value, period, where = words.figure_cells(rows)[0]
    assert (what.text, value.text, period.text) == ("A figure", "at most 12%", "Year to March 2023")
    assert where.text == "A paper, May 2024, paragraph 3"
    assert where.quiet == ("Read second hand. Only an upper limit is printed",)
    assert where.links == ()  # only the Review's figures have an address of their own
    long = words.source_table(rows).iloc[0].tolist()
    assert long == [
        "A figure: at most 12%",
        "A paper, May 2024, paragraph 3. Read second hand. Only an upper limit is printed",
    ]


def test_a_figure_of_the_review_links_to_itself():
    row = {"source_id": "review_figures", "source_document": "Baroness Casey Review final report",
           "source_location": "Casey Review; ch 7.2; line 3853",
           "caveat": "How it was counted: x. Dates: y"}  # fmt: skip
    where = words.figure_cells(frame(row))[0][-1]
    assert where.text == "The Review, chapter 7.2"
    assert where.quiet == ("How it was counted: x. Dates: y",)
    assert where.links == (("This figure alone, to cite", "./review?figure=R0001"),)


def test_the_group_is_named_where_the_statement_does_not():
    assert words.statement_words("Trust in the Met.", "Black") == "Trust in the Met (Black)"
    assert words.statement_words("Black Londoners trust the Met.", "Black").endswith("the Met")
    assert words.statement_words("Trust.", "All") == "Trust"


def test_bars_are_named_by_their_period_and_where_they_were_read():
    found = words.bar_rows(frame({"bound": "about"}, {"read": "second_hand", "is_conflict": True}))
    assert found["label"].tolist() == ["Year to March 2023"] * 2
    assert found["said"].tolist() == ["about 12%", "12%"]
    assert found["note"].tolist() == ["first hand, approximate", "second hand, in conflict"]


def test_lengths_of_time_are_apart():
    assert words.length_heading(12) == "Figures for 12 months each"
    assert words.length_heading(0) == "Figures at one time"
    (row,) = (one for _, one in frame({"months": 3}).iterrows())
    assert words.lone_sentence(row) == (
        "For 3 months: 12% (year to March 2023). Not drawn: no other figure held is of that length."
    )


def test_units_keep_the_decimals_that_were_printed():
    assert AsPrinted(" minutes").value(12.0) == "12 minutes"
    assert AsPrinted(" minutes").value(10.08) == "10.08 minutes"
    assert AsPrinted("").value(1668) == "1,668"


def test_source_lines_are_joined_paragraph_by_paragraph():
    """Whose figures, then their licences once each, then what is known of them; a line twice counts once."""
    first, second = said("a", ["OGL", "OGL"], "A is late."), said("b", ["OGL", "None"], "B")
    assert first == "Source: a\n\nLicence: OGL\n\nA is late."
    both = joined(first, second, first)
    assert both == "Source: a; b\n\nLicence: OGL; None\n\nA is late. B"
    assert shortened(both) == "Source: a; b. Licence: OGL; None"
    assert joined("Source: a.", "Source: b") == "Source: a; b"


def test_the_number_behind_words_is_said_apart():
    assert words.held_value(ROW | {"printed_as": "a third", "value": 33.3}) == "33.3%"
    assert words.held_value(ROW) == ""


def test_no_third_of_the_review_is_shown_as_a_decimal():
    rows = review_figures("third")
    values = {row["figure_id"]: words.row_value(row) for row in rows.to_dict("records")}
    assert values["R0854"] == "“a third”"
    assert values["R0862"] == "“just over a third”"
    every = review_figures("R0875").to_dict("records")
    assert [words.row_value(row) for row in every] == ["“one in three”"]
    assert not [one for one in values.values() if one in ("33.3%", "at least 33.3%", "66.7%")]


def test_a_group_is_named_once_and_without_brackets_in_brackets():
    grade = "I grade (immediate)"
    assert (
        words.statement_words("Calls within 15 minutes", grade)
        == "Calls within 15 minutes (I grade)"
    )
    assert words.statement_words("Average, I grade (immediate), 2012", grade) == (
        "Average, I grade (immediate), 2012"
    )
    assert words.statement_words("Charges, 2019.", "Rape") == "Charges, 2019 (Rape)"
    assert words.statement_words("A rate.", "All") == "A rate"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("Calls answered, 2024-02 to 2024-02.", "Calls answered, February 2024"),
        ("Calls answered, 2025-04 to 2025-09.", "Calls answered, April to September 2025"),
        ("Average time, 2018-01 (I grade).", "Average time, January 2018 (I grade)"),
        ("Spending in 2021-22", "Spending in 2021-22"),
        ("Force used, 2010-11 to 2011-12.", "Force used, 2010-11 to 2011-12"),
        ("Force used, 2013-14 to 2021-22.", "Force used, 2013-14 to 2021-22"),
    ],
)
def test_months_of_a_statement_are_in_words_and_financial_years_stay(statement, said):
    assert words.statement_words(statement, "All") == said


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            "Met fails to hit 999 target, Evening Standard, December 2004",
            "Evening Standard, December 2004",
        ),
        (
            "Officers added to the barred list, Evening Standard, October 2025 (read on inkl)",
            "Evening Standard, October 2025",
        ),
        ("Baroness Casey Review, Final Report (March 2023)", "the Review"),
        (
            "Written evidence POP0104 by the Mayor's Office, 2023",
            "Written evidence POP0104 by the Mayor's Office, 2023",
        ),
    ],
)
def test_a_table_names_who_printed_a_figure_and_when(document, said):
    assert short_document(document) == said
