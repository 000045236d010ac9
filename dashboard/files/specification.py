"""These routes in the words of OpenAPI 3.1; what is said of each published table is in `tables_specified`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dashboard.files.about import SITE
from dashboard.files.answers import LONGEST_QUERY
from dashboard.files.exhibits import BRIEFING, LOOK, LOOKS, WORD
from dashboard.files.formats import MEDIA_TYPES
from dashboard.files.tables_specified import parameters_of, row_of, table_paths
from dashboard.page import DATA
from dashboard.subjects.pages import PAGES, Page
from datasets import versions
from datasets.checked import sound_tables
from datasets.versions import Snapshot


def openapi(of: Snapshot, start: str) -> dict[str, Any]:
    """The whole document; a damaged table is left out of it, as it answers 503 whatever is asked.

    Args:
        of: the version whose tables are described.
        start: scheme and host; empty for this one.
    """
    return _openapi(of, start, frozenset(sound_tables(of)))


@lru_cache(maxsize=8)
def _openapi(of: Snapshot, start: str, datasets: frozenset[str]) -> dict[str, Any]:
    tables = [versions.table(of, dataset) for dataset in sorted(datasets)]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": SITE,
            "version": of.version,
            "summary": "Published figures on policing in London, as files",
            "description": _DESCRIPTION,
        },
        "servers": [{"url": start or "/"}],
        "paths": {
            **_general_paths(),
            **_page_paths(),
            **table_paths(tables, {**_OF_PARTS, **_ERRORS}),
        },
        "components": {
            "parameters": {
                **_choices(),
                **{key: value for table in tables for key, value in parameters_of(table).items()},
            },
            "responses": _RESPONSES,
            "schemas": {
                "Error": _ERROR,
                "Meta": _META,
                **{table.dataset: row_of(table) for table in tables},
            },
        },
    }


_DESCRIPTION = (
    "A column's name filters by it. Repeated, it means any of the values; different columns must all "
    "fit. Dates and numbers also take `<column>_from` and `<column>_to`, both included; a date may "
    "be a year, a month or a day. An empty value (`area_code=`) means rows that have none, as in the "
    "CSV. Places may be written as people write them, other labels as they stand in the table. What "
    "campaigns add to a link is passed over. A whole table gives parts of itself (`Range`). A query "
    f"string holds at most {LONGEST_QUERY} characters. Send `If-None-Match` with the ETag of the last answer: 304 says "
    "that nothing changed. `/data/v/<version>/…` is one version; `/data/latest/…` leads to the newest. "
    "`/x/<page>/…` gives the figures of a page for its own choices, as on screen: its charts and files; "
    "`/embed/<page>/…` is one of them as HTML, for a frame of another site."
)
_ERROR = {
    "type": "object",
    "required": ["error", "allowed"],
    "properties": {
        "error": {"type": "string", "description": "What is wrong."},
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What may be asked.",
        },
    },
}
_META = {
    "type": "object",
    "required": ["title", "source", "licence", "filters", "link", "data_version", "published"],
    "properties": {
        **{
            name: {"type": "string"}
            for name in (
                "title",
                "source",
                "licence",
                "link",
                "data_version",
                "published",
                "retrieved",
            )
        },
        "filters": {"type": "object", "additionalProperties": {"type": "string"}},
        "notes": {"type": "array", "items": {"type": "string"}},
    },
}


def _response(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


_RESPONSES: dict[str, Any] = {
    "NotModified": {"description": "You hold the same already."},
    "BadRequest": _response("A parameter, column, value or number that cannot be."),
    "NotFound": _response("No such dataset, page, figure, format or address."),
    "Gone": _response("This version of the data is not kept."),
    "TooLong": _response("The query string is too long."),
    "Beyond": _response("The range lies beyond the end of the whole table."),
    "TooMany": {
        **_response("More than is made at once, or than one client may ask for in a minute."),
        "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
    },
    "Unavailable": _response(
        "The published table is being checked: its bytes are not those that were published."
    ),
}
_ERRORS = {
    "304": {"$ref": "#/components/responses/NotModified"},
    "400": {"$ref": "#/components/responses/BadRequest"},
    "404": {"$ref": "#/components/responses/NotFound"},
    "414": {"$ref": "#/components/responses/TooLong"},
    "429": {"$ref": "#/components/responses/TooMany"},
    "503": {"$ref": "#/components/responses/Unavailable"},
}


_OF_PARTS = {
    "206": {"description": "The part of a whole table that `Range` asks for."},
    "416": {"$ref": "#/components/responses/Beyond"},
}
_ERRORS_OF_DOCUMENTS = {name: _ERRORS[name] for name in ("304", "400", "429", "503")}


def _general_paths() -> dict[str, Any]:
    found: dict[str, Any] = {
        path: {
            "get": {
                "summary": summary,
                "operationId": name,
                "responses": {**_ok(summary, media), **errors},
            }
        }
        for documents, errors in ((_DOCUMENTS, _ERRORS_OF_DOCUMENTS), (_OF_THE_SITE, {}))
        for path, name, summary, media in documents
    }
    found["/readyz"] = {
        "get": {
            "summary": "Whether every table reads",
            "operationId": "readyz",
            "responses": {
                **_ok("All do", "application/json"),
                "503": {"description": "Not all do; `problems` says which, and why."},
            },
        }
    }
    for path, name, summary, places, answer in _OF_A_FILE:
        found[path] = {
            "get": {
                "summary": summary,
                "operationId": name,
                "parameters": [_in_path(place) for place in places],
                "responses": {**answer, **_ERRORS},
            }
        }
    return found


_DOCUMENTS = (
    ("/data", "index", "Every dataset with its links", "application/json"),
    ("/data/v", "versions", "Every version that is kept", "application/json"),
    ("/data/datapackage.json", "package", "A Frictionless data package", "application/json"),
    ("/updates.xml", "updates", "What each version changed, as RSS", "application/rss+xml"),
    ("/openapi.json", "openapi", "This document", "application/json"),
)
_OF_THE_SITE = (
    ("/healthz", "healthz", "Whether the process lives", "application/json"),
    ("/servez", "servez", "Whether pages are served, damaged tables or not", "application/json"),
    ("/robots.txt", "robots", "What search engines may read", "text/plain"),
    ("/sitemap.xml", "sitemap", "The site's pages", "application/xml"),
)
_OF_A_FILE: tuple[tuple[str, str, str, tuple[str, ...], dict[str, Any]], ...] = (
    (
        "/data/latest/{file}",
        "latest",
        "Leads to the file of the current version",
        ("file",),
        {"307": {"description": "To the same file below /data/v/."}},
    ),
    (
        "/data/v/{version}/{file}",
        "version",
        "The file of a version that is kept",
        ("version", "file"),
        {
            "200": {"description": "As at the address without the version."},
            "410": {"$ref": "#/components/responses/Gone"},
        },
    ),
)


def _ok(summary: str, media: str) -> dict[str, Any]:
    return {"200": {"description": summary, "content": {media: {}}}}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


# The figures of pages


_SHOWN = tuple(page for page in PAGES if page.path != "get-data")
"""Pages that show figures of their own; the rows of "Get the data" are those of `/data`."""


def _page_paths() -> dict[str, Any]:
    found = {}
    for page in _SHOWN:
        name = page.path or "overview"
        found[f"/x/{name}/{{file}}"] = _figure(page, "x", _FILE, [_LOOK], _OF_FILES)
        found[f"/embed/{name}/{{exhibit}}"] = _figure(page, "embed", _EXHIBIT, [], _OF_FRAMES)
    return found


def _figure(
    page: Page,
    folder: str,
    place: dict[str, Any],
    more: list[dict[str, Any]],
    responses: dict[str, Any],
) -> dict[str, Any]:
    """One of a page's figures, in a form."""
    summary = {"x": "a figure as a file", "embed": "a figure as HTML, for a frame"}[folder]
    choices = [{"$ref": f"#/components/parameters/{key}"} for key in _choices_of(page)]
    return {
        "get": {
            "summary": f"{page.title}: {summary}",
            "description": page.description,
            "operationId": f"{folder}_{page.script}",
            "parameters": [place, *choices, *more],
            "responses": responses,
        }
    }


