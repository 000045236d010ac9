"""What the boroughs' newer figures say of London: an early sign, never a verdict. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from dashboard.words.numbers import listed, percent, points
from dashboard.words.periods import short_month_year, year_to


class Sign(Protocol):
    """The mean of the boroughs at a date that London has no figure for; see `queries.early_signs`."""

    @property
    def pct(self) -> float:
        """The mean, per cent."""

    @property
    def end(self) -> date:
        """End of its 12 months."""

    @property
    def since(self) -> date:
        """End of London's own newest year."""

    @property
    def record(self) -> float:
        """Largest difference of the same mean from London's own figure, points."""

    @property
    def shared(self) -> int:
        """Quarters over which that was taken."""

    @property
    def places(self) -> int:
        """Boroughs that it is the mean of."""

    @property
    def lower(self) -> int:
        """Boroughs that are lower than at `since`."""

    @property
    def higher(self) -> int:
        """Boroughs that are higher."""

    @property
    def residents_year(self) -> int:
        """Mid-year of the residents that the boroughs count by."""

    @property
    def baseline_pct(self) -> float | None:
        """London's share in the year to March 2023."""

    @property
    def contradicts(self) -> bool:
        """Whether it speaks against what became of London's figure since the Review."""


KEY = "Hollow squares: early signs from the boroughs, not London's own figures."
"""What the marks on a chart mean."""
MARK = "Early sign: mean of the boroughs"
"""What a hollow square is, in a chart's key."""
KIND = "early sign: mean of the boroughs by residents"
"""In the files: what tells its row from those of the lines."""
SERIES = "{name} (early sign: mean of the boroughs)"
"""What a mark is called under the pointer."""


def share(one: Sign) -> str:
    """The mean with one decimal: `70.6%`."""
    return percent(one.pct, 1)


def brief(one: Sign) -> str:
    """An early sign where there is little room."""
    against = " speaks against it" if one.contradicts else ""
    return f"The boroughs' newer average{against}: {share(one)}, {year_to(one.end)}"


def record(one: Sign) -> str:
    """The largest difference, rounded up, as it is said to be no more: `0.9 points at most`."""
    return f"{points(math.ceil(round(one.record * 10, 6)) / 10, 1)} at most"


def on_card(one: Sign) -> str:
    """The same on a card: `Boroughs' newer average speaks against it: 70.6%, Mar 2026`."""
    against = " speaks against it" if one.contradicts else ""
    return f"Boroughs' newer average{against}: {share(one)}, {short_month_year(one.end)}"


def in_columns(one: Sign) -> tuple[str, str, str]:
    """The same under a heading that names it: `70.6%`, `year to March 2026`, `speaks against it`."""
    return share(one), year_to(one.end), "speaks against it" if one.contradicts else ""


def of_london(one: Sign) -> str:
    """An early sign beside a figure of London that is older: without a full stop."""
    return (
        f"An early sign for London in the {year_to(one.end)}: {share(one)} (mean of the boroughs)"
    )


def in_passing(one: Sign) -> str:
    """An early sign within a sentence, after London's own figure."""
    return f"early sign, {short_month_year(one.end)}: {share(one)}"


def where(one: Sign) -> str:
    """How the sign lies to London's figure at the Review: `back at`, `above` or `below`; else empty."""
    if one.baseline_pct is None:
        return ""
    moved = one.pct - one.baseline_pct
    if abs(moved) <= one.record:
        return "back at"
    return "above" if moved > 0 else "below"


def doubt(one: Sign, change: float, is_clear: bool) -> str:
    """What a sign that speaks against a change of London's makes of it; empty where it does not.

    Args:
        change: of London's share since the Review, points. is_clear: whether that is more than chance.
    """
    if not one.contradicts:
        return ""
    if not is_clear:
        return "newer figures suggest one"
    return f"the {'rise' if change > 0 else 'fall'} may be gone"


