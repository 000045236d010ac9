"""What a hand-written note says of a figure, read once and written as columns."""

import pandas as pd
import pytest

from data_pipeline.steps import figure_notes
from data_pipeline.steps.caveats import caveat
from datasets.schema import BOUNDS, COLUMNS, DATINGS, MEANING_COLUMNS, READ

ROW = {
    "measure_id": "a_share_pct", "statement": "A figure", "value": 12.0, "unit": "percent", "comparator": "",
    "confidence_note": "",
}  # fmt: skip


def meant(**cells: str) -> pd.Series:
    return figure_notes.meaning(pd.DataFrame([ROW | cells])).iloc[0]


@pytest.mark.parametrize(
    ("statement", "note", "bound"),
    [
        ("x", "", "exact"),
        ("x", "PERIOD: not stated", "exact"),
        ("x", "APPROX", "about"),
        ("x", "APPROX: nearly eight minutes. Single month.", "about"),
        ("x", "'Around 50%'.", "about"),
        ("x", "'Nearly 1,000'; Date not stated", "about"),
        ("x", "Stated in words ('nearly four times'), rounding Fig 9.3.7", "about"),
        ("x", "Press quote, approximate.", "about"),
        ("x", "Second hand. DERIVED from about 1 in 20.", "about"),
        ("x", "PERIOD: pathfinder period, approximate", "exact"),
        ("x", 'APPROX: "over 41,000"', "more_than"),
        ("x", "Second hand. APPROX: more than 8,800. Calendar year.", "more_than"),
        ("Londoners polled (more than 1,200)", "APPROX: Annex B gives 1,218", "more_than"),
        ("Time taken (over 12 months), about", "PERIOD: not stated", "exact"),
        ("x", "APPROX: more than doubled (lower bound); end date is publication", "more_than"),
        ("x (over 60%)", "APPROX: lower bound; PERIOD: not stated", "more_than"),
        ("x, at least thirty years", "APPROX: lower bound", "at_least"),
        ("x", "Lower bound ('at least two'). More than one passage.", "at_least"),
        ("x", "Lower bound.", "at_least"),
        ("In every year since at least 2002-03 it was over 3 times", "Lower bound.", "more_than"),
        ("Over 200 meetings in the last year", "Lower bound. Not dated exactly (over the last year).", "more_than"),
        ("x", "Upper bound ('less than 1%').", "at_most"),
        ("x", "APPROX: less than 3. PERIOD: release date.", "at_most"),
        ("x", "'Just under a year', in words; 365 is an upper bound.", "at_most"),
        ("x", 'rounded in Ch 5.11 to "nearly 16,000"', "exact"),
        ("x", "PERIOD: publication month; text also says \"almost three-quarters\"", "exact"),
    ],
)  # fmt: skip
def test_bounds(statement, note, bound):
    assert figure_notes.bound(statement, note, 41.0) == bound
    assert bound in BOUNDS


@pytest.mark.parametrize(
    ("statement", "value", "bound"),
    [
        ("At least 20% women by March 2026.", 20.0, "at_least"),
        ("It will take at least another forty years to reach 46%", 40.0, "at_least"),
        ("It will take at least another forty years to reach 46%", 46.0, "exact"),
        ("Around 300,000 people", 300000.0, "about"),
        ("Around 70 to 80% of searches", 70.0, "about"),
        ("Around 70 to 80% of searches", 80.0, "about"),
        ("Waits of up to 15 minutes", 15.0, "at_most"),
        ("Over 500 officers", 500.0, "more_than"),
        ("Over 5 years 12% left", 12.0, "exact"),
        ("Over 20.5% of 20", 20.0, "exact"),
        ("Under 200,000 calls", 200.0, "exact"),
    ],
)
def test_a_statement_speaks_for_its_own_number_where_the_note_is_silent(statement, value, bound):
    assert figure_notes.bound(statement, "", value) == bound
    assert figure_notes.bound(statement, "APPROX", value) in ("about", "more_than")


