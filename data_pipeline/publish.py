"""Writes tables aside, then swaps them in by writing one file: the manifest.

A table is written under a name that carries its hash, so nothing that a reader may hold open is
touched; replacing `manifest.json` is the commit. After it the plain `<id>.parquet` and `<id>.json`
are brought into line. Killed at any moment, the folder is the old one or the new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_pipeline import periods
from data_pipeline.published_folder import (
    columns_of,
    current_file,
    hashed_name,
    metadata_in,
    read_manifest,
    sha256,
)
from datasets.checked import MANIFEST, METADATA_KEY, SEAL, DatasetError, seal, snapshot_at
from datasets.schema import COLUMNS, Dataset, SourceError

KEPT_VERSIONS = 5
FIRST_VERSION = "1.0.0"

_ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "label": pa.dictionary(pa.int32(), pa.string()),
    "date": pa.date32(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Table:
    """A checked table, ready to publish."""

    dataset: Dataset
    rows: pd.DataFrame
    sources: list[dict[str, Any]]
    metadata: dict[str, Any]


@contextlib.contextmanager
def only_build(out: Path) -> Iterator[None]:
    """Holds the folder for one build, by a file beside it: nothing in it is of no table.

    Raises:
        SourceError: another build holds it, or there is no writing to it.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError.of(str(out), f"the folder cannot be made: {error.strerror}") from error
    try:
        lock = filelock.FileLock(f"{out.resolve()}.lock", timeout=0)
        lock.acquire()
    except filelock.Timeout:
        raise SourceError.of(str(out), "another build is writing to this folder") from None
    except OSError as error:
        raise _not_written(out, error) from error
    try:
        _refuse_unwritable(out)
        yield
    finally:
        lock.release()


def _refuse_unwritable(out: Path) -> None:
    """Says so before any file is read: what is wrong with those would hide it."""
    try:
        tempfile.TemporaryFile(dir=out).close()
    except OSError as error:
        raise _not_written(out, error) from error


def publish(tables: list[Table], out: Path, tell: Callable[[str], None] = log.warning) -> list[str]:
    """Publishes the tables that changed; returns their ids.

    The data version rises once: major when a column went or changed its type, minor when rows came (keys that were not
    there before, or a whole table), else patch.

    Once the manifest is replaced the new version is in force, and nothing may say that it failed: what
    is then left undone is the plain names' copies, of which `tell` is told and which the next build
    brings into line.

    Raises:
        SourceError: the folder cannot be written to; it is as it was.
    """
    try:
        changed = _publish(tables, out)
    except OSError as error:
        with contextlib.suppress(OSError):  # what was written aside would keep a full disk full
            _forget_old(out, read_manifest(out))
        raise _not_written(out, error) from error
    try:
        settle(out)
    except OSError as error:
        tell(
            f"{out}: version {read_manifest(out)['version']} is in force; the copies under plain "
            f"names follow with the next build ({error.strerror or error})"
        )
        with contextlib.suppress(OSError):
            _forget_old(out, read_manifest(out))
    return changed


def _not_written(out: Path, error: OSError) -> SourceError:
    return SourceError.of(str(out), f"the folder cannot be written to: {error.strerror or error}")


def _publish(tables: list[Table], out: Path) -> list[str]:
    manifest = read_manifest(out)
    changed = {}
    for table in tables:
        entry = _write_aside(table, manifest["datasets"].get(table.dataset.id, {}), out)
        if entry != manifest["datasets"].get(table.dataset.id):
            changed[table.dataset.id] = entry
    if changed:
        version = _next_version(manifest, changed, out)
        _keep(manifest, changed, out)
        _commit(manifest, changed, version, out)
    return sorted(changed)


def settle(out: Path) -> None:
    """Brings the plain names into line with the manifest and removes what no kept version names."""
    _seal_older(out)
    manifest = read_manifest(out)
    for dataset, entry in manifest["datasets"].items():
        hashed = out / hashed_name(dataset, entry["sha256"])
        plain = out / f"{dataset}.parquet"
        good = entry["sha256"]
        for one, other in ((plain, hashed), (hashed, plain)):
            if sha256(other) == good != sha256(one) and (one == plain or one.exists()):
                _replace(one, other.read_bytes())
        if sha256(plain) == good:
            _replace_if_new(out / f"{dataset}.json", _pretty(metadata_in(plain)))
    _forget_old(out, manifest)


def metadata_of(dataset: Dataset, sources: list[dict[str, Any]]) -> dict[str, Any]:
    """What is written beside a table: its columns with meaning and unit, and where it is from."""
    return {
        "id": dataset.id,
        "title": dataset.title,
        "description": dataset.description,
        "row": dataset.row,
        "key": list(dataset.key),
        "columns": [_column_metadata(name, dataset) for name in dataset.columns],
        "sources": sources,
    }


def _column_metadata(name: str, dataset: Dataset) -> dict[str, Any]:
    column = COLUMNS[name]
    return {
        "name": name,
        "type": column.kind,
        "unit": column.unit,
        "description": column.description,
        "nullable": name in dataset.nullable,
    }


def to_arrow(rows: pd.DataFrame, dataset: Dataset, metadata: dict[str, Any]) -> pa.Table:
    """Tidy frame -> Arrow table in the declared types, the metadata in its schema."""
    nullable = dataset.nullable
    fields = [
        pa.field(name, _ARROW[COLUMNS[name].kind], nullable=name in nullable)
        for name in dataset.columns
    ]
    written = {METADATA_KEY: json.dumps(metadata, ensure_ascii=False, sort_keys=True).encode()}
    # A column of nothing may be of any type in a frame, of which Arrow could not make a label.
    empty: dict[str, Any] = {name: object for name in dataset.columns if rows[name].isna().all()}
    return pa.Table.from_pandas(
        rows[list(dataset.columns)].astype(empty), schema=pa.schema(fields), preserve_index=False
    ).replace_schema_metadata(written)


