"""Survey series of the GLA's London-level outcomes: trust in the Met by year, victims' satisfaction by quarter."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import Source, SourceError

COLUMNS = [
    "dataset", "timeperiod_type", "timeperiod_sortable", "timeperiod_label", "area_code", "value",
]  # fmt: skip
OTHERS = ["indicator", "area_name"]
DAY = r"(20\d{6})(?:\.0)?"
QUARTER = r"Q([1-4]) (\d\d)-(\d\d)"
LAST_QUARTER = "4"


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows: dataset, kind, first day and label of the period, series, value (0 to 1), as text.

    Raises:
        SourceError: a column is missing or unknown, or the file is cut short or cannot be read.
    """
    return raw_tables.read_csv(path, source, required=COLUMNS, others=OTHERS)[COLUMNS]


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> survey rows by measure and group; fourth quarters left out.

    A fourth quarter's label and its day are a year apart, so one of them is wrong.

    Raises:
        SourceError: an unknown dataset or series, a period whose label and day do not agree, a share
            outside its scale, a series without the newest period of its measure.
    """
    wanted = raw[~raw["dataset"].isin(source.settings["left_out"])]
    held = wanted[~_is_last_quarter(wanted)]
    known = convert.to_label(held["dataset"], source.settings["datasets"], source)
    facts = pd.DataFrame(list(known), index=held.index)
    series = (held["dataset"] + "/" + held["area_code"]).rename("area_code")
    groups = convert.to_label(series, source.labels["group"], source)
    rows = pd.DataFrame(
        {
            "survey": convert.to_label(series, source.labels["survey"], source),
            "measure": facts["measure"],
            "area_code": facts["area_code"],
            "group_dimension": facts["group_dimension"],
            "group": groups,
            "period_end": _period_ends(held, source),
            "time_basis": facts["time_basis"],
            "area_name": facts["area_name"],
            "share_pct": convert.to_share(held["value"], source.settings["full"], source),
            "base_n": pd.array([pd.NA] * len(held), dtype="Int64"),
            "design_effect": float("nan"),
        }
    )
    _complete(rows, source)
    return rows


def _is_last_quarter(rows: pd.DataFrame) -> pd.Series:
    quarters = rows["timeperiod_label"].str.extract(f"^{QUARTER}$")[0]
    return quarters == LAST_QUARTER


def _period_ends(held: pd.DataFrame, source: Source) -> pd.Series:
    """Last day of each period, once its label and its first day agree."""
    days = convert.to_date(
        held["timeperiod_sortable"].str.extract(f"^{DAY}$", expand=False).fillna(""),
        "%Y%m%d",
        source,
    )
    is_year = held["timeperiod_type"] == "Annual"
    quarter = held["timeperiod_label"].str.extract(f"^{QUARTER}$")
    year = days.dt.year.where(is_year, days.dt.year % 100).astype(str)
    said = held["timeperiod_label"].where(is_year, quarter[1])
    first = (3 * quarter[0].astype("float64") + 1).where(~is_year, 1.0)
    odd = held[(said != year) | (days.dt.month != first) | (days.dt.day != 1)]
    if len(odd):
        one = odd.iloc[0]
        raise SourceError.of(
            source.id,
            f"column timeperiod_label: {one['timeperiod_label']!r} is not of the day "
            f"{one['timeperiod_sortable']} ({len(odd)} such)",
        )
    ends = days + pd.offsets.QuarterEnd(0)
    return ends.mask(is_year, days + pd.offsets.YearEnd(0))


def _complete(rows: pd.DataFrame, source: Source) -> None:
    """Each measure's newest period holds all its series, which a file cut short would not."""
    for dataset, facts in source.settings["datasets"].items():
        wanted = sum(label.startswith(f"{dataset}/") for label in source.labels["group"])
        own = rows[rows["measure"] == facts["measure"]]
        found = own.loc[own["period_end"] == own["period_end"].max(), "group"].nunique()
        if found != wanted:
            raise SourceError.of(
                source.id, f"{dataset}: newest period holds {found} of {wanted} series"
            )
