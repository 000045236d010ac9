"""Where a figure is printed, and our notes on it, in words that need no key.

The tables of printed figures name a place by chapter, figure and the lines of the text that was read,
and begin parts of a note with a mark in capitals. Readers get the chapter and the figure, and the mark
as words; the exact place and the note as written stay in the files and in a figure's own address.
"""

from __future__ import annotations

import re

from dashboard.wording.numbers import MINUS

_DOCUMENTS = (
    ("Baroness Casey Review, Final Report", "the Review"),
    ("Baroness Casey Review final report", "the Review"),
    ("Op Leven", "the Op Leven review"),
    ("Performance and Risk Oversight Board", "the Oversight Board paper of 28 April 2023"),
    ("Met Commissioner statement 'Rebuilding Trust'", "the Rebuilding Trust statement"),
    ("City of London Police response", "the City of London Police's answer"),
)
_LINES = r"lines? \d+(?:[,/\- ]+(?:and )?\d+)*"
_FIRST_CALENDAR_YEAR, _LAST_CALENDAR_YEAR = 1900, 2035


def document_words(document: str) -> str:
    """Short name of a document: `the Review`; of one that is not the Review's, its title."""
    return next((short for start, short in _DOCUMENTS if document.startswith(start)), document)


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
    return re.sub(rf",? {_LINES}", "", source)


_MARKS = (
    (r"CONFLICT/METHOD: CONTRADICTION|CONFLICT/METHOD|CONFLICT|CONTRADICTION", "In conflict"),
    (r"APPROX", "Approximate"),
    (r"PERIOD(?= is\b)", "The period"),
    (r"PERIOD", "Dates"),
    (r"METHOD", "How it was counted"),
    (r"DERIVED", "Worked out"),
    (r"ANECDOTAL", "One officer's word"),
    (r"TARGET", "A target"),
)
_REPLACED = (
    (r"do not chart", "left out of every chart here"),
    (r", to the extractor's knowledge,", ", to our knowledge,"),
    (r" ?\((?:both )?outside this part\)", ""),
    (rf"\b(Annex B),? {_LINES}", r"\1"),
    (rf", {_LINES},", ","),
    (rf" ?\((?:see )?{_LINES}\)", ""),
    (rf"\bat {_LINES}", "in one passage"),
    (r"\blines (?=\d)[\d, and/-]+?(?= (?:give|say|describe|speak))", "other passages"),
    (rf"\b{_LINES}(?= above)", "the line"),
    (rf"\b{_LINES}", "another passage"),
    (r"\b[Cc]h (?=\d)", "chapter "),
    (r"\bFigs? (?=\d)", "Figure "),
)  # fmt: skip


def note_words(note: str) -> str:
    """A note on a figure without marks in capitals and without line numbers.

    `CONFLICT: Ch 3.5 (line 1435) gives 81%` -> `In conflict: chapter 3.5 gives 81%`.
    """
    text = note
    for pattern, words in _REPLACED:
        text = re.sub(pattern, words, text, flags=re.IGNORECASE)
    text = re.sub(r" ?\((\d{3,4}(?:[-,/ ]+(?:and )?\d{3,4})*)\)", _bare_lines, text)
    text = re.sub(r" (?:at|in) (\d{4})(?:(?: and |-|/)\d{3,4})?\b", _bare_passage, text)
    for pattern, words in _MARKS:
        text = re.sub(rf"\b(?:{pattern})\b(?:/(?=[A-Z]{{4}}))?", words, text)
    text = re.sub(rf"; (?=(?:{'|'.join(words for _, words in _MARKS)})\b)", ". ", text)
    text = re.sub(r"(?<=\. )[a-z]", lambda found: found.group().upper(), text)
    text = re.sub(r"(?<![\w.])-(?=\d)", MINUS, re.sub(r"  +", " ", text).strip())
    return f"{text[:1].upper()}{text[1:]}"


def _bare_lines(found: re.Match[str]) -> str:
    return found.group() if _is_year(found.group(1)[:4]) else ""


def _bare_passage(found: re.Match[str]) -> str:
    return found.group() if _is_year(found.group(1)) else " in another passage"


def _is_year(number: str) -> bool:
    return number.isdigit() and _FIRST_CALENDAR_YEAR <= int(number) <= _LAST_CALENDAR_YEAR
