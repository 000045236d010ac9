"""What a file says about itself: source, licence, filters, link, version and dates."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from dashboard.words.periods import day_words

SITE = "London policing scorecard"
"""Source of what the site says itself."""

_LONGEST_NAME = 120


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

    Eight digits made from the whole choice follow where letters and digits of ASCII cannot say
    everything, so that no two choices share a name.
    """
    exactly = "\n".join((name, *(f"{label}: {value}" for label, value in meta.filters.items())))
    words = [name, *meta.filters.values()]
    slugs = [slug(word) for word in words]
    return name_of(slugs, fmt, exactly, is_clear=all(map(_is_said, words, slugs)))


def name_of(words: Iterable[str], fmt: str, exactly: str, is_clear: bool = True) -> str:
    """Return a file name of at most 120 characters and its suffix.

    Args:
        words: parts of the name, fit for one already; empty ones are left out.
        fmt: the suffix.
        exactly: what the words stand for.
        is_clear: whether they can stand for nothing else. Otherwise, and where they are too long, a
            short hash of `exactly` follows them.
    """
    name = "-".join(word for word in words if word)
    if is_clear and len(name) <= _LONGEST_NAME:
        return f"{name}.{fmt}"
    digest = short_hash(exactly)
    return f"{name[: _LONGEST_NAME - len(digest) - 1].rstrip('-')}-{digest}.{fmt}"


def slug(text: str) -> str:
    """Return a text in letters, digits and dashes: `Barking & Dagenham` -> `barking-dagenham`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _is_said(word: str, said: str) -> bool:
    """Whether a word's letters and digits all stand in its part of the name."""
    letters = [char for char in unicodedata.normalize("NFKD", word) if char.isalnum()]
    return len(letters) == len(said.replace("-", ""))


def short_hash(text: str) -> str:
    """Return eight hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


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
    return day_words(day)
