"""Sentences on what came of searches and what they were for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard.subjects.powers.words.powers import looked_for, people_of_group
from dashboard.words.capitals import first_large, first_small
from dashboard.words.numbers import percent
from dashboard.words.periods import month_year
from dashboard.words.printed import bounded, value_words
from stats.intervals import side_of

NO_OUTCOMES = "Outcomes are not held for these searches."
GAP_EXPLAINED = (
    "Gap: difference from White people, in percentage points. In brackets: 95% intervals."
)
FOUND_IS_NOT_KNOWN = (
    "Often called the find rate. Whether an outcome came from what officers were looking for is not in the "
    "counts we hold."
)
OF_RECORDED = (
    "Shares are of the searches in this table. From April 2023 the counts leave out searches for which "
    "it is not recorded."
)
OBJECTS_NOT_COMPARED = (
    "Not shown for a period that begins before January 2018. Until then the files name four objects only. One "
    "of them, “Articles for use in criminal damage”, holds dozens of times as many searches as afterwards."
)


def object_headline(label: str, share: float) -> str:
    """What was looked for most."""
    return f"{percent(share, 1)} of searches were{looked_for(label)}"


def review_no_action_sentence(
    least: Mapping[Any, Any], most: Mapping[Any, Any], first: date, last: date
) -> str:
    """The Review's share of searches without further action.

    Args:
        least, most: both ends of its range, as `printed.row_value` has them.
    """
    ends = f"{value_words(least['value'], least['unit'])} to {value_words(most['value'], most['unit'])}"
    return (
        f"The Review printed that {bounded(ends, least['bound'])} of searches led to no further action, "
        f"{month_year(first)} to {month_year(last)}, for all groups together."
    )


def outcome_headline(
    group: str,
    outcome: str,
    shares: tuple[float, float],
    difference: tuple[float, float],
    period: str,
    lacking: str = "",
) -> str:
    """What share of a group's searches had an outcome, against White people's.

    Args:
        outcome: as `short_outcome` gives it.
        shares: of the group and of White people, per cent; not a number where none is given.
        difference: low and high end, in points.
        period: `2025`, `year to June 2024`. lacking: how many of its 12 months are held, where not all are.
    """
    who, period = people_of_group(group), lacking or period
    if any(math.isnan(number) for number in (*shares, *difference)):
        return f"{first_large(period)}: too few searches of {who} to say how many led to {outcome}"
    sides = {"below": "lower", "above": "higher", "not_clear": "no clear difference"}
    verdict = "" if lacking else f": {sides[side_of(*difference)]}"
    return (
        f"{first_large(period)}: {percent(shares[0], 1)} of searches of {who} led to {outcome}, "
        f"{percent(shares[1], 1)} of White{verdict}"
    )


def outcomes_held_to(end: date) -> str:
    """How far outcomes reach in a source that goes on without them."""
    return f"Outcomes by ethnic group are held to {month_year(end)} only."


def short_outcome(outcome: str) -> str:
    """An outcome in a headline, after "led to"; `outcome_words` says in full what `action` is."""
    return "action" if outcome == "any" else outcome_words(outcome)


def outcome_words(outcome: str) -> str:
    """An outcome as it stands after "led to"."""
    if outcome == "any":
        return "an outcome other than no further action"
    article = "an" if outcome[:1] in "AEIOU" else "a"
    return f"{article} {first_small(outcome)}"
