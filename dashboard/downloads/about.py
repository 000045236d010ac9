"""What a file says about itself: source, licence, filters, link, version and dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

SITE = "London policing scorecard"
"""Source of what the site says itself."""


@dataclass(frozen=True)
class DownloadMeta:
    """What a file says about itself.

    Attributes:
        title: what the table shows.
        source: publisher and name of the source, as it asks to be cited.
        licence: under which it may be used.
        filters: what was chosen, label and value as a reader would say them.
        link: fixed address that shows the same rows.
        data_version: version of the published data.
        published: ISO date on which that version was published; empty where it is not known.
        retrieved: ISO date on which the file was made; of the data interface, that of its version.
        notes: caveats, a sentence each.
    """

    title: str
    source: str
    licence: str
    filters: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    data_version: str = ""
    published: str = ""
    retrieved: str = field(default_factory=lambda: date.today().isoformat())
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the same as plain values, for JSON."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**plain, "filters": dict(self.filters), "notes": list(self.notes)}


def file_name(name: str, meta: DownloadMeta, fmt: str) -> str:
    """Return a file name that states the filters: `trust-lambeth-2015-03.csv`."""
    words = [name, *meta.filters.values()]
    slugs = [re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-") for word in words]
    return "-".join(slug for slug in slugs if slug)[:120].rstrip("-") + f".{fmt}"


def citation(meta: DownloadMeta) -> str:
    """Return a sentence that says what was used, whose it is, and when it was read."""
    version = f", data version {meta.data_version}" if meta.data_version else ""
    link = f" {meta.link}" if meta.link else ""
    what = (
        f"{SITE}, {meta.title}" if meta.source == SITE else f"{meta.source}: {meta.title}. {SITE}"
    )
    return f"{what}{version}, retrieved {long_date(meta.retrieved)}. {meta.licence}.{link}"


def long_date(iso: str) -> str:
    """Return a date as readers write it: 2026-11-23 -> 23 November 2026."""
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {day:%B %Y}"
