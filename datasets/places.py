"""Names of places as people write them, read as codes: the one reader of such names.

Spellings that no rule gives stand in `datasets/reference/places.csv`: the publishers' own, which the
pipeline takes too, and others that readers write, which it does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from datasets import catalogue
from datasets.schema import MPS, MPS_NAME

_LONDON = (MPS_NAME, "London", "Greater London", "Met", "The Met", "Metropolitan Police", "MPS")
_CODE = re.compile(r"(?:e09|e12)\d{6}", re.ASCII)
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ.")
_BEFORE = re.compile(
    r"^(?:(?:london|royal|metropolitan)? ?(?:borough|boro)(?: council)? of|(?:city|town) of"
    r"|l ?b ?o?f?|r ?b ?o?f?|lbc|borough) (?=\S)"
)
_AFTER = re.compile(r"(?: (?:london )?borough(?: council)?| council| london| lb| rb)$")
_CLOSE = 0.8
"""How alike a name must be to be suggested: one wrong letter of the shortest name, five, is."""
_ABBREVIATED = 4
"""Letters of the longest abbreviation: none is near what was typed."""
_LIKE = 0.7
"""The same where several are offered to choose from."""


def plain_of(written: str) -> str:
    """A name without what does not matter in it: small letters, single spaces, `and` for `&`."""
    return _plain(written)


def place_of(written: str) -> str | None:
    """GSS code of a London borough or the City, or `MPS`, from a name or code as people write it.

    Case, accents, apostrophes, hyphens, `&` and what says that it is a borough do not matter; a wrong
    letter does, since it may be another place: see `suggestion`.
    """
    plain = _plain(written).removeprefix("the ")
    if _CODE.fullmatch(plain.replace(" ", "")):
        code = plain.replace(" ", "").upper()
        return code if code in names() else None
    known = _spellings()
    tried = [plain, _BEFORE.sub("", plain), _AFTER.sub("", plain)]
    tried.append(_AFTER.sub("", tried[1]))
    return next((known[one] for one in tried if one in known), None)


def suggestion(written: str) -> str | None:
    """Name of the place that a misspelt name is nearest to; None where none is near."""
    return next(iter(nearest(written, 1, _CLOSE)), None)


def nearest(written: str, most: int = 3, alike: float = _LIKE) -> list[str]:
    """Names of the places that a text may mean, the nearest first: that it begins, or is like.

    Args:
        most: how many at most. alike: how alike a name must be, of 1.
    """
    plain = _BEFORE.sub("", _plain(written).removeprefix("the "))
    names_alone = [one for one in _spellings() if len(one) > _ABBREVIATED]
    near = get_close_matches(plain, names_alone, n=2 * most, cutoff=alike)
    begun = [one for one in _spellings() if len(plain) > 2 and one.startswith(plain)]
    found = near if alike >= _CLOSE else [*begun, *near]
    return list(dict.fromkeys(names()[_spellings()[one]] for one in found))[:most]


@cache
def names() -> Mapping[str, str]:
    """The Met's area, the 32 boroughs and the City: code -> name."""
    table = catalogue.reference("places")
    return {MPS: MPS_NAME, **dict(zip(table["area_code"], table["area_name"], strict=True))}


@cache
def _spellings() -> Mapping[str, str]:
    """Every spelling without what does not matter -> code."""
    table = catalogue.reference("places")
    found = {_plain(name): MPS for name in _LONDON}
    for row in table.to_dict("records"):
        name = row["area_name"]
        river = [name.replace("upon Thames", end) for end in ("on Thames", "")]
        more = f"{row['spellings']}|{row['readers_write']}".split("|")
        found |= {_plain(one): row["area_code"] for one in [name, *river, *more] if one}
    return found


def _plain(written: str) -> str:
    """Small letters and single spaces: `Barking & Dagenham` -> `barking and dagenham`."""
    decomposed = unicodedata.normalize("NFKD", written).translate(_APOSTROPHES)
    letters = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return " ".join(
        re.sub(r"[^a-z0-9]+", " ", letters.replace("&", " and ").replace("+", " and ")).split()
    )
