"""A figure as the bytes of a PNG or SVG file, drawn by the same Plotly in a hidden browser.

Kaleido starts a Chrome or Chromium of the machine for each picture and ends it again, so a server
that is asked for few of them carries no browser along. Where there is none, there is no picture:
who asks for one gets `NoPictureError` and says so.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
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


@asynccontextmanager
async def svg_maker() -> AsyncIterator[Callable[[Mapping[str, Any]], Awaitable[bytes]]]:
    """Keep a browser open meanwhile, for what makes an SVG of a figure as Plotly's JSON.

    Raises:
        NoPictureError: as `png`; so does what is given.
    """

    async def drawn(figure: Mapping[str, Any]) -> bytes:
        with _said():
            asked = browser.calc_fig(figure, opts=_options(figure, "svg", 1))
            return bytes(await asyncio.wait_for(asked, _PATIENCE))

    browser = kaleido.Kaleido(n=1, **_BROWSER)
    with _said():
        await browser.open()
    try:
        yield drawn
    finally:
        with suppress(*_FAILURES, TimeoutError, OSError):
            await browser.close()


@contextmanager
def _said() -> Iterator[None]:
    """Every way in which a browser fails, as the one error."""
    try:
        yield
    except (*_FAILURES, TimeoutError, OSError) as error:
        raise NoPictureError("No picture can be made here: no browser answers.") from error


def _options(figure: Mapping[str, Any], fmt: str, scale: float) -> dict[str, Any]:
    size = {side: figure["layout"][side] for side in ("width", "height")}
    return {"format": fmt, "scale": scale, **size}


@lru_cache(maxsize=_KEPT)
def _drawn(figure_json: str, fmt: str, scale: float) -> bytes:
    figure: dict[str, Any] = json.loads(figure_json)
    opts = _options(figure, fmt, scale)
    own = {} if _kept.is_set() else {"kopts": dict(_BROWSER)}  # Kaleido writes into it
    with _ONE_AT_A_TIME, _said():
        picture: bytes = kaleido.calc_fig_sync(figure, opts=opts, **own)
    return picture
