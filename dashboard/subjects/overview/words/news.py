"""The Overview's news: what moved, by how much, when, and whether it is chance. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dashboard.subjects.powers.words.powers import ratio_text
from dashboard.words import early_signs
from dashboard.words.crime import percent_words
from dashboard.words.early_signs import Sign
from dashboard.words.numbers import count
from dashboard.words.periods import month_name, year_to
from dashboard.words.verdicts import VERDICTS, Held

NEWS = (
    "The third line of news is what changed most in per cent of what it was, and by more than chance. It is "
    "chosen from the judged indicators since the Review, and searches of Black people in a year. Where one month "
    "moves a ratio of searches by itself, both years are given without it; their page says how many it had."
)

_CHANCE = {True: VERDICTS["improved"].chance, False: VERDICTS["no_clear_change"].chance}
"""Whether a change is clear -> what is said of chance."""


@dataclass(frozen=True)
class News:
    """A line of news.

    Attributes:
        title: what moved. text: figures, dates and chance. page: address of the page on it.
    """

    title: str
    text: str
    page: str


ORDINARY = "no more than in an ordinary year"
"""Of counts of everyone, which have no sampling: why a change is not clear."""

MONTHS = {
    "": "is within its usual range",
    "outside": "is outside its usual range",
    "run": "is one of seven or more on one side of the average",
    "trend": "is one of seven or more that rose, or fell",
}
"""What the newest month is beside its usual range -> after its name."""


def of_trust(before: Held | None, after: Held | None, verdict: str, sign: Sign | None) -> News:
    """Trust in the Met since the Review, with what the boroughs' newer figures say.

    Args:
        before, after: at the Review and newest. verdict: on the two.
        sign: the boroughs' newer mean; None where it is not newer.
    """
    if before is None or after is None or not VERDICTS[verdict].way:
        held = before or after
        text = f"{held.marked} in the {held.period}." if held else "No figure is held."
        return News("Trust: no newer figure to compare with", text, "trust")
    moved, newer = f"{VERDICTS[verdict].way} since the Review", ""
    if sign is not None:
        newer = f" Boroughs, {year_to(sign.end)}: {early_signs.share(sign)}."
        if sign.contradicts:
            way = "up" if before.value < after.value else "down"
            is_clear = verdict != "no_clear_change"
            doubt = early_signs.doubt(sign, after.value - before.value, is_clear)
            moved = f"{way if is_clear else VERDICTS[verdict].way}, but {doubt}"
    return News(
        f"Trust: {moved}", f"{_pair(before, after)}: {VERDICTS[verdict].chance}.{newer}", "trust"
    )


def of_indicator(
    name: str, before: Held, after: Held, verdict: str, page: str, is_counted: bool = False
) -> News:
    """Any other indicator since the Review.

    Args:
        name: of the indicator. before, after, verdict: as in `of_trust`, all held. page: its page.
        is_counted: it is of everyone, and judged against an ordinary year's change.
    """
    way = "no clear change"
    if verdict != "no_clear_change":
        way = f"{before.words} to {after.words}"
    chance = ORDINARY if is_counted and verdict == "no_clear_change" else VERDICTS[verdict].chance
    return News(f"{name}: {way}", f"{_pair(before, after)}: {chance}.", page)


def _pair(before: Held, after: Held) -> str:
    return f"{after.marked} ({after.period}), {before.words} ({before.period})"


def of_crime(
    offences: float, before: float | None, change_pct: float | None, end: date, signal: str | None
) -> News:
    """Recorded crime in the newest 12 months; args as `CrimeYear` has them."""
    now = f"{count(offences)} in the {year_to(end)}"
    if before is None or change_pct is None:
        title = "Crime: not compared with the year before"
    elif round(abs(change_pct)) == 0:
        title = "Crime: about the same as the year before"
    else:
        title = f"Crime: {percent_words(change_pct).removesuffix(' than the year before')} offences"
    beside = "" if before is None else f", {count(before)} the year before"
    month = "" if signal is None else f" {month_name(end)} {MONTHS[signal]}."
    return News(title, f"{now}{beside}.{month}", "crime")


class Odd(Protocol):
    """A month that moves a ratio by itself; see `figures.news.Odd`."""

    @property
    def month(self) -> date:
        """The month."""

    @property
    def later(self) -> float:
        """The ratio without it."""

    @property
    def before(self) -> float:
        """The ratio of the year before without the same month."""


def of_searches(
    group: str,
    ratio: float,
    before: float,
    end: date,
    is_clear: bool,
    odd: Odd | None = None,
) -> News:
    """Searches of a group against White people; args as `Searches` has them.

    Where one month moves the ratio, both years are given without it first: like with like.
    """
    title = "no clear change in the gap"
    if is_clear:
        wider = max(ratio, 1 / ratio) > max(before, 1 / before)
        title = f"the gap {'grew' if wider else 'narrowed'}"
    shown, but = (ratio, before), ""
    if odd is not None:
        shown, but = (odd.later, odd.before), f" without {month_name(odd.month)}"
    return News(
        f"Searches: {title}",
        f"{group} people {ratio_text(shown[0])} times as often as White, per resident, {_year(end)}{but}; "
        f"{ratio_text(shown[1])} the year before{but and ' without it'}: {_CHANCE[is_clear]}.",
        "powers",
    )


def _year(end: date) -> str:
    """`2025`, `year to June 2026`."""
    return f"{end:%Y}" if end.month == 12 else year_to(end)
