"""The pictures that stand for a page where its link is shared, made beforehand and served here.

`python -m dashboard.site.share_pictures` draws them from the published data into `dashboard/share`, beside a
note of what they show. A picture of other data is not offered: an old figure would go round under
today's name. Data is told apart by the hash of its manifest's content, as another build may give the
same version number to other figures.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.negotiation import is_held
from datasets import catalogue, versions

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parents[1] / "share"
NOTE = "shares.json"
"""Says of which data the pictures are, and what each shows."""
WIDTH, HEIGHT = 1200, 630

_DIGITS = 12
_KEPT = "public, max-age=31536000, immutable"
_ASKED_AGAIN = "public, max-age=3600"


@dataclass(frozen=True)
class Share:
    """A page's picture.

    Attributes:
        name: of its file.
        headline: the sentence on it.
        alt: what it shows, for who cannot see it.
        data: hash of the data that it was drawn from.
    """

    name: str
    headline: str
    alt: str
    data: str

    @property
    def address(self) -> str:
        """Where it is served; another one for each state of the data."""
        return f"/share/{self.name}?v={self.data[:_DIGITS]}"


def share_of(path: str) -> Share | None:
    """Return a page's picture; None where there is none of today's data.

    Args:
        path: the page's address without the slash.
    """
    note = _note()
    said = note.get("pages", {}).get(path)
    if said is None or note.get("data") != _published():
        return None
    return Share(said["file"], said["headline"], said["alt"], note["data"])


def route() -> Route:
    """Return what answers with the pictures."""
    return Route("/share/{name}", _picture)


def _picture(request: Request) -> Response:
    name = request.path_params["name"]
    known = {said["file"] for said in _note().get("pages", {}).values()}
    path = FOLDER / name
    if name not in known or not path.is_file():
        raise HTTPException(404)
    body, tag = _read(path, path.stat().st_mtime_ns)
    headers = {
        "Cache-Control": _KEPT if request.query_params.get("v") == _data() else _ASKED_AGAIN,
        "ETag": tag,
    }
    if is_held(request.headers, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="image/png")


def _data() -> str:
    return str(_note().get("data", ""))[:_DIGITS]


def _published() -> str:
    try:
        return versions.current().digest
    except catalogue.DatasetError:
        return ""


def _note() -> dict[str, Any]:
    path = FOLDER / NOTE
    try:
        return _note_of(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=2)
def _note_of(path: Path, _stamp: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=64)
def _read(path: Path, _stamp: int) -> tuple[bytes, str]:
    body = path.read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:20]}"'
