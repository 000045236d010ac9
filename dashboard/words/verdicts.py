"""Sentences on the seven success measures: verdicts, what they stand on, how they were reached.

Pure: every figure comes in as an argument, with its date.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.words.capitals import first_large
from dashboard.words.cells import NONE, NOT_PUBLISHED
from dashboard.words.intervals import points_change
from dashboard.words.left_out import without_command
from dashboard.words.numbers import count, listed, signed
from dashboard.words.periods import day_words, month_year
from dashboard.words.printed import bounded as bounded  # a printed figure reads here as anywhere
from dashboard.words.printed import row_value, value_words
from dashboard.words.survey import UNOFFICIAL


@dataclass(frozen=True)
class Verdict:
    """A verdict in every form in which it is said.

    Attributes:
        title: alone, as a name. mark: the shape that stands before it.
        past: after a number of indicators. one, many: after a measure, and after several.
        note: what is added to the name where measures are counted.
        way: which way a share went of which more is better. chance: whether that is chance.
    """

    title: str
    mark: str
    past: str
    one: str
    many: str
    note: str = ""
    way: str = ""
    chance: str = ""


VERDICTS: Mapping[str, Verdict] = {
    "improved": Verdict(
        *("Improved", "▲", "improved", "has improved", "have improved"),
        way="up",
        chance="more than chance",
    ),
    "worsened": Verdict(
        *("Worsened", "▼", "worsened", "has worsened", "have worsened"),
        way="down",
        chance="more than chance",
    ),
    "mixed": Verdict("Mixed", "▲▼", "mixed", "is mixed", "are mixed"),
    "no_clear_change": Verdict(
        *("No clear change", "▬", "showed no clear change"),
        *("shows no clear change", "show no clear change"),
        way="no clear change",
        chance="could be chance",
    ),
    "cannot_be_judged": Verdict(
        *("Cannot be judged", "○", "cannot be judged", "cannot be judged", "cannot be judged"),
        note=" from the figures held",
    ),
}
"""Every verdict, in the order in which they are counted."""

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
        printed: it in words, where it is a printed figure: as every page has it.
    """

    value: float
    unit: str
    time_basis: str
    end: date
    second_hand: bool = False
    transcribed: bool = False
    printed: str = ""

    @property
    def words(self) -> str:
        """`71%`, `12 min 36 s`, `20.7 points`; one that is worked out here has one decimal at most."""
        return self.printed or value_words(round(self.value, 1) + 0.0, self.unit)

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


def held_of(
    row: Mapping[Any, Any], which: str, figure: Mapping[Any, Any] | None = None
) -> Held | None:
    """A figure of an indicator; None where none is held.

    Args:
        row: of `success_measures`. which: `baseline` or `latest`.
        figure: the printed figure that it is, where it is one: its words are then those of any page.
    """
    value = row[f"{which}_value"]
    if value != value:
        return None
    return Held(
        float(value),
        str(row["unit"]),
        str(row["time_basis"]),
        row[f"{which}_period_end"],
        second_hand=figure is not None and figure["read"] == "second_hand",
        transcribed=which == "latest" and bool(row["is_transcription"]),
        printed="" if figure is None else row_value({**figure, "value": value}),
    )


def tally_words(tally: Mapping[str, int]) -> list[tuple[int, str]]:
    """How many measures came to each verdict: number and words, in the order of the verdicts."""
    return [(tally[one], words.title.lower() + words.note) for one, words in VERDICTS.items()]


_SHORT = {
    "trust_confidence_fairness": "trust",
    "misconduct_action_rate": "action on misconduct",
    "misconduct_racial_disparity": "fairness in misconduct",
    "charge_rates": "charges",
    "rape_cases_to_court": "rape cases at court",
    "response_times": "response times",
    "workforce_representation": "a workforce like London",
}
"""The measures where there is room for a few words."""
_ROOM = 90
"""Letters of a headline that takes three lines of a phone."""


def overview_headline(found: Sequence[tuple[str, str]]) -> str:
    """The headline of all measures: which can be judged, and how those stand.

    Args:
        found: id and verdict of each. Where there is no room for their names they are counted.
    """
    judged = [(one, verdict) for one, verdict in found if verdict != "cannot_be_judged"]
    if not judged:
        return f"None of the Casey Review's {len(found)} measures can be judged"
    start = f"{len(judged)} of {len(found)} measures can be judged."
    named = "; ".join(
        f"{_SHORT[one]}: {VERDICTS[verdict].title.lower()}" for one, verdict in judged
    )
    whole = f"{start} {first_large(named)}"
    if len(whole) <= _ROOM:
        return whole
    counts = [
        f"{number} {words.title.lower()}"
        for one, words in VERDICTS.items()
        if (number := sum(verdict == one for _, verdict in judged))
    ]
    return f"{start} {first_large(', '.join(counts))}"


def unjudged_sentence(kinds: Sequence[str]) -> str:
    """How many measures cannot be judged, and why: 3 for this, 2 for that; empty for none.

    Args:
        kinds: of each of them, one of `KINDS`.
    """
    counts = {kind: list(kinds).count(kind) for kind in KINDS}
    parts = [f"{number} {KINDS[kind][1]}" for kind, number in counts.items() if number]
    if not parts:
        return ""
    return f"{len(kinds)} cannot be judged: {', '.join(parts)}."


def period_of(time_basis: str, end: date) -> str:
    """`rolling_12_months` and 31 March 2023 -> `year to March 2023`."""
    return PERIODS[time_basis].format(end=month_year(end), day=day_words(end))


