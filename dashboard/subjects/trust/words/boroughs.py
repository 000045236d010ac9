"""Sentences on all boroughs at once: who stands apart from London, and who has changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.words.capitals import first_large
from dashboard.words.cells import NO_FIGURE
from dashboard.words.intervals import SURVEY_STANDINGS
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import listed, percent, points
from dashboard.words.periods import year_to

SHARED_BY_LONDON = (
    "The change in London as a whole rests on all interviews together, so it can be clear where no "
    "single borough's is."
)
P_VALUE = (
    "p value: how often chance alone would give one borough a change at least this large if there were "
    "none (z test of two shares, two-sided)."
)

STANDINGS = {**SURVEY_STANDINGS, "": NO_FIGURE}


def funnel_sentence(
    london_pct: float, end: date, held: int, higher: Sequence[str], lower: Sequence[str]
) -> str:
    """How many boroughs lie outside what chance would give around London's share, and which.

    Args:
        london_pct: London's share. end: of the year. held: boroughs with a figure.
        higher, lower: those beyond the 99.8% limits, by name.
    """
    outside = len(higher) + len(lower)
    count = "none" if not outside else str(outside)
    verb = "lie" if outside > 1 else "lies"
    start = (
        f"In the {year_to(end)}, {count} of {held} boroughs {verb} outside what chance "
        f"would give around London's {percent(london_pct)}"
    )
    named = [
        f"{len(names)} {way} ({listed(names)})"
        for names, way in ((higher, "higher"), (lower, "lower"))
        if names
    ]
    return f"{start}: {listed(named)}." if named else f"{start}."


def funnel_between(between: int, held: int, levels: Sequence[float]) -> str:
    """How many lie between the two limits, and how many chance alone would put there.

    Args:
        between, held: boroughs between the limits, and in all. levels: of the inner and the outer
            limits, 0 to 1.
    """
    inner, outer = levels
    expected = round(held * (outer - inner))
    verb = "lies" if between == 1 else "lie"
    return (
        f"{between or 'None'} {verb} between the {inner:.0%} and the {outer:.1%} limits, where chance alone would "
        f"put about {expected} of {held}: too close to call."
    )


def changes_sentence(
    measure: str, start: date, end: date, held: int, up: Sequence[str], down: Sequence[str]
) -> str:
    """In how many boroughs a measure clearly changed since the Review, and where.

    Args:
        measure: id. start, end: ends of the two years. held: boroughs with both figures.
        up, down: those whose change is clear after false-discovery control, by name.
    """
    clear = len(up) + len(down)
    when = f"from the {year_to(start)} to the {year_to(end)}"
    if not clear:
        return (
            f"No borough's change in {MEASURES[measure].topic} {when} is clear ({held} compared)."
        )
    named = [
        f"{way} in {len(names)} ({listed(names)})"
        for names, way in ((up, "up"), (down, "down"))
        if names
    ]
    return (
        f"{first_large(MEASURES[measure].topic)} clearly changed in {clear} of {held} boroughs {when}: "
        f"{listed(named)}."
    )


def one_at_a_time(alone: int, clear: int, held: int, rate: float) -> str:
    """Why fewer changes are called clear than would be one by one.

    Args:
        alone: changes whose own 95% interval leaves out zero. clear: those kept. held: all.
        rate: of false discoveries allowed, 0 to 1.
    """
    would = "would look" if alone != 1 else "looks"
    text = (
        f"Taken one at a time, {alone or 'none'} of the {held} changes {would} clear; with no real "
        f"change anywhere, chance alone would give about {round(held * 0.05)}. "
    )
    if clear < alone and not clear:
        return (
            f"{text}The stricter test, which allows {rate:.0%} false alarms among those it names, "
            "keeps none: the figures cannot tell which of them are real."
        )
    return (
        f"{text}Called clear are only those that pass a stricter test, which allows {rate:.0%} false "
        "alarms among those it names (Benjamini and Hochberg)."
    )


def no_changes_sentence(measure: str, why: str) -> str:
    """Why no change can be given for any borough."""
    return f"No change in {MEASURES[measure].topic} since the Review is given: {why}."


def borough_base_sentence(
    base: int,
    design_effect: float,
    limits: Sequence[float],
    levels: Sequence[float],
    london: float,
) -> str:
    """What the limits stand on.

    Args:
        base, design_effect: of one borough. limits: its outer and inner limits, lowest first, per cent.
        levels: of the inner and the outer limits, 0 to 1.
        london: half-width of London's own 95% interval, points.
    """
    lowest, low, high, highest = (percent(limit, 1) for limit in limits)
    return (
        f"A borough just like London would show {low} to {high} in {100 * levels[0]:.0f} years of 100 "
        f"and {lowest} to {highest} in {1000 * levels[1]:.0f} of 1,000, by chance alone: with about "
        f"{base} interviews and a design effect of {design_effect}. London's own figure is uncertain by "
        f"about {points(london)}; the limits take it as exact."
    )


def transcribed_boroughs(ends: Sequence[date]) -> str:
    """Where the boroughs' figures come from when no file holds them."""
    years = listed([f"the {year_to(end)}" for end in ends])
    return (
        f"“*”: the boroughs' figures for {years} were read off MOPAC's dashboard by a third party: no "
        "published file holds them yet."
    )


def alone_but_not_together(names: Sequence[str], measure: str) -> str:
    """A note on boroughs whose change looks clear alone and not among all; empty where none does."""
    if not names:
        return ""
    return (
        f"The change in {MEASURES[measure].topic} is clear in {listed(names)} taken alone, but not once all "
        "boroughs are tested together."
    )
