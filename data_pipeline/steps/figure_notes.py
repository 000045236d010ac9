"""What a hand-written note on a printed figure means, as columns: the one place where notes are read.

Notes are written in a shorthand of their own (marks in capitals, `lower bound`, `Second hand`), in two
hands. What a page, a file or a verdict needs to know of a figure stands in a typed column, so that
nothing outside the pipeline has to look for words in a note.
"""

from __future__ import annotations

import re

import pandas as pd

from data_pipeline.steps.caveats import caveat
from datasets.schema import MEANING_COLUMNS

_FLAGS = {
    "is_conflict": r"\bCONFLICT\b|\bCONTRADICTION\b",
    "is_doubtful": r"\bAmbiguous\b|\bANECDOTAL\b|\banecdotal\b|\bUnclear whether\b|\b[Dd]o not chart\b"
    r"|\bMay be read as\b|\bmay mean\b|\bmay be all respondents\b|\b[Vv]erify\b|\bcheck which\b",
    "is_undrawn": r"\b[Dd]o not chart\b|\bnot suitable for charting\b|\bverify before charting\b"
    r"|\b[Cc]heck against MOPAC data before use\b",
    "is_target": r"\bTARGET\b|\bTarget\b",
    "is_testimony": r"\bANECDOTAL\b|\banecdotal\b",
    "is_other_survey": r"\bNOT PAS\b|\bnot (?:the MOPAC )?PAS\b|\bonline-panel quota poll\b",
    "is_other_method": r"\bMETHOD\b",
    "is_worked_out": r"\bDERIVED\b",
    "is_basis_open": r"\bBasis\b",
    "is_point_in_time": r"\b[Pp]oint in time\b",
}
"""Column -> what in a note says so."""

_SECOND_HAND = r"\bSecond hand\b|\bPollster page and press\b|\bQuoted as the earlier\b"
_NOBODY_PRINTS = r"DERIVED\b"

_ASSUMED = r"\bassumed\b|\binferred\b"
_LEFT_OPEN = (
    r"\bPERIOD\b(?! is\b)|\b[Uu]ndated\b|\breport month used\b|\bpublication (?:date|month) used\b"
    r"|\b(?:dates?|period|years?|quarter|month|start)\b(?: \w+)? not (?:stated|seen|listed|dated)\b"
    r"|\bnot dated exactly\b|\bmonths are not named\b|\btaken as\b"
)

_LIMIT = re.compile(r"\b(?P<side>lower|upper) bound\b", re.IGNORECASE)
_MORE = r"\b(?:more than|over|upwards of)\b(?! the last\b)"
_LESS = r"\b(?:less than|fewer than|under|below)\b"
_AT_LEAST = r"\bat least\b(?! 20\d\d)"
_APPROX = r"\bAPPROX\b:? ?['\"]?(?:just )?"
_BRACKETED = r"\((?:just )?(?:more than|over|upwards of) "
_ABOUT = (
    r"\bAPPROX\b|^Approximate\b|(?<!period), approximate\.?$|\bDERIVED from about\b"
    r"|^(?:Stated in words \()?['\"](?:[Aa]round|[Aa]bout|[Nn]early|[Aa]lmost)\b"
)
"""What says that a value is about so; a quotation further on in a note is of another passage."""

_BEFORE = {
    "at least": "at_least",
    "more than|over|upwards of": "more_than",
    "at most|up to|fewer than|less than|under|below": "at_most",
    "around|about|nearly|almost": "about",
}
"""Words before a number -> what they make of it."""
_ANY_BEFORE = re.compile(rf"\b(?:{'|'.join(_BEFORE)})\s", re.IGNORECASE)
_SPELLED: dict[float, str] = {
    20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety",
}  # fmt: skip

_WORDED = re.compile(
    r"\b(?:halved|half|thirds?|quarters?|fifths?|tenths?|one in \w+|1 in \d+|twice|doubled?)\b",
    re.IGNORECASE,
)
_IN_NOTE = re.compile(
    r"^(?:APPROX: )?(?:(?:lower|upper) bound)?(?:, stated in words)?(?: from)? ?\(?"
    r"(?P<mark>['\"])(?P<words>(?:[^'\"\d]|1 in \d+)+)(?P=mark)",
    re.IGNORECASE,
)
_IN_STATEMENT = re.compile(
    r"\((?P<words>(?:around |about |nearly |almost |just over |over |more than |less than )?"
    r"(?:half|(?:a|one|two|three)[ -](?:thirds?|quarters?|fifths?)))[;)]"
)
_TARGET = r"^(?:Target|National standard) (\d+)%?(?: by .+)?$"
_CHANGE = r"(?:^|_)(?:change|increase)(?:_|$)"


