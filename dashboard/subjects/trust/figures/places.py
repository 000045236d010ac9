"""The survey's measures for London and any set of boroughs, and the year they are compared at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.figures.places import MPS, MPS_NAME, SURVEY_MEASURES, places
from dashboard.subjects.trust.figures.survey import (
    REVIEW_QUARTER,
    SURVEY,
    SurveySummary,
    series_of_places,
    shares_of_places,
    summaries_of_places,
    survey_measures,
    survey_quarters,
)
from datasets import catalogue

NOT_HELD = "good_job_london"
"""A measure that is in no file, of which only the Review's single quarters are known."""
TOGETHER = ("trust", "good_job_local", NOT_HELD, "treat_fairly")
"""The four measures of trust and confidence, always offered together."""


def survey_options() -> dict[str, str]:
    """Measures to choose from: those held, and of the four that belong together the one that is not."""
    held = survey_measures()
    return {id_: name for id_, name in SURVEY_MEASURES.items() if id_ in held or id_ in TOGETHER}


def survey_of_places(
    areas: Iterable[str], measures: Sequence[str], first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """`survey_series` of several places, one after the other.

    Returns:
        area_code, area_name and the columns of `survey_series`.
    """
    held = list(areas)
    rows = series_of_places(held or [MPS], measures if held else [], first, last)
    code = rows.pop("area_code")
    return rows.assign(area_code=code, area_name=code.map(places()))


def with_gaps(series: pd.DataFrame) -> pd.DataFrame:
    """One line with a row for each quarter: without a share where none is given, so that it breaks.

    Args:
        series: rows of one measure in one place, with `period_end`.
    """
    quarters = pd.date_range(series["period_end"].min(), series["period_end"].max(), freq="QE")
    return series.set_index("period_end").reindex(quarters).rename_axis("period_end").reset_index()


def yearly(series: pd.DataFrame) -> pd.DataFrame:
    """The rows a year apart, counted from the newest, and those of the year to March 2023."""
    newest = series["period_end"].max()
    is_kept = series["period_end"].dt.month.eq(newest.month)
    kept: pd.DataFrame = series[is_kept | series["period_end"].eq(REVIEW_QUARTER)]
    return kept


def newest(series: pd.DataFrame) -> dict[str, tuple[float, pd.Timestamp]]:
    """The newest share of one measure in each place, and the end of its year: by name."""
    last = series.sort_values("period_end").groupby("area_name", sort=False).tail(1)
    rows = zip(last["area_name"], last["share_pct"], last["period_end"], strict=True)
    return {str(name): (float(share), end) for name, share, end in rows}


def common_quarters(measure: str) -> list[pd.Timestamp]:
    """Ends of the years at which boroughs can stand beside London, oldest first.

    London has a figure, and so have most of the boroughs; one that has none is named as such.
    """
    of_boroughs, of_london = _quarters(measure)
    return sorted(of_boroughs & of_london)


def borough_quarters(measure: str) -> list[pd.Timestamp]:
    """Ends of the years that most of the boroughs have, from the first of `common_quarters` on.

    The newest may be later than London's.
    """
    of_boroughs, of_london = _quarters(measure)
    first = min(of_boroughs & of_london, default=pd.Timestamp.max)
    return sorted(end for end in of_boroughs if end >= first)


def _quarters(measure: str) -> tuple[set[pd.Timestamp], set[pd.Timestamp]]:
    """Ends of the years that most of the boroughs have, and of those that London has."""
    rows = catalogue.load(
        "public_attitudes", ["area_code", "period_end"], {**SURVEY, "measure": measure}
    )
    is_london = rows["area_code"] == MPS
    boroughs = rows[~is_london].groupby("period_end")["area_code"].nunique()
    held = boroughs.index[boroughs > (len(places()) - 1) / 2]
    return set(held), set(rows.loc[is_london, "period_end"])


def common_quarter(measure: str, last: pd.Timestamp) -> pd.Timestamp | None:
    """The newest of `common_quarters` up to `last`; None where there is none."""
    found = [end for end in common_quarters(measure) if end <= last]
    return found[-1] if found else None


@dataclass(frozen=True)
class AtOneDate:
    """Places beside London at one date.

    Attributes:
        by_place: name -> share and change since the Review, None without a figure; London last.
    """

    measure: str
    end: pd.Timestamp
    by_place: dict[str, SurveySummary | None]

    @property
    def shares(self) -> dict[str, float]:
        """The boroughs that have a figure: name -> per cent."""
        held = {name: one.latest_pct for name, one in self.by_place.items() if one is not None}
        return {name: share for name, share in held.items() if name != MPS_NAME}

    @property
    def london_pct(self) -> float:
        """London's share."""
        london = self.by_place[MPS_NAME]
        return float("nan") if london is None else london.latest_pct

    def beside_london(self, place: str) -> list[tuple[SurveySummary, SurveySummary]]:
        """One place's figure and London's, as a list of one pair; none where either is missing."""
        own, london = self.by_place[place], self.by_place[MPS_NAME]
        return [] if own is None or london is None else [(own, london)]


def places_at(measure: str, areas: Sequence[str], last: pd.Timestamp) -> AtOneDate | None:
    """Places and London in the newest of `common_quarters` up to `last`; None where there is none."""
    end = common_quarter(measure, last)
    if end is None:
        return None
    names, oldest = places(), survey_quarters()[0]
    held = summaries_of_places(shares_of_places(areas, [measure], oldest, end))
    held |= ask(_of_london, measure, oldest, end)
    found = {
        names[area]: next((one for one in held.get(area, []) if one.latest_end == end), None)
        for area in (*areas, MPS)
    }
    return AtOneDate(measure, end, found)


def newest_end(measure: str) -> pd.Timestamp:
    """End of the newest year that is held of a measure, of any place."""
    ends = catalogue.load("public_attitudes", ["period_end"], {**SURVEY, "measure": measure})
    return pd.Timestamp(ends["period_end"].max())


def places_newest(
    measure: str, areas: Sequence[str], here: pd.Timestamp, london: pd.Timestamp
) -> dict[str, SurveySummary | None]:
    """Each place's newest share and its change since the Review, and London's, each at its own date.

    Args:
        measure: id. areas: codes of the boroughs.
        here, london: later figures of the boroughs, and of London, are left out.

    Returns:
        Name -> figures, None without any; London last.
    """
    names, oldest = places(), survey_quarters()[0]
    boroughs = [area for area in areas if area != MPS]
    held = summaries_of_places(shares_of_places(boroughs, [measure], oldest, here))
    held |= ask(_of_london, measure, oldest, london)
    return {names[area]: next(iter(held.get(area, [])), None) for area in (*areas, MPS)}


def _of_london(
    measure: str, oldest: pd.Timestamp, last: pd.Timestamp
) -> dict[str, list[SurveySummary]]:
    """What London's shares come to: the same beside every place."""
    return summaries_of_places(shares_of_places([MPS], [measure], oldest, last))


def as_lines(series: pd.DataFrame, by: str) -> pd.DataFrame:
    """Rows of `survey_of_places` as charts of lines take them: a line per value of `by`.

    Returns:
        date, series, value, low, high, is_dashed, role ("context" for London beside boroughs); a
        missing quarter has a row without a value.
    """
    found = [
        with_gaps(part).assign(series=name, role="context" if name == MPS_NAME else "main")
        for name, part in series.groupby(by, sort=False)
    ]
    renamed = {"period_end": "date", "share_pct": "value", "low_pct": "low", "high_pct": "high"}
    rows = pd.concat(found, ignore_index=True).rename(columns=renamed)
    rows = rows.assign(is_dashed=rows["is_transcription"])
    return rows[["date", "series", "value", "low", "high", "is_dashed", "role"]]


def missing_quarters(series: pd.DataFrame) -> dict[str, list[pd.Timestamp]]:
    """Quarters that are missing within a line: place -> ends, of any measure on screen."""
    found: dict[str, list[pd.Timestamp]] = {}
    lines = series.assign(
        quarter=4 * series["period_end"].dt.year + series["period_end"].dt.quarter
    )
    for (place, _), part in lines.groupby(["area_name", "measure"], sort=False):
        if part["quarter"].max() - part["quarter"].min() == len(part) - 1:
            continue  # a row for each quarter
        filled = with_gaps(part)
        ends = list(filled.loc[filled["share_pct"].isna(), "period_end"])
        if ends:
            found[str(place)] = sorted({*found.get(str(place), []), *ends})
    return found
