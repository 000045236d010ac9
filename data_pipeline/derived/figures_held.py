"""Finds the two figures of an indicator among what is held: nearest the Review, and newest since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from data_pipeline.derived.charges import of_charges
from data_pipeline.derived.found import (
    ID,
    Finder,
    Found,
    Frames,
    Two,
    editions_of,
    labelled,
    nearest,
    rows_of,
)
from data_pipeline.derived.printed_figures import of_figure
from datasets import catalogue
from datasets.schema import MONTHLY_POSITIVE_OUTCOMES, MPS, SourceError
from stats.administrative import ordinary_step
from stats.intervals import Share
from stats.twelve_months import are_held, months_to
from stats.verdicts import Counted, Figure

INPUTS = (
    "public_attitudes",
    "workforce",
    "population",
    "crime_outcomes",
    "recorded_offences",
    "review_figures",
    "published_figures",
)

CENSUS = "census_2021_ethnicity"
WORKFORCE = "home_office_workforce"
OTHER_CRIME = "mps_other_crime"

_ONE_YEAR = pd.DateOffset(years=1)


# Surveys


def of_survey(
    declared: dict[str, Any], frames: Frames, published: date, design_effect: float | None
) -> Two:
    """The year to the Review's publication, and the newest year, of one measure for everyone."""
    rows = _survey_rows(frames, declared["id"], "rolling_12_months")
    rows = rows[rows["group_dimension"] == "all"].sort_values("period_end")
    base_n, effect = survey_design(frames)
    effect = effect if design_effect is None else design_effect
    founds = [_of_share(row, base_n, effect) for row in rows.to_dict("records")]
    at = [found for found in founds if found.figure.end == published]
    later = [found for found in founds if found.figure.end > published]
    return (at[-1] if at else None), (later[-1] if later else None)


def _of_share(row: dict[Any, Any], base_n: float, effect: float) -> Found:
    end = pd.Timestamp(row["period_end"])
    value = float(row["share_pct"])
    return Found(
        Figure(
            value,
            (end - _ONE_YEAR + pd.Timedelta(days=1)).date(),
            end.date(),
            str(row["time_basis"]),
            (_share_of(value, base_n, effect, end),),
        ),
        ((str(row["source_id"]), str(row["edition"])),),
        base_n,
        effect,
        bool(row["is_transcription"]),
    )


def survey_design(frames: Frames) -> tuple[float, float]:
    """Interviews a year in London and design effect: of the newest loaded year, else the assumed."""
    rows = _survey_rows(frames, None, "financial_year")
    known = rows[rows["group_dimension"] == "all"].dropna(subset=["base_n", "design_effect"])
    if not known.empty:
        newest = known[known["period_end"] == known["period_end"].max()]
        return round(newest["base_n"].mean()), round(float(newest["design_effect"].mean()), 2)
    design = catalogue.declared("survey_design")
    per_year = next(one["per_year"] for one in design["interviews"] if one["area"] == MPS)
    return float(per_year), float(design["design_effect"])


def of_gap(
    declared: dict[str, Any], frames: Frames, published: date, design_effect: float | None
) -> Two:
    """A gap between two groups: from a loaded copy of the answers, or as documents print it.

    What was printed and what is loaded are of different kinds of period. The loaded ones are taken
    where one is of a time since the Review; else the printed ones, where one is; else the baseline
    that is nearer the Review.
    """
    loaded = nearest(_gaps(declared, frames, design_effect), published)
    printed = of_figure(declared, frames, published, None)
    if loaded[1] or not (printed[0] or printed[1]):
        return loaded
    if printed[1] or not loaded[0]:
        return printed
    both = [one for one in (printed[0], loaded[0]) if one]
    return max(both, key=lambda one: one.figure.end), None


