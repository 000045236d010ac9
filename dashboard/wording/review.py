"""Sentences on the Review's own figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.wording.cells import Cell
from dashboard.wording.numbers import count, listed, signed
from dashboard.wording.passages import lines_words, note_words, where_words
from dashboard.wording.printed import (
    bounded_words,
    figure_address,
    first_large,
    mark_words,
    statement_words,
    when_words,
)

CHAPTERS = {
    "summary": "Summary",
    "introduction": "Introduction",
    **{str(number): f"Chapter {number}" for number in range(1, 11)},
    "annex-b": "Annex B",
    "op-leven": "Op Leven review",
    "board-paper": "Oversight Board paper",
    "rebuilding-trust": "Rebuilding Trust statement",
    "city-answer": "City of London's answer",
    "other": "Another document",
}
"""Chapters of the Review, and the documents beside it, in the order of a reader's list."""

NOTES = (
    "Read out of the documents by hand. Values are as printed and are never corrected by us.",
    "“In conflict” marks a figure that the document contradicts elsewhere, or that fails an arithmetic "
    "check. “Approximate” marks words such as “over” or “nearly”; “Dates” says what was assumed where "
    "the document leaves them open.",
    "The Review's survey figures are for single quarters or financial years. They do not match the "
    "12-month figures of the Trust page.",
    "The documents' pages are not numbered in the text that was read. A place is a chapter and a figure; "
    "a figure's own address gives the lines of that text too.",
)
LINES_NOTE = (
    "Lines are those of the text that was read out of a document, not of its printed pages."
)
LEDE = (
    "Figures printed in the Casey Review (March 2023) and four related documents, each in our own words "
    "with its place in the document."
)
CONTRADICTIONS = (
    "Each thing that the Review prints in two ways: both figures, both places. Where the other side is "
    "a sentence without a figure, our note says what it is."
)
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


def review_search_sentence(found: int, whole: int, flagged: int) -> str:
    """How many figures a search found, and how many of them are in conflict."""
    if found == 0:
        return f"None of the {count(whole)} figures fits this search"
    figures = "figure" if found == 1 else "figures"
    start = (
        f"{count(found)} {figures}"
        if found == whole
        else f"{count(found)} of {count(whole)} figures"
    )
    if flagged == 0:
        return f"{start}, none of them marked as in conflict"
    if flagged == found:
        return f"{start}, {'' if found == 1 else 'all '}in conflict with the document or with arithmetic"
    return f"{start}, {count(flagged)} of them in conflict with the document or with arithmetic"


def five_years_subtitle(editions: Sequence[str]) -> str:
    """Which changes the three numbers are, and whose counts the third is of."""
    counts = (
        f"Counts: edition {listed(list(editions))} of the Met's recorded crime"
        if editions
        else "The table of recorded crime is not loaded, so the third number is missing"
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
            Cell(_percent(row["printed_pct"])),
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
    notes = tuple(dict.fromkeys(note_words(note) for note in first["confidence_note"].dropna()))
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
    values = dict.fromkeys(_value(row) for row in figures)
    places = dict.fromkeys(
        first_large(where_words(row["source_document"], row["source_location"])) for row in figures
    )
    is_one = len(figures) == 1
    said = [
        statement_words(row["statement"], row["group"]) + ("" if is_one else f": {_value(row)}")
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
            (row["figure_id"], figure_address(row["figure_id"])) for row in figures[:AT_MOST]
        ),
    )


def _what_we_do(first: pd.DataFrame, second: pd.DataFrame, is_five_years: bool) -> str:
    if is_five_years:
        return "Shown as printed beside two recomputations; never used as a baseline."
    both = pd.concat([first, second])
    notes = both["confidence_note"].fillna("").str.lower()
    refused = list(both.loc[notes.str.contains("do not chart", regex=False), "figure_id"])
    shown = "Both are shown as printed" if len(second) else "It is shown as printed, with our note"
    left = f" {listed(refused)}: left out of every chart." if refused else ""
    return f"{shown}; nothing is corrected.{left}"


def _value(row: Mapping[Any, Any]) -> str:
    note = row["confidence_note"] if isinstance(row["confidence_note"], str) else ""
    return bounded_words(row["value"], row["unit"], note)


