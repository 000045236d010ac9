"""The London Datastore's answers read: which files a dataset offers, and which is the one wanted.

Three generations of its API give the same facts under other names. No resource id and no exact title
is relied on: both change with an edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from datasets.schema import Source, SourceError

SHOWN = 5  # titles named in an error
HASHES = {32: "md5", 40: "sha1", 64: "sha256"}
"""Hexadecimal digits of a hash -> its kind, which the catalogue does not say."""

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """One file that a source needs of its dataset.

    Attributes:
        name: our short name of it, the key of what is remembered about it.
        match: regular expressions that must all be found in its title or file name.
        without: regular expressions none of which may be found there.
        format: suffix of the file name, without the dot.
    """

    name: str
    match: tuple[str, ...]
    format: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """One file that a dataset offers, as the catalogue words it: nothing here is to be trusted.

    Attributes:
        covers_to: last month covered, YYYYMM; empty where the catalogue does not say.
        changed: when it was last changed, `NEVER` where the catalogue does not say.
        size: bytes stated; 0 where the catalogue does not say.
        digest: hash stated, hexadecimal; empty where the catalogue states none.
    """

    title: str
    file_name: str
    url: str
    format: str
    covers_to: str
    changed: datetime
    size: int = 0
    digest: str = ""


def wanted_files(source: Source) -> list[Wanted]:
    """The files that a source's `[datastore]` table declares."""
    return [
        Wanted(
            one["name"], tuple(one["match"]), one["format"].lower(), tuple(one.get("without", ()))
        )
        for one in source.datastore["files"]
    ]


def entry_in(export: object, name: str) -> object:
    """The entry of a dataset, by id or slug, in the export of the whole catalogue; None if absent."""
    entries = export.values() if isinstance(export, dict) else export
    if not isinstance(entries, Iterable):
        return None
    return next((one for one in entries if isinstance(one, dict) and name in _names(one)), None)


def _names(entry: dict[str, Any]) -> set[str]:
    ident, slug = str(entry.get("id", "")), str(entry.get("slug", ""))
    page = urlsplit(str(entry.get("webpage", ""))).path.rsplit("/", 1)[-1]
    return {ident, slug, page, page.removesuffix(f"-{ident}")} - {""}


def offers(entry: object) -> list[Offer]:
    """The files that an entry of the catalogue lists; none where it is no such entry."""
    listed = entry.get("resources") if isinstance(entry, dict) else None
    found = listed.values() if isinstance(listed, dict) else listed
    if not isinstance(found, Iterable):
        return []
    return [_offer(one) for one in found if isinstance(one, dict) and one.get("url")]


def _offer(resource: dict[str, Any]) -> Offer:
    url = str(resource["url"])
    named = resource.get("filename") or unquote(urlsplit(url).path.rsplit("/", 1)[-1])
    return Offer(
        title=str(resource.get("title") or resource.get("name") or ""),
        file_name=str(named),
        url=url,
        format=str(resource.get("format") or "").lower(),
        covers_to=_month(_covered(resource)),
        changed=_time(resource.get("timestamp") or resource.get("check_timestamp")),
        size=_size(resource.get("size") or resource.get("check_size")),
        digest=_digest(resource.get("hash") or resource.get("check_hash")),
    )


def _size(stated: object) -> int:
    """A number of bytes; 0 for anything else."""
    found = re.fullmatch(r"\s*(\d{1,15})(\.0+)?\s*", str(stated))
    return int(found[1]) if found else 0


def _digest(stated: object) -> str:
    """A hash in hexadecimal digits, alone or after its kind (`md5:…`); empty for anything else."""
    found = re.fullmatch(r"\s*(?:\w+[:-])?([0-9a-fA-F]+)\s*", str(stated))
    return found[1].lower() if found and len(found[1]) in HASHES else ""


def _covered(resource: dict[str, Any]) -> object:
    frame = resource.get("timeframe")
    return (
        (frame.get("to") if isinstance(frame, dict) else None)
        or resource.get("timeframeTo")
        or resource.get("temporal_coverage_to")
    )


def _month(text: object) -> str:
    """`2026-06`, `2026-06-30T…` or `2026` -> YYYYMM; empty for anything else."""
    found = re.match(r"\s*(\d{4})(?:-(\d{2}))?(?!\d)", str(text or ""))
    return found[1] + (found[2] or "12") if found else ""


def _time(text: object) -> datetime:
    """An ISO or an e-mail date -> moment; `NEVER` for anything else."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(str(text))
        except (ValueError, TypeError, IndexError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return NEVER


def pick(listed: list[Offer], wanted: Wanted, source: Source) -> Offer:
    """The newest file that fits: by the period it covers, then by its change.

    Raises:
        SourceError: none fits.
    """
    fitting = [offer for offer in listed if _fits(offer, wanted)]
    if not fitting:
        titles = ", ".join(repr(offer.title) for offer in listed[:SHOWN]) or "none"
        raise SourceError.of(
            source.id, f"no {wanted.format} file is the {wanted.name} one (files listed: {titles})"
        )
    return max(fitting, key=lambda offer: (offer.covers_to, offer.changed))


def _fits(offer: Offer, wanted: Wanted) -> bool:
    words = " ".join(re.split(r"[\s_.%+-]+", f"{offer.title} {offer.file_name}".lower()))
    return (
        all(re.search(one, words) for one in wanted.match)
        and not any(re.search(one, words) for one in wanted.without)
        and format_of(offer) in wanted.format.split("|")
    )


def format_of(offer: Offer) -> str:
    """The suffix of the file name where it has one; else what the catalogue says."""
    suffix = re.search(r"\.([a-z]{3,4})$", offer.file_name.lower())
    return suffix[1] if suffix else offer.format.rsplit("/", 1)[-1].strip(". ")
