"""`python -m dashboard.site.share_pictures`: draw the share picture of every page from the published data.

Each page is run as a reader would see it first; its headline and its charts go on the picture.
Pictures are written beside a note of the version of the data, and swapped in at the end.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image

from dashboard.page import Page
from dashboard.site import shares
from dashboard.site.card import SCALE, Card, card
from dashboard.site.render import NoPictureError, one_browser, png
from dashboard.subjects import pages as subjects_pages
from dashboard.subjects import registry
from dashboard.subjects.overview.figures import success
from dashboard.subjects.overview.sentences import against
from dashboard.subjects.pages import PAGES, SITE_NAME
from dashboard.words.periods import day_words
from dashboard.words.verdicts import VERDICTS
from datasets import catalogue, versions

_COLOURS = 64
_CHOICES = {"trust": {"review": ["no"]}}
"""What is chosen where a page's first sight is more than a small picture can show."""


@dataclass(frozen=True)
class Drawn:
    """A page's picture: name of its file, bytes, headline (with its early sign), what it shows."""

    file: str
    data: bytes
    headline: str
    alt: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the pictures; 0 where all were drawn, 1 with one line on stderr where not."""
    parser = argparse.ArgumentParser(
        prog="python -m dashboard.site.share_pictures", description=__doc__
    )
    parser.add_argument("--out", type=Path, default=shares.FOLDER, help="folder to write them to")
    out: Path = parser.parse_args(arguments).out
    try:
        if problems := catalogue.problems():  # a page would leave out what is damaged
            raise catalogue.DatasetError(problems[0])
        with one_browser():
            drawn = dict(_drawn_pages())
        _write(out, drawn)
    except (NoPictureError, catalogue.DatasetError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    size = sum(len(one.data) for one in drawn.values())
    sys.stdout.write(
        f"{len(drawn)} share pictures of data {catalogue.version()}, {round(size / 1000)} kB, in {out}\n"
    )
    return 0


def _drawn_pages() -> Iterator[tuple[str, Drawn]]:
    for page in PAGES:
        found = shown_at(page)
        shown = card_of(page, found, date.today())
        figure = card(shown)
        data = smaller(png(figure, SCALE))
        alt = f"{shown.headline}. {alt_of(shown, found, bool(figure.data))}".strip()
        said = ". ".join(one for one in (shown.headline, shown.sign.removesuffix(".")) if one)
        yield page.path, Drawn(f"{page.path or 'overview'}.png", data, said, alt)


def shown_at(page: subjects_pages.Page) -> Page:
    """Return what a page shows first.

    Raises:
        catalogue.DatasetError: a table that it needs cannot be read.
    """
    with versions.reading(""):
        return registry.page_of(page.path, _CHOICES.get(page.path, {}))


def card_of(page: subjects_pages.Page, found: Page, today: date) -> Card:
    """Return what a page's picture shows: its finding, or what it is for."""
    has_finding = bool(found.headline) and found.headline != page.title
    day = day_words(today)
    chart = found.charts[0] if found.charts else None
    return Card(
        site=SITE_NAME,
        page=page.title if page.path else "",
        headline=found.headline if has_finding else page.title,
        lede=(has_finding and found.lede) or page.description,
        foot=f"Data version {catalogue.version()}, drawn on {day}",
        chart=chart.draw(False) if chart else None,
        under_chart=(chart.subtitle or chart.title).split(". ")[0] if chart else "",
        verdicts=[] if page.path else list(_verdicts()),
        sign="" if page.path else " ".join(against(success.measures())),
    )


def _verdicts() -> Iterator[tuple[str, str, str]]:
    for measure in success.measures():
        verdict = VERDICTS[measure.verdict]
        yield measure.name, verdict.mark, verdict.title


def alt_of(shown: Card, found: Page, has_chart: bool) -> str:
    """Return what stands under the headline, for who cannot see it."""
    if shown.verdicts:
        said = [f"{name}: {words}." for name, _, words in shown.verdicts]
        return " ".join([*said, shown.sign]).rstrip()
    return found.charts[0].alt if has_chart else shown.lede


def smaller(data: bytes) -> bytes:
    """Return a PNG with a palette of few colours, a quarter of the size."""
    with Image.open(io.BytesIO(data)) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        buffer = io.BytesIO()
        few.save(buffer, "png", optimize=True)
    return buffer.getvalue()


def _write(out: Path, drawn: dict[str, Drawn]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for one in drawn.values():
        (out / one.file).write_bytes(one.data)
    pages = {
        path: {"file": one.file, "headline": one.headline, "alt": one.alt}
        for path, one in drawn.items()
    }
    note = {
        "version": catalogue.version(),
        "data": versions.current().digest,
        "pages": pages,
    }
    (out / shares.NOTE).write_text(
        json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    for left in set(out.glob("*.png")) - {out / one.file for one in drawn.values()}:
        left.unlink()


if __name__ == "__main__":
    sys.exit(main())
