"""The only reader of `datasets/published/`: what there is, what it means, and its rows.

The folder holds `manifest.json` and one Parquet table per dataset. The manifest says which bytes are
current: a table is read from the file named after its hash where the pipeline left one, else from
the plain `<id>.parquet`. `DATASETS_DIR` in the environment points to another published folder.
Within `versions.reading` all of this is said of an older version that is kept.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tomllib
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads
import pyarrow.parquet as pq

from datasets.schema import REFERENCE

MANIFEST = "manifest.json"
METADATA_KEY = b"dataset"

AS_OF: ContextVar[str] = ContextVar("version of the data to read", default="")
"""The older version that is read in place of the current one; set by `versions.reading` alone."""

log = logging.getLogger(__name__)


class DatasetError(Exception):
    """The published data cannot be read as asked; the message is fit for a user."""


class DatasetNotPublishedError(DatasetError):
    """No dataset of that id is in the published folder."""


class UnknownColumnError(DatasetError):
    """A column was asked for that the dataset does not have."""


@dataclass(frozen=True)
class Between:
    """A filter: from `low` to `high`, both included; None leaves that end open."""

    low: Any = None
    high: Any = None


def directory() -> Path:
    """Folder of the published data."""
    return Path(os.environ.get("DATASETS_DIR") or REFERENCE.parent / "published")


def manifest() -> dict[str, Any]:
    """The manifest: data version, when it was built, and per dataset rows, hash, sources, period.

    Raises:
        DatasetError: there is no manifest, or it cannot be read.
    """
    path = directory() / (f"manifest-{AS_OF.get()}.json" if AS_OF.get() else MANIFEST)
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DatasetError(f"no published data: the folder holds no {path.name}") from None
    except OSError as error:  # its own words would name the folder
        raise DatasetError(f"{path.name} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise DatasetError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("datasets"), dict):
        raise DatasetError(f"{path.name} cannot be read: it names no datasets")
    return found


def version() -> str:
    """Version of the published data, such as 1.2.0."""
    return str(manifest()["version"])


def ids() -> list[str]:
    """Ids of the published datasets, in alphabetical order."""
    return sorted(manifest()["datasets"])


def describe(dataset: str) -> dict[str, Any]:
    """Metadata of a dataset: title, description, columns with type and unit, sources, caveats.

    Raises:
        DatasetNotPublishedError: the manifest does not name it.
    """
    try:
        written = schema(dataset).metadata[METADATA_KEY]
        described: dict[str, Any] = json.loads(written)
    except (OSError, pa.ArrowInvalid, KeyError, TypeError, ValueError) as error:
        raise DatasetError(f"{dataset}: metadata cannot be read: {error}") from error
    return described


def load(
    dataset: str,
    columns: Iterable[str] | None = None,
    filters: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Rows of a dataset, in the order of its key.

    Args:
        dataset: id, one of `ids()`.
        columns: which columns, all by default.
        filters: column -> value (equal), collection (one of) or `Between` (range); all must hold.
            Dates may be given as text (`2022-02-01`). They are applied while reading.

    Returns:
        A frame with a fresh index; dates as datetime64, labels as text.

    Raises:
        DatasetNotPublishedError, UnknownColumnError: no such dataset or column.
        DatasetError: the table cannot be read, or a filter's value does not fit its column.
    """
    try:
        table = pads.dataset(table_path(dataset), format="parquet")
        chosen = list(columns) if columns is not None else table.schema.names
        _known(dataset, table.schema, [*chosen, *(filters or {})])
        rows = table.to_table(columns=chosen, filter=_expression(table.schema, filters or {}))
    except (OSError, pa.ArrowInvalid) as error:
        raise DatasetError(f"{dataset}: the table cannot be read: {error}") from error
    return _to_pandas(rows)