def _gaps(declared: dict[str, Any], frames: Frames, design_effect: float | None) -> list[Found]:
    """The gap of each financial year that is loaded, oldest first."""
    rows = _survey_rows(frames, declared["id"], "financial_year").dropna(subset=["base_n"])
    rows = rows[rows["group_dimension"] == declared["group_dimension"]]
    if rows.empty:
        return []
    both = rows[rows["group"] == declared["group"]].merge(
        rows[rows["group"] == declared["reference"]],
        on="period_end",
        suffixes=("", "_reference"),
    )
    assumed = survey_design(frames)[1] if design_effect is None else design_effect
    return [_gap(row, assumed) for row in both.sort_values("period_end").to_dict("records")]


def _gap(row: dict[Any, Any], assumed_effect: float) -> Found:
    end = pd.Timestamp(row["period_end"])
    of_group, of_reference = (
        _share_of(
            row[f"share_pct{side}"],
            row[f"base_n{side}"],
            assumed_effect if pd.isna(effect := row[f"design_effect{side}"]) else effect,
            end,
        )
        for side in ("", "_reference")
    )
    figure = Figure(
        of_group.pct - of_reference.pct,
        (end - _ONE_YEAR + pd.Timedelta(days=1)).date(),
        end.date(),
        "financial_year",
        (of_group, of_reference),
    )
    made_from = ((str(row["source_id"]), str(row["edition"])),)
    return Found(figure, made_from, of_group.base_n, of_group.design_effect)


def _share_of(pct: float, base_n: float, effect: float, end: pd.Timestamp) -> Share:
    try:
        return Share(float(pct), float(base_n), float(effect))
    except ValueError as error:
        raise SourceError.of(ID, f"public_attitudes, year to {end:%B %Y}: {error}") from None


def _survey_rows(frames: Frames, measure: str | None, time_basis: str) -> pd.DataFrame:
    rows = rows_of(frames, "public_attitudes")
    rows = rows[
        (rows["survey"] == "PAS") & (rows["area_code"] == MPS) & (rows["time_basis"] == time_basis)
    ]
    return rows if measure is None else rows[rows["measure"] == measure]


# Counts


def of_workforce(
    declared: dict[str, Any], frames: Frames, published: date, _design_effect: float | None
) -> Two:
    """Residents' share less officers' share of a sex, on the last 31 March at the Review and newest."""
    return nearest(_by_day(declared, frames), published)


def counted(declared: dict[str, Any], frames: Frames) -> Counted | None:
    """What a verdict on heads needs more: the ordinary yearly step of their series.

    Heads are of one kind, so that no other mix of cases can be behind a change. None for an indicator of
    another kind, or that is not tested (of charges: `Charges.counted`).
    """
    if declared["kind"] != "workforce" or declared["test"] != "difference_of_proportions":
        return None
    return Counted(ordinary_step([one.figure for one in _by_day(declared, frames)]))


def _by_day(declared: dict[str, Any], frames: Frames) -> list[Found]:
    """Residents' share less officers' share of a sex, each 31 March, oldest first.

    Raises:
        SourceError: a sex that the census does not name, or one of several ranks that the tables
            do not name.
    """
    census = _census(rows_of(frames, "population"))
    residents = _share_of_residents(census, declared["group"])
    officers = _officers(rows_of(frames, "workforce"), declared.get("ranks"))
    if residents is None or officers.empty:
        return []
    of_census = editions_of(census)
    founds = [
        _against_residents(officers[officers["date"] == day], declared, residents, of_census)
        for day in sorted(officers["date"].unique())
    ]
    return [one for one in founds if one]


def _officers(rows: pd.DataFrame, ranks: list[str] | None) -> pd.DataFrame:
    """Officers counted by head, by sex and rank, as the Home Office gives them."""
    officers = rows[
        (rows["source_id"] == WORKFORCE)
        & (rows["role"] == "Police officers")
        & (rows["people_basis"] == "headcount")
        & (rows["sex"] != "all")
        & (rows["rank"] != "all")
        & (rows["ethnicity"] == "all")
    ]
    if ranks is None:
        return officers
    chosen = officers[officers["rank"].isin(ranks)]
    if not chosen.empty:  # some ranks but not all would be a share of fewer people
        _stop_at_unknown(ranks, chosen["rank"], "rank")
    return chosen


