"""Where a source's files are: in a mirror, among the downloads, or named one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from datasets.schema import REFERENCE, Source, SourceError

Locate = Callable[[Source], list[Path]]
"""Finds a source's files."""


def in_mirror(folder: Path) -> Locate:
    """Finds a source's files in a folder laid out like the mirror.

    Raises:
        SourceError: (when called) the folder is not there.
    """
    return lambda source: _glob(folder, (source.files, source.instead), source)


def in_raw(folder: Path) -> Locate:
    """Finds a source's downloaded files: `<folder>/<source>/<edition>/…`."""
    mirrored = in_mirror(folder)
    return lambda source: (
        mirrored(source) if source.is_reference else _glob(folder / source.id, (("*/*",),), source)
    )


def these_files(paths: Sequence[Path]) -> Locate:
    """The files named.

    Raises:
        SourceError: (when called) one is not there.
    """

    def locate(source: Source) -> list[Path]:
        for path in paths:
            if not path.is_file():
                raise SourceError.of(source.id, f"file {path} is not there")
        return list(dict.fromkeys(paths))

    return locate


def _glob(folder: Path, choices: tuple[tuple[str, ...], ...], source: Source) -> list[Path]:
    """The files of the first choice of patterns that finds any; each of its patterns must find one."""
    base = REFERENCE if source.is_reference else folder
    if not base.is_dir():
        raise SourceError.of(source.id, f"folder {base} is not there")
    for patterns in choices:
        found = {
            pattern: [path for path in base.glob(pattern) if path.is_file()] for pattern in patterns
        }
        if any(found.values()):
            missing = [pattern for pattern, paths in found.items() if not paths]
            if missing:
                raise SourceError.of(source.id, f"no file {' and '.join(missing)} in {base}")
            return sorted({path for paths in found.values() for path in paths})
    raise SourceError.of(source.id, f"no file {' or '.join(choices[0])} in {base}")
