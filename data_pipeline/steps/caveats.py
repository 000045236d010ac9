"""Hand-written notes in plain words, for readers: no marks in capitals, no line numbers, no shorthand.

The note as written stays beside it in the tables and files.
"""

from __future__ import annotations

import re

_MINUS = "−"
_FIRST_CALENDAR_YEAR, _LAST_CALENDAR_YEAR = 1900, 2035
_LINES = r"lines? \d+(?:[,/\- ]+(?:and )?\d+)*"

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
    (r"\bNOT PAS; another survey, not comparable with PAS levels",
     "Another survey than MOPAC's, not comparable with its figures"),
    (r"\bSecond hand \(press or third-party report\)", "Read second hand, in the press or another's report"),
    (r"(?<!Read )\bSecond hand\b", "Read second hand"),
    (r"\bPrimary (?:committee report|publisher page|page text|publisher)\b", "Read where it was first published"),
    (r"\bPrimary(?= \(|[,.])", "Read where it was first published"),
    (r"do not chart", "left out of every chart here"),
    (r", to the extractor's knowledge,", ", to our knowledge,"),
    (r"\bdiscrete quarterly PAS points\b", "single quarters of MOPAC's survey"),
    (r"\bNOT PAS\b", "not MOPAC's Public Attitude Survey"),
    (r"\bPAS bands\b", "bands of MOPAC's survey"),
    (r"\b(?:the )?(?:MOPAC )?PAS\b", "MOPAC's Public Attitude Survey"),
    (r"\bis an (lower|upper) bound\b", r"is an \1 limit"),
    (r"\blower bound\b", "only a lower limit is printed"),
    (r"\bupper bound\b", "only an upper limit is printed"),
    (r"\bCSEW\b", "the Crime Survey for England and Wales"),
    (r"\bFTE\b", "full-time equivalents"),
    (r"\bBAME\b", "ethnic minority"),
    (r"(?<=[\d%]) v (?=over |\d)", " against "),
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


def caveat(note: str) -> str:
    """A note without marks in capitals, line numbers and shorthand; empty text stays empty.

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
    text = re.sub(r"(?<![\w.])-(?=\d)", _MINUS, re.sub(r"  +", " ", text).strip())
    return f"{text[:1].upper()}{text[1:]}"


def _bare_lines(found: re.Match[str]) -> str:
    return found.group() if _is_year(found.group(1)[:4]) else ""


def _bare_passage(found: re.Match[str]) -> str:
    return found.group() if _is_year(found.group(1)) else " in another passage"


def _is_year(number: str) -> bool:
    return number.isdigit() and _FIRST_CALENDAR_YEAR <= int(number) <= _LAST_CALENDAR_YEAR
