"""Tables of a few rows to publish, and a published folder's hashes whenever it was built."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from data_pipeline import publish
from datasets import checked
from datasets.schema import DATASETS, Dataset
from tests.data_pipeline.conftest import hashes

POPULATION = DATASETS["population"]
BOUNDARIES = DATASETS["boundaries"]


def residents(*counts: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": range(2011, 2011 + len(counts)),
            "area_code": "E09000003",
            "area_name": "Barnet",
            "sex": "all",
            "ethnicity": "all",
            "age_band": "all",
            "residents_count": counts,
            "source_id": "ons_population",
            "edition": "2012",
        }
    )


def outline(text: str = "{}") -> pd.DataFrame:
    values = ["E09000003", "Barnet", text, "borough_boundaries", "2023"]
    return pd.DataFrame([values], columns=list(BOUNDARIES.columns))


def table(rows: pd.DataFrame, dataset: Dataset = POPULATION) -> publish.Table:
    source = {"id": "a", "edition": "1", "file": "f", "sha256": "00", "retrieved": "2026-01-01"}
    return publish.Table(dataset, rows, [source], publish.metadata_of(dataset, []))


def forget_time(folder: Path) -> dict[str, str]:
    """Hashes of a folder after its manifests were given one time of building."""
    for path in folder.glob("manifest*.json"):
        path.write_bytes(checked.seal({**json.loads(path.read_text()), "built_at": "2000-01-01"}))
    return hashes(folder)
