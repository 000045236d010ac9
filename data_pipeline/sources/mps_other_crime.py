"""The Met's monthly dashboard, other crime: domestic abuse, hate crime, knife and gun crime, stolen phones.

A row a month, borough, sub-type and measure. Sub-types overlap, so each is a series of its own. The
totals of all notifiable offences that stand among them are left to the file of notifiable offences.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline import periods
from data_pipeline.steps import convert, geography, met_dashboard, ripeness
from datasets.schema import Source, SourceError

OFFENCES, OUTCOMES = "offences_count", "outcomes_count"
EACH = ["month", "place", "series"]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """A file of other crime or of knife crime -> raw rows with the publisher's labels.

    Raises:
        SourceError: a column is missing, or the file cannot be read.
    """
    return met_dashboard.raw(path, source)


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> offences and positive outcomes by month, place and series.

    Raises:
        SourceError: an unknown label, a count or day that is none, a row that stands twice, a month
            missing, or a large series without a measure or a borough in some month.
    """
    rows = met_dashboard.counts(raw, source)
    made_on = rows["made_on"].min()  # the first that a row says, so that no age is too high
    subtypes = rows["crime_subtype"].rename("crime_subtype")
    series = convert.each_once(
        subtypes, lambda cells: convert.to_label(cells, _series(source), source)
    )
    rows = rows.assign(series=series)[series != ""]
    missing = periods.missing_months(rows["month"])
    if missing:
        raise SourceError.of(source.id, f"month {missing[0]} is missing ({len(missing)} such)")
    wide = _wide(rows)
    _large_are_whole(wide, source)
    return ripeness.with_age(_rows(wide, source), made_on, source)


def _series(source: Source) -> dict[str, str]:
    """Sub-type in small letters -> our series; empty for those that are left out."""
    return {**source.labels["series"], **dict.fromkeys(source.settings["left_out"], "")}


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a month, place and series: the publisher writes none for a count of none, so what is absent is 0.

    A series that has not one row of a measure is not counted by it.
    """
    wide = rows.pivot_table(
        index=EACH, columns="measure", values="count", aggfunc="sum", fill_value=0
    ).reindex(columns=[OFFENCES, OUTCOMES], fill_value=0)
    counts = wide.astype("Int64").reset_index()
    for measure in (OFFENCES, OUTCOMES):
        counted = set(rows.loc[rows["measure"] == measure, "series"])
        counts[measure] = counts[measure].where(counts["series"].isin(counted))
    return counts


def _large_are_whole(counts: pd.DataFrame, source: Source) -> None:
    """Of a series that every borough has in every month, a file without one is cut short."""
    boroughs = set(geography.area_names()) - {geography.CITY}
    codes = counts["place"].map(geography.area_codes())
    months = sorted(counts["month"].unique())
    for series in sorted(set(source.settings["large"]) & set(counts["series"])):
        own = counts[counts["series"] == series]
        held = own[codes[own.index].isin(boroughs) & (own[OFFENCES] > 0)]
        places = held.groupby("month")["place"].nunique().reindex(months, fill_value=0)
        outcomes = own.groupby("month")[OUTCOMES].sum().reindex(months, fill_value=0)
        if (places < len(boroughs)).any():
            month = places.index[places < len(boroughs)][0]
            raise SourceError.of(
                source.id,
                f"{series}, {month:%Y-%m}: offences for {places[month]} of 32 boroughs: is the file cut short?",
            )
        if (outcomes == 0).any():
            month = outcomes.index[outcomes == 0][0]
            raise SourceError.of(
                source.id, f"{series}, {month:%Y-%m}: no row says how many had a positive outcome"
            )


def _rows(counts: pd.DataFrame, source: Source) -> pd.DataFrame:
    others = dict.fromkeys(source.settings["non_places"], "")
    places = counts["place"].rename("borough_snt")
    codes = convert.each_once(
        places, lambda cells: convert.to_label(cells, {**geography.area_codes(), **others}, source)
    )
    offences, outcomes = (counts[name].astype("Float64") for name in (OFFENCES, OUTCOMES))
    rates = (outcomes / offences.where(offences > 0) * 100).astype("float64")
    return pd.DataFrame(
        {
            "period_start": counts["month"],
            "period_end": counts["month"] + pd.offsets.MonthEnd(0),
            "area_name": codes.map(geography.area_names()).fillna(places),
            "series": counts["series"],
            "offence_group": source.settings["group"],
            "offence_code": None,
            "outcome_kind": source.settings["kind"],
            "outcome_basis": source.settings["basis"],
            "area_code": codes.mask(codes == ""),
            "outcomes_count": counts[OUTCOMES],
            "offences_count": counts[OFFENCES],
            "rate_pct": rates,
        }
    )
