"""Why a verdict is what it is, in one sentence with its figures and dates. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from data_pipeline.derived.found import Found
from stats.intervals import Interval
from stats.steps import Steps
from stats.verdicts import Figure, Judgement

MINUS = "−"

NOUNS = {"percent": "point", "percentage_points": "point", "minutes": "minute", "count": ""}
"""The units of indicators, and what a change of one is counted in."""

KINDS_OF_PERIOD = {
    "rolling_12_months": "year to ",
    "financial_year": "year to ",
    "calendar_year": "year to ",
    "quarter": "quarter to ",
    "nine_years": "nine years to ",
    "point_in_time": "",
    "not_stated": "",
}

_WORDS = {
    "improved": "improved",
    "worsened": "worsened",
    "no_clear_change": "shows no clear change",
    "cannot_be_judged": "cannot be judged",
}


def of(
    declared: dict[str, Any],
    baseline: Found | None,
    latest: Found | None,
    judged: Judgement,
    published: date,
) -> str:
    """The reason for one indicator's verdict."""
    unit = str(declared["unit"])
    if not declared.get("is_deciding", True):
        return _beside(baseline, latest, unit)
    steps = judged.steps
    if steps is not None and steps.stated is not None and baseline and latest:
        return _tested(baseline, latest, steps, steps.stated, unit)
    said = _why_not(judged.why, baseline, latest, unit, published)
    is_missing = judged.why in ("nothing_held", "no_baseline", "no_latest")
    return f"{said} {declared['cannot_because']}" if is_missing else said


def loads_with(table: str, source: str | None) -> str:
    """The table that is published and not loaded here, and the command that loads it.

    Args:
        source: id of the source here that reads it; None where none does.
    """
    if source is None:
        return f"{table}: no source here reads it yet"
    return f"{table}: python -m data_pipeline build {source} --file FILE"


def _beside(baseline: Found | None, latest: Found | None, unit: str) -> str:
    if baseline is None or latest is None:
        return "Not a figure of this measure, and not held for both dates."
    return (
        f"Shown beside the measure and not part of it: {_figure(baseline, unit)}, "
        f"{_figure(latest, unit)}."
    )


def _tested(baseline: Found, latest: Found, steps: Steps, stated: Interval, unit: str) -> str:
    said = f"From {_figure(baseline, unit)} to {_figure(latest, unit)}:"
    digits = _digits(steps, unit)
    places = _PLACES[steps.sides].format(interval=_with_interval(stated, unit, digits))
    return f"{said} {places}{_beyond_chance(steps, unit, digits)}"


_PLACES = {
    "same": "{interval}",
    "changed": "the two have changed places, and the size of the gap changed by {interval}",
    "changed_not_clearly": "the two have changed places, which chance alone could have done, and the size "
    "of the gap changed by {interval}",
}
_BEYOND = {
    "interval": "",
    "ordinary_step": " Counts of everyone have no sampling error: a change no larger than an ordinary "
    "yearly step is no clear change.",
    "changed_mix": " What is left at that mix is no larger than an ordinary yearly step, or goes the other "
    "way: no clear change.",
    "not_ripe": " The newest figure will still be revised, by {revision} as declared, and the verdict is "
    "not the same at both ends.",
    "not_tested": "",
}


def _digits(steps: Steps, unit: str) -> int:
    """Decimals of a change: survey shares none; counts as many as tell it from an ordinary step."""
    if steps.ordinary is None:
        return 0 if unit == "percent" else 1
    sizes = [abs(steps.change), steps.ordinary.size]
    sizes += [] if steps.at_mix is None else [abs(steps.at_mix)]
    return 1 if len({round(size, 1) for size in sizes}) == len(sizes) else 2


def _beyond_chance(steps: Steps, unit: str, digits: int) -> str:
    """Of counts of everyone: the ordinary yearly step and the change at the baseline's mix."""
    said = ""
    if steps.ordinary is not None:
        years = f"{steps.ordinary.first:%B %Y} to {steps.ordinary.last:%B %Y}"
        size = _change(steps.ordinary.size, unit, digits).removeprefix("+")
        said += f" An ordinary year moves it by {size} ({years})."
    if steps.at_mix is not None:
        at_mix = _change(steps.at_mix, unit, digits)
        said += f" At the mix of cases of the first date the change is {at_mix}."
    revision = " to ".join(f"{_signed(one, 1)}%" for one in steps.revision or ())
    return said + _BEYOND[steps.rule].format(revision=revision)


