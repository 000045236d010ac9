"""Reads the published folder: its manifest, its tables, and the metadata inside them.

Nothing is taken from bytes that the manifest does not name (`datasets.checked`): what is damaged is
never carried into a new version.
"""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from datasets import checked
from datasets.checked import MANIFEST, METADATA_KEY, DatasetError, Snapshot, SpoiltTableError
from datasets.schema import Dataset, SourceError


def read_manifest(out: Path) -> dict[str, Any]:
    """The manifest of a published folder, or an empty one where there is none.

    Raises:
        SourceError: it cannot be read as one, or is not what was published.
    """
    found = _snapshot(out)
    if found is None:
        return {"version": "0.0.0", "built_at": None, "datasets": {}}
    return copy.deepcopy(found.manifest)


def _snapshot(out: Path) -> Snapshot | None:
    """What is published; an older build's manifest, without a hash of its content, is taken too."""
    path = out / MANIFEST
    if not path.exists():
        return None
    try:
        found = checked.snapshot_at(path, may_be_unsealed=True)
        [int(part) for part in found.version.split(".")]
    except (DatasetError, ValueError) as error:
        why = str(error).partition(": ")[2] or str(error)
        raise SourceError.of(str(path), f"cannot be read as a manifest: {why}") from error
    return found


def read_published(out: Path, dataset: Dataset) -> pd.DataFrame | None:
    """The rows now published, or None where the dataset is not published yet.

    Raises:
        SourceError: the table is published and damaged: its rows are not those of the manifest.
    """
    found = _snapshot(out)
    if found is None or dataset.id not in found.entries:
        return None
    try:
        table = pq.read_table(pa.BufferReader(checked.table(found, dataset.id).content))
    except (SpoiltTableError, pa.ArrowException) as error:
        what = str(error).partition(": ")[2] or str(error)
        raise SourceError.of(
            dataset.id, f"the published {dataset.id}.parquet is damaged: {what}"
        ) from error
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
    return {} if path is None else metadata_in(path)


def metadata_in(path: Path) -> dict[str, Any]:
    """The metadata that a table bears."""
    metadata: dict[str, Any] = json.loads(pq.read_schema(path).metadata[METADATA_KEY])
    return metadata


def files_of(manifest: dict[str, Any], dataset: str) -> list[dict[str, Any]]:
    """Entries of the files that a table was made from; none where it is not published."""
    files: list[dict[str, Any]] = manifest["datasets"].get(dataset, {}).get("sources", [])
    return files


def current_file(out: Path, dataset: str) -> Path | None:
    """The file that holds a table as the manifest names it; None where none does."""
    found = _snapshot(out)
    if found is None or dataset not in found.entries:
        return None
    try:
        return checked.table(found, dataset).path
    except SpoiltTableError:
        return None


def problems(out: Path) -> list[str]:
    """Files of the current version that are missing or are not what was published, a sentence each.

    A table is read from either of its two files; both are looked at here, and the metadata beside it.
    """
    found = _snapshot(out)
    return [] if found is None else [one for id_ in found.entries for one in _problems(found, id_)]


def _problems(of: Snapshot, dataset: str) -> list[str]:
    digest = str(of.entries[dataset]["sha256"])
    hashed, plain = checked.copies(of.folder, dataset, digest)
    spoilt = [path for path in (hashed, plain) if path.exists() and sha256(path) != digest]
    found = [f"{path.name} is not the file of the manifest" for path in spoilt]
    if not plain.exists():
        return [*found, f"{plain.name} is missing"]
    beside = of.folder / f"{dataset}.json"
    if plain not in spoilt and _json_in(beside) != metadata_in(plain):
        found.append(f"{beside.name} is not the metadata of {plain.name}")
    return found


def _json_in(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


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
