"""The newest figure of each gap that is held, from every table: each on its own base and date, none joined."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.places import ALL, MPS
from dashboard.subjects.gaps.figures import gaps
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures.series import GapSeries
from dashboard.subjects.misconduct import figures as misconduct
from dashboard.subjects.powers.figures import disproportion, force, powers, searches
from dashboard.subjects.powers.figures.powers import Leading
from dashboard.subjects.workforce.figures import printed as workforce_printed
from dashboard.subjects.workforce.figures import workforce
from datasets import catalogue

GROUP = "Black"
"""Whom the ratios are of, against White people: the group that the Review asks about first."""
TIMES, POINTS = "times", "percentage points"
OF_SURVEY = ("trust", "treat_fairly", "good_job_local")
"""Questions by ethnic group of which the survey's own gap is printed."""
_YEAR_OF_REVIEW = "review-year"
"""The survey's shares by group in a financial year, as the Review prints them."""


@dataclass(frozen=True)
class Measured:
    """One gap: how far two groups are apart, at its newest.

    Attributes:
        id: `searched`, `force`, `allegations`, `women`, `minorities`, or the survey's question.
        unit: TIMES or POINTS. value: how many times, or points of the first less the second.
        first, second: the two shares, in per cent; None where no two are held.
        people: the two groups as nouns, where they are not fixed by `id`; survey: who asked.
        left_out: a month that the figure leaves out of its 12.
        before: the same a year before, where the two can be compared; is_clear: whether they differ
            by more than chance, and is_higher: which way.
        dataset, source_ids: where it is from.
    """

    id: str
    unit: str
    value: float
    start: pd.Timestamp
    end: pd.Timestamp
    dataset: str
    source_ids: frozenset[str]
    low: float | None = None
    high: float | None = None
    first: float | None = None
    second: float | None = None
    series: GapSeries | None = None
    left_out: pd.Timestamp | None = None
    leading: Leading | None = None


Ends = tuple[tuple[str, str], ...]
"""What is counted -> last month of its newest figure, of what a later table can add to."""


def ends_held() -> dict[str, list[str]]:
    """The periods held of what a later table can add to, newest first: what a fixed link keeps.

    Returns:
        searches, force, officers, asked -> last months; without what is not published.
    """
    lines = _lines_over_time()
    found = {
        "searches": searches.windows(searches.OFFICER, ALL) if _is_held("stop_and_search") else (),
        "force": [f"{one:%Y-%m}" for one in force.force_years()]
        if _is_held("use_of_force")
        else (),
        "officers": [f"{one:%Y-%m}" for one in workforce.women_dates()[::-1]]
        if _is_held("workforce")
        else (),
        "asked": [f"{one.end:%Y-%m}" for one in lines.gaps[::-1]] if lines else (),
    }
    return {key: list(held) for key, held in found.items() if held}


def _is_held(dataset: str) -> bool:
    """Whether a table is there, and the residents that its figures are set against."""
    return catalogue.is_readable(dataset) and catalogue.is_readable("population")


def measured(ends: Ends) -> list[Measured]:
    """Every gap that is held, the newest first.

    Args:
        ends: one of each of `ends_held`.
    """
    asked = dict(ends)
    found = [
        *_searched(asked.get("searches", "")),
        *_survey(asked.get("asked", "")),
        *_women(asked.get("officers", "")),
        *_minorities(),
        *_allegations(),
        *_force(asked.get("force", "")),
    ]
    return sorted(found, key=lambda one: one.end, reverse=True)


def _searched(end: str) -> Iterator[Measured]:
    held = searches.windows(searches.OFFICER, ALL) if end else {}
    lead = powers.leading(searches.OFFICER, ALL, end, GROUP) if end else None
    if lead is not None:
        yield Measured(
            "searched",
            TIMES,
            lead.ratio.estimate,
            held[end].first,
            held[end].last + pd.offsets.MonthEnd(0),
            "stop_and_search",
            searches.MONTHLY,
            lead.ratio.low,
            lead.ratio.high,
            left_out=lead.month,
            leading=lead,
        )


def _force(until: str) -> Iterator[Measured]:
    if not until:
        return
    end = _last_day(until)
    rates = force.force_by_group(end, ALL).set_index("ethnicity")
    row = {name: float(rates[name][GROUP]) for name in ("ratio", "ratio_low", "ratio_high")}
    if not any(map(math.isnan, row.values())):
        start = end - pd.DateOffset(years=1) + pd.Timedelta(days=1)
        ratio, low, high = row.values()
        yield Measured(
            "force", TIMES, ratio, start, end, "use_of_force", force.HOME_OFFICE, low, high
        )


def _last_day(month: str) -> pd.Timestamp:
    return pd.Timestamp(month) + pd.offsets.MonthEnd(0)


def _allegations() -> Iterator[Measured]:
    rows = misconduct.disparity()
    rows = rows[(rows["kind"] == "allegation") & (rows["group"] == GROUP)]
    if not rows.empty:
        row = rows.sort_values("period_end").iloc[-1]
        source = frozenset({str(row["source_id"])})
        dataset = "review_figures" if source == {"review_figures"} else "published_figures"
        yield Measured(
            *("allegations", TIMES, float(row["ratio"]), row["period_start"], row["period_end"]),
            *(dataset, source),
        )


