"""GOV.UK: finds the files of a source among the attachments of its publications, keeps what changed.

The Content API answers for a page with JSON. A publication and a statistical data set list their
attachments; a collection lists its publications, which name it in turn. Publications get a new path
with each year, so what is declared is where to begin; what is newest is found from there.
"""

from __future__ import annotations

import calendar
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from data_pipeline import kept, registry
from data_pipeline.fetch import listing, rawstore
from data_pipeline.fetch.client import Client, Refused
from data_pipeline.fetch.keeping import (
    Job,
    download,
    edition_of,
    published_edition,
    refuse_older,
    refuse_unlike_stated,
)
from data_pipeline.fetch.listing import Offer
from data_pipeline.fetch.rawstore import Held
from datasets.schema import Source, SourceError

ADDRESS = "https://www.gov.uk"
CONTENT = "/api/content"
MOST_PAGES = 60  # of one source that are asked for

MONTHS = [name.lower() for name in calendar.month_name[1:]]
MONTH = "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
NAMED_MONTH = re.compile(rf"(?<![a-z])({MONTH})[\s_-]*(20\d\d|\d\d)(?!\d)")
STAMP = re.compile(r"[-_](\d\d)(\d\d)(\d\d)\.\w+$")  # day, month, year at the end of a file name


class Content:
    """GOV.UK's pages as its Content API has them, each asked for once."""

    def __init__(self, base: str, client: Client) -> None:
        """Asks nothing yet."""
        self.base = base.rstrip("/")
        self.client = client
        self._items: dict[str, dict[str, Any]] = {}

    def find(self, source: Source) -> dict[str, Offer]:
        """The newest file on offer for each that the source wants, by its short name (and year).

        Raises:
            SourceError: no page declared is there any more, or a file is on none of them.
            Refused: a page failed other than by not being there, so that a newer file may be on it.
        """
        missing: list[str] = []
        listed = [one for item in self._pages(source, missing) for one in offers(item, self.base)]
        try:
            return {
                name: offer
                for wanted in listing.wanted_files(source)
                for name, offer in listing.pick_each(listed, wanted, source).items()
            }
        except SourceError as error:
            problems = [*missing, str(error).removeprefix(f"{source.id}: ")]
            raise SourceError.of(source.id, f"{self.base}: {'; '.join(problems)}") from None

    def _pages(self, source: Source, missing: list[str]) -> Iterator[dict[str, Any]]:
        """The pages declared and those that they lead to; those that are gone go to `missing`."""
        paths: list[str] = list(source.gov_uk["pages"])
        seen: set[str] = set()
        while paths:
            path = paths.pop(0)
            if path in seen:
                continue
            seen.add(path)
            if len(seen) > MOST_PAGES:
                raise SourceError.of(source.id, f"{self.base}: leads to over {MOST_PAGES} pages")
            try:
                item = self._item(path)
            except Refused as error:
                if not error.is_not_found:
                    raise
                missing.append(f"{path}: {error.why}")
                continue
            yield item
            paths += [one for one in leads_to(item, source) if one not in seen]

    def _item(self, path: str) -> dict[str, Any]:
        if path not in self._items:
            url = f"{self.base}{CONTENT}{quote(path)}"
            answer = self.client.json(url)
            if not isinstance(answer, dict):
                raise Refused(url, "the answer describes no page")
            self._items[path] = answer
        return self._items[path]


def offers(item: dict[str, Any], base: str) -> list[Offer]:
    """The files attached to a page; none where it lists none, or has been withdrawn."""
    details = item.get("details")
    listed = details.get("attachments") if isinstance(details, dict) else None
    if not isinstance(listed, list) or item.get("withdrawn_notice"):
        return []
    changed = listing.time_of(item.get("public_updated_at"))
    found = [one for one in listed if isinstance(one, dict) and one.get("url")]
    return [_offer(one, base, changed) for one in found]


def _offer(attachment: dict[str, Any], base: str, changed: datetime) -> Offer:
    url = urljoin(f"{base}/", str(attachment["url"]))
    title = str(attachment.get("title") or "")
    name = str(attachment.get("filename") or unquote(urlsplit(url).path.rsplit("/", 1)[-1]))
    stamped = _stamp(name)
    return Offer(
        title=title,
        file_name=name,
        url=url,
        format=str(attachment.get("content_type") or "").lower(),
        covers_to=_last_month(f"{title} {name}") or stamped[:6],
        changed=changed,
        size=listing.size_of(attachment.get("file_size")),
        stamped=stamped,
    )


