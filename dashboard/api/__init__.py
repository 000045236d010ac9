"""HTTP answers for programs, beside the pages: the published tables as files, and what they mean.

Every address below `/data` answers in JSON what is wrong and what is allowed, and nothing else of
the machine. Tables are read by `datasets.batches`, so a filter runs while Parquet is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from dashboard.api import described, documents, feed, health, site, tables
from dashboard.api.answers import Endpoint
from dashboard.api.errors import not_found
from dashboard.api.guard import PlainPaths

__all__ = ["middleware", "routes"]


def routes(pages: Sequence[str] = ()) -> list[BaseRoute]:
    """Routes for `st.App`, to come before those of the pages.

    Args:
        pages: addresses of the site's pages without slashes, for the sitemap.
    """
    return [
        Route("/healthz", Endpoint(health.healthz)),
        Route("/readyz", Endpoint(health.readyz)),
        Route("/robots.txt", Endpoint(site.robots)),
        Route("/sitemap.xml", Endpoint(site.sitemap(pages))),
        Route("/updates.xml", Endpoint(feed.updates)),
        Route("/openapi.json", Endpoint(documents.openapi)),
        Route("/data", Endpoint(documents.index)),
        Route("/data/", Endpoint(documents.without_slash)),
        Route("/data/latest", Endpoint(documents.latest)),
        Route("/data/latest/{name}", Endpoint(documents.latest)),
        Route("/data/v/{version}", Endpoint(documents.index)),
        Route("/data/v/{version}/datapackage.json", Endpoint(documents.package)),
        Route("/data/v/{version}/{dataset}.metadata.json", Endpoint(described.metadata)),
        Route("/data/v/{version}/{dataset}.{format}", Endpoint(tables.table)),
        Route("/data/datapackage.json", Endpoint(documents.package)),
        Route("/data/{dataset}.metadata.json", Endpoint(described.metadata)),
        Route("/data/{dataset}.{format}", Endpoint(tables.table)),
        Route("/data/{rest:path}", Endpoint(not_found)),
    ]


def middleware() -> list[Middleware]:
    """Middleware for `st.App`, to come after that of the server."""
    return [Middleware(PlainPaths)]
