"""Small trends of the Overview: the series behind an indicator, or the nearest one that is held."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import PER_CENT, Look, Mark, marks, spark
from dashboard.draft import Draft
from dashboard.figures.places import ALL
from dashboard.figures.sources import breaks
from dashboard.subjects.overview.figures import success
from dashboard.subjects.trust.figures.early_signs import sign_in
from dashboard.subjects.trust.figures.survey import REVIEW_QUARTER
from dashboard.words import verdicts

SINCE = REVIEW_QUARTER
_BEFORE = pd.DateOffset(years=2)
"""How long before the Review a trend on a card begins, so that its newest marks stand apart."""
LOW, HIGH = 34, 64
"""Heights in px: of a trend in a line of the first card, and of one beside words."""
_ABOVE = {"t": 6, "b": 6}
"""Px above and below a trend in a line: room for its marks."""

_NEAREST = {
    "charge_rates": ("positive_outcomes", "Positive outcomes", "crime_outcomes"),
    "workforce_representation": ("women_officers", "Women among officers", ""),
}
"""Measure -> the nearest series held, its name, and the table whose breaks it has."""


def shown(measures: list[success.Measure]) -> list[str]:
    """Which series are drawn: of the first measure's questions that are judged, and the nearest ones."""
    own = measures[0].indicators
    judged = own[(own["group"] == ALL) & (own["verdict"] != "cannot_be_judged")]
    return [*judged["indicator"], *(series for series, _, _ in _NEAREST.values())]


def are_drawn(measure: success.Measure) -> bool:
    """Whether any of the questions of the first measure has a small trend."""
    return bool((measure.deciding["verdict"] != "cannot_be_judged").any())


def of_indicator(draft: Draft, slot: int, row: pd.Series) -> None:
    """The trend of one survey question, in the colour it has on its own page."""
    trend = ask(success.trend_of, row["indicator"])
    trend = trend[trend["date"] >= SINCE - _BEFORE]
    sign = sign_in(row)
    drawn = spark(
        trend,
        unit=PER_CENT,
        look=Look(),
        sign=None if sign is None else (sign.end, sign.pct),
        slot=slot,
        since=SINCE,
        is_labelled=False,  # its newest figure stands in the same line
    )
    draft.spark(
        drawn.update_layout(height=LOW, margin=_ABOVE),
        alt=(
            f"{row['indicator_name']}: share from quarter to quarter, {_span(trend)}. {row['reason']}"
        ),
        key=f"spark-{row['indicator']}",
    )


def beside(draft: Draft, measure: success.Measure) -> None:
    """The nearest series that is held, named as what it is; else nothing."""
    found = _NEAREST.get(measure.id)
    if found is None:
        return
    series, name, table = found
    trend = ask(success.trend_of, series)
    drawn = spark(trend, unit=PER_CENT, look=Look(), breaks=_breaks(table))
    draft.spark(
        drawn.update_layout(height=HIGH), alt=f"{name}, {_span(trend)}.", key=f"spark-{series}"
    )
    draft.caption(f"{name}, {_span(trend)}")


def _breaks(table: str) -> tuple[Mark, ...]:
    return tuple(marks(ask(breaks, table))) if table else ()


def _span(trend: pd.DataFrame) -> str:
    return verdicts.from_to(trend["date"].min(), trend["date"].max())
