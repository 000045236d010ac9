"""Documents about all of the data: index, data package, OpenAPI, and the way to the latest version."""

from __future__ import annotations

import logging
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.files import links, specification
from dashboard.files.about import SITE
from dashboard.files.answers import document
from dashboard.files.described import as_json, licences, resource
from dashboard.files.errors import ANYONE, nothing_here
from dashboard.files.formats import FORMATS
from dashboard.files.tables_about import each, folder_of, links_of, published_at, snapshot_of
from datasets import versions
from datasets.versions import Snapshot

log = logging.getLogger(__name__)

_FILE = re.compile(rf"[a-z0-9_]+\.({'|'.join(FORMATS)}|metadata\.json)|datapackage\.json", re.ASCII)


def index(request: Request) -> Response:
    """What there is: each dataset with its rows, period, licence and links.

    Raises:
        ApiError: 410 where the address names a version that is not kept.
    """
    of = snapshot_of(request)
    start = links.base(request)
    kept = versions.kept()
    content = {
        "title": SITE,
        "version": of.version,
        "published": of.built_at.isoformat(),
        "versions": {one: f"{start}/data/v/{one}" for one in kept},
        "package": f"{start}{_folder(request, of)}/datapackage.json",
        "openapi": f"{start}/openapi.json",
        "updates": f"{start}/updates.xml",
        "datasets": [_entry(request, of, dataset) for dataset in of.entries],
    }
    return document(request, of, as_json(content))


def _folder(request: Request, of: Snapshot) -> str:
    return folder_of(of) if "version" in request.path_params else "/data"


def _entry(request: Request, of: Snapshot, dataset: str) -> dict[str, Any]:
    known = {key: of.entries[dataset][key] for key in ("rows", "period")}
    try:
        table = versions.table(of, dataset)
    except versions.SpoiltTableError as error:
        log.error("published data cannot be read: %s", error)
        return {
            "id": dataset,
            **known,
            "error": "this table is being checked and cannot be read at the moment",
        }
    return {
        "id": dataset,
        **{key: table.described[key] for key in ("title", "description", "row")},
        **known,
        "licence": "; ".join(each(table.described["sources"], "licence")),
        "publisher": "; ".join(each(table.described["sources"], "publisher")),
        "version": of.version,
        "links": links_of(request, _folder(request, of), dataset),
    }


def package(request: Request) -> Response:
    """A Frictionless data package of every table.

    Raises:
        ApiError: 410 where the address names a version that is not kept.
    """
    of = snapshot_of(request)
    tables = {dataset: versions.table(of, dataset) for dataset in of.entries}
    every = [source for table in tables.values() for source in table.described["sources"]]
    content = {
        "profile": "data-package",
        "name": SITE.lower().replace(" ", "-"),
        "title": SITE,
        "version": of.version,
        "created": of.built_at.isoformat(),
        **licences(every),
        "resources": [
            resource(table, of.entries[dataset]["rows"]) for dataset, table in tables.items()
        ],
    }
    return document(request, of, as_json(content), is_fixed="version" in request.path_params)


def openapi(request: Request) -> Response:
    """These routes in the words of OpenAPI 3.1."""
    of = versions.current()
    content = specification.openapi(of, links.base(request))
    return document(request, of, as_json(content))


def kept_versions(request: Request) -> Response:
    """Which versions of the data can be asked for, the newest first."""
    start = links.base(request)
    content = {
        "title": f"{SITE}: versions of the data",
        "latest": f"{start}/data/latest",
        "versions": [_kept_version(one, start) for one in versions.kept()],
    }
    return document(request, versions.current(), as_json(content))


def _kept_version(version: str, start: str) -> dict[str, str]:
    day = published_at(version)
    found = {"version": version, "address": f"{start}/data/v/{version}"}
    return {**found, "published": day.isoformat()} if day else found


def latest(request: Request) -> Response:
    """Send on to the same file of the current version, or to the list of its files.

    Raises:
        ApiError: 404 where no file can have that name.
    """
    name = request.path_params.get("name")
    if name is not None and not _FILE.fullmatch(name):
        raise nothing_here()
    folder = folder_of(versions.current())
    target = f"{folder}/{name}" if name else folder
    headers = {**ANYONE, "Cache-Control": "no-cache"}
    return RedirectResponse(f"{target}{links.query_of(request)}", 307, headers)


def without_slash(request: Request) -> Response:
    """Send on from /data/, /data/v/ or /data/v/1.2.3/ to the same address without its last slash.

    Raises:
        ApiError: 410 where the address names a version that is not kept, 404 where it is none.
    """
    if "version" in request.path_params:
        snapshot_of(request)
    return RedirectResponse(request.url.path.rstrip("/"), 308, ANYONE)
