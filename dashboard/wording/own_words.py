"""The words in which a document prints a share or ratio that the tables of printed figures hold as a number.

The Review writes "a third" where the table has 33.3. The words stand in the row itself: quoted at the
start of our note, or in brackets in its statement. Nothing is put into words that the row does not quote.
"""

from __future__ import annotations

import re

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


def own_words(statement: str, note: str) -> str:
    """How the document itself prints a figure, where it does so in words: `a third`; else nothing.

    Args:
        statement: the row's, in our words.
        note: the row's note, as written.
    """
    found = _IN_NOTE.match(note)
    if found and _WORDED.search(found["words"]):
        return found["words"][:1].lower() + found["words"][1:]
    in_brackets = _IN_STATEMENT.search(statement) if "APPROX" in note else None
    return in_brackets["words"] if in_brackets else ""
