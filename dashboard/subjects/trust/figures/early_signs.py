"""What the boroughs' newer survey figures say of London, beyond London's own newest year."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.places import EVERYONE, MPS, places
from dashboard.subjects.trust.figures.interviews import survey_base, too_few
from dashboard.subjects.trust.figures.survey import (
    REVIEW_QUARTER,
    SURVEY,
    change_in,
    no_change_because,
)
from datasets import catalogue
from stats.early_sign import early_sign


@dataclass(frozen=True)
class Sign:
    """The mean of the boroughs at a date that London has no figure for.

    Attributes:
        pct, end: per cent, and the end of its 12 months.
        since: end of London's own newest year.
        record, shared: largest difference of the same mean from London's own figure, points, over so
            many quarters that both have.
        places, lower, higher: boroughs, and how many of them are lower, or higher, than at `since`.
        residents_year: mid-year of the residents that the boroughs count by.
        baseline_pct: London's share in the year to March 2023; None where there is none.
        contradicts: it speaks against what became of London's figure since the Review.
        is_transcription: whether a borough's share was read off a dashboard, as far as known here.
    """

    measure: str
    pct: float
    end: pd.Timestamp
    since: pd.Timestamp
    record: float
    shared: int
    places: int
    lower: int
    higher: int
    residents_year: int
    baseline_pct: float | None
    contradicts: bool
    is_transcription: bool = False


def sign_of(measure: str, here: pd.Timestamp, london: pd.Timestamp) -> Sign | None:
    """The early sign of a survey measure; None where the boroughs are not newer than London.

    Args:
        measure: id.
        here, london: later figures of the boroughs, and of London, are left out.

    Source: `stats.early_sign`; residents of all ages in the newest mid-year held.
    """
    rows = catalogue.load(
        "public_attitudes",
        ["area_code", "period_end", "share_pct", "base_n", "is_transcription"],
        {**SURVEY, "measure": measure, "area_code": list(places())},
    )
    until = rows["area_code"].eq(MPS).map({True: london, False: here})
    rows = rows[~too_few(rows["base_n"]) & (rows["period_end"] <= until)]
    wide = rows.pivot_table(index="period_end", columns="area_code", values="share_pct")
    boroughs = [code for code in places() if code != MPS]
    year, people = _residents(boroughs)
    if people.empty or MPS not in wide:
        return None
    found = early_sign(wide.reindex(columns=boroughs), wide[MPS], people)
    if found is None:
        return None
    before = wide[MPS].get(REVIEW_QUARTER)
    baseline = None if before is None or pd.isna(before) else float(before)
    against = False
    if baseline is not None and not no_change_because(baseline, found.since):
        change = change_in(survey_base(MPS), baseline, found.whole_pct)
        against = found.contradicts(baseline, change.low, change.high)
    return Sign(
        measure,
        found.pct,
        found.end,
        found.since,
        found.record,
        found.shared,
        found.places,
        found.lower,
        found.higher,
        year,
        baseline,
        against,
        bool(rows.loc[rows["period_end"] == found.end, "is_transcription"].any()),
    )


def _residents(boroughs: list[str]) -> tuple[int, pd.Series]:
    """The newest mid-year that all boroughs have, and their residents in it; none without the table."""
    if "population" not in catalogue.ids():
        return 0, pd.Series(dtype="float64")
    rows = catalogue.load(
        "population",
        ["year", "area_code", "residents_count"],
        {**EVERYONE, "area_code": boroughs},
    )
    wide = rows.pivot_table(index="year", columns="area_code", values="residents_count").dropna()
    if wide.empty or len(wide.columns) < len(boroughs):
        return 0, pd.Series(dtype="float64")
    return int(wide.index.max()), wide.loc[wide.index.max()]


def sign_in(row: pd.Series) -> Sign | None:
    """The early sign that a row of `success_measures` holds; None where it holds none."""
    if pd.isna(row["early_sign_value"]):
        return None
    return Sign(
        measure=str(row["indicator"]),
        pct=float(row["early_sign_value"]),
        end=row["early_sign_period_end"],
        since=row["latest_period_end"],
        record=float(row["early_sign_record"]),
        shared=int(row["early_sign_shared"]),
        places=int(row["early_sign_places"]),
        lower=int(row["early_sign_lower"]),
        higher=int(row["early_sign_higher"]),
        residents_year=int(row["early_sign_residents_year"]),
        baseline_pct=None if pd.isna(row["baseline_value"]) else float(row["baseline_value"]),
        contradicts=bool(row["early_sign_contradicts"]),
    )