def _with_interval(change: Interval, unit: str, digits: int) -> str:
    holds = "includes" if change.side == "not_clear" else "does not include"
    low, high = (_end(end, change, digits) for end in (change.low, change.high))
    return (
        f"{_change(change.estimate, unit, digits)}, 95% interval {low} to {high}, which {holds} 0."
    )


def _end(end: float, change: Interval, digits: int) -> str:
    """An end of an interval; one that rounds to 0 though the interval lies beside it says so."""
    beside = {"above": "just above 0", "below": "just below 0", "not_clear": "0"}
    printed = _signed(end, digits)
    return beside[change.side] if printed == "0" else printed


def _why_not(
    why: str, baseline: Found | None, latest: Found | None, unit: str, published: date
) -> str:
    since = f"{published:%B %Y}"
    before = f"; the baseline is {_figure(baseline, unit)}" if baseline else ""
    both = f"{_figure(baseline, unit)}, {_figure(latest, unit)}" if baseline and latest else ""
    return {
        "nothing_held": "No comparable figure is in any published file held here, before the Review or since.",
        "no_baseline": f"No comparable figure from the time of the Review ({since}) is held to set the newest against.",
        "no_latest": f"No comparable figure for a time since {since} is in any published file held here{before}.",
        "latest_not_later": f"The newest figure is no later than the baseline: {both}.",
        "bases_differ": f"The two figures cover periods of different kinds, so they cannot be compared: {both}.",
        "years_overlap": f"The two years share months, so the change between them cannot be tested: {both}.",
        "no_ordinary_step": f"How far an ordinary year moves it is not known: no two years follow each other: {both}.",
        "not_ripe": f"The newest figure will still be revised: {both}.",
        "no_base": f"The figures are printed without the number they stand on, so the change cannot be tested: {both}.",
        "impossible": "A figure or the number it stands on is impossible, so nothing is concluded from it.",
    }[why]


def of_measure(indicators: Sequence[tuple[str, str]]) -> str:
    """The reason for a measure's verdict: what became of each of its deciding indicators."""
    if {verdict for verdict, _ in indicators} == {"cannot_be_judged"} and len(indicators) > 1:
        return f"None of the {len(indicators)} indicators can be judged."
    parts = []
    for verdict, words in _WORDS.items():
        names = [name for one, name in indicators if one == verdict]
        if verdict == "cannot_be_judged" and len(names) > 1:
            parts.append(f"{len(names)} of {len(indicators)} indicators cannot be judged")
        elif names:
            parts.append(f"{'; '.join(names)}: {words}")
    return f"{'. '.join(parts)}."


def needed(wanted: Sequence[str]) -> str:
    """What would have to be published, each thing once."""
    return " ".join(dict.fromkeys(wanted))


def _figure(found: Found, unit: str) -> str:
    figure = found.figure
    return f"{_value(figure.value, unit)} ({_period(figure)})"


def _period(figure: Figure) -> str:
    kind = KINDS_OF_PERIOD[figure.time_basis]
    if kind:
        return f"{kind}{figure.end:%B %Y}"
    ends = dict.fromkeys(f"{day.day} {day:%B %Y}" for day in (figure.start, figure.end))
    return " to ".join(ends)


def _value(value: float, unit: str) -> str:
    number = f"{MINUS if value < 0 else ''}{abs(value):,.1f}".removesuffix(".0")
    return {
        "percent": f"{number}%",
        "percentage_points": f"{number} points",
        "minutes": f"{number} minutes",
        "count": number,
    }[unit]


def _change(change: float, unit: str, digits: int) -> str:
    noun, signed = NOUNS[unit], _signed(change, digits)
    plural = "" if signed.strip("+" + MINUS) == "1" else "s"
    return f"{signed} {noun}{plural}" if noun else signed


def _signed(number: float, digits: int) -> str:
    """A change with its sign, no finer than its inputs are printed."""
    rounded = round(number, digits)
    text = f"{abs(rounded):,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    return f"{MINUS}{text}" if rounded < 0 else f"+{text}" if rounded > 0 else "0"