def _census(rows: pd.DataFrame) -> pd.DataFrame:
    """London's residents by sex in the Census of 2021.

    The City, which is not the Met's, is in it: the table gives it with Westminster.
    """
    census: pd.DataFrame = rows[(rows["source_id"] == CENSUS) & (rows["sex"] != "all")]
    return census


def _share_of_residents(census: pd.DataFrame, sex: str) -> float | None:
    """Share of a sex in per cent; None without any residents."""
    whole = float(census["residents_count"].sum())
    if not whole:
        return None
    _stop_at_unknown([sex], census["sex"], "sex")
    return 100 * float(census.loc[census["sex"] == sex, "residents_count"].sum()) / whole


def _stop_at_unknown(declared: list[str], held: pd.Series, what: str) -> None:
    if unknown := sorted(set(declared) - set(held)):
        raise SourceError.of(ID, f"no {what} {', '.join(unknown)} in the tables")


def _against_residents(
    rows: pd.DataFrame,
    declared: dict[str, Any],
    residents_pct: float,
    of_census: tuple[tuple[str, str], ...],
) -> Found | None:
    officers = float(rows["people"].sum())
    of_sex = rows.loc[rows["sex"] == declared["group"], "people"]
    if of_sex.empty or not officers:
        return None
    share = 100 * float(of_sex.sum()) / officers
    day = pd.Timestamp(rows["date"].iloc[0]).date()
    figure = Figure(residents_pct - share, day, day, "point_in_time", (Share(share, officers),))
    return Found(figure, editions_of(rows) + of_census, officers)


def of_outcomes(
    declared: dict[str, Any], frames: Frames, published: date, _design_effect: float | None
) -> Two:
    """Positive outcomes per 100 offences in the 12 months to the Review, and in the newest 12 ripe ones.

    A declared `series` is taken in the place of all offences; `baseline_end` and `newest_end` are the
    last days of the two where they are not the Review's and the newest: before a break, say.
    """
    labels = dict(MONTHLY_POSITIVE_OUTCOMES)
    if "series" in declared:
        labels |= {"series": declared["series"], "source_id": OTHER_CRIME}
    rows = labelled(rows_of(frames, "crime_outcomes"), labels)
    rows = rows[~rows["is_provisional"].astype(bool)]
    if rows.empty:
        return None, None
    first = pd.Timestamp(declared.get("baseline_end", published))
    last = pd.Timestamp(declared.get("newest_end", rows["period_end"].max()))
    before, after = (_year_of_outcomes(rows, end) for end in (first, last))
    return before, (after if last > pd.Timestamp(published) else None)


def _year_of_outcomes(rows: pd.DataFrame, end: pd.Timestamp) -> Found | None:
    last = pd.Timestamp(end.year, end.month, 1)
    last = last if end.is_month_end else last - pd.DateOffset(months=1)
    month = rows["period_end"].dt.to_period("M").dt.to_timestamp()
    year = rows[month.isin(months_to(last))]
    counts = year[["offences_count", "outcomes_count"]]
    offences = float(counts["offences_count"].sum())
    is_whole = are_held(month, last) and counts.notna().all(axis=None)
    if not (is_whole and offences):
        return None
    figure = Figure(
        100 * float(year["outcomes_count"].sum()) / offences,
        months_to(last)[0].date(),
        end.date(),
        "rolling_12_months",
    )
    return Found(figure, editions_of(year), offences)


FINDERS: Mapping[str, Finder] = {
    "survey": of_survey,
    "gap": of_gap,
    "figure": of_figure,
    "workforce": of_workforce,
    "outcomes": of_outcomes,
    "charges": of_charges,
}
