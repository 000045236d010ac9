"""Which figures rest on too few people to be shown."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

MASK = "[c]"
Standing = Literal["hidden", "flagged", "shown"]


@dataclass(frozen=True)
class Thresholds:
    """Bases below which a figure is hidden, and below which it is shown with a flag."""

    hidden_below: int
    flagged_below: int


@lru_cache(maxsize=16)
def thresholds_of(written: str, kind: str = "survey_cell") -> Thresholds:
    """The thresholds of one kind of figure.

    Args:
        written: the text of `datasets/reference/suppression.toml`.
        kind: the name of its table.

    Raises:
        ValueError: not TOML, no such table, or thresholds that are not whole numbers in order.
    """
    try:
        table = tomllib.loads(written)[kind]
        low, high = table["hidden_below"], table["flagged_below"]
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"no thresholds for {kind}: {error}") from error
    if type(low) is not int or type(high) is not int or not 0 < low <= high:
        raise ValueError(f"thresholds for {kind} are not whole numbers in order: {low}, {high}")
    return Thresholds(low, high)


def standing(base_n: int, thresholds: Thresholds) -> Standing:
    """What to do with a figure on `base_n` people, unweighted.

    Raises:
        ValueError: a negative base.
    """
    if base_n < 0:
        raise ValueError(f"no base of {base_n}")
    if base_n < thresholds.hidden_below:
        return "hidden"
    return "flagged" if base_n < thresholds.flagged_below else "shown"


def is_masked(count: int, thresholds: Thresholds) -> bool:
    """Whether a count of people could point to a person: 1 or more, and below the threshold.

    Nought is shown. The thresholds are those of `count_of_people`. A masked count can still be
    worked out where a row shows its total and all other parts: mask a second part there.

    Raises:
        ValueError: a negative count.
    """
    return count != 0 and standing(count, thresholds) == "hidden"