def _write_aside(table: Table, held: dict[str, Any], out: Path) -> dict[str, Any]:
    arrow = to_arrow(table.rows, table.dataset, table.metadata)
    sink = pa.BufferOutputStream()
    pq.write_table(arrow, sink, compression="zstd", compression_level=12)
    content = sink.getvalue().to_pybytes()
    digest = hashlib.sha256(content).hexdigest()
    current = current_file(out, table.dataset.id)
    if current is None or sha256(current) != digest:  # new, or spoilt since it was published
        _replace(out / hashed_name(table.dataset.id, digest), content)
    sources = [_keep_retrieved(source, held.get("sources", [])) for source in table.sources]
    period = periods.period_of(table.rows, table.dataset)
    return {"rows": len(table.rows), "sha256": digest, "sources": sources, "period": period}


def _keep_retrieved(source: dict[str, Any], held: list[dict[str, Any]]) -> dict[str, Any]:
    for old in held:
        if (old["id"], old["sha256"]) == (source["id"], source["sha256"]):
            return {**source, "retrieved": old["retrieved"]}
    return source


def _next_version(manifest: dict[str, Any], changed: dict[str, Any], out: Path) -> str:
    major, minor, patch = (int(part) for part in manifest["version"].split("."))
    if not manifest["datasets"]:
        return FIRST_VERSION
    if any(_column_went(dataset, entry, out) for dataset, entry in changed.items()):
        return f"{major + 1}.0.0"
    grew = any(_rows_came(dataset, entry, out) for dataset, entry in changed.items())
    return f"{major}.{minor + 1}.0" if grew else f"{major}.{minor}.{patch + 1}"


def _column_went(dataset: str, entry: dict[str, Any], out: Path) -> bool:
    old = current_file(out, dataset)
    new = out / hashed_name(dataset, entry["sha256"])
    if old is None or not new.exists():
        return False
    return not _typed(old) <= _typed(new)


def _rows_came(dataset: str, entry: dict[str, Any], out: Path) -> bool:
    old = current_file(out, dataset)
    new = out / hashed_name(dataset, entry["sha256"])
    if old is None or not new.exists():
        return old is None
    key = json.loads(pq.read_schema(new).metadata[METADATA_KEY])["key"]
    if not set(key) <= columns_of(old):
        return True
    before, after = (pq.read_table(path, columns=key).to_pandas() for path in (old, new))
    return len(pd.concat([before, after]).drop_duplicates()) > len(before)


def _keep(manifest: dict[str, Any], changed: Iterable[str], out: Path) -> None:
    """Keeps the version about to be followed, of which a fresh clone holds the plain names alone."""
    if not manifest["datasets"]:
        return
    for dataset in set(changed).intersection(manifest["datasets"]):
        digest = manifest["datasets"][dataset]["sha256"]
        hashed, plain = out / hashed_name(dataset, digest), out / f"{dataset}.parquet"
        if sha256(hashed) != digest == sha256(plain):
            _replace(hashed, plain.read_bytes())
    named = out / f"manifest-{manifest['version']}.json"
    if not named.exists():
        _replace(named, seal(manifest))


def _commit(manifest: dict[str, Any], changed: dict[str, Any], version: str, out: Path) -> None:
    datasets = {**manifest["datasets"], **changed}
    new = {
        "version": version,
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "datasets": dict(sorted(datasets.items())),
    }
    _replace(out / f"manifest-{version}.json", seal(new))
    _replace(out / MANIFEST, seal(new))
    log.info("published version %s: %s", version, ", ".join(changed))


def _forget_old(out: Path, manifest: dict[str, Any]) -> None:
    """Removes versions beyond those kept, and what a killed build wrote but never committed."""
    current = _number(manifest["version"])
    found = {
        _number(path.stem.removeprefix("manifest-")): path for path in out.glob("manifest-*.json")
    }
    read = {number: _manifest_at(path) for number, path in found.items() if number <= current}
    kept = [number for number in sorted(read) if read[number]][-KEPT_VERSIONS:]
    for number in set(found) - set(kept):
        found[number].unlink()
    named = {
        hashed_name(name, entry["sha256"])
        for one in (manifest, *(read[number] for number in kept))
        for name, entry in one["datasets"].items()
    }
    for path in [*out.glob("*-????????????.parquet"), *out.glob("*.part")]:
        if path.name not in named:
            path.unlink()


def _manifest_at(path: Path) -> dict[str, Any]:
    """A manifest; empty where it is damaged, and then nobody can read its version."""
    try:
        return snapshot_at(path).manifest
    except DatasetError as error:
        log.warning("%s; that version is forgotten", error)
        return {}


def _seal_older(out: Path) -> None:
    """Seals the manifests that a build left before there were seals; damaged ones stay as they are."""
    for path in out.glob("manifest*.json"):
        with contextlib.suppress(DatasetError):
            manifest = snapshot_at(path, may_be_unsealed=True).manifest
            if SEAL not in manifest:
                _replace(path, seal(manifest))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _typed(path: Path) -> set[tuple[str, str]]:
    """Columns of a table with their types; none where the file is spoilt."""
    return {(name, str(pq.read_schema(path).field(name).type)) for name in columns_of(path)}


def _pretty(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _replace_if_new(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        _replace(path, content)


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
