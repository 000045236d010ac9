"""Where a figure is printed, in words that need no key.

The tables of printed figures name a place by chapter, figure and the lines of the text that was read.
Readers get the chapter and the figure; the exact place stays in the files and in a figure's own address.
"""

from __future__ import annotations

import re

REVIEW_TITLES = ("Baroness Casey Review, Final Report", "Baroness Casey Review final report")
_DOCUMENTS = (
    *((title, "the Review") for title in REVIEW_TITLES),
    ("Op Leven", "the Op Leven review"),
    ("Performance and Risk Oversight Board", "the Oversight Board paper of 28 April 2023"),
    ("Met Commissioner statement 'Rebuilding Trust'", "the Rebuilding Trust statement"),
    ("City of London Police response", "the City of London Police's answer"),
)
DOCUMENTS = {
    "casey-review": "Casey Review",
    "board-paper": "Oversight Board paper",
    "op-leven": "Op Leven review",
    "rebuilding-trust": "Rebuilding Trust statement",
    "city-answer": "City of London Police's answer",
}
"""Names of the documents as their titles have them, in the order of a reader's list."""
EXACT_PLACES = (
    "The files name the exact place of each in its document, by the lines of the text that was read out "
    "of it."
)
LINES_NOTE = (
    "Lines are those of the text that was read out of a document, not of its printed pages."
)
_LINES = r"lines? \d+(?:[,/\- ]+(?:and )?\d+)*"


def document_words(document: str) -> str:
    """Short name of a document: `the Review`; of one that is not the Review's, its title."""
    return next((short for start, short in _DOCUMENTS if document.startswith(start)), document)


def short_document(document: str) -> str:
    """Who printed it and when, for a table: `Evening Standard, December 2022`.

    A title in three parts or more ends with its publisher and date; any other is short itself.
    """
    known = document_words(document)
    parts = re.sub(r" \([^()]*\)$", "", document).split(", ")
    return known if known != document or len(parts) < 3 else ", ".join(parts[-2:])


def place_words(location: str) -> str:
    """Part of a document without lines: `chapter 1.2, Figure 1.2`; empty where only lines are given."""
    text = re.sub(r"^Casey Review; |^Oversight Board [\d-]+; |^Op Leven; ", "", location)
    text = re.sub(r"^(Rebuilding Trust|CoLP response); |\(title described, not quoted\)", "", text)
    text = re.sub(
        rf"[;,] also [\d, -]+$|,? ?{_LINES}|; table \d{{4}}|; footnote \d+ at \d+", "", text
    )
    parts = [_part(part.strip()) for part in re.split(r"; ?|, ", text)]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _part(text: str) -> str:
    if text == "body" or re.fullmatch(r"[\d ,-]+(in footnote \d+)?", text):
        return ""
    text = re.sub(r"^N in (?=footnote)", "", text)
    text = re.sub(r"\b[Cc]h (\d+)\.(i+)\b", r"chapter \1, part \2", text)
    text = re.sub(r"\b[Cc]h (?=\d)", "chapter ", text)
    text = re.sub(r"(?<=\d) (?=Figs? |footnote )", ", ", text)
    text = re.sub(r"\bFig (?=\d)", "Figure ", re.sub(r"\bFigs (?=\d)", "Figures ", text))
    return re.sub(r"\bpara (?=\d)", "paragraph ", text)


def where_words(document: str, location: str) -> str:
    """Document and place: `the Review, chapter 1.2, Figure 1.2`."""
    return ", ".join(part for part in (document_words(document), place_words(location)) if part)


def lines_words(location: str) -> str:
    """The lines that a place names: `line 715`, `lines 720, 780`; empty where it names none."""
    found = re.findall(_LINES, location)
    also = re.findall(r"also ([\d, -]+)$", location)
    return ", also ".join([*dict.fromkeys(found), *also])


def without_lines(source: str) -> str:
    """A source without its lines: `Op Leven review, lines 40 and 45` -> `Op Leven review`."""
    return re.sub(rf"[,;]? {_LINES}( for \w+)?", "", source)
