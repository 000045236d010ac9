"""What a page says, in a form that no framework has a part in: golden pages are written and compared in it.

A page is a list of blocks in the order of the page, and the files that it offers. A block is a text,
or a dictionary with the one key `table`, `chart` or `spark`. Whatever serves the pages is read into this form
in one module, `tests/golden/page_reader.py`; nothing here or in the golden files knows of it.
"""

from __future__ import annotations

import difflib
import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import pandas as pd

Page = dict[str, Any]
Block = str | dict[str, Any]

WIDTH = 150
"""Of a line in a golden file, above which a list is set on several."""
KEPT = 24
"""Values of a chart's series that are written out; a longer one has its ends, its number and its hash."""

# Markdown


def plain_texts(markdown: str) -> list[str]:
    """The lines of a Markdown text, without its marks: `words <address>` for a link."""
    unmarked = re.sub(r"\[((?:\\.|[^\]\\])*)\]\(([^)\s]*)\)", r"\1 <\2>", markdown)
    unmarked = re.sub(r"(?<!\\)(\*\*|__|\*|`)", "", unmarked)
    lines = (re.sub(r"^\s*([-#>]+\s+)?", "", line) for line in unmarked.splitlines())
    return [text for line in lines if (text := spaced(re.sub(r"\\(.)", r"\1", line)))]


def spaced(text: str) -> str:
    """The text with single spaces."""
    return " ".join(html.unescape(text).split())


# HTML


class _Html(HTMLParser):
    """Collects the texts and tables of a piece of HTML, in order."""

    INLINE = frozenset({"a", "abbr", "b", "em", "i", "small", "span", "strong", "sup", "time"})
    UNSEEN = frozenset({"script", "style", "svg", "button"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.rows: list[list[str]] | None = None
        self.caption = ""
        self.unseen = 0
        self.href = ""
        self.feed(text)
        self.end_text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in self.UNSEEN
        if tag == "a":
            self.href = dict(attrs).get("href") or ""
        elif tag == "table":
            self.end_text()
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif self.rows is None and tag not in self.INLINE:
            self.end_text()

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in self.UNSEEN
        if tag == "a" and self.href:
            self.words.append(f" <{self.href}>")
            self.href = ""
        elif tag == "caption":
            self.caption = self.taken()
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(self.taken())
        elif tag == "table" and self.rows is not None:
            head, *rows = self.rows or [[]]
            self.blocks.append({"table": self.caption, "columns": head, "rows": rows})
            self.rows = None
        elif self.rows is None and tag not in self.INLINE:
            self.end_text()
        elif tag == "p":  # within a cell
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data)

    def taken(self) -> str:
        text = spaced("".join(self.words))
        self.words.clear()
        return text

    def end_text(self) -> None:
        if text := self.taken():
            self.blocks.append(text)


def html_blocks(text: str) -> list[Block]:
    """The texts and tables in a piece of HTML."""
    return _Html(text).blocks


# Figures


def table(alt: str, frame: pd.DataFrame) -> Block:
    """A table as its reader sees it; an index with a name is its first column."""
    shown = frame.reset_index() if frame.index.name is not None else frame
    rows = [
        [spaced(re.sub(r"\\(.)", r"\1", str(cell))) for cell in row] for row in shown.to_numpy()
    ]
    return {"table": alt, "columns": [re.sub(r"\\(.)", r"\1", str(name)) for name in shown], "rows": rows}  # fmt: skip


def series(values: list[Any]) -> list[Any] | dict[str, Any]:
    """Values along an axis, rounded to six digits; only the ends of a long one are readable."""
    rounded = [_rounded(value) for value in values]
    if len(rounded) <= KEPT:
        return rounded
    ends = {"first": rounded[:2], "last": rounded[-2:]}
    return {"values": len(rounded), **ends, "sha256": digest(rounded)}


def _rounded(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


def file_rows(rows: pd.DataFrame) -> dict[str, Any]:
    """The rows of a file: how many, and of each column its first and last cell and what tells it from others."""
    return {"rows": len(rows), "columns": {str(name): _column(rows[name]) for name in rows}}


def _column(cells: pd.Series) -> list[Any]:
    texts = [_cell(cell) for cell in cells]
    return [*texts[:1], *texts[1:][-1:], digest(texts)] if texts else []


def _cell(cell: Any) -> str:
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return ""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def digest(value: Any) -> str:
    """Short hash of anything that JSON can hold."""
    return hashlib.sha256(json.dumps(value, default=str).encode()).hexdigest()[:12]


# Files of golden pages


def written(pages: Mapping[str, Page], version: str) -> str:
    """The golden file of some pages, by state, in which the data's version is not named."""
    text = "\n".join(_lines(dict(pages), "")) + "\n"
    return re.sub(rf"(?<![\d.]){re.escape(version)}(?![\d.])", "VERSION", text)


def _lines(value: Any, margin: str) -> Iterator[str]:
    """JSON with a line for each thing that fits on one."""
    whole = json.dumps(value, ensure_ascii=False, default=str)
    if len(whole) + len(margin) <= WIDTH or not isinstance(value, list | dict) or not value:
        yield whole
        return
    named = value.items() if isinstance(value, dict) else ((None, one) for one in value)
    yield "{" if isinstance(value, dict) else "["
    for place, (name, one) in enumerate(named):
        head = "" if name is None else json.dumps(name, ensure_ascii=False) + ": "
        first, *others = _lines(one, margin + " ")
        lines = [f" {head}{first}", *(f" {line}" for line in others)]
        lines[-1] += "," if place < len(value) - 1 else ""
        yield from lines
    yield "}" if isinstance(value, dict) else "]"


def difference(golden: str, now: str) -> str:
    """The lines that differ, as a reader can follow them; empty where none does."""
    lines = difflib.unified_diff(
        golden.splitlines(), now.splitlines(), "golden", "now", n=1, lineterm=""
    )
    return "\n".join(line if len(line) <= 400 else f"{line[:400]}…" for line in lines)
