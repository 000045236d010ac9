"""Sentences on the seven success measures: verdicts, what they stand on, how they were reached.

Pure: every figure comes in as an argument, with its date.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.wording.numbers import count, listed, month_year, points, signed

VERDICTS = {
    "improved": "Improved",
    "worsened": "Worsened",
    "mixed": "Mixed",
    "no_clear_change": "No clear change",
    "cannot_be_judged": "Cannot be judged",
}

_TALLY = {
    "improved": "improved",
    "worsened": "worsened",
    "mixed": "mixed",
    "no_clear_change": "no clear change",
    "cannot_be_judged": "cannot be judged from the figures held",
}

PERIODS = {
    "rolling_12_months": "year to {end}",
    "financial_year": "year to {end}",
    "calendar_year": "year to {end}",
    "quarter": "quarter to {end}",
    "nine_years": "nine years to {end}",
    "point_in_time": "{day}",
    "not_stated": "{end}",
}

NOTHING_SINCE = "We hold no comparable figure since the Review."

STAR = " *"
"""Stands after a figure that was read off a dashboard."""
PRESS = ", press report"
"""Stands after the date of a figure that is known from a press report only."""


@dataclass(frozen=True)
class Held:
    """A figure with its date, as a card words it.

    Attributes:
        value, unit, time_basis, end: as in the data.
        second_hand: it is known from a press report only.
        transcribed: it was read off a dashboard, and is in no published file.
    """

    value: float
    unit: str
    time_basis: str
    end: date
    second_hand: bool = False
    transcribed: bool = False

    @property
    def words(self) -> str:
        """`71%`, `12.6 minutes`, `20.7 points`."""
        return value_words(self.value, self.unit)

    @property
    def star(self) -> str:
        """What marks a figure that was read off a dashboard; empty for any other."""
        return STAR if self.transcribed else ""

    @property
    def marked(self) -> str:
        """`74% *` where it was read off a dashboard."""
        return self.words + self.star

    @property
    def period(self) -> str:
        """`year to March 2023`."""
        return period_of(self.time_basis, self.end)

    @property
    def dated(self) -> str:
        """`year to November 2022, press report`, where it is known from one only."""
        return self.period + (PRESS if self.second_hand else "")


def tally_words(tally: Mapping[str, int]) -> list[tuple[int, str]]:
    """How many measures came to each verdict: number and words, in the order of the verdicts."""
    return [(tally[verdict], words) for verdict, words in _TALLY.items()]


def overview_headline(tally: Mapping[str, int]) -> str:
    """The headline of all measures: how many came to each verdict, those of none left out."""
    parts = [
        f"{number} {_OF_MANY[verdict][number > 1]}" for verdict, number in tally.items() if number
    ]
    return f"Is the Met changing? Of {sum(tally.values())} measures, {listed(parts)}"


_OF_MANY = {
    "improved": ("has improved", "have improved"),
    "worsened": ("has worsened", "have worsened"),
    "mixed": ("is mixed", "are mixed"),
    "no_clear_change": ("shows no clear change", "show no clear change"),
    "cannot_be_judged": ("cannot be judged", "cannot be judged"),
}


def tally_sentence(tally: Mapping[str, int]) -> str:
    """The same in a sentence, for who hears the page."""
    parts = [f"{number} {words}" for number, words in tally_words(tally)]
    return f"Of the Review's seven measures, {listed(parts)}."


def value_words(value: float, unit: str) -> str:
    """A figure in its unit: no finer than one decimal, none where it is whole."""
    number = f"{abs(value):,.1f}".removesuffix(".0")
    number = f"−{number}" if value < 0 else number
    return {
        "percent": f"{number}%",
        "percentage_points": f"{number} points",
        "minutes": f"{number} minutes",
        "days": f"{number} days",
        "ratio": f"{number} times",
        "rate_per_1000": f"{number} per 1,000",
    }.get(unit, number)


def period_of(time_basis: str, end: date) -> str:
    """`rolling_12_months` and 31 March 2023 -> `year to March 2023`."""
    return PERIODS[time_basis].format(end=month_year(end), day=f"{end.day} {month_year(end)}")


def change_of_indicator(
    baseline: Held | None, latest: Held | None, verdict: str, review: Held | None
) -> str:
    """Under an indicator's name on a card: `71% to 74% *`, or what is held in place of both."""
    if baseline is None or latest is None or verdict == "cannot_be_judged":
        if baseline is not None:
            return f"{baseline.words} ({baseline.dated}). {NOTHING_SINCE}"
        if review is not None:
            return f"In no file held. The Review printed {review.words} for the {review.period}."
        return "In no published file held here, before the Review or since."
    return f"{baseline.marked} to {latest.marked}"


