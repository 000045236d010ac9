"""The Public Attitude Survey: shares, intervals, peaks and the change since the Review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures.places import ALL, MPS, SURVEY_MEASURES, places
from dashboard.subjects.trust.figures.interviews import (
    survey_base,
    survey_bases,
    survey_design,
    too_few,
)
from datasets import catalogue
from stats.compare import is_unusual_step
from stats.intervals import Interval, Share, change_of_share, wilson_share, wilson_shares
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

_FIRST_APART = REVIEW_QUARTER + pd.DateOffset(years=1)
"""End of the first year that shares no interviews with it."""

REVIEW_SURVEY_IDS = {
    "pas_trust_mps": "trust",
    "pas_good_job_local": "good_job_local",
    "pas_good_job_london": "good_job_london",
    "pas_treats_everyone_fairly": "treat_fairly",
}
"""Measure as the Review's figures name it -> as the survey does."""


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
    return series_of_places([area_code], measures, first, last).drop(columns="area_code")


def series_of_places(
    areas: Sequence[str], measures: Sequence[str], first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """`survey_series` of several places, one after the other, read and worked out together.

    Returns:
        area_code and the columns of `survey_series`; in the order of `areas`, of `measures`, of time.
    """
    rows = shares_of_places(areas, measures, first, last)
    bases = survey_bases(areas)
    pairs = zip(rows["area_code"], rows["share_pct"], strict=True)
    intervals = wilson_shares([Share(share, *bases[area]) for area, share in pairs], rounded=True)
    return (
        rows.assign(
            measure_name=rows["measure"].map(SURVEY_MEASURES),
            low_pct=[interval.low for interval in intervals],
            high_pct=[interval.high for interval in intervals],
            place=rows["area_code"].map({area: place for place, area in enumerate(areas)}),
            order=rows["measure"].map({measure: place for place, measure in enumerate(measures)}),
        )
        .sort_values(["place", "order", "period_end"])
        .drop(columns=["place", "order"])
        .reset_index(drop=True)
    )


def shares_of_places(
    areas: Sequence[str], measures: Sequence[str], first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """The shares of `series_of_places` without their intervals, in no order.

    Returns:
        area_code, measure, period_end, share_pct, is_transcription, source_id, edition.
    """
    rows = _rows_of(areas, measures, first, last)
    return rows[~too_few(rows["base_n"])].drop(columns="base_n")


def hidden_quarters(
    areas: Sequence[str], measures: Sequence[str], first: pd.Timestamp, last: pd.Timestamp
) -> dict[str, list[pd.Timestamp]]:
    """Ends of the years for which a share of a place rests on too few answers to be shown, by place."""
    rows = _rows_of(areas, measures, first, last)
    hidden = rows[too_few(rows["base_n"])]
    return {
        area: sorted(hidden.loc[hidden["area_code"] == area, "period_end"].unique())
        for area in areas
    }


_OF_PLACE = ["period_end", "share_pct", "is_transcription", "source_id", "edition"]


def survey_shares(measure: str, end: pd.Timestamp) -> pd.DataFrame:
    """Shares of one measure in one year, of every place that has one.

    Returns:
        period_end, share_pct, is_transcription, source_id, edition; indexed by area_code.
    """
    return newest_shares(measure, end, end, oldest=end)


def newest_shares(
    measure: str, here: pd.Timestamp, london: pd.Timestamp, oldest: pd.Timestamp | None = None
) -> pd.DataFrame:
    """The newest share of one measure of every place that has one, each in its own newest year.

    Args:
        measure: id.
        here, london: later figures of the boroughs, and of London, are left out.
        oldest: so are earlier ones than this.

    Returns:
        period_end, share_pct, is_transcription, source_id, edition; indexed by area_code.
    """
    rows = _rows_of(list(places()), [measure], oldest or pd.Timestamp.min, max(here, london))
    until = rows["area_code"].eq(MPS).map({True: london, False: here})
    shown = rows[~too_few(rows["base_n"]) & (rows["period_end"] <= until)]
    last = shown.sort_values("period_end").groupby("area_code", observed=True).tail(1)
    return last.set_index("area_code")[_OF_PLACE]


def _rows_of(
    areas: Sequence[str], measures: Sequence[str], first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """Rows of places, in the order of the table's key: picked from the one part that all share."""
    rows = catalogue.load(
        "public_attitudes",
        [
            *("area_code", "measure", "period_end", "share_pct", "base_n"),
            *("is_transcription", "source_id", "edition"),
        ],
        {name: wanted for name, wanted in SURVEY.items() if name != "measure"},
    )
    is_wanted = rows["period_end"].between(first, last)
    is_wanted &= rows["measure"].isin(list(measures)) & rows["area_code"].isin(list(areas))
    return rows[is_wanted].reset_index(drop=True)


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
    unusual_from: float | None = None
    """Share half a year before, of which `unusual_step` says that the newest lies unusually far from it."""


def unusual_step(before: Share | None, newest: Share, *, is_transcription: bool) -> float | None:
    """The share half a year before where the newest, read off a dashboard, is unusually far from it.

    Args:
        before: of the 12 months that ended half a year before the newest; None where not held.

    Returns:
        Per cent; None where the step is not unusual (`stats.compare.is_unusual_step`), or is published.
    """
    if before is None or not is_transcription:
        return None
    rounded = are_whole(before.pct, newest.pct)
    return before.pct if is_unusual_step(before, newest, rounded) else None


def half_a_year_before(end: pd.Timestamp) -> pd.Timestamp:
    """End of the year that shares its later half with the earlier half of the year to `end`."""
    return end - pd.offsets.MonthEnd(_HALF)


_HALF = 6
"""Months of half a year."""


def survey_summary(series: pd.DataFrame, area_code: str) -> list[SurveySummary]:
    """What a series of `survey_series` comes to, measure by measure.

    Give the whole series up to the newest quarter on screen: the peak and the baseline are looked
    for in all of it, whatever part of it is drawn.
    """
    by_place = summaries_of_places(series.assign(area_code=area_code))
    return by_place.get(area_code, [])


def summaries_of_places(series: pd.DataFrame) -> dict[str, list[SurveySummary]]:
    """`survey_summary` of each place in a series that has area_code; a place without rows is left out.

    Shares may come without their intervals.
    """
    bases = survey_bases(series["area_code"].unique())
    columns = ["area_code", "measure", "period_end", "share_pct", "is_transcription"]
    points: dict[tuple[str, str], list[_Point]] = {}
    for area, measure, *point in zip(*(series[name] for name in columns), strict=True):
        points.setdefault((area, measure), []).append(_Point(*point))
    found: dict[str, list[SurveySummary]] = {}
    for (area, measure), held in points.items():
        held.sort(key=lambda point: point.end)
        found.setdefault(area, []).append(_summary_of(measure, held, area, bases[area]))
    return found


class _Point(NamedTuple):
    """One share: of the 12 months to `end`."""

    end: pd.Timestamp
    pct: float
    is_transcription: bool


def _summary_of(
    measure: str, points: Sequence[_Point], area_code: str, base: tuple[int, float]
) -> SurveySummary:
    """What the shares of one measure in one place come to, the oldest first."""
    latest, peak = points[-1], _peak(points)
    before = next((point.pct for point in points if point.end == REVIEW_QUARTER), None)
    why_not = no_change_because(before, latest.end)
    change = None if before is None or why_not else change_in(base, before, latest.pct)
    half = next((one.pct for one in points if one.end == half_a_year_before(latest.end)), None)
    unusual = unusual_step(
        None if half is None else Share(half, *base),
        Share(latest.pct, *base),
        is_transcription=latest.is_transcription,
    )
    return SurveySummary(
        measure=measure,
        area_code=area_code,
        latest_pct=latest.pct,
        latest_end=latest.end,
        latest_is_transcription=latest.is_transcription,
        peak_pct=None if peak is None else peak.pct,
        peak_end=None if peak is None else peak.end,
        baseline_pct=before,
        change=change,
        why_no_change=why_not,
        unusual_from=unusual,
    )


def _peak(points: Sequence[_Point]) -> _Point | None:
    """The first highest; None where it shares interviews with the newest and is another one."""
    peak, latest = max(points, key=lambda point: point.pct), points[-1]
    year_before = latest.end - pd.DateOffset(years=1)
    if points[0].end > year_before:
        return None
    return peak if peak.end == latest.end or peak.end <= year_before else None


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
    if latest_end < _FIRST_APART:
        return "the two years share interviews"
    return ""


def review_survey_points(measures: Sequence[str]) -> pd.DataFrame:
    """The Review's own survey figures for everyone in single quarters, its highs and lows.

    Returns:
        measure, period_end, value, statement, source_location, source_id, edition.
    """
    ids = {one: measure for one, measure in REVIEW_SURVEY_IDS.items() if measure in measures}
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
