"""The published tables in the words of OpenAPI: their files, what each may be asked for, and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from dashboard.files.formats import FORMATS, MEDIA_TYPES
from dashboard.files.query import LARGEST, parameters
from dashboard.files.values import JSON_TYPES, kind_of
from datasets.versions import Table

_MOST_LISTED = 60
_OWN = {
    "columns": "Columns of the answer, separated by commas, in this order.",
    "limit": "How many rows at most; all where it is not given.",
    "offset": "How many rows are passed over first.",
    "sort": "Columns to sort by, separated by commas; a minus before one turns it round. Rows that "
    "are equal keep the order of the table; absent values come last.",
}


def table_paths(tables: Iterable[Table], otherwise: dict[str, Any]) -> dict[str, Any]:
    """Path -> operation, for every file of the tables.

    Args:
        tables: the published ones. otherwise: status -> answer, beside the file itself.
    """
    found = {}
    for table in tables:
        for fmt in FORMATS:
            content = {MEDIA_TYPES[fmt].split(";")[0]: _content(table, fmt)}
            found[f"/data/{table.dataset}.{fmt}"] = _operation(table, fmt, content, otherwise)
        found[f"/data/{table.dataset}.metadata.json"] = _operation(
            table, "metadata", {"application/csvm+json": {}}, otherwise
        )
    return found


def _operation(
    table: Table, what: str, content: dict[str, Any], otherwise: dict[str, Any]
) -> dict[str, Any]:
    title = table.described["title"]
    return {
        "get": {
            "summary": f"{title} ({what})",
            "description": table.described["description"],
            "operationId": f"{table.dataset}_{what}",
            "parameters": [
                {"$ref": f"#/components/parameters/{key}"} for key in parameters_of(table)
            ],
            "responses": {
                "200": {"description": title, "content": content},
                **otherwise,
            },
        }
    }


def _content(table: Table, fmt: str) -> dict[str, Any]:
    if fmt != "json":
        return {}
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{table.dataset}"}}
    meta = {"$ref": "#/components/schemas/Meta"}
    properties = {"meta": meta, "rows": rows}
    return {"schema": {"type": "object", "required": list(properties), "properties": properties}}


def parameters_of(table: Table) -> dict[str, Any]:
    """Key among the components -> parameter, for every parameter that a table takes."""
    described = {one["name"]: one for one in table.described["columns"]}
    return {
        f"{table.dataset}.{name}": _filter(name, described[column], table)
        if column
        else _own(name, table)
        for name, column in parameters(table).items()
    }


def _filter(name: str, column: dict[str, Any], table: Table) -> dict[str, Any]:
    schema = _value(column["name"], table)
    is_bound = name != column["name"]
    words = {"_from": " From this value on.", "_to": " Up to this value."}
    says = column["description"] + words.get(name.removeprefix(column["name"]), "")
    if not is_bound:
        schema = {"type": "array", "items": schema}
    return {"name": name, "in": "query", "description": says, "schema": schema}


def _value(name: str, table: Table) -> dict[str, Any]:
    """What may be written for a column."""
    labels = table.labels.get(name, ())
    field = table.arrow.field(name)
    if 0 < len(labels) <= _MOST_LISTED:
        return {"type": "string", "enum": [*labels, *([""] if field.nullable else [])]}
    if pa.types.is_date(field.type):
        return {"type": "string", "pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"}
    if pa.types.is_dictionary(field.type) or pa.types.is_string(field.type):
        return {"type": "string"}
    return {"type": "string", "description": " or ".join(kind_of(field.type).allowed)}


def _own(name: str, table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name in {"limit", "offset"}:
        schema = {"type": "integer", "minimum": 0, "maximum": LARGEST}
    example = {"columns": ",".join(table.arrow.names[:2]), "sort": f"-{table.arrow.names[0]}"}
    found = {"name": name, "in": "query", "description": _OWN[name], "schema": schema}
    return {**found, "example": example[name]} if name in example else found


def row_of(table: Table) -> dict[str, Any]:
    """The schema of one of its rows."""
    columns = table.described["columns"]
    return {
        "type": "object",
        "description": f"One row: {table.described['row']}.",
        "properties": {one["name"]: _cell(one) for one in columns},
    }


def _cell(column: dict[str, Any]) -> dict[str, Any]:
    kind: Any = JSON_TYPES.get(column["type"], "string")
    found: dict[str, Any] = {"type": [kind, "null"] if column["nullable"] else kind}
    if column["type"] == "date":
        found["format"] = "date"
    unit = f" Unit: {column['unit']}." if column["unit"] else ""
    return {**found, "description": f"{column['description']}{unit}"}
