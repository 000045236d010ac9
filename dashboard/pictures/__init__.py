"""Charts as pictures that stand alone: with title, unit, source and date in them."""

from dashboard.pictures.frame import Words, framed, framing, source_words
from dashboard.pictures.render import NoPictureError, one_browser, png, svg

__all__ = [
    "NoPictureError",
    "Words",
    "framed",
    "framing",
    "one_browser",
    "png",
    "source_words",
    "svg",
]
