"""Puts a published folder into an object store, where the site's replicas read it.

Tables go first, under the names that carry their hashes, and `manifest.json` last: replacing it is the
commit there too. Only bytes that the manifests name are sent, and all of them each time, so that what
was damaged in the store is whole again.
"""

from __future__ import annotations

import logging
from pathlib import Path

from pyarrow import fs

from data_pipeline.published_folder import hashed_name
from datasets.checked import MANIFEST, DatasetError, Snapshot, seal, snapshot_at, table
from datasets.schema import SourceError

log = logging.getLogger(__name__)


def send(out: Path, to: str, version: str = "") -> str:
    """Sends the versions that a folder holds, and returns the one that is current in the store then.

    Args:
        out: the published folder.
        to: address of the folder in the store, such as s3://bucket/published.
        version: an older one that is kept, to be put back into force; the folder's current one where
            none is named.

    Raises:
        SourceError: the address is none, that version is not kept, one of its tables is damaged, or the
            store cannot be written to.
    """
    versions = _held(out)
    current = version or _snapshot(out / MANIFEST).version
    if current not in versions:
        raise SourceError.of(str(out), f"version {current} is not held whole")
    try:
        store, folder = fs.FileSystem.from_uri(to)
    except (ValueError, OSError) as error:
        raise SourceError.of("--to", f"no address of a store: {error}") from error
    try:
        _send(versions, current, store, folder.rstrip("/"))
    except OSError as error:
        raise SourceError.of("--to", f"the store cannot be written to: {error}") from error
    return current


def _snapshot(path: Path) -> Snapshot:
    try:
        return snapshot_at(path)
    except DatasetError as error:
        raise SourceError.of(str(path), str(error)) from error


def _held(out: Path) -> dict[str, dict[str, bytes]]:
    """Version -> its files by name, of those whose every table is sound; the manifest is the last."""
    current = _snapshot(out / MANIFEST)
    found = {current.version: current}
    for path in out.glob("manifest-*.json"):
        try:
            older = snapshot_at(path)
        except DatasetError as error:
            log.warning("%s; that version is not sent", error)
            continue
        found.setdefault(older.version, older)
    held = {}
    for version, snapshot in found.items():
        try:
            held[version] = _files(snapshot)
        except DatasetError as error:
            if snapshot is current:
                raise SourceError.of(str(out), str(error)) from error
            log.warning("%s; version %s is not sent", error, version)
    return held


def _files(of: Snapshot) -> dict[str, bytes]:
    """The files of a version by their names in the store.

    Raises:
        SpoiltTableError: a table's bytes are not those that its manifest names.
    """
    tables = {
        hashed_name(dataset, str(entry["sha256"])): table(of, dataset).content.to_pybytes()
        for dataset, entry in of.entries.items()
    }
    return {**tables, f"manifest-{of.version}.json": seal(of.manifest)}


def _send(
    versions: dict[str, dict[str, bytes]], current: str, store: fs.FileSystem, folder: str
) -> None:
    if store.type_name == "local":
        store.create_dir(folder, recursive=True)
    files = {name: content for one in versions.values() for name, content in one.items()}
    by_kind = sorted(files, key=lambda name: (not name.endswith(".parquet"), name))
    for name in by_kind:
        _write(store, f"{folder}/{name}", files[name])
    _write(store, f"{folder}/{MANIFEST}", versions[current][f"manifest-{current}.json"])
    for one in store.get_file_info(fs.FileSelector(folder)):
        if one.is_file and one.base_name not in files and one.base_name != MANIFEST:
            store.delete_file(one.path)


def _write(store: fs.FileSystem, path: str, content: bytes) -> None:
    with store.open_output_stream(path) as stream:
        stream.write(content)