def _choices() -> dict[str, Any]:
    return {key: value for page in _SHOWN for key, value in _choices_of(page).items()}


def _choices_of(page: Page) -> dict[str, Any]:
    """Key among the components -> parameter, for every choice of a page."""
    return {
        f"choice.{page.script}.{key}": {
            "name": key,
            "in": "query",
            "description": "Which version of the data; the newest where it is not given."
            if key == DATA
            else f"A choice of the page “{page.title}”, written as in the page's own address.",
            "schema": {"type": "array", "items": {"type": "string"}},
        }
        for key in (*page.keys, DATA)
    }


_FILE = _in_path("file") | {
    "description": "Name and format of the figure, as the page links to it: `trust.csv`; a chart's drawing "
    f"as `.plotly.json`; `{'.'.join(BRIEFING)}` is the page's briefing."
}
_EXHIBIT = _in_path("exhibit") | {
    "description": "Name of a chart of the page, or of its files where no chart has that name."
}
_LOOK = {
    "name": LOOK,
    "in": "query",
    "description": "Of a drawing: for wide or for narrow windows.",
    "schema": {"type": "string", "enum": list(LOOKS)},
}
_OF_FILES = {
    "200": {
        "description": "The figure",
        "content": {kind.split(";")[0]: {} for kind in (*MEDIA_TYPES.values(), WORD)},
    },
    "410": {"$ref": "#/components/responses/Gone"},
    **_ERRORS,
}
_OF_FRAMES = {
    "200": {
        "description": "The figure with its chart, table and source",
        "content": {"text/html": {}},
    },
    "304": _ERRORS["304"],
    **{
        status: {
            "description": _RESPONSES[_ERRORS[status]["$ref"].rsplit("/", 1)[1]]["description"]
            + " Said as a page of HTML.",
            "content": {"text/html": {}},
        }
        for status in ("400", "404", "414", "429", "503")
    },
}
