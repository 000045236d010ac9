"""What each page's first screen looks like, small: `python -m tests.browser.pictures` renews it on purpose.

A picture holds what the frozen tables say on the day it is made, laid out by this machine's Chromium in the
type that its fontconfig gives for `system-ui`: DejaVu Sans on a Debian that nobody has given another. What is
compared is no letter but where things stand: both pictures are blurred, and each square of one is sought near its
place in the other. So other letters of the same widths, or a figure that moved, are no difference; type of another
width breaks lines elsewhere, and is.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter
from playwright.sync_api import sync_playwright

from tests import serving
from tests.browser.conftest import Visit, launched
from tests.browser.test_pages import KNOWN_FIGURES
from tests.conftest import REPOSITORY

REFERENCE = Path(__file__).parent / "reference"
OF_README = REPOSITORY / "docs" / "screenshot.png"

ADDRESSES: Mapping[str, str] = {
    path.split("?")[0].strip("/") or "overview": path for path in KNOWN_FIGURES
}
"""Name of a page's pictures -> its address."""

WINDOWS = {390: 844, 1280: 800}
"""Width of a phone's and of a laptop's window -> height, in px."""

KEPT = 2
"""How many px of a window, each way, are one of its picture."""
COLOURS = 24

BLUR = 3
"""Of a picture before it is compared, a radius in its px: letters become the grey of their line."""
TILE = 20
"""Side of the squares that are compared one by one, in px of a picture."""
REACH = (7, 2)
"""How far a square may have moved, down and sideways, in px of a picture: less than a line of text."""
STEPS = (1, 2)
APART = 6
"""Levels of grey of 255, in the mean of a square: one that is further from all in its reach differs."""
MOST_DIFFERENT = 0.025
"""Share of the squares: a chart that is missing takes 3% and more, a block moved by 40 px 20% and more."""

AT_REST = """() => {
  const app = document.querySelector("#root .stApp");
  const isInSight = (box) => {
    const { top, bottom } = box.getBoundingClientRect();
    return box.checkVisibility() && bottom > 0 && top < innerHeight;
  };
  const look = innerWidth > 744 ? "look=wide light" : "look=narrow light";
  const charts = [...document.querySelectorAll("#root .drawing")].filter(isInSight);
  if (document.getElementById("first-sight") || app.dataset.testScriptState !== "notRunning") return false;
  if (!charts.every((box) => box.matches(".is-drawn") && box.dataset.drawn.endsWith(look))) return false;
  const pieces = [...document.querySelectorAll("#root .piece > *")];
  const places = pieces.map((one) => one.getBoundingClientRect().top).join();
  const since = window.unmoved?.places === places ? window.unmoved.since : performance.now();
  window.unmoved = { places, since };
  return performance.now() - since > 400;
}"""
"""Whether what is in sight has been drawn, and has not moved for a while."""


def first_screens(page: Any) -> Iterator[tuple[int, Image.Image]]:
    """Width and picture of a page's first screen, of one that was opened in a phone's window."""
    for width, height in WINDOWS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(AT_REST, polling=100)
        yield width, Image.open(BytesIO(page.screenshot())).convert("RGB")


def made_small(picture: Image.Image) -> Image.Image:
    """A picture as it is kept: smaller, of few colours."""
    return in_few_colours(picture.reduce(KEPT))


def in_few_colours(picture: Image.Image, colours: int = COLOURS) -> Image.Image:
    return picture.quantize(colours, dither=Image.Dither.NONE)


def different(before: Image.Image, now: Image.Image) -> np.ndarray:
    """Which squares of two kept pictures of one size differ: those with nothing alike nearby in the other."""
    one, other = _grey(before), _grey(now)
    return np.maximum(_furthest(one, other), _furthest(other, one)) > APART


def marked(picture: Image.Image, squares: np.ndarray) -> Image.Image:
    """The picture with its squares that differ in red."""
    red = Image.fromarray(squares).resize([TILE * side for side in reversed(squares.shape)])
    shown = picture.convert("RGB")
    shown.paste("#d03030", mask=red.convert("L").point(lambda level: level // 3))
    return shown


def _grey(picture: Image.Image) -> np.ndarray:
    """Levels of grey of a blurred picture, in a frame that continues its edges as far as squares reach."""
    blurred = picture.convert("RGB").convert("L").filter(ImageFilter.GaussianBlur(BLUR))
    return np.pad(
        np.asarray(blurred, dtype=np.float32), [(reach, reach) for reach in REACH], mode="edge"
    )


def _furthest(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """How far each square of one is from the one most alike that it reaches in the other."""
    (down, aside), (high, wide) = REACH, one.shape
    rows, columns = (high - 2 * down) // TILE, (wide - 2 * aside) // TILE
    high, wide = rows * TILE, columns * TILE
    own = one[down : down + high, aside : aside + wide]
    shifts = product(*(range(0, 2 * most + 1, by) for most, by in zip(REACH, STEPS, strict=True)))
    squares = [
        np.abs(own - other[y : y + high, x : x + wide])
        .reshape(rows, TILE, columns, TILE)
        .mean(axis=(1, 3))
        for y, x in shifts
    ]
    return np.min(squares, axis=0)


def path_of(name: str, width: int) -> Path:
    return REFERENCE / f"{name}-{width}.png"


def main() -> int:
    """Write every picture anew, and the README's, which is the Overview's as a laptop shows it."""
    REFERENCE.mkdir(exist_ok=True)
    expected = {path_of(name, width) for name in ADDRESSES for width in WINDOWS}
    for left in set(REFERENCE.glob("*.png")) - expected:
        left.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving.serving(Path(folder) / "log.txt") as site,
        sync_playwright() as playwright,
        launched(playwright) as browser,
    ):
        page = browser.new_page(locale="en-GB", reduced_motion="reduce")
        for name, address in ADDRESSES.items():
            page.set_viewport_size({"width": 390, "height": WINDOWS[390]})
            for width, picture in first_screens(Visit(page, site).go(address)):
                made_small(picture).save(path_of(name, width), optimize=True)
                if (name, width) == ("overview", 1280):
                    in_few_colours(picture, 256).save(OF_README, optimize=True)
    kept = sum(path.stat().st_size for path in expected)
    sys.stdout.write(f"{len(expected)} pictures, {kept / 1000:,.0f} kB, and {OF_README.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