@pytest.mark.parametrize(
    ("note", "read"),
    [
        ("", "first_hand"),
        ("Primary (force press release). DERIVED from 1 in 16.", "first_hand"),
        ("Second hand (press). Financial year.", "second_hand"),
        ("NOT PAS; another survey. Second hand (letter).", "second_hand"),
        ("Second hand. DERIVED: printed as 12 minutes 36 seconds.", "second_hand"),
        ("NOT PAS; another survey. Pollster page and press.", "second_hand"),
        ("NOT PAS; another survey. Pollster page.", "first_hand"),
        ("DERIVED: 183 / 33,293 officers", "derived"),
    ],
)
def test_where_it_was_read(note, read):
    assert figure_notes.read(note) == read
    assert read in READ


@pytest.mark.parametrize(
    ("note", "dating"),
    [
        ("Financial year.", "stated"),
        ("PERIOD is the recruitment window, not when the conduct took place.", "stated"),
        ("PERIOD: publication date", "left_open"),
        ("Date not stated; report month used.", "left_open"),
        ('PERIOD: "most recent quarterly" taken as September 2022', "left_open"),
        ("Single week, date not stated", "left_open"),
        ("PERIOD: calendar year assumed", "assumed"),
        ("Document undated; autumn 2023 inferred", "assumed"),
        ("2022 assumed.", "assumed"),
    ],
)
def test_how_sure_the_dates_are(note, dating):
    assert figure_notes.dating(note) == dating
    assert dating in DATINGS


@pytest.mark.parametrize(
    ("note", "flags"),
    [
        ("", set()),
        ("Conflicts with nothing; a targeted, primary metric.", set()),
        ("CONFLICT/METHOD: wider than dismissed only", {"is_conflict", "is_other_method"}),
        ("CONTRADICTION with 40; do not chart", {"is_conflict", "is_doubtful"}),
        ("Ambiguous wording", {"is_doubtful"}),
        ("ANECDOTAL: one team", {"is_testimony", "is_doubtful"}),
        ("TARGET (minimum).", {"is_target"}),
        ("Second hand. Target, not an outcome.", {"is_target"}),
        ("NOT PAS; another survey", {"is_other_survey"}),
        ("METHOD: quota online-panel poll, not the MOPAC PAS", {"is_other_survey", "is_other_method"}),
        ("DERIVED from 1 in 9", {"is_worked_out"}),
        ("Basis unknown", {"is_basis_open"}),
        ("Full-time equivalent, point in time.", {"is_point_in_time"}),
    ],
)  # fmt: skip
def test_flags(note, flags):
    found = meant(confidence_note=note)
    assert {name for name in MEANING_COLUMNS if name.startswith("is_") and found[name]} == flags
    assert found["may_be_drawn"] == ("do not chart" not in note)


@pytest.mark.parametrize(
    "note",
    [
        "CONTRADICTION: 36% v 62%. Do not chart without the data.",
        "ANECDOTAL: officer testimony; not suitable for charting",
        "Differs from the commonly cited; verify before charting.",
    ],
)
def test_what_may_not_be_drawn(note):
    assert not meant(confidence_note=note)["may_be_drawn"]


@pytest.mark.parametrize(
    ("measure", "is_change"),
    [
        ("recorded_offences_change_5y", True),
        ("pas_trust_mps_recent_increase_low", True),
        ("workforce_share_change", True),
        ("met_survey_changes_for_better", False),
        ("exchange_pct", False),
    ],
)
def test_changes_carry_their_sign(measure, is_change):
    assert meant(measure_id=measure)["is_change"] == is_change


