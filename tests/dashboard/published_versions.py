"""A published folder of seven versions with three small tables, and the routes over it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from starlette.applications import Starlette

from dashboard.files import routes
from data_pipeline import publish
from datasets.schema import DATASETS, Dataset

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
SOURCE: Mapping[str, Any] = {
    "id": "mps_recorded_crime",
    "title": "MPS recorded crime",
    "publisher": "Metropolitan Police Service",
    "citation": "Metropolitan Police Service, MPS recorded crime",
    "licence": "Open Government Licence v3.0",
    "licence_url": LICENCE,
    "url": "https://data.london.gov.uk/dataset/mps-recorded-crime",
    "caveats": ["The City of London has its own force."],
    "breaks": [
        {
            "date": "2024-02-28",
            "label": "New system",
            "affects": "all",
            "detail": "The Met changed its recording system.",
        }
    ],
}
# month, place, code, group, sub-group, count
OFFENCES = (
    ("2022-02-01", "Barnet", "E09000003", "Burglary", "Domestic burglary", 7),
    ("2022-02-01", "Lambeth", "E09000022", "Burglary", "Domestic burglary", 0),
    ("2022-02-01", "Unknown", None, "Theft", "Shoplifting", 2),
    ("2022-03-01", "Barnet", "E09000003", "Burglary", "Domestic burglary", 9),
    ("2022-03-01", "Lambeth", "E09000022", "Robbery", "Robbery of personal property", 4),
    ("2022-04-01", "Lambeth", "E09000022", "Theft", "Shoplifting", 5),
)
# measure, period end, share, base, transcription, place
SHARES = (
    ("trust", "2023-12-31", 69.5, 1_234, False, "Lambeth, north"),
    ("trust", "2024-03-31", 70.0, None, True, '=cmd|"/c calc"!A1'),
)


def offences() -> pd.DataFrame:
    names = ["month", "area_name", "area_code", "offence_group", "offence_subgroup"]
    rows = pd.DataFrame(OFFENCES, columns=[*names, "offences_count"])
    return rows.assign(
        month=pd.to_datetime(rows["month"]),
        area_type=rows["area_code"].isna().map({True: "unknown", False: "borough"}),
        published_label=rows["offence_subgroup"].str.upper(),
        source_id="mps_recorded_crime",
        edition="202606",
    )


def shares() -> pd.DataFrame:
    names = ["measure", "period_end", "share_pct", "base_n", "is_transcription", "area_name"]
    rows = pd.DataFrame(SHARES, columns=names)
    rows["base_n"] = rows["base_n"].astype("Int64")
    fixed = {
        "survey": "pas",
        "area_code": "E09000022",
        "group_dimension": "all",
        "group": "all",
        "time_basis": "rolling_12_months",
        "source_id": "mps_recorded_crime",
        "edition": "2024-03",
    }
    columns = DATASETS["public_attitudes"].columns
    rows = rows.assign(period_end=pd.to_datetime(rows["period_end"]), **fixed)
    return rows.reindex(columns=list(columns))


def outlines() -> pd.DataFrame:
    cells = ["E09000003", "Barnet", '{"type": "Polygon"}', "borough_boundaries", "2023"]
    return pd.DataFrame([cells], columns=list(DATASETS["boundaries"].columns))


def table(dataset: Dataset, rows: pd.DataFrame) -> publish.Table:
    return publish.Table(dataset, rows, [], publish.metadata_of(dataset, [dict(SOURCE)]))


def publish_all(folder: Path) -> None:
    """Versions 1.0.0 to 1.0.6, of which 1.0.2 on are kept; each changes the first count."""
    for count in (100, 101, 102, 103, 104, 105, 7):
        rows = offences()
        rows.loc[0, "offences_count"] = count
        tables = [table(DATASETS["recorded_offences"], rows)]
        tables += [table(DATASETS["public_attitudes"], shares())]
        tables += [table(DATASETS["boundaries"], outlines())]
        publish.publish(tables, folder)


def application() -> Starlette:
    """The routes alone, without Streamlit."""
    return Starlette(routes=routes.routes(pages=["", "trust"]), middleware=routes.middleware())
