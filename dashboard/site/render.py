"""A figure as the bytes of a PNG or SVG file, drawn by the same Plotly in a hidden browser.

Kaleido and a Chrome or Chromium of the machine work in a process of their own, which ends when no
picture has been asked for during a while, so a server that is asked for few carries no browser along.
Where there is none, there is no picture: who asks for one gets `NoPictureError` and says so.
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
from dashboard.heavy import AT_END, FailedError, Workshop

_PATIENCE = 60
"""Seconds within which a picture is drawn."""
_BROWSER = {"timeout": _PATIENCE, "mathjax": False}
_KEPT = 32
_WORKSHOP = Workshop(most_waiting=8, longest=2 * _PATIENCE)
_kept = threading.Event()
_FAILURES = (BrowserClosedError, BrowserFailedError, ChromeNotFoundError, KaleidoError)


class NoPictureError(RuntimeError):
    """No picture can be made here: no browser is installed, or it does not answer."""


@contextmanager
def one_browser() -> Iterator[None]:
    """Keep one browser in this process for all pictures that are drawn meanwhile."""
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
        BusyError: too many pictures wait to be drawn.
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
    if _kept.is_set():
        return draw_here(figure_json, fmt, scale)
    try:
        return _WORKSHOP.do(draw_apart, figure_json, fmt, scale)
    except FailedError as error:
        raise NoPictureError("No picture can be made here: its process ended.") from error


def draw_here(figure_json: str, fmt: str, scale: float) -> bytes:
    """A picture by the browser that `one_browser` keeps."""
    figure: dict[str, Any] = json.loads(figure_json)
    with _said():
        picture: bytes = kaleido.calc_fig_sync(figure, opts=_options(figure, fmt, scale))
    return picture


# In the process that draws


class _Browser:
    """A browser that is kept as long as the process; one that fails is not used again."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._kaleido = kaleido.Kaleido(n=1, **_BROWSER)
        self._loop.run_until_complete(asyncio.wait_for(self._kaleido.open(), _PATIENCE))

    def drawn(self, figure: Mapping[str, Any], opts: Mapping[str, Any]) -> bytes:
        asked = self._kaleido.calc_fig(figure, opts=dict(opts))
        return bytes(self._loop.run_until_complete(asyncio.wait_for(asked, _PATIENCE)))

    def close(self) -> None:
        with suppress(*_FAILURES, TimeoutError, OSError):
            self._loop.run_until_complete(asyncio.wait_for(self._kaleido.close(), _PATIENCE))


_browsers: list[_Browser] = []
"""The one that is kept, if any."""


def draw_apart(figure_json: str, fmt: str, scale: float) -> bytes:
    """A picture by the browser of this process, which is kept for the next."""
    figure: dict[str, Any] = json.loads(figure_json)
    with _said():
        try:
            if not _browsers:
                _browsers.append(_Browser())
                AT_END.append(_browsers[0].close)
            return _browsers[0].drawn(figure, _options(figure, fmt, scale))
        except BaseException:
            _browsers.clear()
            raise
