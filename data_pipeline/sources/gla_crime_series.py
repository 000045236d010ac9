"""The GLA's monthly series of the Met's offences: what recorded crime is held against, and never published."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import Source, SourceError

COLUMNS = ["dataset", "xvardt", "yvllb", "yval"]
OTHERS = ["xvarchar"]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows of the series that are compared: dataset, xvardt (first of a month), yvllb, yval.

    Raises:
        SourceError: a column is missing or unknown, a series is, or the file cannot be read.
    """
    raw = raw_tables.read_csv(path, source, required=COLUMNS, others=OTHERS)
    wanted = [label.split("/")[0] for label in source.labels["offence_group"]]
    rows = raw.loc[raw["dataset"].isin(wanted), COLUMNS]
    if missing := sorted({*wanted} - {*rows["dataset"]}):
        raise SourceError.of(source.id, f"{path.name}: no row of {missing[0]}")
    return rows


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> offences of each group and sub-group by month, of the whole of the Met.

    Raises:
        SourceError: an unknown series, a month or a count that is not one, a row twice.
    """
    raw_tables.refuse_repeats(raw, COLUMNS[:3], source)
    series = (raw["dataset"] + "/" + raw["yvllb"]).rename("dataset")
    subgroups = convert.to_label(series, source.labels["offence_subgroup"], source)
    return pd.DataFrame(
        {
            "month": convert.to_date(raw["xvardt"], "%Y-%m-01", source),
            "area_name": "Unknown",
            "offence_group": convert.to_label(series, source.labels["offence_group"], source),
            "offence_subgroup": subgroups,
            "area_code": pd.Series(None, index=raw.index, dtype=object),
            "area_type": "unknown",
            "published_label": series,
            "offences_count": convert.to_count(raw["yval"], source),
        }
    )