def meaning(rows: pd.DataFrame) -> pd.DataFrame:
    """What the notes of printed figures mean, on the index of the rows.

    Args:
        rows: measure_id, statement, value (a number), unit, comparator, confidence_note (empty text where
            there is none).

    Returns:
        The columns `schema.MEANING_COLUMNS`; no text is an absent value.
    """
    notes = rows["confidence_note"]
    found = pd.DataFrame({name: _says(notes, what) for name, what in _FLAGS.items()})
    pairs = list(zip(rows["statement"], notes, strict=True))
    words = pd.Series([printed_as(*pair) for pair in pairs], rows.index, dtype=object)
    plain = notes.map(caveat)
    found = found.assign(
        read=[read(note) for note in notes],
        bound=[bound(*one) for one in zip(rows["statement"], notes, rows["value"], strict=True)],
        printed_as=words.mask(words == ""),
        is_change=_says(rows["measure_id"], _CHANGE),
        may_be_drawn=~found["is_undrawn"],
        dating=[dating(note) for note in notes],
        target_pct=_targets(rows),
        caveat=plain.mask(plain == ""),
    )
    return found[list(MEANING_COLUMNS)]


def _targets(rows: pd.DataFrame) -> pd.Series:
    """The share aimed at, where what a share is set against is a target or standard."""
    named = rows["comparator"].str.extract(_TARGET, expand=False).astype("float64")
    return named.where(rows["unit"] == "percent")


def _says(texts: pd.Series, what: str) -> pd.Series:
    return texts.str.contains(what, regex=True).astype(bool)


def read(note: str) -> str:
    """Where a figure was read: one of `schema.READ`.

    A figure that is printed in another form (1 in 13) is read where that is printed; `derived` is one
    that nobody prints.
    """
    if re.search(_SECOND_HAND, note):
        return "second_hand"
    return "derived" if re.match(_NOBODY_PRINTS, note) else "first_hand"


def dating(note: str) -> str:
    """How sure a figure's dates are: one of `schema.DATINGS`."""
    if re.search(_ASSUMED, note):
        return "assumed"
    return "left_open" if re.search(_LEFT_OPEN, note) else "stated"


def bound(statement: str, note: str, value: float) -> str:
    """Whether a value is printed as such, or as a bound or about so: one of `schema.BOUNDS`.

    Where a note names a side, its words or the statement's say whether the value itself is left out;
    a lower bound without such words is `at_least`, which no wording contradicts. Where the note says
    nothing, the words that stand before the very number in the statement do: `at least 20%`.
    """
    limit = _LIMIT.search(note)
    if limit and limit["side"].lower() == "lower":
        return _lower(note) or _lower(statement) or "at_least"
    if limit or re.search(_APPROX + _LESS, note):
        return "at_most"
    if re.search(_APPROX + _MORE, note) or ("APPROX" in note and re.search(_BRACKETED, statement)):
        return "more_than"
    return "about" if re.search(_ABOUT, note) else _stated(statement, value)


def _stated(statement: str, value: float) -> str:
    """What a statement says of its own number."""
    if not _ANY_BEFORE.search(statement):  # most of them, and a pattern for each number takes long
        return "exact"
    number = re.escape(f"{abs(value):,.10g}")
    spelled = f"|{_SPELLED[value]}" if value in _SPELLED else ""
    is_number = rf"\s+(?:another\s+)?(?:[\d.,]+ to )?£?(?:{number}(?![\d,.]*\d){spelled})\b"
    for words, said in _BEFORE.items():
        if re.search(rf"\b(?:{words}){is_number}", statement, re.IGNORECASE):
            return said
    return "exact"


def _lower(text: str) -> str:
    """Which lower bound a text words; empty where it words none."""
    if re.search(_AT_LEAST, text, re.IGNORECASE):
        return "at_least"
    return "more_than" if re.search(_MORE, text, re.IGNORECASE) else ""


def printed_as(statement: str, note: str) -> str:
    """How the document prints a figure where it does so in words: `a third`; else nothing.

    The words stand in the row itself: quoted at the start of the note, or in brackets in the statement
    of an approximate figure. Nothing is put into words that the row does not quote.
    """
    found = _IN_NOTE.match(note)
    if found and _WORDED.search(found["words"]):
        return found["words"][:1].lower() + found["words"][1:]
    in_brackets = _IN_STATEMENT.search(statement) if "APPROX" in note else None
    return in_brackets["words"] if in_brackets else ""
