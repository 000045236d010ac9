"""Whatever is wrong with a publisher's file: one line that names it, exit 1, nothing published changed.

Each case spoils one thing in a copy of the good miniature mirror and builds its source again into a
folder that holds a good build.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes

Spoil = Callable[[Path], Any]
SHORT = "Short"


@dataclass(frozen=True)
class Case:
    """One fault: what is spoilt in which source, and words that the error must hold."""

    fault: str
    source: str
    spoil: Spoil
    says: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.source}-{self.fault}".replace(" ", "-")


def edited(file: str, old: str, new: str) -> Spoil:
    return lambda mirror: mini.edit(mirror / file, old, new)


def without_lines(file: str, *, holding: str) -> Spoil:
    def spoil(mirror: Path) -> None:
        kept = [line for line in mini.lines(mirror / file) if holding not in line]
        mini.put_lines(mirror / file, kept)

    return spoil


def repeated_line(file: str, number: int = 5) -> Spoil:
    def spoil(mirror: Path) -> None:
        found = mini.lines(mirror / file)
        mini.put_lines(mirror / file, [*found, found[number]])

    return spoil


def without_repeats(file: str) -> Spoil:
    return lambda mirror: mini.put_lines(mirror / file, dict.fromkeys(mini.lines(mirror / file)))


def emptied(file: str) -> Spoil:
    return lambda mirror: (mirror / file).write_bytes(b"")


def header_only(file: str) -> Spoil:
    return lambda mirror: mini.put_lines(mirror / file, mini.lines(mirror / file)[:1])


def removed(*files: str) -> Spoil:
    return lambda mirror: [(mirror / file).unlink() for file in files]


def cut_mid_row(file: str) -> Spoil:
    """Keeps the file up to the middle of the row that stands two thirds down."""

    def spoil(mirror: Path) -> None:
        found = mini.lines(mirror / file)
        last = len(found) * 2 // 3
        mini.put_lines(mirror / file, [*found[:last], found[last][: len(found[last]) // 2]])

    return spoil


def cut_in_half(file: str) -> Spoil:
    def spoil(mirror: Path) -> None:
        content = (mirror / file).read_bytes()
        (mirror / file).write_bytes(content[: len(content) // 2])

    return spoil


def without_last_lines(file: str, number: int) -> Spoil:
    return lambda mirror: mini.put_lines(mirror / file, mini.lines(mirror / file)[:-number])


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


def outcomes(change: Callable[[list[list[Any]]], Any]) -> Spoil:
    """Rewrites the workbook of outcomes after a change to its rows (row 1 is arson in Barking)."""

    def spoil(mirror: Path) -> None:
        rows = mini.outcome_rows()
        change(rows)
        mini.write_workbook(mirror / mini.OUTCOMES, {"Sheet1": rows})

    return spoil


def outcome_cell(row: int, column: int, value: Any) -> Spoil:
    return outcomes(lambda rows: rows[row].__setitem__(column, value))


def estimates(*rows: list[Any]) -> Spoil:
    """Replaces the population workbook's first sheet."""
    header = ["ladcode23", "laname23", "City", "country", "Category", "Year", "Sum"]
    sheet = {"Sheet1": [header, *rows]}
    return lambda mirror: mini.write_workbook(mirror / mini.ESTIMATES, sheet)


def outline_of_line(mirror: Path) -> None:
    mini.edit(mirror / mini.OUTLINES, '"Polygon"', '"Spiral"')


BARNET = ["E09000003", "Barnet", "London", "E", "population", 2011, 5]
WORKBOOK = "mopac_pas_workbook"
PERCEPTION = "mopac_public_perception"
COPIED = "mopac_dashboard_transcription"
CRIME = "mps_recorded_crime"
PEOPLE = "ons_population"
OUTLINES = "borough_boundaries"
OUTCOMES = "mps_monthly_dashboard"
GLA = "state_of_london_surveys"
OUTCOMES_FILE = Path(mini.OUTCOMES).name
GLA_FILE = Path(mini.STATE_OF_LONDON).name
GOOD_JOB = "Sep-25,Police do a good job in the local area"
WORKBOOK_FILE = Path(mini.WORKBOOK).name
DENSITY_BARNET = "E09000003,Barnet,2010,ONS MYE,99002"
ARSON_BARNET = "ARSON AND CRIMINAL DAMAGE,ARSON,Barnet"


