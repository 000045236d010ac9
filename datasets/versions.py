"""Versions of the published data: the current one, and those a build still keeps beside it.

A build leaves `manifest-<version>.json` and hash-named tables of its last versions in the published
folder; a fresh clone holds the current version alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from datasets import catalogue
from datasets.checked import (
    MANIFEST,
    DatasetError,
    Snapshot,
    SpoiltManifestError,
    SpoiltTableError,
    Table,
    snapshot_at,
    table,
)

__all__ = [
    "Snapshot",
    "SpoiltTableError",
    "Table",
    "VersionNotKeptError",
    "current",
    "held",
    "is_version",
    "kept",
    "newest",
    "reading",
    "reading_as_asked",
    "snapshot",
    "table",
]

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})", re.ASCII)


class VersionNotKeptError(DatasetError):
    """That version of the data is not in the published folder, or is no version at all."""


def is_version(text: str) -> bool:
    """Say whether a text is written as a version is: 1.2.0."""
    return _VERSION.fullmatch(text) is not None


def current() -> Snapshot:
    """The version that the manifest calls current.

    Raises:
        DatasetError: there is no manifest, or it cannot be read.
    """
    return snapshot_at(catalogue.directory() / MANIFEST)


def held() -> Snapshot:
    """The version that is being read, as it was when its reading began; without one, the current one.

    What is said of an answer is said of this: another may have been published since.

    Raises:
        DatasetError: as `current`.
    """
    state = catalogue.HELD.get()
    return state.snapshot if state else current()


def newest() -> str:
    """The newest version, as it was when the reading began; without one, now. Raises as `current`."""
    state = catalogue.HELD.get()
    return state.newest if state else current().version


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
    found = snapshot_at(catalogue.directory() / f"manifest-{version}.json")
    if found.version != version:
        raise SpoiltManifestError(f"manifest-{version}.json is that of another version")
    return found


@contextmanager
def reading_as_asked(asked: str = "") -> Iterator[None]:
    """Read the version that an address asks for where it can be read, else the newest, until the end.

    Where neither can, nothing is read until the end, though it could be again meanwhile: else one part
    of a page would say that nothing can be shown, and another show figures of no version.
    """
    with ExitStack() as stack:
        for version in (asked, ""):
            try:
                stack.enter_context(reading(version))
            except DatasetError as error:
                cause = error
            else:
                break
        else:
            token = catalogue.UNREADABLE.set(cause)
            stack.callback(catalogue.UNREADABLE.reset, token)
        yield


@contextmanager
def reading(version: str = "") -> Iterator[None]:
    """Let `catalogue` read one version as it now is, in this thread alone, until the end.

    What is published meanwhile is read by the next: nobody is shown figures of two versions side by
    side. A table that is damaged is told apart at the start (`catalogue.damaged`).

    Args:
        version: the current one where none is named.

    Raises:
        VersionNotKeptError: that version is not kept.
        SpoiltTableError: it is an older one, and one of its tables is damaged.
        DatasetError: its manifest cannot be read.
    """
    now = current()
    of = now if version in {"", now.version} else snapshot(version)
    newest = of is now
    state = catalogue.State.of(of, now.version)
    if state.damaged and not newest:
        table(of, min(state.damaged))
    held = catalogue.HELD.set(state)
    token = catalogue.AS_OF.set("" if newest else version)
    try:
        yield
    finally:
        catalogue.AS_OF.reset(token)
        catalogue.HELD.reset(held)


def _manifests() -> list[Path]:
    return list(catalogue.directory().glob("manifest-*.json"))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
