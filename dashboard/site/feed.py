"""Updates of the data as an RSS feed, from the *Data* parts of the changelog."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from dashboard.files import links
from dashboard.files.about import SITE
from dashboard.files.answers import document
from dashboard.files.tables_about import published_at
from datasets import versions

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"

_NOT_KEPT = "<p>The files of this version are not kept here; the link leads to those that are.</p>"


@dataclass(frozen=True)
class Update:
    """One version of the data: its number and what changed, a line each."""

    version: str
    lines: tuple[str, ...]


def updates(request: Request) -> Response:
    """The feed, the newest version first."""
    of = versions.current()
    start = links.base(request)
    items = "".join(_item(update, start) for update in read(_changelog()))
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
        f"<title>{escape(SITE)}: updates of the data</title>\n<link>{escape(start)}/data</link>\n"
        "<description>What each new version of the data changed.</description>\n"
        "<language>en-GB</language>\n"
        f"<lastBuildDate>{format_datetime(of.built_at, usegmt=True)}</lastBuildDate>\n"
        f'<atom:link href="{escape(start)}/updates.xml" rel="self" type="application/rss+xml" />\n'
        f"{items}</channel></rss>\n"
    )
    return document(request, of, body.encode(), "application/rss+xml")


def read(text: str) -> list[Update]:
    """The versions of a changelog that changed the data, in its order."""
    found = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        version, _, rest = section.partition("\n")
        lines = tuple(_lines(rest))
        if versions.is_version(version.strip()) and lines:
            found.append(Update(version.strip(), lines))
    return found


def _lines(section: str) -> Iterator[str]:
    """The items of a section's *Data* part, each on one line."""
    part = re.search(r"^### Data\n(.*?)(?=^### |\Z)", section, flags=re.MULTILINE | re.DOTALL)
    for item in re.split(r"^- ", part[1] if part else "", flags=re.MULTILINE)[1:]:
        yield " ".join(item.split())


def _item(update: Update, start: str) -> str:
    """One version; where its files are not kept, that is said and the link leads to those that are."""
    points = "".join(f"<li>{_marked_up(line)}</li>" for line in update.lines)
    day = published_at(update.version)
    files = f"/{update.version}" if day else ""
    date = f"<pubDate>{format_datetime(day, usegmt=True)}</pubDate>" if day else ""
    says = f"<ul>{points}</ul>" + ("" if day else _NOT_KEPT)
    return (
        f"<item><title>Data {update.version}</title><link>{escape(start)}/data/v{files}</link>"
        f'<guid isPermaLink="false">data-{update.version}</guid>{date}'
        f"<description>{escape(says)}</description></item>\n"
    )


def _marked_up(line: str) -> str:
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(line))


def _changelog() -> str:
    try:
        return _text(CHANGELOG.stat().st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=1)
def _text(_stamp: int) -> str:
    return CHANGELOG.read_text(encoding="utf-8")
