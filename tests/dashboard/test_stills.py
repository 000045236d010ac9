"""Still pictures of charts: each drawn once, in the background, with the colours of its ground."""

from __future__ import annotations

import gzip
import json
import logging
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from dashboard.charts.theme import DARK, LIGHT
from dashboard.site import render, stills
from dashboard.site.render import NoPictureError
from dashboard.site.stills import LOOKS, Studio, figures_of
from tests import serving
from tests.dashboard.page_reading import shown

FIGURES = {look: {"layout": {"width": 720, "height": 500.4}} for look in LOOKS}
LONG = 20


class Browser:
    """A made-up browser, which counts and can be held up."""

    def __init__(self) -> None:
        self.started = self.drawn = 0
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.fails = False

    @asynccontextmanager
    async def maker(self) -> AsyncIterator[Callable[[Mapping[str, Any]], Awaitable[bytes]]]:
        self.started += 1
        if self.fails:
            raise NoPictureError("no browser")

        async def make(_figure: Mapping[str, Any]) -> bytes:
            assert self.may_go_on.wait(LONG)
            self.drawn += 1
            return b"<svg/>"

        yield make


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    found = Browser()
    monkeypatch.setattr(stills, "svg_maker", found.maker)
    return found


def test_a_chart_is_drawn_once_however_many_ask(browser: Browser) -> None:
    studio = Studio(idle=0.1)
    browser.may_go_on.clear()
    found: list[object] = []
    asking = [
        threading.Thread(target=lambda: found.append(studio.stills("a", lambda: FIGURES, LONG)))
        for _ in range(5)
    ]
    for one in asking:
        one.start()
    browser.may_go_on.set()
    for one in asking:
        one.join(LONG)
    assert len(found) == 5
    assert all(one is found[0] for one in found)
    assert browser.drawn == len(LOOKS)


def test_pictures_are_kept_compressed_with_their_size(browser: Browser) -> None:
    found = Studio(idle=0.1).stills("a", lambda: FIGURES, LONG)
    assert found is not None
    assert tuple(found) == LOOKS
    for one in found.values():
        assert gzip.decompress(one.packed) == b"<svg/>"
        assert (one.width, one.height) == (720, 500)


def test_one_browser_serves_those_who_come_soon_after_each_other(browser: Browser) -> None:
    studio = Studio(idle=LONG)
    for key in "abc":
        assert studio.stills(key, lambda: FIGURES, LONG)
    assert browser.started == 1


def test_who_is_in_a_hurry_gets_none_and_the_next_gets_them(browser: Browser) -> None:
    studio = Studio(idle=0.1)
    browser.may_go_on.clear()
    assert studio.stills("a", lambda: FIGURES, 0.05) is None
    browser.may_go_on.set()
    assert studio.stills("a", lambda: pytest.fail("drawn twice"), LONG)


def test_no_more_are_taken_on_than_may_wait(browser: Browser) -> None:
    studio = Studio(most_waiting=2, idle=0.1)
    browser.may_go_on.clear()
    for key in "ab":
        assert studio.stills(key, lambda: FIGURES, 0.01) is None
    assert studio.stills("c", lambda: pytest.fail("taken on"), LONG) is None
    browser.may_go_on.set()
    assert studio.stills("b", lambda: FIGURES, LONG)


def test_no_more_readers_wait_than_leave_threads_for_others(browser: Browser) -> None:
    studio = Studio(most_waiting=1, idle=0.1)
    browser.may_go_on.clear()
    waiting = threading.Thread(target=lambda: studio.stills("a", lambda: FIGURES, LONG))
    waiting.start()
    while not studio._orders:
        time.sleep(0.01)
    time.sleep(0.1)  # and the one who ordered has sat down
    began = time.monotonic()
    assert studio.stills("a", lambda: FIGURES, LONG) is None
    assert time.monotonic() - began < LONG / 2
    browser.may_go_on.set()
    waiting.join(LONG)
    assert studio.stills("a", lambda: pytest.fail("drawn twice"), LONG)


def test_at_most_so_many_are_kept_the_newest(browser: Browser) -> None:
    studio = Studio(most=2, idle=LONG)
    for key in "abcd":
        assert studio.stills(key, lambda: FIGURES, LONG)
    drawn = browser.drawn
    assert studio.stills("d", lambda: pytest.fail("not kept"), LONG)
    assert studio.stills("a", lambda: FIGURES, LONG)
    assert browser.drawn == drawn + len(LOOKS)


def test_where_no_browser_is_there_is_no_picture_and_no_try_at_each_request(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    browser.fails = True
    studio = Studio(rest=LONG)
    with caplog.at_level(logging.WARNING):
        assert studio.stills("a", lambda: FIGURES, LONG) is None
        assert studio.stills("a", lambda: pytest.fail("tried again"), LONG) is None
    assert browser.started == 1
    assert "still pictures of charts cannot be drawn: no browser" in caplog.text


def test_after_a_rest_it_is_tried_again(browser: Browser) -> None:
    browser.fails = True
    studio = Studio(rest=0, idle=0.1)
    assert studio.stills("a", lambda: FIGURES, LONG) is None
    browser.fails = False
    assert studio.stills("a", lambda: FIGURES, LONG)


def test_each_look_has_the_colours_of_its_ground_and_no_others() -> None:
    chart = shown("trust").charts[0]
    found = figures_of(chart)
    assert tuple(found) == LOOKS
    for look, figure in found.items():
        form, ground = look.split("-")
        own, other = (LIGHT, DARK) if ground == "light" else (DARK, LIGHT)
        text = json.dumps(figure).lower()
        assert "#0000" not in text
        assert own.series[0].lower() in text
        assert other.series[0].lower() not in text
        assert figure["layout"]["paper_bgcolor"] == own.page
        assert figure["layout"]["width"] == {"wide": 720, "narrow": 358}[form]
        assert not figure["layout"].get("title", {}).get("text")


def test_a_picture_made_before_spoils_nothing_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    class WritesInto:
        """Writes into what it is given, as Kaleido does."""

        def __init__(self, **options: object) -> None:
            options["n"] = options["timeout"] = 1

        async def open(self) -> None:
            pass

        close = open

        async def calc_fig(self, _figure: object, opts: dict[str, object]) -> bytes:
            opts.clear()
            return b"picture"

    before = dict(render._BROWSER)
    monkeypatch.setattr("kaleido.Kaleido", WritesInto)
    monkeypatch.setattr(render, "_browsers", [])
    asked = ('{"layout": {"width": 1, "height": 2}}', "png", 1)
    assert [serving.apart(render.draw_apart, *asked) for _ in range(2)] == [b"picture", b"picture"]
    assert before == render._BROWSER
    assert len(render._browsers) == 1
