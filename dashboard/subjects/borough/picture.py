"""The small chart of one place: its main figures, each against London's."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import Look, place_panel
from dashboard.draft import Draft
from dashboard.figures.places import ALL, SURVEY_MEASURES
from dashboard.subjects.borough import sentences
from dashboard.subjects.borough.figures import place as figures
from dashboard.subjects.borough.figures.crime import CountProfile
from dashboard.subjects.borough.figures.place import IN_SENTENCES, Figures, three
from dashboard.subjects.borough.figures.profile import Interval
from dashboard.subjects.borough.words import notes, titles
from dashboard.subjects.borough.words import profile as words
from dashboard.subjects.borough.words.answer import apart_from
from dashboard.words import intervals as says
from dashboard.words.numbers import one_decimal, percent


def show(draft: Draft, found: Figures) -> None:
    """Add the small chart in a part of its own; nothing where it would be empty."""
    rows = drawn(found)
    if rows.empty:
        return
    draft.section(
        titles.picture(found.place.title),
        notes.picture_subtitle(
            found.trust.end if found.trust else None,
            found.crime.end if found.crime else None,
            found.outcomes.end if found.outcomes else None,
            found.is_transcription,
        ),
    )
    with draft.group("place-picture"):
        draft.chart(
            lambda narrow: place_panel(rows, look=Look(narrow=narrow), name=found.place.title),
            alt=(
                "Dot chart of the place's figures, each against London's. "
                f"{sentences.of_picture(found)}"
            ),
            source_line=f"Source: {'; '.join(figures.cited(found, 'citation'))}",
            key="borough-picture",
            rows="borough",
        )
        if apart := _apart(found):
            draft.caption(words.apart_in_spread(apart, words.among(found.place.is_command)))


def _apart(found: Figures) -> list[str]:
    """Rates drawn that stand clear of London's, and not of the spread of the places of its kind."""
    named = []
    for counts, group, label in _counts(found):
        line = counts.of(group) if counts else None
        here, london = (three(line.rate), three(line.london_rate)) if line else (None, None)
        if line and here and london and line.standing == "within" and apart_from(here, london):
            named.append(label)
    return named


def _counts(found: Figures) -> tuple[tuple[CountProfile | None, str, str], ...]:
    return (
        (found.crime, ALL, "Crimes per 1,000 residents"),
        (found.crime, "Burglary", "Burglaries per 1,000 residents"),
        (found.outcomes, ALL, "Crimes solved per 100"),
        (found.outcomes, "Burglary", "Burglaries solved per 100"),
    )


def drawn(found: Figures) -> pd.DataFrame:
    """The place's main figures beside London's, for the small chart.

    Returns:
        label, value, low, high, london, london_low, london_high, words (both figures as printed).
    """
    rows = [
        _drawn(SURVEY_MEASURES[one.measure], one.here, one.london, percent)
        for one in found.survey
        if one.measure in IN_SENTENCES
    ]
    for counts, group, label in _counts(found):
        line = counts.of(group) if counts else None
        if line and line.rate and line.london_rate and line.london_rate.estimate:
            rows.append(_drawn(label, line.rate, line.london_rate, one_decimal))
    return pd.DataFrame(rows)


def _drawn(label: str, here: Interval, london: Interval, words: says.Printed) -> dict[str, object]:
    return {
        "label": label,
        "value": here.estimate,
        "low": here.low,
        "high": here.high,
        "london": london.estimate,
        "london_low": london.low,
        "london_high": london.high,
        "here_words": words(here.estimate),
        "london_words": words(london.estimate),
    }
