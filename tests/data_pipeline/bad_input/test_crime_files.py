"""Files of recorded crime that are spoilt: refused in one line, nothing published changed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.data_pipeline import miniature as mini
from tests.data_pipeline.bad_input.spoilt import (
    Case,
    Spoil,
    cut_mid_row,
    distinct,
    edited,
    emptied,
    first_count,
    header_only,
    repeated_line,
    without_last_lines,
    without_lines,
)

CRIME = "mps_recorded_crime"


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


CASES = distinct(
    # renamed column
    Case("renamed column", CRIME, edited(mini.CRIME_NEWEST, "BOCU", "Area"),
         (mini.RECENT, "Group, SubGroup, Area")),
    # unknown label
    Case("unknown borough", CRIME, edited(mini.CRIME_NEWEST, "Barnet", "BARNET"), ("place", "'BARNET'")),
    Case("unknown offence group", CRIME, edited(mini.CRIME_NEWEST, "ROBBERY,", "PIRACY,"), ("group", "'PIRACY'")),
    Case("unknown sub-group", CRIME, edited(mini.CRIME_NEWEST, ",BICYCLE THEFT", ",BOAT THEFT"),
         ("subgroup", "'BOAT THEFT'")),
    # duplicate key
    Case("duplicate key", CRIME, repeated_line(mini.CRIME_NEWEST),
         ("duplicate key", "ARSON AND CRIMINAL DAMAGE, ARSON, Bromley")),
    # counts that are none
    Case("negative count", CRIME, first_count("-3"), ("202407", "line 3", "'-3' is a negative count")),
    Case("fractional count", CRIME, first_count("3.5"), ("202407", "'3.5' is a fractional count")),
    Case("blank count", CRIME, first_count(""), ("202407", "'' is not a number")),
    Case("count in words", CRIME, first_count("n/a"), ("202407", "'n/a' is not a number")),
    Case("thousands comma", CRIME, first_count('"1,000"'), ("202407", "'1,000' is not a number")),
    Case("endless count", CRIME, first_count("inf"), ("202407", "'inf' is not a number")),
    Case("count beyond measure", CRIME, first_count("10000001"),
         (mini.RECENT, "202407", "'10000001' is over 10,000,000")),
    # empty
    Case("empty csv", CRIME, emptied(mini.CRIME_NEWEST), (f"{mini.RECENT} is empty",)),
    # cut short
    Case("cut mid row", CRIME, cut_mid_row(mini.CRIME_NEWEST), (mini.RECENT, "edition-202409")),
    Case("cut between rows", CRIME, without_last_lines(mini.CRIME_NEWEST, 9),
         ("Violence without injury: rows for 24 of 32 boroughs",)),
    Case("cut between groups", CRIME, without_lines(mini.CRIME_NEWEST, holding="VIOLENCE"),
         ("no rows for Violence against the person",)),
    # header only
    Case("header only csv", CRIME, header_only(mini.CRIME_NEWEST), (mini.RECENT, "holds a header and no rows")),
    # wrong dates
    Case("month 13", CRIME, edited(mini.CRIME_NEWEST, "202409", "202413"),
         (mini.RECENT, "202413", "is not a month")),
    Case("column that is no month", CRIME, edited(mini.CRIME_NEWEST, "202409", "Total"),
         ("Total", "is not a month")),
    Case("month twice", CRIME, edited(mini.CRIME_NEWEST, "202409", "202408"),
         (mini.RECENT, "column 202408 stands twice")),
    Case("month missing", CRIME, edited(mini.CRIME_NEWEST, "202408,202409", "202409,202410"),
         ("month 2024-08 is missing",)),
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
    # places missing
    Case("borough missing", CRIME, without_lines(mini.CRIME_NEWEST, holding="Lambeth"), ("31 of 32 boroughs",)),
    Case("City of London among boroughs", CRIME,
         edited(mini.CRIME_NEWEST, "ARSON,Barking and Dagenham", "ARSON,City of London"),
         ("Arson", "31 of 32 boroughs")),
    Case("City of London added", CRIME, lambda m: mini.put_lines(m / mini.CRIME_NEWEST, [
        *mini.lines(m / mini.CRIME_NEWEST), "THEFT,OTHER THEFT,City of London,1,2,3\n"]),
        ("City of London is in the table",)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fault_is_refused_in_one_line_and_changes_nothing(case, assert_refused):
    assert_refused(case)
