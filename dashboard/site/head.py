"""What the head of a page says to search engines and to those that preview its link."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from dashboard.site import drawn
from dashboard.site.choices import Choice
from dashboard.site.shares import HEIGHT, WIDTH, Share
from dashboard.subjects.pages import SITE_NAME, Page

WHOLE, EMBEDDED, PRINTED = "whole", "embedded", "printed"
"""A page as usual; in a frame of another site; as a briefing on paper."""

_ASKS_FOR = {("embed", "true"): EMBEDDED, ("print", "1"): PRINTED}


def kind_of(query: str) -> str:
    """Return in which form a query string asks for a page: whole, embedded or printed."""
    asked = [(key.lower(), value.lower()) for key, value in parse_qsl(query)]
    return next((_ASKS_FOR[one] for one in asked if one in _ASKS_FOR), WHOLE)


@dataclass(frozen=True)
class Head:
    """What stands in the head of a page besides its title.

    Attributes:
        page: which one.
        address: scheme and host of the site; empty where they are not known, and then nothing that
            needs a whole address is said.
        share: its picture; None where there is none of today's data.
        kind: whole, embedded or printed.
        choice: what the link chooses, as far as it is known to exist.
    """

    page: Page
    address: str = ""
    share: Share | None = None
    kind: str = WHOLE
    choice: Choice = field(default_factory=Choice)

    @property
    def title(self) -> str:
        """What the browser's tab and a preview say: the choice's place before the page."""
        place = self.choice.place
        return f"{place} · {self.page.title} · {SITE_NAME}" if place else self.page.full_title

    def tags(self) -> str:
        """The elements, a line each."""
        return "".join(f"    {tag}\n" for tag in self._tags())

    def _tags(self) -> Iterator[str]:
        yield _element("meta", name="description", content=self._description)
        if self.kind != WHOLE:  # the page itself is what should be found
            yield _element("meta", name="robots", content="noindex")
        if self.address:
            yield _element("link", rel="canonical", href=self._canonical)
        yield _element(
            "link",
            rel="alternate",
            type="application/rss+xml",
            title=f"{SITE_NAME}: updates of the data",
            href=f"{self.address}/updates.xml",
        )
        for name, content in self._previews().items():
            key = "name" if name.startswith("twitter:") else "property"
            yield _element("meta", **{key: name, "content": content})
        yield _element("meta", name="color-scheme", content="light dark")

    @property
    def _canonical(self) -> str:
        return f"{self.address}/{self.page.path}"

    def _previews(self) -> Mapping[str, str]:
        """Open Graph's words, which most previews go by, and Twitter's one of its own."""
        share, chosen = self.share, self.choice
        if chosen:  # the page's own picture and finding are of another choice
            share = None
        said = {
            "og:site_name": SITE_NAME,
            "og:type": "website",
            "og:locale": "en_GB",
            "og:title": self.title,
            "og:description": share.headline if share else self._description,
        }
        if self.address:
            said["og:url"] = f"{self._canonical}{chosen.query}"
        if self.address and chosen:
            said |= {
                "og:image": f"{self.address}{drawn.address_of(self.page, chosen)}",
                "og:image:type": "image/png",
                "og:image:width": str(WIDTH),
                "og:image:height": str(HEIGHT),
                "og:image:alt": drawn.alt_of(self.page, chosen),
            }
        if self.address and share:
            said |= {
                "og:image": f"{self.address}{share.address}",
                "og:image:type": "image/png",
                "og:image:width": str(WIDTH),
                "og:image:height": str(HEIGHT),
                "og:image:alt": share.alt,
            }
        is_large = share or chosen
        return {**said, "twitter:card": "summary_large_image" if is_large else "summary"}

    @property
    def _description(self) -> str:
        return f"{self.choice.sentence} {self.page.description}".strip()


def _element(tag: str, /, **attributes: str) -> str:
    written = " ".join(f'{key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{tag} {written} />"
