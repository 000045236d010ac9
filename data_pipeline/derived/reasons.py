"""Why a verdict is what it is, in one sentence with its figures and dates. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data_pipeline.derived.charges import Beside, FirstPublished
from data_pipeline.derived.found import Found
from stats.intervals import Interval
from stats.ripeness import ripe_from
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
        return _beside(declared, baseline, latest, unit)
    steps = judged.steps
    if steps is not None and steps.stated is not None and baseline and latest:
        return _tested(baseline, latest, steps, steps.stated, unit)
    said = _why_not(judged.why, baseline, latest, unit, published)
    if judged.why == "nothing_held" and "review_figure" in declared:
        said += _PRINTED_ALONE
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


_PRINTED_ALONE = " The Review itself printed one, which is shown beside it and set against nothing."


def _beside(
    declared: dict[str, Any], baseline: Found | None, latest: Found | None, unit: str
) -> str:
    if baseline is None or latest is None:
        return "Not a figure of this measure, and not held for both dates."
    said = (
        f"Shown beside the measure and not part of it: {_figure(baseline, unit)}, "
        f"{_figure(latest, unit)}."
    )
    if declared.get("cannot_kind") != "not_comparable":
        return said
    return f"{said} No change is given. {declared['cannot_because']}"


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
_BOTH_ENDS = (
    " The newest figure will still be revised, by {revision} as declared, to {low} or {high}: the verdict is "
    "the same at both ends."
)
_BEYOND = {
    "interval": "",
    "ordinary_step": " Counts of everyone have no sampling error: a change no larger than an ordinary "
    "yearly step is no clear change.",
    "changed_mix": " What is left at that mix is no larger than an ordinary yearly step, or goes the other "
    "way: no clear change.",
    "not_ripe": " The newest figure will still be revised, by {revision} as declared, to {low} or {high}: "
    "{published} as published, {ends}. It can be judged from {ripe}.",
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
    return said + _of_revision(steps, unit)


def _of_revision(steps: Steps, unit: str) -> str:
    """By which rule it was decided, and what the declared revision of the newest figure does to it."""
    if steps.revision is None:
        return _BEYOND[steps.rule]
    low, high = (_value(steps.after.value * (1 + pct / 100), unit) for pct in steps.revision)
    words = {
        "revision": " to ".join(f"{_signed(one, 1)}%" for one in steps.revision),
        "low": low,
        "high": high,
        "published": _WORDS[steps.as_published or steps.verdict],
        "ends": " and ".join(
            f"{_WORDS[verdict]} at {_signed(pct, 1)}%"
            for pct, verdict in zip(steps.revision, steps.at_ends, strict=True)
            if pct
        ),
        "ripe": f"{ripe_from(steps.after.end):%B %Y}",
    }
    said = _BEYOND[steps.rule].format(**words)
    return said if steps.rule == "not_ripe" else said + _BOTH_ENDS.format(**words)


def _with_interval(change: Interval, unit: str, digits: int) -> str:
    holds = "includes" if change.side == "not_clear" else "does not include"
    # whole points would make the interval narrower than it is
    low, high = (_end(end, change, max(digits, 1)) for end in (change.low, change.high))
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
    before = f" The baseline is {_figure(baseline, unit)}." if baseline else ""
    both = f"{_figure(baseline, unit)}, {_figure(latest, unit)}" if baseline and latest else ""
    return {
        "nothing_held": "No published file held here has a figure to compare, for the time of the Review or since.",
        "no_baseline": f"No comparable figure from the time of the Review ({since}) is held to set the newest against.",
        "no_latest": f"No comparable figure for a time since {since} is in any published file held here.{before}",
        "latest_not_later": f"The newest figure is no later than the baseline: {both}.",
        "bases_differ": f"The two figures cover periods of different kinds, so they cannot be compared: {both}.",
        "years_overlap": f"The two years share months, so the change between them cannot be tested: {both}.",
        "no_ordinary_step": f"How far an ordinary year moves it is not known: no two years follow each other: {both}.",
        "not_ripe": f"The newest figure will still be revised: {both}.",
        "no_base": f"The figures are printed without the number they stand on, so the change cannot be tested: {both}.",
        "impossible": "A figure or the number it stands on is impossible, so nothing is concluded from it.",
    }[why]


_COUNTED = {
    "improved": "improved",
    "worsened": "worsened",
    "no_clear_change": "no clear change",
    "not_ripe": "too early to judge",
}
_KINDS = {
    "not_published": "not published",
    "not_loaded": "may exist, not yet checked",
    "not_comparable": "held and not comparable",
    "not_ripe": "too early to judge",
}

Row = Mapping[str, Any]


def of_measure(
    deciding: Sequence[Row], principal: Row, names: Mapping[tuple[str, str], str]
) -> str:
    """The reason for a measure's verdict: what became of each of its deciding indicators.

    Where the principal one is not judged and others are, the others are counted instead, and what is not
    judged is named, the principal one first.

    Args:
        deciding: rows of `success_measures`. principal: one of them.
        names: indicator and group -> its name where indicators are counted.
    """
    is_judged = {one["verdict"] for one in deciding} != {"cannot_be_judged"}
    if principal["verdict"] == "cannot_be_judged" and is_judged:
        return _counts(deciding, principal, names)
    return _each([(one["verdict"], one["indicator_name"]) for one in deciding])


def _counts(deciding: Sequence[Row], principal: Row, names: Mapping[tuple[str, str], str]) -> str:
    """`0 of 4 improved; 3 no clear change: …; 1 not ripe: …. Not judged: …`."""
    by_state: dict[str, list[str]] = {state: [] for state in _COUNTED}
    for one in deciding:
        state = one.get("cannot_kind") if one["verdict"] == "cannot_be_judged" else one["verdict"]
        if state in by_state:
            by_state[state].append(names[one["indicator"], one["group"]])
    counted = sum(map(len, by_state.values()))
    improved = by_state.pop("improved")
    parts = [f"{len(improved)} of {counted} improved{_listed(improved)}"]
    parts += [
        f"{len(found)} {_COUNTED[state]}{_listed(found)}"
        for state, found in by_state.items()
        if found
    ]
    others = [
        names[one["indicator"], one["group"]]
        for one in deciding
        if one is not principal
        and one["verdict"] == "cannot_be_judged"
        and one.get("cannot_kind") != "not_ripe"
    ]
    first = names[principal["indicator"], principal["group"]]
    kind = _KINDS[str(principal["cannot_kind"])]
    said = f"{'; '.join(parts)}. Not judged: {first}, which the Review puts first ({kind})"
    return f"{'; '.join([said, *others])}."


def _listed(names: Sequence[str]) -> str:
    return f": {', '.join(names)}" if names else ""


def _each(indicators: Sequence[tuple[str, str]]) -> str:
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


def beside_charges(found: Beside) -> str:
    """Which offences the change of all charges is of, and the rate of the year before the baseline."""
    more = "more" if found.more >= 0 else "fewer"
    said = (
        f"Of {abs(found.more):,} {more} charges, {abs(found.more_of_group):,} are of "
        f"{found.group[0].lower()}{found.group[1:]}."
    )
    if found.before is None:
        return said
    return f"{said} In the {_period(found.before)} it was {found.before.value:.1f}%."


def before_only(years: Sequence[FirstPublished]) -> str:
    """Charges of years before the Review, as first published; no verdict rests on them."""
    said = ", ".join(
        f"{one.charged:,} of {one.offences:,} recorded in the year to {one.end:%B %Y}"
        for one in years
    )
    return (
        f"Shown beside the measure and not part of it are figures from before the Review, as first published. "
        f"They were revised since: {said}."
    )


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


NOTHING_NEEDED = "Nothing more: the figures of both years are loaded."


def needed(wanted: Sequence[str]) -> str:
    """What would have to be published, each thing once; what needs nothing is named only where all do."""
    lacking = [one for one in wanted if one != NOTHING_NEEDED]
    return " ".join(dict.fromkeys(lacking or wanted))


def time_needed(end: date) -> str:
    """What a figure that is not ripe waits for: time, until when.

    Args:
        end: last day of its period.
    """
    return (
        f"Time: charges of the year to {end:%B %Y} are still being entered. It can be judged from "
        f"{ripe_from(end):%B %Y}."
    )


def _figure(found: Found, unit: str) -> str:
    figure = found.figure
    return f"{_value(figure.value, unit, bool(found.figure_id))} ({_period(figure)})"


def _period(figure: Figure) -> str:
    kind = KINDS_OF_PERIOD[figure.time_basis]
    if kind:
        return f"{kind}{figure.end:%B %Y}"
    ends = dict.fromkeys(f"{day.day} {day:%B %Y}" for day in (figure.start, figure.end))
    return " to ".join(ends)


def _value(value: float, unit: str, is_printed: bool = False) -> str:
    """A figure in words: as it is printed, or no finer than one decimal where it is worked out."""
    size = abs(value) if is_printed else round(abs(value), 1)
    number = f"{MINUS if value < 0 and size else ''}{size:,.10g}"
    plural = "" if size == 1 else "s"
    return {
        "percent": f"{number}%",
        "percentage_points": f"{number} point{plural}",
        "minutes": _minutes(value) if math.isfinite(value) else number,
        "count": number,
    }[unit]


def _minutes(value: float) -> str:
    """`12 min 36 s`, `107 min`."""
    whole, seconds = divmod(round(abs(value) * 60), 60)
    parts = (f"{whole:,} min" if whole or not seconds else "", f"{seconds} s" if seconds else "")
    return (MINUS if value < 0 else "") + " ".join(filter(None, parts))


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
