"""The Public Attitude Survey: shares, intervals, peaks and the change since the Review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.queries.interviews import survey_base, survey_design, too_few
from dashboard.queries.places import ALL, SURVEY_MEASURES, places
from datasets import catalogue
from datasets.catalogue import Between
from stats.intervals import Interval, change_of_share, wilson_share
from stats.verdicts import are_whole

SURVEY = {
    "survey": "PAS",
    "measure": list(SURVEY_MEASURES),
    "group_dimension": ALL,
    "time_basis": "rolling_12_months",
}
"""The part of `public_attitudes` that the survey pages show: one survey, everyone, 12 months."""

REVIEW_QUARTER = pd.Timestamp("2023-03-31")
"""End of the survey year nearest to the Review's publication in March 2023."""

REVIEW_SURVEY_IDS = {
    "trust": "pas_trust_mps",
    "good_job_local": "pas_good_job_local",
    "good_job_london": "pas_good_job_london",
    "treat_fairly": "pas_treats_everyone_fairly",
}


def survey_measures() -> dict[str, str]:
    """Measures that the published files hold: id -> short name, in the project's order."""
    held = set(catalogue.load("public_attitudes", ["measure"], SURVEY)["measure"])
    return {measure: name for measure, name in SURVEY_MEASURES.items() if measure in held}


def survey_quarters() -> list[pd.Timestamp]:
    """Ends of the 12-month periods published for any place, oldest first."""
    ends = catalogue.load("public_attitudes", ["period_end"], SURVEY)["period_end"]
    return sorted(ends.unique())