def cell_of(source_file: str, start: str, mirror: Path) -> str:
    """The line of a file that starts so."""
    return next(line for line in mini.lines(mirror / source_file) if line.startswith(start))


def first_count(value: str) -> Spoil:
    """Puts a value into the first count of arson in Barnet, newest edition."""

    def spoil(mirror: Path) -> None:
        line = cell_of(mini.CRIME_NEWEST, ARSON_BARNET, mirror)
        rest = line.removeprefix(ARSON_BARNET + ",").split(",", 1)[1]
        mini.edit(mirror / mini.CRIME_NEWEST, line, f"{ARSON_BARNET},{value},{rest}")

    return spoil


def last_value(file: str, start: str, value: str) -> Spoil:
    """Puts a value into the last cell of a line."""

    def spoil(mirror: Path) -> None:
        line = cell_of(file, start, mirror)
        mini.edit(mirror / file, line, f"{start},{value}\n")

    return spoil


def without_column(file: str, month: str) -> Spoil:
    """Removes a month's column from a file of recorded crime."""

    def spoil(mirror: Path) -> None:
        with (mirror / file).open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        at = rows[0].index(month)
        mini.write_csv(mirror / file, [row[:at] + row[at + 1 :] for row in rows])

    return spoil


def newest_month(change: Callable[[int], int]) -> Spoil:
    """Changes every count of the newest month."""

    def spoil(mirror: Path) -> None:
        with (mirror / mini.CRIME_NEWEST).open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
        changed = [[*row[:-1], change(int(row[-1]))] for row in rows]
        mini.write_csv(mirror / mini.CRIME_NEWEST, [header, *changed])

    return spoil


def outline(change: Callable[[dict[str, Any]], Any]) -> Spoil:
    """Changes the first feature of the outlines."""

    def spoil(mirror: Path) -> None:
        written = json.loads((mirror / mini.OUTLINES).read_text())
        change(written["features"][0])
        (mirror / mini.OUTLINES).write_text(json.dumps(written))

    return spoil


