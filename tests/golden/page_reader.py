"""Reads a `Page` into the form of `content`: the one module that knows both."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import time_machine

from dashboard.charts.page_theme import in_theme_colours
from dashboard.files.about import file_name
from dashboard.markup.fragments import Fragments
from dashboard.markup.tables import table_of
from dashboard.page import (
    SITE,
    CardTable,
    Chart,
    Code,
    Files,
    Fold,
    Heading,
    Notes,
    PageLink,
    Piece,
    Table,
    Text,
)
from dashboard.subjects import registry
from datasets import catalogue, versions
from tests.golden import content
from tests.golden.content import Block
from tests.golden.states import State

_SHOWN = ("x", "y", "z", "text", "customdata", "locations", "ids", "values", "labels")
"""What a trace of a chart shows its reader: figures, and what is said when one is pointed at."""


def read(state: State) -> content.Page:
    """A page at an address on the day its data was published, as texts, tables, charts and files."""
    day = datetime.datetime.fromisoformat(catalogue.manifest()["built_at"])
    with time_machine.travel(day), versions.reading(""):
        page = registry.page_of(state.page, state.choices)
        made = Fragments(page, "")
        blocks = [*_texts(page.headline), *_texts(page.lede), *page.ignored]
        for part in page.parts:
            blocks += [*_texts(part.title), *_texts(part.subtitle)]
            blocks += [said for block in _all(part.blocks) for said in _said(block, made)]
        return {"blocks": blocks, "files": [_file(one) for one in page.files]}


def _texts(text: str) -> list[Block]:
    return [*content.plain_texts(text.replace(SITE, ""))]


def _all(blocks: Any) -> Iterator[Any]:
    for block in blocks:
        yield block
        if hasattr(block, "blocks"):
            yield from _all(block.blocks)


def _said(block: Any, made: Fragments) -> list[Block]:
    match block:
        case Table():
            shown = table_of(block.frame)
            return [{"table": block.alt, "columns": shown.headings, "rows": shown.rows}]
        case CardTable() | Piece():
            return content.html_blocks(made.blocks([block]))
        case Chart():
            under = block.source_line if block.beneath is None else block.beneath
            return [_chart(block), *_texts(under)]
    return _words(block)


def _words(block: Any) -> list[Block]:
    match block:
        case Text():
            return _texts(block.markdown)
        case Heading():
            return _texts(block.text)
        case Notes():
            lines = [one for line in block.lines for one in _texts(line)]
            return ["What you need to know", *lines]
        case Fold():
            return [block.title]
        case Code():
            return [block.text.replace(SITE, "")]
        case PageLink():
            return [f"{block.label} <{block.address}>"]
        case Files():
            return [] if block.is_main else [block.meta.title]
    return []


def _file(files: Files) -> dict[str, Any]:
    meta = files.meta
    told = {"file": file_name(files.name, meta, "csv"), "title": meta.title}
    told |= {"filters": dict(meta.filters), "source": meta.source, "notes": list(meta.notes)}
    return told | {"link": meta.link.replace(SITE, "")} | content.file_rows(files.frame)


def _chart(chart: Chart) -> Block:
    """A chart with its title, or a small trend, as drawn for wide windows."""
    spec = json.loads(in_theme_colours(chart.draw(False)).to_json())
    about: dict[str, Any] = {"spark": chart.key}
    if not chart.is_spark:
        title, subtitle = chart.heading
        about = {"chart": chart.key, "title": title, "subtitle": subtitle}
    labels = _labels(spec)
    traces = [_trace(one) for one in spec["data"]]
    return about | {"alt": chart.alt, "labels": labels, "data": [one for one in traces if one]}


def chart_labels(chart: Chart) -> list[str]:
    """What is written in a chart, as drawn for wide windows."""
    return [*map(str, _labels(json.loads(in_theme_colours(chart.draw(False)).to_json())))]


def _labels(spec: dict[str, Any]) -> list[Block]:
    notes = [note["text"] for note in spec["layout"].get("annotations", ()) if note.get("text")]
    return [text for note in notes for text in content.html_blocks(note.replace("<br>", " "))]


def _trace(trace: dict[str, Any]) -> dict[str, Any]:
    shown = {name: content.series(found) for name in _SHOWN if (found := _values(trace.get(name)))}
    return {"name": trace["name"], **shown} if trace.get("name") and shown else shown


def _values(values: Any) -> list[Any]:
    if isinstance(values, dict):  # as Plotly packs numbers
        packed = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
        shape = [int(size) for size in str(values.get("shape", len(packed))).split(",")]
        values = packed.reshape(shape).tolist()
    return [values] if isinstance(values, str) else list(values or ())
