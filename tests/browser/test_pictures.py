"""Each page's first screen looks as it did when its picture was last renewed on purpose.

What the pictures depend on, and what the comparison bears, is said in `tests/browser/pictures.py`.
"""

from __future__ import annotations

import pytest
from PIL import Image

from tests.browser import pictures
from tests.browser.conftest import SCREENSHOTS, Visitor

pytestmark = pytest.mark.browser
RENEW = "run `make screenshots` and look at what it changes"


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