CASES = (
    # missing sheet
    Case("missing sheet", WORKBOOK, survey_workbook(lambda sheets: sheets.pop("Borough")),
         (WORKBOOK_FILE, "no sheet 'Borough'", "MPS")),
    Case("missing sheet", PEOPLE,
         lambda m: mini.write_workbook(m / mini.ESTIMATES, {"Sheet9": [["a"], [1]]}),
         ("population.xlsx", "no sheet 'Sheet1'", "Sheet9")),
    # renamed column
    Case("renamed column", WORKBOOK, survey_cell(0, 4, SHORT), (WORKBOOK_FILE, "Borough", "no column Proportion")),
    Case("column twice", WORKBOOK, survey_cell(0, 6, "Date"), (WORKBOOK_FILE, "column Date stands twice")),
    Case("renamed column", PERCEPTION, edited(mini.PERCEPTION, "proportion", "pct"),
         ("public-perception-data.csv", "no column proportion")),
    Case("renamed column", COPIED, edited(mini.TRANSCRIPTION_LONG, "metric_value", "score"),
         ("MOPAC_FULL_LONG_Public_Perception.csv", "no column metric_value")),
    Case("renamed column", CRIME, edited(mini.CRIME_NEWEST, "BOCU", "Area"),
         (mini.RECENT, "Group, SubGroup, Area")),
    Case("renamed column", PEOPLE, edited(mini.DENSITY, "Population", "People"),
         ("housing-density-borough.csv", "no column Population")),
    Case("renamed column", OUTLINES, edited(mini.OUTLINES, '"name"', '"title"'),
         ("london-boroughs_1179.geojson", "name")),
    # unknown label
    Case("unknown measure", WORKBOOK, survey_cell(3, 3, "Trust the Mayor"), ("Measure", "'Trust the Mayor'")),
    Case("unknown measure", PERCEPTION, edited(mini.PERCEPTION, "Police do a good", "Police do a fine"),
         ("measure", "'Police do a fine job in the local area'")),
    Case("unknown measure", COPIED, edited(mini.TRANSCRIPTION_SHORT, "S&S used fairly", "S&S"),
         ("metric", "'S&S'", "perception_long.csv")),
    Case("unknown borough", WORKBOOK, survey_cell(3, 2, "Barnett"), ("Borough", "'Barnett'")),
    Case("unknown borough", COPIED, edited(mini.TRANSCRIPTION_LONG, "Croydon", "Croyden"),
         ("borough", "'Croyden'", "MOPAC_FULL_LONG_Public_Perception.csv")),
    Case("unknown borough", CRIME, edited(mini.CRIME_NEWEST, "Barnet", "BARNET"), ("place", "'BARNET'")),
    Case("unknown borough", PEOPLE, edited(mini.DENSITY, "Barnet,2010", "Barnet LB,2010"),
         ("name", "'Barnet LB'", "housing-density-borough.csv")),
    Case("unknown borough", OUTLINES, edited(mini.OUTLINES, "Barnet", "Barnet LB"), ("name", "'Barnet LB'")),
    Case("unknown offence group", CRIME, edited(mini.CRIME_NEWEST, "ROBBERY,", "PIRACY,"), ("group", "'PIRACY'")),
    Case("unknown sub-group", CRIME, edited(mini.CRIME_NEWEST, ",BICYCLE THEFT", ",BOAT THEFT"),
         ("subgroup", "'BOAT THEFT'")),
    # duplicate key
    Case("duplicate key", WORKBOOK, survey_workbook(lambda s: s["Borough"].append(s["Borough"][4])),
         ("duplicate key: 2 rows", "good_job_local, E09000005", "2023-06-30")),
    Case("duplicate key", PERCEPTION, repeated_line(mini.PERCEPTION), ("duplicate key: 2 rows", "2022-06-30")),
    Case("duplicate key", COPIED, repeated_line(mini.TRANSCRIPTION_SHORT), ("duplicate key: 2 rows",)),
    Case("duplicate key", CRIME, repeated_line(mini.CRIME_NEWEST),
         ("duplicate key", "ARSON AND CRIMINAL DAMAGE, ARSON, Bromley")),
    Case("duplicate key", PEOPLE, repeated_line(mini.DENSITY), ("duplicate key: 2 rows", "2010, E09000002")),
    Case("duplicate key", OUTLINES, edited(mini.OUTLINES, '"Barnet"', '"Bexley"'),
         ("duplicate key: 2 rows", "E09000004")),
    # counts that are none
    Case("negative count", CRIME, first_count("-3"), ("202407", "line 3", "'-3' is a negative count")),
    Case("fractional count", CRIME, first_count("3.5"), ("202407", "'3.5' is a fractional count")),
    Case("blank count", CRIME, first_count(""), ("202407", "'' is not a number")),
    Case("count in words", CRIME, first_count("n/a"), ("202407", "'n/a' is not a number")),
    Case("thousands comma", CRIME, first_count('"1,000"'), ("202407", "'1,000' is not a number")),
    Case("endless count", CRIME, first_count("inf"), ("202407", "'inf' is not a number")),
    Case("negative count", PEOPLE, edited(mini.DENSITY, "ONS MYE,99002", "ONS MYE,-99002"),
         ("residents", "'-99002' is a negative count", "housing-density-borough.csv")),
    Case("fractional count", PEOPLE, estimates([*BARNET[:6], 12.5]),
         ("residents", "12.5 is a fractional count", "population.xlsx")),
    Case("blank count", PEOPLE, estimates([*BARNET[:6], ""]), ("residents", "'' is not a number")),
    Case("count beyond measure", CRIME, first_count("10000001"),
         (mini.RECENT, "202407", "'10000001' is over 10,000,000")),
    Case("count beyond measure", PEOPLE, estimates([*BARNET[:6], 1e300]), ("residents", "is over 10,000,000")),
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
    *(Case(f"empty {Path(file).suffix[1:]}", source, emptied(file), (f"{Path(file).name} is empty",))
      for source, file in (
          (WORKBOOK, mini.WORKBOOK), (PERCEPTION, mini.PERCEPTION), (COPIED, mini.TRANSCRIPTION_LONG),
          (CRIME, mini.CRIME_NEWEST), (PEOPLE, mini.ESTIMATES), (PEOPLE, mini.DENSITY))),
    Case("empty geojson", OUTLINES, emptied(mini.OUTLINES), ("london-boroughs_1179.geojson is not GeoJSON",)),
    # cut short
    *(Case(f"cut in half {Path(file).suffix[1:]}", source, cut_in_half(file), (Path(file).name, words))
      for source, file, words in (
          (WORKBOOK, mini.WORKBOOK, "cannot be read as a workbook"),
          (PEOPLE, mini.ESTIMATES, "cannot be read as a workbook"),
          (OUTLINES, mini.OUTLINES, "is not GeoJSON"))),
    Case("cut mid row", PERCEPTION, cut_mid_row(mini.PERCEPTION), ("unknown label in column measure",)),
    Case("cut mid row", COPIED, cut_mid_row(mini.TRANSCRIPTION_LONG), ("MOPAC_FULL_LONG_Public_Perception.csv",)),
    Case("cut mid row", CRIME, cut_mid_row(mini.CRIME_NEWEST), (mini.RECENT, "edition-202409")),
    Case("cut mid row", PEOPLE, cut_mid_row(mini.DENSITY), ("33 places missing",)),
    Case("cut in last quarter", PERCEPTION, without_last_lines(mini.PERCEPTION, 1),
         ("quarter 2025-09 lacks good_job_local",)),
    Case("cut between rows", CRIME, without_last_lines(mini.CRIME_NEWEST, 9),
         ("Violence without injury: rows for 24 of 32 boroughs",)),
    Case("cut between groups", CRIME, without_lines(mini.CRIME_NEWEST, holding="VIOLENCE"),
         ("no rows for Violence against the person",)),
    # header only
    *(Case(f"header only {Path(file).parent.name}", source, header_only(file),
           (Path(file).name, "holds a header and no rows"))
      for source, file in (
          (PERCEPTION, mini.PERCEPTION), (COPIED, mini.TRANSCRIPTION_SHORT),
          (CRIME, mini.CRIME_NEWEST), (PEOPLE, mini.DENSITY))),
    Case("header only", WORKBOOK, survey_workbook(lambda sheets: sheets["MPS"].__delitem__(slice(1, None))),
         (WORKBOOK_FILE, "sheet 'MPS' holds no rows")),
    Case("header only", PEOPLE, estimates(), ("population.xlsx", "sheet 'Sheet1' holds no rows")),
    Case("no wanted row", PEOPLE, estimates([*BARNET[:4], "Population", 2011, 5]),
         ("population.xlsx holds no population",)),
    Case("no outline", OUTLINES, lambda m: (m / mini.OUTLINES).write_text('{"features": []}'),
         ("london-boroughs_1179.geojson holds no outline",)),
    Case("unknown kind of outline", OUTLINES, outline_of_line, ("london-boroughs_1179.geojson is not GeoJSON",)),
    Case("line for an outline", OUTLINES, outline(lambda one: one.update(
        geometry={"type": "LineString", "coordinates": [[0, 51.5], [0.1, 51.5]]})),
        ("london-boroughs_1179.geojson", "LineString")),
    Case("no outline of a place", OUTLINES, outline(lambda one: one.update(geometry=None)),
         ("london-boroughs_1179.geojson",)),
    Case("empty outline", OUTLINES, outline(lambda one: one["geometry"].update(coordinates=[])),
         ("london-boroughs_1179.geojson", "outline")),
    Case("name that is no text", OUTLINES, outline(lambda one: one["properties"].update(name=7)),
         ("london-boroughs_1179.geojson", "name 7 is not text")),
    Case("list for a name", OUTLINES, outline(lambda one: one["properties"].update(name=["Barnet"])),
         ("london-boroughs_1179.geojson", "is not text")),
    Case("outline elsewhere", OUTLINES, edited(mini.OUTLINES, "51.3]", "15.3]"),
         ("london-boroughs_1179.geojson", "outside London")),
    Case("coordinates in metres", OUTLINES, outline(lambda one: one["geometry"].update(
        coordinates=[[[530000, 180000], [531000, 180000], [531000, 181000], [530000, 180000]]])),
        ("london-boroughs_1179.geojson", "outside London")),
    Case("a list for an object", OUTLINES, lambda m: (m / mini.OUTLINES).write_text("[]"),
         ("london-boroughs_1179.geojson is not GeoJSON",)),
    # wrong dates
    Case("wrong date", WORKBOOK, survey_cell(3, 0, "2023-06-30"), ("Date", "'2023-06-30' is not a date")),
    Case("month within a quarter", WORKBOOK, survey_workbook(
        lambda s: [row.__setitem__(0, "31/07/2023") for row in s["Borough"] if str(row[0]) == "2023-06-30"]),
        ("2023-07-31 is not a quarter's end",)),
    Case("wrong date", PERCEPTION, edited(mini.PERCEPTION, "Sep-25", "Sept-25"), ("date", "'Sept-25' is not a date")),
    Case("date not of its quarter", COPIED, edited(mini.TRANSCRIPTION_LONG, "4/1/2023,Q1_2324", "4/1/2023,Q2_2324"),
         ("date: '4/1/2023' is not the start of 'Q2_2324'",)),
    Case("wrong quarter", COPIED, edited(mini.TRANSCRIPTION_LONG, "Q1_2324", "Q5_2324"), ("quarter", "'Q5_2324'")),
    Case("month 13", CRIME, edited(mini.CRIME_NEWEST, "202409", "202413"), (mini.RECENT, "202413", "is not a month")),
    Case("column that is no month", CRIME, edited(mini.CRIME_NEWEST, "202409", "Total"), ("Total", "is not a month")),
    Case("month twice", CRIME, edited(mini.CRIME_NEWEST, "202409", "202408"), ("202408", "is not a month")),
    Case("month missing", CRIME, edited(mini.CRIME_NEWEST, "202408,202409", "202409,202410"),
         ("month 2024-08 is missing",)),
    Case("wrong year", PEOPLE, estimates([*BARNET[:5], "mid-2011", 5]), ("year", "'mid-2011' is not a number")),
    # editions that are not whole
    Case("month's column removed", CRIME, without_column(mini.CRIME_NEWEST, "202408"),
         ("edition 202409", "month 2024-08 is missing")),
    Case("month's column removed from an older edition", CRIME,
         without_column(f"crime/edition-202407/{mini.RECENT}", "202406"),
         ("edition 202407", "month 2024-06 is missing")),
    Case("newest month's column removed", CRIME, without_column(mini.CRIME_NEWEST, "202409"),
         ("edition 202409 ends with 202408",)),
    Case("newest month of zeros", CRIME, newest_month(lambda _: 0),
         ("edition 202409", "0 offences_count in 2024-09", "in the month before")),
    Case("newest month of few", CRIME, newest_month(lambda count: count // 3),
         ("edition 202409", "offences_count in 2024-09", "under half")),
    Case("sub-group of another group", CRIME,
         edited(mini.CRIME_NEWEST, "DRUG OFFENCES,POSSESSION OF DRUGS", "ROBBERY,POSSESSION OF DRUGS"),
         ("Possession of drugs is no sub-group of Robbery",)),
    Case("borough missing in a sub-group not in every edition", CRIME,
         without_lines(mini.CRIME_NEWEST, holding="POSSESSION OF WEAPONS,POSSESSION OF WEAPONS,Brent"),
         ("Possession of weapons: rows for 31 of 32 boroughs",)),
    Case("row removed mid-file", PERCEPTION,
         without_lines(mini.PERCEPTION, holding="Mar-24,Police do a good job in the local area"),
         ("quarter 2024-03 lacks good_job_local",)),
    Case("row removed mid-file", WORKBOOK, survey_workbook(lambda s: s["MPS"].pop(5)),
         ("quarter 2023-09 lacks treat_fairly in London",)),
    Case("newest quarter removed", PERCEPTION, without_lines(mini.PERCEPTION, holding="Sep-25,"),
         ("edition 2025-09 ends with 2025-06",)),
    # places missing
    Case("borough missing", CRIME, without_lines(mini.CRIME_NEWEST, holding="Lambeth"), ("31 of 32 boroughs",)),
    Case("borough missing", COPIED, without_lines(mini.TRANSCRIPTION_SHORT, holding="Lambeth,Informed local"),
         ("31 of 32 boroughs", "informed_local")),
    Case("borough missing", PEOPLE, without_lines(mini.DENSITY, holding="Lambeth,2010"),
         ("2010", "1 of 33 places missing")),
    Case("City of London among boroughs", CRIME,
         edited(mini.CRIME_NEWEST, "ARSON,Barking and Dagenham", "ARSON,City of London"),
         ("Arson", "31 of 32 boroughs")),
    Case("City of London added", CRIME, lambda m: mini.put_lines(m / mini.CRIME_NEWEST, [
        *mini.lines(m / mini.CRIME_NEWEST), "THEFT,OTHER THEFT,City of London,1,2,3\n"]),
        ("City of London is in the table",)),
    # files missing
    Case("one of two files missing", COPIED, removed(mini.TRANSCRIPTION_SHORT), ("no file pas/perception_long.csv",)),
    Case("one of two files missing", PEOPLE, removed(mini.DENSITY),
         ("no file population/housing-density-borough.csv",)),
    Case("every file missing", WORKBOOK, removed(mini.WORKBOOK), ("no file pas/PAS_T&Cdashboard*.xlsx in ",)),
    # corrections that no longer fit
    Case("correction outlived", PERCEPTION, edited(mini.PERCEPTION_OLD, "needed,77", "needed,60"),
         ("declared correction no longer fits the file", "September 2022")),
    Case("correction outlived", COPIED,
         edited(mini.TRANSCRIPTION_LONG, "Newham,Fair treatment,0.75", "Newham,Fair treatment,0.74"),
         ("declared correction no longer fits the file", "Newham")),
    Case("repeats gone", COPIED, without_repeats(mini.TRANSCRIPTION_LONG),
         ("declared correction no longer fits the file", "Bexley")),
    # offences and their outcomes
    Case("missing sheet", OUTCOMES,
         lambda m: mini.write_workbook(m / mini.OUTCOMES, {"Data": [["a"], [1]]}),
         (OUTCOMES_FILE, "no sheet 'Sheet1'", "Data")),
    Case("renamed column", OUTCOMES, outcome_cell(0, 4, "Outcomes"), (OUTCOMES_FILE, "no column Positive_Outcomes")),
    Case("unknown offence group", OUTCOMES, outcome_cell(1, 2, "PIRACY"), ("Offence_Group", "'PIRACY'")),
    Case("unknown borough", OUTCOMES, outcomes(lambda rows: [row.__setitem__(1, "Barnett") for row in rows[17:25]]),
         ("Area name", "'Barnett'")),
    Case("wrong date", OUTCOMES, outcome_cell(1, 0, "2022-01-01"), ("Month_Year", "'2022-01-01' is not a date")),
    Case("day within a month", OUTCOMES, outcome_cell(1, 0, "02/01/2022"),
         ("Month_Year", "'02/01/2022' is not the first day of a month")),
    Case("negative count", OUTCOMES, outcome_cell(1, 3, -3), ("Offences", "-3.0 is a negative count")),
    Case("fractional count", OUTCOMES, outcome_cell(1, 4, 0.5), ("Positive_Outcomes", "0.5 is a fractional count")),
    Case("blank count", OUTCOMES, outcome_cell(1, 4, ""), ("Positive_Outcomes", "'' is not a number")),
    Case("total that is not the sum", OUTCOMES, outcome_cell(8, 3, 1),
         ("Total of Barking and Dagenham, 2022-01 is not the sum of its groups (1 such)",)),
    Case("total missing", OUTCOMES, outcomes(lambda rows: rows.pop(8)), ("Total of Barking and Dagenham, 2022-01",)),
    Case("duplicate key", OUTCOMES, outcomes(lambda rows: rows.append([*rows[1][:3], 0, 0, 0])),
         ("duplicate key: 2 rows", "2022-01-01", "Arson and criminal damage")),
    Case("month missing", OUTCOMES, outcomes(
        lambda rows: rows.__setitem__(slice(1, None), [r for r in rows[1:] if r[0].month != 2])),
        ("month 2022-02 is missing",)),
    Case("borough missing", OUTCOMES, outcomes(
        lambda rows: rows.__setitem__(slice(1, None), [r for r in rows[1:] if r[1] != "Lambeth"])),
        ("2022-01: rows for 31 of 32 boroughs",)),
    Case("cut between boroughs", OUTCOMES, outcomes(lambda rows: rows.__delitem__(slice(1 + 24 * 10, None))),
         ("is the file cut short?",)),
    Case("empty xlsx", OUTCOMES, emptied(mini.OUTCOMES), (f"{OUTCOMES_FILE} is empty",)),
    Case("header only", OUTCOMES, outcomes(lambda rows: rows.__delitem__(slice(1, None))), ("holds no rows",)),
    Case("cut in half xlsx", OUTCOMES, cut_in_half(mini.OUTCOMES), ("cannot be read as a workbook",)),
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


def test_case_names_are_unique():
    assert len({str(case) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fault_is_refused_in_one_line_and_changes_nothing(
    case, build, small_mirror, published, capsys
):
    before = hashes(published)
    case.spoil(small_mirror)

    status = build(case.source)

    written = capsys.readouterr().err
    assert status == 1
    assert written.startswith(f"error: {case.source}: ")
    assert written.count("\n") == 1
    assert written.endswith("\n")
    assert [words for words in case.says if words not in written] == []
    assert hashes(published) == before


def test_the_good_mirror_is_accepted(build, published):
    """Else every case above could pass for a fault of the miniature."""
    before = hashes(published)
    assert build() == 0
    assert hashes(published) == before


def test_other_datasets_are_built_when_one_is_refused(build, small_mirror, published, capsys):
    first_count("-3")(small_mirror)
    edited(mini.DENSITY, "99002", "99003")(small_mirror)
    assert build() == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert told.err.startswith("error: mps_recorded_crime: ")
    assert [line for line in told.out.splitlines() if line.endswith(": published")] == [
        "population: published"
    ]


def test_each_refused_dataset_has_a_line(build, small_mirror, capsys):
    first_count("-3")(small_mirror)
    emptied(mini.OUTLINES)(small_mirror)
    assert build() == 1
    starts = [line.split(": ")[1] for line in capsys.readouterr().err.splitlines()]
    assert starts == ["borough_boundaries", "mps_recorded_crime"]


def test_each_faulty_file_of_a_dataset_has_a_line(build, small_mirror, published, capsys):
    before = hashes(published)
    first_count("-3")(small_mirror)
    emptied(mini.CRIME_HISTORICAL)(small_mirror)
    emptied(mini.PERCEPTION)(small_mirror)
    emptied(mini.WORKBOOK)(small_mirror)
    assert build(CRIME, PERCEPTION, WORKBOOK) == 1
    written = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in written] == [CRIME, CRIME, PERCEPTION, WORKBOOK]
    assert mini.HISTORICAL in written[0]
    assert mini.RECENT in written[1]
    assert hashes(published) == before


def test_unknown_source_is_refused(build, published, capsys):
    before = hashes(published)
    assert build("mps_weather") == 1
    written = capsys.readouterr().err
    assert written.startswith("error: mps_weather: no such source; there are borough_boundaries, ")
    assert written.count("\n") == 1
    assert hashes(published) == before


def test_folder_that_is_not_there_is_refused(build, small_mirror, published, capsys):
    before = hashes(published)
    shutil.rmtree(small_mirror)
    assert build(CRIME) == 1
    written = capsys.readouterr().err
    assert written == f"error: mps_recorded_crime: folder {small_mirror} is not there\n"
    assert hashes(published) == before


def test_published_table_that_cannot_be_read_is_named(build, published, capsys):
    for path in published.glob("public_attitudes*.parquet"):
        path.write_bytes(b"no table")
    assert build(PERCEPTION) == 1
    written = capsys.readouterr().err
    assert written.startswith("error: public_attitudes: public_attitudes-")
    assert "cannot be read" in written
    assert written.count("\n") == 1


def test_manifest_that_cannot_be_read_is_named(build, published, capsys):
    (published / "manifest.json").write_text('{"version": ')
    assert build(PERCEPTION) == 1
    written = capsys.readouterr().err
    assert written.startswith(f"error: {published / 'manifest.json'}: cannot be read as a manifest")
    assert written.count("\n") == 1


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "data_pipeline", "build", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("source", "spoil", "says"),
    [
        (CRIME, first_count("-3"), "'-3' is a negative count"),
        (WORKBOOK, cut_in_half(mini.WORKBOOK), "cannot be read as a workbook"),
    ],
    ids=["negative-count", "workbook-cut-in-half"],
)
def test_a_process_of_its_own_says_one_line(source, spoil, says, small_mirror, published):
    before = hashes(published)
    spoil(small_mirror)
    done = run(source, "--mirror", str(small_mirror), "--out", str(published))
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {source}: ")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert hashes(published) == before
