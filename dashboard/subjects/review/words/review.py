"""Sentences on the Review's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.words.capitals import first_large
from dashboard.words.cells import Cell
from dashboard.words.numbers import count, listed
from dashboard.words.passages import DOCUMENTS, lines_words, where_words
from dashboard.words.periods import when_words
from dashboard.words.printed import (
    caveat_of,
    figure_address,
    held_value,
    marks,
    row_value,
    statement_words,
)

CHAPTERS = {
    "summary": "Summary",
    "introduction": "Introduction",
    **{str(number): f"Chapter {number}" for number in range(1, 11)},
    "annex-b": "Annex B",
    "op-leven": DOCUMENTS["op-leven"],
    "board-paper": DOCUMENTS["board-paper"],
    "rebuilding-trust": DOCUMENTS["rebuilding-trust"],
    "city-answer": DOCUMENTS["city-answer"],
    "other": "Another document",
}
"""Chapters of the Review, and the documents beside it, in the order of a reader's list."""

NOTES = (
    "Values are as printed, in words where the document prints words (“a third”). They were read by hand "
    "and are never corrected by us.",
    "“In conflict” marks a figure that the document contradicts elsewhere, or that does not add up. "
    "“Approximate” marks words such as “over” or “nearly”. “Dates” says what was assumed where the "
    "document leaves them open.",
    "The Review's survey figures are for single quarters or financial years. They do not match the "
    "12-month figures of the Trust page.",
    "The documents' pages are not numbered in the text that was read. A place is a chapter and a figure; "
    "a figure's own address gives the lines of that text too.",
)
FOUND: Mapping[str, str] = {
    "R0367": "People in London who said they could trust the Met, at its lowest",
    "R0096": "Recorded crimes for which someone was charged, cautioned or otherwise dealt with",
    "R0213": "The same, of recorded rapes",
    "R0904": "Internal misconduct allegations with a case to answer",
    "R0911": "How much more likely Black officers and staff were to face an allegation than White colleagues",
    "R0290": "Average time to reach a significant call; it was 44 min in 2012",
    "R0563": "Officers who were women",
}
"""What the Review found on its own seven measures: number of a figure -> what it says, in our words."""
FOUND_HEADING = "What it found on its seven measures"
FOUND_BASIS = "A figure or two for each measure, as printed, with its chapter; each has a page of its own to cite"
FOUND_HEADINGS = ("What it found", "Figure", "When", "Printed in")


def found_cells(rows: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """The figures of FOUND, a row each, under FOUND_HEADINGS.

    Args:
        rows: those of `review_figures` that are held.
    """
    held = {row["figure_id"]: row for row in rows.to_dict("records")}
    return [
        (
            Cell(said),
            Cell(row_value(row)),
            Cell(first_large(when_words(row["period_start"], row["period_end"]))),
            Cell(
                first_large(where_words(row["source_document"], row["source_location"])),
                links=(("This figure alone, to cite", figure_address(number)),),
            ),
        )
        for number, said in FOUND.items()
        if (row := held.get(number)) is not None
    ]


def headline(found: int, whole: int) -> str:
    """The headline of the page as it opens."""
    return f"What the Casey Review found in {found} figures, and all {count(whole)} to search"


AS_PRINTED = "As printed, in the order of the documents"
LEDE = "From the Casey Review (March 2023) and four related documents."


def review_search_sentence(found: int, whole: int, flagged: int) -> str:
    """How many figures a search found, and how many of them are in conflict."""
    if found == 0:
        return f"None of the {count(whole)} figures fits this search"
    figures = "figure" if found == 1 else "figures"
    if found == whole and 0 < flagged < found:
        return f"{count(flagged)} of {count(whole)} figures contradict another or do not add up"
    start = (
        f"{count(found)} {figures}"
        if found == whole
        else f"{count(found)} of {count(whole)} figures fit{'s' if found == 1 else ''}"
    )
    if flagged == 0:
        return f"{start}; none is marked as in conflict"
    which = "it contradicts" if found == 1 else "all contradict"
    if flagged != found:
        which = "1 contradicts" if flagged == 1 else f"{count(flagged)} contradict"
    ends = "does not add up" if found == 1 or flagged == 1 else "do not add up"
    return f"{start}; {which} another or {ends}"


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
    statement, value = statement_words(row["statement"], row["group"]), row_value(row)
    named = value.strip("“”") if value.startswith("“") else value.split()[0]
    return statement if named.lower() in statement.lower() else f"{statement}: {value}"


def figure_facts(row: Mapping[Any, Any]) -> dict[str, str]:
    """Everything known of a figure, name -> words; what is not known is left out."""
    lines = lines_words(row["source_location"])
    group = "" if row["group"] == "All" else row["group"]
    found = {
        "Value": row_value(row),
        "Number for it in our files": held_value(row),
        "Period": first_large(when_words(row["period_start"], row["period_end"])),
        "Of whom or what": _text(row["population"]),
        "Group": group,
        "Place": row["geography"],
        "Against": _text(row["comparator"]),
        "Printed in": first_large(where_words(row["source_document"], row["source_location"])),
        "Document": row["source_document"],
        "Exact place": f"{lines} of the text that was read out of the document" if lines else "",
        "The document's own source": _text(row["original_source"]),
        "Standing": _standing(row),
        "Our note": caveat_of(row),
        "Number": row["figure_id"],
    }
    return {name: words for name, words in found.items() if words}


def _standing(row: Mapping[Any, Any]) -> str:
    found = marks(row)
    return first_large(listed(found)) if found else "As printed, no mark"


def figure_citation(row: Mapping[Any, Any], version: str, link: str) -> str:
    """How to cite one figure: document, place, figure in our words, and where it is found here."""
    lines = lines_words(row["source_location"])
    exact = f" ({lines} of the text read)" if lines else ""
    statement = statement_words(row["statement"], row["group"])
    place = where_words("", row["source_location"])
    where = f"{row['source_document']}{f', {place}' if place else ''}{exact}"
    when = when_words(row["period_start"], row["period_end"])
    said = f"{statement}: {row_value(row)}, {when}"
    conflict = " Marked as in conflict." if row["is_conflict"] else ""
    return (
        f"{where}. {said}.{conflict} In: London policing scorecard, figure {row['figure_id']}, data "
        f"version {version}. {link}"
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
