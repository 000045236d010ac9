"""The only reader of `datasets/published/`: what there is, what it means, and its rows.

The folder holds `manifest.json` and one Parquet table per dataset. The manifest says which bytes are
current, and nothing is made of other bytes (`datasets.checked`). `DATASETS_DIR` in the environment
points to another published folder, which may lie in an object store (`datasets.object_store`). Within
`versions.reading` all of this is said of one version, the current one or an older one that is kept, as
it was when the reading began.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import pyarrow as pa

from datasets import checked, object_store
from datasets.checked import (
    MANIFEST,
    METADATA_KEY,
    DatasetError,
    DatasetNotPublishedError,
    Snapshot,
    SpoiltManifestError,
    SpoiltTableError,
    Table,
)
from datasets.kept import KeptFrames
from datasets.rows import UnknownColumnError, rows_of
from datasets.schema import REFERENCE

__all__ = [
    "AS_OF",
    "HELD",
    "MANIFEST",
    "METADATA_KEY",
    "DatasetError",
    "DatasetNotPublishedError",
    "SpoiltManifestError",
    "SpoiltTableError",
    "State",
    "UnknownColumnError",
    "damaged",
    "declared",
    "describe",
    "directory",
    "ids",
    "is_readable",
    "kept",
    "load",
    "manifest",
    "note_damaged",
    "noting_damaged",
    "problems",
    "reference",
    "schema",
    "state",
    "table",
    "table_path",
    "version",
]

_Args = ParamSpec("_Args")
_Answer = TypeVar("_Answer")

AS_OF: ContextVar[str] = ContextVar("version of the data to read", default="")
"""The older version that is read in place of the current one; set by `versions.reading` alone."""


@dataclass(frozen=True, eq=False)
class State:
    """A version as it was when its reading began.

    Attributes:
        snapshot: the version.
        tables: those of its tables that could be read as published, by their ids.
        newest: the version that was the newest then.
    """

    snapshot: Snapshot
    tables: Mapping[str, Table]
    newest: str = ""

    @classmethod
    def of(cls, snapshot: Snapshot, newest: str = "") -> State:
        """A version as it now is."""
        return cls(snapshot, checked.sound_tables(snapshot), newest)

    @cached_property
    def damaged(self) -> frozenset[str]:
        """Ids of the tables that could not."""
        return frozenset(self.snapshot.entries) - self.tables.keys()


HELD: ContextVar[State | None] = ContextVar("what is read until the end", default=None)
"""Set by `versions.reading` alone; None where each call reads what is current."""

_frames = KeptFrames(96_000_000)
"""One page asks for the same rows of a table many times."""

_NOTED: ContextVar[set[str] | None] = ContextVar("damaged datasets asked for", default=None)


def directory() -> Path:
    """Folder of the published data: where it lies in a store, the copy of this machine."""
    named = os.environ.get("DATASETS_DIR") or ""
    if object_store.is_address(named):
        return object_store.folder_of(named)
    return Path(named or REFERENCE.parent / "published")


UNREADABLE: ContextVar[DatasetError | None] = ContextVar("why nothing can be read", default=None)
"""Set by `versions.reading_as_asked` alone: nothing could be read when the reading began, so nothing is."""


def manifest() -> dict[str, Any]:
    """The manifest: data version, when it was built, and per dataset rows, hash, sources, period.

    It is shared: never to be changed.

    Raises:
        DatasetError: there is no manifest, or it is not what was published.
    """
    return _now().manifest


def _now() -> Snapshot:
    held = HELD.get()
    if held is not None:
        return held.snapshot
    if (error := UNREADABLE.get()) is not None:
        raise type(error)(*error.args)
    return checked.snapshot_at(directory() / MANIFEST)


def damaged() -> frozenset[str]:
    """Ids of the datasets that cannot be read as published; of those, nothing is shown.

    Raises:
        DatasetError: as `manifest`.
    """
    return (HELD.get() or State.of(_now())).damaged


def state() -> str:
    """What the published data is, by its content: the key of whatever is kept of an answer.

    It changes with any byte of the manifest's content or of a table, not with the version's number alone:
    another build may give the same number to other rows.

    Raises:
        DatasetError: as `manifest`.
    """
    return " ".join([_now().digest, *sorted(damaged())])


def is_readable(dataset: str) -> bool:
    """Whether a dataset is published and can be read as published; a damaged one is noted.

    For what can do without it, so that nothing else says anything in its stead: within
    `noting_damaged` whoever asks for a damaged one is heard.

    Raises:
        DatasetError: as `manifest`.
    """
    if dataset in damaged():
        note_damaged([dataset])
        return False
    return dataset in _now().entries


def note_damaged(datasets: Iterable[str]) -> None:
    """Note for `noting_damaged` that something was left out for want of these datasets."""
    noted = _NOTED.get()
    if noted is not None:
        noted.update(datasets)


@contextmanager
def noting_damaged() -> Iterator[set[str]]:
    """Collect the damaged datasets that are asked for until the end, in this thread."""
    noted: set[str] = set()
    token = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(token)
        note_damaged(noted)


def version() -> str:
    """Version of the published data, such as 1.2.0."""
    return str(manifest()["version"])


def ids() -> list[str]:
    """Ids of the published datasets, in alphabetical order."""
    return sorted(manifest()["datasets"])


def describe(dataset: str) -> dict[str, Any]:
    """Metadata of a dataset: title, description, columns with type and unit, sources, caveats.

    It is shared: never to be changed.

    Raises:
        DatasetNotPublishedError: the manifest does not name it.
        SpoiltTableError: as `table`.
    """
    return table(dataset).described


def table(dataset: str) -> Table:
    """A dataset's table, its bytes seen to be those of the manifest.

    One that was damaged when a reading began is to its end, though it could be read again meanwhile:
    else a page would say that it is being checked, and show its figures.

    Raises:
        DatasetNotPublishedError: the manifest does not name it.
        SpoiltTableError: its bytes are missing, or not those that the manifest names.
    """
    held = HELD.get()
    if held is not None and dataset in held.tables:
        return held.tables[dataset]
    found = checked.table(_now(), dataset)
    if held is not None:
        raise SpoiltTableError(dataset, "the table could not be read when the reading began")
    return found


def load(
    dataset: str,
    columns: Iterable[str] | None = None,
    filters: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Rows of a dataset, in the order of its key.

    Args:
        dataset: id, one of `ids()`.
        columns: which columns, all by default.
        filters: column -> value (equal), collection (one of) or `rows.Between` (range); all must hold.
            Dates may be given as text (`2022-02-01`). They are applied while reading.

    Returns:
        A frame with a fresh index; dates as datetime64, labels as text. It is the caller's own to
        change, though what is asked for again is not read again.

    Raises:
        DatasetNotPublishedError, UnknownColumnError: no such dataset or column.
        SpoiltTableError: as `table`.
        DatasetError: a filter's value does not fit its column.
    """
    found = table(dataset)
    chosen = tuple(columns) if columns is not None else tuple(found.arrow.names)
    wanted = dict(filters or {})
    key = (found, chosen, repr(sorted(wanted.items())))
    return _frames.get(key, lambda: rows_of(found, chosen, wanted))


