"""Reads the published folder: its manifest, its tables, and the metadata inside them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from datasets.schema import Dataset, SourceError

MANIFEST = "manifest.json"
METADATA_KEY = b"dataset"
"""Under which a table's schema holds the dataset's metadata."""


def read_manifest(out: Path) -> dict[str, Any]:
    """The manifest of a published folder, or an empty one where there is none.

    Raises:
        SourceError: it cannot be read as one.
    """
    path = out / MANIFEST
    if not path.exists():
        return {"version": "0.0.0", "built_at": None, "datasets": {}}
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        [int(part) for part in manifest["version"].split(".")], manifest["datasets"].keys()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError.of(str(path), f"cannot be read as a manifest: {error!r}") from error
    return manifest


def read_published(out: Path, dataset: Dataset) -> pd.DataFrame | None:
    """The rows now published, or None where the dataset is not published yet.

    Raises:
        SourceError: the table is there and cannot be read.
    """
    path = current_file(out, dataset.id)
    if path is None:
        return None
    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError.of(dataset.id, f"{path.name} cannot be read: {error}") from error
    plain = [
        pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type)
        for f in table.schema
    ]
    rows: pd.DataFrame = table.cast(pa.schema(plain)).to_pandas(
        date_as_object=False,
        types_mapper={pa.int64(): pd.Int64Dtype()}.get,  # an absent whole number stays one
    )
    return rows


def read_metadata(out: Path, dataset: Dataset) -> dict[str, Any]:
    """The metadata of the published table, or an empty one where there is none to be read."""
    path = current_file(out, dataset.id)
    if path is None or not columns_of(path):
        return {}
    metadata: dict[str, Any] = json.loads(pq.read_schema(path).metadata[METADATA_KEY])
    return metadata


def files_of(manifest: dict[str, Any], dataset: str) -> list[dict[str, Any]]:
    """Entries of the files that a table was made from; none where it is not published."""
    files: list[dict[str, Any]] = manifest["datasets"].get(dataset, {}).get("sources", [])
    return files


def current_file(out: Path, dataset: str) -> Path | None:
    """The file of a table that the manifest names; None where there is none."""
    entry = read_manifest(out)["datasets"].get(dataset)
    if entry is None:
        return None
    hashed = out / hashed_name(dataset, entry["sha256"])
    plain = out / f"{dataset}.parquet"
    return hashed if hashed.exists() else plain if plain.exists() else None


def hashed_name(dataset: str, digest: str) -> str:
    """Name of the file that holds one state of a table."""
    return f"{dataset}-{digest[:12]}.parquet"


def columns_of(path: Path) -> set[str]:
    """Columns of a table; none where the file is spoilt."""
    try:
        return set(pq.read_schema(path).names)
    except (pa.ArrowInvalid, OSError):
        return set()


def sha256(path: Path) -> str:
    """Hash of a file's bytes; empty where there is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
