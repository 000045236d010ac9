"""Survey series of the GLA's State of London database: five datasets of four surveys in one long file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import MPS, MPS_NAME, Source, SourceError

COLUMNS = ["dataset", "survey", "period", "series", "value"]
QUARTER = "quarter"


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows: dataset, survey, period (2022Q4 or first day of a month), series, value (0 to 1).

    Raises:
        SourceError: a column is missing, or the file cannot be read.
    """
    return raw_tables.read_csv(path, source, required=COLUMNS, others=["title"])[COLUMNS]


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> survey rows by survey, measure and group; blank cells only where declared.

    Raises:
        SourceError: an unknown dataset, survey or series, a period that is not one, a share outside
            its scale, a blank cell elsewhere, a dataset whose newest period lacks a series.
    """
    wanted = raw[~raw["dataset"].isin(source.settings["left_out"])]
    held = wanted[~_is_declared_blank(wanted, source)]
    facts = _facts(held, source)
    groups = _groups(held, source)
    places = _places(held, source)
    rows = pd.DataFrame(
        {
            "survey": _surveys(held, source),
            "measure": facts["measure"],
            "area_code": places["area_code"],
            "group_dimension": facts["group_dimension"].mask(groups == "all", "all"),
            "group": groups,
            "period_end": _period_ends(held["period"], facts["time_basis"], source),
            "time_basis": facts["time_basis"],
            "area_name": places["area_name"],
            "share_pct": _shares(held["value"], facts["is_whole"].astype(bool), source),
            "base_n": pd.array([pd.NA] * len(held), dtype="Int64"),
            "design_effect": float("nan"),
        }
    )
    _complete(rows, source)
    return rows


def _facts(held: pd.DataFrame, source: Source) -> pd.DataFrame:
    """What the metadata says of each row's dataset: measure, group_dimension, time_basis, is_whole."""
    known = source.settings["datasets"]
    found = convert.to_label(held["dataset"], known, source)
    return pd.DataFrame(list(found), index=held.index)


def _surveys(held: pd.DataFrame, source: Source) -> pd.Series:
    shared = held["survey"].isin(source.settings["shared_surveys"])
    named = held["survey"].mask(shared, held["series"])
    return convert.to_label(named, source.labels["survey"], source)


def _groups(held: pd.DataFrame, source: Source) -> pd.Series:
    named = (held["dataset"] + "/" + held["series"]).rename("series")
    return convert.to_label(named, source.labels["group"], source)


def _places(held: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The Met's area, except for surveys of which the metadata says another."""
    met = {"area_code": MPS, "area_name": MPS_NAME}
    found = held["survey"].map(lambda survey: source.settings["places"].get(survey, met))
    return pd.DataFrame(list(found), index=held.index)


def _period_ends(periods: pd.Series, basis: pd.Series, source: Source) -> pd.Series:
    """Last day of the calendar quarter, or of the month where the period's length is not stated."""
    of_quarter = basis == QUARTER
    days = convert.to_month_end(periods[~of_quarter], "%Y-%m-01", source)
    quarters = _quarter_ends(periods[of_quarter], source)
    ends: pd.Series = pd.concat([quarters, days]).reindex(periods.index)
    return ends


def _quarter_ends(quarters: pd.Series, source: Source) -> pd.Series:
    """Calendar quarters (2022Q4 is October to December) -> their last days."""
    parts = quarters.str.extract(r"^(20\d\d)Q([1-4])$")
    odd = quarters[parts[0].isna()]
    if len(odd):
        raise SourceError.of(
            source.id, f"column period: {odd.iloc[0]!r} is not a quarter such as 2022Q4"
        )
    months = parts[0] + "-" + (3 * parts[1].astype(int)).astype(str)
    return convert.to_month_end(months, "%Y-%m", source)


def _shares(values: pd.Series, is_whole: pd.Series, source: Source) -> pd.Series:
    """Per cents, whole ones except where the metadata says that a dataset's are finer."""
    full = source.settings["full"]
    read = [
        convert.to_share(values[is_whole == whole], full, source, is_whole=whole)
        for whole in (True, False)
    ]
    shares: pd.Series = pd.concat(read).reindex(values.index)
    return shares


def _is_declared_blank(wanted: pd.DataFrame, source: Source) -> pd.Series:
    blank = {
        (dataset, period)
        for dataset, periods in source.settings["blank"].items()
        for period in periods
    }
    keys = pd.Series(
        list(zip(wanted["dataset"], wanted["period"], strict=True)), index=wanted.index
    )
    return keys.isin(blank) & (wanted["value"] == "")


def _complete(rows: pd.DataFrame, source: Source) -> None:
    """Each measure's newest period holds all its series, which a file cut short would not."""
    series = Counter(label.split("/")[0] for label in source.labels["group"])
    for dataset, facts in source.settings["datasets"].items():
        own = rows[rows["measure"] == facts["measure"]]
        found = own.loc[own["period_end"] == own["period_end"].max(), "group"].nunique()
        if found != series[dataset]:
            raise SourceError.of(
                source.id, f"{dataset}: newest period holds {found} of {series[dataset]} series"
            )
