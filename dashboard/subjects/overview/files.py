"""What the Overview shows as files: the verdicts with their figures, and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft, OtherFiles
from dashboard.figures.places import MPS_NAME
from dashboard.subjects.outcomes.figures import ripening
from dashboard.subjects.overview import trends
from dashboard.subjects.overview.figures import signs, success
from dashboard.subjects.overview.figures.indicators import printed_alone, rows_of
from dashboard.subjects.overview.workings import printed_beside
from dashboard.subjects.trust.figures.early_signs import sign_in
from dashboard.words import early_signs, verdicts
from datasets.schema import DATASETS


def show(draft: Draft, measures: list[success.Measure], against: Sequence[str]) -> None:
    """Add the row of downloads, then the files of what stands beside the verdicts.

    Args:
        measures: all of them.
        against: what early signs speak against, a sentence each.
    """
    rows = pd.concat([one.indicators for one in measures]).drop(columns="order")
    rows["review_printed"] = [printed_alone(row) for row in rows_of(rows)]
    draft.downloads_of(
        rows,
        name="overview",
        title="The seven success measures since the Review",
        dataset="success_measures",
        filters={"Place": MPS_NAME},
        link={},
        notes=(verdicts.SUMMARY_RULE, *against),
    )
    draft.other_files(_beside(measures), {})


def _beside(measures: list[success.Measure]) -> list[OtherFiles]:
    """The small trends, and the figures printed beside the measures."""
    series = [_trend(one) for one in trends.shown(measures)]
    series += [_sign(row) for row in rows_of(measures[0].deciding) if sign_in(row) is not None]
    printed = [printed_beside(one).assign(success_measure=one.id) for one in measures]
    return [
        OtherFiles(
            name="overview-trends",
            title="The small trends beside the measures",
            frame=pd.concat(series, ignore_index=True),
            sources={"public_attitudes": (), ripening.DATASET: {ripening.SOURCE}, "workforce": ()},
        ),
        *_signs(measures),
        OtherFiles(
            name="overview-printed",
            title="Printed figures beside the measures, on other bases, never compared",
            frame=pd.concat([one for one in printed if not one.empty], ignore_index=True),
            sources=dict.fromkeys(("review_figures", "published_figures"), ()),
        ),
    ]


def _signs(measures: list[success.Measure]) -> list[OtherFiles]:
    """The signs of the measures, as published; no file in a version that has none."""
    if not ask(signs.are_held):
        return []
    rows = [row for one in measures for row in ask(signs.signs_of, one.id)]
    return [
        OtherFiles(
            name="overview-signs",
            title="Signs since the Review, which decide nothing",
            frame=pd.DataFrame(rows, columns=list(DATASETS[signs.ID].columns)),
            sources={signs.ID: ()},
        )
    ]


def _sign(row: pd.Series) -> pd.DataFrame:
    """The mark of an early sign, in a row of its own kind."""
    return pd.DataFrame(
        {
            "indicator": [row["indicator"]],
            "period_end": [row["early_sign_period_end"]],
            "value": [row["early_sign_value"]],
            "figure_kind": [early_signs.KIND],
        }
    )


def _trend(indicator: str) -> pd.DataFrame:
    """One of the small trends, each figure with the last day that it covers."""
    rows = ask(success.trend_of, indicator).dropna(subset="value")
    return pd.DataFrame(
        {
            "indicator": indicator,
            "period_end": rows["date"] + pd.offsets.MonthEnd(0),
            "value": rows["value"],
            "is_transcription": rows["is_dashed"],
            "figure_kind": "series",
        }
    )
