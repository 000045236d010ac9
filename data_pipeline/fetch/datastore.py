"""The London Datastore: asks its catalogue for a source's newest files and downloads what changed."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urljoin

from data_pipeline.fetch import listing, rawstore
from data_pipeline.fetch.client import Client, Refused
from data_pipeline.fetch.keeping import Job, download, newer_edition, refuse_unlike_stated
from data_pipeline.fetch.listing import Offer
from data_pipeline.fetch.rawstore import Held
from datasets.schema import Source, SourceError

ADDRESS = "https://data.london.gov.uk"


class Catalogue:
    """The London Datastore's catalogue, in whichever of its three generations answers."""

    def __init__(self, base: str, client: Client) -> None:
        """Asks nothing yet."""
        self.base = base.rstrip("/")
        self.client = client
        self._export: object = None
        self._down: dict[str, str] = {}

    def find(self, source: Source) -> dict[str, Offer]:
        """The newest file on offer for each that the source wants, by its short name.

        Raises:
            SourceError: no generation offers them all.
        """
        problems: list[str] = []
        for entry in self._entries(list(source.datastore["ids"]), problems):
            listed = listing.offers(entry)
            try:
                return {
                    one.name: listing.pick(listed, one, source)
                    for one in listing.wanted_files(source)
                }
            except SourceError as error:
                problems.append(str(error).removeprefix(f"{source.id}: "))
        asked = f"{self.base}, dataset {source.datastore['ids'][0]}: "
        raise SourceError.of(source.id, asked + "; ".join(dict.fromkeys(problems)))

    def _entries(self, names: list[str], problems: list[str]) -> Iterator[object]:
        """An entry from each generation that has one; why the others have none goes to `problems`."""
        for path, ask in (
            ("/api/v3/dataset/", self._newer),
            ("/api/v3/datasets/export.json", self._exported),
            ("/api/dataset/", self._older),
        ):
            why = self._down.get(path, "")
            for name in [] if why else names:
                try:
                    entry = ask(name)
                except Refused as error:
                    why = f"{path}: {error.why}"
                    if error.is_not_found:
                        continue
                    self._down[path] = why
                    break
                if entry is not None:
                    yield entry
                    break
                why = f"{path}: does not list it"
            if why:
                problems.append(why)

    def _newer(self, name: str) -> object:
        return self.client.json(f"{self.base}/api/v3/dataset/{quote(name)}")

    def _exported(self, name: str) -> object:
        if self._export is None:
            self._export = self.client.json(f"{self.base}/api/v3/datasets/export.json")
        return listing.entry_in(self._export, name)

    def _older(self, name: str) -> object:
        return self.client.json(f"{self.base}/api/dataset/{quote(name)}")


def fetch_source(source: Source, catalogue: Catalogue, job: Job) -> None:
    """Downloads what changed of a source's files; keeps all of them as one edition, or none."""
    offers = catalogue.find(source)
    held = rawstore.read_state(job.raw, source)
    with rawstore.aside(job.raw) as new:
        known = {}
        for wanted in listing.wanted_files(source):
            url = urljoin(catalogue.base, offers[wanted.name].url)
            before = held.get(wanted.name)
            known[wanted.name] = _one_file(source, url, offers[wanted.name], before, new, job)
        if _bytes_of(known) == _bytes_of(held):
            kept = {
                name: dataclasses.replace(one, path=held[name].path) for name, one in known.items()
            }
            rawstore.write_state(job.raw, source, kept)
            job.tell(f"{source.id}: unchanged ({rawstore.newest_edition(job.raw, source)})")
            return
        edition = newer_edition(source, new, job)
        size = sum(path.stat().st_size for path in new.iterdir())
        rawstore.put(new, job.raw, source, edition)
    kept = {
        name: dataclasses.replace(one, path=f"{edition}/{one.path}") for name, one in known.items()
    }
    rawstore.write_state(job.raw, source, kept)
    job.tell(f"{source.id}: fetched {edition} ({size:,} bytes)")


def _bytes_of(known: dict[str, Held]) -> dict[str, str]:
    return {name: held.sha256 for name, held in known.items()}


def _one_file(
    source: Source, url: str, offer: Offer, before: Held | None, new: Path, job: Job
) -> Held:
    """One file, downloaded into `new` or, where it has not changed, copied there from its edition."""
    name = rawstore.safe_name(offer.file_name, listing.format_of(offer), source)
    if (new / name).exists():
        raise SourceError.of(source.id, f"the catalogue gives two files the name {name!r}")
    known = before if before and before.url == url else None
    received = download(source, url, new / name, known, job)
    if not received.is_new and known:
        shutil.copy2(job.raw / source.id / known.path, new / name)
    refuse_unlike_stated(url, new / name, offer, received.is_new)
    return Held(url, received.etag, received.last_modified, received.sha256, name)
