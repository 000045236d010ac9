"""A page as data, for tests: built at an address, and what it says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from dashboard.markup.fragments import Fragments
from dashboard.page import CardTable, Code, Files, Fold, Heading, Notes, Page, PageLink, Piece, Text
from dashboard.subjects import registry
from datasets import catalogue, checked, versions


def shown(path: str, data: str = "", **params: str | list[str]) -> Page:
    """A page at an address; `_` in a parameter's name is a hyphen.

    Args:
        path: the page's address without the slash.
        data: version of the data that the address asks for; the newest where it is not kept.
        params: the choices that the address holds.
    """
    address = {
        key.replace("_", "-"): [value] if isinstance(value, str) else list(value)
        for key, value in params.items()
    }
    with reading(data):
        return registry.page_of(path, address)


@contextmanager
def reading(data: str = "") -> Iterator[None]:
    """Read a version of the data, the newest where it is not kept; what is not there, pages say."""
    with versions.reading_as_asked(data):
        yield


def everything(page: Page) -> str:
    """All its sentences, one after the other, as Markdown; not those of its tables."""
    said = [page.headline, page.lede, *page.ignored]
    for part in page.parts:
        said += [part.title, part.subtitle]
    for block in page.blocks:
        match block:
            case Text():
                said.append(block.markdown)
            case Heading() | Code():
                said.append(block.text)
            case Notes():
                said += ["What you need to know", *block.lines]
            case Fold():
                said.append(block.title)
    said += [one.source_line if one.beneath is None else one.beneath for one in page.charts]
    return " ".join(said)


def tables(page: Page) -> list[pd.DataFrame]:
    """The frames of its tables."""
    return [frame for _, frame, _ in page.tables]


def cards(page: Page) -> str:
    """The HTML of its tables of long texts and of its own pieces."""
    made = Fragments(page, "")
    return "".join(made.blocks([one]) for one in page.blocks if isinstance(one, CardTable | Piece))


def notices(page: Page) -> list[str]:
    """What stands in its boxes, in the order of the page."""
    return [one.markdown for one in page.all_of(Text) if one.style == "notice"]


def links(page: Page) -> dict[str, str]:
    """Its links to pages of the site: words -> address."""
    return {one.label: one.address for one in page.all_of(PageLink)}


def headings(page: Page) -> list[str]:
    """The headings of its parts, in the order of the page."""
    return [one.title for one in page.parts if one.title]


def files(page: Page, name: str) -> Files:
    """The files of that name."""
    return next(one for one in page.files if one.name == name)


def leave_out(tables: Iterable[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishes all tables but these, from a copy in an empty folder."""
    copied = shutil.copytree(catalogue.directory(), folder / "published")
    manifest = copied / "manifest.json"
    held = json.loads(manifest.read_text(encoding="utf-8"))
    for table in tables:
        del held["datasets"][table]
    manifest.write_bytes(checked.seal(held))
    monkeypatch.setenv("DATASETS_DIR", str(copied))