@pytest.mark.parametrize(
    ("comparator", "unit", "target"),
    [
        ("Target 90", "percent", 90),
        ("National standard 90", "percent", 90),
        ("Target 20% by March 2026", "percent", 20),
        ("Target 1 to 6 by 2024", "ratio", None),
        ("Target 1 to 6 by 2024", "percent", None),
        ("Target 90", "minutes", None),
        ("66% of Black Londoners", "percent", None),
    ],
)
def test_the_share_aimed_at(comparator, unit, target):
    found = meant(comparator=comparator, unit=unit)["target_pct"]
    assert pd.isna(found) if target is None else found == target


@pytest.mark.parametrize(
    ("statement", "note", "said"),
    [
        ("Cases closed (a third), 2022", 'APPROX: "a third"; PERIOD: text says 2022', "a third"),
        ("x", 'APPROX: lower bound ("just over a third"); footnote 103', "just over a third"),
        ("x", 'APPROX: upper bound from "less than two-thirds"', "less than two-thirds"),
        ("x", "'Around a third', in words; text mixes cases", "around a third"),
        ("x", "Lower bound, stated in words ('more than doubled').", "more than doubled"),
        ("x", 'APPROX: "only 1 in 4"; question replaced', "only 1 in 4"),
        (
            'Fall in Specials (two-thirds; "nearly" in Ch 2.5)',
            "APPROX: 66.4% from the numbers",
            "two-thirds",
        ),
        ("Women are 33.3% of officers on BCUs.", "Date not stated; report month used.", ""),
        ("x", "Text says 'a third (36%)'. Opt-in survey", ""),
        ("x", 'APPROX: "over 75%"', ""),
        ("x", 'APPROX: "the majority of which are 12 hours"', ""),
        ("Trust (three quarters, 75%)", "CONFLICT: quoted against 66%", ""),
    ],
)
def test_what_a_document_prints_in_words_is_shown_in_its_words(statement, note, said):
    assert figure_notes.printed_as(statement, note) == said


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("CONFLICT: Ch 3.5 (line 1435) gives 81%; PERIOD: 2022-23 incomplete",
         "In conflict: chapter 3.5 gives 81%. Dates: 2022-23 incomplete"),
        ("APPROX; CONFLICT: line 1115 gives 34,372 in November 2022",
         "Approximate. In conflict: another passage gives 34,372 in November 2022"),
        ("PERIOD is the window, not the day", "The period is the window, not the day"),
        ("CONFLICT: lines 1195, 1296 and 2289 give 4,557", "In conflict: other passages give 4,557"),
        ("CONTRADICTION: 39 years (5576). In words.", "In conflict: 39 years. In words."),
        ("cut (March 2022) at 2023 prices", "Cut (March 2022) at 2023 prices"),
        ("METHOD: quarters (Annex B line 6810)", "How it was counted: quarters (Annex B)"),
        ("about -30%", "About −30%"),
        ("Second hand (press or third-party report). Financial year.",
         "Read second hand, in the press or another's report. Financial year."),
        ("NOT PAS; another survey, not comparable with PAS levels. Second hand (letter). National.",
         "Another survey than MOPAC's, not comparable with its figures. Read second hand (letter). National."),
        ("Primary (force press release). Point in time.",
         "Read where it was first published (force press release). Point in time."),
        ("APPROX: more than twice (lower bound).", "Approximate: more than twice (only a lower limit is printed)."),
        ("quarterly, not the MOPAC PAS", "Quarterly, not MOPAC's Public Attitude Survey"),
        ("36% v 62% of BAME officers, FTE", "36% against 62% of ethnic minority officers, full-time equivalents"),
        ("", ""),
    ],
)  # fmt: skip
def test_notes_have_no_marks_and_no_lines(note, said):
    assert caveat(note) == said


def test_a_figure_without_a_note_has_no_caveat_and_every_column():
    found = meant()
    assert list(found.index) == list(MEANING_COLUMNS)
    assert found[["printed_as", "target_pct", "caveat"]].isna().all()
    assert all(name in COLUMNS for name in MEANING_COLUMNS)
