"""HTTP answers for programs, beside the pages: the published tables as files, and what they mean.

Every address below `/data` answers in JSON what is wrong and what is allowed, and nothing else of
the machine. Tables are read by `datasets.batches`, so a filter runs while Parquet is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from dashboard.files import described, documents, exhibits, tables
from dashboard.files.answers import Answer, Endpoint
from dashboard.files.clients import ClientLimit
from dashboard.files.errors import not_found
from dashboard.files.guard import PlainPaths
from dashboard.site import feed, health, sitemap

__all__ = ["middleware", "routes"]


def routes(pages: Sequence[str] = ()) -> list[BaseRoute]:
    """Routes for `st.App`, to come before those of the pages.

    Args:
        pages: addresses of the site's pages without slashes, for the sitemap.
    """
    return [
        Route("/healthz", Endpoint(health.healthz, at_once=health.healthz)),
        Route("/servez", Endpoint(health.servez)),
        Route("/readyz", Endpoint(health.readyz)),
        Route("/robots.txt", Endpoint(sitemap.robots)),
        Route("/sitemap.xml", Endpoint(sitemap.sitemap(pages))),
        Route("/updates.xml", _whole(feed.updates)),
        Route("/x/{page}/{file}", Endpoint(exhibits.exhibit)),
        Route("/openapi.json", _whole(documents.openapi)),
        Route("/data", _whole(documents.index)),
        Route("/data/", _whole(documents.without_slash)),
        Route("/data/latest", _whole(documents.latest)),
        Route("/data/latest/", _whole(documents.latest)),
        Route("/data/latest/{name}", Endpoint(documents.latest)),
        Route("/data/v", _whole(documents.kept_versions)),
        Route("/data/v/", _whole(documents.without_slash)),
        *_files("/data/v/{version}"),
        Route("/data/v/{version}", _whole(documents.index)),
        Route("/data/v/{version}/", _whole(documents.without_slash)),
        *_files("/data"),
        Route("/data/{rest:path}", Endpoint(not_found)),
    ]


def _files(folder: str) -> list[BaseRoute]:
    """What there is of each version of the data."""
    table = Endpoint(tables.table, at_once=tables.held_already)
    return [
        Route(f"{folder}/datapackage.json", _whole(documents.package)),
        Route(f"{folder}/{{dataset}}.metadata.json", Endpoint(described.metadata)),
        Route(f"{folder}/{{dataset}}.{{format}}", table),
    ]


def _whole(answer: Answer) -> Endpoint:
    """What is given whole or not at all: it takes no parameters."""
    return Endpoint(answer, has_parameters=False)


def middleware() -> list[Middleware]:
    """Middleware for `st.App`, to come after that of the server."""
    return [Middleware(ClientLimit), Middleware(PlainPaths)]
