"""Where the Review disagrees with itself, as tables of words: both sides, and the recomputed cells."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from dashboard.words.capitals import first_large
from dashboard.words.cells import Cell
from dashboard.words.numbers import count, listed, signed_percent
from dashboard.words.passages import where_words
from dashboard.words.periods import when_words
from dashboard.words.printed import figure_address, row_value, statement_words

CONTRADICTIONS = "Both figures, both places. Where the other side is a sentence without a figure, our note says so."
CONTRADICTION_HEADINGS = ("What", "Printed in one place", "And in another", "What we do")
AT_MOST = 4
"""Figures of one side that are spelled out; the rest are counted."""

FIVE_YEARS = "Figure 1.2, change over five years: four inconsistent cells"
FIVE_YEARS_HEADINGS = (
    "Offences",
    "As printed",
    "By the Review's own shares",
    "By the published counts",
    "What follows",
)


def contradictions_heading(number: int) -> str:
    """How many contradictions there are among the figures on screen."""
    if number == 1:
        return "Printed in two ways, side by side"
    return f"{count(number)} things printed in two ways, side by side"


def five_years_subtitle(editions: Sequence[str]) -> str:
    """Which changes the three numbers are, and whose counts the third is of."""
    counts = (
        f"Counts: edition {listed(list(editions))} of the Met's recorded crime"
        if editions
        else "The table of recorded crime is not loaded or is being checked, so the third number is missing"
    )
    return (
        "Change in per cent, 12 months to January 2018 to 12 months to January 2023. "
        f"{counts}. None of the four is used as a baseline."
    )


def five_years_cells(cells: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """The four cells, a row each, under FIVE_YEARS_HEADINGS, changes in whole per cents.

    Args:
        cells: of `queries.contradictions.five_year_cells`.
    """
    return [
        (
            Cell(row["offence"], links=(("This figure alone", figure_address(row["figure_id"])),)),
            Cell(row_value(row)),
            Cell(
                _percent(row["implied_pct"]),
                (
                    f"{_percent(row['implied_low_pct'], 1)} to "
                    f"{_percent(row['implied_high_pct'], 1)} with the rounding of what is printed",
                ),
            ),
            _counted(row["counted_pct"]),
            Cell(five_years_verdict(bool(row["agree"]), not math.isnan(row["counted_pct"]))),
        )
        for row in cells.to_dict("records")
    ]


def _counted(change: float) -> Cell:
    if math.isnan(change):
        return Cell("Not loaded")
    return Cell(_percent(change), (_percent(change, 1),))


def five_years_verdict(agree: bool, is_counted: bool = True) -> str:
    """What three numbers for one thing allow to be said."""
    if not is_counted:
        return "Inconsistent: the printed number does not fit the Review's own shares."
    if agree:
        return "Both recomputations agree with each other and not with what is printed."
    return (
        "Inconsistent: the printed number fits neither recomputation, and these differ by more than "
        "rounding."
    )


FIVE_YEARS_STEPS = (
    "By the Review's own shares: (share of all offences now ÷ share five years before) × (1 + change of "
    "all offences) − 1. Share now: the printed counts. Share before: that, less the printed change.",
    "By the published counts: offences of the 12 months to January 2023 ÷ those of the 12 months to "
    "January 2018 − 1, both from one edition.",
    "The two recomputations agree where the second lies within what the rounding of the first allows. "
    "Offences that are recorded or re-classified later are in the counts and not in the Review.",
)


def contradiction_cells(
    title: str, first: pd.DataFrame, second: pd.DataFrame, is_five_years: bool = False
) -> tuple[Cell, ...]:
    """One contradiction as a row under CONTRADICTION_HEADINGS.

    Args:
        title: what is printed in two ways.
        first, second: figures of either side, as `queries.review_figures`; no rows in `second` where
            the other side is a sentence.
        is_five_years: it is the five-year row, which has a table of its own.
    """
    notes = tuple(dict.fromkeys(first["caveat"].dropna()))
    other = _side(second) if len(second) else Cell("A sentence, or our arithmetic", notes[:1])
    quiet = notes[:1] if len(second) and not is_five_years else ()
    return (
        Cell(title),
        _side(first),
        other,
        Cell(_what_we_do(first, second, is_five_years), quiet),
    )


def _side(rows: pd.DataFrame) -> Cell:
    figures = rows.to_dict("records")
    values = dict.fromkeys(row_value(row) for row in figures)
    places = dict.fromkeys(
        first_large(where_words(row["source_document"], row["source_location"])) for row in figures
    )
    is_one = len(figures) == 1
    said = [
        statement_words(row["statement"], row["group"]) + ("" if is_one else f": {row_value(row)}")
        for row in figures
    ]
    more = len(figures) - AT_MOST
    lines = said if more <= 0 else [*said[:AT_MOST], f"and {more} more"]
    periods = dict.fromkeys(when_words(row["period_start"], row["period_end"]) for row in figures)
    text = " and ".join(values) if len(figures) < AT_MOST - 1 else f"{len(figures)} figures"
    where = f"{listed(list(places))} ({listed(list(periods)[:AT_MOST])})"
    return Cell(
        text,
        (*lines, where),
        links=tuple(
            (
                "Cite this figure" if is_one else f"Cite figure {place}",
                figure_address(row["figure_id"]),
            )
            for place, row in enumerate(figures[:AT_MOST], start=1)
        ),
    )


def _what_we_do(first: pd.DataFrame, second: pd.DataFrame, is_five_years: bool) -> str:
    if is_five_years:
        return "Shown as printed beside two recomputations; never used as a baseline."
    both = pd.concat([first, second])
    shown = "Both are shown as printed" if len(second) else "It is shown as printed, with our note"
    return f"{shown}; nothing is corrected.{_left_out(both[~both['may_be_drawn']], len(both))}"


def _left_out(refused: pd.DataFrame, number: int) -> str:
    """Which of the figures of a contradiction no chart shows."""
    if refused.empty:
        return ""
    if len(refused) == number:
        which = "It is" if number == 1 else "Both are" if number == 2 else "All are"
    else:
        values = listed(list(dict.fromkeys(map(row_value, refused.to_dict("records")))))
        which = f"{values} {'is' if len(refused) == 1 else 'are'}"
    return f" {which} left out of every chart."


def _percent(value: float, decimals: int = 0) -> str:
    return signed_percent(value, decimals)
