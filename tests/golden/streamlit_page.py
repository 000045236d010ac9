"""Reads a page that Streamlit runs into the form of `content`: the one module that knows both."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
import streamlit as st
import time_machine
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.briefing.record import Chart, PageRecord
from datasets import catalogue
from tests.conftest import REPOSITORY
from tests.golden import content
from tests.golden.content import Block, Page
from tests.golden.states import State

_TEXTS = ("markdown", "caption", "title", "header", "subheader", "info", "warning", "error")
_SHOWN = ("x", "y", "z", "text", "customdata", "locations", "ids", "values", "labels")
"""What a trace of a chart shows its reader: figures, and what is said when one is pointed at."""


def read(state: State) -> Page:
    """A page at an address on the day its data was published, as texts, tables, charts and files."""
    offered: list[dict[str, Any]] = []
    day = datetime.datetime.fromisoformat(catalogue.manifest()["built_at"])
    with pytest.MonkeyPatch.context() as patch, time_machine.travel(day):
        patch.setattr(st, "download_button", _noting(offered))
        app = AppTest.from_file(REPOSITORY / "dashboard" / "main.py", default_timeout=120)
        app._page_hash = calc_hash(state.page) if state.page else ""  # as `st.Page` names it
        for key, values in state.choices.items():
            app.query_params[key] = list(values)
        app.run()
    assert not app.exception, [one.message for one in app.exception]
    record: PageRecord = app.session_state["_record_of_this_page"]
    charts = {f"{chart.key}-wide": chart for chart in record.charts}
    return {"blocks": list(_blocks(app._tree, charts)), "files": offered}


def _noting(offered: list[dict[str, Any]]) -> Any:
    """A button to download with, that notes the rows of each table it offers."""
    button = st.download_button

    def noted(label: str, data: Any, **named: Any) -> Any:
        if isinstance(data, partial) and str(named["key"]).endswith("-csv"):
            rows, _, meta, _ = data.args
            told = {"file": named["file_name"], "title": meta.title, "filters": dict(meta.filters)}
            told |= {"source": meta.source, "notes": list(meta.notes), "link": meta.link}
            offered.append(told | content.file_rows(rows))
        return button(label, data, **named)

    return noted


def _blocks(node: Any, charts: dict[str, Chart]) -> Iterator[Block]:
    proto = getattr(node, "proto", None)
    if label := getattr(getattr(proto, node.type, proto), "label", "") * (node.type in _OPENED):
        yield label
    for child in getattr(node, "children", {}).values():
        yield from _blocks(child, charts)
    if node.type == "plotly_chart":
        yield from _chart(proto, charts)
    elif node.type in _READ:
        yield from _READ[node.type](node)


_OPENED = ("expander", "popover", "tab")
"""Containers with a label on them."""

_READ: dict[str, Callable[[Any], list[Block]]] = {
    **dict.fromkeys(_TEXTS, lambda node: content.plain_texts(node.value)),
    "html": lambda node: content.html_blocks(node.proto.body),
    "code": lambda node: [node.value],
    "page_link": lambda node: [f"{node.proto.label} <{node.proto.page}{_query(node.proto)}>"],
    "table": lambda node: [content.table(node.proto.alt, node.value)],
}
"""Kind of element -> what it says."""


def _query(link: Any) -> str:
    return f"?{link.query_string}" if getattr(link, "query_string", "") else ""


def _chart(drawn: Any, charts: dict[str, Chart]) -> Iterator[Block]:
    """A chart with its title, or a small trend; of the two drawings of a chart that for wide windows."""
    key = drawn.id.split("-", 2)[-1]
    if key.removesuffix("-narrow") + "-wide" in charts and key.endswith("-narrow"):
        return
    spec = json.loads(drawn.spec)
    about: dict[str, Any] = {"spark": key}
    if chart := charts.get(key):
        about = {"chart": chart.key, "title": chart.title, "subtitle": chart.subtitle}
    notes = [note["text"] for note in spec["layout"].get("annotations", ()) if note.get("text")]
    labels = [text for note in notes for text in content.html_blocks(note.replace("<br>", " "))]
    traces = [_trace(one) for one in spec["data"]]
    yield about | {"alt": drawn.alt, "labels": labels, "data": [one for one in traces if one]}


def _trace(trace: dict[str, Any]) -> dict[str, Any]:
    shown = {name: content.series(found) for name in _SHOWN if (found := _values(trace.get(name)))}
    return {"name": trace["name"], **shown} if trace.get("name") and shown else shown


def _values(values: Any) -> list[Any]:
    if isinstance(values, dict):  # as Plotly packs numbers
        packed = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
        shape = [int(size) for size in str(values.get("shape", len(packed))).split(",")]
        values = packed.reshape(shape).tolist()
    return [values] if isinstance(values, str) else list(values or ())
