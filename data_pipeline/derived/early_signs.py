"""What the boroughs' newer figures say of a survey indicator of the whole of London, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from data_pipeline.derived.found import Frames, editions_of, rows_of
from datasets import catalogue
from datasets.schema import MPS
from stats.early_sign import EarlySign, early_sign

_CITY = "E09000001"
_EVERYONE = {"sex": "all", "ethnicity": "all", "age_band": "all"}


@dataclass(frozen=True)
class Sign:
    """An early sign with the year of the residents it is weighted by, and the tables it is made from."""

    sign: EarlySign
    residents_year: int
    made_from: tuple[tuple[str, str], ...]

    def columns(self, contradicts: bool) -> dict[str, Any]:
        """The columns of `success_measures` that say it."""
        one = self.sign
        return {
            "early_sign_value": one.pct,
            "early_sign_period_end": one.end,
            "early_sign_record": one.record,
            "early_sign_shared": one.shared,
            "early_sign_places": one.places,
            "early_sign_lower": one.lower,
            "early_sign_higher": one.higher,
            "early_sign_residents_year": self.residents_year,
            "early_sign_contradicts": contradicts,
        }


def of_measure(measure: str, frames: Frames) -> Sign | None:
    """The early sign of a survey measure, everyone, 12 months to each quarter; None without one.

    The boroughs are those that residents are held of, the City of London, which is not the Met's,
    left out. They count by their residents of all ages in the newest mid-year that all have.
    """
    residents, people = _residents(frames)
    rows = rows_of(frames, "public_attitudes")
    least = catalogue.declared("suppression")["survey_cell"]["hidden_below"]
    is_hidden = rows["base_n"].astype("Float64").lt(least).fillna(False)
    rows = rows[
        (rows["survey"] == "PAS")
        & (rows["measure"] == measure)
        & (rows["group_dimension"] == "all")
        & (rows["time_basis"] == "rolling_12_months")
        & ~is_hidden
    ]
    wide = rows.assign(
        area_code=rows["area_code"].astype("str"), period_end=pd.to_datetime(rows["period_end"])
    ).pivot_table(index="period_end", columns="area_code", values="share_pct")
    if residents.empty or MPS not in wide:
        return None
    places = wide.reindex(columns=residents.index)
    found = early_sign(places, wide[MPS], residents)
    if found is None:
        return None
    of_boroughs = rows[rows["area_code"].isin(list(residents.index))]
    return Sign(found, int(people["year"].iloc[0]), editions_of(of_boroughs) + editions_of(people))


def _residents(frames: Frames) -> tuple[pd.Series, pd.DataFrame]:
    """Residents by borough in the newest year that all boroughs have, and the rows they are from."""
    rows = rows_of(frames, "population")
    for column, value in _EVERYONE.items():
        rows = rows[rows[column] == value]
    rows = rows[
        rows["area_code"].astype("str").str.startswith("E09") & (rows["area_code"] != _CITY)
    ]
    counted = rows.groupby("year")["area_code"].nunique()
    if counted.empty:
        return pd.Series(dtype="float64"), rows
    year = counted.index[counted == counted.max()].max()
    newest = rows[rows["year"] == year]
    by_place = newest.groupby(newest["area_code"].astype("str"))["residents_count"].sum()
    return by_place.astype("float64"), newest