def table_path(dataset: str) -> Path:
    """The Parquet file that the manifest calls current."""
    digest = str(_entry(dataset)["sha256"])
    hashed = directory() / f"{dataset}-{digest[:12]}.parquet"
    return hashed if hashed.exists() else directory() / f"{dataset}.parquet"


def schema(dataset: str) -> pa.Schema:
    """Arrow schema of a dataset, with nothing read but the file's footer."""
    return pq.read_schema(table_path(dataset))


def problems() -> list[str]:
    """What keeps the published data from being read, a sentence each; empty when all is well."""
    try:
        entries = manifest()["datasets"]
    except DatasetError as error:
        return [str(error)]
    found = []
    for dataset, entry in sorted(entries.items()):
        try:
            digest = hashlib.sha256(table_path(dataset).read_bytes()).hexdigest()
        except OSError:
            found.append(f"{dataset}: the table is missing")
            continue
        if digest != entry["sha256"]:
            found.append(f"{dataset}: the table's bytes are not those of the manifest")
    return found


def reference(name: str) -> pd.DataFrame:
    """A small table entered by hand (`datasets/reference/<name>.csv`), every cell as text.

    Raises:
        DatasetError: no such table.
    """
    try:
        return pd.read_csv(REFERENCE / f"{name}.csv", dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise DatasetError(f"no reference table {name}") from None


def declared(name: str) -> dict[str, Any]:
    """What is declared by hand in `datasets/reference/<name>.toml`.

    Raises:
        DatasetError: no such file, or not TOML.
    """
    try:
        return tomllib.loads((REFERENCE / f"{name}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DatasetError(f"no reference file {name}") from None
    except ValueError as error:  # what is no TOML, and what is no text
        raise DatasetError(f"the reference file {name} is not TOML: {error}") from error


def _entry(dataset: str) -> dict[str, Any]:
    entries: dict[str, dict[str, Any]] = manifest()["datasets"]
    if dataset not in entries:
        raise DatasetNotPublishedError(
            f"{dataset}: not among the published datasets ({', '.join(sorted(entries))})"
        )
    return entries[dataset]


def _known(dataset: str, arrow: pa.Schema, names: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(arrow.names))
    if unknown:
        raise UnknownColumnError(f"{dataset}: no column {', '.join(unknown)}")


def _expression(arrow: pa.Schema, filters: Mapping[str, Any]) -> pc.Expression | None:
    parts = [part for name, wanted in filters.items() for part in _conditions(arrow, name, wanted)]
    if not parts:
        return None
    whole = parts[0]
    for part in parts[1:]:
        whole = whole & part
    return whole


def _conditions(arrow: pa.Schema, name: str, wanted: object) -> list[pc.Expression]:
    field, kind = pc.field(name), arrow.field(name).type
    if isinstance(wanted, Between):
        low = [] if wanted.low is None else [field >= _scalar(name, wanted.low, kind)]
        high = [] if wanted.high is None else [field <= _scalar(name, wanted.high, kind)]
        return low + high
    if isinstance(wanted, (list, tuple, set, frozenset)):
        values = [_scalar(name, value, kind) for value in wanted]
        return [field.isin(pa.array([v.as_py() for v in values], type=_plain(kind)))]
    return [field == _scalar(name, wanted, kind)]


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _scalar(name: str, value: object, kind: pa.DataType) -> pa.Scalar:
    plain = _plain(kind)
    if value is None:
        raise DatasetError(f"None does not fit the column {name}")
    try:
        if pa.types.is_date(plain):
            return pa.scalar(pd.Timestamp(str(value)).date(), type=plain)
        return pa.scalar(value, type=plain)
    except (ValueError, TypeError, pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise DatasetError(f"{value!r} does not fit the column {name}") from error


def _to_pandas(rows: pa.Table) -> pd.DataFrame:
    plain = pa.schema([pa.field(f.name, _plain(f.type)) for f in rows.schema])
    frame: pd.DataFrame = rows.cast(plain).to_pandas(date_as_object=False)
    return frame
