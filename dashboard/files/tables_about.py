"""What an answer says of a dataset: read from the table's own metadata, never typed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from starlette.requests import Request

from dashboard.files import links
from dashboard.files.about import DownloadMeta
from dashboard.files.errors import ApiError, nothing_here, unknown_dataset
from dashboard.files.formats import FORMATS
from dashboard.files.query import Query
from datasets import catalogue, versions
from datasets.catalogue import DatasetError, DatasetNotPublishedError
from datasets.versions import Snapshot, Table

_NO_LICENCE = "None "
"""How the words of a licence begin where none is stated, or none for the whole."""


def snapshot_of(request: Request) -> Snapshot:
    """The version that the address names, else the current one.

    Raises:
        ApiError: 410 where that version is not kept, 404 where it is no version.
    """
    version = request.path_params.get("version")
    if version is None:
        return versions.current()
    if not versions.is_version(version):
        raise nothing_here()
    try:
        return versions.snapshot(version)
    except versions.VersionNotKeptError:
        kept = [f"/data/v/{one}" for one in versions.kept()]
        error = "this version of the data is not kept; /data/latest leads to the current one"
        latest = {"Link": '</data/latest>; rel="latest-version"'}
        raise ApiError(410, error, ["/data/latest", *kept], latest) from None


def published_at(version: str) -> datetime | None:
    """When a version was published; None where it is not kept, or its manifest cannot be read."""
    try:
        return versions.snapshot(version).built_at
    except DatasetError:
        return None


def table_of(request: Request, of: Snapshot) -> Table:
    """The table that the address names.

    Raises:
        ApiError: 404 where there is none.
        SpoiltTableError: its bytes are not those of the manifest.
    """
    try:
        return versions.table(of, request.path_params["dataset"])
    except DatasetNotPublishedError:
        raise unknown_dataset(of) from None


def meta_of(of: Snapshot, described: Mapping[str, Any], query: Query, link: str) -> DownloadMeta:
    """What a file says about itself.

    Args:
        of: the version of its rows.
        described: what the table says about itself, narrowed to the rows.
        query: what was asked for.
        link: fixed address of the same rows.
    """
    sources = described["sources"]
    return DownloadMeta(
        title=described["title"],
        source="; ".join(each(sources, "citation")),
        licence="; ".join(each(sources, "licence")),
        filters=query.filters,
        link=link,
        data_version=of.version,
        published=of.built_at.date().isoformat(),
        retrieved=of.built_at.date().isoformat(),  # an address gives the same bytes on every day
        notes=tuple(notes_of(described)),
    )


def notes_of(described: Mapping[str, Any]) -> list[str]:
    """Caveats and breaks of a dataset's sources, a sentence each, and what holds of its small counts."""
    sources, small = described["sources"], _said_of_small_counts(described["id"])
    caveats = [caveat for source in sources for caveat in source.get("caveats", [])]
    breaks = [
        f"{one['date']}, {one['label']} (affects: {one['affects']}). {one['detail']}"
        for source in sources
        for one in source.get("breaks", [])
    ]
    return list(dict.fromkeys([*small, *caveats, *breaks]))


@lru_cache
def _said_of_small_counts(dataset: str) -> tuple[str, ...]:
    people = catalogue.declared("suppression")["count_of_people"]
    return (people["passed_on"],) if dataset in people["passed_on_in"] else ()


def each(sources: Iterable[Mapping[str, Any]], key: str) -> list[str]:
    """A key's values over the sources, each once."""
    return list(dict.fromkeys(str(source[key]) for source in sources if source.get(key)))


def licences_of(sources: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Addresses of the licences under which the sources may be used -> their names.

    A source without a licence of its own has an address too, that of what else holds; it is left out,
    so that no program takes it for leave.
    """
    return {
        str(one["licence_url"]): str(one["licence"])
        for one in sources
        if one.get("licence_url") and not str(one["licence"]).startswith(_NO_LICENCE)
    }


def folder_of(of: Snapshot) -> str:
    """Path of a version's files, which never changes what it answers."""
    return f"/data/v/{of.version}"


def links_of(request: Request, folder: str, dataset: str) -> dict[str, str]:
    """Whole addresses of a dataset's files and metadata."""
    start = f"{links.base(request)}{folder}/{dataset}"
    return {**{fmt: f"{start}.{fmt}" for fmt in FORMATS}, "metadata": f"{start}.metadata.json"}