def size_of_change(change: float, low: float, high: float) -> str:
    """The size of a change of a share with its 95% interval: `+1 point (−1 to +3)`."""
    unit = points(change).split(" ", 1)[1]
    return f"{signed(change)} {unit} ({signed(low)} to {signed(high)})"


TRANSCRIBED = (
    "“*” marks a newest figure that was read off MOPAC's dashboard by a third party: it is in no "
    "published file."
)

READ_OFF = "The newest figure was read off MOPAC's dashboard by a third party."

OVERVIEW_LEDE = "The seven measures of reform are those that the Casey Review named in March 2023."

SPARKS = (
    "Small charts: ○ at the Review, ● newest, □ early sign from the boroughs, dashed where read off a "
    "dashboard, broken where the way of asking or recording changed."
)


def from_to(first: date, last: date) -> str:
    """Under a small chart: the years it spans."""
    return f"{first:%Y} to {last:%Y}"


def survey_inputs(base_n: float, design_effect: float, source: str) -> str:
    """Where the two numbers come from that the survey's formulas use.

    Args:
        source: what the survey's design says of its interviews, a sentence or two.
    """
    return (
        f"The formulas use {count(base_n)} interviews a year in London and a design effect of "
        f"{design_effect:g}. No file gives either: both are assumed. {source} Methods and sources shows "
        "other design effects."
    )


def therefore(verdict: str, counts: Mapping[str, int]) -> str:
    """How a measure's verdict follows from those of its indicators."""
    named = listed([f"{number} {_TALLY_OF_ONE[kind]}" for kind, number in counts.items() if number])
    return f"Of its indicators {named}; so the measure {_SO[verdict]}."


_TALLY_OF_ONE = {
    "improved": "improved",
    "worsened": "worsened",
    "mixed": "mixed",
    "no_clear_change": "showed no clear change",
    "cannot_be_judged": "cannot be judged",
}

_SO = {
    "improved": "improved",
    "worsened": "worsened",
    "mixed": "is mixed",
    "no_clear_change": "shows no clear change",
    "cannot_be_judged": "cannot be judged",
}


def is_second_hand(note: object) -> bool:
    """Whether a printed figure is known from a report of it only, by its note."""
    return isinstance(note, str) and note.startswith("Second hand")


def bounded(words: str, note: object) -> str:
    """A printed figure with its bound where the note says that it is one."""
    text = note if isinstance(note, str) else ""
    if "upper bound" in text:
        return f"under {words}"
    if "lower bound" in text:
        return f"over {words}"
    return f"about {words}" if "APPROX" in text else words


def worked_difference(
    before_pct: float, after_pct: float, base_n: float, design_effect: float, rounded: bool
) -> list[str]:
    """How the change of a share and its interval are worked out, a line a step, to redo by hand."""
    variances = [p * (100 - p) * design_effect / base_n for p in (before_pct, after_pct)]
    extra = 1 / 6 if rounded else 0.0
    error = math.sqrt(sum(variances) + extra)
    change = after_pct - before_pct
    low, high = change - 1.96 * error, change + 1.96 * error
    effect = f"{design_effect:g}"
    lines = [
        f"variance = {p:g} × (100 − {p:g}) × {effect} ÷ {count(base_n)} = {variance:.4f}"
        for p, variance in zip((before_pct, after_pct), variances, strict=True)
    ]
    if rounded:
        lines.append("both shares are printed as whole per cents: 1/6 = 0.1667 more")
    total = " + ".join(
        [f"{variance:.4f}" for variance in variances] + (["0.1667"] if rounded else [])
    )
    return [
        *lines,
        f"standard error = √({total}) = {error:.3f}",
        f"change = {after_pct:g} − {before_pct:g} = {signed(change)}",
        f"95% interval = {signed(change)} ± 1.96 × {error:.3f} = {signed(low, 1)} to {signed(high, 1)}",
    ]


def verdict_rule(verdict: str, better: str) -> str:
    """Which rule gave an indicator's verdict."""
    wanted = {"up": "up", "down": "down", "narrower": "towards zero"}[better]
    return {
        "improved": f"The interval does not include 0 and the change is {wanted}: improved.",
        "worsened": f"The interval does not include 0 and the change is not {wanted}: worsened.",
        "no_clear_change": "The interval includes 0: no clear change.",
        "cannot_be_judged": "Two comparable figures, one from since the Review, are not held.",
    }[verdict]


SUMMARY_RULE = (
    "A measure is mixed when one of its indicators improved and another worsened; improved or "
    "worsened when at least one did and none the other; no clear change when none moved clearly; and "
    "cannot be judged when none can be. Indicators are never averaged."
)
