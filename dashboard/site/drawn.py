"""Pictures that are drawn when they are asked for: the icon, and the card of a choice."""

from __future__ import annotations

import hashlib
import io
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.files.errors import too_many
from dashboard.heavy import BusyError, Gate
from dashboard.negotiation import is_held
from dashboard.site.choices import Choice, choice_of
from dashboard.site.shares import HEIGHT, WIDTH
from dashboard.subjects.pages import PAGES, SITE_NAME, Page

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FOLDER = "/share/choice"
_BLUE, _INK, _GREY = "#12436D", "#0B0C0C", "#505A5F"
_EDGE = 70
_ICON_SIZES = [(16, 16), (32, 32), (48, 48)]
_KEPT = "public, max-age=86400"
_cards = Gate(at_once=1, most_waiting=6, patience=10)


def routes() -> list[Route]:
    """What answers with these pictures."""
    return [Route("/favicon.ico", _favicon), Route(f"{FOLDER}/{{name}}.png", _card)]


def address_of(page: Page, choice: Choice) -> str:
    """Where the card of a choice is served."""
    return f"{FOLDER}/{page.path}.png{choice.query}"


def alt_of(page: Page, choice: Choice) -> str:
    """What the card shows, for who cannot see it."""
    return f"{SITE_NAME}: {page.title}. {choice.sentence}"


def _favicon(request: Request) -> Response:
    return _picture(request, icon(), "image/x-icon")


def _card(request: Request) -> Response:
    page = next((one for one in PAGES if one.path == request.path_params["name"]), None)
    choice = page and choice_of(page, request.url.query)
    if not page or not choice:
        raise HTTPException(404)
    try:
        with _cards.passed():
            return _picture(request, card(page, choice), "image/png")
    except BusyError:
        return too_many().response()


def _picture(request: Request, body: bytes, media_type: str) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"Cache-Control": _KEPT, "ETag": tag}
    if is_held(request.headers, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


@cache
def icon() -> bytes:
    """The site's icon for programs that read no SVG; the same drawing as `icon.svg`, of 32 units."""
    from PIL import Image, ImageDraw

    unit = 12
    image = Image.new("RGBA", (32 * unit, 32 * unit))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, 32 * unit - 1, 32 * unit - 1), 6 * unit, fill=_BLUE)
    line = [(7, 10), (15, 17), (19, 14), (25, 22)]
    draw.line([(x * unit, y * unit) for x, y in line], "white", 3 * unit, joint="curve")
    for (x, y), reach in ((line[0], 1.5), (line[-1], 2.6)):
        ends = [(side + sign * reach) * unit for sign in (-1, 1) for side in (x, y)]
        draw.ellipse(ends, fill="white")
    written = io.BytesIO()
    image.save(written, "ICO", sizes=_ICON_SIZES)
    return written.getvalue()


@lru_cache(maxsize=64)
def card(page: Page, choice: Choice) -> bytes:
    """A choice in words, as a picture; it holds no figure, so none can go out of date on it."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, HEIGHT), fill=_BLUE)
    down = _EDGE
    for text, size, colour, gap in (
        (SITE_NAME, 38, _BLUE, 40),
        (choice.place or page.title, 92, _INK, 24),
        (page.title if choice.place else "", 54, _INK, 30),
        (", ".join(choice.words), 38, _GREY, 14),
    ):
        for line in _lines(text, size):
            draw.text((_EDGE, down), line, fill=colour, font=_font(size))
            down += round(size * 1.25)
        down += gap if text else 0
    foot = "Figures, sources and dates: behind this link"
    draw.text((_EDGE, HEIGHT - _EDGE - 30), foot, fill=_GREY, font=_font(30))
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)  # type: ignore[return-value]


def _lines(text: str, size: int) -> list[str]:
    """A text in lines that fit the card, two at most."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _font(size).getlength(longer) <= WIDTH - 2 * _EDGE:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines[:2]
