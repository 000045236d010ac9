"""The bytes of the published folder, seen to be those that were published before anything is made of them.

The one reader of the folder, for the site and for the pipeline. `manifest.json` holds a hash of its
own content; it names the hash of every table. A file is read into memory and hashed once for each
state that the file system tells apart, and what is made of it is made of those very bytes: nothing
is opened a second time, so nothing can change in between.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads
import pyarrow.parquet as pq

MANIFEST = "manifest.json"
METADATA_KEY = b"dataset"
"""Under which a table's schema holds the dataset's metadata."""

SEAL = "sha256"
"""Member of a manifest that holds the hash of the others."""

_BEFORE_SEALS = frozenset(("version", "built_at", "datasets"))
"""The members of a manifest as builds wrote it before manifests were sealed: these and no other."""

Stamp = tuple[int, int, int, int]
"""Of a file: when it was last changed, in content and otherwise; its size; which file it is."""

log = logging.getLogger(__name__)


class DatasetError(Exception):
    """The published data cannot be read as asked; the message is fit for a user."""


class DatasetNotPublishedError(DatasetError):
    """No dataset of that id is in the published folder."""


class SpoiltManifestError(DatasetError):
    """A manifest is there, and its content is not what was published."""


class SpoiltTableError(DatasetError):
    """The bytes of a table are not those that the manifest names.

    Attributes:
        dataset: id of the table.
    """

    def __init__(self, dataset: str, what: str) -> None:
        """Keep which table it is; `what` is wrong with it, a clause."""
        super().__init__(f"{dataset}: {what}")
        self.dataset = dataset


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One version of the published data.

    Attributes:
        folder: where its tables lie.
        version: such as 1.2.0.
        built_at: when it was published, UTC.
        entries: dataset id -> what the manifest says of it: rows, sha256, sources, period.
        digest: SHA-256 of the manifest's content; two folders that share it hold the same data.
        manifest: the whole of it, shared: never to be changed.
    """

    folder: Path
    version: str
    built_at: datetime
    entries: Mapping[str, Mapping[str, Any]]
    digest: str
    manifest: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Table:
    """One table of one version, its bytes seen to be those of the manifest.

    Attributes:
        dataset: its id.
        path: the Parquet file that they were read from; it may be another by now.
        digest: their SHA-256, hexadecimal.
        content: the bytes themselves.
        footer: of the file, so that it is read once.
        arrow: columns and types, without metadata.
        described: what the table says about itself, as `catalogue.describe`; shared, never to be changed.
    """

    dataset: str
    path: Path
    digest: str
    content: pa.Buffer
    footer: pq.FileMetaData
    arrow: pa.Schema
    described: dict[str, Any]

    def file(self) -> pq.ParquetFile:
        """The bytes as an open Parquet file."""
        return pq.ParquetFile(pa.BufferReader(self.content), metadata=self.footer, pre_buffer=False)

    @cached_property
    def fragment(self) -> pads.ParquetFileFragment:
        """The bytes as a piece of a dataset, of which rows are read by filter."""
        return pads.ParquetFileFormat().make_fragment(self.content)

    @cached_property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """Column -> the labels that occur in it, in alphabetical order; label columns only."""
        names = [field.name for field in self.arrow if pa.types.is_dictionary(field.type)]
        with self.file() as file:
            return {name: _labels(file, name) for name in names}


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of a manifest's members but the seal: as JSON, keys in order, without spaces, UTF-8."""
    bare = {name: value for name, value in content.items() if name != SEAL}
    written = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def seal(content: Mapping[str, Any]) -> bytes:
    """A manifest as it is written: with the hash of its own content."""
    bare = {name: value for name, value in content.items() if name != SEAL}
    sealed = {**bare, SEAL: digest_of(bare)}
    return (json.dumps(sealed, indent=2, ensure_ascii=False) + "\n").encode()


def snapshot_at(path: Path, may_be_unsealed: bool = False) -> Snapshot:
    """The version that a manifest is of.

    Args:
        path: the manifest.
        may_be_unsealed: take one without a hash of its content too, if it has the members of those
            times and no other. A site never does: there a line that went would end the check.

    Raises:
        SpoiltManifestError: its content is not what was published.
        DatasetError: it is not there.
    """
    try:
        return _snapshot(path, stamp_of(path), may_be_unsealed)
    except FileNotFoundError:
        raise DatasetError(f"no published data: the folder holds no {path.name}") from None
    except OSError as error:  # its own words would name the folder
        raise SpoiltManifestError(f"{path.name} cannot be read: {error.strerror}") from error
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise SpoiltManifestError(f"{path.name} cannot be read: {_in_words(error)}") from error


