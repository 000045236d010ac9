"""The choice that a link holds, as far as it can be told without running its page.

Only what is known to exist is repeated: places, offence groups, measures and dates. Whatever else
somebody wrote into an address never stands in a title, a text or a picture that goes round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from dashboard.subjects.pages import Page
from dashboard.words.periods import month_year
from datasets.places import names, place_of
from datasets.schema import OFFENCE_GROUPS, SURVEY_MEASURES

_DAY = re.compile(r"(\d{4})-(\d{2})(-\d{2})?", re.ASCII)
_MOST = 40
_FROM_TO = {"from": "from", "since": "since", "to": "to", "at": "at"}


@dataclass(frozen=True)
class Choice:
    """What of a link's choice is known to exist, in the order of the link.

    Attributes:
        pairs: key and value as the site writes them.
        places: names of its places.
        words: its other parts in words.
    """

    pairs: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.pairs)

    @property
    def query(self) -> str:
        """The choice as a query string with its question mark."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""

    @property
    def place(self) -> str:
        """Its places in a title: `Lambeth`, `Lambeth and Brent`, `5 places`; empty for none."""
        if len(self.places) > 2:
            return f"{len(self.places)} places"
        return " and ".join(self.places)

    @property
    def sentence(self) -> str:
        """The choice as a sentence of a preview; empty where there is none."""
        parts = [*([self.place] if self.places else []), *self.words]
        return f"In this link: {', '.join(parts)}." if parts else ""


def choice_of(page: Page, query: str) -> Choice:
    """What of a query string is a choice of the page and known to exist."""
    pairs = dict.fromkeys(parse_qsl(query, max_num_fields=None)[:_MOST])
    read = [one for key, value in pairs if key in page.keys and (one := _read(key, value))]
    return Choice(
        tuple(dict.fromkeys((key, value) for key, value, _ in read)),
        tuple(dict.fromkeys(words for key, _, words in read if key == "area")),
        tuple(dict.fromkeys(words for key, _, words in read if key != "area")),
    )


def _read(key: str, value: str) -> tuple[str, str, str] | None:
    """A key, its value as the site writes it, and both in words."""
    if key == "area":
        code = place_of(value)
        return None if code is None else (key, code, names()[code])
    if key in {"offence", "mapped"} and value in OFFENCE_GROUPS:
        return key, value, value
    if key in {"measure", "compare"} and value in SURVEY_MEASURES:
        return key, value, SURVEY_MEASURES[value]
    day = _month(value)
    return (key, value, f"{_FROM_TO[key]} {day}") if key in _FROM_TO and day else None


def _month(value: str) -> str:
    found = _DAY.fullmatch(value)
    if not found or not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 2100:
        return ""
    return month_year(date(int(found[1]), int(found[2]), 1))