def kept(
    *of: str, most: int = 16
) -> Callable[[Callable[_Args, _Answer]], Callable[_Args, _Answer]]:
    """Keep the answers of a function together with the content of what it reads.

    For what many answers of one page rest on. Within `versions.reading` nothing is ever stale: the key
    holds each table itself, its bytes seen to be those published, and the state of each file. What
    is kept is shared, never to be changed.

    Args:
        of: all that the function reads: ids of tables, and files of `datasets/reference` by name.
        most: answers kept at once; the one not asked for longest goes first.
    """

    def keeping(function: Callable[_Args, _Answer]) -> Callable[_Args, _Answer]:
        def answer(content: tuple[Hashable, ...], *args: Any, **kwargs: Any) -> _Answer:
            del content  # of something else another answer is made
            return function(*args, **kwargs)

        answered: Callable[..., _Answer] = lru_cache(maxsize=most)(answer)

        @wraps(function)
        def asked(*args: _Args.args, **kwargs: _Args.kwargs) -> _Answer:
            return answered(tuple(_content_of(name) for name in of), *args, **kwargs)

        return asked

    return keeping


def _content_of(name: str) -> Hashable:
    """A table, or the state of a file of `datasets/reference`."""
    path = REFERENCE / name
    return (path, checked.stamp_of(path)) if path.suffix else table(name)


def table_path(dataset: str) -> Path:
    """The Parquet file that a dataset's table was read from, and checked; raises as `table`."""
    return table(dataset).path


def schema(dataset: str) -> pa.Schema:
    """Arrow schema of a dataset, with the metadata that it bears; raises as `table`."""
    return table(dataset).footer.schema.to_arrow_schema()


def problems() -> list[str]:
    """What keeps the published data from being read, a sentence each; empty when all is well."""
    try:
        now = checked.snapshot_at(directory() / MANIFEST)
    except DatasetError as error:
        return [str(error)]
    found = object_store.problems(os.environ.get("DATASETS_DIR") or "")
    for dataset in now.entries:
        try:
            checked.table(now, dataset)
        except SpoiltTableError as error:
            found.append(str(error))
    return found


def reference(name: str) -> pd.DataFrame:
    """A small table entered by hand (`datasets/reference/<name>.csv`), every cell as text.

    Raises:
        DatasetError: no such table.
    """
    path = REFERENCE / f"{name}.csv"
    try:
        return _read_table(path, checked.stamp_of(path)).copy(deep=False)
    except FileNotFoundError:
        raise DatasetError(f"no reference table {name}") from None


@lru_cache(maxsize=64)
def _read_table(path: Path, stamp: checked.Stamp) -> pd.DataFrame:
    del stamp  # a changed file is read anew
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def declared(name: str) -> dict[str, Any]:
    """What is declared by hand in `datasets/reference/<name>.toml`; shared, never to be changed.

    Raises:
        DatasetError: no such file, or not TOML.
    """
    path = REFERENCE / f"{name}.toml"
    try:
        return _read_declared(path, checked.stamp_of(path))
    except FileNotFoundError:
        raise DatasetError(f"no reference file {name}") from None
    except ValueError as error:  # what is no TOML, and what is no text
        raise DatasetError(f"the reference file {name} is not TOML: {error}") from error


@lru_cache(maxsize=64)
def _read_declared(path: Path, stamp: checked.Stamp) -> dict[str, Any]:
    del stamp  # a changed file is read anew
    return tomllib.loads(path.read_text(encoding="utf-8"))
