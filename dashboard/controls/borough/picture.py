"""The main figures of one place as rows of its small chart."""

from __future__ import annotations

import pandas as pd

from dashboard.controls.borough.figures import IN_SENTENCES, Figures
from dashboard.queries import ALL, SURVEY_MEASURES
from dashboard.queries.profile import Interval
from dashboard.wording import profile_figures as says


def drawn(found: Figures) -> pd.DataFrame:
    """The place's main figures beside London's, for the small chart.

    Returns:
        label, value, low, high, london, london_low, london_high, words (both figures as printed).
    """
    rows = [
        _drawn(SURVEY_MEASURES[one.measure], one.here, one.london, says.whole_per_cent)
        for one in found.survey
        if one.measure in IN_SENTENCES
    ]
    of_counts = (
        (found.crime, ALL, "Crimes per 1,000 residents"),
        (found.crime, "Burglary", "Burglaries per 1,000 residents"),
        (found.outcomes, ALL, "Positive outcomes per 100 crimes"),
        (found.outcomes, "Burglary", "Positive outcomes per 100 burglaries"),
    )
    for counts, group, label in of_counts:
        line = counts.of(group) if counts else None
        if line and line.rate and line.london_rate and line.london_rate.estimate:
            rows.append(_drawn(label, line.rate, line.london_rate, says.one_decimal))
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
