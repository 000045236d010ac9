"""A published folder in an object store, as a folder of this machine: copied, and followed.

`DATASETS_DIR=s3://bucket/folder` (or any other address that pyarrow's file systems read) names the
store. Its files are copied into a folder of this process's own, and every `EVERY_SECONDS` what has changed
there is copied anew: tables first, `manifest.json` last and at once, so that the copy always is the old
version or the new one. Nothing is judged here. What bytes may be shown is decided where it is of a
local folder (`datasets.checked`), so a damaged object is found and said in the same words.

The copy holds what the store holds. Where the store does not answer, or nothing is at that address
any more, the copy stays as it is, and after `SILENT_SECONDS` that is a problem (`problems`).
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import tempfile
import time
from pathlib import Path
from threading import Event, Lock, Thread

import pyarrow as pa
from pyarrow import fs

from datasets.checked import MANIFEST

EVERY_SECONDS = 20.0
EVERY = "DATASETS_EVERY_SECONDS"
"""Name in the environment: another number of them."""
SILENT_SECONDS = 60.0
"""A version is taken up within a minute, or it is said that it may not have been."""

COPY = "DATASETS_COPY"
"""Name in the environment, set here: the copy and the address that it is of, for processes started from this one."""

_OURS = re.compile(r"manifest(-[0-9.]+)?\.json|[a-z0-9_-]+\.parquet", re.ASCII)
_State = tuple[int, int | None]
"""Of an object: its size, and when it was last written, in nanoseconds."""

log = logging.getLogger(__name__)


def every_seconds() -> float:
    """Seconds between two looks at the store."""
    named = os.environ.get(EVERY, "")
    return float(named) if named.isdecimal() and int(named) else EVERY_SECONDS


def is_address(name: str) -> bool:
    """Whether a name of a published folder is the address of one in a store."""
    return "://" in name


def store_at(address: str) -> tuple[fs.FileSystem, str]:
    """A store and the path in it.

    Raises:
        ValueError: no such kind of store, or the address is written wrongly.
    """
    store, path = fs.FileSystem.from_uri(address)
    return store, str(path).rstrip("/")


class FollowedCopy:
    """A folder of this machine that holds what a published folder in a store holds."""

    def __init__(self, address: str, folder: Path) -> None:
        """Copy nothing yet.

        Args:
            address: of the published folder.
            folder: where the copy is made; nobody else may write to it.

        Raises:
            ValueError: as `store_at`.
        """
        self.folder = folder
        self._store, self._path = store_at(address)
        self._copied: dict[str, _State] = {}
        self._read_at, self._is_silent = time.monotonic(), False
        self._ended = Event()
        self._thread = Thread(target=self._follow, name="object store", daemon=True)

    def start(self) -> None:
        """Copy what is there, and go on following it in a thread of its own."""
        self.look()
        self._thread.start()

    def end(self) -> None:
        """Follow it no longer; the copy stays."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def look(self) -> None:
        """Bring the copy into line with the store; where that cannot be read, leave it as it is."""
        try:
            self._bring_into_line()
        except (OSError, pa.ArrowException) as error:
            if not self._is_silent:  # its own words would name the store
                log.error("the store of published data cannot be read: %s", type(error).__name__)
            self._is_silent = True
            return
        if self._is_silent:
            log.warning("the store of published data can be read again")
        self._read_at, self._is_silent = time.monotonic(), False

    def problems(self) -> list[str]:
        """What an operator has to know, a sentence each: none while the store is read."""
        silent = time.monotonic() - self._read_at
        if silent < SILENT_SECONDS:
            return []
        return [f"the store of published data has not been read for {silent:.0f} seconds"]

    def _follow(self) -> None:
        while not self._ended.wait(every_seconds()):
            self.look()

    def _bring_into_line(self) -> None:
        """Read the manifest first and write it last: whoever publishes writes its tables before it."""
        newest = self._manifest()
        found = self._listed()
        for name, state in sorted(found.items()):
            if name != MANIFEST and self._copied.get(name) != state:
                self._write(name, self._whole(name, state))
                self._copied[name] = state
        if newest is not None:
            self._write(MANIFEST, newest)
        kept = {name for name in found if name != MANIFEST or newest is not None}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink()
                self._copied.pop(path.name, None)

    def _listed(self) -> dict[str, _State]:
        """The files of a published folder that are there now.

        Raises:
            FileNotFoundError: there is nothing at all at that address.
        """
        listed = self._store.get_file_info(fs.FileSelector(self._path))
        return {
            one.base_name: (one.size, one.mtime_ns)
            for one in listed
            if one.type == fs.FileType.File and _OURS.fullmatch(one.base_name)
        }

    def _manifest(self) -> bytes | None:
        """Read each time: another may be as long, and of the same second."""
        try:
            return self._bytes(MANIFEST)
        except FileNotFoundError:
            return None

    def _whole(self, name: str, state: _State) -> bytes:
        content = self._bytes(name)
        if len(content) != state[0]:
            raise OSError("an object came in part, or was replaced meanwhile")
        return content

    def _bytes(self, name: str) -> bytes:
        with self._store.open_input_stream(f"{self._path}/{name}") as stream:
            content: bytes = stream.read()
        return content

    def _write(self, name: str, content: bytes) -> None:
        """Put a file in place at once; one that holds those bytes stays, so that nothing is read anew."""
        path = self.folder / name
        if path.exists() and path.read_bytes() == content:
            return
        aside = path.with_suffix(".part")
        aside.write_bytes(content)
        os.replace(aside, path)


_followed: dict[str, FollowedCopy] = {}
_lock = Lock()


def folder_of(address: str) -> Path:
    """The copy of a published folder in a store, made and followed from the first time it is asked for.

    A process that was started from one that follows it reads that one's copy: both see the same versions.

    Raises:
        ValueError: as `store_at`.
    """
    found = _followed.get(address)
    if found is not None:
        return found.folder
    folder, _, of = os.environ.get(COPY, "").rpartition(" ")
    if of == address and Path(folder).is_dir():
        return Path(folder)
    with _lock:
        if address not in _followed:
            _followed[address] = _started(address)
    return _followed[address].folder


def _started(address: str) -> FollowedCopy:
    holder = tempfile.TemporaryDirectory(prefix="published-", ignore_cleanup_errors=True)
    copy = FollowedCopy(address, Path(holder.name))
    atexit.register(holder.cleanup)
    atexit.register(copy.end)  # the later one is called first
    copy.start()
    os.environ[COPY] = f"{copy.folder} {address}"
    return copy


def problems(address: str) -> list[str]:
    """What keeps this process from reading a store, as `FollowedCopy.problems`."""
    found = _followed.get(address)
    return found.problems() if found else []
