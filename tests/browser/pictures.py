"""What each page's first screen looks like, small: `python -m tests.browser.pictures` renews it on purpose.

A picture holds what the frozen tables say on the day it is made, laid out by this machine's Chromium in the
type that its fontconfig gives for `system-ui`: DejaVu Sans on a Debian that nobody has given another. What is
compared is no letter but where things stand: both pictures are made small and blurred first, so that another
drawing of the same letters, or a figure that moved, is no difference. Type of another width breaks lines
elsewhere, and is.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageChops, ImageFilter
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

COMPARED = 4
"""How many px of a window, each way, are one of what is compared."""
BLUR = 1.5
"""Of what is compared, the radius in its px: more than type moves from one drawing of it to another."""
DIFFERENT = 24
"""Of 255 levels of grey: pixels further apart differ."""
MOST_SHARE = 0.02
"""Of the pixels that may differ."""
MOST_MEAN = 3.0
"""How far apart all pixels may be in the mean, in levels of grey."""

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


@dataclass(frozen=True)
class Difference:
    """How far two pictures are apart: mean in levels of grey, and share of the pixels that differ."""

    mean: float
    share: float

    @property
    def is_seen(self) -> bool:
        return self.mean > MOST_MEAN or self.share > MOST_SHARE

    def __str__(self) -> str:
        return f"{self.share:.1%} of the pixels differ, all by {self.mean:.1f} levels of grey"


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


def difference(before: Image.Image, now: Image.Image) -> Difference:
    """Between two kept pictures of one size."""
    apart = np.asarray(apart_by(before, now), dtype=float)
    return Difference(float(apart.mean()), float((apart > DIFFERENT).mean()))


def apart_by(before: Image.Image, now: Image.Image) -> Image.Image:
    """How far each pixel of two kept pictures is apart, once both are small and blurred."""
    return ImageChops.difference(*map(_blurred, (before, now)))


def _blurred(picture: Image.Image) -> Image.Image:
    small = picture.convert("RGB").convert("L").reduce(COMPARED // KEPT)
    return small.filter(ImageFilter.GaussianBlur(BLUR))


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
                    in_few_colours(picture, 64).save(OF_README, optimize=True)
    kept = sum(path.stat().st_size for path in expected)
    sys.stdout.write(f"{len(expected)} pictures, {kept / 1000:,.0f} kB, and {OF_README.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
