"""For search engines: what they may read, and which pages there are."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from dashboard.files import links
from dashboard.files.answers import Answer
from datasets import versions
from datasets.catalogue import DatasetError

_RULES = """User-agent: *
Disallow: /_stcore/
Disallow: /data/*?
Disallow: /data/v/
Disallow: /x/
Allow: /x/*.plotly.json
Allow: /
"""


def robots(request: Request) -> Response:
    """Everything may be read but the endless filters of the data and of pages' files.

    Who draws a page needs its charts' drawings. Frames may be read: each says itself that it is not to be
    listed.
    """
    start = links.base(request)
    sitemap_line = f"\nSitemap: {start}/sitemap.xml\n" if start else ""
    text = _RULES + sitemap_line
    return Response(text, headers=_headers(), media_type="text/plain")


def sitemap(pages: Sequence[str]) -> Answer:
    """Return what answers with every page's address and when its data last changed.

    Args:
        pages: addresses without slashes, the start page's empty.
    """

    def answer(request: Request) -> Response:
        start = links.base(request)
        urls = "".join(
            f"<url><loc>{escape(f'{start}/{page}')}</loc>{_last_changed()}</url>\n"
            for page in [*pages, "data"]
        )
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
        )
        return Response(body, headers=_headers(), media_type="application/xml")

    return answer


def _headers() -> dict[str, str]:
    return {"Cache-Control": "no-cache", **links.varies()}


def _last_changed() -> str:
    try:
        day = versions.current().built_at.date()
    except DatasetError:
        return ""
    return f"<lastmod>{day.isoformat()}</lastmod>"
