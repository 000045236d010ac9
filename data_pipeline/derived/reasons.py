"""Why a verdict is what it is, in one sentence with its figures and dates. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data_pipeline.derived.found import Found
from stats.intervals import Interval
from stats.verdicts import Figure, Judgement, change_of_size, changed_sides

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
    if judged.interval is not None and baseline and latest:
        narrower = declared["better"] == "narrower"
        return _tested(baseline, latest, judged.interval, unit, of_size=narrower)
    return _why_not(judged.why, baseline, latest, unit, published)


def _beside(baseline: Found | None, latest: Found | None, unit: str) -> str:
    if baseline is None or latest is None:
        return "Not a figure of this measure, and not held for both dates."
    return (
        f"Shown beside the measure and not part of it: {_figure(baseline, unit)}, "
        f"{_figure(latest, unit)}."
    )


def _tested(baseline: Found, latest: Found, change: Interval, unit: str, of_size: bool) -> str:
    said = f"From {_figure(baseline, unit)} to {_figure(latest, unit)}:"
    before, after = baseline.figure.value, latest.figure.value
    if of_size and changed_sides(before, after):
        size = change_of_size(change, before, after)
        return f"{said} the gap changed sides, and its size by {_with_interval(size, unit)}"
    return f"{said} {_with_interval(change, unit)}"


def _with_interval(change: Interval, unit: str) -> str:
    holds = "does not include" if change.excludes_zero else "includes"
    low, high = (_end(end, unit, change.excludes_zero) for end in (change.low, change.high))
    return f"{_change(change.estimate, unit)}, 95% interval {low} to {high}, which {holds} 0."


def _end(end: float, unit: str, clear: bool) -> str:
    """An end of an interval; one that rounds to 0 though the interval lies beside it says so."""
    printed = _signed(end, unit)
    if printed == "0" and clear:
        return f"just {'above' if end > 0 else 'below'} 0"
    return printed


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


def against(verdict: str, row: Mapping[str, Any]) -> str:
    """What speaks against a verdict of the survey: the boroughs' newer mean, beside the baseline.

    Args:
        verdict: the one that it speaks against, in words.
        row: its columns of `success_measures`, those of the early sign among them.
    """
    end, unit = row["early_sign_period_end"], str(row["unit"])
    return (
        f"An early sign speaks against {verdict}: the mean of the {row['early_sign_places']} boroughs, by "
        f"residents, is {row['early_sign_value']:.1f}% in the year to {end:%B %Y}, against "
        f"{_value(row['baseline_value'], unit)} for London at the Review."
    )


def named(row: Mapping[str, Any]) -> str:
    """An indicator with its verdict, as a measure's reason points to it."""
    return f"“{row['indicator_name']}: {_WORDS[row['verdict']]}”"


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


def _change(change: float, unit: str) -> str:
    noun, signed = NOUNS[unit], _signed(change, unit)
    plural = "" if signed.strip("+" + MINUS) == "1" else "s"
    return f"{signed} {noun}{plural}" if noun else signed


def _signed(number: float, unit: str) -> str:
    """Changes of survey shares in whole points: no finer than what is printed."""
    rounded = round(number) if unit == "percent" else round(number, 1)
    text = f"{abs(rounded):,.1f}".removesuffix(".0")
    return f"{MINUS}{text}" if rounded < 0 else f"+{text}" if rounded > 0 else "0"