def against(one: Sign, what: str) -> str:
    """The sentence that a verdict carries where the sign speaks against it; empty where it does not.

    Args:
        what: the verdict, or what it is on: `“Trust the Met: improved”`.
    """
    if not one.contradicts or one.baseline_pct is None:
        return ""
    return (
        f"An early sign speaks against {what}: {share(one)} in the {year_to(one.end)}, the mean of "
        f"the {one.places} boroughs by residents. That is {where(one)} London's level at the Review "
        f"({percent(one.baseline_pct)}); {one.lower} of the "
        f"{one.places} boroughs are lower than in the {year_to(one.since)}."
    )


def beneath(one: Sign) -> str:
    """The sign under a headline on London's own figure, which it speaks against: a sentence."""
    level = (
        ""
        if one.baseline_pct is None
        else f", {where(one)} the {percent(one.baseline_pct)} of March 2023"
    )
    return f"The boroughs' average is {share(one)} ({short_month_year(one.end)}){level}."


def note(signs: Sequence[tuple[str, Sign]]) -> list[str]:
    """What must be known of the marks on a chart, in two lines; none without any.

    Args:
        signs: what each measure is about, and its sign.
    """
    if not signs:
        return []
    by_end: dict[date, list[str]] = {}
    for topic, one in signs:
        by_end.setdefault(one.end, []).append(f"{topic} {share(one)}")
    figures = "; ".join(f"{year_to(end)}: {listed(shares)}" for end, shares in by_end.items())
    places = max(one.places for _, one in signs)
    furthest = max((one for _, one in signs), key=lambda one: one.record)
    quarters = sorted({one.shared for _, one in signs})
    over = f"{quarters[0]} quarters{' or more' if len(quarters) > 1 else ''}"
    return [
        f"Hollow squares: the average of the {places} boroughs ({figures}). An early sign, not London's "
        "own figures: no verdict rests on it.",
        f"In {over}, that average differed from London's "
        f"own by {record(furthest)}. A change in how the survey is done is not excluded.",
    ]


def full(one: Sign, topic: str) -> str:
    """What an early sign is, its record, and why it is no verdict.

    Args:
        topic: what the measure is about: `trust in the Met`.
    """
    return (
        f"Early sign of {topic} in London, {year_to(one.end)}: {share(one)}, the mean of the "
        f"{one.places} boroughs weighted by residents of all ages (mid-{one.residents_year}). London's own "
        f"figure for that year is not held. In all {one.shared} quarters that both have, this mean "
        f"differed from London's own by {record(one)}. Since the {year_to(one.since)}, "
        f"{one.lower} of the boroughs are lower and {one.higher} higher: counted, not tested"
        f"{_overlap(one)}. A change in how the survey is done is not excluded. No verdict rests on it."
    )


def short(one: Sign) -> str:
    """The same where a place, and not London, is the subject."""
    return (
        f"Early sign for London: the mean of the {one.places} boroughs by residents (mid-{one.residents_year}); "
        f"in {one.shared} quarters it differed from London's own by {record(one)}. "
        f"{one.lower} are lower than in the {year_to(one.since)}, {one.higher} higher: counted, not "
        f"tested{_overlap(one)}. A change in how the survey is done is not excluded."
    )


def _overlap(one: Sign) -> str:
    """That the two years share months, where they do."""
    apart = (one.end.year - one.since.year) * 12 + one.end.month - one.since.month
    return f", and the two years share {12 - apart} months" if apart < 12 else ""


def each(signs: Sequence[tuple[str, Sign]]) -> list[str]:
    """The early signs of several measures: the first in full, of the others what differs.

    Args:
        signs: what each measure is about, and its sign.
    """
    return [full(one, topic) for topic, one in signs[:1]] + [
        f"Early sign of {topic}, in the same way: {share(one)} in the {year_to(one.end)}. In {one.shared} "
        f"quarters it differed from London's own by {record(one)}; {one.lower} of the boroughs are lower and "
        f"{one.higher} higher."
        for topic, one in signs[1:]
    ]
