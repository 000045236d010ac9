"""Versions of the published data: the current one, and those a build still keeps beside it.

A build leaves `manifest-<version>.json` and hash-named tables of its last versions in the published
folder; a fresh clone holds the current version alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from datasets import catalogue
from datasets.catalogue import DatasetError, DatasetNotPublishedError

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})", re.ASCII)
_Stamp = tuple[int, int, int]
_Args = ParamSpec("_Args")
_Answer = TypeVar("_Answer")


class VersionNotKeptError(DatasetError):
    """That version of the data is not in the published folder, or is no version at all."""


class SpoiltTableError(DatasetError):
    """The bytes of a table are not those that the manifest names."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One version of the published data.

    Attributes:
        folder: where its tables lie.
        version: such as 1.2.0.
        built_at: when it was published, UTC.
        entries: dataset id -> what the manifest says of it: rows, sha256, sources, period.
    """

    folder: Path
    version: str
    built_at: datetime
    entries: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Table:
    """One table of one version, its bytes seen to be those of the manifest.

    Attributes:
        dataset: its id.
        path: the Parquet file.
        digest: SHA-256 of the file, hexadecimal.
        footer: of the file, so that it is read once.
        arrow: columns and types, without metadata.
        described: what the table says about itself, as `catalogue.describe`.
    """

    dataset: str
    path: Path
    digest: str
    footer: pq.FileMetaData
    arrow: pa.Schema
    described: Mapping[str, Any]

    @cached_property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """Column -> the labels that occur in it, in alphabetical order; label columns only."""
        names = [field.name for field in self.arrow if pa.types.is_dictionary(field.type)]
        with pq.ParquetFile(self.path, metadata=self.footer) as file:
            return {name: _labels(file, name) for name in names}


def is_version(text: str) -> bool:
    """Say whether a text is written as a version is: 1.2.0."""
    return _VERSION.fullmatch(text) is not None


def current() -> Snapshot:
    """The version that the manifest calls current.

    Raises:
        DatasetError: there is no manifest, or it cannot be read.
    """
    return _snapshot(catalogue.directory() / catalogue.MANIFEST)


def kept() -> tuple[str, ...]:
    """Versions that can be read, the newest first: the current one and the older ones.

    A newer manifest is what a killed build wrote and never committed.
    """
    newest = current().version
    named = [path.stem.removeprefix("manifest-") for path in _manifests()]
    older = {one for one in named if is_version(one) and _number(one) < _number(newest)}
    return (newest, *sorted(older, key=_number, reverse=True))


def snapshot(version: str) -> Snapshot:
    """The current version or one that is kept.

    Raises:
        VersionNotKeptError: it is neither.
        DatasetError: its manifest cannot be read.
    """
    newest = current()
    if version == newest.version:
        return newest
    if not is_version(version) or version not in kept():
        raise VersionNotKeptError(f"version {version[:20]} of the data is not kept")
    return _snapshot(catalogue.directory() / f"manifest-{version}.json")


def before(version: str) -> str | None:
    """The newest version kept that is older than another; None where none is."""
    older = [one for one in kept() if _number(one) < _number(version)]
    return older[0] if older else None


@contextmanager
def reading(version: str) -> Iterator[None]:
    """Let `catalogue` read a version in place of the current one, in this thread alone.

    Every table of it is looked at first, so that no other version's bytes are ever read for its own.

    Raises:
        VersionNotKeptError: that version is not kept.
        SpoiltTableError: one of its tables is missing, or has other bytes than its manifest names.
    """
    of = snapshot(version)
    newest = of.version == current().version
    for dataset in () if newest else of.entries:
        table(of, dataset)
    token = catalogue.AS_OF.set("" if newest else version)
    try:
        yield
    finally:
        catalogue.AS_OF.reset(token)


def as_read_now(function: Callable[_Args, _Answer]) -> Callable[_Args, _Answer]:
    """The function, to be called later or in another thread, reading the version that is read now."""
    version = catalogue.AS_OF.get()

    def called(*args: _Args.args, **kwargs: _Args.kwargs) -> _Answer:
        if not version:
            return function(*args, **kwargs)
        with reading(version):
            return function(*args, **kwargs)

    return called


def table(of: Snapshot, dataset: str) -> Table:
    """One table of a version.

    Raises:
        DatasetNotPublishedError: that version has no such dataset.
        SpoiltTableError: its bytes are missing, or not those that the manifest names.
    """
    if dataset not in of.entries:
        raise DatasetNotPublishedError(
            f"{dataset}: not among the published datasets ({', '.join(sorted(of.entries))})"
        )
    digest = str(of.entries[dataset]["sha256"])
    hashed = of.folder / f"{dataset}-{digest[:12]}.parquet"
    path = hashed if hashed.exists() else of.folder / f"{dataset}.parquet"
    try:
        return _table(dataset, path, digest, _stamp(path))
    except (OSError, pa.ArrowInvalid, KeyError, TypeError, ValueError) as error:
        raise SpoiltTableError(f"{dataset}: the table cannot be read") from error


@lru_cache(maxsize=256)
def _table(dataset: str, path: Path, digest: str, stamp: _Stamp) -> Table:
    del stamp  # a changed file is read anew
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != digest:
        raise SpoiltTableError(f"{dataset}: the table's bytes are not those of the manifest")
    footer = pq.read_metadata(path)
    arrow = footer.schema.to_arrow_schema()
    described = json.loads(arrow.metadata[catalogue.METADATA_KEY])
    return Table(dataset, path, digest, footer, arrow.remove_metadata(), described)


def _snapshot(path: Path) -> Snapshot:
    try:
        return _read(path, _stamp(path))
    except FileNotFoundError:
        raise DatasetError(f"no published data: the folder holds no {path.name}") from None
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DatasetError(f"{path.name} cannot be read") from error


@lru_cache(maxsize=16)
def _read(path: Path, stamp: _Stamp) -> Snapshot:
    del stamp
    found = json.loads(path.read_text(encoding="utf-8"))
    built_at = datetime.fromisoformat(found["built_at"]).astimezone(UTC)
    entries = {name: found["datasets"][name] for name in sorted(found["datasets"])}
    return Snapshot(path.parent, str(found["version"]), built_at, entries)


def _stamp(path: Path) -> _Stamp:
    found = os.stat(path)
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _manifests() -> list[Path]:
    return list(catalogue.directory().glob("manifest-*.json"))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _labels(file: pq.ParquetFile, name: str) -> tuple[str, ...]:
    found: set[str] = set()
    for batch in file.iter_batches(columns=[name]):
        found.update(pc.unique(batch.column(0)).drop_null().to_pylist())
    return tuple(sorted(found))