def size_beside_step(
    change: float, ordinary: float, ends: tuple[float, float], is_provisional: bool = False
) -> str:
    """The size of a change of counts of everyone: `−0.4 points (an ordinary year: 1.2)`.

    Args:
        change, ordinary: points. ends: the two figures, per cent, which are printed with one decimal.
        is_provisional: the newest will still be revised by so much that nothing is judged.
    """
    marks = ", from unrounded figures" if rounds_apart(change, ends) else ""
    marks += ", provisional" if is_provisional else ""
    return f"{signed(change, 1)} points{marks} (an ordinary year: {ordinary:.1f})"


def rounds_apart(change: float, ends: tuple[float, float]) -> bool:
    """Whether a change with one decimal is another than its two figures with one decimal give."""
    before, after = (round(one, 1) for one in ends)
    return round(after - before, 1) != round(change, 1)


ROUNDED_APART = "The change is of the unrounded figures, so the rounded ones do not add up to it."


def size_of_change(change: float, low: float, high: float) -> str:
    """The size of a change of a share with its 95% interval: `+1 point (−0.6 to +2.6)`."""
    return points_change((change, low, high))


TRANSCRIBED = f"“*” marks a newest figure {UNOFFICIAL}: it is in no published file."

STAR_NOTE = f"* {first_large(UNOFFICIAL)}: in no published file."

READ_OFF = f"The newest figure is {UNOFFICIAL}."

MEASURES_OF = (
    "In March 2023 the Casey Review named seven ways to tell whether the Met is reforming."
)
"""What the measures are."""
OVERVIEW_LEDE = "The Casey Review's measures."

SPARKS_DASHED = "Small charts are dashed where read off a dashboard."


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


def therefore(verdict: str, counts: Mapping[str, int], first: str) -> str:
    """How a measure's verdict follows from those of its indicators.

    Args:
        first: the indicator that stands first for the measure.
    """
    named = listed([f"{number} {VERDICTS[one].past}" for one, number in counts.items() if number])
    why = ""
    if verdict == "cannot_be_judged" and counts["improved"]:
        why = f", because “{first}”, which the Review puts first, cannot be"
    return f"Of its indicators {named}; so the measure {VERDICTS[verdict].one}{why}."


KINDS: Mapping[str, tuple[str, str, str]] = {
    "not_loaded": (
        "figures may exist, not yet checked",
        "not yet checked",
        "Figures may exist, and are not yet checked here. {loads_with}.",
    ),
    "not_published": (
        NOT_PUBLISHED,
        NOT_PUBLISHED,
        "Not published: no released table is known to hold it.",
    ),
    "not_comparable": (
        "not comparable",
        "not comparable",
        "Not comparable: figures are held, and cannot be set against each other.",
    ),
    "not_ripe": (
        "too early",
        "too new to judge",
        "Too early: the newest figure will still be revised.",
    ),
}
"""Kinds of "cannot be judged": in a few words, where several are counted, and in a sentence."""


def with_kind(verdict: str, kind: object) -> str:
    """A verdict's name, with the kind where it cannot be judged: `Cannot be judged: not published`.

    Args:
        kind: one of `KINDS`; anything else, such as a missing cell, where there is a verdict.
    """
    title = VERDICTS[verdict].title
    return f"{title}: {KINDS[kind][0]}" if isinstance(kind, str) and kind else title


def kind_sentence(kind: object, loads_with: object) -> str:
    """Which kind of "cannot be judged" it is, and what would load it; empty where there is a verdict."""
    said = KINDS.get(str(kind))
    return said[-1].format(loads_with=loads_with) if said else ""


_NOT_LOADED = "not_loaded"


def why_not(kind: object, loads_with: str, needed: str) -> str:
    """Why a measure cannot be judged, and what would settle it.

    Where figures may exist and are not yet checked here, checking them would: nobody is asked to publish anything.

    Args:
        kind, loads_with, needed: as in `success_measures`.
    """
    said = kind_sentence(kind, without_command(loads_with))
    would = "" if kind == _NOT_LOADED else f"What it would take: {needed}"
    return f"{said} {would}".strip()


def seen_words(smallest: float, unit: str) -> str:
    """The smallest change that the figures could have shown: `2.1 points`; a dash where none was tested."""
    if math.isnan(smallest):
        return NONE
    noun = {"percent": "points", "percentage_points": "points", "minutes": "minutes"}.get(unit, "")
    return f"{smallest:,.1f} {noun}".rstrip()


def seen_sentence(smallest: float, ordinary: float, unit: str) -> str:
    """What size of change could have been seen, so that "no clear change" is not read as none."""
    if math.isnan(smallest):
        return (
            ""
            if math.isnan(ordinary)
            else f"An ordinary year moves it by {seen_words(ordinary, unit)}."
        )
    words = seen_words(smallest, unit)
    if math.isnan(ordinary):
        return (
            f"These figures could have shown a change of {words} or more; a smaller one would be missed "
            "more than one time in five."
        )
    return f"An ordinary year moves it by {words}: no smaller change counts."


SUMMARY_SHORT = (
    "Mixed: one indicator improved and another worsened. No clear change: none that can be judged "
    "moved clearly. Indicators are never averaged."
)
"""The rule in short, where there is no room for every case of it."""
SUMMARY_RULE = (
    "A measure is mixed when one of its indicators improved and another worsened. It is improved or worsened "
    "when at least one did and none the other, and shows no clear change when none moved clearly. It "
    "cannot be judged when none can be. None is called improved while the indicator that the Review puts first "
    "cannot be judged: the others are counted. Indicators are never averaged."
)
