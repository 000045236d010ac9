"""Files of surveys that are spoilt: refused in one line, nothing published changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.data_pipeline import miniature as mini
from tests.data_pipeline.bad_input.spoilt import (
    Case,
    Spoil,
    cut_in_half,
    cut_mid_row,
    distinct,
    edited,
    emptied,
    header_only,
    last_value,
    removed,
    repeated_line,
    without_last_lines,
    without_lines,
    without_repeats,
)

WORKBOOK = "mopac_pas_workbook"
PERCEPTION = "mopac_public_perception"
COPIED = "mopac_dashboard_transcription"
GLA = "state_of_london_surveys"
GLA_FILE = Path(mini.STATE_OF_LONDON).name
GOOD_JOB = "Sep-25,Police do a good job in the local area"
WORKBOOK_FILE = Path(mini.WORKBOOK).name
SHORT = "Short"


def survey_workbook(change: Callable[[dict[str, list[list[Any]]]], Any]) -> Spoil:
    """Rewrites the survey workbook after a change to its sheets."""

    def spoil(mirror: Path) -> None:
        sheets = mini.workbook_sheets()
        change(sheets)
        mini.write_workbook(mirror / mini.WORKBOOK, sheets)

    return spoil


def survey_cell(row: int, column: int, value: Any) -> Spoil:
    """Puts a value into the borough sheet."""
    return survey_workbook(lambda sheets: sheets["Borough"][row].__setitem__(column, value))


CASES = distinct(
    # missing sheet
    Case("missing sheet", WORKBOOK, survey_workbook(lambda sheets: sheets.pop("Borough")),
         (WORKBOOK_FILE, "no sheet 'Borough'", "MPS")),
    # renamed column
    Case("renamed column", WORKBOOK, survey_cell(0, 4, SHORT), (WORKBOOK_FILE, "Borough", "no column Proportion")),
    Case("column twice", WORKBOOK, survey_cell(0, 6, "Date"), (WORKBOOK_FILE, "column Date stands twice")),
    Case("renamed column", PERCEPTION, edited(mini.PERCEPTION, "proportion", "pct"),
         ("public-perception-data.csv", "no column proportion")),
    Case("renamed column", COPIED, edited(mini.TRANSCRIPTION_LONG, "metric_value", "score"),
         ("MOPAC_FULL_LONG_Public_Perception.csv", "no column metric_value")),
    # unknown label
    Case("unknown measure", WORKBOOK, survey_cell(3, 3, "Trust the Mayor"), ("Measure", "'Trust the Mayor'")),
    Case("unknown borough", WORKBOOK, survey_cell(3, 2, "Barnett"), ("Borough", "'Barnett'")),
    Case("unknown measure", PERCEPTION, edited(mini.PERCEPTION, "Police do a good", "Police do a fine"),
         ("measure", "'Police do a fine job in the local area'")),
    Case("unknown measure", COPIED, edited(mini.TRANSCRIPTION_SHORT, "S&S used fairly", "S&S"),
         ("metric", "'S&S'", "perception_long.csv")),
    Case("unknown borough", COPIED, edited(mini.TRANSCRIPTION_LONG, "Croydon", "Croyden"),
         ("borough", "'Croyden'", "MOPAC_FULL_LONG_Public_Perception.csv")),
    # duplicate key
    Case("duplicate key", WORKBOOK, survey_workbook(lambda s: s["Borough"].append(s["Borough"][4])),
         ("duplicate key: 2 rows", "good_job_local, E09000005", "2023-06-30")),
    Case("duplicate key", PERCEPTION, repeated_line(mini.PERCEPTION), ("duplicate key: 2 rows", "2022-06-30")),
    Case("duplicate key", COPIED, repeated_line(mini.TRANSCRIPTION_SHORT), ("duplicate key: 2 rows",)),
    # shares on another scale
    Case("share of 56 on 0 to 1", WORKBOOK, survey_cell(3, 4, 56),
         ("Proportion", "sheet Borough, line 4", "56.0 is outside the scale 0 to 1")),
    Case("share finer than published", WORKBOOK, survey_cell(3, 4, 0.567),
         ("Proportion", "0.567 is not a whole per cent")),
    Case("negative share", WORKBOOK, survey_cell(3, 4, -0.5), ("Proportion", "-0.5 is outside the scale 0 to 1")),
    Case("blank share", WORKBOOK, survey_cell(3, 4, ""), ("Proportion", "'' is not a number")),
    Case("share of 0.67 on 0 to 100", PERCEPTION, last_value(mini.PERCEPTION, GOOD_JOB, "0.67"),
         ("proportion", "'0.67' is not a whole per cent on the scale 0 to 100")),
    Case("share of 101", PERCEPTION, last_value(mini.PERCEPTION, GOOD_JOB, "101"),
         ("proportion", "'101' is outside the scale 0 to 100")),
    Case("share of 67 on 0 to 1", COPIED,
         last_value(mini.TRANSCRIPTION_SHORT, "7/1/2025,Q2_2526,MPS,Good job", "67"),
         ("metric_value", "'67' is outside the scale 0 to 1")),
    # empty
    Case("empty xlsx", WORKBOOK, emptied(mini.WORKBOOK), (f"{WORKBOOK_FILE} is empty",)),
    Case("empty csv", PERCEPTION, emptied(mini.PERCEPTION), ("public-perception-data.csv is empty",)),
    Case("empty csv", COPIED, emptied(mini.TRANSCRIPTION_LONG),
         ("MOPAC_FULL_LONG_Public_Perception.csv is empty",)),
    # cut short
    Case("cut in half xlsx", WORKBOOK, cut_in_half(mini.WORKBOOK), (WORKBOOK_FILE, "cannot be read as a workbook")),
    Case("cut mid row", PERCEPTION, cut_mid_row(mini.PERCEPTION),
         ("public-perception-data.csv", "is the file cut short?")),
    Case("cut in last quarter", PERCEPTION, without_last_lines(mini.PERCEPTION, 1),
         ("quarter 2025-09 lacks good_job_local",)),
    Case("cut mid row", COPIED, cut_mid_row(mini.TRANSCRIPTION_LONG), ("MOPAC_FULL_LONG_Public_Perception.csv",)),
    # header only
    Case("header only", WORKBOOK, survey_workbook(lambda sheets: sheets["MPS"].__delitem__(slice(1, None))),
         (WORKBOOK_FILE, "sheet 'MPS' holds no rows")),
    Case("header only csv", PERCEPTION, header_only(mini.PERCEPTION),
         ("public-perception-data.csv", "holds a header and no rows")),
    Case("header only csv", COPIED, header_only(mini.TRANSCRIPTION_SHORT),
         ("perception_long.csv", "holds a header and no rows")),
    # wrong dates
    Case("wrong date", WORKBOOK, survey_cell(3, 0, "2023-06-30"), ("Date", "'2023-06-30' is not a date")),
    Case("month within a quarter", WORKBOOK, survey_workbook(
        lambda s: [row.__setitem__(0, "31/07/2023") for row in s["Borough"] if str(row[0]) == "2023-06-30"]),
        ("2023-07-31 is not a quarter's end",)),
    Case("wrong date", PERCEPTION, edited(mini.PERCEPTION, "Sep-25", "Sept-25"),
         ("date", "'Sept-25' is not a date")),
    Case("date not of its quarter", COPIED, edited(mini.TRANSCRIPTION_LONG, "4/1/2023,Q1_2324", "4/1/2023,Q2_2324"),
         ("date: '4/1/2023' is not the start of 'Q2_2324'",)),
    Case("wrong quarter", COPIED, edited(mini.TRANSCRIPTION_LONG, "Q1_2324", "Q5_2324"), ("quarter", "'Q5_2324'")),
    # editions that are not whole
    Case("row removed mid-file", WORKBOOK, survey_workbook(lambda s: s["MPS"].pop(5)),
         ("quarter 2023-09 lacks treat_fairly in London",)),
    Case("row removed mid-file", PERCEPTION,
         without_lines(mini.PERCEPTION, holding="Mar-24,Police do a good job in the local area"),
         ("quarter 2024-03 lacks good_job_local",)),
    Case("newest quarter removed", PERCEPTION, without_lines(mini.PERCEPTION, holding="Sep-25,"),
         ("edition 2025-09 ends with 2025-06",)),
    # files missing
    Case("every file missing", WORKBOOK, removed(mini.WORKBOOK), ("no file pas/PAS_T&Cdashboard*.xlsx in ",)),
    Case("one of two files missing", COPIED, removed(mini.TRANSCRIPTION_SHORT),
         ("no file pas/perception_long.csv",)),
    # corrections that no longer fit
    Case("correction outlived", PERCEPTION, edited(mini.PERCEPTION_OLD, "needed,77", "needed,60"),
         ("declared correction no longer fits the file", "September 2022")),
    Case("correction outlived", COPIED,
         edited(mini.TRANSCRIPTION_LONG, "Newham,Fair treatment,0.75", "Newham,Fair treatment,0.74"),
         ("declared correction no longer fits the file", "Newham")),
    Case("repeats gone", COPIED, without_repeats(mini.TRANSCRIPTION_LONG),
         ("declared correction no longer fits the file", "Bexley")),
    # places missing
    Case("borough missing", COPIED, without_lines(mini.TRANSCRIPTION_SHORT, holding="Lambeth,Informed local"),
         ("31 of 32 boroughs", "informed_local")),
    # series of other surveys
    Case("renamed column", GLA, edited(mini.STATE_OF_LONDON, "series", "group"), (GLA_FILE, "no column series")),
    Case("unknown dataset", GLA, edited(mini.STATE_OF_LONDON, "coh,", "cohesion,"), ("dataset", "'cohesion'")),
    Case("unknown survey", GLA, edited(mini.STATE_OF_LONDON, "coh,PAS", "coh,CSEW"), ("survey", "'CSEW'")),
    Case("unknown series", GLA, edited(mini.STATE_OF_LONDON, "Your own GP", "Your GP"),
         ("series", "'sol_insttrst/Your GP'")),
    Case("wrong quarter", GLA, edited(mini.STATE_OF_LONDON, "2031Q4", "2031Q5"),
         ("period", "'2031Q5' is not a quarter")),
    Case("wrong date", GLA, edited(mini.STATE_OF_LONDON, "2031-11-01", "2031-11-15"),
         ("period", "'2031-11-15' is not a date")),
    Case("blank share", GLA, edited(mini.STATE_OF_LONDON, ",0.41", ","), ("value", "'' is not a number")),
    Case("share finer than published", GLA, edited(mini.STATE_OF_LONDON, ",0.41", ",0.4123"),
         ("value", "'0.4123' is not a whole per cent")),
    Case("share of 98 on 0 to 1", GLA, edited(mini.STATE_OF_LONDON, "0.987654321", "98.7654321"),
         ("value", "outside the scale 0 to 1")),
    Case("duplicate key", GLA, repeated_line(mini.STATE_OF_LONDON, 12), ("trust_institution",)),
    Case("cut in last quarter", GLA, without_lines(mini.STATE_OF_LONDON, holding="Your own GP"),
         ("sol_insttrst: newest period holds 6 of 7 series",)),
    Case("cut before a dataset", GLA, without_lines(mini.STATE_OF_LONDON, holding="coh,"),
         ("coh: newest period holds 0 of 1 series",)),
    Case("month missing", GLA, without_lines(mini.STATE_OF_LONDON, holding="2031-11-01"),
         ("people_get_on",)),
    Case("empty csv", GLA, emptied(mini.STATE_OF_LONDON), (f"{GLA_FILE} is empty",)),
    Case("header only", GLA, header_only(mini.STATE_OF_LONDON), ("holds a header and no rows",)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fault_is_refused_in_one_line_and_changes_nothing(case, assert_refused):
    assert_refused(case)