def _women(until: str) -> Iterator[Measured]:
    if not until:
        return
    women = workforce.women_by_year("officers", "headcount").dropna(subset=["share_pct"])
    women = women[women["date"] <= _last_day(until)]
    if not women.empty:
        sources = frozenset({"home_office_workforce"})
        share, day = float(women["share_pct"].iloc[-1]), women["date"].iloc[-1]
        yield _officers("women", share, day, workforce.women_of_london(), "workforce", sources)


def _minorities() -> Iterator[Measured]:
    yearly, _ = workforce_printed.minority_lines()
    if not yearly.empty and catalogue.is_readable("population"):
        sources, london = frozenset({"review_figures"}), workforce.minorities_of_london()
        share, day = float(yearly["value"].iloc[-1]), yearly["date"].iloc[-1]
        yield _officers("minorities", share, day, london, "review_figures", sources)


def _officers(
    name: str, share: float, day: pd.Timestamp, london: float, dataset: str, sources: frozenset[str]
) -> Measured:
    gap = share - london
    return Measured(name, POINTS, gap, day, day, dataset, sources, first=share, second=london)


def _lines_over_time() -> GapSeries | None:
    """The one series that holds both shares in most periods."""
    there = gaps.over_time()
    asked = there["measure"], there["by"], there["group"]
    found = (gaps.gap_series(*asked, name) for name in gaps.sources_of(*asked))
    return next((one for one in found if one is not None and one.gaps), None)


def _survey(until: str) -> Iterator[Measured]:
    lines = _lines_over_time()
    if lines is not None and until:
        lines = gaps.until(lines, _last_day(until))
        if lines.gaps:
            yield _newest_of(lines)
    for measure in OF_SURVEY:
        for name in gaps.sources_of(measure, "ethnicity", GROUP):
            found = gaps.gap_series(measure, "ethnicity", GROUP, name)
            if found is not None and found.gaps:
                yield _newest_of(found)
                break


def _newest_of(found: GapSeries) -> Measured:
    point = found.gaps[-1]
    figures = found.figures[found.figures["period_end"] == point.end]
    first, second = (None if one is None else one.pct for one in (point.group, point.reference))
    return Measured(
        found.measure,
        POINTS,
        float(point.gap or 0),
        point.start,
        point.end,
        str(figures["dataset"].iloc[0]),
        frozenset(figures["source_id"]),
        None if point.interval is None else point.interval.low,
        None if point.interval is None else point.interval.high,
        first,
        second,
        found,
    )


def as_data(found: list[Measured]) -> pd.DataFrame:
    """The same as rows for files."""
    return pd.DataFrame(
        [
            {
                "gap_id": one.id,
                "unit": one.unit,
                "value": one.value,
                "value_low": one.low,
                "value_high": one.high,
                "first_pct": one.first,
                "second_pct": one.second,
                "period_start": one.start,
                "period_end": one.end,
                "month_left_out": one.left_out,
                "dataset": one.dataset,
                "source_id": ", ".join(sorted(one.source_ids)),
            }
            for one in found
        ]
    ).astype(
        {
            **dict.fromkeys(["value", "value_low", "value_high"], "float64"),
            **dict.fromkeys(["first_pct", "second_pct"], "float64"),
            "month_left_out": "datetime64[ns]",
        }
    )


# A group beside all Londoners


def beside_all(group: str) -> pd.DataFrame:
    """The survey's newest shares of an ethnic group in a year, and of all Londoners in the same 12 months.

    The group's as the Review prints them, all Londoners' from MOPAC's own table of the same survey.

    Returns:
        measure, says, group_pct, all_pct, period_start, period_end, figure_id, source_id (of all
        Londoners); only questions of which both are held.
    """
    cells = gap_figures.printed_cells()
    own = cells[
        cells["survey"].eq(_YEAR_OF_REVIEW)
        & cells["dimension"].eq("ethnicity")
        & cells["role"].eq("share")
        & cells["group"].eq(group)
        & cells["bound"].eq("exact")
    ]
    if own.empty:
        return pd.DataFrame(columns=["measure", "says", "group_pct", "all_pct", "period_end"])
    columns = ["measure", "period_end", "share_pct", "edition", "source_id"]
    whole = catalogue.load(
        "public_attitudes",
        columns,
        {"area_code": MPS, "group_dimension": ALL, "time_basis": "rolling_12_months"},
    )
    whole = whole.sort_values("edition").drop_duplicates(["measure", "period_end"], keep="last")
    both = own.drop(columns="source_id").merge(whole, on=["measure", "period_end"])
    both = both[both["period_end"] == both["period_end"].max()]
    says = [gap_figures.entry("measure", one)["says"] for one in both["measure"]]
    return pd.DataFrame(
        {
            "measure": both["measure"],
            "says": says,
            "group_pct": both["value"].astype("float64"),
            "all_pct": both["share_pct"].astype("float64"),
            "period_start": both["period_start"],
            "period_end": both["period_end"],
            "figure_id": both["figure_id"],
            "source_id": both["source_id"],
        }
    ).reset_index(drop=True)


CENSUS = disproportion.CENSUS
ON_CENSUS = frozenset({"searched", "force", "women", "minorities"})
"""Figures that are set against residents."""
