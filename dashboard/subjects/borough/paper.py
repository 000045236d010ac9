"""What the briefing of a place shows: its line of trust, the kinds of crime, and the crimes solved."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.page import Paper, Table
from dashboard.subjects.borough import sentences, tables
from dashboard.subjects.borough.figures.place import Figures
from dashboard.subjects.borough.words import profile as says
from dashboard.words.capitals import first_small
from dashboard.words.cells import Cell
from dashboard.words.intervals import SPREAD_STANDINGS
from dashboard.words.periods import year_to

_NOT_GIVEN = "not given"


def of(found: Figures) -> Paper:
    """The chart of trust and a table each of recorded crime and of positive outcomes, where held."""
    name, among = found.place.title, says.kind_of_place(found.place.is_command)
    made = []
    if found.crime:
        made.append(
            _table(
                f"Recorded crime, {name}, {year_to(found.crime.end)}",
                f"Crimes recorded, {name} and London",
                tables.crime_headings(among),
                tables.crime_rows(found.crime.lines),
            )
        )
    if found.outcomes:
        made.append(
            _table(
                f"Crimes solved, {name}, {year_to(found.outcomes.end)}",
                f"Crimes solved, {name} and London",
                tables.outcome_headings(among),
                tables.outcome_rows(found.outcomes.lines),
            )
        )
    return Paper(
        "borough-trust",
        tuple(made),
        caveats=sentences.paper_notes(found),
        lede=sentences.in_one(found),
    )


def _table(
    heading: str, alt: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Table:
    """The texts of the cells, without a column in which no row has a figure.

    London's figures go without their intervals, which are narrow, and that no kind is unusual is said
    above the table, once: so each row has room on a line.
    """
    frame = pd.DataFrame([[cell.text for cell in row] for row in rows], columns=list(headings))
    for name in frame.columns[frame.columns.str.startswith("London")]:
        frame[name] = frame[name].str.split(" (", regex=False).str[0]
    usual = [name for name in frame.columns if set(frame[name]) == {SPREAD_STANDINGS["within"]}]
    if usual:
        heading = f"{heading}: no kind is unusual {first_small(usual[0])}"
    held = [
        name for name in frame.columns if set(frame[name]) != {_NOT_GIVEN} and name not in usual
    ]
    return Table(frame[held], alt, heading)
