"""What the Overview shows beside its verdicts, as rows for files of their own."""

from __future__ import annotations

import pandas as pd

from dashboard import controls
from dashboard.controls.overview import trends
from dashboard.controls.overview.workings import printed_beside
from dashboard.queries import success


def other_figures(measures: list[success.Measure]) -> list[controls.Part]:
    """The small trends, and the figures printed beside the measures."""
    series = [_trend(one) for one in trends.shown(measures)]
    printed = [printed_beside(one).assign(success_measure=one.id) for one in measures]
    return [
        controls.Part(
            name="overview-trends",
            title="The small trends beside the measures",
            frame=pd.concat(series, ignore_index=True),
            sources=dict.fromkeys(("public_attitudes", "crime_outcomes", "workforce"), ()),
        ),
        controls.Part(
            name="overview-printed",
            title="Printed figures beside the measures, on other bases, never compared",
            frame=pd.concat([one for one in printed if not one.empty], ignore_index=True),
            sources=dict.fromkeys(("review_figures", "published_figures"), ()),
        ),
    ]


def _trend(indicator: str) -> pd.DataFrame:
    """One of the small trends, each figure with the last day that it covers."""
    rows = controls.ask(success.trend_of, indicator).dropna(subset="value")
    return pd.DataFrame(
        {
            "indicator": indicator,
            "period_end": rows["date"] + pd.offsets.MonthEnd(0),
            "value": rows["value"],
            "is_transcription": rows["is_dashed"],
        }
    )
