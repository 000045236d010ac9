"""A published folder with two small tables, made as the pipeline makes it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_pipeline import publish
from datasets.schema import DATASETS

OFFENCES = DATASETS["recorded_offences"]
OUTLINES = DATASETS["boundaries"]
# month, place, code, group, sub-group, count
CELLS = (
    ("2022-02-01", "Barnet", "E09000003", "Burglary", "Domestic burglary", 7),
    ("2022-02-01", "Lambeth", "E09000022", "Burglary", "Domestic burglary", 0),
    ("2022-02-01", "Unknown", None, "Theft", "Shoplifting", 2),
    ("2022-03-01", "Barnet", "E09000003", "Burglary", "Domestic burglary", 9),
    ("2022-03-01", "Lambeth", "E09000022", "Robbery", "Robbery of personal property", 4),
    ("2022-04-01", "Lambeth", "E09000022", "Theft", "Shoplifting", 5),
)


def offences() -> pd.DataFrame:
    names = [
        "month",
        "area_name",
        "area_code",
        "offence_group",
        "offence_subgroup",
        "offences_count",
    ]
    rows = pd.DataFrame(CELLS, columns=names)
    return rows.assign(
        month=pd.to_datetime(rows["month"]),
        area_type=rows["area_code"].isna().map({True: "unknown", False: "borough"}),
        published_label=rows["offence_subgroup"].str.upper(),
        source_id="mps_recorded_crime",
        edition="202606",
    )


def outlines() -> pd.DataFrame:
    cells = ["E09000003", "Barnet", "{}", "borough_boundaries", "2023"]
    return pd.DataFrame([cells], columns=list(OUTLINES.columns))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the catalogue reads."""
    source = {"id": "mps_recorded_crime", "title": "Recorded crime"}
    publish.publish(
        [
            publish.Table(OFFENCES, offences(), [], publish.metadata_of(OFFENCES, [source])),
            publish.Table(OUTLINES, outlines(), [], publish.metadata_of(OUTLINES, [])),
        ],
        tmp_path,
    )
    monkeypatch.setenv("DATASETS_DIR", str(tmp_path))
    return tmp_path
