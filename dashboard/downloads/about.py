"""What a file says about itself: source, licence, filters, link, version and dates."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

SITE = "London policing scorecard"
"""Source of what the site says itself."""

_LONGEST_NAME, _MARK = 120, 8
"""Letters of a file's name before its ending, and digits that tell apart what they cannot say."""


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
    """Return a file name that states the filters: `trust-lambeth-2015-03.csv`.

    At most 120 letters of a to z, digits and hyphens before the ending. Where they cannot say
    everything (too long, or letters of another script), eight digits made from the whole choice
    follow, so that no two choices share a name.
    """
    words = [name, *meta.filters.values()]
    slugs = [_slug(word) for word in words]
    whole = "-".join(slug for slug in slugs if slug)
    if len(whole) <= _LONGEST_NAME and all(map(_is_said, words, slugs)):
        return f"{whole}.{fmt}"
    choice = repr((name, sorted(meta.filters.items())))
    mark = hashlib.sha256(choice.encode()).hexdigest()[:_MARK]
    room = _LONGEST_NAME - _MARK - 1
    kept = whole if len(whole) <= room else whole[: room + 1].rpartition("-")[0] or whole[:room]
    return f"{kept}-{mark}.{fmt}".lstrip("-")


def _slug(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _is_said(word: str, slug: str) -> bool:
    """Whether a word's letters and digits all stand in its part of the name."""
    letters = [char for char in unicodedata.normalize("NFKD", word) if char.isalnum()]
    return len(letters) == len(slug.replace("-", ""))


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