def survey_series(
    area_code: str, measures: Sequence[str], first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """Shares of one place from quarter to quarter, with approximate 95% intervals.

    A share whose source says that fewer than 50 people answered is left out: `hidden_quarters`.

    Returns:
        measure, measure_name, period_end, share_pct, low_pct, high_pct, is_transcription,
        source_id, edition; in the order of `measures`, then of time.
    """
    rows = _rows_of([area_code], measures, first, last)
    rows = rows[~too_few(rows["base_n"])].drop(columns=["area_code", "base_n"])
    base, design_effect = survey_base(area_code)
    intervals = [
        wilson_share(share, base, design_effect, rounded=True) for share in rows["share_pct"]
    ]
    order = {measure: place for place, measure in enumerate(measures)}
    return (
        rows.assign(
            measure_name=rows["measure"].map(SURVEY_MEASURES),
            low_pct=[interval.low for interval in intervals],
            high_pct=[interval.high for interval in intervals],
            order=rows["measure"].map(order),
        )
        .sort_values(["order", "period_end"])
        .drop(columns="order")
        .reset_index(drop=True)
    )


def hidden_quarters(
    area_code: str, measures: Sequence[str], first: pd.Timestamp, last: pd.Timestamp
) -> list[pd.Timestamp]:
    """Ends of the years for which a share of one place rests on too few answers to be shown."""
    rows = _rows_of([area_code], measures, first, last)
    return sorted(rows.loc[too_few(rows["base_n"]), "period_end"].unique())


def survey_shares(measure: str, end: pd.Timestamp) -> pd.DataFrame:
    """Shares of one measure in one year, of every place that has one.

    Returns:
        share_pct, is_transcription, source_id, edition; indexed by area_code.
    """
    rows = _rows_of(list(places()), [measure], end, end)
    shown = rows[~too_few(rows["base_n"])].set_index("area_code")
    return shown[["share_pct", "is_transcription", "source_id", "edition"]]


def _rows_of(
    areas: Sequence[str], measures: Sequence[str], first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    return catalogue.load(
        "public_attitudes",
        [
            *("area_code", "measure", "period_end", "share_pct", "base_n"),
            *("is_transcription", "source_id", "edition"),
        ],
        {
            **SURVEY,
            "area_code": list(areas),
            "measure": list(measures),
            "period_end": Between(first, last),
        },
    )


def group_series(
    measure: str,
    group_dimension: str,
    area_code: str,
    time_basis: str = "financial_year",
    survey: str = "PAS",
) -> pd.DataFrame:
    """One measure by group, with 95% intervals where the number of interviews is known.

    The rows come from a reader's own licensed copy of the answers: none is shipped. One survey and
    one time basis, as charts never mix them. Where a design effect is not known, the assumed one
    stands in.

    Returns:
        group, period_end, share_pct, low_pct, high_pct, base_n, design_effect, source_id, edition;
        by group, then time; empty when none is loaded.
    """
    rows = catalogue.load(
        "public_attitudes",
        None,
        {
            "survey": survey,
            "measure": measure,
            "group_dimension": group_dimension,
            "area_code": area_code,
            "time_basis": time_basis,
        },
    )
    columns = [
        "group",
        "period_end",
        "share_pct",
        "base_n",
        "design_effect",
        "source_id",
        "edition",
    ]
    rows = rows.reindex(columns=columns).sort_values(["group", "period_end"], ignore_index=True)
    _, assumed = survey_base(area_code)
    intervals = [
        None if pd.isna(base) else wilson_share(share, base, assumed if pd.isna(effect) else effect)
        for share, base, effect in zip(
            rows["share_pct"], rows["base_n"], rows["design_effect"], strict=True
        )
    ]
    lows = [None if one is None else one.low for one in intervals]
    highs = [None if one is None else one.high for one in intervals]
    rows.insert(3, "low_pct", pd.Series(lows, dtype="float64"))
    rows.insert(4, "high_pct", pd.Series(highs, dtype="float64"))
    return rows


@dataclass(frozen=True)
class SurveySummary:
    """One measure in one place: its newest share, its highest, and the change since the Review."""

    measure: str
    area_code: str
    latest_pct: float
    latest_end: pd.Timestamp
    latest_is_transcription: bool
    peak_pct: float | None
    peak_end: pd.Timestamp | None
    baseline_pct: float | None
    change: Interval | None
    why_no_change: str = ""


def survey_summary(series: pd.DataFrame, area_code: str) -> list[SurveySummary]:
    """What a series of `survey_series` comes to, measure by measure.

    Give the whole series up to the newest quarter on screen: the peak and the baseline are looked
    for in all of it, whatever part of it is drawn.
    """
    return [
        _summary_of(measure, rows.sort_values("period_end"), area_code)
        for measure, rows in series.groupby("measure", sort=False)
    ]


def _summary_of(measure: Any, rows: pd.DataFrame, area_code: str) -> SurveySummary:  # noqa: ANN401
    latest = rows.iloc[-1]
    peak = _peak(rows)
    baseline = rows.loc[rows["period_end"] == REVIEW_QUARTER, "share_pct"]
    before = None if baseline.empty else float(baseline.iloc[0])
    why_not = no_change_because(before, latest["period_end"])
    change = (
        change_in(survey_base(area_code), before, float(latest["share_pct"]))
        if before is not None and not why_not
        else None
    )
    return SurveySummary(
        measure=str(measure),
        area_code=area_code,
        latest_pct=float(latest["share_pct"]),
        latest_end=latest["period_end"],
        latest_is_transcription=bool(latest["is_transcription"]),
        peak_pct=None if peak is None else float(peak["share_pct"]),
        peak_end=None if peak is None else peak["period_end"],
        baseline_pct=before,
        change=change,
        why_no_change=why_not,
    )


def _peak(rows: pd.DataFrame) -> pd.Series | None:
    """The first highest row; None where it shares interviews with the newest and is another one."""
    peak = rows.sort_values("share_pct", ascending=False, kind="stable").iloc[0]
    latest = rows.iloc[-1]["period_end"]
    if rows["period_end"].min() > latest - pd.DateOffset(years=1):
        return None
    if peak["period_end"] == latest or peak["period_end"] <= latest - pd.DateOffset(years=1):
        return peak
    return None


def change_in(base: tuple[int, float], before_pct: float, after_pct: float) -> Interval:
    """Change between two years of one place that share no interviews, in points; see `survey_base`."""
    interviews, design_effect = base
    return change_of_share(
        before_pct,
        after_pct,
        interviews,
        interviews,
        design_effect,
        rounded=are_whole(before_pct, after_pct),
    )


def no_change_because(baseline_pct: float | None, latest_end: pd.Timestamp) -> str:
    """Why the change since the Review cannot be given; empty where it can."""
    if latest_end <= REVIEW_QUARTER:
        return "nothing after the year to March 2023"
    if baseline_pct is None:
        return "no figure for the year to March 2023"
    if latest_end < REVIEW_QUARTER + pd.DateOffset(years=1):
        return "the two years share interviews"
    return ""


def review_survey_points(measures: Sequence[str]) -> pd.DataFrame:
    """The Review's own survey figures for everyone in single quarters, its highs and lows.

    Returns:
        measure, period_end, value, statement, source_location, source_id, edition.
    """
    ids = {REVIEW_SURVEY_IDS[m]: m for m in measures if m in REVIEW_SURVEY_IDS}
    rows = catalogue.load(
        "review_figures",
        None,
        {"measure_id": list(ids), "group_dimension": ALL, "unit": "percent"},
    )
    days = (rows["period_end"] - rows["period_start"]).dt.days
    quarters = rows[days.between(80, 95)]
    return quarters.assign(measure=quarters["measure_id"].map(ids))[
        [
            *("measure", "period_end", "value", "statement", "source_location"),
            *("source_id", "edition"),
        ]
    ].reset_index(drop=True)


def trust_sensitivity(area_code: str) -> list[dict[str, Any]]:
    """Newest trust, and its change since the Review, with three design effects."""
    quarters = survey_quarters()
    series = survey_series(area_code, ["trust"], quarters[0], quarters[-1])
    (summary,) = survey_summary(series, area_code)
    base, _ = survey_base(area_code)
    if summary.baseline_pct is None:
        return []
    pair = (summary.baseline_pct, summary.latest_pct)
    return [
        {
            "design_effect": effect,
            "share": wilson_share(summary.latest_pct, base, effect, rounded=True),
            "change": change_of_share(*pair, base, base, effect, rounded=are_whole(*pair)),
        }
        for effect in survey_design()["sensitivity"]
    ]
