"""The folder of downloads: `raw/<source>/<edition>/<file>`, exact bytes, and what is known of them.

A whole edition is written aside, below `raw/.incoming`, and renamed into place. An edition that its
publisher has changed is set aside below `raw/.replaced`, never lost. `raw/<source>/state.json` holds
the address, validators and hash of each file, for asking only for what is new.
"""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import filelock

from datasets.schema import Source, SourceError

STATE = "state.json"
INCOMING = ".incoming"
REPLACED = ".replaced"
LONGEST_NAME = 150  # characters; file systems take 255 bytes
SNIFFED = 65_536  # bytes

NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')
NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Held:
    """What is remembered of a file.

    Attributes:
        url: where it came from.
        etag, last_modified: validators that came with it; empty where none did.
        sha256: of its bytes.
        path: below the source's folder, `<edition>/<file>`.
    """

    url: str
    etag: str
    last_modified: str
    sha256: str
    path: str


@contextlib.contextmanager
def only_fetch(raw: Path) -> Iterator[None]:
    """Holds the folder for one fetch, and clears at its end what any fetch left aside.

    Raises:
        SourceError: another fetch holds it, or it cannot be written.
    """
    try:
        raw.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(raw / ".lock", timeout=0):
            try:
                yield
            finally:
                shutil.rmtree(raw / INCOMING, ignore_errors=True)
    except filelock.Timeout:
        raise SourceError.of(str(raw), "another fetch is writing to this folder") from None
    except OSError as error:
        raise SourceError.of(str(raw), f"the folder cannot be used: {error.strerror}") from error


@contextlib.contextmanager
def aside(raw: Path) -> Iterator[Path]:
    """A folder to write to, removed afterwards with whatever is left in it."""
    (raw / INCOMING).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=raw / INCOMING, ignore_cleanup_errors=True) as folder:
        new = Path(folder) / "new"
        new.mkdir()
        yield new


def put(new: Path, raw: Path, source: Source, edition: str) -> None:
    """Renames a folder written aside into place as an edition; one that is there is set aside."""
    place = raw / source.id / edition
    place.parent.mkdir(exist_ok=True)
    if place.exists():
        old = raw / REPLACED / source.id / f"{edition}-{digest_of_folder(place)[:12]}"
        old.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(old, ignore_errors=True)
        place.rename(old)
    new.rename(place)


def digest_of_folder(folder: Path) -> str:
    """One hash over the names and bytes of a folder's files."""
    parts = [f"{path.name} {sha256(path)}" for path in sorted(folder.iterdir())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def newest_edition(raw: Path, source: Source) -> str:
    """The newest edition held of a source; empty where none is."""
    folder = raw / source.id
    editions = [one.parent.name for one in folder.glob("*/*")] if folder.is_dir() else []
    return max(editions, default="")


def read_state(raw: Path, source: Source) -> dict[str, Held]:
    """What is remembered of a source's files; one that is gone or changed since is not held.

    An unreadable state is an empty one: everything is fetched again.
    """
    try:
        written = json.loads((raw / source.id / STATE).read_text(encoding="utf-8"))
        known = {name: Held(**facts) for name, facts in written["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    folder = raw / source.id
    return {
        name: held
        for name, held in known.items()
        if (folder / held.path).is_file() and sha256(folder / held.path) == held.sha256
    }


def write_state(raw: Path, source: Source, known: dict[str, Held]) -> None:
    """Remembers a source's files, in one step."""
    path = raw / source.id / STATE
    text = json.dumps({"files": {name: asdict(held) for name, held in sorted(known.items())}}, indent=2)  # fmt: skip
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    with aside(raw) as folder:
        part = folder / STATE
        part.write_text(text, encoding="utf-8")
        part.replace(path)


def sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def safe_name(name: str, suffix: str, source: Source) -> str:
    """A server's name for a file, if it is one that cannot leave its folder or hide in it.

    Raises:
        SourceError: it is not.
    """
    named = name if name.lower().endswith(f".{suffix}") else f"{name}.{suffix}"
    if (
        NOT_IN_NAMES.search(named)
        or named.startswith(".")
        or not 0 < len(named.encode()) <= LONGEST_NAME
    ):
        raise SourceError.of(
            source.id, f"the catalogue gives a file name that is not safe: {name[:80]!r}"
        )
    return named


def sniff(path: Path, suffix: str) -> str:
    """Why a file's bytes cannot be data in the format that its suffix says; empty when they can.

    A status of 200 says little: servers send pages for signing in and messages of error with it.
    """
    with path.open("rb") as file:
        head = file.read(SNIFFED)
    if not head.strip():
        return "the file is empty"
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if start == b"<":
        return "a web page came instead of the file"
    if suffix in ("xlsx", "ods"):
        return "" if zipfile.is_zipfile(path) else "the file is no workbook (not a zip archive)"
    if NOT_IN_TEXT.search(head):
        return "the file is no text"
    if suffix == "json":
        return _why_no_list(path)
    return "a message in JSON came instead of the file" if start in (b"{", b"[") else ""


def _why_no_list(path: Path) -> str:
    try:
        answer = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return "the file is no JSON"
    if not isinstance(answer, list):
        return "the file is no list in JSON"
    return "" if answer else "the list is empty"