def _percent(value: float, decimals: int = 0) -> str:
    return f"{signed(value, decimals)}%"


def contradictions_heading(number: int) -> str:
    """How many contradictions there are among the figures on screen."""
    if number == 1:
        return "Printed in two ways, side by side"
    return f"{count(number)} things printed in two ways, side by side"


def count_line(first: int, last: int, whole: int) -> str:
    """Which of the figures found are on screen: `Figures 1 to 20 of 102`."""
    if first == 1 and last == whole:
        return "1 figure" if whole == 1 else f"All {count(whole)} figures"
    return f"Figures {count(first)} to {count(last)} of {count(whole)}"


def filters_said(chosen: Mapping[str, str], measures: Mapping[str, str]) -> dict[str, str]:
    """The reader's choices for the files: label -> words; what is left open is not said.

    Args:
        chosen: key in the address bar -> value.
        measures: success measure -> its name.
    """
    said = {
        "Search": chosen["q"],
        "Bears on": measures.get(chosen["bears-on"], ""),
        "Topic": chosen["topic"] if chosen["topic"] != "all" else "",
        "Group": chosen["group"] if chosen["group"] != "all" else "",
        "Chapter": CHAPTERS.get(chosen["chapter"], ""),
        "Contradicted or failing a check only": "yes" if chosen["flagged"] == "yes" else "",
    }
    return {label: text for label, text in said.items() if text}


def next_words(last: int, whole: int, rows: int) -> str:
    """The link to the figures after those on screen: `Figures 21 to 40`."""
    return f"Figures {count(last + 1)} to {count(min(last + rows, whole))}"


# One figure alone


def one_lede(row: Mapping[Any, Any]) -> str:
    """Where the figure is printed, and that it is not corrected."""
    where = where_words(row["source_document"], row["source_location"])
    if row["is_conflict"]:
        return f"Printed in {where}. Marked as in conflict, shown as printed and not corrected."
    return f"Printed in {where}."


def figure_headline(row: Mapping[Any, Any]) -> str:
    """What a figure says, and its value where its words do not name it."""
    statement, value = statement_words(row["statement"], row["group"]), _value(row)
    return statement if value.split()[0] in statement else f"{statement}: {value}"


def figure_facts(row: Mapping[Any, Any]) -> dict[str, str]:
    """Everything known of a figure, name -> words; what is not known is left out."""
    note = _text(row["confidence_note"])
    lines = lines_words(row["source_location"])
    group = "" if row["group"] == "All" else row["group"]
    found = {
        "Value": _value(row),
        "Period": first_large(when_words(row["period_start"], row["period_end"])),
        "Of whom or what": _text(row["population"]),
        "Group": group,
        "Place": row["geography"],
        "Against": _text(row["comparator"]),
        "Printed in": first_large(where_words(row["source_document"], row["source_location"])),
        "Document": row["source_document"],
        "Exact place": f"{lines} of the text that was read out of the document" if lines else "",
        "The document's own source": _text(row["original_source"]),
        "Standing": _standing(row, note),
        "Our note": note_words(note),
        "Number": row["figure_id"],
    }
    return {name: words for name, words in found.items() if words}


def _standing(row: Mapping[Any, Any], note: str) -> str:
    marks = mark_words(row["source_document"], row["source_id"], note).split(", ")[1:]
    return first_large(listed(marks)) if marks else "As printed, no mark"


def figure_citation(row: Mapping[Any, Any], version: str, link: str) -> str:
    """How to cite one figure: document, place, figure in our words, and where it is found here."""
    lines = lines_words(row["source_location"])
    exact = f" ({lines} of the text read)" if lines else ""
    statement = statement_words(row["statement"], row["group"])
    place = where_words("", row["source_location"])
    where = f"{row['source_document']}{f', {place}' if place else ''}{exact}"
    when = when_words(row["period_start"], row["period_end"])
    said = f"{statement}: {_value(row)}, {when}"
    conflict = " Marked as in conflict." if row["is_conflict"] else ""
    return (
        f"{where}. {said}.{conflict} In: London policing scorecard, figure {row['figure_id']}, data "
        f"version {version}. {link}"
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
