"""Fetches each source from its publisher: what `python -m data_pipeline fetch` does."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from data_pipeline.fetch import datastore, gov_uk, police_uk, rawstore
from data_pipeline.fetch.client import Client, Limits, Refused
from data_pipeline.fetch.keeping import Job, Tell
from datasets.schema import Source, SourceError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Publishers:
    """Where the publishers are asked."""

    datastore: str = datastore.ADDRESS
    police_uk: str = police_uk.ADDRESS
    gov_uk: str = gov_uk.ADDRESS


def fetchable(source: Source) -> bool:
    """Whether a publisher has an address for the source's files."""
    return bool(source.datastore or source.police_uk or source.gov_uk)


def fetch(
    sources: list[Source], publishers: Publishers, raw: Path, out: Path, tell: Tell = log.info
) -> list[str]:
    """Fetches each source; returns the problems of those that failed, the others being fetched.

    Args:
        sources: what to fetch.
        publishers: whom to ask.
        raw: the folder of downloads.
        out: the published folder, read only for the editions it holds.
        tell: is called with a line for what became of each source.

    Raises:
        SourceError: the folder cannot be used.
    """
    job = Job(Client(Limits.from_environment()), raw, out, tell)
    catalogue = datastore.Catalogue(publishers.datastore, job.client)
    content = gov_uk.Content(publishers.gov_uk, job.client)
    problems: list[str] = []
    with rawstore.only_fetch(raw):
        for source in sources:
            try:
                _fetch_one(source, catalogue, content, publishers, job)
            except (SourceError, Refused, OSError) as error:
                problems.append(_of_source(error, source))
    return problems


def _of_source(error: Exception, source: Source) -> str:
    if isinstance(error, SourceError):
        return str(error)
    what = f"cannot be kept: {error.strerror}" if isinstance(error, OSError) else str(error)
    return f"{source.id}: {what}"


def _fetch_one(
    source: Source,
    catalogue: datastore.Catalogue,
    content: gov_uk.Content,
    publishers: Publishers,
    job: Job,
) -> None:
    if source.datastore:
        datastore.fetch_source(source, catalogue, job)
    elif source.police_uk:
        police_uk.fetch_source(source, publishers.police_uk.rstrip("/"), job)
    elif source.gov_uk:
        gov_uk.fetch_source(source, content, job)
    else:
        raise SourceError.of(source.id, f"its publisher offers no download; see {source.url}")
