"""A figure as the bytes of a PNG or SVG file, drawn by the same Plotly in a hidden browser.

Kaleido starts a Chrome or Chromium of the machine for each picture and ends it again, so a server
that is asked for few of them carries no browser along. Where there is none, there is no picture:
who asks for one gets `NoPictureError` and says so.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import kaleido
from kaleido.errors import BrowserClosedError, BrowserFailedError, ChromeNotFoundError, KaleidoError

from dashboard.charts.page_theme import Figure

_PATIENCE = 60
"""Seconds within which a picture is drawn."""
_BROWSER = {"timeout": _PATIENCE, "mathjax": False}
_KEPT = 32
_ONE_AT_A_TIME = threading.Lock()
_kept = threading.Event()
_FAILURES = (BrowserClosedError, BrowserFailedError, ChromeNotFoundError, KaleidoError)


class NoPictureError(RuntimeError):
    """No picture can be made here: no browser is installed, or it does not answer."""


@contextmanager
def one_browser() -> Iterator[None]:
    """Keep one browser for all pictures that are drawn meanwhile."""
    kaleido.start_sync_server(n=1, silence_warnings=True, **_BROWSER)
    _kept.set()
    try:
        yield
    finally:
        _kept.clear()
        kaleido.stop_sync_server(silence_warnings=True)


def png(figure: Figure, scale: float = 2) -> bytes:
    """Return a figure with a width and height in px as a PNG, `scale` pixels for each.

    Raises:
        NoPictureError: no browser is installed, or it does not answer.
    """
    return _drawn(figure.to_json(), "png", scale)


def svg(figure: Figure) -> bytes:
    """Return a figure with a width and height in px as an SVG. Raises as `png`."""
    return _drawn(figure.to_json(), "svg", 1)


@lru_cache(maxsize=_KEPT)
def _drawn(figure_json: str, fmt: str, scale: float) -> bytes:
    figure: dict[str, Any] = json.loads(figure_json)
    size = {side: figure["layout"][side] for side in ("width", "height")}
    opts = {"format": fmt, "scale": scale, **size}
    own = {} if _kept.is_set() else {"kopts": _BROWSER}
    with _ONE_AT_A_TIME:
        try:
            picture: bytes = kaleido.calc_fig_sync(figure, opts=opts, **own)
        except (*_FAILURES, TimeoutError, OSError) as error:
            raise NoPictureError("No picture can be made here: no browser answers.") from error
    return picture
