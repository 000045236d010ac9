"""Each page's first screen looks as it did when its picture was last renewed on purpose.

What the pictures depend on, and what the comparison bears, is said in `tests/browser/pictures.py`.
"""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.browser import pictures
from tests.browser.conftest import SCREENSHOTS, Visitor

in_browser = pytest.mark.browser
RENEW = "run `make screenshots` and look at what it changes"


@in_browser
@pytest.mark.parametrize("name", pictures.ADDRESSES)
def test_a_first_screen_looks_as_it_did(visit: Visitor, name: str) -> None:
    opened = visit(390)
    opened.page.emulate_media(reduced_motion="reduce")
    differing = []
    for width, picture in pictures.first_screens(opened.go(pictures.ADDRESSES[name])):
        kept, now = pictures.path_of(name, width), pictures.made_small(picture)
        if not kept.exists():
            save(now, f"{kept.stem}.png")
            differing.append(f"there is no picture {kept.name}")
            continue
        before = Image.open(kept)
        assert before.size == now.size
        squares = pictures.different(before, now)
        if squares.mean() > pictures.MOST_DIFFERENT:
            save(now, f"{kept.stem}.png")
            save(pictures.marked(now, squares), f"{kept.stem}-differs.png")
            differing.append(f"{kept.name}: {squares.mean():.1%} of its squares differ")
    assert differing == [], f"{RENEW}; the new ones are in {SCREENSHOTS.name}/"


def made_up(lines: int = 6, down: int = 0, has_chart: bool = True, drift: int = 0) -> Image.Image:
    """A first screen of a laptop: lines of words, below them a chart, which may stand lower.

    Args:
        lines: of words. down: how far the chart has moved, in px of a window.
        has_chart: whether it is drawn.
        drift: how far each word has moved, in px of a window, as other type moves it.
    """
    page = Image.new("RGB", (1280, 800), "white")
    draw = ImageDraw.Draw(page)
    for line in range(lines):
        for word in range(9):
            left = 120 + 95 * word + drift * (word % 2)
            top = 90 + 36 * line
            for letter in range(left, left + 70, 9):
                draw.line([(letter, top), (letter, top + 14)], fill="black", width=3)
    if has_chart:
        heights = [600 + down + 60 * (place % 3) for place in range(12)]
        points = [(140 + 80 * place, height) for place, height in enumerate(heights)]
        draw.line(points, fill="#12436d", width=4)
        for top in (580, 660, 740):
            draw.line([(120, top + down), (1100, top + down)], fill="#d5d8da")
    return pictures.made_small(page)


@pytest.mark.parametrize(
    ("changed", "is_seen"),
    [({}, False), ({"drift": 3}, False), ({"has_chart": False}, True), ({"down": 40}, True)],
)
def test_what_is_gone_or_moved_is_seen_and_other_type_is_not(
    changed: dict[str, Any], is_seen: bool
) -> None:
    squares = pictures.different(made_up(), made_up(**changed))
    assert bool(squares.mean() > pictures.MOST_DIFFERENT) is is_seen


def save(picture: Image.Image, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    picture.save(SCREENSHOTS / name)


def test_every_picture_is_of_a_page() -> None:
    known = {
        pictures.path_of(name, width) for name in pictures.ADDRESSES for width in pictures.WINDOWS
    }
    assert set(pictures.REFERENCE.glob("*")) == known, RENEW


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in pictures.REFERENCE.glob("*.png")) < 1_500_000
