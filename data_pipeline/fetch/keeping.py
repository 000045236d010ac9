"""What came is looked at before it is kept: its bytes, whether its reader can read it, its edition."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from data_pipeline import published_folder, source_files
from data_pipeline.fetch import client, listing, rawstore
from data_pipeline.fetch.client import Client, Received, Refused
from data_pipeline.fetch.listing import Offer
from data_pipeline.fetch.rawstore import Held
from data_pipeline.registry import reader
from data_pipeline.steps import raw_files
from datasets.schema import DATASETS, Source, SourceError

MAX_MB = 200

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """What fetching one source needs besides the source."""

    client: Client
    raw: Path
    out: Path
    tell: Tell


def download(source: Source, url: str, path: Path, held: Held | None, job: Job) -> Received:
    """Bytes at an address -> file, once they look like data of the format its name says.

    Raises:
        Refused: they do not, or they did not come.
    """
    table = source.datastore or source.police_uk or source.gov_uk
    limit = int(table.get("max_mb", MAX_MB)) * client.MEGABYTE
    if urlsplit(url).scheme not in ("http", "https"):
        raise Refused(url, "is no address of the web")
    with path.open("wb") as file:
        received = job.client.receive(url, file, held, limit, source.id)
        file.flush()
        os.fsync(file.fileno())
    why = rawstore.sniff(path, path.suffix[1:].lower()) if received.is_new else ""
    if why:
        raise Refused(url, why)
    return received


def refuse_unlike_stated(url: str, path: Path, offer: Offer, is_new: bool) -> None:
    """Sees that a file has the size and the hash that the catalogue states of it, where it does.

    A download that is whole by its own headers may still be another file, or one changed on its way.

    Raises:
        Refused: it has not.
    """
    size = path.stat().st_size
    which = "that came" if is_new else "held, which the server says is unchanged,"
    later = "the catalogue may lag behind its files: try again later"
    if offer.size and size != offer.size:
        raise Refused(
            url,
            f"the file {which} has {size:,} bytes, the catalogue states {offer.size:,} ({later})",
        )
    kind = listing.HASHES.get(len(offer.digest), "")
    found = _digest(path, kind) if kind else ""
    if found != offer.digest:
        raise Refused(
            url,
            f"the file {which} has the {kind} hash {found[:12]}…, the catalogue states "
            f"{offer.digest[:12]}… ({later})",
        )


def _digest(path: Path, kind: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(
            file, lambda: hashlib.new(kind, usedforsecurity=False)
        ).hexdigest()


def newer_edition(source: Source, new: Path, job: Job) -> str:
    """The edition that files hold, by their newest period.

    Raises:
        SourceError: the source's reader cannot read them, or they are older than what is held.
    """
    edition = max(edition_of(source, path) for path in sorted(new.iterdir()))
    held = rawstore.newest_edition(job.raw, source) or published_edition(source, job.out)
    refuse_older(source, edition, held)
    return edition


def refuse_older(source: Source, edition: str, held: str) -> None:
    """Stops at an edition older than the one held.

    Raises:
        SourceError: it is.
    """
    if edition < held:
        raise SourceError.of(
            source.id, f"the edition offered ({edition}) is older than the one held ({held})"
        )


def edition_of(source: Source, path: Path) -> str:
    """A file's edition, from its content; its folder says nothing yet."""
    raw_files.refuse_unreadable(path, source)
    module = reader(source)
    tidy = module.tidy(module.parse(path, source), source)
    return source_files.edition_of(source, DATASETS[source.dataset], Path(path.name), tidy)


def published_edition(source: Source, out: Path) -> str:
    """The newest edition of a source that is published; empty where none is."""
    entries = published_folder.files_of(published_folder.read_manifest(out), source.dataset)
    return max((str(one["edition"]) for one in entries if one["id"] == source.id), default="")