def _last_month(text: str) -> str:
    """The last month that a title or name gives with its year (`mar2026`, `March 2026`), YYYYMM."""
    found = NAMED_MONTH.findall(text.lower())
    numbers = {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
    months = [f"20{year[-2:]}{numbers[month[:3]]:02d}" for month, year in found]
    return max(months, default="")


def _stamp(name: str) -> str:
    """The day at the end of a file's name (`…-230726.xlsx`), YYYYMMDD; empty for anything else."""
    found = STAMP.search(name)
    if not found:
        return ""
    day, month, year = found.groups()
    return f"20{year}{month}{day}" if "01" <= month <= "12" and "01" <= day <= "31" else ""


def leads_to(item: dict[str, Any], source: Source) -> list[str]:
    """Paths of the pages to look into next: where a page moved to, its collections, their publications."""
    moved = [
        str(one.get("destination", ""))
        for one in item.get("redirects") or []
        if isinstance(one, dict)
    ]
    titles = source.gov_uk.get("titles", ())
    links = item.get("links")
    linked = links if isinstance(links, dict) and titles else {}
    collections = _paths(linked.get("document_collections"), ())
    publications = _paths(linked.get("documents"), titles) + _paths(linked.get("children"), titles)
    return [one for one in [*moved, *collections, *publications] if one.startswith("/")]


def _paths(listed: object, titles: tuple[str, ...] | list[str]) -> list[str]:
    """Paths of the pages that a page links to, those that were withdrawn left out."""
    pages = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [
        str(one.get("base_path", ""))
        for one in pages
        if not one.get("withdrawn")
        and all(re.search(title, str(one.get("title", "")).lower()) for title in titles)
    ]


def fetch_source(source: Source, content: Content, job: Job) -> None:
    """Downloads what changed of a source's files, each kept by itself, in the folder of its edition.

    Raises:
        SourceError: files failed; those that did not are kept.
    """
    offered = content.find(source)
    known = rawstore.read_state(job.raw, source)
    failed: dict[str, str] = {}
    fetched = 0
    for name, offer in offered.items():
        try:
            fetched += _one_file(source, name, offer, known, job)
        except (SourceError, Refused) as error:
            failed[name] = str(error).removeprefix(f"{source.id}: ")
    unchanged = len(offered) - fetched - len(failed)
    newest = rawstore.newest_edition(job.raw, source) or "none"
    job.tell(f"{source.id}: {fetched} files fetched, {unchanged} unchanged, newest {newest}")
    if failed:
        first = next(iter(failed.values()))
        raise SourceError.of(source.id, f"not fetched: {', '.join(failed)}: {first}")


def _one_file(source: Source, name: str, offer: Offer, known: dict[str, Held], job: Job) -> bool:
    """Fetches a file and adds it to `known`; False where the one held still stands."""
    file_name = rawstore.safe_name(offer.file_name, _suffix(source, name), source)
    before = known.get(name)
    held = before if before and before.url == offer.url else None
    with rawstore.aside(job.raw) as new:
        received = download(source, offer.url, new / file_name, held, job)
        is_same = before is not None and before.sha256 == received.sha256
        if is_same and before:
            stated_of = job.raw / source.id / before.path
            place = before.path
        else:
            stated_of = new / file_name
        refuse_unlike_stated(offer.url, stated_of, offer, received.is_new)
        if not is_same:
            edition = _edition(source, new / file_name, offer)
            refuse_older(source, edition, _held_edition(source, name, before, job))
            _keep(source, edition, new / file_name, before, job)
            place = f"{edition}/{file_name}"
    known[name] = Held(offer.url, received.etag, received.last_modified, received.sha256, place)
    rawstore.write_state(job.raw, source, known)
    return not is_same


def _suffix(source: Source, name: str) -> str:
    formats = {one.name: one.format for one in listing.wanted_files(source)}
    return next(formats[one] for one in formats if name == one or name.startswith(f"{one} "))


def _edition(source: Source, path: Path, offer: Offer) -> str:
    """A file's edition: by its content; of one that no reader knows, by what its publication says."""
    if not registry.is_kept(source):
        return edition_of(source, path)
    kept.refuse_no_table(path, source)
    covers = offer.covers_to or f"{offer.changed:%Y%m}"
    return f"{covers[:4]}-{covers[4:6]}"


def _held_edition(source: Source, name: str, before: Held | None, job: Job) -> str:
    """The edition that a file has to be at least; of a file for each year, that of its own year."""
    if before:
        return before.path.split("/")[0]
    is_only = len(source.gov_uk["files"]) == 1 and name == source.gov_uk["files"][0]["name"]
    return published_edition(source, job.out) if is_only else ""


def _keep(source: Source, edition: str, file: Path, before: Held | None, job: Job) -> None:
    """Moves a file into its edition's folder; where it replaces one there, together with the others."""
    folder = job.raw / source.id / edition
    replaced = job.raw / source.id / before.path if before else folder
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    others = [path for path in there if path != replaced]
    if file.name in [path.name for path in others]:
        raise SourceError.of(source.id, f"two files of {edition} have the name {file.name!r}")
    if others and replaced.parent != folder:
        file.replace(folder / file.name)
        return
    for path in others:
        shutil.copy2(path, file.parent / path.name)
    rawstore.put(file.parent, job.raw, source, edition)
