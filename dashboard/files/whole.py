"""Whole tables as files with a length, of which any part can be asked for (RFC 9110, 14).

An answer is written to a file the first time that its length or a part of it is asked for, and kept
as long as there is room: its bytes are the same each time, so what was begun can be gone on with.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dashboard.files.errors import ApiError
from dashboard.keeping import Kept

MOST_BYTES = 256_000_000
"""Of all files that are kept; the one used longest ago goes first."""

_PARTS = re.compile(r"bytes=[ \t]*(\d+-\d*|-\d+)([ \t]*,[ \t]*(\d+-\d*|-\d+))*[ \t]*", re.ASCII)
_LONGEST = 500
_PART = re.compile(r"(\d*)-(\d*)", re.ASCII)
_writing: Kept[Lock] = Kept(256)
"""A lock for each file: who asks for one waits for no other."""
_first = Lock()


def is_asked_as_file(request: Request) -> bool:
    """Say whether the length of the answer or a part of it is asked for.

    A range in a unit that is not known, or not written as one, is as good as none.
    """
    return request.method == "HEAD" or bool(_parts(request))


def _parts(request: Request) -> list[tuple[str, str]]:
    """First and last byte of each part asked for, as written; none where it is no such range."""
    written = request.headers.get("range", "")
    found = _PART.findall(written) if len(written) < _LONGEST and _PARTS.fullmatch(written) else []
    is_backwards = any(first and last and int(first) > int(last) for first, last in found)
    return [] if is_backwards else found


def _refuse_beyond(request: Request, size: int) -> None:
    """Say that no byte of what is asked for is there; a changed file is sent whole instead."""
    parts = _parts(request)
    is_there = [int(first) < size if first else int(last) > 0 for first, last in parts]
    if parts and not any(is_there) and "if-range" not in request.headers:
        headers = {"Content-Range": f"bytes */{size}"}
        raise ApiError(416, "the range lies beyond the end", [f"bytes=0-{size - 1}"], headers)


def as_file(
    request: Request,
    tag: str,
    headers: Mapping[str, str],
    media_type: str,
    pieces: Callable[[], Iterable[bytes]],
) -> Response:
    """The answer from its file: with its length, or the parts that the request asks for.

    Args:
        request: says which parts.
        tag: tells this answer's bytes from all others.
        headers: of the answer.
        media_type: as of the answer.
        pieces: makes the bytes, if there is no such file yet.

    Raises:
        ApiError: 416: nothing of what is asked for is there.
    """
    path = _path(tag)
    with _writing.get(path, Lock):
        if not path.exists():
            _write(path, pieces())
            _make_room(path)
        os.utime(path)
        held = path.stat()
    _refuse_beyond(request, held.st_size)
    return _File(path, headers=headers, media_type=media_type, stat_result=held)


class _File(FileResponse):
    """Sent in fewer pieces than by default: each is read in a thread and takes the loop's time."""

    chunk_size = 262_144


def is_kept(tag: str) -> bool:
    """Say whether an answer is there as a file."""
    return _path(tag).exists()


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    """Goes with the process, and its files with it."""
    return tempfile.TemporaryDirectory(prefix="whole-tables-")


def _folder() -> Path:
    with _first:  # two threads that came first would make two, of which one goes with its files
        return Path(_kept().name)


def _path(tag: str) -> Path:
    return _folder() / re.sub(r"\W", "", tag)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    beside.replace(path)


def _make_room(newest: Path) -> None:
    """Let go of what was used longest ago; what is being written beside is passed over."""
    stats = {path: path.stat() for path in _folder().iterdir() if path.suffix != ".part"}
    held = sorted(stats, key=lambda path: stats[path].st_mtime_ns)
    size = sum(one.st_size for one in stats.values())
    for path in held:
        if size <= MOST_BYTES or path == newest:
            return
        with suppress(FileNotFoundError):
            size -= path.stat().st_size
            path.unlink()
