"""Where a source's files are: in a mirror, among the downloads, or named one by one.

A file that the source's reader would take but for its name is never passed over without a word: an
older one would be published in its place.
"""

from __future__ import annotations

import fnmatch
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from data_pipeline.steps.raw_files import why_unreadable
from datasets.schema import REFERENCE, Source, SourceError

Locate = Callable[[Source], list[Path]]
"""Finds a source's files."""

STATE = "state.json"  # what fetch remembers, beside the editions
DEEPEST = 5  # folders below a topic's

KINDS = re.compile(
    r"\.(csv|tsv|tab|txt|xlsx?|xlsm|xlsb|xltx|ods|fods|numbers|json|geojson|parquet|arrow|html?|xml"
    r"|gz|bz2|xz|zst|7z|zip|tar|tgz|part|crdownload|download|tmp|bak|old|orig)$"
)
"""Ends of names under which a file of data may come, or may have been put aside."""

DOCUMENTS = (".md", ".pdf", ".doc", ".docx", ".rtf", ".odt", ".png", ".jpg", ".toml", ".log")
"""Ends of the names of files that say something about data and hold none."""

ADDED = re.compile(
    r"\[\d+\]|copy|of|new|newest|latest|final|updated?|revised|corrected|download(ed)?|v?\d+|q\d|fy\d*"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)\d*"
    r"|january|february|march|april|june|july|august|september|october|november|december"
)
"""Words of a name that say which copy or edition a file is, not what it holds."""


def in_mirror(folder: Path) -> Locate:
    """Finds a source's files in a folder laid out like the mirror.

    Raises:
        SourceError: (when called) the folder is not there or may not be listed, a file is missing,
            or one that looks like the source's has another name than its files have.
    """
    return lambda source: _by_patterns(REFERENCE if source.is_reference else folder, source)


def in_raw(folder: Path) -> Locate:
    """Finds a source's downloaded files: `<folder>/<source>/<edition>/…`.

    Raises:
        SourceError: (when called) nothing is downloaded, or a file lies in no edition's folder.
    """
    mirrored = in_mirror(folder)
    return lambda source: mirrored(source) if source.is_reference else _downloads(folder, source)


def these_files(paths: Sequence[Path]) -> Locate:
    """The files named, each once.

    Raises:
        SourceError: (when called) one cannot be read.
    """

    def locate(source: Source) -> list[Path]:
        for path in paths:
            why = why_unreadable(path)
            if why:
                raise SourceError.of(source.id, f"file {path} {why}")
        return list({path.resolve(): path for path in paths}.values())

    return locate


def _by_patterns(base: Path, source: Source) -> list[Path]:
    """The files of the first choice of patterns that finds any; each of its patterns must find one."""
    every = [*source.files, *source.also, *source.instead]
    held = sorted(_held_for(base, every, source))
    by_pattern = {one: [path for path in held if _fits(path, base, one)] for one in every}
    fitting = {path for paths in by_pattern.values() for path in paths}
    _refuse_misnamed([path for path in held if path not in fitting], every, source)
    for patterns in (source.files, source.instead):
        found = {pattern: by_pattern[pattern] for pattern in patterns}
        if any(found.values()):
            missing = [pattern for pattern, paths in found.items() if not paths]
            if missing:
                raise SourceError.of(source.id, f"no file {' and '.join(missing)} in {base}")
            found |= {pattern: by_pattern[pattern] for pattern in source.also}
            return sorted({path for paths in found.values() for path in paths})
    raise SourceError.of(source.id, f"no file {' or '.join(source.files)} in {base}")


def _fits(path: Path, base: Path, pattern: str) -> bool:
    parts, wanted = path.relative_to(base).parts, pattern.split("/")
    return len(parts) == len(wanted) and all(map(fnmatch.fnmatchcase, parts, wanted))


def _held_for(base: Path, patterns: Sequence[str], source: Source) -> Iterator[Path]:
    """What lies in the folder, and below those of the patterns' topics, however they are written."""
    topics = {pattern.split("/")[0].casefold() for pattern in patterns if "/" in pattern}
    for path in _listed(base, source):
        if _is_folder(path) and path.name.strip().casefold() in topics:
            yield from _below(path, source, DEEPEST)
        elif not _is_folder(path):
            yield path


def _below(folder: Path, source: Source, depth: int) -> Iterator[Path]:
    """Everything below a folder, folders included."""
    for path in _listed(folder, source):
        yield path
        if depth and _is_folder(path):
            yield from _below(path, source, depth - 1)


def _listed(folder: Path, source: Source) -> list[Path]:
    """What lies in a folder, hidden files left out.

    Raises:
        SourceError: it may not be listed, or is none.
    """
    try:
        names = os.listdir(folder)
    except OSError as error:
        why = {
            FileNotFoundError: "is not there",
            NotADirectoryError: "is a file, not a folder",
        }.get(type(error), f"may not be listed: {error.strerror}")
        raise SourceError.of(source.id, f"folder {folder} {why}") from error
    return [folder / name for name in sorted(names) if not name.startswith((".", "~$"))]


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # unlike Path.is_dir, False where there is no asking


def _refuse_misnamed(others: Iterable[Path], patterns: Sequence[str], source: Source) -> None:
    """Stops at a file that would be the source's but for its name, its kind or its folder."""
    wanted = {_bare(pattern.rsplit("/", 1)[-1]): pattern for pattern in patterns}
    for path in others:
        is_data = not (_is_folder(path) or path.name.lower().endswith(DOCUMENTS))
        name = _bare(path.name) if is_data else ""
        for bare, pattern in wanted.items():
            if name and fnmatch.fnmatchcase(name, bare):
                raise SourceError.of(
                    source.id,
                    f"{path.parent.name}/{path.name} looks like a file of this source, but is not "
                    f"named as its files are ({pattern}): rename it so, or take it away",
                )


def _bare(name: str) -> str:
    """What tells a file's name, or a pattern of names, from others: no kind, edition, sign or capital."""
    bare = unicodedata.normalize("NFKC", name).casefold().strip()
    while (shorter := KINDS.sub("", bare).strip()) != bare:
        bare = shorter
    parts = re.findall(r"[a-z0-9*?]+|\[[^\]]*\]", bare.replace("[0-9]", "0"))
    return "".join(part for part in parts if not ADDED.fullmatch(part))


def _downloads(folder: Path, source: Source) -> list[Path]:
    editions = [path for path in _listed(folder / source.id, source) if path.name != STATE]
    for path in editions:
        if not _is_folder(path):
            raise SourceError.of(
                source.id, f"{path.parent.name}/{path.name} lies in no edition's folder"
            )
    found = [path for edition in editions for path in _listed(edition, source)]
    if not found:
        raise SourceError.of(source.id, f"no file in {folder / source.id}")
    return found
