"""Sentences on the Review's Figures 1.2 and 1.3 remade. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from dashboard.words.capitals import first_small
from dashboard.words.cells import NONE
from dashboard.words.numbers import count, listed, signed_percent
from dashboard.words.periods import day_words, year_to


def percent_cell(value: float | None) -> str:
    """A change in a table: whole per cents with a sign; a dash where none is given."""
    if value is None or math.isnan(value):
        return NONE
    return signed_percent(value)


FEW = " §"
"""Stands after a change from or to so few offences that chance alone moves it."""


def change_cell(value: float | None, is_of_few: bool) -> str:
    """A change in a table, with § where it is from or to few offences: `−49% §`."""
    return f"{percent_cell(value)}{FEW if is_of_few else ''}"


def of_few(few: int) -> str:
    """What the sign § says."""
    return (
        f"§ Small numbers: fewer than {count(few)} offences in one of the two periods, so chance alone "
        "can move it by 10% or more."
    )


APART = " ‡"
"""Stands after a figure of the table that is further from the printed one than rounding makes it."""


def pair_cell(printed: float, table: float, is_apart: bool = False) -> str:
    """A printed change and today's beside it: `+6% / +5%`, or `+41% / +18% ‡`."""
    return f"{percent_cell(printed)} / {percent_cell(table)}{APART if is_apart else ''}"


def five_year_cell(
    printed: float, implied: float, table: float, is_inconsistent: bool, is_apart: bool = False
) -> str:
    """Three numbers where the printed five-year change does not fit the Review's own shares."""
    if not is_inconsistent:
        return pair_cell(printed, table, is_apart)
    return (
        f"{percent_cell(printed)} printed; {percent_cell(implied)} by its own shares; "
        f"{percent_cell(table)} in the table: inconsistent{APART if is_apart else ''}"
    )


def apart(count_pct: float, change_points: float) -> str:
    """What the sign ‡ says: differences beyond rounding, from these bounds on."""
    return (
        f"‡ The table's count is more than {count_pct:g}% from the printed one, or its change more than "
        f"{change_points:g} percentage points: that is beyond rounding. The cause is not known."
    )


def five_years(offences: Sequence[str]) -> str:
    """Which five-year changes of the Review do not fit its own shares, and what stands beside them."""
    named = listed([first_small(offence) for offence in offences])
    return (
        f"Five-year changes in the Review's Figure 1.2 do not fit the shares that the same figure prints "
        f"for {named}. They are shown as printed, beside what the Review's own shares imply and what "
        "the published table gives."
    )


def review_title(printed: int, table: int) -> str:
    """The Review's total and today's table, as a heading."""
    return f"The Review printed {count(printed)} offences for its year; the table now has {count(table)}"


def kinds_title(place: str, largest: Sequence[tuple[str, float | None]]) -> str:
    """How the largest kinds of offence moved in a year, as a heading.

    Args:
        place: as a sentence names it.
        largest: each kind, and its change in per cent; None where none is given.
    """
    if not largest:
        return f"Every kind of offence in {place}"
    if any(change is None for _, change in largest):
        return f"Most recorded in {place}: {listed([first_small(kind) for kind, _ in largest])}"
    moved = [f"{first_small(kind)} {_moved(change or 0.0)}" for kind, change in largest]
    return f"In {place}, {listed(moved)} in a year"


def _moved(change_pct: float) -> str:
    whole = round(abs(change_pct))
    if not whole:
        return "stayed about the same"
    return f"{'rose' if change_pct > 0 else 'fell'} {whole}%"


def figure_1_2_sentence(printed: int, table: int, pct: float, end: date) -> str:
    """How far the Review's total and today's table differ, of 12 months to an end."""
    more = "more" if table > printed else "fewer"
    return (
        f"The Review printed {count(printed)} offences for the {year_to(end)}. The "
        f"published table now gives {count(table)}: {count(abs(table - printed))} {more} "
        f"({signed_percent(pct, 2)}). The police go on adding, removing and re-classifying crimes after a "
        "month is first published; how much of the difference that explains is not known."
    )


def count_and_difference(count_now: float, printed: float, is_apart: bool = False) -> str:
    """The table's count and how far it is from the printed one: `57,782 (−1.8%)`, with ‡ if far."""
    if math.isnan(count_now):
        return NONE
    away = f"{count(count_now)} ({signed_percent(100 * (count_now / printed - 1), 1)})"
    return f"{away}{APART if is_apart else ''}"


LONGER = "Share of all crime, rate, and change over 5 and 10 years"
LINE_BY_LINE = "The Review's Figures 1.2 and 1.3, line by line"
PRINTED_BESIDE_NOW = "Changes: as printed / as the published table gives them now."
PRINTED_ROUNDED = "The Review prints changes in whole per cents."

NOT_IN_TABLE = (
    "Domestic abuse, gun, knife and hate crime cut across the kinds of the published table, which does "
    "not hold them: a dash stands there. Kinds of Figure 1.3 lie within or across those of Figure 1.2 "
    "and are not added to them."
)


def residents_of(year: int) -> str:
    """Whose residents the rates of the table are set against."""
    return f"Rates are per 1,000 residents of mid-{year}."


NO_CHANGE_GIVEN = (
    "Each change is on the 12 months to the same month so many years before. None is given where those "
    "12 months had fewer than 50 offences, or are not all held."
)


def years_heading(years: int, is_across: bool) -> str:
    """Heading of a column of changes: `5 years †`."""
    return f"{years} year{'s' if years > 1 else ''}{' †' if is_across else ''}"


def across_breaks(breaks: Sequence[tuple[str, date]]) -> str:
    """What the changes marked † lie across, each with its date."""
    named = listed([f"“{label}” ({day_words(day)})" for label, day in breaks])
    return f"† Across {named}: part of the change can come from that."


def from_a_year_of(event: str) -> str:
    """An event that made the years after it unlike others."""
    return f"{event} A change from a year that holds such months is large for that reason too."
