"""What the survey's publishers have in common: shares by place, measure and period."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data_pipeline.steps import convert, geography
from datasets.schema import MPS, MPS_NAME, Source, SourceError

LONDON = "MPS"


def survey_rows(
    places: pd.Series,
    measures: pd.Series,
    period_end: pd.Series,
    shares: pd.Series,
    source: Source,
    london: str,
) -> pd.DataFrame:
    """Published cells -> rows of `public_attitudes`, everyone together, rolling 12 months.

    `places` are names of boroughs, or `london` for the whole of the Met's area; `measures` and
    `shares` are as published (their labels and scale are in the source's metadata); `period_end`
    is the last day of the 12 months.

    Raises:
        SourceError: an unknown place or measure, or a share outside the source's scale.
    """
    codes = convert.to_label(places, {**geography.area_codes(), london: MPS}, source)
    return pd.DataFrame(
        {
            "survey": source.settings["survey"],
            "measure": convert.to_label(measures, source.labels["measure"], source),
            "area_code": codes,
            "group_dimension": "all",
            "group": "all",
            "period_end": period_end,
            "time_basis": "rolling_12_months",
            "area_name": codes.map({**geography.area_names(), MPS: MPS_NAME}),
            "share_pct": convert.to_share(shares, source.settings["full"], source),
            "base_n": pd.array([pd.NA] * len(codes), dtype="Int64"),
            "design_effect": float("nan"),
        }
    )


def refuse_gaps(rows: pd.DataFrame, measures: Sequence[str], source: Source) -> None:
    """Sees that each measure runs from its first quarter to the file's newest, in every place.

    A row gone from the middle of a file would else be filled from another source, unseen.

    Raises:
        SourceError: a quarter lacks a measure.
    """
    newest = rows["period_end"].max()
    for measure in measures:
        held = rows[rows["measure"] == measure]
        if held.empty:
            raise SourceError.of(source.id, f"quarter {newest:%Y-%m} lacks {measure}")
        for place, ends in held.groupby("area_name")["period_end"]:
            missing = pd.date_range(ends.min(), newest, freq="QE").difference(
                pd.DatetimeIndex(ends)
            )
            if len(missing):
                raise SourceError.of(
                    source.id, f"quarter {missing[0]:%Y-%m} lacks {measure} in {place}"
                )
