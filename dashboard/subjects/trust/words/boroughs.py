"""Sentences on all boroughs at once: who stands apart from London, and who has changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.words.capitals import first_large
from dashboard.words.cells import NO_FIGURE
from dashboard.words.intervals import SURVEY_STANDINGS
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import listed, percent, points
from dashboard.words.periods import short_month_year, year_to
from dashboard.words.survey import LUCK, UNOFFICIAL

SHARED_BY_LONDON = (
    "The change in London as a whole rests on all interviews together, so it can be clear where no "
    "single borough's is."
)
P_VALUE = (
    "p value: how often chance alone would give one borough a change at least this large if there were "
    "none (z test of two shares, two-sided)."
)

STANDINGS = {**SURVEY_STANDINGS, "": NO_FIGURE}


def funnel_title(measure: str, london_pct: float, outside: int, held: int, end: date) -> str:
    """How many boroughs lie outside what chance would give around London's share.

    Args:
        measure: id. london_pct: London's share. outside: boroughs beyond the 99.8% limits.
        held: boroughs with a figure. end: of the year.
    """
    differ = "boroughs differ" if outside != 1 else "boroughs differs"
    return _dated(
        f"{MEASURES[measure].short}: {outside or 'none'} of {held} {differ} from London's "
        f"{percent(london_pct)} by more than chance",
        end,
    )


_ROOM = 90
"""Letters that a title may have; the line beneath it has the year in any case."""


def _dated(title: str, end: date) -> str:
    """A title with the year that it tells of, where it has room."""
    dated = f"{title} ({short_month_year(end)})"
    return dated if len(dated) <= _ROOM else title


def funnel_sentence(
    end: date,
    higher: Sequence[str],
    lower: Sequence[str],
    between: int,
    held: int,
    levels: Sequence[float],
) -> str:
    """Which boroughs lie outside what chance would give, and how many are too close to call.

    Args:
        end: of the year. higher, lower: those beyond the outer limits, by name.
        between, held: boroughs between the inner and the outer limits, and in all.
        levels: of the inner and the outer limits, 0 to 1.
    """
    named = [
        f"{len(names)} {way} ({listed(names)})"
        for names, way in ((higher, "higher"), (lower, "lower"))
        if names
    ]
    inner, outer = levels
    is_or_are = "is" if between == 1 else "are"
    return (
        f"{first_large(year_to(end))}: {listed(named) or 'none clearly higher or lower'}. {between or 'None'} "
        f"{is_or_are} too close to call; chance alone would put about {round(held * (outer - inner))} of "
        f"{held} there."
    )


def changes_title(measure: str, held: int, clear: int, end: date) -> str:
    """In how many boroughs a measure clearly changed since the Review.

    Args:
        measure: id. held: boroughs with both figures. clear: changes that are clear among them all.
        end: of their newer year.
    """
    short = MEASURES[measure].short
    if not clear:
        return _dated(f"{short}: no clear change since the Review in any of {held} boroughs", end)
    return _dated(f"{short}: clearly changed in {clear} of {held} boroughs since the Review", end)


def changes_sentence(
    start: date, end: date, up: Sequence[str], down: Sequence[str], held: int, alone: int
) -> str:
    """Where a measure clearly changed since the Review, and how many more could be chance.

    Args:
        start, end: ends of the two years. up, down: those whose change is clear after
            false-discovery control, by name. held: boroughs compared.
        alone: changes whose own 95% interval leaves out zero.
    """
    named = [
        f"{way} in {len(names)} ({listed(names)})"
        for names, way in ((up, "up"), (down, "down"))
        if names
    ]
    more = alone - len(up) - len(down)
    text = f"From the {year_to(start)} to the {year_to(end)}"
    text = f"{text}: {listed(named)}." if named else f"{text}, no borough's change is clear."
    if not more:
        return text
    which = f"{more} more" if named else str(more)
    return f"{text} {which} {'look' if more > 1 else 'looks'} clear alone but {LUCK.format(held)}."


def one_at_a_time(alone: int, clear: int, held: int, rate: float) -> list[str]:
    """Why fewer changes are called clear than would be one by one, a line each.

    Args:
        alone: changes whose own 95% interval leaves out zero. clear: those kept. held: all.
        rate: of false discoveries allowed, 0 to 1.
    """
    would = "would look" if alone != 1 else "looks"
    kept = ", and keeps none here" if clear < alone and not clear else ""
    return [
        f"Taken one at a time, {alone or 'none'} of the {held} changes {would} clear. With no real change "
        f"anywhere, chance alone would give about {round(held * 0.05)}.",
        f"Called clear are only those that pass a stricter test of all {held} together (Benjamini and "
        f"Hochberg). It allows {rate:.0%} false alarms among those it names{kept}.",
    ]


def no_changes_title(measure: str) -> str:
    """The title where no change can be given for any borough."""
    return f"{MEASURES[measure].short}: change since the Review not given"


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
        f"A borough just like London would show {low} to {high} in {100 * levels[0]:.0f} years of 100, by "
        f"chance alone; and {lowest} to {highest} in {1000 * levels[1]:.0f} of 1,000. That is with about "
        f"{base} interviews and a design effect of {design_effect}. London's own figure is uncertain by "
        f"about {points(london)}; the limits take it as exact."
    )


def few_interviews(base: int) -> str:
    """Why one borough's change must be large to be told from chance."""
    return (
        f"Each borough's figure is taken to rest on about {base} interviews a year, so small differences "
        "are within chance."
    )


def transcribed_boroughs(ends: Sequence[date], is_said: bool) -> str:
    """Where the boroughs' figures come from when no file holds them.

    Args:
        ends: of their years. is_said: whether the page has said already what “*” means.
    """
    years = listed([f"the {year_to(end)}" for end in ends])
    whose = "such copies" if is_said else UNOFFICIAL
    return f"“*”: the boroughs' figures for {years} are {whose}. No published file holds them yet."


def alone_but_not_together(names: Sequence[str], measure: str, held: int) -> str:
    """A note on boroughs whose change looks clear alone and not among all; empty where none does.

    Args:
        names: of them. measure: id. held: boroughs compared.
    """
    if not names:
        return ""
    return f"The change in {MEASURES[measure].topic} in {listed(names)} {LUCK.format(held)}."
