"""Which files a publisher offers, and which of them are wanted.

The London Datastore's three generations of an API give the same facts under other names; GOV.UK's are
read in `gov_uk`. No id of a file and no exact title is relied on: both change with an edition.
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
        format: suffix of the file name, without the dot; several, any of which will do, parted by `|`.
        each: a regular expression with one group, found in title or file name: of each text that the
            group finds (such as a year) one file is wanted. Empty: one file in all.
    """

    name: str
    match: tuple[str, ...]
    format: str
    without: tuple[str, ...] = ()
    each: str = ""


@dataclass(frozen=True)
class Offer:
    """One file that a dataset offers, as the catalogue words it: nothing here is to be trusted.

    Attributes:
        covers_to: last month covered, YYYYMM; empty where the catalogue does not say.
        changed: when it was last changed, `NEVER` where the catalogue does not say.
        stamped: the day that its file name ends with, YYYYMMDD; empty where it ends with none.
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
    stamped: str = ""


def wanted_files(source: Source) -> list[Wanted]:
    """The files that a source's `[datastore]` or `[gov_uk]` table declares."""
    return [
        Wanted(
            one["name"],
            tuple(one["match"]),
            one["format"].lower(),
            tuple(one.get("without", ())),
            one.get("each", ""),
        )
        for one in (source.datastore or source.gov_uk)["files"]
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
        changed=time_of(resource.get("timestamp") or resource.get("check_timestamp")),
        size=size_of(resource.get("size") or resource.get("check_size")),
        digest=_digest(resource.get("hash") or resource.get("check_hash")),
    )


def size_of(stated: object) -> int:
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


def time_of(text: object) -> datetime:
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
    return max(_fitting(listed, wanted, source), key=_age)


def pick_each(listed: list[Offer], wanted: Wanted, source: Source) -> dict[str, Offer]:
    """The newest file that fits, of each year or other text that `wanted.each` finds: by short name.

    Raises:
        SourceError: none fits, or two at different addresses are as new.
    """
    groups: dict[str, list[Offer]] = {}
    for offer in _fitting(listed, wanted, source):
        found = re.search(wanted.each, _words(offer)) if wanted.each else None
        if found or not wanted.each:
            groups.setdefault(f"{wanted.name} {found[1]}" if found else wanted.name, []).append(
                offer
            )
    if not groups:
        raise SourceError.of(
            source.id, f"no {wanted.name} file names what it is of ({wanted.each})"
        )
    return {name: _newest(group, name, source) for name, group in sorted(groups.items())}


def _newest(offers: list[Offer], name: str, source: Source) -> Offer:
    newest = max(offers, key=_age)
    others = [one for one in offers if _age(one) == _age(newest) and one.url != newest.url]
    if others:
        raise SourceError.of(
            source.id,
            f"two files on offer may be the {name} one, and neither is the newer: "
            f"{newest.file_name!r} and {others[0].file_name!r}",
        )
    return newest


def _age(offer: Offer) -> tuple[str, str, datetime]:
    return offer.covers_to, offer.stamped, offer.changed


def _fitting(listed: list[Offer], wanted: Wanted, source: Source) -> list[Offer]:
    fitting = [offer for offer in listed if _fits(offer, wanted)]
    if not fitting:
        titles = ", ".join(repr(offer.title) for offer in listed[:SHOWN]) or "none"
        more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
        raise SourceError.of(
            source.id,
            f"no {wanted.format} file is the {wanted.name} one (files listed: {titles}{more})",
        )
    return fitting


def _fits(offer: Offer, wanted: Wanted) -> bool:
    words = _words(offer)
    return (
        all(re.search(one, words) for one in wanted.match)
        and not any(re.search(one, words) for one in wanted.without)
        and format_of(offer) in wanted.format.split("|")
    )


def _words(offer: Offer) -> str:
    return " ".join(re.split(r"[\s_.%+-]+", f"{offer.title} {offer.file_name}".lower()))


def format_of(offer: Offer) -> str:
    """The suffix of the file name where it has one; else what the catalogue says."""
    suffix = re.search(r"\.([a-z]{3,4})$", offer.file_name.lower())
    return suffix[1] if suffix else offer.format.rsplit("/", 1)[-1].strip(". ")
