"""The part of the Crime trends page on single months: more than the usual ups and downs, or not."""

from __future__ import annotations

import math

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import COUNT, Look, Mark, control_chart
from dashboard.draft import Draft
from dashboard.figures.places import in_a_sentence
from dashboard.sourcing import source_line
from dashboard.subjects.crime.choice import Choice, name_of
from dashboard.subjects.crime.figures import signal as crime_signal
from dashboard.subjects.crime.words import signal as words


def show(draft: Draft, chosen: Choice) -> None:
    """Years of single months within their usual range, and what the newest says.

    Args:
        draft: to write into. chosen: the offences, the last month, and the one place.
    """
    area = chosen.one
    name = name_of(area)
    found = _signal(chosen)
    subtitle = f"{chosen.what} recorded each month, {name}, and their usual range"
    if found is None:
        draft.section(words.TOO_FEW_TITLE, subtitle)
        draft.text(words.TOO_FEW_MONTHS)
        return
    newest = found.last
    draft.section(
        words.month_title(
            *(in_a_sentence(area), newest["date"], newest["signal"]),
            *(_is_judged(found), _is_above(found)),
        ),
        subtitle,
    )
    sentence = words.signal_sentence(
        chosen.noun,
        in_a_sentence(area),
        newest["value"],
        newest["lower"],
        newest["upper"],
        newest["signal"],
        newest["date"],
        found.is_judged,
    )
    draft.text(sentence)
    breaks = [Mark(month, label) for month, label in found.rebased]
    draft.chart(
        lambda narrow: control_chart(
            found.rows, unit=COUNT, look=Look(narrow=narrow), breaks=breaks
        ),
        alt=f"Chart of single months with their average and usual range, {name}. {sentence}",
        source_line=source_line("recorded_offences"),
        key="crime-signal",
        rows="crime-months",
    )
    first = found.rows["date"].iloc[0]
    draft.caption(words.limits_note(first, first + pd.DateOffset(months=11)))


def beside_the_headline(chosen: Choice) -> str:
    """What the newest month says, in a sentence; empty where it cannot be judged."""
    found = _signal(chosen)
    if found is None or not _is_judged(found):
        return ""
    newest = found.last
    return words.month_alone(newest["value"], newest["date"], newest["signal"], _is_above(found))


def _signal(chosen: Choice) -> crime_signal.Signal | None:
    return ask(
        crime_signal.monthly_signal, chosen.one, chosen.offence, chosen.kind, chosen.year_end
    )


def _is_judged(found: crime_signal.Signal) -> bool:
    """Whether the newest month has a usual range, and did not set it."""
    return found.is_judged and not math.isnan(found.last["lower"] + found.last["upper"])


def _is_above(found: crime_signal.Signal) -> bool:
    """Whether the newest month lies above the middle of its usual range."""
    return bool(found.last["value"] > (found.last["lower"] + found.last["upper"]) / 2)