def table(of: Snapshot, dataset: str) -> Table:
    """One table of a version: from the file named after its hash, else from the plain one.

    Raises:
        DatasetNotPublishedError: that version has no such dataset.
        SpoiltTableError: neither file is there, or neither has the bytes that the manifest names.
    """
    if dataset not in of.entries:
        raise DatasetNotPublishedError(
            f"{dataset}: not among the published datasets ({', '.join(sorted(of.entries))})"
        )
    digest = str(of.entries[dataset].get("sha256"))
    wrong = "the table is missing"
    cause: Exception | None = None
    for path in copies(of.folder, dataset, digest):
        try:
            return _table(dataset, path, digest, stamp_of(path))
        except FileNotFoundError:
            continue
        except SpoiltTableError as error:
            wrong, cause = str(error).partition(": ")[2], error
            _tell(path, _stamp_or_none(path))
        except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
            wrong, cause = "the table cannot be read", error
    raise SpoiltTableError(dataset, wrong) from cause


def copies(folder: Path, dataset: str, digest: str) -> tuple[Path, Path]:
    """The two files that may hold one state of a table, the one named after its hash first."""
    return folder / f"{dataset}-{digest[:12]}.parquet", folder / f"{dataset}.parquet"


def sound_tables(of: Snapshot) -> dict[str, Table]:
    """The tables of a version that can be read as published, by their ids."""
    found = {}
    for dataset in of.entries:
        with suppress(SpoiltTableError):
            found[dataset] = table(of, dataset)
    return found


def _opened(raw: bytes, may_be_unsealed: bool) -> dict[str, Any]:
    found = json.loads(raw.decode("utf-8"))
    if not isinstance(found, dict) or not isinstance(found.get("datasets"), dict):
        raise ValueError("it names no datasets")
    if may_be_unsealed and found.keys() == _BEFORE_SEALS:
        return found
    if SEAL not in found:
        raise ValueError("it has no hash of its own content")
    if found[SEAL] != digest_of(found):
        raise ValueError("its content is not what its own hash says")
    return found


@lru_cache(maxsize=32)
def _snapshot(path: Path, stamp: Stamp, may_be_unsealed: bool) -> Snapshot:
    del stamp  # a changed file is read anew
    found = _opened(path.read_bytes(), may_be_unsealed)
    built_at = datetime.fromisoformat(found["built_at"]).astimezone(UTC)
    entries = {name: dict(found["datasets"][name]) for name in sorted(found["datasets"])}
    version = str(found["version"])
    return Snapshot(path.parent, version, built_at, entries, digest_of(found), found)


@lru_cache(maxsize=128)
def _table(dataset: str, path: Path, digest: str, stamp: Stamp) -> Table:
    """A sound table; one that is not is looked at again each time, so that it recovers by itself."""
    del stamp  # a changed file is read anew
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != digest:
        raise SpoiltTableError(dataset, "the table's bytes are not those of the manifest")
    return opened(dataset, path, digest, pa.py_buffer(raw))


def opened(dataset: str, path: Path, digest: str, content: pa.Buffer) -> Table:
    """A table of bytes that have been seen to be sound; arguments as its attributes."""
    footer = pq.read_metadata(pa.BufferReader(content))
    arrow = footer.schema.to_arrow_schema()
    described = json.loads(arrow.metadata[METADATA_KEY])
    return Table(dataset, path, digest, content, footer, arrow.remove_metadata(), described)


@lru_cache(maxsize=128)
def _tell(path: Path, _state: Stamp | None) -> None:
    """Once for each state of a file: a sound copy beside it may hide that it is spoilt."""
    log.error("%s does not hold the bytes that the manifest names", path.name)


def stamp_of(path: Path) -> Stamp:
    """What the file system tells of the state of a file.

    Raises:
        OSError: it is not there, or cannot be looked at.
    """
    found = os.stat(path)
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def _stamp_or_none(path: Path) -> Stamp | None:
    try:
        return stamp_of(path)
    except OSError:
        return None


def _in_words(error: Exception) -> str:
    is_of_json = isinstance(error, (json.JSONDecodeError, UnicodeDecodeError))
    known = isinstance(error, ValueError) and not is_of_json
    return str(error) if known else "it is not the JSON of a manifest"


def _labels(file: pq.ParquetFile, name: str) -> tuple[str, ...]:
    found: set[str] = set()
    for batch in file.iter_batches(columns=[name]):
        found.update(pc.unique(batch.column(0)).drop_null().to_pylist())
    return tuple(sorted(found))
