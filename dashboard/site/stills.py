"""A chart's still pictures for frames: for wide and narrow ones, on light and on dark ground.

They are drawn by a browser of the machine, a chart at a time, in a thread of their own: who asks waits a
while for them, and gets none where none can be made here or too many are waiting already. What was
drawn is kept.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import re
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock, Thread
from time import monotonic
from typing import Any

from dashboard.charts.page_theme import in_theme_colours, placeholders
from dashboard.charts.theme import DARK, LIGHT, Palette
from dashboard.page import Chart
from dashboard.site.render import NoPictureError, svg_maker

log = logging.getLogger(__name__)

WIDTHS: Mapping[str, int] = {"wide": 720, "narrow": 358}
"""In px: little more than what each form of a chart is laid out for, so that its type stays large."""
GROUNDS: Mapping[str, Palette] = {"light": LIGHT, "dark": DARK}
LOOKS = tuple(f"{form}-{ground}" for form in WIDTHS for ground in GROUNDS)
"""Names of a chart's pictures: `wide-light`, ..."""

_PLACEHOLDER = re.compile(r"#0000(\d\d)")
Figures = Mapping[str, Mapping[str, Any]]
"""Look -> figure as Plotly's JSON."""


@dataclass(frozen=True)
class Still:
    """A chart in one look.

    Attributes:
        packed: the SVG, compressed by gzip.
        width, height: in px.
    """

    packed: bytes
    width: int
    height: int


Stills = Mapping[str, Still]
"""Look -> picture."""


@dataclass(frozen=True)
class _Order:
    """A chart that waits to be drawn."""

    key: Hashable
    figures: Figures
    stills: Future[Stills]


class Studio:
    """Draws charts one after the other and keeps their pictures.

    A browser is started for the first order and ended when none has come for a while.
    """

    def __init__(
        self, most: int = 128, most_waiting: int = 8, rest: float = 60, idle: float = 20
    ) -> None:
        """Draw nothing yet.

        Args:
            most: charts whose pictures are kept; the one not asked for longest goes first.
            most_waiting: charts that may wait to be drawn, and readers who may wait for them: no further
                one is taken on, so that the threads that answer stay free.
            rest: seconds without another try after no picture could be made.
            idle: seconds that the browser waits for another order.
        """
        self._most, self._most_waiting = most, most_waiting
        self._rest, self._idle = rest, idle
        self._held: OrderedDict[Hashable, Future[Stills]] = OrderedDict()
        self._orders: deque[_Order] = deque()
        self._lock, self._seats = Lock(), BoundedSemaphore(most_waiting)
        self._is_working = False
        self._rests_until = 0.0

    def stills(
        self, key: Hashable, figures: Callable[[], Figures], patience: float
    ) -> Stills | None:
        """Return a chart's pictures; None where they are not there in time, or too many wait.

        Args:
            key: what they are kept by.
            figures: makes what is to be drawn; called here, and only where nothing is kept.
            patience: in seconds; what is being drawn is kept for the next who asks all the same.
        """
        found = self._known(key) or self._ordered(key, figures)
        if found is None:
            return None
        if found.done():
            return _in_time(found, 0)
        if not self._seats.acquire(blocking=False):
            return None
        try:
            return _in_time(found, patience)
        finally:
            self._seats.release()

    @property
    def is_full(self) -> bool:
        """Whether no further chart is taken on, for so many wait."""
        return len(self._orders) >= self._most_waiting

    def _known(self, key: Hashable) -> Future[Stills] | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def _ordered(self, key: Hashable, figures: Callable[[], Figures]) -> Future[Stills] | None:
        if self.is_full or monotonic() < self._rests_until:
            return None
        order = _Order(key, figures(), Future())
        with self._lock:
            if key in self._held:
                return self._held[key]
            self._held[key] = order.stills
            self._orders.append(order)
            done = [known for known, stills in self._held.items() if stills.done()]
            for known in done[: max(0, len(self._held) - self._most)]:
                del self._held[known]
            if not self._is_working:
                self._is_working = True
                Thread(target=self._work, name="stills", daemon=True).start()
        return order.stills

    # In a thread of its own

    def _work(self) -> None:
        """Draw until nothing is left, what was ordered while a browser was being ended too."""
        while self._is_working:
            try:
                asyncio.run(self._draw_orders())
            except Exception as error:
                self._give_up(error)
            with self._lock:
                self._is_working = bool(self._orders)

    async def _draw_orders(self) -> None:
        async with svg_maker() as make:
            while order := await self._next_order():
                drawn = [await make(one) for one in order.figures.values()]
                order.stills.set_result(_stills(order.figures, drawn))
                self._orders.popleft()

    async def _next_order(self) -> _Order | None:
        """The order that waits longest; it stays among those that wait until it is drawn."""
        waits_until = monotonic() + self._idle
        while not self._orders and monotonic() < waits_until:
            await asyncio.sleep(0.05)
        return self._orders[0] if self._orders else None

    def _give_up(self, error: Exception) -> None:
        log.warning("still pictures of charts cannot be drawn: %s", error)
        with self._lock:
            self._rests_until = monotonic() + self._rest
            left = list(self._orders)
            self._orders.clear()
            for order in left:
                self._held.pop(order.key, None)
        for order in left:
            order.stills.set_exception(NoPictureError(str(error)))


def _in_time(stills: Future[Stills], patience: float) -> Stills | None:
    try:
        return stills.result(timeout=patience)
    except (NoPictureError, TimeoutError):
        return None


def _stills(figures: Figures, drawn: Sequence[bytes]) -> Stills:
    return {
        look: Still(gzip.compress(svg, mtime=0), **_size(figure))
        for (look, figure), svg in zip(figures.items(), drawn, strict=True)
    }


def _size(figure: Mapping[str, Any]) -> dict[str, int]:
    return {side: round(figure["layout"][side]) for side in ("width", "height")}


def figures_of(chart: Chart) -> Figures:
    """A chart's figures in every look, as Plotly's JSON, without title and source."""
    found: dict[str, Mapping[str, Any]] = {}
    for form, width in WIDTHS.items():
        text = str(in_theme_colours(chart.draw(form == "narrow")).to_json())
        for ground, palette in GROUNDS.items():
            found[f"{form}-{ground}"] = _coloured(text, palette, width)
    return found


def _coloured(text: str, palette: Palette, width: int) -> Mapping[str, Any]:
    colours = placeholders(palette)
    figure: dict[str, Any] = json.loads(_PLACEHOLDER.sub(lambda one: colours[one[1]], text))
    own = {"width": width, "autosize": False, "paper_bgcolor": palette.page}
    figure["layout"] |= own
    return figure
