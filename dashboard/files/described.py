"""A table's metadata in the W3C's words (CSVW), and its columns in those of Frictionless."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dashboard.files import links, narrowed, query
from dashboard.files.answers import document
from dashboard.files.tables_about import each, licences_of, notes_of, snapshot_of, table_of
from dashboard.files.values import JSON_TYPES
from datasets.versions import Snapshot, Table

_FRICTIONLESS_TYPES = {**JSON_TYPES, "date": "date"}
_CSVW_TYPES: dict[str, Any] = {
    **_FRICTIONLESS_TYPES,
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "flag": {"base": "boolean", "format": "true|false"},
}


def metadata(request: Request) -> Response:
    """CSVW metadata of a table, or of the part of it that the query string names.

    Raises:
        ApiError: as the table itself.
    """
    of = snapshot_of(request)
    table = table_of(request, of)
    asked = query.read(request.scope["query_string"], table)
    content = csvw(of, table, asked, f"{table.dataset}.csv{links.query_of(request)}")
    is_fixed = "version" in request.path_params
    return document(request, of, as_json(content), "application/csvm+json", is_fixed)


def csvw(of: Snapshot, table: Table, asked: query.Query, url: str) -> dict[str, Any]:
    """The metadata; `url` is that of the CSV, relative to the metadata's own."""
    described = narrowed.described(table, asked)
    columns = [one for one in described["columns"] if one["name"] in asked.columns]
    columns.sort(key=lambda one: asked.columns.index(one["name"]))
    chosen = "; ".join(f"{name}: {words}" for name, words in asked.filters.items())
    schema: dict[str, Any] = {"columns": [_csvw_column(one) for one in columns]}
    if set(described["key"]) <= set(asked.columns):
        schema["primaryKey"] = described["key"]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": described["title"],
        "dc:description": described["description"],
        "dc:source": each(described["sources"], "citation"),
        "dc:publisher": each(described["sources"], "publisher"),
        "dc:license": [{"@id": one} for one in licences_of(described["sources"])],
        "dc:rights": each(described["sources"], "licence"),
        "dc:modified": {"@value": of.built_at.date().isoformat(), "@type": "xsd:date"},
        "dc:isVersionOf": table.dataset,
        "schema:version": of.version,
        "schema:about": chosen or "every row",
        "rdfs:comment": notes_of(described),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": schema,
    }


def _csvw_column(column: dict[str, Any]) -> dict[str, Any]:
    found = {
        "name": column["name"],
        "titles": column["name"],
        "dc:description": column["description"],
        "datatype": _CSVW_TYPES.get(column["type"], "string"),
        "required": not column["nullable"],
    }
    return {**found, "schema:unitText": column["unit"]} if column["unit"] else found


def resource(table: Table, rows: int) -> dict[str, Any]:
    """One table of a Frictionless data package, its path relative to the package."""
    described = table.described
    return {
        "name": table.dataset.replace("_", "-"),
        "path": f"{table.dataset}.csv",
        "profile": "tabular-data-resource",
        "title": described["title"],
        "description": described["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "rows": rows,
        "sources": sources(described["sources"]),
        **licences(described["sources"]),
        "schema": {
            "fields": [_field(one) for one in described["columns"]],
            "primaryKey": described["key"],
            "missingValues": [""],
        },
    }


def _field(column: dict[str, Any]) -> dict[str, Any]:
    found = {
        "name": column["name"],
        "type": _FRICTIONLESS_TYPES.get(column["type"], "string"),
        "description": column["description"],
        "constraints": {"required": not column["nullable"]},
    }
    return {**found, "unit": column["unit"]} if column["unit"] else found


def sources(found: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Sources in the words of Frictionless, each with the licence of its own in words."""
    return [
        {
            "title": one["citation"],
            **({"path": one["url"]} if one.get("url") else {}),
            "licence": one["licence"],
        }
        for one in found
    ]


def licences(found: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, str]]]:
    """Licences in the words of Frictionless, each once: a property, which may not be empty."""
    listed = [{"path": path, "title": title} for path, title in licences_of(found).items()]
    return {"licenses": listed} if listed else {}


def as_json(content: object) -> bytes:
    """A document for programs that people read too."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
